"""Checks one exercise type against the contract, as the registry does at start and as authors do in their tests."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from nearer.forms.checks import schema_problems
from nearer.migrating import chain_problems
from nearer.rules import dialect
from nearer.rules.canonical import canonical
from nearer.rules.contract import ExerciseType, Json, Protocol, Sample
from nearer.rules.problems import Problem
from nearer.rules.scripts import ENDS, ends
from nearer.rules.vocabulary import CONTRAINDICATIONS, FACTORS, GRADES, Participation

MEMBERS = ("id", "title", "participation", "factors", "protocol", "config_schema")
ACTORS = ("first", "second", "both")


def type_problems(kind: Any, prefix: str) -> list[Problem]:
    """Why *kind* can't be registered by the plugin named *prefix*; pointers name the member and the place in it."""
    if not isinstance(kind, ExerciseType):
        return [Problem("", "It is no instance of nearer.ExerciseType.")]
    missing = [Problem(f"/{name}", "This member is missing.") for name in MEMBERS if not hasattr(kind, name)]
    if missing:
        return missing
    found = [
        *_identity(kind, prefix),
        *_card(kind.protocol),
        *_under("/config_schema", _schema_problems(kind.config_schema, response=False)),
    ]
    found += () if found else chain_problems(kind)
    for sample in () if found else kind.samples:
        found += _under(f"/samples/{sample.name}", _sample(kind, sample))
    return found


def frozen_data(kind: ExerciseType, config: Json) -> Json:
    """What an edition keeps of *kind* with *config*: schemas, script, scoring, flags; raises what *kind* raises."""
    script = kind.script(config)
    own = kind.response_schema(config, "self")
    schemas: dict[str, Json | None] = {"self": own}
    for role in _roles(script):
        schema = kind.response_schema(config, role)
        if schema is not None and schema != own:
            schemas[role] = schema
    return {"schemas": schemas, "script": script, "scoring": kind.scoring(config), "flags": list(kind.flags(config))}


def frozen_problems(frozen: Json) -> list[Problem]:
    """What is wrong with the data of :func:`frozen_data`."""
    try:
        canonical(frozen)
    except (ValueError, TypeError) as error:
        return [Problem("", f"What the type says of itself is no JSON: {error}.")]
    found: list[Problem] = []
    for role, schema in frozen["schemas"].items():
        if schema is not None:
            found += _under(f"/schemas/{role}", _schema_problems(schema, response=True))
    return [*found, *_flags(frozen["flags"]), *_script(frozen["script"])]


def _identity(kind: ExerciseType, prefix: str) -> Iterator[Problem]:
    if not kind.id.startswith(f"{prefix}."):
        yield Problem("/id", f"The id has to begin with '{prefix}.'.")
    if kind.version not in kind.versions:
        yield Problem("/versions", f"The versions have to hold version {kind.version} itself.")
    if not isinstance(kind.participation, Participation):
        yield Problem("/participation", "Use one of nearer.Participation.")
    for factor in kind.factors:
        if factor not in FACTORS:
            yield Problem("/factors", f"{factor} is none of the factors.")


def _card(card: Protocol) -> Iterator[Problem]:
    if card.grade not in GRADES:
        yield Problem("/protocol/grade", f"The grade is one of {', '.join(GRADES)}.")
    for each in card.contraindications or ():
        if each not in CONTRAINDICATIONS:
            yield Problem("/protocol/contraindications", f"{each} is none of the contraindications.")
    for name in ("purpose", "source", "limits"):
        if not getattr(card, name):
            yield Problem(f"/protocol/{name}", "Say it in a sentence.")
    if not 1 <= card.intensity <= 5:
        yield Problem("/protocol/intensity", "The intensity is 1 to 5.")


def _sample(kind: ExerciseType, sample: Sample) -> Iterator[Problem]:
    yield from _under("/config", dialect.problems(kind.config_schema, sample.config))
    frozen = frozen_data(kind, copy.deepcopy(sample.config))
    yield from frozen_problems(frozen)
    for seat, answer in sample.answers.items():
        schema = frozen["schemas"]["self"]
        if schema is None:
            yield Problem(f"/answers/{seat}", "There is an answer, but no response schema.")
        else:
            yield from _under(f"/answers/{seat}", dialect.problems(schema, answer))


def _roles(script: Json | None) -> list[str]:
    moves = [move for part in (script or {}).get("rounds", ()) for move in part["moves"]]
    return [role for role in ("first", "second") if any(move.get("actor") in (role, "both") for move in moves)]


def _flags(flags: list[Json]) -> Iterator[Problem]:
    for index, each in enumerate(flags):
        if each.get("flag") not in CONTRAINDICATIONS:
            yield Problem(f"/flags/{index}/flag", "A flag is named by the list of contraindications.")
        yield from _under(f"/flags/{index}/when", _schema_problems(each.get("when"), response=False))


def _script(script: Json | None) -> Iterator[Problem]:
    if script is None:
        return
    rounds = script.get("rounds") or ()
    if not rounds or not all(each.get("moves") for each in rounds):
        yield Problem("/script/rounds", "A script has rounds, and each round has moves.")
    for r, part in enumerate(rounds):
        ids = [move.get("id") for move in part.get("moves", ())]
        for m, move in enumerate(part.get("moves", ())):
            here = f"/script/rounds/{r}/moves/{m}"
            if not isinstance(move.get("id"), str) or ids.count(move["id"]) > 1:
                yield Problem(f"{here}/id", "Each move of a round has an id of its own.")
            if move.get("actor") not in ACTORS:
                yield Problem(f"{here}/actor", f"The actor is one of {', '.join(ACTORS)}.")
            if ends(move) not in ENDS or (ends(move) == "timer" and not move.get("seconds")):
                yield Problem(f"{here}/ends", f"A move ends by one of {', '.join(ENDS)}; a timer needs seconds.")
            for choice in move.get("choices") or ():
                if choice.get("do") == "again" and choice.get("to") not in ids:
                    yield Problem(f"{here}/choices", "Going back leads to a move of the same round.")


def _schema_problems(schema: Any, *, response: bool) -> tuple[Problem, ...]:
    """As the dialect says; the same schema stands in many samples, exercises and steps and is looked at once."""
    return _looked_at(json.dumps(schema), response)


@lru_cache(maxsize=1024)
def _looked_at(text: str, response: bool) -> tuple[Problem, ...]:
    return tuple(schema_problems(json.loads(text), response=response))


def _under(prefix: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    for each in problems:
        yield Problem(prefix + each.pointer, each.message, each.keyword, each.severity)
