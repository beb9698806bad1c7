"""What a counsellor does to a program while composing: document in, new document out, the old one unchanged."""

from __future__ import annotations

import copy
from typing import Any

from nearer.desk import Json, digest, new_id

LIBRARY_ONLY = ("nearer", "key", "language", "languages")
"""Keys of an exercise that a step does not have."""

AT_ONCE: Json = {"rule": "at_once"}
AFTER_PREVIOUS: Json = {"rule": "after_previous"}


def new_program(title: str, language: str = "en", *, stage: str = "") -> Json:
    """An empty program with one stage, which is called *stage*."""
    first = {"id": new_id("t"), "title": stage, "summary": "", "steps": []}
    return {
        "nearer": "program/1", "title": title, "summary": "", "language": language, "weeks": 0,
        "sealed": False, "personal": True, "stages": [first], "texts": {},
    }  # fmt: skip


def step_of(exercise: Json, origin: str | None = None) -> Json:
    """A step that is a copy of *exercise*; *origin* names it in the library (its key or id)."""
    content = {key: copy.deepcopy(value) for key, value in exercise.items() if key not in LIBRARY_ONLY}
    known = origin or exercise.get("key")
    source = {"exercise": str(known), "digest": digest(exercise)} if known else None
    return {**content, "id": new_id("s"), "origin": source, "delivery": dict(AFTER_PREVIOUS)}


def exercise_of(step: Json, language: str = "en") -> Json:
    """An exercise for a library that has the content of *step*: without its place, and what is for some only."""
    content = {key: copy.deepcopy(value) for key, value in step.items() if key not in ("id", "delivery", "milestone")}
    variants = [each for each in content["variants"] if not is_chosen(each)]
    about = {"nearer": "exercise/1", "language": language, "title": content.get("title") or "Untitled"}
    return {**content, **about, "variants": variants}


def find_step(document: Json, step_id: str) -> Json | None:
    """The step of that id, None if there is none."""
    return next((step for stage in document["stages"] for step in stage["steps"] if step["id"] == step_id), None)


def set_program(document: Json, **values: Any) -> Json:
    """Change top-level values such as title, summary, weeks, sealed, personal."""
    after = {**copy.deepcopy(document), **copy.deepcopy(values)}
    if not after.get("languages", True):
        del after["languages"]  # a program in one language says nothing of others
    return after


def add_stage(document: Json, title: str = "", summary: str = "", *, at: int | None = None) -> Json:
    """Add an empty stage at place *at*, by default last."""
    after = copy.deepcopy(document)
    stages = after["stages"]
    stages.insert(
        len(stages) if at is None else at, {"id": new_id("t"), "title": title, "summary": summary, "steps": []}
    )
    return after


def edit_stage(document: Json, stage_id: str, **values: Any) -> Json:
    """Change title or summary of a stage."""
    after = copy.deepcopy(document)
    _stage(after, stage_id).update(copy.deepcopy(values))
    return after


def add_step(document: Json, stage_id: str, step: Json, *, at: int | None = None) -> Json:
    """Put *step* (see :func:`step_of`) into a stage at place *at*, by default last."""
    after = copy.deepcopy(document)
    steps = _stage(after, stage_id)["steps"]
    steps.insert(len(steps) if at is None else at, copy.deepcopy(step))
    return after


def edit_step(document: Json, step_id: str, **values: Any) -> Json:
    """Change title, summary, minutes, variants, protocol ... of a step; its id and place stay."""
    after = copy.deepcopy(document)
    steps, index = _place(after, step_id)
    steps[index].update(copy.deepcopy(values) | {"id": step_id})
    return after


def replace_step(document: Json, step_id: str, step: Json) -> Json:
    """Put *step* in the place of the one of that id, which it keeps."""
    after = copy.deepcopy(document)
    steps, index = _place(after, step_id)
    steps[index] = copy.deepcopy(step) | {"id": step_id}
    return after


def add_variant(document: Json, step_id: str, form: str) -> Json:
    """Put a copy of a step's form before it, as a variant for some; for whom has yet to be said."""
    after = copy.deepcopy(document)
    steps, index = _place(after, step_id)
    variants = steps[index]["variants"]
    at = next((n for n, each in enumerate(variants) if each["form"] == form and not is_chosen(each)), None)
    if at is None:
        raise LookupError(f"step {step_id} has no form {form}")
    variants.insert(at, {**copy.deepcopy(variants[at]), "name": new_id("v"), "when": {}})
    return after


