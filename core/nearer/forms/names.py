"""Names of form fields, the nothing that a blank field means, and texts that survive a browser."""

import json
import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from werkzeug.datastructures import MultiDict

PREFIX = "f"
PRESS = "~do"
MAX_PARTS = 80

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_JOINTS = re.compile("[/~]")


class Nothing(Enum):
    """The kind of :data:`NOTHING`."""

    NOTHING = "nothing"


NOTHING: Final = Nothing.NOTHING
"""No value at all: what a blank field reads as, and what a fresh form is drawn from."""


@lru_cache(maxsize=4096)
def below(name: str, key: str | int) -> str:
    """The field name of the property or item *key* of *name*."""
    return f"{name}/{quote(str(key), safe='', errors='surrogatepass').replace('~', '%7E')}"


def field_id(pointer: str, prefix: str = PREFIX) -> str:
    """The id of the element that stands for *pointer*, for links from an error summary."""
    name = prefix
    for part in pointer.split("/")[1:]:
        name = below(name, part.replace("~1", "/").replace("~0", "~"))
    return name


def pressed(form: MultiDict[str, str]) -> bool:
    """Whether a button of the form itself (add, remove, move) was pressed: draw again, don't submit."""
    return PRESS in form


def is_safe(text: str) -> bool:
    """Whether a text field posts *text* back as it is, line ends and first line break aside."""
    return not _UNSAFE.search(text) and not text.startswith("\n")


def without_unsafe(markup: str) -> str:
    """*markup* with a replacement for signs that HTML can't carry, as labels and messages may hold them."""
    return _UNSAFE.sub("\ufffd", markup)


def lines(text: str) -> str:
    """*text* with the line ends of browsers (CRLF) as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def same(one: Any, other: Any) -> bool:
    """Whether two scalars are the same, kind included (1 is neither 1.0 nor true)."""
    return type(one) is type(other) and bool(one == other)


def exact(value: Any) -> str:
    """One text for one JSON value, kinds of numbers kept apart."""
    return json.dumps(value, sort_keys=True)


def unconstant(name: str) -> Any:
    """Refuse NaN and the infinities, which are no JSON."""
    raise ValueError(name)


class Post:
    """A posted form, with the places it speaks of, so that reading never goes where nothing was drawn."""

    def __init__(self, form: MultiDict[str, str]) -> None:
        self.form = form
        self.places = {place for name in form for place in _places(name)}
        verb, _, rest = form.get(PRESS, "").partition(" ")
        target, _, index = rest.partition(" ")
        self.press = (verb, target, int(index)) if re.fullmatch("[0-9]{1,4}", index) else ("", "", 0)

    def has(self, name: str) -> bool:
        """Whether the marker *name* was posted."""
        return name in self.form

    def text(self, name: str) -> str:
        """The text posted under *name*; ``""`` where there is none."""
        return lines(self.form.get(name, ""))

    def texts(self, name: str) -> list[str]:
        """All texts posted under *name*."""
        return [lines(each) for each in self.form.getlist(name)]


def _places(name: str) -> Iterator[str]:
    cuts = [found.start() for found in _JOINTS.finditer(name)]
    if len(cuts) <= MAX_PARTS:
        yield from (name[:cut] for cut in cuts)
        yield name
