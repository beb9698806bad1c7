"""The inside of a step: forms with who will see each answer, and what a type draws, kept per form of an edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from nearer.dialect import Validator
from nearer.forms import Form as Fields
from nearer.rules import visibility
from nearer.rules.contract import Context, Json, State
from nearer.rules.edition import Form
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
    return {each: visibility.sentence(visibility.rule_of(form.schema, each).name, counsellor=counsellor) for each in names}


@lru_cache(maxsize=KEPT)
def is_sensitive(form: Form) -> bool:
    """Whether the browser should keep its hands off: no autofill, spell check or translation."""
    return bool((form.schema or {}).get("x-sensitive")) or visibility.is_write_only(form.schema)


def draw_form(visit: Visit, form: Form, seen: Visible, *, value: Any = None, problems: Iterable[Problem] = ()) -> Markup:
    """The fields of *form*, inside of what its type puts around them."""
    notes = notes_of(form, counsellor=bool(visit.edition.program.get("personal")))
    fields, problems = fields_of(form), tuple(problems)
    shut = visibility.closed(form.schema, seen.moment)
    given = {"errors": problems, "notes": notes, "sensitive": is_sensitive(form)}
    values = () if value is None else (value,)
    drawn = draw_type(visit, form, View.ANSWER, seen, problems)
    places = PLACES.findall(drawn) if drawn is not None else []
    named = [name for name in places if name]
    if drawn is None or len(set(places)) != len(places) or (named and not set(fields.properties) <= {*named, *shut} and "" not in places):
        return fields.render(*values, without=shut, **given)

    def fill(found: re.Match[str]) -> str:
        name = found.group(1)
        return str(fields.render(*values, only=[name], **given) if name else fields.render(*values, without={*named, *shut}, **given))

    return Markup(PLACES.sub(fill, str(drawn)))  # noqa: S704 - sanitised by the registry, fields made by our forms


def draw_type(visit: Visit, form: Form, view: View, seen: Visible, problems: tuple[Problem, ...] = ()) -> Markup | None:
    """What the type of *form* draws; None leaves it to core."""
    state = State(
        mine=seen.mine, theirs=seen.theirs, shared=seen.shared, problems=problems,
        scores=seen.scores, comparisons=seen.comparisons, gathered=tuple(seen.gathered),
    )  # fmt: skip
    return visit.site.registry.render(form.frozen, view, state, context_of(visit, seen))


def context_of(visit: Visit, seen: Visible) -> Context:
    """Language, names and time for a type's drawing."""
    frame = visit.frame
    return Context(
        language=frame.language, direction=frame.direction, now=visit.now,
        my_name=visit.seated.name or "You", their_name=visit.seated.their_name or "Your partner",
        occurrence=seen.occurrence, earlier=tuple(seen.earlier),
    )  # fmt: skip


def is_object(value: Any) -> Json:
    """*value* as the object that an answer is; what is none counts as empty."""
    return value if isinstance(value, dict) else {}
