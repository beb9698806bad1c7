"""References in files without Python: they take a value from a config or an answer."""

from __future__ import annotations

import copy
from typing import Any

from nearer.rules.contract import Json

MISSING = object()


def filled(value: Any, source: Json, word: str = "$config") -> Any:
    """*value* with ``{"$config": "/pointer"}`` (or another *word*) replaced by what *source* holds there.

    Where it holds nothing, ``default`` beside it stands in; without one the key or item is left out.
    """
    if isinstance(value, dict):
        if word in value and value.keys() <= {word, "default"}:
            found = _at(source, str(value[word]))
            return value.get("default", MISSING) if found is MISSING else found
        made = {key: filled(each, source, word) for key, each in value.items()}
        return {key: each for key, each in made.items() if each is not MISSING}
    if isinstance(value, list):
        return [each for each in (filled(each, source, word) for each in value) if each is not MISSING]
    return value


def with_defaults(schema: Json, config: Json) -> Json:
    """*config* with the defaults of the schema's top-level properties where it holds nothing."""
    known = schema.get("properties") or {}
    defaults = {name: each["default"] for name, each in known.items() if isinstance(each, dict) and "default" in each}
    return copy.deepcopy({**defaults, **config})


def _at(config: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(config, dict) and key in config:
            config = config[key]
        elif isinstance(config, list) and key.isdigit() and int(key) < len(config):
            config = config[int(key)]
        else:
            return MISSING
    return copy.deepcopy(config)
