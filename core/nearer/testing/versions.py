"""Checks of the way from older versions: without a gap, with examples and refusals that hold, and ending in today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nearer.migrating import Change, chain_problems, changed, config_of_today
from nearer.rules import dialect
from nearer.rules.contract import Json, RefusedError
from nearer.rules.problems import Problem
from nearer.testing.checks import Check
from nearer.testing.subjects import Subject, in_words


def _chain(subject: Subject) -> list[Problem]:
    return chain_problems(subject.kind)


def _sides(subject: Subject) -> Iterator[tuple[str, Change, Sequence[tuple[Json, Json]], Sequence[Json]]]:
    """Each function of a migration with its own examples and refusals."""
    for n, each in sorted(subject.kind.migrations.items()):
        yield f"/migrations/{n}", each.config, each.examples, each.refusals
        if each.answers is not None:
            yield f"/migrations/{n}/answers", each.answers, each.answer_examples, each.answer_refusals


def _examples(subject: Subject) -> Iterator[Problem]:
    for at, change, examples, _ in _sides(subject):
        if not examples:
            yield Problem(f"{at}/examples", "There is no pair of before and after.")
        for index, (before, after) in enumerate(examples):
            found = _outcome(change, before)
            if found != after:
                yield Problem(f"{at}/examples/{index}", f"It gives {_said(found)}.")


def _refusals(subject: Subject) -> Iterator[Problem]:
    for at, change, _, refusals in _sides(subject):
        if not refusals:
            yield Problem(f"{at}/refusals", "There is nothing that it refuses.")
        for index, each in enumerate(refusals):
            found = _outcome(change, each)
            if not isinstance(found, RefusedError):
                yield Problem(f"{at}/refusals/{index}", f"It gives {_said(found)}.")
            elif not str(found).strip().endswith("."):
                yield Problem(f"{at}/refusals/{index}", f"This is no sentence: {str(found)!r}.")


def _ends(subject: Subject) -> Iterator[Problem]:
    for n, each in sorted(subject.kind.migrations.items()):
        for index, (before, _) in enumerate(each.examples):
            at = f"/migrations/{n}/examples/{index}"
            try:
                after = config_of_today(subject.kind, n, before)
            except RefusedError as error:
                yield Problem(at, f"A later migration refuses it: {error}")
            else:
                found = dialect.problems(subject.kind.config_schema, after)
                yield from (Problem(at + problem.pointer, problem.message) for problem in found)


def _names(subject: Subject) -> Iterator[Problem]:
    for n, each in sorted(subject.kind.migrations.items()):
        for index, (before, after) in enumerate(each.answer_examples):
            for name in sorted(after.keys() - before.keys()):
                yield Problem(f"/migrations/{n}/answer_examples/{index}", f"{name} was not there before.")


def _outcome(change: Change, before: Json) -> Any:
    """What *change* gives, or the error that it raises."""
    try:
        return changed(change, before)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the check says that it is not what was promised
        return error


def _said(found: Any) -> str:
    return in_words(found) if isinstance(found, BaseException) else repr(found)


CHECKS = (
    Check("migrations-without-gap", "Migrations lead from every version they begin at to the version of today.",
          "Write migrations = {1: Migration(...), 2: Migration(...)} up to the version before this one.", _chain),
    Check("migrations-have-examples", "Each migration, of configs and of answers, gives what its own examples say.",
          "Add pairs of before and after as they were really stored, and follow the one that is named.", _examples),
    Check("migrations-refuse", "Each migration refuses what it can't carry over, with a sentence for counsellors.",
          "Raise RefusedError('What stands there is no list.') and name such an input in refusals.", _refusals),
    Check("migrations-end-today", "Every example, carried on to today, is valid in the config schema of today.",
          "Mend the last migration on the way, or the schema.", _ends),
    Check("migrated-answers-keep-names", "A migration of answers brings no property that was not there before.",
          "Visibility hangs on names: change what lies below a property, and add new ones for new answers only.",
          _names),
)  # fmt: skip
