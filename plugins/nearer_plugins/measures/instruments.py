"""Scorers of known instruments: numbers only. No text of any item or answer stands here or anywhere in this package.

Ranges and cut-offs are as collected for this project; what could not be read at its source is named in ``confirm`` and
is to be checked against the authors' own pages before use. Reliable-change values are left out because none was
verified.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Band = dict[str, Any]

MOST = 5
"""The highest answer in the safety screens."""


@dataclass(frozen=True)
class Instrument:
    """How a known instrument is scored. ``ranges`` has one (lowest, highest) for each item, in its order."""

    key: str
    name: str
    ranges: tuple[tuple[int, int], ...]
    source: str
    licence: str
    reversed: frozenset[int] = frozenset()
    rule: str = "sum"
    higher_is: str = "better"
    bands: tuple[Band, ...] = ()
    confirm: tuple[str, ...] = ()
    is_screen: bool = False

    @property
    def lowest(self) -> int:
        """The lowest sum, or the lowest mean."""
        return self._total(low for low, _ in self.ranges)

    @property
    def highest(self) -> int:
        """The highest sum, or the highest mean."""
        return self._total(high for _, high in self.ranges)

    def _total(self, ends: Iterable[int]) -> int:
        listed = list(ends)
        return sum(listed) if self.rule == "sum" else listed[0]


def _satisfaction(key: str, count: int, cut: float, confirm: tuple[str, ...]) -> Instrument:
    first = "that the item from 0 to 6 is the first one"
    return Instrument(
        key,
        f"Couples satisfaction, {count} items (Funk and Rogge)",
        ((0, 6), *(((0, 5),) * (count - 1))),
        "Funk and Rogge 2007",
        "Said to be free for research and clinical use; get the authors' own page before you use it.",
        bands=(
            {"to": cut, "exclusive": "to", "label": "below the cut-off for distress", "source": "Funk and Rogge 2007"},
            {"from": cut, "label": "at or above the cut-off", "source": "Funk and Rogge 2007"},
        ),
        confirm=(*confirm, first, "the licence"),
    )


_NOT_FOUND = "Terms not found: ask the authors or the publisher."
_DAS = "Made from an instrument that is sold to trained users; terms not found: ask the publisher."


def _safety(key: str, name: str, *, count: int, cut: int, confirm: tuple[str, ...]) -> Instrument:
    return Instrument(
        key,
        name,
        ((1, MOST),) * count,
        "AHRQ table of screens, on Sherin et al. 1998",
        "Copyright Sherin; permission is needed.",
        higher_is="worse",
        bands=({"from": cut, "label": "at or above the cut-off", "source": "AHRQ table"},),
        confirm=(*confirm, "the need for permission"),
        is_screen=True,
    )


_LISTED = (
    _satisfaction("csi_32", 32, 104.5, ()),
    _satisfaction("csi_16", 16, 51.5, ("the cut-off of 51.5",)),
    _satisfaction("csi_4", 4, 13.5, ("the cut-off of 13.5",)),
    Instrument(
        "ras",
        "Relationship assessment, 7 items (Hendrick)",
        ((1, 5),) * 7,
        "Hendrick 1988",
        "Published in a journal in 1988; permission unclear.",
        reversed=frozenset({4, 7}),
        confirm=("that items 4 and 7 are the reversed ones", "the licence", "that there is no agreed cut-off"),
    ),
    Instrument(
        "das_32",
        "Dyadic adjustment, 32 items (Spanier)",
        (*((0, 5),) * 22, (0, 4), (0, 4), *((0, 5),) * 4, (0, 1), (0, 1), (0, 6), (0, 5)),
        "Spanier 1976",
        "Sold by MHS to trained users: needs a licence.",
        bands=(
            {"to": 97, "label": "up to 97", "source": "common use of 97/98"},
            {"from": 97, "exclusive": "from", "label": "above 97", "source": "common use of 97/98"},
        ),
        confirm=("the range of every item", "the cut-off between 97 and 98", "which items are reversed"),
    ),
    Instrument(
        "rdas",
        "Revised dyadic adjustment, 14 items (Busby and others)",
        (*((0, 5),) * 10, (0, 4), *((0, 5),) * 3),
        "Busby et al. 1995",
        _DAS,
        bands=(
            {"to": 48, "label": "up to 48", "source": "secondary page; other texts say below 48"},
            {"from": 48, "exclusive": "from", "label": "above 48", "source": "secondary page"},
        ),
        confirm=("whether 48 itself belongs to the lower band", "that item 11 is the one with five answers"),
    ),
    Instrument(
        "das_7",
        "Dyadic adjustment, 7 items",
        (*((0, 5),) * 6, (0, 6)),
        "Made from Spanier 1976",
        _DAS,
        confirm=("the range of 0 to 36", "that the last item goes up to 6"),
    ),
    Instrument(
        "das_4",
        "Dyadic adjustment, 4 items",
        (*((0, 5),) * 3, (0, 6)),
        "Made from Spanier 1976",
        _DAS,
        confirm=("the range of 0 to 21", "that the last item goes up to 6", "which items are reversed"),
    ),
    Instrument(
        "isq",
        "Intimate safety, 13 items (Cordova and others)",
        ((0, 4),) * 13,
        "Cordova et al. 2005",
        _NOT_FOUND,
        confirm=("the number of items in your version", "which items are reversed", "the licence"),
    ),
    Instrument(
        "trust_17",
        "Trust in close relationships, 17 items (Rempel and others)",
        ((-3, 3),) * 17,
        "Rempel, Holmes and Zanna 1985",
        _NOT_FOUND,
        confirm=("the number of items", "which items are reversed", "which items make up its three parts"),
    ),
    Instrument(
        "prqc",
        "Perceived relationship quality, 18 items (Fletcher and others)",
        ((1, 7),) * 18,
        "Fletcher et al. 2000",
        _NOT_FOUND,
        rule="mean",
        confirm=("the number of items and the range of 1 to 7", "which items make up its six parts"),
    ),
    Instrument(
        "qmi",
        "Quality of the bond, 6 items (Norton)",
        (*((1, 7),) * 5, (1, 10)),
        "Norton 1983",
        _NOT_FOUND,
        confirm=("the range of every item", "the licence"),
    ),
    Instrument(
        "msi_b",
        "Brief screen for distress, 10 items (Whisman and others)",
        ((0, 1),) * 10,
        "Whisman et al. 2009",
        "Its long form is sold: ask the publisher.",
        higher_is="worse",
        confirm=("the range of every item", "which items are reversed", "the cut-off, which is left open here"),
    ),
    _safety(
        "hits",
        "Safety screen, 4 items (Sherin)",
        count=4,
        cut=10,
        confirm=("that 10 itself counts: the first paper says above 10",),
    ),
    _safety("e_hits", "Safety screen, 5 items (Sherin and others)", count=5, cut=7, confirm=()),
)

INSTRUMENTS: dict[str, Instrument] = {each.key: each for each in _LISTED}


def at_least(names: list[str], lowest: int, cut: int) -> dict[str, Any]:
    """A JSON Schema that holds where the sum of *names* reaches *cut*, an item left out counting as *lowest*.

    Written out as all the ways to reach *cut* exactly; whoever answered higher meets one of them too.
    """
    spare = cut - lowest * len(names)
    ways = _ways(len(names), spare, MOST - lowest)
    return {"type": "object", "anyOf": [_reached(names, lowest, way) for way in ways]}


def _ways(places: int, spare: int, most: int) -> Iterable[tuple[int, ...]]:
    if places == 0:
        if spare == 0:
            yield ()
        return
    for first in range(min(spare, most) + 1):
        for rest in _ways(places - 1, spare - first, most):
            yield (first, *rest)


def _reached(names: list[str], lowest: int, way: tuple[int, ...]) -> dict[str, Any]:
    above = {name: lowest + more for name, more in zip(names, way, strict=True) if more}
    properties = {name: {"type": "integer", "minimum": value} for name, value in above.items()}
    return {"type": "object", "properties": properties, "required": sorted(above)}
