"""The round of reminders: once a day for each person, in the hours they chose; and the words of such a message.

The words depend on what the recipient chose and on nothing else, so no message tells why it came.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from nearer import reminding
from nearer.errors import KeyringError, SealError
from nearer.languages import N_, _, speaking
from nearer.reminding import Wishes
from nearer.rounds.messages import Outgoing
from nearer.rules import journey
from nearer.rules.channels import Message
from nearer.store import reminders
from nearer.store.editions import load_edition
from nearer.store.engine import session_scope
from nearer.store.facts import load_facts
from nearer.store.letters import list_waiting
from nearer.store.outbox import Announcement, announce
from nearer.store.reminders import Kept
from nearer.store.tables import Couple

if TYPE_CHECKING:
    from datetime import date, datetime

    from nearer.installation import Installation

AT_ONCE = 20
TITLES = (N_("A note for you"), N_("Your reminder"), N_("Something for later"), N_("A quiet moment"))
"""Neutral titles to choose from, for messages and for a calendar."""

log = logging.getLogger(__name__)


def look_at_slots(installation: Installation) -> int:
    """See for everybody whose slot has come whether a message is due, and set their next slot; how many that were."""
    with session_scope(installation.engine) as session:
        due = reminders.list_due(session, now=installation.now(), limit=AT_ONCE)
    for seat in due:
        try:
            _look(installation, seat)
        except (KeyringError, SealError) as error:
            log.error("a reminder could not be opened: %s", type(error).__name__)  # noqa: TRY400 - no values
            with session_scope(installation.engine, write=True) as session:
                reminders.put_off(session, seat, until=installation.now() + timedelta(days=1))
    return len(due)


def _look(installation: Installation, seat: str) -> None:
    now = installation.now()
    with session_scope(installation.engine) as session:
        kept = reminders.find_kept(session, installation.keyring, seat)
        wishes = kept.message.wishes if kept else None
        if kept is None or wishes is None:
            return
        day = wishes.hours.day_at(kept.zone, now)
        is_due, told = (False, wishes) if day is None else _decide(session, kept, wishes, day, now)
    with session_scope(installation.engine, write=True) as session:
        moved = reminders.move_on(session, kept, told, wishes.hours.next_start(kept.zone, now))
        if moved and is_due and day is not None:
            payload = {"seat": seat, "day": day.isoformat()}
            # One event for each day: however often this is done, and by how many workers, it is one message.
            announce(session, "reminder", f"reminder {seat} {day.isoformat()}", payload, due=now)


def _decide(session: Session, kept: Kept, wishes: Wishes, day: date, now: datetime) -> tuple[bool, Wishes]:
    couple = session.get_one(Couple, kept.couple_id)
    edition = load_edition(session, couple.edition_sha)
    where = journey.state(edition, load_facts(session, couple, kept.keys), now)
    letters = list_waiting(session, kept.couple_id, kept.side) if wishes.letters else ()
    return reminding.look(wishes, where, kept.side, day, letters=letters)


def compose_reminder(installation: Installation, claimed: Announcement) -> Outgoing | None:
    """The message of a slot; None if its hours are over, the person has stopped it, or the program rests."""
    with session_scope(installation.engine) as session:
        kept = reminders.find_kept(session, installation.keyring, claimed.payload["seat"])
    wishes = kept.message.wishes if kept else None
    if kept is None or wishes is None or kept.rested or not wishes.is_any:
        return None
    day = wishes.hours.day_at(kept.zone, installation.now())
    if day is None or day.isoformat() != claimed.payload["day"]:
        return None
    with speaking(kept.language):
        return Outgoing(wishes.channel, message_of(installation, wishes))


def message_of(installation: Installation, wishes: Wishes) -> Message:
    """What a reminder says, in the language that is spoken."""
    stop = installation.address(f"/m/{wishes.token}")
    lines = [_("Something is here for you, when you like.")]
    if wishes.names_site:
        lines.append(installation.address("/"))
    lines.append(_("You asked for this message. To stop it, use “unsubscribe” in your mail program."))
    # RFC 8058: one click, in the mail program, without opening any page.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Message(wishes.address, _(TITLES[wishes.subject]), "\n\n".join(lines) + "\n", headers)


def compose_code(installation: Installation, claimed: Announcement) -> Outgoing | None:
    """The message that proves an address; None if it is not waited for any more."""
    with session_scope(installation.engine) as session:
        kept = reminders.find_kept(session, installation.keyring, claimed.payload["seat"])
    pending = kept.message.pending if kept else None
    if kept is None or pending is None or pending.until <= installation.now():
        return None
    with speaking(kept.language):
        words = (
            _("Your code: {code}", code=pending.code),
            _("Somebody asked for it who wants to get messages here. If that was not you, there is nothing to do."),
        )
        return Outgoing(pending.channel, Message(pending.address, _("Your code"), "\n\n".join(words) + "\n"))
