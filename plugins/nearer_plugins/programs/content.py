"""What stands out in the steps of a program: heavy writing unasked, long stretches alone, opened journals, licences."""

from collections.abc import Iterator
from typing import Any

from nearer import Problem

Json = dict[str, Any]
Steps = list[tuple[str, Json]]

ALONE_IN_A_ROW = 6
"""More solo steps than this with nothing for two between them; our own measure, not one from research."""

OPENING = frozenset({"both", "guess", "joint", "released"})
LONG_TEXT = 1500
"""From this length on a text is writing, not a line."""


def content_findings(steps: Steps) -> Iterator[Problem]:
    """Look over resolved steps, each with its pointer; without frozen forms there is nothing to say."""
    yield from _heavy(steps)
    yield from _long_alone(steps)
    for pointer, step in steps:
        for form in _forms(step):
            if form["type"].startswith("trust_journal.") and _opens_writing(form):
                message = (
                    "Writing in a journal opens to the partner here. People write otherwise when somebody reads it. "
                    "Keep it private and let them lift single sentences out."
                )
                yield Problem(pointer, message, "journal", "warning")
            if _has_pasted_lines(form) and not form["config"].get("licence"):
                message = "The lines of an instrument were pasted here, and no licence is named. Say whose they are."
                yield Problem(pointer, message, "licence", "warning")
            if _has_pasted_lines(form) and not form["config"].get("may_use"):
                message = "Nobody said that the pasted lines may be used. Ask whoever owns them before you publish."
                yield Problem(pointer, message, "licence", "warning")


def _heavy(steps: Steps) -> Iterator[Problem]:
    """Heavy writing before anybody was asked about parting (Sbarra and others 2013: worse for months after it)."""
    asked = False
    for pointer, step in steps:
        forms = _forms(step)
        asked = asked or any(rule.get("flag") == "recent_separation" for form in forms for rule in form["flags"])
        if not asked and any(_is_heavy_writing(form) for form in forms):
            message = (
                "After parting not long ago, writing like this made some people feel worse for months. Ask about it "
                "first, with a safety screen ahead of this step, or take something gentler."
            )
            yield Problem(pointer, message, "separation", "warning")


def _is_heavy_writing(form: Json) -> bool:
    card = form["protocol"]
    is_heavy = "recent_separation" in (card.get("contraindications") or ()) and int(card.get("intensity") or 0) >= 3
    return is_heavy and form["participation"] == "solo"


def _long_alone(steps: Steps) -> Iterator[Problem]:
    row = 0
    for pointer, step in steps:
        forms = _forms(step)
        is_alone = bool(forms) and all(form["participation"] == "solo" for form in forms)
        row = row + 1 if is_alone else 0
        if row == ALONE_IN_A_ROW + 1:
            message = (
                f"More than {ALONE_IN_A_ROW} steps in a row are for one person alone. Something to do or to look at "
                "together here would bring the two back to each other."
            )
            yield Problem(pointer, message, "alone", "hint")


def _has_pasted_lines(form: Json) -> bool:
    """Whether the lines of somebody's instrument stand in it (see the questionnaire of the measures)."""
    return "instrument" in form["config"] and bool(form["config"].get("lines"))


def _opens_writing(form: Json) -> bool:
    properties = ((form["schemas"].get("self") or {}).get("properties") or {}).values()
    return any(
        each.get("x-visibility") in OPENING and each.get("type") == "string" and each.get("maxLength", 0) >= LONG_TEXT
        for each in properties
    )


def _forms(step: Json) -> list[Json]:
    found = step.get("forms", {}).values()
    return [{"type": "", "config": {}, "flags": [], "protocol": {}, "schemas": {}, **form} for form in found]
