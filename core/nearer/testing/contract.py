"""The rules of the contract over one type, and its samples as frozen forms and as what each viewer may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nearer.conformance import type_problems
from nearer.freezing import preview_edition
from nearer.registry import Registry
from nearer.rules import visibility
from nearer.rules.contract import Context, ExerciseType, Json, Sample, State
from nearer.rules.edition import Form
from nearer.rules.problems import Problem
from nearer.rules.visibility import Moment
from nearer.rules.vocabulary import Participation, View

CLOSED = Moment()
OPENED = Moment(both=True)
OTHER = {"a": "b", "b": "a"}
CHOSEN = frozenset({"enum", "const", "oneOf", "anyOf", "format", "pattern", "x-items-from", "$ref"})


def contract_problems(kind: ExerciseType, registry: Registry) -> list[Problem]:
    """Everything in which *kind*, registered in *registry*, breaks the contract; an empty list is good."""
    found = type_problems(kind, kind.id.partition(".")[0])
    if not kind.samples:
        found.append(Problem("/samples", "A type shows itself on at least one sample."))
    for sample in () if found else kind.samples:
        prefix = f"/samples/{sample.name}"
        found += [Problem(prefix + each.pointer, each.message) for each in _sample_problems(kind, sample, registry)]
    return found


def sample_form(kind: ExerciseType, sample: Sample, registry: Registry) -> tuple[dict[str, Form], list[Problem]]:
    """The frozen forms of a step with the config of *sample*, and what is wrong with them."""
    variant = {"form": "any", "type": kind.id, "version": kind.version, "config": sample.config}
    edition, problems = preview_edition({"title": kind.title, "variants": [variant]}, registry)
    return (dict(edition.order[0].forms) if edition else {}), problems


def sample_state(form: Form, sample: Sample, viewer: str, moment: Moment) -> State:
    """What *viewer* (side ``a`` or ``b``) may see of a sample's answers at *moment*."""
    schema = form.schema or {}
    if form.is_shared or form.is_script:
        return State(shared=sample.answers.get("ab"), script=form.script)
    mine = visibility.filter_answer(schema, sample.answers.get(viewer, {}), "self", moment)
    theirs = visibility.filter_answer(schema, sample.answers.get(OTHER[viewer], {}), "partner", moment)
    return State(mine=mine or None, theirs=theirs or None)


def spoil(schema: Json, answer: Json, mark: str) -> Json:
    """*answer* with *mark* at the head of every free text in it, so that a leak shows; choices stay."""
    properties = schema.get("properties", {})
    return {name: _spoil(properties.get(name, {}), value, mark) for name, value in answer.items()}


def _spoil(schema: Json, value: Any, mark: str) -> Any:
    if isinstance(value, dict):
        return spoil(schema, value, mark)
    if isinstance(value, list):
        return [_spoil(schema.get("items", {}), each, mark) for each in value]
    if isinstance(value, str) and not CHOSEN & schema.keys():
        return (mark + value)[: schema.get("maxLength", 20_000)]
    return value


def _sample_problems(kind: ExerciseType, sample: Sample, registry: Registry) -> Iterator[Problem]:
    forms, problems = sample_form(kind, sample, registry)
    yield from (each for each in problems if each.severity == "error")
    own = forms.get("any") or forms.get("together")
    if own is None:
        return
    yield from _alone_problems(forms)
    for seat, answer in sample.answers.items():
        yield from (
            Problem(f"/answers/{seat}{each.pointer}", each.message)
            for each in registry.check_response(own, answer)
            if each.severity == "error"
        )
    for moment in (CLOSED, OPENED):
        for viewer in ("a", "b"):
            yield from _drawing_problems(own, sample, registry, (viewer, moment))


def _alone_problems(forms: dict[str, Form]) -> Iterator[Problem]:
    alone = forms.get("alone")
    if alone is not None and alone.participation in (Participation.TOGETHER, Participation.TURNS):
        yield Problem("/alone", "The form for one person has to be done by one person.")


def _drawing_problems(form: Form, sample: Sample, registry: Registry, seen: tuple[str, Moment]) -> Iterator[Problem]:
    """Draw every view on marked answers: nothing fails, and no text of the other stands where it is not open."""
    viewer, moment = seen
    hidden = _hidden_marks(form, sample, OTHER[viewer], moment)
    state = sample_state(form, _marked(form, sample), viewer, moment)
    before = _failures(registry, form)
    for view in View:
        markup = str(registry.render(form, view, state, Context()) or "")
        if _failures(registry, form) > before:
            yield Problem("/render", f"Drawing {view} failed: {registry.failures[form.type].trace}")
            return
        for mark in hidden:
            if mark in markup:
                yield Problem("/render", f"Drawing {view} shows what is not open: {mark}.")


def _marked(form: Form, sample: Sample) -> Sample:
    """The sample with every free text marked by seat and property."""
    schema = form.schema or {}
    answers = {
        seat: {name: spoil(schema, {name: value}, f"({seat} {name})")[name] for name, value in answer.items()}
        for seat, answer in sample.answers.items()
    }
    return Sample(sample.name, sample.config, answers, sample.moves)


def _hidden_marks(form: Form, sample: Sample, side: str, moment: Moment) -> list[str]:
    """The marks of what *side* wrote and its partner may not see at *moment*."""
    open_ = visibility.opened(form.schema, "partner", moment)
    return [f"({side} {name})" for name in sample.answers.get(side, {}) if name not in open_]


def _failures(registry: Registry, form: Form) -> int:
    known = registry.failures.get(form.type)
    return known.count if known else 0
