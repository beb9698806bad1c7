"""Brings configs and answers of older versions to the version of today, and says what is wrong with the way. Pure."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from nearer.rules import dialect
from nearer.rules.canonical import canonical
from nearer.rules.contract import Context, ExerciseType, Json, Migration, RefusedError, State
from nearer.rules.problems import Problem

Change = Callable[[Json], Json]


def way(kind: ExerciseType, version: int) -> list[Migration]:
    """The migrations from *version* on, one after the other; empty where none leads from there."""
    found: list[Migration] = []
    while version + len(found) in kind.migrations and version + len(found) < kind.version:
        found.append(kind.migrations[version + len(found)])
    return found


def leads_here(kind: ExerciseType, version: int) -> bool:
    """Whether migrations lead from *version* to the version of *kind*."""
    return version < kind.version == version + len(way(kind, version))


def config_of_today(kind: ExerciseType, version: int, config: Json) -> Json:
    """*config* as the code of *kind* reads it; where no migration leads from its version, as it is.

    Raises:
        RefusedError: it can't be carried over; whatever else the migration raises goes through.
    """
    after = config
    for each in way(kind, version):
        after = _changed(each.config, after)
    return after


def answer_of_today(kind: ExerciseType, version: int, answer: Json) -> Json:
    """*answer*, which has passed the door, as the code of *kind* reads it.

    Visibility hangs on the names of top-level properties. So nothing comes out under a name that did not go in: what a
    viewer may not see is not in there, and what a migration adds is dropped.

    Raises:
        RefusedError: it can't be carried over; whatever else the migration raises goes through.
    """
    after = answer
    for each in way(kind, version):
        after = _changed(each.answers, after) if each.answers else after
    return {name: value for name, value in after.items() if name in answer}


def page_of_today(kind: ExerciseType, version: int, state: State, context: Context) -> tuple[State, Context]:
    """What a page of *version* shows, each answer by itself, as the code of *kind* reads it."""
    if not way(kind, version):
        return state, context

    def today(answer: Json | None) -> Json | None:
        return None if answer is None else answer_of_today(kind, version, answer)

    earlier = tuple(answer_of_today(kind, version, each) for each in context.earlier)
    shown = replace(state, mine=today(state.mine), theirs=today(state.theirs), shared=today(state.shared))
    return shown, replace(context, earlier=earlier)


def migration_problems(kind: ExerciseType) -> list[Problem]:
    """What is wrong with the migrations of *kind*: a gap, no examples, one that fails, a refusal that does not."""
    found = [
        Problem(f"/migrations/{n}", f"The way from version {n} to version {n + 1} is missing.")
        for n in range(min(kind.migrations, default=kind.version), kind.version)
        if not isinstance(kind.migrations.get(n), Migration)
    ]
    found += [
        Problem(f"/migrations/{n}", f"Nothing leads from here to version {kind.version}.")
        for n in sorted(kind.migrations)
        if not 1 <= n < kind.version
    ]
    for n, each in () if found else sorted(kind.migrations.items()):
        found += _side(f"/migrations/{n}", each.config, each.examples, each.refusals)
        if each.answers is not None:
            found += _side(f"/migrations/{n}/answers", each.answers, each.answer_examples, each.answer_refusals)
            found += _added(n, each)
    for n, each in () if found else sorted(kind.migrations.items()):
        found += _ends(kind, n, each)
    return found


def _changed(change: Change, before: Json) -> Json:
    after = change(copy.deepcopy(before))
    if not isinstance(after, dict):
        raise TypeError("a migration gives an object")
    canonical(after)
    return after


def _side(
    at: str, change: Change, examples: Sequence[tuple[Json, Json]], refusals: Sequence[Json]
) -> Iterator[Problem]:
    """What is wrong with one function of a migration, by its own examples and refusals."""
    if not examples:
        yield Problem(f"{at}/examples", "Give at least one pair of before and after.")
    if not refusals:
        yield Problem(f"{at}/refusals", "Give at least one thing that it refuses.")
    for index, (before, after) in enumerate(examples):
        found = _outcome(change, before)
        if found != after:
            yield Problem(f"{at}/examples/{index}", f"It gives {found!r}.")
    for index, each in enumerate(refusals):
        found = _outcome(change, each)
        if not isinstance(found, RefusedError):
            yield Problem(f"{at}/refusals/{index}", f"It should raise RefusedError and gives {found!r}.")
        elif not str(found).strip().endswith("."):
            yield Problem(f"{at}/refusals/{index}", "A refusal says why, in a sentence.")


def _outcome(change: Change, before: Json) -> Any:
    """What *change* gives, or the error that it raises."""
    try:
        return _changed(change, before)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the caller says that it is not what was promised
        return error


def _added(n: int, each: Migration) -> Iterator[Problem]:
    for index, (before, after) in enumerate(each.answer_examples):
        for name in sorted(after.keys() - before.keys()):
            message = f"{name} was not there before, so it would be dropped: a property keeps its name and visibility."
            yield Problem(f"/migrations/{n}/answers/examples/{index}", message)


def _ends(kind: ExerciseType, n: int, each: Migration) -> Iterator[Problem]:
    """Whether every example, carried on to today, is a config of today."""
    for index, (before, _) in enumerate(each.examples):
        at = f"/migrations/{n}/examples/{index}"
        try:
            after = config_of_today(kind, n, before)
        except RefusedError as error:
            yield Problem(at, f"A later migration refuses it: {error}")
        else:
            yield from (Problem(at + p.pointer, p.message) for p in dialect.problems(kind.config_schema, after))
