"""Brings an answer that passed the door from the edition it was given in to the one that the couple is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nearer.migrating import answer_of_version
from nearer.rules.contract import ExerciseType, Json, RefusedError
from nearer.store.boxes import Target
from nearer.store.editions import load_edition
from nearer.store.engine import Reader
from nearer.store.viewing import Carry

if TYPE_CHECKING:
    from nearer.registry import Registry


def carry_with(session: Reader, registry: Registry) -> Carry:
    """What brings answers over with the migrations of *registry*; what can't be brought over stays as it is."""

    def carry(target: Target, edition: str, form: str, answer: Json) -> Json:
        step = load_edition(session, edition).steps.get(target.step.id)
        before, kind = step.forms.get(form) if step else None, registry.types.get(target.form.type)
        if before is None or kind is None or before.type != kind.id or before.version == target.form.version:
            return answer
        versions = before.version, target.form.version
        after: Json = registry.attempt(kind.id, lambda: _carried(kind, versions, answer), answer)
        return after

    return carry


def _carried(kind: ExerciseType, versions: tuple[int, int], answer: Json) -> Json:
    try:
        return answer_of_version(kind, *versions, answer)
    except RefusedError:
        return answer
