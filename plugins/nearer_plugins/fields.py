"""Short ways to write the schemas of forms, so that a type reads as its questions."""

from collections.abc import Iterable, Sequence
from typing import Any

Schema = dict[str, Any]


def form(properties: Schema, *, required: Sequence[str] = (), **more: Any) -> Schema:
    """An object schema whose fields are drawn in the order they are written in."""
    placed = {name: {**schema, "x-order": place} for place, (name, schema) in enumerate(properties.items(), 1)}
    schema: Schema = {"type": "object", "properties": placed, **more}
    if required:
        schema["required"] = list(required)
    return schema


def seen(visibility: str, properties: Schema) -> Schema:
    """Put one visibility on every property of a response schema."""
    return {name: {**schema, "x-visibility": visibility} for name, schema in properties.items()}


def text(title: str, limit: int = 200, **more: Any) -> Schema:
    """One line of words."""
    return {"type": "string", "title": title, "maxLength": limit, **more}


def words(title: str, limit: int = 2000, **more: Any) -> Schema:
    """Several lines of words."""
    return {"type": "string", "title": title, "maxLength": limit, "x-widget": "textarea", **more}


def options(choices: Iterable[tuple[Any, str]]) -> list[Schema]:
    """Pairs of value and wording as ``oneOf``."""
    return [{"const": value, "title": wording} for value, wording in choices]


def choice(title: str, choices: Iterable[tuple[Any, str]], **more: Any) -> Schema:
    """One of several; all values of one JSON kind."""
    offered = options(choices)
    kind = "integer" if isinstance(offered[0]["const"], int) else "string"
    return {"type": kind, "title": title, "oneOf": offered, **more}


def several(title: str, choices: Iterable[tuple[str, str]], **more: Any) -> Schema:
    """Any number of several, each at most once."""
    return {
        "type": "array",
        "title": title,
        "uniqueItems": True,
        "items": {"type": "string", "oneOf": options(choices)},
        **more,
    }


def number(title: str, low: int, high: int, **more: Any) -> Schema:
    """A whole number within bounds, both included."""
    return {"type": "integer", "title": title, "minimum": low, "maximum": high, **more}


def yes(title: str, **more: Any) -> Schema:
    """A box to tick."""
    return {"type": "boolean", "title": title, **more}


def some(title: str, items: Schema, limit: int, **more: Any) -> Schema:
    """A list that people add to, of at most *limit* items."""
    return {"type": "array", "title": title, "items": items, "maxItems": limit, **more}


def filled(schema: Schema, config: Schema) -> Schema:
    """A config with the defaults of its schema in the places it leaves open."""
    defaults = {name: field["default"] for name, field in schema["properties"].items() if "default" in field}
    return {**defaults, **config}


def scale(title: str, low: str, high: str, *, top: int = 7, **more: Any) -> Schema:
    """A rating from 1 to *top* with words at both ends."""
    ends = {1: f"1, {low}", top: f"{top}, {high}"}
    return choice(
        title, [(value, ends.get(value, str(value))) for value in range(1, top + 1)], **{"x-widget": "radio", **more}
    )


ASKED = {"x-translatable": True}
"""Words of a config that couples answer: other words would be another question."""

SHOWN = {"x-translatable": True, "x-answer-affecting": False}
"""Words of a config that couples read and that change no answer."""
