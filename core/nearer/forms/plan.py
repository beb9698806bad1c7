"""Which control stands for which part of a schema, kept so that a known schema costs nothing to plan."""

from dataclasses import replace
from functools import partial
from typing import Any

from nearer.forms.custom import OWN, Custom, Widgets, as_typed
from nearer.forms.groups import Group
from nearer.forms.lists import Branches, Nullable, Rows
from nearer.forms.names import NOTHING, Post
from nearer.forms.page import Node, Spot
from nearer.forms.scalars import Choice, Control, Number, Raw, Scalar, Slider, Text, Tick, Ticks
from nearer.forms.shape import Shape, shape
from nearer.rules.dialect import compile as compile_schema
from nearer.rules.dialect import resolver_of

MAX_DEPTH = 12
MAX_DRAWN = 400
SCALE = 11


class Plan:
    """Which control stands for which part of a schema; made as parts are first drawn, then kept."""

    def __init__(self, schema: Any, widgets: Widgets | None = None) -> None:
        self.widgets = widgets
        self.validator = compile_schema(schema)
        self.schema = self.validator.schema
        self.resolver = resolver_of(self.schema)
        self._kept: dict[int, tuple[Any, Control, Control]] = {}

    def _of(self, schema: Any) -> tuple[Any, Control, Control]:
        kept = self._kept.get(id(schema))
        if kept is None:
            control = self._with_widget(schema, choose(shape(schema, self.resolver), self))
            kept = self._kept[id(schema)] = (schema, control, Raw(control.words))
        return kept

    def _with_widget(self, schema: Any, control: Control) -> Control:
        """*control* behind the widget that the schema names, if there is one; never for the whole of a form."""
        if self.widgets is None or schema is self.schema or isinstance(control, Raw) or "x-widget" not in control.words:
            return control
        widget = self.widgets.widget_of(dict(control.words))
        if widget is None:
            return control
        is_valid = partial(self.validator.fits, schema)
        if isinstance(control, Nullable):
            return Nullable(Custom(widget, control.inner, self.widgets, is_valid))
        return Custom(widget, control, self.widgets, is_valid)

    def control(self, schema: Any) -> Control:
        """The control that stands for *schema*."""
        return self._of(schema)[1]

    def draw(self, schema: Any, value: Any, spot: Spot) -> Node:
        """The node for *value*, as raw JSON where the control of *schema* could not post it back."""
        _, control, raw = self._of(schema)
        spot.page.drawn += 1
        full = spot.depth > MAX_DEPTH or spot.page.drawn > MAX_DRAWN
        if value is NOTHING and spot.fresh and "default" in control.words and control.fits(control.words["default"]):
            value = control.words["default"]
        sensitive = spot.sensitive or bool(control.words.get("x-sensitive"))
        if value is NOTHING and not isinstance(control, Scalar):
            closed = full or id(schema) in spot.trail
            spot = replace(spot, closed=closed, sensitive=sensitive, trail=spot.trail | {id(schema)})
        elif sensitive != spot.sensitive:
            spot = replace(spot, sensitive=sensitive)
        if value is not NOTHING and (full or not control.fits(value)):
            return raw.draw(value, spot)
        return control.draw(value, spot)

    def read(self, schema: Any, post: Post, name: str) -> Any:
        """The value posted below *name*; NOTHING where nothing was."""
        if name not in post.places:
            return NOTHING
        _, control, raw = self._of(schema)
        if post.has(name + "~raw"):
            return raw.read(post, name)
        inner = control.inner if isinstance(control, Nullable) else control
        if post.has(name + OWN) and not isinstance(inner, Custom):  # drawn by a widget that is gone
            return as_typed(control, post, name)
        return control.read(post, name)


def _options(found: Shape) -> Control:
    """Options: a scale if they are few whole numbers in order, a box if there is only one."""
    if len(found.options) == 1:
        return Tick(found.words, found.options[0]["const"])
    consts = [option["const"] for option in found.options]
    scale = len(consts) <= SCALE and all(type(each) is int for each in consts) and consts == sorted(consts)
    return Choice(found.words, found.options, scale=scale)


def _number(found: Shape) -> Control:
    """A whole number between near bounds is a row of radio buttons, else typed; a slider on request."""
    low, high = found.words.get("minimum", 0.5), found.words.get("maximum", 0.5)
    bounded = found.kind == "integer" and type(low) is int and type(high) is int and low < high
    if bounded and found.words.get("x-widget") == "range" and "multipleOf" not in found.words:
        return Slider(found.words)
    if bounded and high - low < SCALE:
        step = found.words.get("multipleOf", 1)
        fitting = [{"const": each} for each in range(low, high + 1) if not each % step]
        return Choice(found.words, fitting, scale=True) if len(fitting) > 1 else Number(found.words)
    return Number(found.words)


def _list(found: Shape, plan: Plan) -> Control:
    """A list: boxes where each of some options can be there once, else rows."""
    items = shape(found.words["items"], plan.resolver)
    if found.words.get("uniqueItems") and len(items.options) > 1:
        return Ticks(found.words, items.options)
    return Rows(found.words, plan)


def _boolean(found: Shape) -> Control:
    if found.words.get("x-widget") == "checkbox":
        return Tick(found.words, True, off=False)
    return Choice(found.words, [{"const": True}, {"const": False}])


def choose(found: Shape, plan: Plan) -> Control:
    """The control for a shape."""
    control: Control
    match found.kind:
        case "options":
            control = _options(found)
        case "object":
            control = Group(found, plan)
        case "list":
            control = _list(found, plan)
        case "branches":
            control = Branches(found, plan)
        case "text":
            control = Text(found.words)
        case "boolean":
            control = _boolean(found)
        case "integer" | "number":
            control = _number(found)
        case _:
            return Raw(found.words)
    return Nullable(control) if found.nullable else control
