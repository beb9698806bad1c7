"""What of one couple may leave as a file: through the door as their counsellor, joint words only if both agreed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from nearer import desk
from nearer_admin.answers import SIDES

BOTH = "both"
ALWAYS = (
    "What each of the two keeps to themselves, and everything asked about safety: that never leaves here.",
    "Comparisons that only say lower, similar or higher, and what was said in turns.",
    "What was written before a step was renewed.",
    "Whether somebody passed or has not come yet: both are simply not there.",
)
NO_CONSENT = (
    "What opens to both of them and what they wrote together: that needs the consent of both, which each gives or "
    "takes back in their own place. It is not there now."
)
COLUMNS = ("seat", "name", "step", "title", "occurrence", "kind", "item", "question", "value")
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula."""


@dataclass(frozen=True)
class Line:
    """One value: an ``answer``, one thing ``shown``, one written ``together`` (seat ``both``), or a ``score``."""

    seat: str
    name: str
    step: str
    title: str
    occurrence: int
    kind: str
    item: str
    question: str
    value: Any


@dataclass(frozen=True)
class Export:
    """The lines, why others are missing, and (seat, target) of what was read that was written for the counsellor."""

    program: str
    edition: str
    day: str
    consent: bool
    lines: list[Line]
    read: list[tuple[str, Any]]
    given: list[desk.Json] = field(default_factory=list)


def pseudonym(case: desk.Case, side: str) -> str:
    """What stands for one of the two in a file without names: the same in every file, and told by the desk alone."""
    return desk.digest([case.couple.public, side])[:16]


def left_out(*, consent: bool) -> tuple[str, ...]:
    """What no file holds, and what it does not hold without the consent of both, in sentences."""
    return ALWAYS if consent else (NO_CONSENT, *ALWAYS)


def export_of(session: Session, case: desk.Case, people: Mapping[str, str], *, now: datetime) -> Export:
    """Everything that may leave now."""
    consent = desk.has_consent(session, case.couple.id, case.keys, desk.EXPORT)
    found: list[Line] = []
    read: list[tuple[str, Any]] = []
    given: list[desk.Json] = []
    reader = desk.read_at_once(session, case.couple.id)
    for side, place in _finished(case):
        seen = desk.read_answers(session, case, side, place, now=now, read=reader)
        kept = list(_kept(place.form, seen, consent=consent))
        given += _given(place, pseudonym(case, side), kept)
        found += [_line(place, side, people, each) for each in kept]
        rest_on = {source for each in kept for source in each.rest_on}
        target = case.target(side, place.step.id, place.occurrence)
        read += [(side, target)] if desk.is_logged(target, dict.fromkeys(rest_on)) else []
    program = str(case.edition.program["title"])
    return Export(program, case.edition.sha, now.date().isoformat(), consent, _once(found), read, given)


@dataclass(frozen=True)
class _Kept:
    """One value of a place, and the properties that it rests on."""

    kind: str
    item: str
    question: str
    value: Any
    rest_on: frozenset[str] = frozenset()
    band: str = ""


def _finished(case: desk.Case) -> Iterator[tuple[str, Any]]:
    for side in SIDES:
        for place in case.journey.places(side):
            if case.journey.fact(side, place.step.id, place.occurrence) is not None:
                yield side, place


def _kept(form: desk.Form, seen: Any, *, consent: bool) -> Iterator[_Kept]:
    for name, value in (seen.theirs or {}).items():
        if consent or _is_own(form, [name]):
            yield _Kept("answer", name, _question(form, name, value), value, frozenset([name]))
    for each in seen.lifted:
        yield _Kept("shown", each["property"], _question(form, each["property"], []), each["value"])
    for name, value in (seen.shared or {}).items() if consent else ():
        yield _Kept("together", name, _question(form, name, value), value)
    scales = (form.scoring or {}).get("scales") or {}
    for name, given in seen.scores.get("theirs", {}).items():
        rest_on = desk.sources(scales.get(name) or {})
        if given.get("value") is not None and (consent or _is_own(form, rest_on)):
            yield _Kept(
                "score",
                name,
                name.replace("_", " ").capitalize(),
                given["value"],
                frozenset(rest_on),
                str(given.get("band") or ""),
            )


def _given(place: Any, who: str, kept: Iterable[_Kept]) -> list[desk.Json]:
    """What was answered to a measure at one place, as plain data; nothing where nothing may leave."""
    scales = (place.form.scoring or {}).get("scales") or {}
    answers = {each.item: each.value for each in kept if each.kind == "answer"}
    scores = {each.item: {"value": each.value, "band": each.band} for each in kept if each.kind == "score"}
    if not scales or not (answers or scores):
        return []
    where = {"step": place.step.id, "occurrence": place.occurrence, "form": place.form.name}
    return [{"who": who, **where, "answers": answers, "scores": scores}]


def _is_own(form: desk.Form, names: Iterable[str]) -> bool:
    """Whether these are between their writer and the counsellor: they never open to the partner."""
    return all(desk.rule_of(form.schema, name).partner == "never" for name in names)


def _question(form: desk.Form, name: str, value: Any) -> str:
    return str(desk.rows(form, {name: value})[0][0])


def _line(place: Any, side: str, people: Mapping[str, str], kept: _Kept) -> Line:
    seat, name = (BOTH, "") if kept.kind == "together" else (side, people[side])
    step = place.step
    return Line(seat, name, step.id, step.title, place.occurrence, kept.kind, kept.item, kept.question, kept.value)


def _once(lines: Iterable[Line]) -> list[Line]:
    """What both wrote together comes from each seat; it stands once."""
    kept = {(line.seat, line.step, line.occurrence, line.kind, line.item, _text(line.value)): line for line in lines}
    return list(kept.values())


def as_json(export: Export) -> str:
    """The file for programs: values as they were given."""
    head = {"nearer": "couple-export/1", "program": export.program, "edition": export.edition, "day": export.day}
    rest = {"left_out": left_out(consent=export.consent), "values": [asdict(line) for line in export.lines]}
    return json.dumps({**head, "consent_of_both": export.consent, **rest}, ensure_ascii=False, indent=2) + "\n"


def as_results(export: Export, case: desk.Case) -> desk.Json:
    """What a plugin's format makes a file of: no name, no label, and the edition, which holds nothing of a couple."""
    return {"edition": case.edition.document, "left_out": left_out(consent=export.consent), "given": export.given}


def as_csv(export: Export) -> str:
    """The file for spreadsheets: one line for each value, then what is left out and why."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for line in export.lines:
        rows.writerow([_cell(value) for value in asdict(line).values()])
    for sentence in left_out(consent=export.consent):
        rows.writerow([""] * 5 + ["left out", "", "", _cell(sentence)])
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> str:
    text = _text(value)
    return f"'{text}" if text.startswith(RISKY) else text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


FILES = {"csv": (as_csv, "text/csv"), "json": (as_json, "application/json")}
