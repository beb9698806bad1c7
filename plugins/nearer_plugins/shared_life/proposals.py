"""Which activities two people could try: exciting for both first, and what is new before what is only pleasant.

Coulter and Malouff (2013) and Reissman, Aron and Bergen (1993) found that exciting activities did more than pleasant
ones. Nothing is ranked by a number; each list keeps the order in which the activities were offered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

EXCITING = 6
"""From here on, of ten, an activity counts as exciting."""
PLEASANT = 6


@dataclass(frozen=True)
class Proposals:
    """The words of the activities that fit both."""

    new: tuple[str, ...]
    exciting: tuple[str, ...]
    pleasant: tuple[str, ...]


def proposals(activities: Iterable[Mapping[str, Any]], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Proposals:
    """Exciting for both and new to both; exciting for both; only pleasant for both. Each stands in one list."""
    new: list[str] = []
    exciting: list[str] = []
    pleasant: list[str] = []
    for each in activities:
        name, words = each["id"], each["text"]
        if _both(name, "exciting", (mine, theirs)) >= EXCITING:
            is_new = all(name in answer.get("new", ()) for answer in (mine, theirs))
            (new if is_new else exciting).append(words)
        elif _both(name, "pleasant", (mine, theirs)) >= PLEASANT:
            pleasant.append(words)
    return Proposals(tuple(new), tuple(exciting), tuple(pleasant))


def _both(name: str, rating: str, answers: Iterable[Mapping[str, Any]]) -> int:
    """The lower of the two ratings; -1 where one was left out."""
    return min(int(answer.get(rating, {}).get(name, -1)) for answer in answers)
