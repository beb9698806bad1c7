"""Who sees what: each property of a sample's answers, for each viewer, before and after the reveal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nearer.registry import Registry
from nearer.rules import visibility
from nearer.rules.contract import Json
from nearer.rules.edition import Form
from nearer.rules.visibility import COUNSELLOR, PARTNER, SAFETY, SELF, Moment
from nearer.testing.contract import CLOSED
from nearer.web.shown import rows, title_of
from nearer.workbench.asked import Asked
from nearer.workbench.looking import form_of, forms_of

VIEWERS = {SELF: "the writer", PARTNER: "the partner", COUNSELLOR: "the counsellor", SAFETY: "in a safety task"}


@dataclass(frozen=True)
class Row:
    """One property: its rule in a word and in a sentence, and what each viewer sees at both moments."""

    name: str
    title: str
    rule: str
    sentence: str
    cells: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Table:
    """The rows for the answers of one seat; ``schema`` and ``config`` as they are frozen, ``forms`` by name."""

    rows: tuple[Row, ...] = ()
    viewers: tuple[str, ...] = tuple(VIEWERS.values())
    forms: tuple[str, ...] = ()
    form: str = ""
    schema: Json | None = None
    config: Json | None = None
    whose: str = ""


def who_sees_what(asked: Asked, registry: Registry) -> Table:
    """The table for the form that is asked for, on the answers of the first seat that has any."""
    forms, _ = forms_of(asked, registry)
    if not forms:
        return Table()
    form = form_of(asked, forms)
    answers = asked.sample.answers if form.type == asked.kind.id else {}
    whose = next((side for side in ("ab", asked.viewer, *answers) if side in answers), "")
    names = (form.schema or {}).get("properties") or {}
    found = tuple(_row(form, name, dict(answers.get(whose, {}))) for name in names)
    return Table(found, forms=tuple(forms), form=form.name, schema=form.schema, config=form.config, whose=whose)


def _row(form: Form, name: str, answer: Json) -> Row:
    rule = visibility.rule_of(form.schema, name).name
    every = Moment(both=True, joint=frozenset([name]), released=True)
    cells = []
    for viewer in VIEWERS:
        for moment in (CLOSED, every):
            shown = visibility.may_see(rule, viewer, moment, name)
            cells.append(("open" if shown else "shut", _value(form, name, answer) if shown else _instead(rule, viewer)))
    return Row(name, title_of(form, name), rule, visibility.sentence(rule), tuple(cells))


def _value(form: Form, name: str, answer: Json) -> Any:
    return rows(form, {name: answer[name]})[0][1] if name in answer else "open, nothing written"


def _instead(rule: str, viewer: str) -> str:
    if rule == "aggregate" and viewer in (PARTNER, COUNSELLOR):
        return "only lower, similar or higher, once both finished"
    if rule == "choose" and viewer in (PARTNER, COUNSELLOR):
        return "single items, where the writer releases them"
    return "nothing"
