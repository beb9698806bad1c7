"""Says what bringing a draft to the versions of today would change, and does it when somebody accepts. Pure."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nearer.freezing import LACKING, config_problems
from nearer.migrating import config_of_today, leads_here
from nearer.rules.contract import ExerciseType, Json, RefusedError

if TYPE_CHECKING:
    from nearer.registry import Registry


@dataclass(frozen=True)
class Upgrade:
    """One form of a step or an exercise that was made for another version; ``why`` says what keeps it there."""

    form: str
    type: str
    title: str
    stored: int
    today: int
    before: Json
    after: Json | None = None
    why: str = ""

    @property
    def changes(self) -> tuple[str, ...]:
        """The names in the config that would look different, or come or go."""
        after = self.after or {}
        names = dict.fromkeys((*self.before, *after))
        return tuple(name for name in names if self.before.get(name, self) != after.get(name, self))


def upgrades(content: Json, registry: Registry) -> list[Upgrade]:
    """What could be brought to today in *content* (a step or an exercise); empty where all of it is of today."""
    return [_upgrade(variant, kind, registry) for variant, kind in _older(content, registry)]


def upgraded(content: Json, registry: Registry) -> Json:
    """*content* with each form that can be brought to today brought there; the others as they are."""
    after = copy.deepcopy(content)
    for variant, kind in _older(after, registry):
        found = _upgrade(variant, kind, registry)
        if found.after is not None:
            variant |= {"version": kind.version, "config": found.after}
    return after


def _older(content: Json, registry: Registry) -> Iterator[tuple[Json, ExerciseType]]:
    for variant in content.get("variants", ()):
        kind = registry.types.get(str(variant.get("type")))
        if kind is not None and variant.get("version", kind.version) != kind.version:
            yield variant, kind


def _upgrade(variant: Json, kind: ExerciseType, registry: Registry) -> Upgrade:
    stored, before = int(variant["version"]), variant["config"]
    after, why = _outcome(kind, stored, before, registry)
    form = str(variant.get("name") or variant.get("form", "any"))
    return Upgrade(form, kind.id, kind.title, stored, kind.version, before, None if why else after, why)


def _outcome(kind: ExerciseType, stored: int, before: Json, registry: Registry) -> tuple[Json, str]:
    """What comes out, and why it can't be taken; one of both is empty."""
    if not leads_here(kind, stored):
        return {}, f"Nothing leads from version {stored} to version {kind.version}."

    def carry() -> tuple[Json, str]:
        try:
            return config_of_today(kind, stored, before), ""
        except RefusedError as error:
            return {}, str(error)

    failed: tuple[Json, str] = ({}, f"{kind.title} failed on the way; see the plugin page.")
    after, why = registry.attempt(kind.id, carry, failed)
    if not why:
        wrong = [
            p for p in config_problems(kind, after, registry) if p.severity == "error" and p.keyword not in LACKING
        ]
        why = f"Afterwards something would be wrong: {wrong[0]}" if wrong else ""
    return after, why