def remove_variant(document: Json, step_id: str, name: str) -> Json:
    """Take a variant for some out of a step."""
    after = copy.deepcopy(document)
    steps, index = _place(after, step_id)
    kept = [each for each in steps[index]["variants"] if not is_chosen(each) or each.get("name") != name]
    if len(kept) == len(steps[index]["variants"]):
        raise LookupError(f"step {step_id} has no variant {name}")
    steps[index]["variants"] = kept
    return after


def is_chosen(variant: Json) -> bool:
    """Whether a variant is for some only, by a condition or a part."""
    return "when" in variant or "part" in variant


def set_parts(document: Json, typed: Json) -> Json:
    """Name the two parts of a program, or take them out; ``first``, ``first_words`` and so on as they were typed."""
    after = copy.deepcopy(document)
    before = after.pop("parts", None) or [{}, {}]
    if typed.get("first_part") and typed.get("second_part"):
        after["parts"] = [
            {
                **each,
                "id": each.get("id") or new_id("p"),
                "title": typed[f"{n}_part"],
                "words": typed.get(f"{n}_words", ""),
            }
            for n, each in zip(("first", "second"), before, strict=True)
        ]
    return after


def set_config(document: Json, step_id: str, form: str, config: Json) -> Json:
    """Replace the config of one form of a step."""
    after = copy.deepcopy(document)
    steps, index = _place(after, step_id)
    names = [each.get("name") or each["form"] for each in steps[index]["variants"]]
    variant = steps[index]["variants"][names.index(form)] if form in names else None
    if variant is None:
        raise LookupError(f"step {step_id} has no form {form}")
    variant["config"] = copy.deepcopy(config)
    return after


def set_delivery(document: Json, step_id: str, delivery: Json) -> Json:
    """Say when a step comes."""
    return edit_step(document, step_id, delivery=delivery)


def move_step(document: Json, step_id: str, by: int) -> Json:
    """Move a step by *by* places (-1: one up); past the end of its stage it goes into the next stage."""
    after = copy.deepcopy(document)
    steps, index = _place(after, step_id)
    target = index + by
    if 0 <= target < len(steps):
        steps.insert(target, steps.pop(index))
        return after
    stages = [stage["steps"] for stage in after["stages"]]
    at = next(i for i, each in enumerate(stages) if each is steps) + (1 if by > 0 else -1)
    if 0 <= at < len(stages):
        stages[at].insert(0 if by > 0 else len(stages[at]), steps.pop(index))
    return after


def place_step(document: Json, step_id: str, stage_id: str, at: int) -> Json:
    """Put a step at place *at* of a stage (as dragging does)."""
    after = copy.deepcopy(document)
    steps, index = _place(after, step_id)
    target = _stage(after, stage_id)["steps"]
    target.insert(at, steps.pop(index))
    return after


def move_stage(document: Json, stage_id: str, by: int) -> Json:
    """Move a stage by *by* places, as far as there are places."""
    after = copy.deepcopy(document)
    stages = after["stages"]
    index = stages.index(_stage(after, stage_id))
    stages.insert(max(0, min(len(stages) - 1, index + by)), stages.pop(index))
    return after


def duplicate_step(document: Json, step_id: str) -> Json:
    """Put a copy of a step, with an id of its own, right after it."""
    after = copy.deepcopy(document)
    steps, index = _place(after, step_id)
    steps.insert(index + 1, {**copy.deepcopy(steps[index]), "id": new_id("s")})
    return after


def remove_step(document: Json, step_id: str) -> Json:
    """Take a step out."""
    after = copy.deepcopy(document)
    steps, index = _place(after, step_id)
    del steps[index]
    return after


def remove_stage(document: Json, stage_id: str) -> Json:
    """Take a stage and its steps out."""
    after = copy.deepcopy(document)
    after["stages"].remove(_stage(after, stage_id))
    return after


def _stage(document: Json, stage_id: str) -> Json:
    for stage in document["stages"]:
        if stage["id"] == stage_id:
            found: Json = stage
            return found
    raise LookupError(f"no stage {stage_id}")


def _place(document: Json, step_id: str) -> tuple[list[Json], int]:
    for stage in document["stages"]:
        for index, step in enumerate(stage["steps"]):
            if step["id"] == step_id:
                return stage["steps"], index
    raise LookupError(f"no step {step_id}")
