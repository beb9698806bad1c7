"""Whether two values of one scale differ by more than chance explains: reliable change, if its value has a source."""

from collections.abc import Mapping
from typing import Any


def change(scale: Mapping[str, Any], before: float | None, after: float | None) -> str | None:
    """``better``, ``worse``, ``moved`` (where neither end is better) or ``unclear``; None where it can't be said.

    ``reliable_change`` of a scale is ``{"value", "source"}``. A change of exactly that size counts (Jacobson and
    Truax 1991). Without a value and its source, nothing is said.
    """
    reliable = scale.get("reliable_change") or {}
    if before is None or after is None or not reliable.get("value") or not reliable.get("source"):
        return None
    if abs(after - before) < reliable["value"]:
        return "unclear"
    if scale.get("higher_is") not in ("better", "worse"):
        return "moved"
    return "better" if (after > before) == (scale["higher_is"] == "better") else "worse"
