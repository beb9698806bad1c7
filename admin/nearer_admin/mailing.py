"""Invitations by e-mail: the outbox holds who is invited, and the worker makes the message when it leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nearer import Message, desk, hookimpl
from nearer_admin.invitations import HOURS, KIND, channel_of, invitation

TEXT = """\
You are invited to work at the desk of {place}.

Open this link and choose a password. It works once, until {until} (UTC), and only for you:

{address}

If you don't know what this is about, leave it alone; it ends by itself after {hours} hours.
"""


@hookimpl
def register_composers() -> dict[str, Callable[[Any, Any], Any]]:
    """The desk's invitations are made here."""
    return {KIND: compose_invitation}


def compose_invitation(installation: Any, claimed: Any) -> Any:
    """The message with the link; None if they came in meanwhile, or the invitation was withdrawn or ran out."""
    with desk.session_scope(installation.engine) as session:
        person, channel = desk.find_counsellor(session, id=claimed.payload["person"]), channel_of(installation)
        until = person.invited_until if person else None
        if person is None or until is None or until <= installation.clock() or not channel:
            return None
        place = desk.get_practice(session, person.practice_id).name if person.practice_id else "Nearer"
        words = {"place": place, "until": f"{until:%d %b %Y, %H:%M}", "hours": HOURS}
        text = TEXT.format(address=invitation(installation, person), **words)
        return desk.Outgoing(channel, Message(person.email, "Your invitation", text))
