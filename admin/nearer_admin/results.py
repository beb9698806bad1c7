"""What a couple's measures came to, seat beside seat, as far as the door opens scores to their counsellor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from nearer import desk
from nearer_admin.answers import SIDES

Value = float | None


@dataclass(frozen=True)
class Point:
    """One time a measure was asked; a value is None where none is open, whatever the reason: that shows as a gap."""

    step: str
    occurrence: int
    title: str
    values: Mapping[str, Value]
    bands: Mapping[str, str]

    @property
    def apart(self) -> Value:
        """How far the two lie apart; None where one value is missing."""
        one, other = (self.values.get(side) for side in SIDES)
        return None if one is None or other is None else round(abs(one - other), 4)


@dataclass(frozen=True)
class Change:
    """From a seat's first value to its last; ``kind`` is None where no source says what chance explains."""

    side: str
    first: float
    last: float
    kind: str | None

    @property
    def by(self) -> float:
        """The difference, with its sign."""
        return round(self.last - self.first, 4)


@dataclass
class Measure:
    """One scale of one instrument at every place where it is asked, in the order of the program."""

    title: str
    scale: desk.Json
    points: list[Point] = field(default_factory=list)

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest value there can be."""
        items = self.scale["items"]
        low, high = (float(sum(item[end] for item in items)) for end in ("min", "max"))
        return (low, high) if self.scale.get("rule") == "sum" else (low / len(items), high / len(items))

    @property
    def bands(self) -> list[desk.Json]:
        """The bands with their sources."""
        return list(self.scale.get("bands") or ())

    @property
    def reliable(self) -> desk.Json | None:
        """``{"value", "source"}``: from which difference on chance is a poor explanation; only with its source."""
        found = self.scale.get("reliable_change") or {}
        return found if found.get("value") and found.get("source") else None

    @property
    def higher_is(self) -> str:
        """``better``, ``worse`` or ``neither``."""
        return str(self.scale.get("higher_is", "neither"))

    def first(self, side: str) -> Value:
        """The first value of a seat."""
        return next((each for each in self._given(side)), None)

    @property
    def changes(self) -> list[Change]:
        """For each seat with two values or more."""
        found = {side: self._given(side) for side in SIDES}
        return [self._change(side, values) for side, values in found.items() if len(values) > 1]

    @property
    def is_empty(self) -> bool:
        """Whether no value of either is open."""
        return not any(self._given(side) for side in SIDES)

    def _given(self, side: str) -> list[float]:
        return [value for each in self.points if (value := each.values.get(side)) is not None]

    def _change(self, side: str, values: list[float]) -> Change:
        return Change(side, values[0], values[-1], self._kind(values[-1] - values[0]))

    def _kind(self, by: float) -> str | None:
        """What a difference means: one of exactly the reliable size counts (Jacobson and Truax 1991)."""
        if self.reliable is None:
            return None
        if abs(by) < self.reliable["value"]:
            return "chance"
        if self.higher_is not in ("better", "worse"):
            return "moved"
        return "better" if (by > 0) == (self.higher_is == "better") else "worse"


@dataclass(frozen=True)
class Results:
    """Every measure of a couple, and the places (seat, target) that were written for the counsellor and were read."""

    measures: list[Measure]
    read: list[tuple[str, Any]]


def results(session: Session, case: desk.Case, *, now: datetime) -> Results:
    """Read the scores of both through the door; what nobody finished is not asked for."""
    found: dict[str, Measure] = {}
    read: list[tuple[str, Any]] = []
    reader = desk.read_at_once(session, case.couple.id)
    for one, other in zip(*(case.journey.places(side) for side in SIDES), strict=True):
        known = {"a": _scales(one.form), "b": _scales(other.form)}
        if not any(known.values()):
            continue
        scores = {}
        for side, place in zip(SIDES, (one, other), strict=True):
            scores[side], logged = (
                _scores(session, case, side, place, now=now, reader=reader) if known[side] else ({}, None)
            )
            read += [(side, logged)] if logged else []
        _add(found, one, known, scores)
    return Results(list(found.values()), read)


def _scores(
    session: Session, case: desk.Case, side: str, place: Any, *, now: datetime, reader: desk.Read
) -> tuple[desk.Json, Any]:
    """The scores that are open, and the target where they rest on what was written for the counsellor."""
    if case.journey.fact(side, place.step.id, place.occurrence) is None:
        return {}, None
    scores = dict(desk.read_answers(session, case, side, place, now=now, read=reader).scores.get("theirs", {}))
    target = case.target(side, place.step.id, place.occurrence)
    scales = ((place.form.scoring or {}).get("scales") or {}).items()
    rest_on = {source for name, scale in scales if name in scores for source in desk.sources(scale)}
    return scores, target if desk.is_logged(target, dict.fromkeys(rest_on)) else None


def _add(found: dict[str, Measure], place: Any, known: Mapping[str, Any], scores: Mapping[str, desk.Json]) -> None:
    """Put one place's scores to the measures that are asked there."""
    step, occurrence = place.step, place.occurrence
    title = f"{step.title} ({occurrence} of {step.occurrences})" if step.occurrences > 1 else step.title
    for key in {**known["a"], **known["b"]}:
        name, scale, is_only = {**known["b"], **known["a"]}[key]
        given = {side: scores[side].get(name) or {} for side in SIDES if key in known[side]}
        words = step.title if is_only else f"{step.title}: {name.replace('_', ' ')}"
        values = {side: each.get("value") for side, each in given.items()}
        bands = {side: str(each["band"]) for side, each in given.items() if each.get("band")}
        found.setdefault(key, Measure(words, scale)).points.append(Point(step.id, occurrence, title, values, bands))


def _scales(form: desk.Form) -> dict[str, tuple[str, desk.Json, bool]]:
    """The scales that may ever open to a counsellor, by what makes two of them the same instrument."""
    scales = (form.scoring or {}).get("scales") or {}
    kept = [(name, scale) for name, scale in scales.items() if scale.get("items") and _opens(form, scale)]
    return {desk.digest(_sameness(form, name, scale)): (name, scale, len(kept) == 1) for name, scale in kept}


def _opens(form: desk.Form, scale: desk.Json) -> bool:
    rules = [desk.rule_of(form.schema, name) for name in desk.sources(scale)]
    return all(rule.counsellor != "never" for rule in rules)


def _sameness(form: desk.Form, name: str, scale: desk.Json) -> Any:
    """The same type asks the same in the same words and counts it in the same way; who sees it may differ."""
    counted = [scale.get(each) for each in ("items", "rule", "higher_is", "source")]
    return [form.type, name, counted, list(_asked(form.schema or {}))]


def _asked(schema: Any) -> Iterator[Any]:
    """What a schema says without who sees it."""
    if isinstance(schema, dict):
        for name, below in sorted(schema.items()):
            if name != "x-visibility":
                yield [name, list(_asked(below))]
    elif isinstance(schema, list):
        yield from ([each] if not isinstance(each, dict | list) else list(_asked(each)) for each in schema)
    else:
        yield schema
