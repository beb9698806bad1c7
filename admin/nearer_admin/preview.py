"""Draws a step or exercise as one of two made-up partners would see it: on samples only, never on a couple's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nearer import Context, ExerciseType, Markup, State, View, desk
from nearer.dialect import problems
from nearer.forms import Form as Fields

Json = dict[str, Any]
NAMES = {"a": "Kim", "b": "Robin"}
MOMENTS = {"answer": "Answering", "review": "Afterwards", "reveal": "When both are done"}
PLACES = re.compile(r'<div data-fields="([^"]*)"></div>')
ALL_OPEN = desk.Moment(both=True, released=True)
NOTHING_OPEN = desk.Moment()


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see: which partner, which form of the step, and when."""

    side: str = "a"
    form: str = ""
    moment: str = "answer"

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Asked:
        """Read from an address; unknown words become the first choice."""
        side, moment = args.get("side", "a"), args.get("moment", "answer")
        return cls(side if side in NAMES else "a", args.get("form", ""), moment if moment in MOMENTS else "answer")


@dataclass(frozen=True)
class Preview:
    """A drawn preview; ``forms`` are the forms there are to choose from, ``notes`` what to know about it."""

    title: str
    summary: str
    minutes: int
    form: str
    forms: tuple[str, ...]
    material: tuple[Json, ...] = ()
    fields: Markup | None = None
    drawn: Markup | None = None
    rows: tuple[tuple[str, Any], ...] = ()
    script: Json | None = None
    notes: tuple[str, ...] = ()


def preview(content: Json, registry: desk.Registry, asked: Asked) -> Preview:
    """*content* (a step or an exercise) as *asked*."""
    edition, found = desk.preview_edition(content, registry)
    frame: Json = {
        "title": str(content.get("title") or "Untitled"),
        "summary": str(content.get("summary") or ""),
        "minutes": int(content.get("minutes") or 0),
        "material": tuple(content.get("material") or ()),
    }
    if edition is None:
        notes = tuple(each.message for each in found[:5])
        return Preview(**frame, form="", forms=(), notes=notes)
    (step,) = edition.order
    form = step.forms.get(asked.form) or next(iter(step.forms.values()))
    frame |= {"form": form.name, "forms": tuple(step.forms)}
    if asked.moment == "answer":
        return _answering(frame, form, registry, asked)
    return _afterwards(frame, form, registry, asked)


def of_sample(kind: ExerciseType, number: int) -> Json:
    """The exercise that a sample of *kind* stands for."""
    variant = {"form": "any", "type": kind.id, "version": kind.version, "config": dict(kind.samples[number].config)}
    about = {"title": kind.title, "minutes": kind.protocol.minutes, "factors": list(kind.factors)}
    return {"nearer": "exercise/1", **about, "variants": [variant]}


def _answering(frame: Json, form: desk.Form, registry: desk.Registry, asked: Asked) -> Preview:
    drawn = registry.render(form, View.ANSWER, State(), _context(asked))
    if form.script is not None:
        return Preview(**frame, drawn=drawn, script=form.script)
    if form.schema is None:
        return Preview(**frame, drawn=drawn)
    fields = Fields(form.schema, registry)
    notes = {name: desk.sentence(desk.rule_of(form.schema, name).name) for name in form.schema.get("properties", {})}
    return Preview(**frame, fields=_placed(drawn, fields, notes))


def _placed(drawn: Markup | None, fields: Fields, notes: Mapping[str, str]) -> Markup:
    """The fields, each where the type wants it; all of them below each other where it does not say."""
    places = PLACES.findall(str(drawn)) if drawn is not None else []
    if drawn is None or len(set(places)) != len(places) or not places:
        return fields.render(notes=notes)
    named = {name for name in places if name}

    def fill(found: re.Match[str]) -> str:
        name = found.group(1)
        if name:
            return str(fields.render(only=[name], notes=notes))
        return str(fields.render(without=named, notes=notes))

    return Markup(PLACES.sub(fill, str(drawn)))


def _afterwards(frame: Json, form: desk.Form, registry: desk.Registry, asked: Asked) -> Preview:
    answers = sample_answers(form, registry)
    if answers is None:
        return Preview(**frame, notes=("There is no sample that fits this content, so only answering can be shown.",))
    state = _state(form, answers, asked)
    view = View.REVEAL if asked.moment == "reveal" else View.REVIEW
    drawn = registry.render(form, view, state, _context(asked))
    if drawn is not None:
        return Preview(**frame, drawn=Markup(PLACES.sub("", str(drawn))))
    rows = [("Together", desk.rows(form, state.shared))] if state.shared else []
    rows += [("You", desk.rows(form, state.mine))] if state.mine else []
    rows += [(_context(asked).their_name, desk.rows(form, state.theirs))] if state.theirs else []
    notes = () if rows else ("Nothing is shown here: what was written stays with its writer.",)
    return Preview(**frame, rows=tuple(rows), notes=notes)


def sample_answers(form: desk.Form, registry: desk.Registry) -> Mapping[str, Json] | None:
    """Made-up answers of both that fit *form* as it is configured here; None where no sample fits.

    The sample that was made for this very config is asked first.
    """
    kind = registry.types.get(form.type)
    for sample in sorted(kind.samples if kind else (), key=lambda each: dict(each.config) != form.config):
        answers = dict(sample.answers)
        if answers and form.schema is not None and not any(problems(form.schema, each) for each in answers.values()):
            return answers
        if sample.moves and form.schema is None:
            return answers
    return None


def _state(form: desk.Form, answers: Mapping[str, Json], asked: Asked) -> State:
    """What this partner may see, by the same rules as for a couple."""
    other = "b" if asked.side == "a" else "a"
    moment = desk.Moment(both=True, released=True, joint=frozenset((form.schema or {}).get("properties", {})))
    mine, theirs = answers.get(asked.side), answers.get(other)
    if asked.moment == "review":
        moment, theirs = NOTHING_OPEN, None
    open_of_theirs = None if theirs is None else desk.filter_answer(form.schema, theirs, "partner", moment)
    return State(
        mine=None if mine is None else desk.filter_answer(form.schema, mine, "self", moment),
        theirs=open_of_theirs,
        shared=answers.get("ab"),
        scores=_scores(form, mine, open_of_theirs),
    )


def _scores(form: desk.Form, mine: Json | None, theirs: Json | None) -> dict[str, Json]:
    """Scores of both, the other's only of what is open."""
    both = {"mine": mine, "theirs": theirs}
    return {whose: desk.score(form.scoring, answer) for whose, answer in both.items() if answer and form.scoring}


def _context(asked: Asked) -> Context:
    other = "b" if asked.side == "a" else "a"
    return Context(my_name=NAMES[asked.side], their_name=NAMES[other])
