"""How each person wants to be reminded, sealed under their care key: messages, and a calendar of their own days.

A row of kind ``message`` holds an address that was proved by a code, and what messages are for; before that, the
address that waits for its code. A row of kind ``calendar`` holds days; its token shows them and opens nothing else.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from nearer.reminding import Wishes
from nearer.store.columns import inside_id
from nearer.store.engine import Reader, plain
from nearer.store.keyring import Keyring
from nearer.store.keys import Keys, keys_for_partner, open_row, seal_row
from nearer.store.outbox import announce
from nearer.store.sealing import door_of, new_code, new_link_secret, read_code
from nearer.store.seats import Place
from nearer.store.tables import metadata
from nearer.store.writing import put_row

MESSAGE, CALENDAR = "message", "calendar"
CODE_LIVES = timedelta(hours=2)
CODE_TRIES = 5
_table, _seats, _couples = (metadata.tables[name] for name in ("reminder", "seat", "couple"))
_reminder = _table.c
_MINE = select(_table).where(_reminder.seat_id == bindparam("seat"), _reminder.kind == bindparam("kind"))
_WHOSE = (
    select(_table, _seats.c.language, _couples.c.zone, _couples.c.rested)
    .join(_seats, _seats.c.id == _reminder.seat_id)
    .join(_couples, _couples.c.id == _reminder.couple_id)
)


@dataclass(frozen=True)
class Pending:
    """An address that waits for the code that was sent there."""

    channel: str
    address: str
    code: str = field(repr=False)
    until: datetime
    tries: int = 0


@dataclass(frozen=True)
class Message:
    """What is kept of a person's messages: wishes once an address is proved, and one that is being proved."""

    wishes: Wishes | None = None
    pending: Pending | None = None

    def words(self) -> dict[str, Any]:
        """All of it as JSON, for the sealed box."""
        pending = self.pending
        return {
            "wishes": self.wishes and self.wishes.words(),
            "pending": pending and {**vars(pending), "until": pending.until.isoformat()},
        }

    @classmethod
    def of(cls, words: dict[str, Any]) -> Message:
        """What :meth:`words` gave."""
        pending = words["pending"]
        return cls(
            Wishes.of(words["wishes"]) if words["wishes"] else None,
            Pending(**{**pending, "until": datetime.fromisoformat(pending["until"])}) if pending else None,
        )


@dataclass(frozen=True)
class Kept:
    """A row opened by the worker, or by a feed: whose it is, and their keys."""

    seat_id: str
    couple_id: UUID
    side: str
    language: str
    zone: str
    rested: bool
    slot: datetime | None
    box: bytes = field(repr=False)
    words: dict[str, Any] = field(repr=False)
    keys: Keys = field(repr=False)

    @property
    def message(self) -> Message:
        """What a row of that kind holds."""
        return Message.of(self.words)


def find_message(session: Reader, place: Place) -> Message:
    """What this person wants of messages; nothing, if they never wanted any."""
    words = _find(session, place, MESSAGE)
    return Message.of(words) if words else Message()


def ask_for_code(session: Session, place: Place, channel: str, address: str, *, now: datetime) -> None:
    """Send a code to *address*, which proves that its owner wants it; what was proved before stays until then.

    Let :func:`nearer.store.attempts.admit` count it first.
    """
    kept, before = find_message(session, place), None
    if kept.pending and kept.pending.until > now:
        before = kept.pending.channel, kept.pending.address
    if before == (channel, address):
        return  # it is on its way
    pending = Pending(channel, address, new_code(7), now + CODE_LIVES)
    _keep_message(session, place, replace(kept, pending=pending), now=now)
    announce(session, "code", str(inside_id()), {"seat": place.seat.id}, due=now)


def prove_address(session: Session, place: Place, code: str, *, now: datetime) -> bool:
    """Whether *code* is the one that was sent; then messages go to its address. After five wrong ones it is void.

    Where nothing waits for a code since an address was proved, any is: it is the same post once more.
    """
    kept = find_message(session, place)
    pending = kept.pending
    if pending is None or pending.until <= now:
        return pending is None and kept.wishes is not None
    typed, wanted = read_code(code) or "", read_code(pending.code) or ""
    if not hmac.compare_digest(typed, wanted):
        left = replace(pending, tries=pending.tries + 1) if pending.tries + 1 < CODE_TRIES else None
        _keep_message(session, place, replace(kept, pending=left), now=now)
        return False
    start_messages(session, place, pending.channel, pending.address, now=now)
    return True


def start_messages(session: Session, place: Place, channel: str, address: str, *, now: datetime) -> None:
    """Let messages go to *address* from now on, for what was chosen before, or for nothing yet."""
    kept = find_message(session, place)
    before = kept.wishes or Wishes(channel, token=new_link_secret())
    wishes = replace(before, channel=channel, address=address)
    _keep_message(session, place, replace(kept, wishes=wishes, pending=None), now=now)


def keep_wishes(session: Session, place: Place, wishes: Wishes, *, now: datetime) -> None:
    """Keep when messages may come and what for; what was told is forgotten, so that a new wish has a first message."""
    kept = replace(find_message(session, place), wishes=replace(wishes, told=frozenset()))
    _keep_message(session, place, kept, now=now)


