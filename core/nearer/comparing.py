"""Says what becomes of what couples did when they move from one edition to another; of facts only, no answers. Pure.

Two forms of a step compare by rule: the same; editorial, where only words differ that leave the meaning of an answer
alone; mappable, where migrations of the type carry the answers on reading; else incompatible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from nearer.migrating import changed, leads, way
from nearer.rules.canonical import canonical
from nearer.rules.contract import ExerciseType, Json
from nearer.rules.edition import Edition, Form, Step
from nearer.rules.visibility import rule_of

SAME, EDITORIAL, MAPPABLE, INCOMPATIBLE = "same", "editorial", "mappable", "incompatible"
STAYS, REWORDED, CARRIED, AGAIN, GONE = "stays", "reworded", "carried", "again", "gone"
FATES = (STAYS, REWORDED, CARRIED, AGAIN, GONE)
"""What becomes of something done or begun, from the lightest to the heaviest."""

_FATE_OF = {SAME: STAYS, EDITORIAL: REWORDED, MAPPABLE: CARRIED, INCOMPATIBLE: AGAIN}
_RELATIONS = tuple(_FATE_OF)
_WORDS = frozenset({"title", "description", "examples", "$comment", "x-help", "x-order", "x-widget", "x-translatable"})
_SPOKEN = frozenset({"title", "prompt", "label", "ready", "words", "summary", "description"})
_NAMED = frozenset({"properties", "patternProperties", "$defs", "dependentSchemas"})
_AGREED = {"personal": True, "sealed": False}
"""What a person agreed to for the program as a whole, and what it is where the program does not say."""

Kinds = Mapping[str, ExerciseType]


class Mark(NamedTuple):
    """That something was done or begun at a place, in which form of which edition; ``seat`` is ``-`` for both."""

    step: str
    occurrence: int
    seat: str
    edition: str
    form: str


@dataclass(frozen=True)
class Comparison:
    """What becomes, in *new*, of everything that was given in *old*."""

    old: Edition
    new: Edition
    kinds: Kinds = field(repr=False)

    @cached_property
    def _relations(self) -> dict[tuple[str, str], str]:
        found = {}
        for step in self.old.order:
            after = self.new.steps.get(step.id)
            for name, form in step.forms.items() if after else ():
                # None if there is no step: see the line above.
                found[step.id, name] = _relation(step, form, after, self.kinds)  # type: ignore[arg-type]
        return found

    def fate(self, mark: Mark) -> str:
        """What becomes of *mark*, which was made in the old edition."""
        after, before = self.new.steps.get(mark.step), self.old.steps.get(mark.step)
        if after is None or mark.occurrence > after.occurrences:
            return GONE
        if before is None:
            return AGAIN
        form = mark.form if mark.form in before.forms else before.form(mark.form).name
        return _FATE_OF[self._relations[mark.step, form]]

    def fate_of_step(self, step: str) -> str:
        """The heaviest that can become of an answer at *step* of the old edition."""
        forms = self.old.steps[step].forms
        if step not in self.new.steps:
            return GONE
        return _FATE_OF[max((self._relations[step, name] for name in forms), key=_RELATIONS.index)]

    @cached_property
    def moved(self) -> frozenset[str]:
        """The steps of both that stand elsewhere (in another stage, or behind others than before) or come otherwise."""
        both = [step.id for step in self.new.order if step.id in self.old.steps]
        before = [step.id for step in self.old.order if step.id in self.new.steps]
        kept = _in_order(before, both)
        pairs = ((self.old.steps[each], self.new.steps[each]) for each in both)
        return frozenset(a.id for a, b in pairs if a.id not in kept or a.stage != b.stage or a.delivery != b.delivery)

    @property
    def is_way(self) -> bool:
        """Whether a couple may go from *old* to *new*: not where other people would read along, or keep other keys."""
        before, after = self.old.program, self.new.program
        return all(before.get(name, usual) == after.get(name, usual) for name, usual in _AGREED.items())


def fates(marks: Iterable[Mark], comparisons: Mapping[str, Comparison]) -> dict[tuple[str, int, str], str]:
    """What becomes of the latest at every place and seat; of a seat's own no less than of what both share there.

    *comparisons* are by the edition that a mark was made in.
    """
    found = {(m.step, m.occurrence, m.seat): comparisons[m.edition].fate(m) for m in marks}
    for (step, occurrence, seat), fate in list(found.items()):
        shared = found.get((step, occurrence, "-"), STAYS)
        found[step, occurrence, seat] = heaviest((fate, shared))
    return found


def heaviest(found: Iterable[str]) -> str:
    """The heaviest of some fates."""
    return max(found, key=lambda fate: FATES.index(fate))


def is_unaffected(found: Iterable[str]) -> bool:
    """Whether a couple with these fates loses its place nowhere."""
    return not {AGAIN, GONE} & set(found)


def compare_forms(old: Form, new: Form, kinds: Kinds) -> str:
    """How two forms of a step relate."""
    if canonical(old.frozen) == canonical(new.frozen):
        return SAME
    if (old.type, old.participation) != (new.type, new.participation) or _script(old) != _script(new):
        return INCOMPATIBLE
    if old.version != new.version:
        return MAPPABLE if _is_mappable(old, new, kinds.get(new.type)) else INCOMPATIBLE
    return EDITORIAL if _bearing(old, kinds) == _bearing(new, kinds) else INCOMPATIBLE


def _relation(old: Step, form: Form, new: Step, kinds: Kinds) -> str:
    after = new.forms.get(form.name) or new.form(form.of)
    # Elsewhere another decision for together or alone stands, or will: what was done in one form may have the other.
    if old.stage != new.stage and (old.has_two_forms or new.has_two_forms):
        return INCOMPATIBLE
    found = compare_forms(form, after, kinds)
    return EDITORIAL if found == SAME and _words_of(old) != _words_of(new) else found


def _words_of(step: Step) -> tuple[Any, ...]:
    return step.title, step.summary, step.minutes, step.material


def _bearing(form: Form, kinds: Kinds) -> str:
    """Everything of *form* that the meaning of an answer rests on."""
    kind = kinds.get(form.type)
    schema = kind.config_schema if kind is not None and form.version in kind.versions else {}
    parts = [_plain(each) for each in (form.schemas, list(form.flags))]
    return canonical([without_words(form.config, schema), *parts, _spoken(form.scoring)])


def _is_mappable(old: Form, new: Form, kind: ExerciseType | None) -> bool:
    """Whether migrations lead from *old* to *new*, the config is what they make of it, and nobody gets to see more."""
    if kind is None or not leads(kind, old.version, new.version):
        return False
    ours, theirs = _visibilities(old), _visibilities(new)
    if any(ours[name] != theirs[name] for name in ours.keys() & theirs.keys()):
        return False
    try:
        config = old.config
        for each in way(kind, old.version)[: new.version - old.version]:
            config = changed(each.config, config)
    except Exception:  # noqa: BLE001 - a migration that fails or refuses carries nothing
        return False
    return bool(without_words(config, kind.config_schema) == without_words(new.config, kind.config_schema))


def _visibilities(form: Form) -> dict[tuple[str, str], str]:
    schemas = form.schemas.items()
    known = ((role, schema, name) for role, schema in schemas for name in (schema or {}).get("properties", ()))
    return {(role, name): rule_of(schema, name).name for role, schema, name in known}


def _script(form: Form) -> str:
    return canonical(_spoken(form.script))


def without_words(config: Any, schema: Any, root: Any = None) -> Any:
    """*config* without what its schema says leaves the meaning of answers alone (``x-answer-affecting: false``)."""
    root = schema if root is None else root
    schema = _resolved(schema, root)
    if isinstance(config, dict):
        known = schema.get("properties") or {}
        parts = {name: (each, _resolved(known.get(name), root)) for name, each in config.items()}
        kept = {name: part for name, part in parts.items() if part[1].get("x-answer-affecting") is not False}
        return {name: without_words(each, part, root) for name, (each, part) in kept.items()}
    if isinstance(config, list):
        items = _resolved(schema.get("items"), root)
        if items.get("x-answer-affecting") is False:
            return len(config)
        return [without_words(each, items, root) for each in config]
    return config


def _resolved(schema: Any, root: Any) -> Json:
    """*schema*, or what its local reference leads to; nothing for what is none."""
    seen = 0
    while isinstance(schema, dict) and isinstance(schema.get("$ref"), str) and seen < 20:
        beside = {name: value for name, value in schema.items() if name != "$ref"}
        schema = (root.get("$defs") or {}).get(schema["$ref"].removeprefix("#/$defs/"))
        schema = {**schema, **beside} if isinstance(schema, dict) else None
        seen += 1
    return schema if isinstance(schema, dict) else {}


def _plain(schema: Any, *, named: bool = False) -> Any:
    """A schema (or what holds some) without its words; ``named``: the keys here are names of the author's."""
    if isinstance(schema, dict):
        kept = schema if named else {name: each for name, each in schema.items() if name not in _WORDS}
        return {name: _plain(each, named=not named and name in _NAMED) for name, each in kept.items()}
    return [_plain(each) for each in schema] if isinstance(schema, list) else schema


def _spoken(rules: Any) -> Any:
    """A script or scoring rules without what is said or shown there."""
    if isinstance(rules, dict):
        return {k: _spoken(v) for k, v in rules.items() if not (k in _SPOKEN and isinstance(v, str))}
    return [_spoken(each) for each in rules] if isinstance(rules, list) else rules


def _in_order(before: list[str], after: list[str]) -> frozenset[str]:
    """A longest run of names that stand in the same order in both: the others were moved."""
    place = {name: n for n, name in enumerate(before)}
    best: list[tuple[str, ...]] = []
    for name in after:
        behind = [run for run in best if place[run[-1]] < place[name]]
        best.append((*_longest(behind), name))
    return frozenset(_longest(best))


def _longest(runs: list[tuple[str, ...]]) -> tuple[str, ...]:
    return max(runs, key=lambda run: len(run)) if runs else ()
