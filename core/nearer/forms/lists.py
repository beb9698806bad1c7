"""Controls for lists, for the choice between branches, and for what may be null on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nearer.forms.groups import inside
from nearer.forms.names import NOTHING, Post, below
from nearer.forms.page import Node, Spot, node
from nearer.forms.scalars import Control
from nearer.forms.shape import Shape

if TYPE_CHECKING:
    from nearer.forms.plan import Plan

MAX_ROWS = 100
SPARE_ROWS = 10


class Rows(Control):
    """A list: a row for each item, with buttons that move and remove it, and one that adds."""

    def __init__(self, words: Mapping[str, Any], plan: Plan) -> None:
        super().__init__(words)
        self.plan, self.items = plan, words["items"]

    def fits(self, value: Any) -> bool:
        """Any list that is short enough to be shown as rows."""
        return isinstance(value, list) and len(value) <= MAX_ROWS

    def blank(self) -> Any:
        """An empty list."""
        return []

    def _spare(self, count: int) -> int:
        """How many blank rows to offer: single values get them, groups come by the button."""
        if self.plan.control(self.items).blank() is not NOTHING:
            return 0
        wanted = max(1, min(int(self.words.get("minItems", 0)) - count, SPARE_ROWS))
        return max(0, min(wanted, int(self.words.get("maxItems", MAX_ROWS)) - count))

    def draw(self, value: Any, spot: Spot) -> Node:
        """A fieldset of rows."""
        spot.page.lists = True
        values = [] if value is NOTHING else list(value)
        spare = 0 if spot.closed else self._spare(len(values))
        children = [
            self.plan.draw(self.items, each, inside(spot, index, required=True, fresh=False))
            for index, each in enumerate(values)
        ]
        blank = range(len(values), len(values) + spare)
        children += [
            self.plan.draw(self.items, NOTHING, inside(spot, index, required=False, fresh=False)) for index in blank
        ]
        there = value is not NOTHING or (spot.fresh and spot.required)
        room = len(values) < min(self.words.get("maxItems", MAX_ROWS), MAX_ROWS)
        return node("items", spot, self.words, children=children, count=len(values), there=there, room=room)

    def read(self, post: Post, name: str) -> Any:
        """The rows that hold something, after what a pressed button asks for."""
        text = post.text(name + "~n")
        count = min(int(text), MAX_ROWS + SPARE_ROWS) if text.isdecimal() and len(text) < 4 else 0
        rows = [self.plan.read(self.items, post, below(name, index)) for index in range(count)]
        if post.press[1] == name:
            self._press(rows, post.press[0], post.press[2])
        found = [each for each in rows if each is not NOTHING]
        emptied = not found and post.press[:2] == ("remove", name)
        return found if found or (post.has(name + "~is") and not emptied) else NOTHING

    def _press(self, rows: list[Any], verb: str, index: int) -> None:
        """Do to *rows* what the button *verb* of row *index* says."""
        if verb == "add":
            rows.append(self.plan.control(self.items).blank())
        elif verb == "remove" and index < len(rows):
            del rows[index]
        elif verb == "up" and 0 < index < len(rows):
            rows[index - 1 : index + 1] = [rows[index], rows[index - 1]]
        elif verb == "down" and index + 1 < len(rows):
            rows[index : index + 2] = [rows[index + 1], rows[index]]


class Branches(Control):
    """One of several shapes: a radio button for each with its own fields; only those of the chosen one count.

    The chosen branch bears the plain name, so that errors find it; the others have names of their own.
    """

    def __init__(self, found: Shape, plan: Plan) -> None:
        super().__init__(found.words)
        self.plan, self.branches = plan, found.branches

    def _chosen(self, value: Any) -> int | None:
        """The branch that *value* meets, or else the first whose control can show it."""
        fitting = [i for i, each in enumerate(self.branches) if self.plan.control(each).fits(value)]
        valid = (i for i in fitting if self.plan.validator.fits(self.branches[i], value))
        return next(valid, next(iter(fitting), None))

    def fits(self, value: Any) -> bool:
        """Whether some branch can show *value*."""
        return value is not NOTHING and self._chosen(value) is not None

    def blank(self) -> Any:
        """What the first branch starts from."""
        return self.plan.control(self.branches[0]).blank()

    def draw(self, value: Any, spot: Spot) -> Node:
        """A fieldset with a radio button and the fields of each branch."""
        chosen = None if value is NOTHING else self._chosen(value)
        labels = [str(self.plan.control(each).words.get("title", n)) for n, each in enumerate(self.branches, 1)]
        at = replace(spot, required=True, note="", depth=spot.depth + 1)
        children = []
        for index, branch in enumerate(self.branches):
            if index == chosen:
                children.append(self.plan.draw(branch, value, replace(at, label=labels[index], fresh=False)))
            elif not spot.closed:
                name = f"{spot.name}~{index}"
                other = replace(at, label=labels[index], fresh=True, name=name, pointer=None)
                children.append(self.plan.draw(branch, NOTHING, other))
        drawn = node("branches", spot, self.words, children=children, chosen=chosen, labels=labels, name=spot.name)
        drawn.id += "~any"
        return drawn

    def read(self, post: Post, name: str) -> Any:
        """The value of the branch whose button was chosen."""
        texts = [str(index) for index in range(len(self.branches))]
        if (text := post.text(name + "~branch")) not in texts:
            return NOTHING
        drawn = text == post.text(name + "~drawn")
        found = self.plan.read(self.branches[int(text)], post, name if drawn else f"{name}~{text}")
        return self.plan.control(self.branches[int(text)]).blank() if found is NOTHING and not drawn else found


class Nullable(Control):
    """Another control, with a box for null: left empty on purpose."""

    def __init__(self, inner: Control) -> None:
        super().__init__(inner.words)
        self.inner = inner

    def fits(self, value: Any) -> bool:
        """Null, and what the other control fits."""
        return value is None or self.inner.fits(value)

    def draw(self, value: Any, spot: Spot) -> Node:
        """The other control with the box."""
        at = replace(spot, fresh=False) if value is None else spot
        drawn = self.inner.draw(NOTHING if value is None else value, at)
        drawn.null = value is None
        return drawn

    def read(self, post: Post, name: str) -> Any:
        """What was filled in; else null if the box is ticked."""
        found = self.inner.read(post, name)
        return None if found is NOTHING and post.has(name + "~null") else found

    def blank(self) -> Any:
        """What the other control starts from."""
        return self.inner.blank()
