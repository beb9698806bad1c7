"""The inside of a step: forms with who will see each answer, and what a type draws, kept per form of an edition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from nearer.dialect import Validator
from nearer.forms import NOTHING
from nearer.forms import Form as Fields
from nearer.languages import _, speaking, spoken
from nearer.registry import Registry
from nearer.rules import visibility
from nearer.rules.contract import Context, ExerciseType, Json, State
from nearer.rules.edition import Form
from nearer.rules.journey import Place
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import View
from nearer.store.boxes import Target
from nearer.store.carrying import carry_with
from nearer.store.door import Viewer, Visible, read_step
from nearer.store.keys import Keys, with_open_of_other
from nearer.store.viewing import Carry
from nearer.web.visit import Visit

KEPT = 1024
EARLIER = 3
"""How many earlier occurrences a type's drawing may look back on."""

Which = tuple[str, frozenset[str]]
"""One top-level property, or "" for all, and those left out."""

PLACES = re.compile(r'<div data-fields="([^"]*)"></div>')


@lru_cache(maxsize=KEPT)
def fields_of(form: Form, registry: Registry) -> Fields:
    """The answering form of a frozen form, with the widgets of plugins, planned once."""
    return Fields(form.schema, registry)


@lru_cache(maxsize=KEPT)
def validator_of(form: Form) -> Validator:
    """The checker of its answers, compiled once."""
    return Validator((form.source or form).schema)


@lru_cache(maxsize=KEPT)
def notes_of(form: Form, language: str, *, counsellor: bool) -> Mapping[str, str]:
    """For each top-level property, who will see it and when, in *language*."""
    names = (form.schema or {}).get("properties") or {}
    rules = {each: visibility.rule_of(form.schema, each).name for each in names}
    with speaking(language):
        return {each: _(visibility.sentence(rule, counsellor=counsellor)) for each, rule in rules.items()}


@lru_cache(maxsize=KEPT)
def is_sensitive(form: Form) -> bool:
    """Whether the browser should keep its hands off: no autofill, spell check or translation."""
    return bool((form.schema or {}).get("x-sensitive")) or visibility.is_write_only(form.schema)


def draw_form(
    visit: Visit, place: Place, seen: Visible, *, value: Any = None, problems: Sequence[Problem] = ()
) -> tuple[Markup, bool]:
    """The fields of a place's form, inside of what its type puts around them; and whether core drew all by itself."""
    drawn = draw_type(visit, place, View.ANSWER, seen, problems)
    counsellor, shut = bool(visit.edition.program.get("personal", True)), seen.closed

    form, registry = fields_of(place.form, visit.site.registry), visit.site.registry

    def fields(only: str, without: frozenset[str]) -> Markup:
        if value is None and not problems:
            key = {"counsellor": counsellor, "turn": registry.turns}
            return draw_blank(place.form, form, spoken(), (only, without), **key)
        return _fields(place.form, form, (only, without), counsellor=counsellor, value=value or {}, problems=problems)

    if drawn is None:
        return fields("", shut), True
    named = frozenset(name for name in PLACES.findall(drawn) if name)

    def fill(found: re.Match[str]) -> str:
        name = found.group(1)
        return "" if name in shut else str(fields(name, frozenset() if name else named | shut))

    text = _with_rest(drawn, named, form.properties)
    return Markup(PLACES.sub(fill, text)), False  # noqa: S704 - sanitised by the registry, fields made by our forms


@lru_cache(maxsize=KEPT)
def draw_blank(
    form: Form,
    fields: Fields,
    language: str,
    which: Which,
    *,
    counsellor: bool,
    turn: int,  # noqa: ARG001 - only part of the cache's key
) -> Markup:
    """The fields of a form that nothing was answered in: drawn once for all who read *language*, in each *turn*."""
    with speaking(language):
        return _fields(form, fields, which, counsellor=counsellor)


