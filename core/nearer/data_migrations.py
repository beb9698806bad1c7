"""Migrations of types without Python: what is accepted, what it becomes, and what is told where it is refused."""

from __future__ import annotations

from functools import partial
from typing import Any

from nearer.filling import MISSING, filled
from nearer.rules import dialect
from nearer.rules.contract import Json, Migration, RefusedError

REFUSED = "What stands there can't be carried over."


def migrations_of(steps: list[Json]) -> dict[int, Migration]:
    """The migrations that *steps* of a manifest describe, by the version that they lead from."""
    return {int(each["from"]): _migration(each.get("config") or {}, each.get("answers")) for each in steps}


def _migration(config: Json, answers: Json | None) -> Migration:
    told = answers or {}
    return Migration(
        config=partial(_carried, config, "$config"),
        examples=_pairs(config),
        refusals=tuple(config.get("refusals", ())),
        answers=None if answers is None else partial(_carried, told, "$answer"),
        answer_examples=_pairs(told),
        answer_refusals=tuple(told.get("refusals", ())),
    )


def _pairs(told: Json) -> tuple[tuple[Json, Json], ...]:
    return tuple((each["before"], each["after"]) for each in told.get("examples", ()))


def _carried(told: Json, word: str, before: Json) -> Json:
    """*before* with what it becomes in the place of what was there, and without what is dropped.

    A property of the outcome whose reference holds nothing is left as it was.
    """
    if dialect.problems(told.get("accepts", True), before):
        raise RefusedError(str(told.get("refuses", REFUSED)))
    made: Any = filled(told.get("becomes") or {}, before, word)
    kept = {name: value for name, value in before.items() if name not in told.get("drops", ())}
    return {**kept, **{name: value for name, value in made.items() if value is not MISSING}}
