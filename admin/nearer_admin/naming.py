"""Short names that nobody has to think of: things in a list that need one get it made of their words. Pure."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
NAMES = ("id", "key")
LONGEST = 30
LAST = 99
MADE = "Made for you if you leave it empty; it stays when the words change."


def eased(schema: Json) -> Json:
    """*schema* as a form asks it: short names come last in each thing and may be left empty."""
    after = copy.deepcopy(schema)
    for things in _lists(after):
        name, items = things
        items["required"] = [each for each in items["required"] if each != name]
        items["properties"][name] |= {"x-order": LAST, "description": MADE}
    return after


def with_names(config: Any, schema: Json) -> Any:
    """*config* with a short name for each thing that needs one and has none; no two get the same."""
    after = copy.deepcopy(config)
    taken = {str(thing[name]) for thing, name, _ in _things(after, schema) if thing.get(name)}
    for thing, name, pattern in list(_things(after, schema)):
        made = "" if thing.get(name) else short_name(thing, taken)
        if made and re.search(pattern, made):
            thing[name] = made
            taken.add(made)
    return after


def short_name(thing: Json, taken: set[str]) -> str:
    """A name of small letters made of the first words of *thing*, unlike any in *taken*; nothing where it is blank."""
    words = next((each for each in thing.values() if isinstance(each, str) and each.strip()), "")
    if not words:
        return ""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "_", plain).lstrip("_0123456789")[: LONGEST - 4].strip("_") or "own"
    number, name = 1, found
    while name in taken:
        number += 1
        name = f"{found}_{number}"
    return name


def _lists(schema: Any) -> Iterator[tuple[str, Json]]:
    """Every schema of things that need a short name, with the property that holds it."""
    if isinstance(schema, dict):
        named = _named(schema.get("items"))
        if named:
            yield named, schema["items"]
        for below in schema.values():
            yield from _lists(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from _lists(below)


def _named(items: Any) -> str:
    if not isinstance(items, dict) or not isinstance(items.get("properties"), dict):
        return ""
    required = items.get("required", ())
    return next((each for each in NAMES if each in required and "pattern" in items["properties"].get(each, {})), "")


def _things(value: Any, schema: Any) -> Iterator[tuple[Json, str, str]]:
    """Every thing in *value* that needs a short name, with the property that holds it and its pattern."""
    if not isinstance(schema, dict):
        return
    if isinstance(value, list):
        named = _named(schema.get("items"))
        for each in value:
            if named and isinstance(each, dict):
                yield each, named, str(schema["items"]["properties"][named]["pattern"])
            yield from _things(each, schema.get("items"))
    elif isinstance(value, dict):
        for name, below in (schema.get("properties") or {}).items():
            if name in value:
                yield from _things(value[name], below)
