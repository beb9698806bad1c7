"""The control of a plugin's widget: it lays out controls that core draws; where it fails, core's own stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import unquote

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from nearer.forms.names import NOTHING, Post, exact, field_id, is_safe
from nearer.forms.page import Node, Spot, node
from nearer.forms.scalars import Control
from nearer.rules.contract import Json
from nearer.rules.dialect_words import pointer
from nearer.rules.widgets import Field, Piece, Widget

FAILED = object()
"""What a widget gives that could not be asked."""

Posted = Mapping[str, Sequence[str]]
OWN = "~own"
MAX_PIECES = 500
_PLACES = re.compile(r'<span data-piece="([0-9]{1,4})"></span>')


class Widgets(Protocol):
    """The widgets of an installation, each call guarded."""

    def widget_of(self, schema: Json) -> Widget | None:
        """The widget that *schema* names, if it is here and applies."""

    def draw_widget(self, widget: Widget, field: Field, *, counts: bool) -> Markup | None:
        """What it draws, sanitised; None where it fails, which *counts* unless the value was somebody's mistake."""

    def read_widget(self, widget: Widget, schema: Json, posted: Posted, *, counts: bool) -> Any:
        """What it reads, None for nothing; :data:`FAILED` where it fails, which *counts* unless it was posted."""


class Custom(Control):
    """A widget with core's own control behind it, which also reads what was posted unless the widget does."""

    def __init__(
        self, widget: Widget, inner: Control, widgets: Widgets, is_valid: Callable[[Any], bool] = bool
    ) -> None:
        super().__init__(inner.words)
        self.widget, self.inner, self.widgets, self.is_valid = widget, inner, widgets, is_valid
        self.reads = type(widget).read is not Widget.read

    def fits(self, value: Any) -> bool:
        """What core's own control fits."""
        return self.inner.fits(value)

    def blank(self) -> Any:
        """What core's own control starts from."""
        return self.inner.blank()

    def draw(self, value: Any, spot: Spot) -> Node:
        """The widget's drawing, if what it posts reads as *value*; else core's own."""
        field = Field(
            dict(self.words), None if value is NOTHING else value, not spot.required, spot.page.words["no_answer"]
        )
        counts = value is NOTHING or self.is_valid(value)
        drawn = None if spot.closed else self.widgets.draw_widget(self.widget, field, counts=counts)
        is_there = self.blank() is not NOTHING and (value is not NOTHING or (spot.fresh and spot.required))
        if drawn is None:
            return self.inner.draw(value, spot)
        placed = list(dict.fromkeys(int(each) for each in _PLACES.findall(drawn) if int(each) < len(field.pieces)))
        pieces = [(field.pieces[each], field_id(field.pieces[each].at, spot.name)) for each in placed]
        marks = [OWN] * self.reads + ["~is"] * is_there
        if len(placed) > MAX_PIECES or not self._comes_back(value, spot.name, pieces, marks, counts=counts):
            return self.inner.draw(value, spot)
        inside = [(text, pieces[placed.index(int(n))] if n else None) for text, n in _split(drawn, placed)]
        below = spot.errors(all_below=True)
        found = node("custom", replace(spot, pointer=None), self.words, inside=inside, marks=marks)
        found.errors = below
        return found

    def _comes_back(
        self, value: Any, name: str, pieces: list[tuple[Piece, str]], marks: list[str], *, counts: bool
    ) -> bool:
        """Whether what a browser posts for *pieces* reads as *value*."""
        form: MultiDict[str, str] = MultiDict((name + mark, "1") for mark in marks)
        for piece, at in pieces:
            if not is_safe(piece.value):
                return False
            chosen = [text for text, _ in piece.options]
            if piece.kind == "select":
                form.add(at, piece.value if piece.value in chosen else next(iter(chosen), ""))
            elif piece.kind in ("line", "area") or piece.is_on:
                form.add(at, piece.value)
        found = self._found(Post(form), name, counts=counts)
        blank = self.blank() if name + "~is" in form else NOTHING
        return found is not FAILED and _same(found, blank if value is NOTHING else value)

    def read(self, post: Post, name: str) -> Any:
        """What the widget reads, or core's own control; what neither can, stays as it was typed."""
        found = self._found(post, name, counts=False)
        return as_typed(self.inner, post, name) if found is FAILED else found

    def _found(self, post: Post, name: str, *, counts: bool) -> Any:
        if not post.has(name + OWN):
            return self.inner.read(post, name)
        if not self.reads:
            return FAILED
        found = self.widgets.read_widget(self.widget, dict(self.words), posted(post, name), counts=counts)
        return NOTHING if found is None else found


def as_typed(control: Control, post: Post, name: str) -> Any:
    """What core's *control* reads of a widget's pieces, or else their texts, so that nothing is lost."""
    found = control.read(post, name)
    typed = {at: texts[0] if len(texts) == 1 else texts for at, texts in posted(post, name).items() if any(texts)}
    if found is not NOTHING or not typed:
        return found
    return typed[""] if list(typed) == [""] else typed


def posted(post: Post, name: str) -> dict[str, list[str]]:
    """The texts that were posted for the pieces of *name*, by their pointers."""
    found: dict[str, list[str]] = {}
    for key in post.form:
        rest = key.removeprefix(name)
        if "~" not in rest and (key == name or key.startswith(name + "/")):
            found[pointer(map(unquote, rest.split("/")[1:]))] = post.texts(key)
    return found


def _same(found: Any, value: Any) -> bool:
    return found is value or (NOTHING not in (found, value) and exact(found) == exact(value))


def _split(drawn: str, placed: list[int]) -> list[tuple[Markup, str]]:
    """The markup before each piece with the number of the piece; a piece stands once."""
    parts = _PLACES.split(drawn)
    left, found = list(placed), []
    for text, number in zip(parts[::2], [*parts[1::2], ""], strict=True):
        known = bool(number) and int(number) in left
        if known:
            left.remove(int(number))
        found.append((Markup(text), number if known else ""))  # noqa: S704 - it comes sanitised
    return found
