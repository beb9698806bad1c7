"""The control of an object: its properties one below the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nearer.forms.names import NOTHING, Post, below
from nearer.forms.page import Node, Spot, node
from nearer.forms.scalars import Control, Raw
from nearer.forms.shape import Shape, shape
from nearer.rules.dialect_words import pointer

if TYPE_CHECKING:
    from nearer.forms.plan import Plan


UNKNOWN = Raw({})
"""Draws and reads what a schema says nothing about."""


class Group(Control):
    """An object: its properties one below the other, and what it holds besides as raw JSON."""

    def __init__(self, found: Shape, plan: Plan) -> None:
        super().__init__(found.words)
        self.found, self.plan = found, plan

    @cached_property
    def fields(self) -> dict[str, tuple[Any, tuple[Any, bool] | None]]:
        """Schema and condition of each property, in the order of drawing."""
        fields: dict[str, tuple[Any, tuple[Any, bool] | None]] = {}
        for name, below_ in self.found.properties.items():
            fields[name] = (below_, None)
        for condition, wanted, then in self.found.whens:
            for name, below_ in shape(then, self.plan.resolver).properties.items():
                fields.setdefault(name, (below_, (condition, wanted)))
        return dict(sorted(fields.items(), key=lambda each: self._order(each[1][0])))

    def _order(self, schema: Any) -> float:
        order = self.plan.control(schema).words.get("x-order")
        return float("inf") if order is None else float(order)

    def fits(self, value: Any) -> bool:
        """Any object with names that are texts."""
        return isinstance(value, dict)

    def blank(self) -> Any:
        """An empty object with the fixed values that it must have."""
        required = self.words.get("required", ())
        return {
            name: self.found.properties[name]["const"] for name in required if _is_fixed(self.found.properties[name])
        }

    def draw(self, value: Any, spot: Spot) -> Node:
        """A fieldset; an optional one with the box that says whether it is there."""
        fresh = spot.fresh and spot.required
        there = value is not NOTHING or (fresh and not spot.closed)
        children = [] if spot.closed else list(self._children({} if value is NOTHING else value, spot, fresh=fresh))
        keys = [json.dumps(key) for key in value if key not in self.fields] if value is not NOTHING else []
        ratings = self.words.get("x-widget") == "ratings"
        return node("group", spot, self.words, children=children, there=there, unknown=keys, ratings=ratings)

    def _children(self, value: Mapping[str, Any], spot: Spot, *, fresh: bool) -> Iterator[Node]:
        required = self.words.get("required", ())
        for key, (schema, when) in self.fields.items():
            if not spot.depth and spot.page.skips(key):
                continue
            at = inside(spot, key, required=key in required and when is None, fresh=fresh)
            drawn = self.plan.draw(schema, value.get(key, NOTHING), at)
            if when and key not in value and not drawn.errors:
                drawn.when = self.plan.validator.fits(when[0], value) is not when[1]
            yield drawn
        for key in value:
            if key not in self.fields and (spot.depth or not spot.page.skips(key)):
                yield UNKNOWN.draw(value[key], inside(spot, key, required=False, fresh=False))

    def read(self, post: Post, name: str) -> Any:
        """The object of what was filled in, if the box or anything in it says that it is there."""
        found = {}
        for key, (schema, _) in self.fields.items():
            if (value := self.plan.read(schema, post, below(name, key))) is not NOTHING:
                found[key] = value
        for text in post.texts(name + "~key"):
            key = UNKNOWN.parse(text)
            value = UNKNOWN.read(post, below(name, key)) if isinstance(key, str) else NOTHING
            if value is not NOTHING:
                found[key] = value
        gone = post.has(name + "~was") and not post.has(name + "~is")
        return found if not gone and (found or post.has(name + "~is")) else NOTHING


def _is_fixed(schema: Any) -> bool:
    return isinstance(schema, dict) and "const" in schema and schema["const"] is not True


def inside(spot: Spot, key: str | int, *, required: bool, fresh: bool) -> Spot:
    """The spot of the property or item *key* inside of *spot*."""
    from_pointer = None if spot.pointer is None else spot.pointer + pointer((key,))
    return replace(
        spot,
        name=below(spot.name, key),
        pointer=from_pointer,
        label=str(key).replace("_", " ").strip().capitalize() if isinstance(key, str) else str(key + 1),
        note=spot.page.notes.get(str(key), "") if not spot.depth else "",
        required=required,
        fresh=fresh,
        depth=spot.depth + 1,
    )
