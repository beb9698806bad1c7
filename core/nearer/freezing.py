"""Turns a program document into an edition document, and says beforehand what is wrong or missing. Pure."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from nearer.conformance import frozen_data, frozen_problems
from nearer.delivering import date_problems, delivery_problems
from nearer.languages import own_name, speaking
from nearer.migrating import leads_here
from nearer.rules import dialect
from nearer.rules.contract import ExerciseType, Json
from nearer.rules.edition import Edition, compile_edition
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import CONTRAINDICATIONS, Participation
from nearer.shapes import exercise_shape_problems, is_chosen, media_of, program_shape_problems, steps_of
from nearer.translating import differences, in_overlay, missing_texts, other_languages, say_form, say_step

if TYPE_CHECKING:
    from nearer.registry import Registry

LACKING = frozenset({"required", "minLength", "minItems", "minProperties", "missing"})
"""Keywords of problems that only say that something is not there yet: a draft may be saved with them."""

FOR_TWO = (Participation.TOGETHER, Participation.TURNS)


def freeze(document: Json, registry: Registry) -> tuple[Json, list[Problem]]:
    """The edition document of a program, and the problems that keep it from being published.

    Steps that can't be frozen have no forms in it; with no problem of severity error, it is complete.
    """
    found: list[Problem] = []
    steps: Json = {}
    for pointer, stage, step in steps_of(document):
        forms, problems = freeze_step(step, registry, pointer)
        steps[step["id"]] = {"stage": stage["id"], "forms": forms}
        found += problems
    for language in other_languages(document):
        found += _say(document, steps, language, registry)
    frozen = {"nearer": "edition/1", "program": copy.deepcopy(document), "steps": steps}
    frozen |= {"media": media} if (media := media_of(document)) else {}
    return frozen, [*found, *delivery_problems(document, compile_edition(frozen, "draft"))]


def freeze_step(step: Json, registry: Registry, pointer: str = "") -> tuple[Json, list[Problem]]:
    """The frozen forms of a step or an exercise by name, and what is wrong with them.

    A step for two with a contraindication and only one form gets the form for one person from its type.
    """
    forms: Json = {}
    found: list[Problem] = []
    chosen: Json = {}
    defaults: list[int] = []
    for index, variant in enumerate(step["variants"]):
        frozen, problems = _freeze_variant(step, variant, registry)
        found += _under(f"{pointer}/variants/{index}", problems)
        defaults += [] if is_chosen(variant) else [index]
        if frozen is not None and is_chosen(variant):
            chosen[variant["name"]] = frozen | {"at": index, "of": variant["form"]} | _rule_of(variant)
        elif frozen is not None:
            forms[variant["form"]] = frozen
    if len(defaults) == 1 and forms:
        ((name, frozen),) = forms.items()
        forms, problems = _with_alone(step, name, frozen, registry)
        found += _under(f"{pointer}/variants/{defaults[0]}", problems)
    elif "alone" in forms and Participation(forms["alone"]["participation"]) in FOR_TWO:
        where = f"{pointer}/variants/{defaults[1]}/type"
        found.append(Problem(where, "The form for one person has to be done by one person.", "alone"))
    return forms | _beside(chosen, forms), found


def _rule_of(variant: Json) -> Json:
    return copy.deepcopy({key: variant[key] for key in ("when", "part") if key in variant})


def _beside(chosen: Json, forms: Json) -> Json:
    """What is chosen, beside the form that it stands for: the only form of a step may have become one of two."""
    renamed = {"any": "together", "together": "any"}
    found: Json = {}
    for name, frozen in chosen.items():
        of = frozen["of"] if frozen["of"] in forms else renamed.get(frozen["of"])
        found |= {name: frozen | {"of": of}} if of in forms else {}
    return found


def draft_problems(document: Any, registry: Registry) -> list[Problem]:
    """What is wrong with a draft (errors: it is not saved) and what it lacks (warnings: it can wait)."""
    found = program_shape_problems(document)
    if found:
        return found
    return [_waiting(each) for each in freeze(document, registry)[1]]


def exercise_problems(document: Any, registry: Registry) -> list[Problem]:
    """As :func:`draft_problems`, for an exercise of the library."""
    found = exercise_shape_problems(document)
    return found or [_waiting(each) for each in freeze_step(document, registry)[1]]


def findings(document: Any, registry: Registry, *, today: date | None = None) -> list[Problem]:
    """Everything to know before publishing: errors block it, warnings and hints do not; in the order of the program.

    With *today* also what that day says about the program's dates.
    """
    found = program_shape_problems(document)
    if found:
        return found
    edition, problems = freeze(document, registry)
    found = [*_missing(document), *problems, *missing_texts(document, registry)]
    found += registry.program_problems(_resolved(document, edition))
    found += date_problems(document, today) if today else ()
    return sorted(dict.fromkeys(found), key=_place)


def preview_edition(content: Json, registry: Registry) -> tuple[Edition | None, list[Problem]]:
    """An edition of one step, to show an exercise or a step on samples; None where it can't be frozen."""
    step = {"title": "", "id": "preview", **{k: v for k, v in content.items() if k != "nearer"}}
    program = {"nearer": "program/1", "stages": [{"id": "stage", "steps": [step]}]}
    frozen, problems = freeze(program, registry)
    return (compile_edition(frozen) if frozen["steps"][step["id"]]["forms"] else None), problems


