"""Checks of rules that are data: turn scripts, scoring, flags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nearer.conformance import frozen_problems
from nearer.forms.checks import schema_problems
from nearer.forms.shape import shape
from nearer.rules import scripts
from nearer.rules.contract import Json
from nearer.rules.dialect import resolver_of
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import CONTRAINDICATIONS
from nearer.testing.checks import Check
from nearer.testing.subjects import Case, Subject

MOST_MOVES = 500


def _scripts(subject: Subject) -> Iterator[tuple[str, Json, Sequence[Json]]]:
    for sample in subject.samples:
        script = subject.kind.script(dict(sample.config))
        if script is not None:
            yield f"/samples/{sample.name}/script", script, sample.moves


def _well_formed(subject: Subject) -> Iterator[Problem]:
    for where, script, _ in _scripts(subject):
        frozen: Json = {"schemas": {}, "script": script, "scoring": None, "flags": []}
        yield from (Problem(where.removesuffix("/script") + p.pointer, p.message) for p in frozen_problems(frozen))
        for r, part in enumerate(script.get("rounds") or ()):
            for m, move in enumerate(part.get("moves") or ()):
                if not str(move.get("prompt") or "").strip():
                    yield Problem(f"{where}/rounds/{r}/moves/{m}/prompt", "This move says nothing.")


def _ends(subject: Subject) -> Iterator[Problem]:
    for where, script, _ in _scripts(subject):
        state, made = scripts.fold(script, [{"do": "start"}]), 0
        while not state.is_over and made <= MOST_MOVES:
            onward = next((each for each in scripts.allowed(script, state) if each["do"] == "next"), None)
            if onward is None:
                here = f"{where}/rounds/{state.round}/moves/{state.move}"
                yield Problem(here, "No choice of this move goes on.")
                break
            state, made = scripts.step(script, state, onward), made + 1
        if made > MOST_MOVES:
            yield Problem(where, f"It has not ended after {MOST_MOVES} moves.")


def _moves(subject: Subject) -> Iterator[Problem]:
    for where, script, moves in _scripts(subject):
        state = scripts.ScriptState()
        for index, move in enumerate(moves):
            if not scripts.is_allowed(script, state, move):
                yield Problem(f"{where.removesuffix('/script')}/moves/{index}", f"{dict(move)} is not possible then.")
                break
            state = scripts.step(script, state, move)


def _scoring(subject: Subject) -> Iterator[Problem]:
    for case in subject.cases:
        where = f"/samples/{case.sample.name}/scoring/scales"
        for name, scale in ((case.form.scoring or {}).get("scales") or {}).items():
            items = scale.get("items") or ()
            if not items:
                yield Problem(f"{where}/{name}/items", "A scale rests on at least one item.")
            for index, item in enumerate(items):
                message = _item(case, item)
                if message:
                    yield Problem(f"{where}/{name}/items/{index}", message)
            yield from _bands(f"{where}/{name}", scale)


def _item(case: Case, item: Json) -> str:
    """What is wrong with an item of a scale; nothing, if it points at a number within the range that it names."""
    resolver, part = resolver_of(case.schema), case.schema
    found: Any = shape(part, resolver)
    for key in str(item.get("at", "")).split("/")[1:]:
        name = key.replace("~1", "/").replace("~0", "~")
        if name not in found.properties:
            return f"{item.get('at')} is no place in the response."
        found = shape(found.properties[name], resolver)
    numbers = found.kind in ("integer", "number") or all(type(each["const"]) in (int, float) for each in found.options)
    if not numbers or not (found.options or found.kind in ("integer", "number")):
        return f"{item.get('at')} holds no number."
    low, high = item.get("min"), item.get("max")
    return "" if low is None or high is None or low < high else "min has to be less than max."


def _bands(where: str, scale: Json) -> Iterator[Problem]:
    for index, band in enumerate(scale.get("bands") or ()):
        if not band.get("label") or ("from" in band and "to" in band and band["from"] > band["to"]):
            yield Problem(f"{where}/bands/{index}", "A band has a label, and its from is not above its to.")
    if scale.get("rule", "mean") not in ("sum", "mean"):
        yield Problem(f"{where}/rule", "The rule is sum or mean.")


def _flag_names(subject: Subject) -> Iterator[Problem]:
    for sample in subject.samples:
        for index, rule in enumerate(subject.kind.flags(dict(sample.config))):
            if rule.get("flag") not in CONTRAINDICATIONS:
                where = f"/samples/{sample.name}/flags/{index}/flag"
                yield Problem(where, f"{rule.get('flag')!r} is none of {', '.join(CONTRAINDICATIONS)}.")


def _flag_rules(subject: Subject) -> Iterator[Problem]:
    for sample in subject.samples:
        config = dict(sample.config)
        known = (subject.kind.response_schema(config, "self") or {}).get("properties") or {}
        for index, rule in enumerate(subject.kind.flags(config)):
            where, when = f"/samples/{sample.name}/flags/{index}/when", rule.get("when")
            yield from (Problem(where + p.pointer, p.message) for p in schema_problems(when, response=False))
            named = set((when or {}).get("properties") or {}) if isinstance(when, dict) else set()
            if not named or not named <= set(known):
                yield Problem(where, f"The rule has to speak of properties of the response: {', '.join(known)}.")
            elif not named & set(when.get("required") or ()):
                yield Problem(where, "Without required, the rule would hold for an empty answer.")


CHECKS = (
    Check("script-well-formed", "A script has rounds of moves, each with an id, an actor and a prompt.",
          "See the recipe for a turn script in docs/recipes.md.", _well_formed),
    Check("script-ends", "Somebody who always goes on reaches the end of the script.",
          'Give every move a choice {"do": "next", ...}, or none at all.', _ends),
    Check("script-moves-possible", "The moves of a sample are possible when they are made.",
          'Begin with {"do": "start"}, and take each move from the choices that stand there.', _moves),
    Check("scoring-points-somewhere", "Every item of a scale points at a number of the response; bands have labels.",
          'Write "at": "/name/of/property"; see the recipe for scoring in docs/recipes.md.', _scoring),
    Check("flags-listed", "Flags are named by the list of contraindications.",
          "Choose from nearer.CONTRAINDICATIONS.", _flag_names),
    Check("flags-can-be-raised", "A flag rests on properties of the response, and an empty answer raises none.",
          'Write {"properties": {...}, "required": [...]} with names of the response.', _flag_rules),
)  # fmt: skip
