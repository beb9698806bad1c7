"""The calls of plugins' widgets, each guarded: what fails is remembered, and core draws and reads in its place."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from markupsafe import Markup

from nearer.forms.custom import FAILED, Posted
from nearer.leaving_out import LeftOuts
from nearer.rules.canonical import canonical
from nearer.rules.contract import Json
from nearer.rules.widgets import Field, Piece, Widget

T = TypeVar("T")


class WidgetCalls:
    """What the registry is for forms: its widgets by name, and what they draw and read."""

    widgets: dict[str, Widget]
    left_out: LeftOuts

    def attempt(self, type_id: str, call: Callable[[], T], otherwise: T, override: str = "") -> T:
        """As the registry does it."""
        raise NotImplementedError

    def widget_of(self, schema: Json) -> Widget | None:
        """The widget that *schema* names, if it is here and says that it applies."""
        widget = self.widgets.get(str(schema.get("x-widget")))
        if widget is None:
            return None
        applies = self.attempt(widget.name, lambda: bool(widget.applies(copy.deepcopy(schema))), otherwise=False)
        return widget if applies else None

    def draw_widget(self, widget: Widget, field: Field, *, counts: bool) -> Markup | None:
        """What it draws for *field*, sanitised, the labels of its pieces too; None where it fails or is left out.

        What *counts* leads to its being left out; what somebody typed by mistake must not.
        """
        from nearer.sanitise import sanitise

        if self.left_out.holds(widget.name, "draw"):
            return None

        def draw() -> Markup:
            own = replace(field, schema=copy.deepcopy(field.schema), value=copy.deepcopy(field.value), pieces=[])
            markup = sanitise(widget.draw(own))
            field.pieces[:] = [_clean(each) for each in own.pieces]
            return markup

        return self.attempt(widget.name, draw, None, "draw" if counts else "")

    def read_widget(self, widget: Widget, schema: Json, posted: Posted, *, counts: bool) -> Any:
        """The value that it reads, None for nothing; :data:`nearer.forms.custom.FAILED` where it can't be asked."""
        if self.left_out.holds(widget.name, "read"):
            return FAILED

        def read() -> Any:
            found = widget.read(copy.deepcopy(schema), {at: tuple(texts) for at, texts in posted.items()})
            canonical(found)
            return found

        return self.attempt(widget.name, read, FAILED, "read" if counts else "")


def _clean(piece: Piece) -> Piece:
    from nearer.sanitise import sanitise

    label = sanitise(piece.label) if isinstance(piece.label, Markup) else str(piece.label)
    return replace(piece, label=label, at=str(piece.at), options=tuple((str(a), str(b)) for a, b in piece.options))
