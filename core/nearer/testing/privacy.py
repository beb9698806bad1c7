"""Checks that what is not open to somebody is in nothing that is drawn for them: marks are planted and looked for."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator

from nearer.registry import GUARDED
from nearer.rules import visibility
from nearer.rules.contract import Sample, State
from nearer.rules.problems import Problem
from nearer.rules.visibility import Moment
from nearer.testing.checks import Check
from nearer.testing.contract import CLOSED, OPENED, OTHER, sample_state, spoil
from nearer.testing.subjects import CONTEXTS, Case, Subject

SPEAKING = CONTEXTS[:2]


def marked(case: Case) -> Sample:
    """The sample with every free text marked by seat and property."""
    answers = {
        seat: {name: spoil(case.schema, {name: value}, f"({seat} {name})")[name] for name, value in answer.items()}
        for seat, answer in case.sample.answers.items()
    }
    return Sample(case.sample.name, case.sample.config, answers, case.sample.moves)


def _from_partner(subject: Subject) -> Iterator[Problem]:
    for case in _separate(subject):
        for moment in (CLOSED, OPENED):
            yield from _leaks(case, moment)


def _leaks(case: Case, moment: Moment) -> Iterator[Problem]:
    """Let core do everything with the words of one, then draw for the other, as one process would."""
    sample = marked(case)
    for writer, viewer in OTHER.items():
        words = sample.answers.get(writer, {})
        _serve(case, sample, writer, moment)
        hidden = set(words) - set(visibility.opened(case.schema, "partner", moment))
        state = case.scored(sample_state(case.form, sample, viewer, moment))
        for each in case.draw([(f"{viewer} looks", state)], SPEAKING):
            for name in sorted(hidden):
                if f"({writer} {name})" in str(each.markup or ""):
                    yield Problem(each.where, f"It shows {name} of the other, which is not open.")


def _serve(case: Case, sample: Sample, writer: str, moment: Moment) -> None:
    """Everything that core does with the answer of *writer*."""
    config, words = case.form.config, sample.answers.get(writer, {})
    with contextlib.suppress(*GUARDED):
        list(case.kind.check_response(copy.deepcopy(config), copy.deepcopy(words)))
    for _ in case.draw([("writing", case.scored(sample_state(case.form, sample, writer, moment)))], SPEAKING):
        pass


def _from_data(subject: Subject) -> Iterator[Problem]:
    """What is frozen is made from the config alone, also after words went through the type."""
    for case in _separate(subject):
        sample = marked(case)
        for writer in OTHER:
            _serve(case, sample, writer, OPENED)
        kind, config = case.kind, case.form.config
        parts = {
            name: getattr(kind, name)(copy.deepcopy(config))
            for name in ("response_schema", "script", "scoring", "flags")
        }
        for name, value in parts.items():
            text = repr(value)
            if any(f"({seat} {each})" in text for seat, words in sample.answers.items() for each in words):
                yield Problem(f"/{name}", "It holds words of an answer.")


def _write_only(subject: Subject) -> Iterator[Problem]:
    """What is asked for safety is not shown again, not even to whoever wrote it."""
    for case in _separate(subject):
        names = [
            each for each in case.sample.answers.get("a", {}) if visibility.rule_of(case.schema, each).name == "screen"
        ]
        sample = marked(case)
        _serve(case, sample, "a", OPENED)
        state = sample_state(case.form, sample, "a", OPENED)
        for each in case.draw([("writer looks again", state), ("fresh", State())], SPEAKING[:1]):
            if any(f"(a {name})" in str(each.markup or "") for name in names):
                yield Problem(each.where, "It shows again what is write-only.")


def _separate(subject: Subject) -> Iterator[Case]:
    """The cases in which each has an own answer."""
    return (case for case in subject.cases if not case.form.is_shared and not case.form.is_script and case.schema)


CHECKS = (
    Check("private-stays-private", "No text that is not open to the partner is in anything drawn for the partner.",
          "Keep nothing between calls: draw from config, state and context alone.", _from_partner),
    Check("answers-stay-out-of-data", "Schemas, script, scoring and flags never hold words of an answer.",
          "Make them from the config alone, and keep nothing between calls.", _from_data),
    Check("write-only-not-shown", "What has the visibility screen is shown to nobody again, its writer included.",
          "Draw nothing of it, and keep nothing between calls.", _write_only),
)  # fmt: skip
