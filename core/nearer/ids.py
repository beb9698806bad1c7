"""Ids of steps and stages: made once, and for hand-written files that left them out."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from nearer.rules.contract import Json


def new_id(prefix: str) -> str:
    """An id for a step (``s``) or stage (``t``), made once and kept through edits, copies and export."""
    return f"{prefix}-{secrets.token_hex(4)}"


def with_ids(document: Json) -> Json:
    """*document* with an id for each stage and step that a hand-written file left without one."""
    after = copy.deepcopy(document)
    for stage in _mappings(after.get("stages") if isinstance(after, dict) else None):
        stage.setdefault("id", new_id("t"))
        for step in _mappings(stage.get("steps")):
            step.setdefault("id", new_id("s"))
    return after


def _mappings(value: Any) -> list[Json]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
