"""The desk's couples: labels, how far each seat is, releases, and answers through the one door as their counsellor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from nearer.errors import NotFoundError
from nearer.rules import journey
from nearer.rules.edition import Edition, Step
from nearer.rules.journey import DONE, Journey, Place, local_day
from nearer.rules.visibility import visibilities
from nearer.store.before import find_before
from nearer.store.boxes import Target
from nearer.store.carrying import carry_with
from nearer.store.couples import read_couple
from nearer.store.door import Read, Viewer, Visible, read_step
from nearer.store.editions import load_edition
from nearer.store.facts import load_facts
from nearer.store.inside import PAGE, Id, Turn, as_uuid, get_inside, list_inside
from nearer.store.keyring import Keyring
from nearer.store.keys import SHARED, SIDES, Keys, keys_for_counsellor
from nearer.store.partners import Partner, list_partners
from nearer.store.resting import DESK, rest_from_desk
from nearer.store.tables import Couple, Task, metadata
from nearer.store.tasks import STUCK, Reason, read_task
from nearer.store.viewing import Carry, as_it_is
from nearer.store.writing import put_once

if TYPE_CHECKING:
    from nearer.registry import Registry


_fact = metadata.tables["fact"].c


@dataclass(frozen=True)
class Case:
    """One couple as its counsellor has it open: label, names, program and where it stands; no answers."""

    couple: Couple
    label: str
    partners: dict[str, Partner]
    edition: Edition
    journey: Journey
    keys: Keys = field(repr=False)
    carry: Carry = field(default=as_it_is, repr=False)

    def done(self, side: str) -> int:
        """How many places this seat has finished; passing counts, and nothing tells it apart."""
        return sum(each.status == DONE for each in self.journey.places(side))

    def target(self, side: str, step: str, occurrence: int) -> Target:
        """A place of this couple.

        Raises:
            NotFoundError: its edition has no such place.
        """
        place = self.journey.place(side, step, occurrence) if side in SIDES else None
        if place is None:
            raise NotFoundError("This program has no such step.")
        return Target.of(self.edition, place)


def list_couples(session: Session, practice_id: Id, *, after: Turn = None, limit: int = PAGE) -> list[Couple]:
    """The practice's couples, newest first."""
    return list_inside(session, Couple, practice_id, after=after, limit=limit)


def get_couple(session: Session, practice_id: Id, public: str) -> Couple:
    """The practice's couple of that public id.

    Raises:
        NotFoundError: there is none.
    """
    table: Any = Couple
    query = select(Couple).where(table.public == public, table.practice_id == as_uuid(practice_id))
    found: Couple | None = session.scalar(query)
    if found is None:
        raise NotFoundError("There is no such couple here.")
    return found


