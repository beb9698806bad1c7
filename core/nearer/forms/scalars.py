"""Controls for single values: each writes a value as text and reads it back the same, or leaves it to raw JSON."""

import json
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from nearer.forms.names import NOTHING, Post, exact, is_safe, lines, same, unconstant
from nearer.forms.page import Node, Spot, node
from nearer.rules.dialect_formats import is_date

Words = Mapping[str, Any]

_INTEGER = re.compile(r"[+-]?[0-9]{1,300}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,300}(?:[.,][0-9]{1,300})?(?:[eE][+-]?[0-9]{1,4})?")
_INPUT_MODES = {"email": "email", "uri": "url"}
LONG_TEXT = 200
FEW_OPTIONS = 7


class Control(ABC):
    """What draws values of one shape and reads them back.

    Holds for every control: if ``fits(value)``, then what a browser posts for ``draw(value)`` reads as *value*.
    """

    def __init__(self, words: Words) -> None:
        self.words = words

    @abstractmethod
    def fits(self, value: Any) -> bool:
        """Whether *value* comes back exactly through this control."""

    @abstractmethod
    def draw(self, value: Any, spot: Spot) -> Node:
        """The node for *value*, which fits or is NOTHING."""

    @abstractmethod
    def read(self, post: Post, name: str) -> Any:
        """The posted value; NOTHING where all is blank."""

    def blank(self) -> Any:
        """A new value to start from; NOTHING where a blank field does."""
        return NOTHING


class Scalar(Control):
    """A control with one text."""

    @abstractmethod
    def write(self, value: Any) -> str | None:
        """The text that stands for *value*, None where none does."""

    @abstractmethod
    def parse(self, text: str) -> Any:
        """The value of *text*; the text itself where it can't be converted."""

    def fits(self, value: Any) -> bool:
        """Whether the text is safe to post and reads back as the same."""
        text = self.write(value)
        return text is not None and is_safe(text) and same(self.parse(text), value)

    def read(self, post: Post, name: str) -> Any:
        """The value of the posted text."""
        return self.parse(post.text(name))

    def text(self, value: Any) -> str:
        """The text to draw."""
        return "" if value is NOTHING else str(self.write(value))


class Text(Scalar):
    """Text of one or several lines, dates and addresses among it."""

    def write(self, value: Any) -> str | None:
        """The text itself."""
        return value if isinstance(value, str) else None

    def parse(self, text: str) -> Any:
        """The text itself; blanks alone are nothing."""
        return text if text.strip() else NOTHING

    def draw(self, value: Any, spot: Spot) -> Node:
        """An input, or a textarea where the text is long or has several lines."""
        text, form = self.text(value), self.words.get("format", "")
        long = self.words.get("x-widget") == "textarea" or self.words.get("maxLength", 0) > LONG_TEXT
        if "\n" in text or (long and form not in ("date", "time", "date-time", "email", "uri")):
            return node("textarea", spot, self.words, text=text)
        kind = "date" if form == "date" and (not text or is_date(text)) else "text"
        drawn = node("input", spot, self.words, text=text, type=kind, inputmode=_INPUT_MODES.get(form, ""))
        drawn.hint = drawn.hint or (spot.page.words[form] if form in ("time", "date-time") else "")
        return drawn


class Number(Scalar):
    """A whole or decimal number, typed."""

    def write(self, value: Any) -> str | None:
        """The number as JSON writes it, or what was typed instead."""
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        if isinstance(value, str):
            return None if "\n" in value else value
        return json.dumps(value)

    def parse(self, text: str) -> Any:
        """The number; a comma counts as the decimal point."""
        typed = text.strip()
        if _INTEGER.fullmatch(typed):
            return int(typed)
        if _NUMBER.fullmatch(typed) and math.isfinite(number := float(typed.replace(",", "."))):
            return number
        return text if typed else NOTHING

    def draw(self, value: Any, spot: Spot) -> Node:
        """A text input with the keyboard for numbers: it keeps what can't be converted, which type=number would not."""
        mode = "numeric" if self.words.get("type") == "integer" and self.words.get("minimum", -1) >= 0 else "decimal"
        return node("input", spot, self.words, text=self.text(value), type="text", inputmode=mode)


class Slider(Number):
    """A range of whole numbers as a slider, with a box that says whether it counts."""

    def fits(self, value: Any) -> bool:
        """Whether *value* is a whole number that the slider can stand on."""
        low, high = self.words["minimum"], self.words["maximum"]
        return type(value) is int and low <= value <= high

    def draw(self, value: Any, spot: Spot) -> Node:
        """The slider; without a value it rests in the middle and counts once moved or ticked."""
        low, high = self.words["minimum"], self.words["maximum"]
        at = (low + high) // 2 if value is NOTHING else value
        return node("range", spot, self.words, at=at, low=low, high=high, there=value is not NOTHING)

    def read(self, post: Post, name: str) -> Any:
        """The number, if it counts."""
        text = post.text(name)
        counts = post.has(name + "~is") or text != post.text(name + "~start")
        return self.parse(text) if counts else NOTHING


