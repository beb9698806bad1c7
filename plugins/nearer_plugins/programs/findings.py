"""What stands out in a program: joint work before anybody was asked, crowded weeks, nothing together, no look back."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from nearer import Problem
from nearer_plugins.programs.content import content_findings
from nearer_plugins.programs.pace import places

Json = dict[str, Any]

MINUTES_A_WEEK = 90
"""More than this in one week is a lot beside work and sleep; it is our own measure, not one from research."""

FOR_TWO = ("together", "turns")

COURSE_DAYS = 14
"""A program that takes longer at its quickest is a course: it is worth a measure before, one after and a follow-up."""

FOLLOW_UP_DAYS = 30
"""After a pause of this length or more comes a follow-up; trials look again after three months and later."""


def findings(program: Json) -> Iterator[Problem]:
    """Look over a resolved program document; without frozen forms, it is judged by what its variants say."""
    found = [(pointer, step) for pointer, step in steps_of(program)]
    if not found:
        return
    yield from _screening(found)
    yield from _crowded(found)
    yield from _early(program)
    yield from content_findings(found)
    if not any(is_for_two(step) for _, step in found):
        message = "Nothing here is done together. Most couples gain more from a program that leads them to each other."
        yield Problem("", message, "joint", "hint")
    if max(day for _, day in places([step for _, step in found])) > COURSE_DAYS:
        yield from _looks_back([step for _, step in found])


def steps_of(program: Json) -> Iterator[tuple[str, Json]]:
    """Every step with its pointer."""
    for s, stage in enumerate(program.get("stages", ())):
        for i, step in enumerate(stage.get("steps", ())):
            yield f"/stages/{s}/steps/{i}", step


def is_screen(step: Json) -> bool:
    """Whether the step asks each person alone about safety: its answers are kept for nobody's eyes but a task's."""
    if any(variant["type"].startswith("safety.") for variant in step["variants"]):
        return True
    schemas = [form["schemas"].get("self") or {} for form in step.get("forms", {}).values()]
    asked = [each for schema in schemas for each in schema.get("properties", {}).values()]
    return any(each.get("x-visibility") == "screen" for each in asked)


def is_for_two(step: Json) -> bool:
    """Whether the step has a form that both do with each other."""
    forms = step.get("forms", {})
    named = any(variant["form"] == "together" for variant in step["variants"])
    return named or "together" in forms or any(form["participation"] in FOR_TWO for form in forms.values())


def has_two_forms(step: Json) -> bool:
    """Whether it will be decided in which form the step is done."""
    named = {variant["form"] for variant in step["variants"]} | set(step.get("forms", {}))
    return {"together", "alone"} <= named


def is_measure(step: Json) -> bool:
    """Whether the step is there to see how things stand: it comes from the measures, or its answers are scored."""
    if any(variant["type"].startswith("measures.") for variant in step["variants"]):
        return True
    return any(form.get("scoring") for form in step.get("forms", {}).values())


def is_follow_up(step: Json) -> bool:
    """Whether the step comes after a long pause."""
    delivery = step.get("delivery") or {}
    if delivery.get("rule") == "monthly":
        return int(delivery.get("times", 1)) > 1
    return delivery.get("rule") in ("after_delay", "on_day") and _pause(delivery) >= FOLLOW_UP_DAYS


def _pause(delivery: Json) -> int:
    return int(delivery.get("days") or delivery.get("day") or 0)


def has_contraindications(step: Json) -> bool:
    """Whether something may speak against doing the step together."""
    forms = [form for form in step.get("forms", {}).values() if form["participation"] != "solo"]
    if forms:
        return any(form["protocol"].get("contraindications") for form in forms)
    return is_for_two(step) or bool((step.get("protocol") or {}).get("contraindications"))


def _screening(found: list[tuple[str, Json]]) -> Iterator[Problem]:
    screened = False
    for pointer, step in found:
        screened = screened or is_screen(step)
        if not screened and has_contraindications(step):
            message = (
                "This is not right for everybody, and nobody has been asked before. Put a safety screen ahead of it."
            )
            yield Problem(pointer, message, "screen", "warning")
    if not screened:
        message = (
            "No step asks each person alone whether it is safe to work together. Put a safety screen at the start."
        )
        yield Problem("", message, "screen", "warning")


def _crowded(found: list[tuple[str, Json]]) -> Iterator[Problem]:
    minutes: dict[int, int] = defaultdict(int)
    told: set[int] = set()
    for index, day in places([step for _, step in found]):
        pointer, step = found[index]
        week = day // 7
        minutes[week] += int(step.get("minutes") or 0)
        if minutes[week] > MINUTES_A_WEEK and week not in told:
            told.add(week)
            message = (
                f"At a quick pace, week {week + 1} goes over {MINUTES_A_WEEK} minutes here. A pause before it may help."
            )
            yield Problem(pointer, message, "pace", "hint")


def _early(program: Json) -> Iterator[Problem]:
    """Steps of a later stage that open on the first day: with the first open step, the form of a stage is decided."""
    for s, stage in list(enumerate(program.get("stages", ())))[1:]:
        if not any(has_two_forms(step) for step in stage["steps"]):
            continue
        for i, step in enumerate(stage["steps"]):
            if (step.get("delivery") or {}).get("rule") == "at_once":
                message = (
                    "This opens on the first day, and settles then whether its whole stage is done together or alone. "
                    "Let it come later, or give it a stage of its own."
                )
                yield Problem(f"/stages/{s}/steps/{i}", message, "early", "warning")


def _looks_back(steps: list[Json]) -> Iterator[Problem]:
    """Whether one could see later what came of it (Halford 2017 and the checkup's second visit: boosters help)."""
    measures = [index for index, step in enumerate(steps) if is_measure(step)]
    talk = next((index for index, step in enumerate(steps) if is_for_two(step)), len(steps))
    if not measures or measures[0] > talk:
        message = "Nothing shows where the two stand at the start. A short measure before the first talk would."
        yield Problem("", message, "measure_start", "hint")
    if not [index for index in measures[1:] if 2 * index >= len(steps)]:
        message = "Nothing shows where the two stand at the end. The measure of the start, asked once more, would."
        yield Problem("", message, "measure_end", "hint")
    if not any(is_follow_up(step) for step in steps):
        message = "Nothing comes after the end. A look back after three months and a year helps gains to last."
        yield Problem("", message, "follow_up", "hint")
