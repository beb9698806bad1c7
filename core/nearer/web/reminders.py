"""What may remind a person: messages, after their address was proved, and a calendar of their own days."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, Response, request

from nearer.calendars import Days, make_calendar
from nearer.dialect import problems as schema_problems
from nearer.errors import UnknownSecretError
from nearer.languages import N_, _, time_in_words, translations
from nearer.reminding import WEEK, Hours, Wishes
from nearer.rounds.reminders import TITLES
from nearer.rules.channels import Channel
from nearer.rules.journey import local_day
from nearer.store import attempts, reminders
from nearer.store.reminders import Message
from nearer.store.writing import lock_couple
from nearer.web.pages import Found, site, square
from nearer.web.tokens import new_number
from nearer.web.visit import Visit, count_try, go, in_seat, numbered

pages = Blueprint("reminders", __name__)

MOST_DATES = 20
CODES = 5
"""How many codes go to one address in an hour, whoever asks for them."""

BLANK_DATES = 2
AWAY = (2, 3, 5, 7, 14, 30)
WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
TOO_MANY = Found(N_("Several codes went there already. Please try again in an hour."), "address")
NO_ADDRESS = Found(N_("No message can go to this address. Please look at it again."), "address")
WRONG_CODE = Found(N_("That is not the code, or it has run out. After five wrong tries it is void."), "code")
BAD_DATE = Found(N_("One of these dates is none. Please write it as the field asks for it."), "dates")
BAD_CHOICE = Found(N_("One choice here does not exist. Please look at the page again."))
NOTICES = {
    "on": N_("This address is yours. Now choose what messages are for: until then none comes."),
    "kept": N_("Kept."),
    "stopped": N_("No more messages come. The address is forgotten."),
    "ended": N_("The calendar is forgotten, and its address shows nothing any more."),
}
Wrong = Iterable[Found]


class _BadChoiceError(ValueError):
    """A posted choice that no form of ours offers."""

    def __init__(self, found: Found) -> None:
        super().__init__(found.message)
        self.found = found


@pages.get("/s/<seat>/reminders")
@in_seat(proof=True)
def show_reminders(visit: Visit) -> Response:
    """What reminds this person, and what could."""
    return _page(visit, notice=NOTICES.get(request.args.get("did", ""), ""))


@pages.post("/s/<seat>/reminders")
def change_reminders(seat: str) -> Response:
    """Do what the pressed button says; asking for a code is counted first, by who asks and by where it would go."""
    too_many = False
    if request.form.get("do") == "address":
        here, to = site(), request.form.get("address", "").strip().casefold()
        try:
            count_try("message")
            attempts.admit(here.engine, here.keyring, "recipient", to, now=here.clock(), most=CODES)
        except UnknownSecretError:
            too_many = True
    return change_counted(seat=seat, too_many=too_many)


@in_seat(write=True, proof=True)
def change_counted(visit: Visit, *, too_many: bool = False) -> Response:
    """The same, once it is counted."""
    visit.check("reminders")
    lock_couple(visit.session, visit.seated.couple.id)  # two of the same wait for each other
    if too_many:
        return _page(visit, problems=[TOO_MANY])
    ways: dict[str, Callable[[Visit], Response]] = {
        "address": _ask_for_code, "code": _prove, "wishes": _keep_wishes, "stop": _stop,
        "days": _keep_days, "feed": _make_feed, "end": _end_calendar,
    }  # fmt: skip
    try:
        return ways.get(request.form.get("do", ""), _page)(visit)
    except _BadChoiceError as error:
        return _page(visit, problems=[error.found])


@pages.get("/s/<seat>/calendar.ics")
@in_seat(proof=True)
def download_calendar(visit: Visit) -> Response:
    """This person's days as a file."""
    kept = reminders.find_calendar(visit.reader, visit.seated)
    seat, zone = visit.seated.seat, visit.seated.couple.zone
    response = calendar_of(kept, seat.id, zone)
    response.headers["Content-Disposition"] = "attachment; filename=calendar.ics"
    return response


def calendar_of(kept: dict[str, Any] | None, seat: str, zone: str) -> Response:
    """The calendar that is *kept* for *seat*, or an empty one, in the language that is spoken."""
    secret = hmac.digest(site().keyring.secret("calendar"), seat.encode(), "sha256")
    title = _(TITLES[kept["title"]]) if kept else ""
    text = make_calendar(Days.of(kept) if kept else None, zone, title, secret=secret)
    return Response(text, mimetype="text/calendar", content_type="text/calendar; charset=utf-8")


def _page(visit: Visit, *, problems: Wrong = (), notice: str = "", **posted: Any) -> Response:
    """The page as things are kept, or with what was just *posted* and needs another look."""
    message = reminders.find_message(visit.reader, visit.seated)
    kept = reminders.find_calendar(visit.reader, visit.seated)
    problems = list(problems)
    return visit.draw(
        "reminders.html", status=422 if problems else 200, token=visit.token("reminders"), once=new_number(),
        problems=problems, notice=_(notice) if notice else "", typed=posted.get("typed", ""),
        channels=visit.site.channels, said=_said, pending=_waiting(message, visit.now),
        wishes=posted.get("wishes", message.wishes), days=posted.get("days", Days.of(kept) if kept else None),
        title=posted.get("title", kept["title"] if kept else 0), kept=kept, titles=TITLES, away=AWAY,
        weekdays=list(enumerate(WEEKDAYS)), blank=BLANK_DATES, zone=visit.seated.couple.zone,
        hours=[(hour, time_in_words(time(hour))) for hour in range(24)],
    )  # fmt: skip


