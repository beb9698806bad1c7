"""The tables: what the desk makes (practices to links) and what couples make (couples to drafts), plus the outbox.

Everything a couple writes or is called stands sealed in columns named ``box``; see :mod:`nearer.store.sealing`.
Rows of couples carry the unique key (couple, step, occurrence, seat, n), couple first.
"""

# ruff: noqa: F401 - the tables of the desk are found here, too

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from nearer.store.columns import inside_id, moment, public_id
from nearer.store.desk_tables import (
    Counsellor,
    Deed,
    DeskRule,
    Edition,
    Exercise,
    Hold,
    Link,
    Move,
    Practice,
    Program,
    ProgramRevision,
    Publication,
    metadata,
)


class Couple(SQLModel, table=True):
    """One enrolment. ``box`` (couple key) holds label and together-draw; nothing here tells who the two are.

    ``program_id`` is its link's: so that the couples of a program come in order by one index.
    """

    __table_args__ = (
        *(Index(f"ix_couple_{name}_id", name, "id") for name in ("practice_id", "link_id", "program_id")),
        Index("ix_couple_rested", "practice_id", "id", sqlite_where=text("rested"), postgresql_where=text("rested")),
    )

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    public: str = Field(default_factory=public_id, unique=True, max_length=64)
    practice_id: UUID = Field(foreign_key="practice.id")
    link_id: UUID = Field(foreign_key="link.id")
    program_id: UUID | None = None
    edition_sha: str = Field(foreign_key="edition.sha", max_length=64)
    zone: str = Field(default="UTC", max_length=64)
    sealed: bool = False
    began_on: date
    together_released: bool = False
    rested: bool = False
    box: bytes | None = None


class Seat(SQLModel, table=True):
    """One of the two places of a couple. ``id`` is opaque and stands in addresses.

    ``box`` (couple key) holds name and part, ``care_box`` (care key) wish, flags and whether the screen was done. The
    inner wraps of its doors name the couple that it was made in, ``home``, also when it moves to the one it joins.
    Only doors of ``own_generation`` open it. After a replacement ``came_from`` is the one before, whose doors may
    cancel it until ``spare_opens_at``, from when on spares open the private words of before.
    """

    __table_args__ = (UniqueConstraint("couple_id", "side"),)

    id: str = Field(default_factory=public_id, primary_key=True, max_length=64)
    couple_id: UUID = Field(foreign_key="couple.id")
    home: UUID
    side: str = Field(max_length=1)
    taken: bool = False
    agreed: bool = False
    way_back: bool = False
    language: str = Field(default="en", max_length=35)
    own_generation: int = 1
    came_from: int = 0
    spare_opens_at: datetime | None = moment(default=None)
    box: bytes | None = None
    care_box: bytes | None = None