def stop_messages(session: Session, place: Place) -> None:
    """Forget the address and everything about messages."""
    session.execute(delete(_table).where(_reminder.seat_id == place.seat.id, _reminder.kind == MESSAGE))


def stop_by_token(session: Session, token: str) -> None:
    """The same by the token that stands in every message; an unknown one does nothing."""
    session.execute(delete(_table).where(_reminder.locator == door_of(token)[0], _reminder.kind == MESSAGE))


def find_calendar(session: Reader, place: Place) -> dict[str, Any] | None:
    """The days of this person's calendar as they were kept, with ``has_address``; None if there are none."""
    row = _row(session, place, CALENDAR)
    return None if row is None else open_row(place.keys, "reminder", row) | {"has_address": row.locator is not None}


def keep_calendar(session: Session, place: Place, words: dict[str, Any]) -> None:
    """Keep the days of a calendar; its address stays."""
    before = _row(session, place, CALENDAR)
    _put(session, place, CALENDAR, words, locator=before.locator if before else None)


def make_feed(session: Session, place: Place, token: str) -> None:
    """Let *token* show this person's calendar from now on, and nothing else do so."""
    mine = (_reminder.seat_id == place.seat.id, _reminder.kind == CALENDAR)
    session.execute(update(_table).where(*mine).values(locator=door_of(token)[0]))


def end_calendar(session: Session, place: Place) -> None:
    """Forget the calendar and its address."""
    session.execute(delete(_table).where(_reminder.seat_id == place.seat.id, _reminder.kind == CALENDAR))


def find_feed(session: Session, keyring: Keyring, token: str) -> Kept | None:
    """The calendar that *token* shows; None if it shows none."""
    row = session.execute(_WHOSE.where(_reminder.locator == door_of(token)[0], _reminder.kind == CALENDAR)).first()
    return None if row is None else _opened(session, keyring, row)


def list_due(session: Reader, *, now: datetime, limit: int) -> list[str]:
    """The seats whose slot for a message has come."""
    due = select(_reminder.seat_id).where(_reminder.kind == MESSAGE, _reminder.slot <= now)
    return list(session.execute(due.order_by(_reminder.slot).limit(limit)).scalars())


def find_kept(session: Session, keyring: Keyring, seat: str) -> Kept | None:
    """What the person in *seat* (its id) wants of messages, for the worker; None if they have stopped them.

    Raises:
        SealError, KeyringError: their keys are gone.
    """
    row = session.execute(_WHOSE.where(_reminder.seat_id == seat, _reminder.kind == MESSAGE)).first()
    return None if row is None else _opened(session, keyring, row)


def move_on(session: Session, kept: Kept, wishes: Wishes, slot: datetime | None) -> bool:
    """Set the next slot and what was told, if nobody has changed anything meanwhile; whether that was so."""
    row = SimpleNamespace(couple_id=kept.couple_id, seat=kept.side, kind=MESSAGE)
    box = seal_row(kept.keys, "reminder", row, replace(kept.message, wishes=wishes).words())
    mine = (_reminder.seat_id == kept.seat_id, _reminder.kind == MESSAGE, _reminder.box == kept.box)
    moved: Any = session.execute(update(_table).where(*mine).values(slot=slot, box=box))
    return bool(moved.rowcount)


def put_off(session: Session, seat: str, *, until: datetime) -> None:
    """Look at *seat* again only then: what is kept of it can't be opened now."""
    mine = (_reminder.seat_id == seat, _reminder.kind == MESSAGE)
    session.execute(update(_table).where(*mine).values(slot=until))


def forget_reminders(session: Session, seat: str) -> None:
    """Forget everything of *seat* (its id): messages, address, calendar and their tokens."""
    session.execute(delete(_table).where(_reminder.seat_id == seat))


def _opened(session: Session, keyring: Keyring, row: Any) -> Kept:
    keys = keys_for_partner(session, keyring, row.couple_id, row.seat)
    words = open_row(keys, "reminder", row)
    about = (row.seat_id, row.couple_id, row.seat, row.language, row.zone, row.rested, row.slot, row.box)
    return Kept(*about, words, keys)


def _row(session: Reader, place: Place, kind: str) -> Any:
    return session.execute(_MINE, {"seat": place.seat.id, "kind": kind}).first()


def _find(session: Reader, place: Place, kind: str) -> dict[str, Any] | None:
    row = _row(session, place, kind)
    return None if row is None else open_row(place.keys, "reminder", row)


def _keep_message(session: Session, place: Place, message: Message, *, now: datetime) -> None:
    wishes = message.wishes
    slot = wishes.hours.next_start(place.couple.zone, now) if wishes and wishes.is_any else None
    _put(session, place, MESSAGE, message.words(), slot=slot, locator=door_of(wishes.token)[0] if wishes else None)


def _put(session: Session, place: Place, kind: str, words: dict[str, Any], **clear: Any) -> None:
    row = {"seat_id": place.seat.id, "kind": kind, "couple_id": place.couple.id, "seat": place.seat.side}
    box = seal_row(place.keys, "reminder", SimpleNamespace(**row), words)
    put_row(plain(session), "reminder", row | clear | {"box": box})
