"""Checks with values nobody wrote: configs a counsellor might save, answers a couple might send."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from nearer.conformance import frozen_data, frozen_problems
from nearer.registry import GUARDED
from nearer.rules import dialect, scoring
from nearer.rules.contract import Context, Json, Sample, State
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import Participation, View
from nearer.testing.checks import Check
from nearer.testing.invention import inventions
from nearer.testing.subjects import Case, Subject, in_words

CONFIGS, ANSWERS = 20, 12


def configs(subject: Subject) -> Iterator[Json]:
    """Configs that the schema and check_config allow."""
    for config in inventions(subject.kind.config_schema, CONFIGS):
        if not any(each.severity == "error" for each in subject.kind.check_config(copy.deepcopy(config))):
            yield config


def _configs(subject: Subject) -> Iterator[Problem]:
    """Whatever a counsellor may save can be frozen and drawn."""
    for config in configs(subject):
        try:
            found = frozen_problems(frozen_data(subject.kind, copy.deepcopy(config)))
            for view in (View.ANSWER, View.PREVIEW, View.REVEAL):
                subject.kind.render(view, copy.deepcopy(config), State(), Context())
        except GUARDED as error:
            yield Problem("", f"It failed: {in_words(error)}, with the config {_short(config)}")
        else:
            yield from (Problem(p.pointer, f"{p.message} The config was {_short(config)}") for p in found)


def _alone(subject: Subject) -> Iterator[Problem]:
    """The form for one person can be made of whatever a counsellor may save."""
    for config in configs(subject):
        try:
            given = subject.kind.alone(copy.deepcopy(config))
        except GUARDED as error:
            yield Problem("/alone", f"It failed: {in_words(error)}, with the config {_short(config)}")
            continue
        other = subject.registry.types.get(given[0]) if given else None
        if given and other is None:
            yield Problem("/alone", f"There is no type {given[0]}.")
        elif given and other is not None:
            found = dialect.problems(other.config_schema, given[1]) or list(other.check_config(copy.deepcopy(given[1])))
            yield from (Problem("/alone" + p.pointer, f"{p.message} Made of {_short(config)}") for p in found)


def _answers(subject: Subject) -> Iterator[Problem]:
    """Whatever couples may send is checked, scored and drawn."""
    for case in subject.cases:
        for first, second in _pairs(case):
            seats = {"ab": first} if case.form.participation in (Participation.TOGETHER, Participation.TURNS) else {}
            sample = Sample(case.sample.name, case.sample.config, seats or {"a": first, "b": second})
            yield from _served(case, sample)


def _pairs(case: Case) -> Iterator[tuple[Json, Json]]:
    made = list(inventions(case.schema, ANSWERS)) if case.form.schema else []
    yield from zip(made, made[1:] + made[:1], strict=True)


def _served(case: Case, sample: Sample) -> Iterator[Problem]:
    for answer in sample.answers.values():
        try:
            list(case.kind.check_response(copy.deepcopy(case.form.config), copy.deepcopy(answer)))
            scoring.score(case.form.scoring, answer)
            scoring.raised(case.form.flags, answer)
        except GUARDED as error:
            yield Problem(f"/samples/{case.sample.name}", f"It failed: {in_words(error)}, with {_short(answer)}")
    for each in case.draw(case.states(sample)):
        if each.error is not None:
            yield Problem(each.where, f"It failed: {in_words(each.error)}, with {_short(sample.answers)}")
            break


def _pointers(subject: Subject) -> Iterator[Problem]:
    """What check_response objects to is a Problem at a field that is there."""
    for case in subject.cases:
        known = set(case.schema.get("properties") or {})
        for answer, _ in _pairs(case):
            for each in case.kind.check_response(copy.deepcopy(case.form.config), copy.deepcopy(answer)):
                good = isinstance(each, Problem) and each.message.strip()
                if not good or (each.pointer and each.pointer.split("/")[1] not in known):
                    yield Problem(f"/samples/{case.sample.name}", f"check_response gives {each!r}.")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 160 else text[:157] + "..."


CHECKS = (
    Check("any-config-works", "Every config that a counsellor may save can be frozen and drawn.",
          "Expect every value that the schema allows; refuse the others in the schema or in check_config.", _configs),
    Check("any-config-has-alone", "alone gives a type that is there and a valid config for every config.",
          "Shorten and fill in what the other type needs; return the id of a type that is registered.", _alone),
    Check("any-answer-works", "Every answer that a couple may send can be checked, scored and drawn.",
          "Expect every value that the schema allows, and every optional property to be missing.", _answers),
    Check("objections-have-places", "check_response gives Problems with a sentence, at a field of the form.",
          'Write Problem("/property", "What to change."), or an empty pointer for the whole.', _pointers),
)  # fmt: skip