class Key(SQLModel, table=True):
    """A key wrapped by epoch *epoch*: ``couple`` (side ``-``), ``open``, ``care``, or the spare of an ``own`` key.

    ``earlier`` is the own key of *generation*, wrapped by that of the later generation ``holder`` before the epoch.
    """

    __table_args__ = (UniqueConstraint("couple_id", "side", "name", "generation", "holder"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    couple_id: UUID = Field(foreign_key="couple.id")
    side: str = Field(max_length=1)
    name: str = Field(max_length=10)
    generation: int = 1
    holder: int = 0
    epoch: int
    wrapped: bytes


class Door(SQLModel, table=True):
    """A way in: the locator of a secret and the own key behind it; a session is a door of kind ``session``.

    ``pin`` guards a live session (it wraps nothing); ``locked`` and ``used_at`` are of sessions. ``made_on`` and
    ``used_on`` (links and codes) are days of the couple's zone, for the person's own list. A session that is not
    ``known`` waits for an answer to the question on first use; ``proved_at`` is when link, code or PIN last proved it.
    """

    __table_args__ = (Index("ix_door_couple_id_seat_id", "couple_id", "seat_id"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    couple_id: UUID = Field(foreign_key="couple.id")
    seat_id: str = Field(foreign_key="seat.id", max_length=64)
    kind: str = Field(max_length=10)
    locator: bytes = Field(unique=True)
    generation: int = 1
    epoch: int
    wrapped: bytes
    pin: str | None = Field(default=None, max_length=255)
    pin_tries: int = 0
    locked: bool = False
    keep: bool = False
    used_at: datetime | None = moment(default=None)
    expires_at: datetime | None = moment(default=None)
    made_on: date | None = None
    used_on: date | None = None
    known: bool = True
    proved_at: datetime | None = moment(default=None)


class PickUp(SQLModel, table=True):
    """A way for somebody who lost theirs to be let in again; holds no key, lives half an hour, goes when it is used."""

    __tablename__ = "pick_up"
    __table_args__ = (Index("ix_pick_up_couple_id", "couple_id"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    couple_id: UUID = Field(foreign_key="couple.id")
    seat_id: str = Field(foreign_key="seat.id", max_length=64)
    locator: bytes = Field(unique=True)
    expires_at: datetime = moment()


class Invitation(SQLModel, table=True):
    """A way for the other partner to come; holds no key, lives 14 days, is used up by a claim."""

    __table_args__ = (Index("ix_invitation_couple_id", "couple_id"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    couple_id: UUID = Field(foreign_key="couple.id")
    side: str = Field(max_length=1)
    locator: bytes = Field(unique=True)
    box: bytes
    expires_at: datetime = moment()
    claimed: bool = False


class Entry(SQLModel, table=True):
    """Whatever a couple does at a step: answer, move, pass, confirm, lift, withdraw. Numbered, append-only.

    ``seat`` is ``a``, ``b`` or ``-`` (shared). ``mark`` is a keyed digest of the content: it tells a repeated post.
    """

    __table_args__ = (UniqueConstraint("couple_id", "step", "occurrence", "seat", "n"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    couple_id: UUID = Field(foreign_key="couple.id")
    step: str = Field(max_length=64)
    occurrence: int = 1
    seat: str = Field(max_length=1)
    n: int
    kind: str = Field(max_length=10)
    writer: str = Field(max_length=1)
    edition_sha: str = Field(max_length=64)
    form: str = Field(default="any", max_length=10)
    mark: bytes
    day: date


class Box(SQLModel, table=True):
    """The sealed words of an entry, one row per key (own, open, care, couple) that it needed."""

    __table_args__ = (UniqueConstraint("couple_id", "step", "occurrence", "seat", "n", "key"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    couple_id: UUID = Field(foreign_key="couple.id")
    step: str = Field(max_length=64)
    occurrence: int = 1
    seat: str = Field(max_length=1)
    n: int
    key: str = Field(max_length=10)
    generation: int = 1
    edition_sha: str = Field(max_length=64)
    box: bytes


class Draft(SQLModel, table=True):
    """The raw form fields of an unsent answer, sealed under the writer's own key; gone at submission."""

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    step: str = Field(primary_key=True, max_length=64)
    occurrence: int = Field(default=1, primary_key=True)
    seat: str = Field(primary_key=True, max_length=1)
    edition_sha: str = Field(max_length=64)
    generation: int = 1
    box: bytes


class Fact(SQLModel, table=True):
    """The kept row per seat, step and occurrence: that it is done or passed, and on which day; no content."""

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    step: str = Field(primary_key=True, max_length=64)
    occurrence: int = Field(default=1, primary_key=True)
    seat: str = Field(primary_key=True, max_length=1)
    done: bool = True
    passed: bool = False
    entries: int = 1
    day: date


class Renewal(SQLModel, table=True):
    """That what a seat (``-``: both) did at a place up to entry ``n`` stands aside, because the step was renewed.

    It was given in ``form`` of ``edition_sha``. ``both``, ``joint`` (names, by spaces) and ``released`` are what had
    happened by then that opens answers: what was opened stays so, and nothing opens any more.
    """

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    step: str = Field(primary_key=True, max_length=64)
    occurrence: int = Field(default=1, primary_key=True)
    seat: str = Field(primary_key=True, max_length=1)
    n: int
    edition_sha: str = Field(max_length=64)
    form: str = Field(default="any", max_length=64)
    both: bool = False
    joint: str = Field(default="", max_length=4000)
    released: bool = False


class Release(SQLModel, table=True):
    """That the counsellor released a step's answers (``side``) to the partner, or opened a step."""

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    step: str = Field(primary_key=True, max_length=64)
    occurrence: int = Field(default=1, primary_key=True)
    side: str = Field(primary_key=True, max_length=1)
    day: date


class Lift(SQLModel, table=True):
    """One item that its writer released, sealed under the writer's open key; it opens at ``opens_at``."""

    __table_args__ = (Index("ix_lift_couple_id_step", "couple_id", "step", "occurrence"),)

    id: str = Field(default_factory=public_id, primary_key=True, max_length=64)
    couple_id: UUID = Field(foreign_key="couple.id")
    step: str = Field(max_length=64)
    occurrence: int = 1
    seat: str = Field(max_length=1)
    item: str = Field(max_length=64)
    reader: str = Field(default="partner", max_length=10)
    edition_sha: str = Field(max_length=64)
    opens_at: datetime = moment()
    box: bytes


class Stance(SQLModel, table=True):
    """What one seat adds to together-or-alone from the day after ``day``; sealed under the couple key, fixed size."""

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    seat: str = Field(primary_key=True, max_length=1)
    day: date = Field(primary_key=True)
    box: bytes


class Decision(SQLModel, table=True):
    """Which form a stage has for a couple, decided once at its border; sealed under the couple key."""

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    stage: str = Field(primary_key=True, max_length=64)
    box: bytes


class Choice(SQLModel, table=True):
    """Which variant of a step a seat has (``-``: both), chosen once when it opened; sealed under the couple key."""

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    step: str = Field(primary_key=True, max_length=64)
    seat: str = Field(primary_key=True, max_length=1)
    box: bytes


class Finding(SQLModel, table=True):
    """Scores and flags computed in the writer's request, sealed under the key of their narrowest source."""

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    step: str = Field(primary_key=True, max_length=64)
    occurrence: int = Field(default=1, primary_key=True)
    seat: str = Field(primary_key=True, max_length=1)
    key: str = Field(primary_key=True, max_length=10)
    generation: int = 1
    edition_sha: str = Field(max_length=64)
    box: bytes


class Task(SQLModel, table=True):
    """Something for the counsellor: lists say "get in touch"; the kind is sealed under the couple key."""

    __table_args__ = (
        Index("ix_task_practice_id_open", "practice_id", "open", "id"),
        Index("ix_task_practice_id_open_couple_id", "practice_id", "open", "couple_id", "id"),
        Index("ix_task_practice_id_open_assignee_id", "practice_id", "open", "assignee_id", "id"),
    )

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    couple_id: UUID = Field(foreign_key="couple.id", index=True)
    open: bool = True
    assignee_id: UUID | None = None
    day: date
    box: bytes


class Reminder(SQLModel, table=True):
    """How one person wants to be reminded; ``kind`` is ``message`` or ``calendar``, ``seat`` the side.

    ``box`` (care key) holds address, times and what for. ``slot`` is when the worker next looks at a message's: the
    full hour, in the clear; None: never. ``locator`` is of the token that stops messages, or that shows the calendar.
    """

    seat_id: str = Field(foreign_key="seat.id", primary_key=True, max_length=64)
    kind: str = Field(primary_key=True, max_length=10)
    couple_id: UUID = Field(foreign_key="couple.id", index=True)
    seat: str = Field(max_length=1)
    slot: datetime | None = moment(default=None, index=True)
    locator: bytes | None = Field(default=None, unique=True)
    box: bytes


class Attempt(SQLModel, table=True):
    """A failed try at a secret, counted by address digest and hour, never by couple."""

    address: str = Field(primary_key=True, max_length=64)
    kind: str = Field(primary_key=True, max_length=20)
    hour: datetime = moment(primary_key=True)
    count: int = 0


class Outbox(SQLModel, table=True):
    """What is to be sent after commit: ids only, claimed with a lease."""

    __table_args__ = (Index("ix_outbox_done_due", "done", "due_at"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    event: str = Field(unique=True, max_length=64)
    kind: str = Field(max_length=40)
    payload: str
    due_at: datetime = moment()
    leased_until: datetime | None = moment(default=None)
    tries: int = 0
    done: bool = False


class Beat(SQLModel, table=True):
    """When something that is done now and then was last done, such as the worker's rounds."""

    name: str = Field(primary_key=True, max_length=20)
    at: datetime = moment()
