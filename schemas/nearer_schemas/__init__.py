"""The JSON Schemas of what crosses a boundary, as package data with a loader."""

import copy
import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["load", "names"]


def names() -> list[str]:
    """The names of all schemas here, in order."""
    return sorted(each.name[:-5] for each in files(__name__).iterdir() if each.name.endswith(".json"))


@lru_cache(maxsize=64)
def _read(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((files(__name__) / f"{name}.json").read_text("utf-8"))
    return schema


def load(name: str) -> dict[str, Any]:
    """The schema *name* (``dialect``, ``program``, ...), as a copy that may be changed.

    Raises:
        LookupError: there is no schema of this name.
    """
    if name not in names():
        raise LookupError(f"no schema {name!r}; there are {', '.join(names())}")
    return copy.deepcopy(_read(name))
