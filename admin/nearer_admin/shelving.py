"""Searches and filters the library, and lays the protocol card beside each exercise. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nearer import CONTRAINDICATIONS, FACTORS, ExerciseType, Participation
from nearer.desk import LibraryItem, Registry
from nearer_admin.wording import GRADES, WHOSE

AT_ONCE = 200
"""Exercises on one page: as many as come along, and a good deal of one's own."""


@dataclass(frozen=True)
class Filter:
    """What somebody looks for in the library; blank means everything."""

    text: str = ""
    factor: str = ""
    family: str = ""
    participation: str = ""
    minutes: int = 0
    intensity: int = 0
    grade: str = ""
    language: str = ""
    tag: str = ""
    whose: str = ""

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Filter:
        """Read from an address; unknown words are ignored."""
        factor, way = args.get("factor", ""), args.get("participation", "")
        return cls(
            args.get("search", "").strip()[:120],
            factor if factor in FACTORS else "",
            args.get("family", "")[:60],
            way if way in list(Participation) else "",
            _number(args.get("minutes")),
            _number(args.get("intensity")),
            args.get("grade", "") if args.get("grade", "") in GRADES else "",
            args.get("language", "")[:35],
            args.get("tag", "").strip()[:40],
            args.get("whose", "") if args.get("whose", "") in WHOSE else "",
        )

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered out."""
        return self != Filter()


@dataclass(frozen=True)
class Shown:
    """An exercise as the shelf shows it; ``card`` is None where its plugin is not here."""

    item: LibraryItem
    card: dict[str, Any] | None
    type_title: str
    participation: str
    forms: tuple[str, ...]

    @property
    def family(self) -> str:
        """The family of its type."""
        return self.item.type_id.partition(".")[0]

    @property
    def languages(self) -> tuple[str, ...]:
        """The language it was written in, and those it was translated into."""
        document = self.item.document
        return (str(document.get("language") or "en"), *(document.get("texts") or {}))


@dataclass(frozen=True)
class Shelf:
    """What was found, and the families there are to choose from."""

    exercises: tuple[Shown, ...]
    families: tuple[str, ...]
    languages: tuple[str, ...]
    tags: tuple[str, ...] = ()
    more: int = 0
    """Where the next ones begin; 0 where these are all."""


def shelf(items: Iterable[LibraryItem], registry: Registry, asked: Filter, first: int = 0) -> Shelf:
    """The exercises that fit what was asked for, from the one at place *first* on, as many as one page shows."""
    every = [_shown(item, registry) for item in items]
    families = tuple(sorted({each.family for each in every}))
    languages = tuple(sorted({word for each in every for word in each.languages}))
    found = sorted((each for each in every if _fits(each, asked)), key=lambda each: _is_below(each, asked))
    more = first + AT_ONCE if len(found) > first + AT_ONCE else 0
    words = tuple(words_used(each.item for each in every))
    return Shelf(tuple(found[first : first + AT_ONCE]), families, languages, words, more)


def words_used(items: Iterable[LibraryItem], first: Iterable[str] = ()) -> list[str]:
    """The tags that stand in the library: those of *first*, then the others, the ones used most before."""
    used = Counter(word for each in items for word in each.tags)
    others = sorted(used, key=lambda word: (-used[word], word.casefold()))
    return list(dict.fromkeys((*first, *others)))


def kinds_like(kinds: Iterable[ExerciseType], asked: Filter) -> list[ExerciseType]:
    """The exercise types that fit what was asked for, by words, family and who does it."""
    return [
        kind
        for kind in kinds
        if asked.family in ("", kind.family)
        and asked.participation in ("", str(kind.participation))
        and all(word in f"{kind.title} {kind.id} {kind.protocol.purpose}".casefold() for word in _words(asked))
    ]


def _words(asked: Filter) -> list[str]:
    return asked.text.casefold().split()


def _shown(item: LibraryItem, registry: Registry) -> Shown:
    known: Any = registry.types.get(item.type_id)
    return Shown(
        item=item,
        card=card_of(item.document, registry),
        type_title=known.title if known else item.type_id,
        participation=str(known.participation) if known else "",
        forms=tuple(variant.get("form", "any") for variant in item.document["variants"]),
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else 0


def _fits(shown: Shown, asked: Filter) -> bool:
    return (
        all(word in _searched(shown) for word in _words(asked))
        and _fits_card(shown, asked)
        and asked.language in ("", *shown.languages)
        and asked.factor in ("", *shown.item.factors)
        and asked.family in ("", shown.family)
        and asked.participation in ("", shown.participation)
        and asked.tag.casefold() in ("", *(word.casefold() for word in shown.item.tags))
        and asked.whose in ("", *_whose(shown.item))
    )


def _whose(item: LibraryItem) -> tuple[str, ...]:
    if item.bundled:
        return ("bundled",)
    return ("own",) if item.shared else ("own", "alone")


def _searched(shown: Shown) -> str:
    """All that a search looks at: what it is called, what it is about, and how its type and factors are called."""
    names = [shown.item.type_id, *shown.item.factors, *shown.item.tags]
    called = (shown.item.title, str(shown.item.document.get("summary", "")), shown.type_title, *names)
    return " ".join(called).replace("_", " ").replace(".", " ").casefold()


def _is_below(shown: Shown, asked: Filter) -> bool:
    """Whether it stands after those that have every word in their title; else the order of the library stays."""
    return not all(word in shown.item.title.casefold() for word in _words(asked))


def _fits_card(shown: Shown, asked: Filter) -> bool:
    """Whether it takes no longer, is no heavier and rests on no less than asked; without a card only no wish fits."""
    if not (asked.minutes or asked.intensity or asked.grade):
        return True
    card = shown.card
    return card is not None and (
        (not asked.minutes or card["minutes"] <= asked.minutes)
        and (not asked.intensity or card["intensity"] <= asked.intensity)
        and (not asked.grade or card["grade"] <= asked.grade)
    )


def card_of(content: Mapping[str, Any], registry: Registry) -> dict[str, Any] | None:
    """The protocol card of a step or exercise: its type's, with what it says itself; contraindications only add up."""
    variants = content.get("variants") or [{}]
    known: Any = registry.types.get(str(variants[0].get("type")))
    if known is None:
        return None
    own = content.get("protocol") or {}
    declared = known.protocol.contraindications
    merged = {*(CONTRAINDICATIONS if declared is None else declared), *own.get("contraindications", ())}
    minutes = content.get("minutes") or known.protocol.minutes
    card = {**asdict(known.protocol), **own, "minutes": minutes}
    return {**card, "contraindications": [each for each in CONTRAINDICATIONS if each in merged]}
