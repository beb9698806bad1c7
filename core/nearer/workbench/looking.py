"""Draws one sample as one partner would see it; where the type fails, its error stands at its place."""

from __future__ import annotations

import copy
import re
import traceback
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from nearer.forms import NOTHING
from nearer.forms import Form as Fields
from nearer.registry import GUARDED, Registry
from nearer.rules import scoring, visibility
from nearer.rules.contract import Json, State
from nearer.rules.edition import Form
from nearer.rules.visibility import Moment
from nearer.rules.vocabulary import View
from nearer.sanitise import sanitise
from nearer.testing.contract import CLOSED, sample_form, sample_state
from nearer.web.shown import rows
from nearer.workbench.asked import OTHER, Asked
from nearer.workbench.places import Place, place_in

PLACES = re.compile(r'<div data-fields="([^"]*)"></div>')


@dataclass(frozen=True)
class Seen:
    """The inside of one page: what the type drew or core's own fields and rows; what went wrong."""

    drawn: Markup | None = None
    fields: Markup | None = None
    rows: tuple[tuple[str, Any], ...] = ()
    script: Json | None = None
    notes: tuple[str, ...] = ()
    trace: str = ""
    place: Place | None = None


def forms_of(asked: Asked, registry: Registry) -> tuple[dict[str, Form], list[str]]:
    """The frozen forms of the sample by name, and what keeps it from freezing."""
    forms, problems = sample_form(asked.kind, asked.sample, registry)
    return forms, [str(each) for each in problems]


def form_of(asked: Asked, forms: dict[str, Form]) -> Form:
    """The form that is asked for, else the one that the sample's answers belong to."""
    return forms.get(asked.form) or forms.get("any") or forms.get("together") or next(iter(forms.values()))


def moment_of(asked: Asked, form: Form) -> Moment:
    """Nothing open yet, or everything that will ever open."""
    if asked.moment == "before":
        return CLOSED
    return Moment(both=True, joint=frozenset((form.schema or {}).get("properties") or {}), released=True)


def look(asked: Asked, registry: Registry) -> Seen:
    """The page of *asked*."""
    forms, problems = forms_of(asked, registry)
    if not forms:
        return Seen(notes=("This sample can't be frozen into an edition:", *problems))
    form = form_of(asked, forms)
    state = state_of(asked, form)
    view = View(asked.view)
    try:
        markup = (
            asked.kind.render(view, copy.deepcopy(form.config), state, asked.context) if _is_own(asked, form) else None
        )
    except GUARDED as error:
        trace = "".join(traceback.format_exception(error))
        notes = (f"{type(error).__name__}: {error}", "A couple sees core's own drawing in its place:")
        return replace(_by_core(form, view, state, registry), notes=notes, trace=trace, place=place_in(trace))
    if markup is None:
        return _by_core(form, view, state, registry)
    return _filled(sanitise(str(markup)), form, state, registry)


def state_of(asked: Asked, form: Form) -> State:
    """What this partner may see; a page that asks is blank before the reveal, and filled in when changed later."""
    if asked.view == View.ANSWER and asked.moment == "before":
        return State(script=form.script)
    moment, sample = moment_of(asked, form), asked.sample
    state = sample_state(form, sample, asked.viewer, moment) if _is_own(asked, form) else State()
    seen = {"mine": state.mine, "theirs": state.theirs}
    scores = {who: scoring.score(form.scoring, words) for who, words in seen.items() if words and form.scoring}
    compared = _comparisons(form, sample.answers, asked.viewer) if moment.both else {}
    return replace(state, script=form.script, scores=scores, comparisons=compared)


def _is_own(asked: Asked, form: Form) -> bool:
    """Whether *form* is one of the type itself, and not the one for one person that another type brings."""
    return form.type == asked.kind.id


def _comparisons(form: Form, answers: Any, viewer: str) -> dict[str, str]:
    found = {}
    for name in (form.schema or {}).get("properties") or {}:
        both = [answers.get(side, {}).get(name) for side in (viewer, OTHER[viewer])]
        if visibility.rule_of(form.schema, name).name == "aggregate" and (word := scoring.compare(*both)):
            found[name] = word
    return found


def _by_core(form: Form, view: View, state: State, registry: Registry) -> Seen:
    """What core draws where the type does not."""
    if view in (View.ANSWER, View.PREVIEW):
        fields = None if form.schema is None else _fields(form, state, registry)
        return Seen(fields=fields, script=form.script)
    shown = [("You", state.mine), ("Your partner", state.theirs), ("Together", state.shared)]
    found = tuple((who, rows(form, words)) for who, words in shown if words)
    notes = () if found else ("Nothing is shown here.",)
    return Seen(rows=found, script=form.script if state.shared is None and not found else None, notes=notes)


def _filled(markup: Markup, form: Form, state: State, registry: Registry) -> Seen:
    """What the type drew, with the fields in the places that it left for them, as on a couple's page."""
    named = frozenset(name for name in PLACES.findall(markup) if name)
    known = set((form.schema or {}).get("properties") or {})

    def fill(found: re.Match[str]) -> str:
        name = found.group(1)
        if form.schema is None or (name and name not in known):
            return ""
        return str(_fields(form, state, registry, only=name, without=frozenset() if name else named))

    return Seen(drawn=Markup(PLACES.sub(fill, str(markup))))  # noqa: S704 - sanitised; the fields are made by our forms


def _fields(
    form: Form, state: State, registry: Registry, *, only: str = "", without: frozenset[str] = frozenset()
) -> Markup:
    names = (form.schema or {}).get("properties") or {}
    notes = {name: visibility.sentence(visibility.rule_of(form.schema, name).name) for name in names}
    value = state.mine or state.shared or NOTHING
    fields = Fields(form.schema or {}, registry)
    return fields.render(value, notes=notes, only=[only] if only else None, without=without)
