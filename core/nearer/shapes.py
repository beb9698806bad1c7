"""Checks whether a value has the shape of a program or exercise document, with a pointer for what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nearer.rules import dialect
from nearer.rules.contract import Json
from nearer.rules.problems import Problem

_FORMS = (("any",), ("together",), ("alone",), ("together", "alone"))


def program_shape_problems(document: Any) -> list[Problem]:
    """What keeps *document* from being a program, however unfinished."""
    found = list(_schema_problems("program", document))
    if not found:
        found = [*_id_problems(document), *_form_problems(document), *_part_problems(document)]
    return found


def exercise_shape_problems(document: Any) -> list[Problem]:
    """What keeps *document* from being an exercise of a library."""
    found = list(_schema_problems("exercise", document))
    return found or list(_variant_problems(document, ""))


def steps_of(document: Json) -> Iterator[tuple[str, Json, Json]]:
    """Every step of a program as (pointer, stage, step), in order."""
    for s, stage in enumerate(document.get("stages", ())):
        for n, step in enumerate(stage.get("steps", ())):
            yield f"/stages/{s}/steps/{n}", stage, step


def media_of(document: Json) -> list[str]:
    """The digests of all pictures and sounds that the steps of a program show, each once, in order."""
    material = (each for _, _, step in steps_of(document) for each in step.get("material") or ())
    return sorted({each["media"] for each in material if "media" in each})


def _schema_problems(name: str, document: Any) -> Iterator[Problem]:
    if not isinstance(document, dict):
        yield Problem("", f"This is not a document: write a mapping that begins with 'nearer: {name}/1'.", "type")
    elif document.get("nearer") != f"{name}/1":
        yield Problem("/nearer", f"This has to be '{name}/1'.", "const")
    else:
        yield from dialect.problems({"$ref": f"https://nearer.invalid/schemas/{name}"}, document)


def _id_problems(document: Json) -> Iterator[Problem]:
    seen: set[str] = set()
    for s, stage in enumerate(document["stages"]):
        if stage["id"] in seen:
            yield Problem(f"/stages/{s}/id", f"The id {stage['id']} stands twice in this program.", "unique")
        seen.add(stage["id"])
    for pointer, _, step in steps_of(document):
        if step["id"] in seen:
            yield Problem(f"{pointer}/id", f"The id {step['id']} stands twice in this program.", "unique")
        seen.add(step["id"])


def _part_problems(document: Json) -> Iterator[Problem]:
    ids = [each["id"] for each in document.get("parts", ())]
    if len(set(ids)) < len(ids):
        yield Problem("/parts/1/id", f"The id {ids[1]} stands twice in this program.", "unique")


def _form_problems(document: Json) -> Iterator[Problem]:
    for pointer, _, step in steps_of(document):
        yield from _variant_problems(step, pointer)


def _variant_problems(content: Json, pointer: str) -> Iterator[Problem]:
    variants = content["variants"]
    forms = tuple(each["form"] for each in variants if not is_chosen(each))
    if forms not in _FORMS:
        message = "A step has one form for any couple, or one for two together followed by one for a person alone."
        yield Problem(f"{pointer}/variants", message, "forms")
    names: set[str] = set()
    for index, variant in enumerate(variants):
        here = f"{pointer}/variants/{index}"
        if not is_chosen(variant):
            continue
        if variant["form"] not in [each["form"] for each in variants[index:] if not is_chosen(each)]:
            yield Problem(f"{here}/form", "After a variant that is chosen comes what everybody else gets.", "forms")
        if not variant.get("name") or variant["name"] in names:
            yield Problem(f"{here}/name", "A variant that is chosen has a name of its own.", "forms")
        names.add(variant.get("name", ""))


def is_chosen(variant: Json) -> bool:
    """Whether a variant is for some seats only, by a condition or a part."""
    return "when" in variant or "part" in variant
