"""Answers as people read them: labels and words drawn from the schema, never JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from nearer.forms.shape import Shape, shape
from nearer.languages import N_, _, day_in_words, number
from nearer.rules.contract import Json
from nearer.rules.dialect import resolver_of
from nearer.rules.edition import Form

type_of = type
YES_NO = {True: N_("Yes"), False: N_("No")}


@dataclass(frozen=True)
class Rows:
    """Pairs of a label and what stands beside it: a text, more rows, or a list of these."""

    rows: tuple[tuple[str, Any], ...]


@lru_cache(maxsize=1024)
def _resolver(form: Form) -> Any:
    return resolver_of(form.schema or {})


def rows(form: Form, instance: Json) -> tuple[tuple[str, Any], ...]:
    """*instance* of the response schema of *form* as rows for a page; what the schema does not know keeps its key."""
    return _object(form.schema or {}, instance, _resolver(form)).rows


def title_of(form: Form, name: str) -> str:
    """The words for the top-level property *name*."""
    schema = ((form.schema or {}).get("properties") or {}).get(name, True)
    return _row(name, schema, None, _resolver(form))[0]


def _object(schema: Any, instance: Mapping[str, Any], resolver: Any) -> Rows:
    known = _properties(shape(schema, resolver), resolver)
    names = [*(name for name in known if name in instance), *(name for name in instance if name not in known)]
    return Rows(tuple(_row(name, known.get(name, True), instance[name], resolver) for name in names))


def _properties(found: Shape, resolver: Any) -> dict[str, Any]:
    known = dict(found.properties)
    for *_when, then in found.whens:
        known |= shape(then, resolver).properties
    return dict(sorted(known.items(), key=lambda each: _order(each[1])))


def _order(schema: Any) -> float:
    return float(schema["x-order"]) if isinstance(schema, dict) and "x-order" in schema else float("inf")


def _row(name: str, schema: Any, value: Any, resolver: Any) -> tuple[str, Any]:
    words = shape(schema, resolver).words
    return str(words.get("title") or name.replace("_", " ").capitalize()), _value(schema, value, resolver)


def _value(schema: Any, value: Any, resolver: Any) -> Any:
    found = shape(schema, resolver)
    for option in found.options:
        if option["const"] == value and type_of(option["const"]) is type_of(value):
            return str(option.get("title", _plain(value)))
    if isinstance(value, dict):
        return _object(_branch(found, value, resolver), value, resolver)
    if isinstance(value, list):
        return [_value(found.words.get("items", True), each, resolver) for each in value]
    return _plain(value, str(found.words.get("format", "")))


def _branch(found: Shape, value: Mapping[str, Any], resolver: Any) -> Any:
    """The alternative whose properties fit the value best; the schema itself where there is no choice."""
    if not found.branches:
        return found.words
    return max(found.branches, key=lambda each: len(shape(each, resolver).properties.keys() & value.keys()))


def _plain(value: Any, form: str = "") -> str:
    if isinstance(value, bool):
        return _(YES_NO[value])
    if value is None or value == "":
        return _("Nothing here.")
    if isinstance(value, float):
        return number(value)
    return _day(value) if form == "date" else str(value)


def _day(value: Any) -> str:
    try:
        return day_in_words(date.fromisoformat(value), year=True)
    except (TypeError, ValueError):
        return str(value)
