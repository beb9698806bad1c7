"""Two addresses that open nothing else: one stops a person's messages, one shows the days of their calendar.

Whatever the token, known, unknown or ended, the page and its status are the same; an unknown calendar is an empty one.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from nearer.languages import N_, _, speak
from nearer.store import reminders
from nearer.store.engine import session_scope
from nearer.web.pages import draw, say, site
from nearer.web.reminders import calendar_of

pages = Blueprint("feeds", __name__)

STOPPED = N_("No more messages come from here")
AGAIN = N_("You can choose them again in your own place, at any time.")


@pages.get("/m/<token>")
def show_stop(token: str) -> Response:  # noqa: ARG001 - not even looked at
    """The same page for every address: only the button does anything."""
    return draw("stop.html", action=request.path)


@pages.post("/m/<token>")
def stop_messages(token: str) -> Response:
    """Stop the messages in which this token stands; a mail program may post here by itself (RFC 8058)."""
    with session_scope(site().engine, write=True) as session:
        reminders.stop_by_token(session, token)
    return say(_(STOPPED), _(AGAIN))


@pages.get("/c/<token>.ics")
def show_calendar(token: str) -> Response:
    """The days that the token's owner chose."""
    here = site()
    with session_scope(here.engine) as session:
        kept = reminders.find_feed(session, here.keyring, token)
    if kept is None:
        return calendar_of(None, "", "UTC")
    speak(kept.language)
    return calendar_of(kept.words, kept.seat_id, kept.zone)
