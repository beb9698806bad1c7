"""Where couples of a program stop: how many finished each step; no answer is read, and no small number leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from nearer.rules.edition import Step
from nearer.store.inside import Id, as_uuid
from nearer.store.tables import metadata

FEWEST = 5
"""Figures under this are not said; others are rounded to multiples of it, so that no difference tells a small one."""

MOST = 1_000
"""So many couples, the latest, are looked at, however many there are."""

_couple, _fact = (metadata.tables[name].c for name in ("couple", "fact"))


@dataclass(frozen=True)
class Finished:
    """In how many couples somebody, and both, finished a step; None where that is under five."""

    step: str
    one: int | None
    both: int | None


def rounded(number: int) -> int | None:
    """*number* as it may be said about a group of couples."""
    return None if number < FEWEST else FEWEST * round(number / FEWEST)


def count_finished(
    session: Session, practice_id: Id, program_id: Id, steps: Iterable[Step]
) -> tuple[int | None, list[Finished]]:
    """How many couples began, and for each of *steps* that is no screen how many finished its first time."""
    some = _latest(practice_id, program_id)
    began = rounded(int(session.scalar(select(func.count()).select_from(some)) or 0))
    each = (
        select(_fact.step, _fact.couple_id, func.count().label("people"))
        .join(some, some.c.id == _fact.couple_id)
        .where(_fact.done, _fact.occurrence == 1)
        .group_by(_fact.step, _fact.couple_id)
        .subquery()
    )
    both = func.sum(case((each.c.people > 1, 1), else_=0))
    rows = session.execute(select(each.c.step, func.count(), both).group_by(each.c.step))
    found = {step: (int(one), int(two)) for step, one, two in rows}
    shown = [step.id for step in steps if not _asks_about_safety(step)] if began else []
    return began, [Finished(step, *(rounded(number) for number in found.get(step, (0, 0)))) for step in shown]


def _latest(practice_id: Id, program_id: Id) -> Any:
    """The couples that are looked at, as an index has them."""
    return (
        select(_couple.id)
        .where(_couple.program_id == as_uuid(program_id), _couple.practice_id == as_uuid(practice_id))
        .order_by(_couple.id.desc())
        .limit(MOST)
        .subquery()
    )


def _asks_about_safety(step: Step) -> bool:
    return any("screen" in form.visibilities for form in step.forms.values())