class Choice(Scalar):
    """One of some options: radio buttons while they are few, else a list to choose from."""

    def __init__(self, words: Words, options: Sequence[Mapping[str, Any]], *, scale: bool = False) -> None:
        super().__init__(words)
        self.scale = scale
        self.options: dict[str, Mapping[str, Any]] = {}
        self.posted: dict[str, str] = {}
        for option in options:
            const = option["const"]
            text = const if isinstance(const, str) and const.strip() and is_safe(const) else exact(const)
            text = text if text not in self.options and "\n" not in text else exact(const)
            while text in self.options:
                text += " "
            self.options[text] = option
            self.posted.setdefault(exact(const), text)
        self.shown = [(text, _title(each), str(each.get("description", ""))) for text, each in self.options.items()]

    def write(self, value: Any) -> str | None:
        """The option's own text."""
        try:
            return self.posted.get(exact(value))
        except RecursionError:
            return None

    def fits(self, value: Any) -> bool:
        """Whether *value* is one of the options, kind included."""
        return self.write(value) is not None

    def parse(self, text: str) -> Any:
        """The option of this text, or the text."""
        return self.options[text]["const"] if text in self.options else text or NOTHING

    def draw(self, value: Any, spot: Spot) -> Node:
        """Radio buttons, a row of them for a scale, or a select."""
        widget = self.words.get("x-widget")
        many = len(self.options) > FEW_OPTIONS and not self.scale
        kind = "select" if widget == "select" or (many and widget != "radio") else "choices"
        chosen = None if value is NOTHING else self.write(value)
        return node(kind, spot, self.words, options=self.shown, chosen=chosen, scale=self.scale)


def _title(option: Mapping[str, Any]) -> str | None:
    """The words of an option; None for a plain yes or no, whose words are the page's."""
    const = option["const"]
    if "title" in option or isinstance(const, str):
        return str(option.get("title", const))
    return None if isinstance(const, bool) else exact(const)


class Tick(Choice):
    """A single box: an agreement or fixed value, or a yes-or-no that wishes for a box."""

    def __init__(self, words: Words, const: Any, *, off: Any = NOTHING) -> None:
        super().__init__(words, [{"const": const}] if off is NOTHING else [{"const": True}, {"const": off}])
        self.off = off

    def draw(self, value: Any, spot: Spot) -> Node:
        """A box; a fixed value that must be there is no question, so it travels unseen."""
        text, option = next(iter(self.options.items()))
        fixed = option["const"] is not True and spot.required
        if fixed and (value is not NOTHING or spot.fresh):
            return node("fixed", spot, self.words, text=text)
        there = value is not NOTHING
        was = self.off is not NOTHING and (there or (spot.fresh and spot.required))
        ticked = there and self.write(value) == text
        return node("tick", spot, self.words, text=text, ticked=ticked, was=was)

    def read(self, post: Post, name: str) -> Any:
        """The value of a ticked box; of an empty one, what an empty box means."""
        found = super().read(post, name)
        return self.off if found is NOTHING and post.has(name + "~was") else found


class Ticks(Choice):
    """Several of some options, each once: a box for each."""

    def fits(self, value: Any) -> bool:
        """Whether *value* lists options, each once, in their order."""
        if not isinstance(value, list):
            return False
        texts, order = [self.write(each) for each in value], list(self.options)
        return None not in texts and texts == [each for each in order if each in set(texts)]

    def draw(self, value: Any, spot: Spot) -> Node:
        """A box for each option."""
        chosen = [] if value is NOTHING else [self.write(each) for each in value]
        there = value is not NOTHING
        return node("ticks", spot, self.words, options=self.shown, chosen=chosen, there=there)

    def read(self, post: Post, name: str) -> Any:
        """The ticked options in their order."""
        found = [self.parse(text) for text in post.texts(name)]
        return found if found or post.has(name + "~is") else NOTHING

    def blank(self) -> Any:
        """An empty list."""
        return []


class Raw(Scalar):
    """Any value, written as JSON and marked as such: what no other control posts back exactly."""

    def write(self, value: Any) -> str | None:
        """JSON; a text that is no JSON stands for itself, as it was typed."""
        if isinstance(value, str) and value.strip() and is_safe(value) and same(self.parse(lines(value)), value):
            return value
        for indent in (1, None):
            try:
                text = json.dumps(value, ensure_ascii=False, indent=indent)
                return text if is_safe(text) else json.dumps(value, indent=indent)
            except RecursionError:
                continue
        return None

    def parse(self, text: str) -> Any:
        """The JSON value, or the text where it is none."""
        if not text.strip():
            return NOTHING
        try:
            return json.loads(text, parse_constant=unconstant)
        except (ValueError, RecursionError):
            return text

    def fits(self, value: Any) -> bool:
        """Everything does."""
        return True

    def draw(self, value: Any, spot: Spot) -> Node:
        """A textarea that says what it is."""
        return node("raw", spot, self.words, text="" if value is NOTHING else self.write(value) or "")

    def read(self, post: Post, name: str) -> Any:
        """The posted JSON."""
        return self.parse(post.text(name + "~raw"))
