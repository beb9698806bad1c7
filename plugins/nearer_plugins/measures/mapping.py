"""The map of both: where two people put themselves on each factor, and what that suggests to explore."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nearer_plugins.measures.factors import EIGHT

TOP = 10
LOW = 5
"""Up to here a factor is worth a look for whoever put it there."""
GOOD = 7
"""From here on, if both are there, a factor carries the two."""
APART = 3
"""From this distance on a difference is worth a question."""
AT_MOST = 3


@dataclass(frozen=True)
class Line:
    """One factor on the map: where each stands, None where somebody left it out."""

    factor: str
    name: str
    line: str
    mine: int | None
    theirs: int | None

    @property
    def carries(self) -> bool:
        """Whether both put it high."""
        return self.mine is not None and self.theirs is not None and min(self.mine, self.theirs) >= GOOD

    @property
    def need(self) -> int:
        """How much the factor asks for a look; 0 for not at all. Only to choose by, never shown."""
        known = [value for value in (self.mine, self.theirs) if value is not None]
        apart = max(known) - min(known) if len(known) == 2 else 0
        low = TOP - min(known) if known and min(known) <= LOW else 0
        return low + apart if low or apart >= APART else 0

    @property
    def marks(self) -> list[str]:
        """What stands at each place from 0 to 10: nothing, mine, theirs or both."""
        return [
            "both" if place == self.mine == self.theirs
            else "mine" if place == self.mine
            else "theirs" if place == self.theirs
            else ""
            for place in range(TOP + 1)
        ]  # fmt: skip


def lines(wording: Mapping[str, str], mine: Any, theirs: Any) -> list[Line]:
    """The map, factor by factor in the fixed order; *wording* is the sentence that was rated."""
    return [
        Line(factor, words.name, wording.get(factor, words.line), _value(mine, factor), _value(theirs, factor))
        for factor, words in EIGHT.items()
    ]


def to_explore(found: list[Line]) -> list[Line]:
    """At most three factors that ask for a look, in the fixed order so that none ranks above another."""
    chosen = sorted((line for line in found if line.need), key=lambda line: -line.need)[:AT_MOST]
    return [line for line in found if line in chosen]


def _value(ratings: Any, factor: str) -> int | None:
    value = ratings.get(factor) if isinstance(ratings, Mapping) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= TOP else None
