"""Brings configs and answers of older versions to the version of today, and says what is wrong with the way. Pure."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

from nearer.rules.canonical import canonical
from nearer.rules.contract import Context, ExerciseType, Json, Migration, State
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
    return leads(kind, version, kind.version)


def leads(kind: ExerciseType, version: int, to: int) -> bool:
    """Whether migrations of *kind* lead from *version* to the later version *to*."""
    return version < to <= version + len(way(kind, version))


def config_of_today(kind: ExerciseType, version: int, config: Json) -> Json:
    """*config* as the code of *kind* reads it; where no migration leads from its version, as it is.

    Raises:
        RefusedError: it can't be carried over; whatever else the migration raises goes through.
    """
    after = config
    for each in way(kind, version):
        after = changed(each.config, after)
    return after


def answer_of_today(kind: ExerciseType, version: int, answer: Json) -> Json:
    """*answer*, which has passed the door, as the code of *kind* reads it; see :func:`answer_of_version`."""
    return answer_of_version(kind, version, kind.version, answer)


def answer_of_version(kind: ExerciseType, version: int, to: int, answer: Json) -> Json:
    """*answer*, which has passed the door and was given in *version*, as version *to* has it.

    Visibility hangs on the names of top-level properties. So nothing comes out under a name that did not go in: what a
    viewer may not see is not in there, and what a migration adds is dropped.

    Raises:
        RefusedError: it can't be carried over; whatever else the migration raises goes through.
    """
    after = answer
    for each in way(kind, version)[: max(0, to - version)]:
        after = changed(each.answers, after) if each.answers else after
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


def chain_problems(kind: ExerciseType) -> list[Problem]:
    """Where the way from an older version of *kind* to its own has a gap, or leads nowhere."""
    found = [
        Problem(f"/migrations/{n}", f"The way from version {n} to version {n + 1} is missing.")
        for n in range(min(kind.migrations, default=kind.version), kind.version)
        if not isinstance(kind.migrations.get(n), Migration)
    ]
    return found + [
        Problem(f"/migrations/{n}", f"Nothing leads from here to version {kind.version}.")
        for n in sorted(kind.migrations)
        if not 1 <= n < kind.version
    ]


def changed(change: Change, before: Json) -> Json:
    """What *change* makes of its own copy of *before*; raises what it raises, and TypeError where that is no object."""
    after = change(copy.deepcopy(before))
    if not isinstance(after, dict):
        raise TypeError("a migration gives an object")
    canonical(after)
    return after