def _said(channel: Channel, text: str) -> str:
    """What a channel calls itself and its addresses, in the language that is spoken."""
    return translations(type(channel).__module__)._(text)


def _waiting(message: Message, now: datetime) -> reminders.Pending | None:
    return message.pending if message.pending and message.pending.until > now else None


def _channel(visit: Visit) -> Channel:
    found = visit.site.channels.get(request.form.get("channel", ""))
    if found is None:
        raise _BadChoiceError(BAD_CHOICE)
    return found


def _ask_for_code(visit: Visit) -> Response:
    channel, address = _channel(visit), request.form.get("address", "").strip()
    if channel.address is None:
        reminders.start_messages(visit.session, visit.seated, channel.name, "", now=visit.now)
        return go(visit.home + "reminders?did=on")
    told = NO_ADDRESS.message
    if address and not schema_problems(channel.address, address):
        told = visit.site.registry.attempt(channel.name, lambda: channel.address_problem(address) or "", told)
    if told:
        return _page(visit, problems=[replace(NO_ADDRESS, message=told)], typed=address)
    reminders.ask_for_code(visit.session, visit.seated, channel.name, address, now=visit.now)
    return go(visit.home + "reminders")


def _prove(visit: Visit) -> Response:
    if reminders.prove_address(visit.session, visit.seated, request.form.get("code", ""), now=visit.now):
        return go(visit.home + "reminders?did=on")
    return _page(visit, problems=[WRONG_CODE])


def _keep_wishes(visit: Visit) -> Response:
    before = reminders.find_message(visit.reader, visit.seated).wishes
    if before is None:
        return _page(visit)
    dates, wrong = _dates("date")
    hours = Hours(_number("from", range(24)), _number("until", range(24)), _weekdays("quiet"))
    wishes = Wishes(
        before.channel, before.address, hours, token=before.token,
        opens="opens" in request.form, milestones="milestones" in request.form,
        letters="letters" in request.form,
        days=_weekdays("on"), dates=dates, away=_number("away", (0, *AWAY)),
        subject=_number("subject", range(len(TITLES))), names_site="names_site" in request.form,
    )  # fmt: skip
    if wrong:
        return _page(visit, problems=wrong, wishes=wishes)
    reminders.keep_wishes(visit.session, visit.seated, wishes, now=visit.now)
    return go(visit.home + "reminders?did=kept")


def _stop(visit: Visit) -> Response:
    reminders.stop_messages(visit.session, visit.seated)
    return go(visit.home + "reminders?did=stopped")


def _keep_days(visit: Visit) -> Response:
    dates, wrong = _dates("day")
    days = Days(_time("at"), local_day(visit.seated.couple.zone, visit.now), _weekdays("on"), dates)
    title = _number("title", range(len(TITLES)))
    if wrong:
        return _page(visit, problems=wrong, days=days, title=title)
    reminders.keep_calendar(visit.session, visit.seated, days.words() | {"title": title})
    return go(visit.home + "reminders?did=kept#calendar")


def _make_feed(visit: Visit) -> Response:
    if reminders.find_calendar(visit.reader, visit.seated) is None:
        return _page(visit)
    token = numbered("calendar", visit.seated.seat.id, size=16)
    reminders.make_feed(visit.session, visit.seated, token)
    address = visit.site.address(f"/c/{token}.ics")
    return visit.draw("feed.html", address=address, qr=square(address))


def _end_calendar(visit: Visit) -> Response:
    reminders.end_calendar(visit.session, visit.seated)
    return go(visit.home + "reminders?did=ended")


def _number(name: str, offered: Iterable[int]) -> int:
    text = request.form.get(name, "0")
    if not (text.isascii() and text.isdigit()) or int(text) not in offered:
        raise _BadChoiceError(BAD_CHOICE)
    return int(text)


def _weekdays(name: str) -> frozenset[int]:
    chosen = {text for text in request.form.getlist(name) if text}
    if not chosen <= {str(day) for day in WEEK}:
        raise _BadChoiceError(BAD_CHOICE)
    return frozenset(map(int, chosen))


def _dates(name: str) -> tuple[frozenset[date], list[Found]]:
    """The dates that were posted, and what is wrong with the others; at most twenty, the earliest."""
    found, wrong = set(), False
    for text in filter(str.strip, request.form.getlist(name)):
        try:
            found.add(date.fromisoformat(text.strip()))
        except ValueError:
            wrong = True
    return frozenset(sorted(found)[:MOST_DATES]), [replace(BAD_DATE, anchor=f"{name}s")] if wrong else []


def _time(name: str) -> time:
    try:
        return time.fromisoformat(request.form.get(name, "")).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise _BadChoiceError(replace(BAD_CHOICE, anchor=name)) from None
