"""Scores, comparisons and flags, computed from rules that are data in the edition.

A scoring is ``{"scales": {name: {"items": [{"at", "reverse", "min", "max"}], "rule": "sum" | "mean", "missing": share,
"higher_is", "bands": [{"from", "to", "exclusive": "from" | "to" | "both", "label", "source"}]}}}``. Edges of a band
belong to it unless ``exclusive`` says otherwise; a missing edge is open-ended; the first band that fits holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nearer.rules.contract import Json
from nearer.rules.dialect import compile as compile_schema

FEWEST_COMPARED = 4
"""With fewer numbers a comparison would tell single answers."""

SIMILAR_WITHIN = 0.1
"""Means closer than this share of the answers' own spread count as similar."""


def score(scoring: Json | None, response: Json) -> dict[str, Json]:
    """The scales of *response*: ``{scale: {"value", "missing", "band"}}``.

    A scale with more than its share of missing items (a tenth unless it says otherwise) has no value; below that,
    a sum is the mean of what was answered times the number of items.
    """
    scales = (scoring or {}).get("scales") or {}
    return {name: _scale(scale, response) for name, scale in scales.items()}


def sources(scale: Json) -> frozenset[str]:
    """The top-level properties that a scale rests on."""
    return frozenset(_steps(item["at"])[0] for item in scale.get("items") or () if _steps(item["at"]))


def compare(mine: Any, theirs: Any) -> str | None:
    """Where *theirs* lie against *mine* as a whole: lower, similar, higher; None where both gave too few."""
    ours, others = dict(_numbers(mine)), dict(_numbers(theirs))
    shared = sorted(ours.keys() & others.keys())
    if len(shared) < FEWEST_COMPARED:
        return None
    values = [ours[at] for at in shared] + [others[at] for at in shared]
    difference = math.fsum(others[at] - ours[at] for at in shared) / len(shared)
    if abs(difference) <= SIMILAR_WITHIN * (max(values) - min(values)):
        return "similar"
    return "higher" if difference > 0 else "lower"


def raised(flags: Iterable[Json], response: Json) -> set[str]:
    """The flags whose rule holds for *response*."""
    return {str(rule["flag"]) for rule in flags if _holds(rule["when"], response)}


def _scale(scale: Json, response: Json) -> Json:
    items = scale.get("items") or ()
    values = [value for item in items if (value := _value(item, response)) is not None]
    missing = len(items) - len(values)
    if not values or missing > scale.get("missing", 0.1) * len(items):
        return {"value": None, "missing": missing, "band": None}
    mean = math.fsum(values) / len(values)
    value = round(mean * len(items) if scale.get("rule") == "sum" else mean, 4)
    return {"value": int(value) if value == int(value) else value, "missing": missing, "band": _band(scale, value)}


def _value(item: Json, response: Json) -> float | None:
    """The number that *item* contributes; None if it is missing, no number, or out of its range."""
    found: Any = response
    for step in _steps(item["at"]):
        if isinstance(found, list):
            found = found[int(step)] if step.isdigit() and int(step) < len(found) else None
        else:
            found = found.get(step) if isinstance(found, Mapping) else None
    if not _is_number(found) or not item["min"] <= found <= item["max"]:
        return None
    return float(item["min"] + item["max"] - found if item.get("reverse") else found)


def _band(scale: Json, value: float) -> str | None:
    for band in scale.get("bands") or ():
        exclusive = band.get("exclusive")
        low, high = band.get("from", -math.inf), band.get("to", math.inf)
        above = value > low if exclusive in ("from", "both") else value >= low
        below = value < high if exclusive in ("to", "both") else value <= high
        if above and below:
            return str(band["label"])
    return None


def _steps(pointer: str) -> list[str]:
    """The names in a JSON pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _numbers(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    """Every number in *value* with its path."""
    if _is_number(value):
        yield path, float(value)
    elif isinstance(value, Mapping):
        for name, below in value.items():
            yield from _numbers(below, (*path, str(name)))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _numbers(below, (*path, str(index)))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _holds(when: Any, response: Json) -> bool:
    """Whether *response* meets *when*; a rule that cannot be checked holds, because safety fails closed."""
    found = compile_schema(when).problems(response)
    return not found or any(each.keyword == "limit" for each in found)