def count_done(session: Session, couples: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many places each of the two seats of *couples* (inside ids) has finished, in one query; passing counts."""
    query = (
        select(_fact.couple_id, _fact.seat, func.count())
        .where(_fact.couple_id.in_(list(couples)), _fact.done)
        .group_by(_fact.couple_id, _fact.seat)
    )
    found: dict[UUID, dict[str, int]] = {}
    for couple, side, number in session.execute(query):
        found.setdefault(couple, {})[side] = number
    return {couple: (each.get("a", 0), each.get("b", 0)) for couple, each in found.items()}


def list_public_ids(session: Session, practice_id: Id, couples: Iterable[UUID]) -> dict[UUID, str]:
    """The public id of each of *couples* that is the practice's; the inside id never stands in an address."""
    table: Any = Couple
    query = select(table.id, table.public).where(table.id.in_(list(couples)), table.practice_id == as_uuid(practice_id))
    return {row.id: row.public for row in session.execute(query)}


def open_case(
    session: Session, keyring: Keyring, practice_id: Id, public: str, *, now: datetime, registry: Registry | None = None
) -> Case:
    """The practice's couple of that public id with the keys its counsellor has.

    Answers of earlier editions are read with the migrations of *registry*.

    Raises:
        NotFoundError: there is none.
    """
    couple = get_couple(session, practice_id, public)
    carry = as_it_is if registry is None else carry_with(session, registry)
    keys = keys_for_counsellor(session, keyring, couple.id)
    edition = load_edition(session, couple.edition_sha)
    where = journey.state(edition, load_facts(session, couple, keys), now)
    label = read_couple(keys, couple).label
    return Case(couple, label, list_partners(session, couple.id, keys), edition, where, keys, carry)


def read_answers(
    session: Session, case: Case, side: str, place: Place, *, now: datetime, read: Read | None = None
) -> Visible:
    """What the counsellor may see of one seat at *place*, through the one door; *read* is for many places at once."""
    viewer = replace(Viewer.desk(case.couple.id, side, case.keys), carry=case.carry)
    target = case.target(side, place.step.id, place.occurrence)
    return read_step(session, viewer, target, case.journey, now=now, read=read)


def read_safety(
    session: Session, keyring: Keyring, practice_id: Id, task_id: Id, *, now: datetime
) -> tuple[Case, Reason, Target, Visible]:
    """Why somebody should get in touch, and what the screen says; only after a fresh sign-in, alone.

    Raises:
        NotFoundError: the practice has no such task.
    """
    task = get_inside(session, Task, practice_id, task_id)
    couple = get_inside(session, Couple, practice_id, task.couple_id)
    case = open_case(session, keyring, practice_id, couple.public, now=now)
    reason = read_task(session, practice_id, task_id, case.keys)
    if reason.kind == STUCK:  # about time, not about safety: there is nothing to read
        return case, reason, case.target(reason.side, reason.step, 1), Visible()
    viewer = Viewer.desk(couple.id, reason.side, case.keys, safety=True)
    # What a screen said does not go away because the step was renewed or left the program.
    if found := find_before(session, couple.id, reason.step, 1):
        return case, reason, found.target, found.read(session, viewer, case.journey, now=now)
    target = case.target(reason.side, reason.step, 1)
    return case, reason, target, read_step(session, viewer, target, case.journey, now=now)


def release_together(session: Session, practice_id: Id, public: str, *, released: bool) -> None:
    """Note that the counsellor spoke with each alone, or take it back; it acts at the next border of a stage."""
    couple = get_couple(session, practice_id, public)
    table: Any = Couple
    session.execute(update(Couple).where(table.id == couple.id).values(together_released=released))


def rest_couple(session: Session, keyring: Keyring, practice_id: Id, public: str, *, rests: bool) -> None:
    """Let a couple's program rest, or hold it back no longer; either of the two may hold it, too, and no page tells."""
    rest_from_desk(session, keyring, get_couple(session, practice_id, public).id, rests=rests)


def is_held_here(case: Case) -> bool:
    """Whether the desk holds the program; whether either of the two does, the desk is not told."""
    return DESK in read_couple(case.keys, case.couple).holds


def release_answers(session: Session, case: Case, side: str, step: str, occurrence: int, *, now: datetime) -> None:
    """Open what this seat answered there under ``released`` to the partner; releasing twice is releasing once.

    Raises:
        NotFoundError: nothing there waits for a release.
    """
    target = case.target(side, step, occurrence)
    if not is_releasable(target) or case.journey.fact(side, step, occurrence) is None:
        raise NotFoundError("Nothing here waits for your release.")
    row = {"couple_id": case.couple.id, "step": step, "occurrence": occurrence, "side": side}
    put_once(session, "release", row | {"day": local_day(case.couple.zone, now)})


def open_step(session: Session, case: Case, step: str, *, now: datetime) -> None:
    """Open a step that waits for the counsellor, for both of the couple; opening twice is opening once.

    Raises:
        NotFoundError: nothing there waits for that.
    """
    found = case.edition.steps.get(step)
    if found is None or not waits_for_release(found):
        raise NotFoundError("Nothing here waits for you to open it.")
    row = {"couple_id": case.couple.id, "step": step, "occurrence": 1, "side": SHARED}
    put_once(session, "release", row | {"day": local_day(case.couple.zone, now)})


def waits_for_release(step: Step) -> bool:
    """Whether a step opens only when the counsellor says so."""
    return step.delivery.get("rule") == "after_release"


def is_releasable(target: Target) -> bool:
    """Whether answers at *target* open to the partner only by the counsellor's release."""
    return "released" in visibilities(target.form.schema)