def _say(document: Json, steps: Json, language: str, registry: Registry) -> Iterator[Problem]:
    """Give every form its texts in *language*; where they can't be had, a warning says so and the source stands."""
    for pointer, _stage, step in steps_of(document):
        forms = steps[step["id"]]["forms"]
        with speaking(language):
            others, problems = freeze_step(in_overlay(step, language, registry), registry)
        for name, form in forms.items():
            if name not in others:
                why = next((each.message for each in problems if each.severity == "error"), "it can't be frozen")
                message = f"In {own_name(language)} this does not fit, so couples read it as it is: {why}"
                yield Problem(pointer, message, "translation", "warning")
                continue
            with speaking(language):
                said = say_form(others[name], registry.words_of(form["type"]).find)
            texts, strange = differences(form, said)
            if strange:
                message = (
                    f"In {own_name(language)} more than words differs ({strange[0]}), so couples read it as it is."
                )
                yield Problem(pointer, message, "translation", "warning")
            elif texts:
                form.setdefault("texts", {})[language] = texts


def _freeze_variant(step: Json, variant: Json, registry: Registry) -> tuple[Json | None, list[Problem]]:
    kind = registry.types.get(variant["type"])
    if kind is None:
        return None, [_no_type(variant["type"], registry)]
    version = variant.get("version", kind.version)
    if version != kind.version:
        message = f"This was made for version {version} of {kind.title}; here is version {kind.version}."
        message += " Look at what bringing it up to date would change." if leads_here(kind, version) else ""
        return None, [Problem("/version", message, "missing")]
    config = copy.deepcopy(variant["config"])
    problems = list(_under("/config", config_problems(kind, config, registry)))
    if any(each.severity == "error" for each in problems):
        return None, problems
    data = registry.attempt(kind.id, lambda: frozen_data(kind, config), None)
    if data is None:
        return None, [
            *problems,
            Problem("/config", f"{kind.title} failed with this content; see the plugin page.", "type"),
        ]
    problems += _under("/config", (replace(each, pointer="") for each in frozen_problems(data)))
    return {**_identity(kind), **data, "config": config, "protocol": _protocol(kind, step)}, problems


def _resolved(document: Json, edition: Json) -> Json:
    """The program as linters read it: beside the variants of each step stand its frozen ``forms``."""
    after = copy.deepcopy(document)
    for _, _, step in steps_of(after):
        step["forms"] = edition["steps"][step["id"]]["forms"]
    return after


