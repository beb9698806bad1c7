"""To whom what asks to get in touch opens: the couple's own counsellor and one named deputy.

Whoever can't sign in any more counts as nobody. While nobody is named, it opens to everybody who works in the practice:
a warning that nobody could open would protect nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from nearer import desk
from nearer_admin.rights import WORK

AT_ONCE = 200


@dataclass(frozen=True)
class Charge:
    """Whose a couple is, of those who can sign in, and who else works there: ids with names."""

    own: UUID | None
    deputy: UUID | None
    workers: dict[UUID, str]

    @property
    def named(self) -> list[str]:
        """The names of the two, the own counsellor first."""
        return [self.workers[each] for each in (self.own, self.deputy) if each]

    @property
    def takers(self) -> dict[UUID, str]:
        """To whom what may be about safety can go: the two, or anybody while nobody is named."""
        return {each: self.workers[each] for each in (self.own, self.deputy) if each} or self.workers

    def opens_to(self, who: Any) -> bool:
        """Whether *who* may see to it."""
        return who in self.takers


def workers(session: Session, practice: Any) -> dict[UUID, str]:
    """Who works with couples in a practice and can sign in, by name."""
    found = page = desk.list_people(session, practice, limit=AT_ONCE)
    while len(page) == AT_ONCE:  # all of them: whoever is left out would count as nobody
        page = desk.list_people(session, practice, after=page[-1].id, limit=AT_ONCE)
        found = [*found, *page]
    named = {each.id: each.name or each.email for each in found if each.active and each.role in WORK}
    return dict(sorted(named.items(), key=lambda each: each[1].casefold()))


def charges(session: Session, practice: Any, couples: Iterable[UUID]) -> dict[UUID, Charge]:
    """Whose each of *couples* is."""
    every, ids = workers(session, practice), list(couples)
    known = desk.find_charges(session, ids)
    return {each: _charge(every, *known.get(each, (None, None))) for each in ids}


def charge_of(session: Session, practice: Any, couple: UUID) -> Charge:
    """Whose one couple is."""
    return charges(session, practice, [couple])[couple]


def _charge(every: dict[UUID, str], own: UUID | None, deputy: UUID | None) -> Charge:
    return Charge(own if own in every else None, deputy if deputy in every else None, every)


def name_charge(session: Session, practice: Any, couple: UUID, own: str, deputy: str) -> None:
    """Say whose couple it is.

    Raises:
        ConflictError: one of them does not work in the practice, or both are the same.
    """
    by_id = {str(each): each for each in workers(session, practice)}
    if own not in by_id or (deputy and deputy not in by_id) or own == deputy:
        raise desk.ConflictError("Choose somebody who works in this practice, and somebody else as deputy.")
    desk.name_charge(session, couple, by_id[own], by_id.get(deputy))


def give(task: desk.Task, takers: dict[UUID, str], to: str) -> None:
    """Give a task to one of *takers*, or to nobody.

    Raises:
        ConflictError: it can't go to them.
    """
    by_id = {str(each): each for each in takers}
    if to and to not in by_id:
        raise desk.ConflictError("That can go to the couple's own counsellor and the deputy only.")
    task.assignee_id = by_id.get(to)
