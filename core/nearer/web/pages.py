"""Draws a page: the words and addresses that every template needs, and the plain pages for what did not work."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import segno
from flask import Flask, Response, current_app
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from nearer.errors import NearerError, NotReadyError, status_of
from nearer.forms import field_id
from nearer.rules.problems import Problem

if TYPE_CHECKING:
    from nearer.installation import Installation

STATIC = Path(__file__).parent / "static"
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
AGREEMENT = (
    ("own", "I am here because I want to be. I can pass anything and stop at any time."),
    ("kind", "What my partner shows me here stays between us. I don't press for what was not shown."),
    ("help", "I know that nobody reads along, and that this is no help in an emergency."),
)

NOT_HERE = (
    "Nothing opens here",
    ("This link or code may be mistyped, used up or run out.", "Please ask whoever gave it to you for a new one."),
)
MESSAGES: dict[int, tuple[str, tuple[str, ...]]] = {
    400: ("That did not arrive whole", ("Nothing was changed.", "Please go back and try once more.")),
    401: (
        "Please come in again",
        (
            "This place is open only to the person it belongs to. Open your private link again.",
            "What you sent before is kept; what you were just writing may still stand on the page before this one.",
        ),
    ),
    403: ("That did not come from this page", ("Nothing was changed.", "Please go back, reload, and try once more.")),
    404: NOT_HERE,
    405: NOT_HERE,
    409: ("Things have moved on", ("What you asked for no longer fits. Nothing is lost.", "Please look again.")),
    413: (
        "That is too long",
        (
            "Nothing was sent, and nothing is lost: what you wrote is still on the page before this one.",
            "Please go back, and shorten it or send it in parts.",
        ),
    ),
    422: ("One thing needs another look", ("Nothing you wrote is lost.", "Please go back and try once more.")),
    500: ("Something went wrong here", ("It was not your doing.", "Please try again in a little while.")),
    503: ("Not ready yet", ("The site is being looked after.", "Please try again in a little while.")),
}
"""What the page of each status says."""


@dataclass(frozen=True)
class Frame:
    """What the frame of every page shows; ``home`` is the person's overview, with a slash at its end."""

    elsewhere: str
    language: str = "en"
    home: str = ""
    local_help: str = ""
    agreement: tuple[tuple[str, str], ...] = AGREEMENT

    @property
    def direction(self) -> str:
        """``rtl`` where the language is written so."""
        return "rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True)
class Found:
    """A problem as the summary on top of a page shows it, with the field it leads to."""

    message: str
    anchor: str = ""


def site() -> Installation:
    """The installation that this app serves."""
    return cast("Installation", current_app.extensions["nearer"])


def frame(**values: Any) -> Frame:
    """The frame for somebody who is in no seat."""
    values.setdefault("local_help", site().settings.local_help)
    return Frame(site().settings.exit_url, **values)


def draw(template: str, *, status: int = 200, page: Frame | None = None, **values: Any) -> Response:
    """A response with *template*; templates are parsed once per process."""
    text = current_app.jinja_env.get_template(template).render(page=page or frame(), **values)
    return Response(text, status, mimetype="text/html")


def say(
    heading: str, *sentences: str, status: int = 200, way: tuple[str, str] | None = None, page: Frame | None = None
) -> Response:
    """A plain page: a heading, a few sentences, and perhaps one way on (address, label)."""
    return draw("message.html", status=status, page=page, heading=heading, sentences=sentences, way=way)


def say_status(status: int) -> Response:
    """The one page of *status*: the same bytes whatever led to it."""
    heading, sentences = MESSAGES.get(status) or MESSAGES[400 if status < 500 else 500]
    return say(heading, *sentences, status=status)


def summarised(problems: Sequence[Problem]) -> list[Found]:
    """Problems of an answer with the ids of their fields."""
    return [Found(each.message, field_id(each.pointer) if each.pointer else "") for each in problems]


def square(address: str) -> Markup:
    """A QR code of *address* as SVG inside the page."""
    code = segno.make_qr(address, error="m")
    svg = code.svg_inline(border=2, svgclass=None, lineclass=None, omitsize=True, title="QR code")
    return Markup(svg)  # noqa: S704 - made by segno from an address of ours


def install(app: Flask) -> None:
    """Teach *app* the addresses of the shell and the pages for errors; a problem of our own is logged without words."""
    marks = {each.name: hashlib.sha256(each.read_bytes()).hexdigest()[:12] for each in STATIC.iterdir()}
    app.jinja_env.globals["shell"] = lambda name: f"/static/{name}?v={marks[name]}"
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.errorhandler(NearerError)
    def tell(error: NearerError) -> Response:
        status = status_of(error)
        if status >= 500:
            app.logger.error("%s", type(error).__name__)
        if isinstance(error, NotReadyError):
            return say(MESSAGES[422][0], *(each.message for each in error.problems), MESSAGES[422][1][0], status=422)
        return say_status(status)

    @app.errorhandler(HTTPException)
    def tell_http(error: HTTPException) -> Response:
        return say_status(error.code or 500)

    @app.errorhandler(Exception)
    def tell_failure(error: Exception) -> Response:
        # The text and the values of an exception may hold words of a couple; kind and place do not.
        trace, place = error.__traceback__, ""
        while trace is not None:
            place, trace = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}", trace.tb_next
        app.logger.error("%s at %s", type(error).__name__, place)
        return say_status(500)
