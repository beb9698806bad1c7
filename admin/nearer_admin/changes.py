"""What one button of the outline does to a program document: document in, new document out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from nearer_admin import composing

Json = dict[str, Any]

MOVES: dict[str, Callable[[Json, str], Json]] = {
    "step_up": partial(composing.move_step, by=-1),
    "step_down": partial(composing.move_step, by=1),
    "step_copy": composing.duplicate_step,
    "step_remove": composing.remove_step,
    "stage_up": partial(composing.move_stage, by=-1),
    "stage_down": partial(composing.move_stage, by=1),
    "stage_remove": composing.remove_stage,
}
LAST = 10_000


class UnknownChangeError(LookupError):
    """No button does this."""


def changed(document: Json, act: str, target: str, form: Mapping[str, str]) -> Json:
    """*document* after the button *act* on the step or stage *target*.

    Raises:
        UnknownChangeError: there is no such button.
        LookupError, ValueError: what it speaks of is not (or no longer) there.
    """
    if act in MOVES:
        return MOVES[act](document, target)
    if act == "step_place":
        return composing.place_step(document, target, form["stage"], max(0, int(form["at"])))
    if act == "step_stage":
        return composing.place_step(document, target, form["stage"], LAST)
    if act == "variant_add":
        return composing.add_variant(document, target, form["form"])
    if act == "variant_remove":
        return composing.remove_variant(document, target, form["name"])
    if act == "stage_add":
        return composing.add_stage(document, "New stage")
    raise UnknownChangeError(act)