def _no_type(type_id: str, registry: Registry) -> Problem:
    plugin = registry.plugin_of(type_id)
    why = f"the plugin {plugin.name} is broken" if plugin and plugin.troubles else "no plugin here brings it"
    return Problem("/type", f"The exercise type {type_id} is not here: {why}.", "missing")


def config_problems(kind: ExerciseType, config: Json, registry: Registry) -> list[Problem]:
    """What is wrong with *config*, by the schema of *kind*, then by *kind* itself; pointers are into the config."""
    found = dialect.problems(kind.config_schema, config)
    return found or registry.check_config(kind.id, config)


def _identity(kind: ExerciseType) -> Json:
    return {
        "type": kind.id,
        "version": kind.version,
        "family": kind.family,
        "participation": str(kind.participation),
        "title": kind.title,
    }


def _protocol(kind: ExerciseType, step: Json) -> Json:
    """The type's card with what the step says; contraindications are only ever added."""
    own = step.get("protocol") or {}
    declared = kind.protocol.contraindications
    spoken = CONTRAINDICATIONS if declared is None else declared
    merged = {*spoken, *own.get("contraindications", ())}
    return {**asdict(kind.protocol), **own, "contraindications": [each for each in CONTRAINDICATIONS if each in merged]}


def _with_alone(step: Json, name: str, frozen: Json, registry: Registry) -> tuple[Json, list[Problem]]:
    """The forms of a step that names only one: two, if it is for two and something may speak against that."""
    if name == "alone" or not frozen["protocol"]["contraindications"] or frozen["participation"] == Participation.SOLO:
        return {"alone" if name == "alone" else "any": frozen}, []
    kind = registry.types[frozen["type"]]
    replacement = registry.attempt(kind.id, lambda: kind.alone(copy.deepcopy(frozen["config"])), None)
    if replacement is None:
        if Participation(frozen["participation"]) not in FOR_TWO:
            return {"any": frozen}, []
        message = f"{kind.title} can't be right for every couple, so it needs a form for one person."
        return {"together": frozen}, [Problem("", message, "alone")]
    variant = {"type": replacement[0], "config": replacement[1]}
    said = say_step({"variants": [variant]}, registry, lambda type_id, text: registry.words_of(type_id).find(text))
    alone, problems = _freeze_variant({**step, "protocol": {}}, said["variants"][0], registry)
    if alone is not None and Participation(alone["participation"]) in FOR_TWO:
        problems.append(Problem("/type", f"The form for one person of {kind.title} is for two.", "alone"))
    problems = [Problem("", f"The form for one person: {each.message}", each.keyword) for each in problems]
    return {"together": frozen} | ({"alone": alone} if alone else {}), problems


def _missing(document: Json) -> Iterator[Problem]:
    if not document.get("title"):
        yield Problem("/title", "Give the program a title.", "missing")
    if not any(True for _ in steps_of(document)):
        yield Problem("/stages", "A program needs at least one step.", "missing")
    for index, stage in enumerate(document["stages"]):
        if not stage.get("title"):
            yield Problem(f"/stages/{index}/title", "Give the stage a title.", "missing")
        if not stage["steps"]:
            yield Problem(f"/stages/{index}/steps", "This stage has no steps.", "missing", "warning")
    for pointer, _, step in steps_of(document):
        if not step.get("title"):
            yield Problem(f"{pointer}/title", "Give the step a title.", "missing")


def _waiting(problem: Problem) -> Problem:
    return replace(problem, severity="warning") if problem.keyword in LACKING else problem


def _under(prefix: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    return (replace(each, pointer=prefix + each.pointer) for each in problems)


def _place(problem: Problem) -> list[tuple[int, str]]:
    """Pointers in reading order: numbers by value."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in problem.pointer.split("/")]
