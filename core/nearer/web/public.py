"""Pages that belong to nobody: the way out, help, and whether the site is well."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from nearer.store import seats
from nearer.store.beats import find_beat
from nearer.store.engine import session_scope
from nearer.store.practices import find_local_help
from nearer.web import drafts
from nearer.web.chosen import COOKIE
from nearer.web.pages import draw, frame, site
from nearer.web.visit import go, seats_of_browser, take_cookie

pages = Blueprint("public", __name__)


@pages.post("/exit")
def leave() -> Response:
    """End every session of this browser and lead somewhere else; an unsent answer that came along is kept as a draft.

    The way on is a refresh: Chromium refuses a redirect to another site after a form that may go only to our own.
    """
    here = site()
    drafts.keep_posted()
    with session_scope(here.engine, write=True) as session:
        seats.end_sessions(session, seats_of_browser().values())
    response = draw("exit.html", elsewhere=here.settings.exit_url)
    for seat in seats_of_browser():
        take_cookie(response, seat)
    response.delete_cookie(COOKIE, secure=request.is_secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@pages.get("/help")
def show_help() -> Response:
    """Where to turn, as the practice of this browser's place says, or the only practice there is."""
    here = site()
    with session_scope(here.engine) as session:
        near = find_local_help(session, seats_of_browser()) or here.settings.local_help
    return draw("help.html", page=frame(local_help=near))


@pages.get("/")
def show_nothing() -> Response:
    """The bare address tells nothing about what is here."""
    return go("/help")


@pages.get("/robots.txt")
def show_robots() -> Response:
    """Search engines have nothing to find here."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@pages.get("/healthz")
def show_health() -> Response:
    """Whether the database answers, seconds since a worker's rounds (null: never), epoch key, a look at the plugins."""
    here = site()
    with session_scope(here.engine) as session:
        beat = find_beat(session)
    age = None if beat is None else max(0, round((here.now() - beat).total_seconds()))
    plugins = "ok" if here.registry.is_well else "worth a look"
    return jsonify(database="ok", worker=age, key=here.keyring.current.id, plugins=plugins)
