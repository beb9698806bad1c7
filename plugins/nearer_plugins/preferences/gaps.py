"""Where giving and wishing differ, and what came as a surprise: plain comparisons, act by act.

The idea follows Mostova, Stolarski and Matthews 2022: what counts is the distance between what one prefers and what
the other expresses. Nothing is added up: no score of a person or a couple comes out of this module, and acts keep the
order of the list, so that none ranks above another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Answer = Mapping[str, Any]

NOTABLE = 2
"""From this distance on, out of six, a difference is shown."""

MUCH = 4
"""From here on an act counts as liked, or as done often."""


@dataclass(frozen=True)
class Pair:
    """An act with two ratings to lay side by side: my own first, then the other's."""

    id: str
    text: str
    mine: int
    theirs: int


@dataclass(frozen=True)
class Picture:
    """What two people can be curious about. In every pair ``mine`` is the viewer's own rating."""

    wished_by_me: tuple[Pair, ...]
    wished_by_them: tuple[Pair, ...]
    plenty_for_me: tuple[Pair, ...]
    plenty_for_them: tuple[Pair, ...]
    unseen_by_me: tuple[Pair, ...]
    unseen_by_them: tuple[Pair, ...]
    my_surprises: tuple[Pair, ...]
    their_surprises: tuple[Pair, ...]
    both_enjoy: tuple[Pair, ...]


def pairs(acts: Iterable[Mapping[str, Any]], mine: Any, theirs: Any) -> list[Pair]:
    """The acts that stand in both ratings, in the order of *acts*."""
    found = []
    for act in acts:
        own, other = _rating(mine, act["id"]), _rating(theirs, act["id"])
        if own is not None and other is not None:
            found.append(Pair(act["id"], act["text"], own, other))
    return found


def picture(acts: Sequence[Mapping[str, Any]], mine: Answer, theirs: Answer) -> Picture:
    """Lay two answers side by side, as the writer of *mine* sees it.

    A rating that either left out is in no list.
    """
    wishing = pairs(acts, mine.get("like"), theirs.get("do"))
    giving = pairs(acts, mine.get("do"), theirs.get("like"))
    return Picture(
        wished_by_me=tuple(p for p in wishing if p.mine - p.theirs >= NOTABLE),
        wished_by_them=tuple(p for p in giving if p.theirs - p.mine >= NOTABLE),
        plenty_for_me=tuple(p for p in wishing if p.theirs - p.mine >= NOTABLE),
        plenty_for_them=tuple(p for p in giving if p.mine - p.theirs >= NOTABLE),
        unseen_by_me=tuple(
            p for p in pairs(acts, mine.get("notice"), theirs.get("do")) if p.theirs - p.mine >= NOTABLE
        ),
        unseen_by_them=tuple(
            p for p in pairs(acts, mine.get("do"), theirs.get("notice")) if p.mine - p.theirs >= NOTABLE
        ),
        my_surprises=tuple(
            p for p in pairs(acts, mine.get("guess"), theirs.get("like")) if abs(p.mine - p.theirs) >= NOTABLE
        ),
        their_surprises=tuple(
            p for p in pairs(acts, mine.get("like"), theirs.get("guess")) if abs(p.mine - p.theirs) >= NOTABLE
        ),
        both_enjoy=tuple(p for p in pairs(acts, mine.get("like"), theirs.get("like")) if min(p.mine, p.theirs) >= MUCH),
    )


def threads(acts: Iterable[Mapping[str, Any]], found: Iterable[Pair]) -> tuple[str, ...]:
    """The tags that two or more of the acts *found* have in common, in the order in which the list brings them.

    A tag is any word; this names what lines have in common and says nothing about a kind of person.
    """
    chosen = {pair.id for pair in found}
    tags = [tag for act in acts if act["id"] in chosen for tag in dict.fromkeys(act.get("tags") or ())]
    return tuple(tag for tag in dict.fromkeys(tags) if tags.count(tag) >= 2)


def _rating(ratings: Any, act: str) -> int | None:
    """The rating of *act*, if there is one within the scale."""
    value = ratings.get(act) if isinstance(ratings, Mapping) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 6 else None
