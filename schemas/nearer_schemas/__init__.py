"""The JSON Schemas of what crosses a boundary, as package data with a loader."""

import copy
import json
import re
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin

__all__ = ["load", "metaschema", "names"]


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


def metaschema(contents: Callable[[str], Any]) -> dict[str, Any]:
    """The dialect and the vocabularies that it rests on in one document, which checks several times faster.

    *contents* gives the standard's schemas by address. What it objects to is the same as along their references.
    """
    own = load("dialect")
    standard = contents(own["$schema"])
    parts = [own, standard, *(contents(urljoin(own["$schema"], each["$ref"])) for each in standard["allOf"])]
    flat: dict[str, Any] = {"type": own["type"]}
    for word in ("properties", "$defs"):
        flat[word] = {name: each for part in reversed(parts) for name, each in part.get(word, {}).items()}
    text = json.dumps(flat).replace('"$dynamicRef": "#meta"', '"$ref": "#"')
    joined: dict[str, Any] = json.loads(re.sub(r'"meta/[a-z]+#', '"#', text))
    return joined
