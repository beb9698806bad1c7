"""The round of messages: what stands in the outbox leaves by its channel, each at most once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from nearer.registry import GUARDED
from nearer.rules.channels import Message, NotSentError
from nearer.store.engine import session_scope
from nearer.store.outbox import Announcement, claim_due, put_back, take_out

if TYPE_CHECKING:
    from nearer.installation import Installation

LEASE = timedelta(minutes=10)
TRIES = 8
AT_ONCE = 5
log = logging.getLogger(__name__)


class Outgoing(NamedTuple):
    """A message, and the name of the channel that it goes by."""

    channel: str
    message: Message


Composer = Callable[["Installation", Announcement], Outgoing | None]


def send_due(installation: Installation, *, composers: Mapping[str, Composer]) -> int:
    """Send what is due, and say how many that were.

    *composers* makes the message of each kind of row now; None if nobody wants it any more. Other kinds stay.
    """
    now = installation.now()
    due = claim_due(installation.engine, *composers, now=now, lease=LEASE, limit=AT_ONCE)
    for claimed in due:
        try:
            _send(installation, claimed, composers[claimed.kind])
        except Exception as error:  # noqa: BLE001 - one that can't be made must not keep the others
            log.error("a message could not be made: %s", type(error).__name__)  # noqa: TRY400 - no values
            if claimed.tries >= TRIES:
                _take_out(installation, claimed)
    return len(due)


def _send(installation: Installation, claimed: Announcement, compose: Composer) -> None:
    letter = compose(installation, claimed)
    # Out first, then sent: who dies in between has lost a message, and nobody gets one twice.
    if not _take_out(installation, claimed) or letter is None:
        return
    channel = installation.channels.get(letter.channel)
    if channel is None:
        log.error("a message was dropped: there is no channel %s any more", letter.channel)
        return
    try:
        channel.send(letter.message)
    except NotSentError as error:
        log.warning("a message was not taken by %s: %s", letter.channel, error)
        if error.again and claimed.tries < TRIES:
            _put_back(installation, claimed)
    except GUARDED as error:
        # Without the trace, which would hold values.
        log.error("a message may have been lost by %s: %s", letter.channel, type(error).__name__)  # noqa: TRY400


def _take_out(installation: Installation, claimed: Announcement) -> bool:
    with session_scope(installation.engine, write=True) as session:
        return take_out(session, claimed)


def _put_back(installation: Installation, claimed: Announcement) -> None:
    with session_scope(installation.engine, write=True) as session:
        put_back(session, claimed, due=installation.now() + timedelta(minutes=2**claimed.tries))
