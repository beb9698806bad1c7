"""What an exercise or a step was made from, what became of that since, and how to take it in. Pure."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nearer import FACTORS, desk
from nearer_admin.stepform import name_of
from nearer_admin.threeway import Field, Gap, Grain, Path, by_id, differing, merged

Json = dict[str, Any]
ASIDE = ("nearer", "key", "id", "language", "languages", "origin", "delivery", "milestone")
"""What belongs to the place where something stands, not to its content."""


def _name(path: Path, item: Any) -> str | None:
    if path == ("variants",):
        return name_of(item) if isinstance(item, dict) else None
    return by_id(path, item)


def _is_whole(path: Path, three: tuple[Any, Any, Any]) -> bool:
    """Forms of different types or versions can't be mixed, nor two translations of one text."""
    if len(path) != 2:
        return False
    kinds = {(each.get("type"), each.get("version")) for each in three if isinstance(each, dict)}
    return path[0] == "texts" or (path[0] == "variants" and len(kinds) > 1)


GRAIN = Grain(_name, _is_whole)


@dataclass(frozen=True)
class Made:
    """Something that was made from an exercise: its document now, and the exercise then and today.

    ``then`` is None where it was not kept.
    """

    document: Json
    name: str
    then: Json | None
    today: Json

    @property
    def digest(self) -> str:
        """The digest of the exercise as it is today."""
        return desk.digest(self.today)


def fields_of(made: Made, registry: desk.Registry) -> list[Field]:
    """Every place where the exercise of today and what was made from it differ."""
    return differing(*_three(made, registry), GRAIN)


def has_news(made: Made, registry: desk.Registry) -> bool:
    """Whether the exercise changed since in a way that could be taken in."""
    origin = desk.origin_of(made.document)
    if origin is None or origin[1] == made.digest:
        return False
    return any(each.changed_by != "yours" for each in fields_of(made, registry))


def taken_in(made: Made, registry: desk.Registry, choices: Mapping[Path, str]) -> Json:
    """The document with what changed since taken in, as *choices* say; it knows the exercise of today from then on."""
    content = merged(*_three(made, registry), choices=choices, grain=GRAIN)
    kept = {key: value for key, value in made.document.items() if key in ASIDE or value in ("", [], {})}
    grade = (made.document.get("protocol") or {}).get("grade")
    if grade and _is_own(made.document):
        content["protocol"] = {**content.get("protocol", {}), "grade": grade}
    return settled(made, kept | content)


def settled(made: Made, document: Json) -> Json:
    """*document* with a note that it has seen the exercise of today."""
    return {**copy.deepcopy(document), "origin": {"exercise": made.name, "digest": made.digest}}


def made_from(name: str, exercise: Json) -> Json:
    """What stands under ``origin`` of what is made from *exercise* today."""
    return {"exercise": name, "digest": desk.digest(exercise)}


def _three(made: Made, registry: desk.Registry) -> tuple[Any, Json, Json]:
    own = _is_own(made.document)
    then, theirs, yours = (
        None if each is None else _content(_versioned(desk.upgraded(each, registry), registry), own=own)
        for each in (made.then, made.today, made.document)
    )
    return Gap.UNKNOWN if then is None else then, theirs or {}, yours or {}


def _versioned(document: Json, registry: desk.Registry) -> Json:
    """*document* where each form says its version, as a hand-written file may not."""
    for variant in document.get("variants", ()):
        kind = registry.types.get(variant.get("type"))
        if kind is not None:
            variant.setdefault("version", kind.version)
    return document


def _is_own(document: Json) -> bool:
    """Whether it is an exercise and not a step: an own exercise has a grade of its own."""
    return "nearer" in document


def _content(document: Json, *, own: bool) -> Json:
    """What is compared: nothing of its place, nothing blank, factors in one order."""
    found = {key: value for key, value in document.items() if key not in ASIDE}
    if own and "protocol" in found:
        found["protocol"] = {key: value for key, value in found["protocol"].items() if key != "grade"}
    if "factors" in found:
        known = [key for key in FACTORS if key in found["factors"]]
        found["factors"] = [*known, *(each for each in found["factors"] if each not in known)]
    return {key: value for key, value in found.items() if value not in ("", [], {})}