def _fields(
    form: Form, fields: Fields, which: Which, *, counsellor: bool, value: Any = NOTHING,
    problems: Sequence[Problem] = (),
) -> Markup:  # fmt: skip
    """The fields that *which* names (all, if it names none) but those it excludes, each with who will see it."""
    only, without = which
    return fields.render(
        value, problems, notes=notes_of(form, spoken(), counsellor=counsellor), sensitive=is_sensitive(form),
        only=[only] if only else None, without=without,
    )  # fmt: skip


def _with_rest(drawn: Markup, named: frozenset[str], properties: list[str]) -> str:
    """*drawn* with a place for the fields that its type left out: an answer is never cut short by a drawing."""
    is_complete = '<div data-fields=""></div>' in drawn or set(properties) <= named
    return str(drawn) if is_complete else f'{drawn}<div data-fields=""></div>'


def draw_type(visit: Visit, place: Place, view: View, seen: Visible, problems: Sequence[Problem] = ()) -> Markup | None:
    """What the type of a place draws; None leaves it to core."""
    kind = visit.site.registry.types.get(place.form.type)
    if kind is None or type(kind).render is ExerciseType.render:
        return None
    state = State(
        mine=seen.mine, theirs=seen.theirs, shared=seen.shared, problems=tuple(problems),
        scores=seen.scores, comparisons=seen.comparisons, gathered=_gathered(visit, seen),
    )  # fmt: skip
    context = Context(
        language=visit.frame.language, direction=visit.frame.direction, now=visit.now, occurrence=place.occurrence,
        my_name=visit.names.mine or _("You"), their_name=visit.names.Theirs,
        earlier=earlier_answers(visit, place),
    )  # fmt: skip
    drawn: Markup | None = visit.site.registry.render(place.form, view, state, context)
    return drawn


def _gathered(visit: Visit, seen: Visible) -> tuple[Json, ...]:
    """What earlier steps bring here, each person's as the code of its type reads it today."""

    def today(each: Json, who: str, side: str) -> Any:
        form = visit.journey.form(visit.edition.steps[each["step"]], side)
        return visit.site.registry.property_today(form, each["property"], each[who])

    other = {"a": "b", "b": "a"}[visit.side]
    sides = {"mine": visit.side, "theirs": other}
    return tuple({**each, **{who: today(each, who, side) for who, side in sides.items()}} for each in seen.gathered)


def earlier_answers(visit: Visit, place: Place) -> tuple[Json, ...]:
    """What this person, or both in one, answered at the last few occurrences before this one, oldest first."""
    first = max(1, place.occurrence - EARLIER)
    before = (visit.journey.place(visit.side, place.step.id, n) for n in range(first, place.occurrence))
    seen = (look(visit, each) for each in before if each is not None)
    return tuple(answer for each in seen if (answer := each.mine or each.shared))


def carry_of(visit: Visit) -> Carry:
    """What brings answers of an earlier edition to the one that the couple is on."""
    return carry_with(visit.reader, visit.site.registry)


def look(visit: Visit, place: Place) -> Visible:
    """What this person may see there, through the one door; in a program that rests, only what is their own."""

    def widen() -> Keys:
        return with_open_of_other(visit.reader, visit.site.keyring, visit.seated.couple.id, visit.seated.keys)

    viewer = Viewer(visibility.SELF, visit.side, visit.seated.couple.id, visit.seated.keys, widen, carry_of(visit))
    seen = read_step(visit.reader, viewer, Target.of(visit.edition, place), visit.journey, now=visit.now)
    if not visit.rests:
        return seen
    return Visible(mine=seen.mine, n=seen.n, items=seen.items, lifts=seen.lifts)


def problems_of(visit: Visit, form: Form, answer: Json, seen: Visible) -> list[Problem]:
    """What is wrong with an answer, by its schema, then by its type; what is closed can't be mended, so it passes."""
    found = validator_of(form).problems(answer) or visit.site.registry.check_response(form, answer)
    return [each for each in found if each.pointer.split("/")[1:2] not in [[name] for name in seen.closed]]


def is_object(value: Any) -> Json:
    """*value* as the object that an answer is; what is none counts as empty."""
    return value if isinstance(value, dict) else {}
