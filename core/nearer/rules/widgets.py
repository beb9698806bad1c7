"""What a plugin writes against to draw a control of its own: a widget, and the pieces that it lays out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from markupsafe import Markup

from nearer.rules.contract import Json


@dataclass(frozen=True)
class Piece:
    """One real control of a form, drawn by core where a widget puts it. ``at`` points from the field to its value."""

    kind: str
    at: str
    label: Markup | str
    value: str = ""
    is_on: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass
class Field:
    """One field as a widget draws it: its schema, what stands in it (None: nothing), and the pieces to lay out.

    Core draws the question, who will see the answer, hints and errors around it. A piece without a pointer stands for
    the field itself, ``/name`` for a property or item in it. ``no_answer`` is core's wording for taking
    an answer back, which ``optional`` fields need. Each method returns the place of its piece.
    """

    schema: Json
    value: Any = None
    optional: bool = False
    no_answer: str = "No answer"
    pieces: list[Piece] = field(default_factory=list)

    def radio(self, value: str, label: Markup | str, *, at: str = "", is_on: bool = False) -> Markup:
        """One of several buttons with the same *at*, of which one can be chosen; *value* is posted."""
        return self._place(Piece("radio", at, label, str(value), is_on))

    def box(self, value: str, label: Markup | str, *, at: str = "", is_on: bool = False) -> Markup:
        """A box that can be ticked."""
        return self._place(Piece("box", at, label, str(value), is_on))

    def line(self, label: str, text: str = "", *, at: str = "") -> Markup:
        """One line of text."""
        return self._place(Piece("line", at, label, str(text)))

    def area(self, label: str, text: str = "", *, at: str = "") -> Markup:
        """Several lines of text."""
        return self._place(Piece("area", at, label, str(text)))

    def select(self, label: str, options: Iterable[tuple[str, str]], chosen: str = "", *, at: str = "") -> Markup:
        """A list of pairs of value and wording to choose from; give ``("", "...")`` for no choice."""
        return self._place(Piece("select", at, label, str(chosen), options=tuple(options)))

    def _place(self, piece: Piece) -> Markup:
        self.pieces.append(piece)
        return Markup('<span data-piece="{}"></span>').format(len(self.pieces) - 1)


class Widget:
    """A control of one's own for fields of answering forms: subclass it, return an instance from ``register_widgets``.

    Both methods are pure. Whatever they do, core makes sure that a form drawn by them posts back what it was drawn for,
    and draws its own control where it would not.
    """

    name: ClassVar[str]

    def applies(self, schema: Json) -> bool:
        """Whether it can draw a field of *schema*, which names it in ``x-widget``."""
        return True

    def draw(self, field: Field) -> Markup:
        """The inside of the field: markup with pieces in it."""
        raise NotImplementedError

    def read(self, schema: Json, posted: Mapping[str, Sequence[str]]) -> Any:
        """The value of what was *posted*, by the pointers of the pieces; None for nothing.

        Leave it out where pieces post what core's own control would, so that core can read them.
        """
        raise NotImplementedError
