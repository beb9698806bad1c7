"""Brings three states of one JSON value together: what it was then, what others made of it, what one made of it. Pure.

What only one side changed comes from that side; what both changed alike is no question; what both changed differently
is asked. Objects are compared key by key, lists of things with ids thing by thing (their order is one more field);
every other list, such as contraindications, is one value: nobody wants half of each.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

Path = tuple[str, ...]
ORDER = "#order"
"""The last part of the path of a field that is the order of a list."""


class Gap(Enum):
    """What stands where there is no value: nothing, or nobody knows what."""

    NOTHING = "nothing"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Field:
    """One place where theirs and yours differ, or where one of them differs from then."""

    path: Path
    then: Any
    theirs: Any
    yours: Any

    @property
    def changed_by(self) -> str:
        """Who changed it: ``theirs``, ``yours`` or ``both``; of what nobody knows from before, both."""
        if is_same(self.then, self.theirs):
            return "yours"
        return "theirs" if is_same(self.then, self.yours) else "both"


Choices = Mapping[Path, str]


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON; ``true`` is not 1."""
    if isinstance(one, Gap) or isinstance(other, Gap):
        return one is other
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def by_id(_path: Path, item: Any) -> str | None:
    """The ``id`` of an object in a list."""
    found = item.get("id") if isinstance(item, dict) else None
    return found if isinstance(found, str) else None


@dataclass(frozen=True)
class Grain:
    """How finely to compare: what names a thing in a list, and what of (then, theirs, yours) is one value."""

    identity: Callable[[Path, Any], str | None] = by_id
    is_whole: Callable[[Path, tuple[Any, Any, Any]], bool] = lambda _path, _three: False


FINE = Grain()


def differing(then: Any, theirs: Any, yours: Any, grain: Grain = FINE) -> list[Field]:
    """Every field that theirs and yours don't have in common, in the order of yours, then theirs."""
    found: list[Field] = []

    def note(field: Field) -> str:
        found.append(field)
        return "yours"

    _Walk(grain, note).value((), then, theirs, yours)
    return found


def merged(then: Any, theirs: Any, yours: Any, *, choices: Choices | None = None, grain: Grain = FINE) -> Any:
    """The three brought together: *choices* say ``theirs`` or ``yours`` by path.

    Without a choice, what only they changed is theirs, and everything else stays yours.
    """
    wanted = choices or {}

    def choose(field: Field) -> str:
        return wanted.get(field.path) or ("theirs" if field.changed_by == "theirs" else "yours")

    return _Walk(grain, choose).value((), then, theirs, yours)


@dataclass(frozen=True)
class _Walk:
    """One way through three values at once; *choose* is asked at every field."""

    grain: Grain
    choose: Callable[[Field], str]

    def value(self, path: Path, then: Any, theirs: Any, yours: Any) -> Any:
        if is_same(theirs, yours):
            return yours
        if not self.grain.is_whole(path, (then, theirs, yours)):
            if all(isinstance(each, dict) or each is Gap.UNKNOWN for each in (then, theirs, yours)):
                return self.keys(path, then, theirs, yours)
            named = [self.named(path, each) for each in (then, theirs, yours)]
            if all(each is not None for each in named):
                return self.items(path, *named)
        return theirs if self.choose(Field(path, then, theirs, yours)) == "theirs" else yours

    def keys(self, path: Path, then: Any, theirs: Any, yours: Any) -> Any:
        names = dict.fromkeys((*yours, *theirs))
        sides = [[_part(each, name) for each in (then, theirs, yours)] for name in names]
        found = {name: self.value((*path, name), *side) for name, side in zip(names, sides, strict=True)}
        return {name: each for name, each in found.items() if each is not Gap.NOTHING}

    def items(self, path: Path, then: Any, theirs: Any, yours: Any) -> list[Any]:
        kept = self.keys(path, then, theirs, yours)
        first, second = list(yours), list(theirs)
        common = set(first) & set(second)
        orders = [Gap.UNKNOWN if each is Gap.UNKNOWN else [name for name in each if name in common] for each in
                  (then, theirs, yours)]  # fmt: skip
        if not is_same(*orders[1:]) and self.choose(Field((*path, ORDER), *orders)) == "theirs":
            first, second = second, first
        return [kept[name] for name in _woven(first, second) if name in kept]

    def named(self, path: Path, value: Any) -> Any:
        """A list of things with ids of their own as things by id; None where it is not such a list."""
        if value is Gap.UNKNOWN:
            return value
        names = [self.grain.identity(path, item) for item in value] if isinstance(value, list) else [None]
        if None in names or len(set(names)) < len(names):
            return None
        return dict(zip(names, value, strict=True))


def _part(value: Any, name: str) -> Any:
    return value if value is Gap.UNKNOWN else value.get(name, Gap.NOTHING)


def _woven(first: Iterable[str], second: Iterable[str]) -> list[str]:
    """The names of *first*, with each that only *second* has behind the one it follows there."""
    found, before = list(first), None
    for name in second:
        if name not in found:
            found.insert(0 if before is None else found.index(before) + 1, name)
        before = name
    return found
