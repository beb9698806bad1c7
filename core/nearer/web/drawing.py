"""The inside of a step: forms with who will see each answer, and what a type draws, kept per form of an edition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from nearer.dialect import Validator
from nearer.forms import Form as Fields
from nearer.rules import visibility
from nearer.rules.contract import Context, Json, State
from nearer.rules.edition import Form
from nearer.rules.journey import Place
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import View
from nearer.store.door import Visible
from nearer.web.visit import Visit

KEPT = 1024
PLACES = re.compile(r'<div data-fields="([^"]*)"></div>')


@lru_cache(maxsize=KEPT)
def fields_of(form: Form) -> Fields:
    """The answering form of a frozen form, planned once."""
    return Fields(form.schema)


@lru_cache(maxsize=KEPT)
def validator_of(form: Form) -> Validator:
    """The checker of its answers, compiled once."""
    return Validator(form.schema)


@lru_cache(maxsize=KEPT)
def notes_of(form: Form, *, counsellor: bool) -> Mapping[str, str]:
    """For each top-level property, who will see it and when."""
    names = (form.schema or {}).get("properties") or {}
    rules = {each: visibility.rule_of(form.schema, each).name for each in names}
    return {each: visibility.sentence(rule, counsellor=counsellor) for each, rule in rules.items()}


@lru_cache(maxsize=KEPT)
def is_sensitive(form: Form) -> bool:
    """Whether the browser should keep its hands off: no autofill, spell check or translation."""
    return bool((form.schema or {}).get("x-sensitive")) or visibility.is_write_only(form.schema)


def draw_form(
    visit: Visit, place: Place, seen: Visible, *, value: Any = None, problems: Sequence[Problem] = ()
) -> tuple[Markup, bool]:
    """The fields of a place's form, inside of what its type puts around them; and whether core drew all by itself."""
    form = place.form
    fields = fields_of(form)
    given: dict[str, Any] = {
        "errors": problems, "sensitive": is_sensitive(form),
        "notes": notes_of(form, counsellor=bool(visit.edition.program.get("personal", True))),
    }  # fmt: skip
    values = () if value is None else (value,)
    drawn = draw_type(visit, place, View.ANSWER, seen, problems)
    if drawn is None:
        return fields.render(*values, without=seen.closed, **given), True
    named = {name for name in PLACES.findall(drawn) if name}

    def fill(found: re.Match[str]) -> str:
        name = found.group(1)
        if name:
            return "" if name in seen.closed else str(fields.render(*values, only=[name], **given))
        return str(fields.render(*values, without=named | seen.closed, **given))

    return Markup(PLACES.sub(fill, _with_rest(drawn, named, fields.properties))), False  # noqa: S704 - both are safe


def _with_rest(drawn: Markup, named: set[str], properties: list[str]) -> str:
    """*drawn* with a place for the fields that its type left out: an answer is never cut short by a drawing."""
    is_complete = '<div data-fields=""></div>' in drawn or set(properties) <= named
    return str(drawn) if is_complete else f'{drawn}<div data-fields=""></div>'


def draw_type(
    visit: Visit, place: Place, view: View, seen: Visible, problems: Sequence[Problem] = ()
) -> Markup | None:
    """What the type of a place draws; None leaves it to core."""
    state = State(
        mine=seen.mine, theirs=seen.theirs, shared=seen.shared, problems=tuple(problems),
        scores=seen.scores, comparisons=seen.comparisons, gathered=seen.gathered,
    )  # fmt: skip
    kind = visit.site.registry.types.get(place.form.type)
    context = Context(
        language=visit.frame.language, direction=visit.frame.direction, now=visit.now, occurrence=place.occurrence,
        my_name=visit.names.mine or "You", their_name=visit.names.theirs or "Your partner",
    )  # fmt: skip
    drawn: Markup | None = None if kind is None else visit.site.registry.render(place.form, view, state, context)
    return drawn


def problems_of(visit: Visit, form: Form, answer: Json, seen: Visible) -> list[Problem]:
    """What is wrong with an answer, by its schema, then by its type; what is closed can't be mended, so it passes."""
    found = validator_of(form).problems(answer) or visit.site.registry.check_response(form, answer)
    errors = [each for each in found if each.severity == "error"]
    return [each for each in errors if each.pointer.split("/")[1:2] not in [[name] for name in seen.closed]]


def is_object(value: Any) -> Json:
    """*value* as the object that an answer is; what is none counts as empty."""
    return value if isinstance(value, dict) else {}
