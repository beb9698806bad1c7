"""A place on the home screen: a neutral name and picture that the person chooses, a start without content, the shell.

Nothing of the choice is kept here: it stands in the address of the manifest, which the device keeps when it installs.
"""

from __future__ import annotations

import json

from flask import Blueprint, Response, request

from nearer.errors import NotFoundError
from nearer.languages import N_, _
from nearer.store import seats
from nearer.store.engine import session_scope
from nearer.web.pages import STATIC, draw, icon_address, site
from nearer.web.visit import Visit, go, in_seat, seats_of_browser

pages = Blueprint("installing", __name__)

NAMES = {"notes": N_("Notes"), "lists": N_("Lists"), "journal": N_("Journal"), "weather": N_("Weather log")}
ICONS = {"page": N_("A page"), "leaf": N_("A leaf"), "wave": N_("Waves"), "sun": N_("A sun")}
PAPER = "#fbf7f0"
SIZES = (192, 512)
"""Of the pictures that are no drawings: what iOS and Android ask for, in pixels."""


@pages.get("/s/<seat>/home-screen")
@in_seat()
def show_choice(visit: Visit) -> Response:
    """The names and pictures to choose from, and how the device takes the chosen one."""
    name, icon = request.args.get("name", ""), request.args.get("icon", "")
    chosen = f"/look/{name}/{icon}" if name in NAMES and icon in ICONS else ""
    return visit.draw(
        "installing.html", names=_in_words(NAMES), icons=_in_words(ICONS), name=name or "notes", icon=icon or "page",
        chosen=chosen, called=_(NAMES.get(name, "")) if chosen else "",
    )  # fmt: skip


@pages.get("/look/<name>/<icon>")
def show_manifest(name: str, icon: str) -> Response:
    """The manifest of one choice: the same for everybody who makes it."""
    if name not in NAMES or icon not in ICONS:
        raise NotFoundError
    manifest = {
        "name": _(NAMES[name]), "short_name": _(NAMES[name]), "id": "/start", "start_url": "/start", "scope": "/",
        "display": "standalone", "background_color": PAPER, "theme_color": PAPER,
        "icons": [
            {"src": icon_address(icon), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            *({"src": icon_address(icon, size), "sizes": f"{size}x{size}", "type": "image/png"} for size in SIZES),
        ],
    }  # fmt: skip
    return Response(json.dumps(manifest), mimetype="application/manifest+json")


@pages.get("/start")
def start() -> Response:
    """Where the home screen leads: to the lock, or to where a code is typed; the address says nothing."""
    here, found = site(), ""
    with session_scope(here.engine) as session:
        for seat, token in seats_of_browser().items():
            state = seats.find_session(session, seat, token, now=here.clock())
            if state is not None and (not found or not state.locked):
                found = f"/s/{seat}/lock" if state.has_pin else f"/s/{seat}/"
    return go(found or "/r")


@pages.get("/offline")
def show_offline() -> Response:
    """What the shell shows without a connection; it has no content."""
    return draw("offline.html")


@pages.get("/worker.js")
def show_worker() -> Response:
    """The script that keeps the shell; at the top, since it may only speak for what lies below it."""
    return Response((STATIC / "worker.js").read_bytes(), mimetype="text/javascript")


def _in_words(choice: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, _(words)) for key, words in choice.items()]
