"""Draws a page: the words and addresses that every template needs, and the plain pages for what did not work."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import segno
from flask import Flask, Response, current_app, request
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException

from nearer.errors import NearerError, NotReadyError, status_of
from nearer.forms import field_id
from nearer.languages import N_, OFFERED, _, direction_of, isolated, n_, own_name, spoken
from nearer.rules.problems import Problem

if TYPE_CHECKING:
    from nearer.installation import Installation

STATIC = Path(__file__).parent / "static"
AGREEMENT = (
    ("own", N_("I am here because I want to be. I can pass anything and stop at any time.")),
    ("kind", N_("What my partner shows me here stays between us. I don't press for what was not shown.")),
    ("help", N_("I know that nobody reads along, and that this is no help in an emergency.")),
)

NOT_HERE = (
    N_("Nothing opens here"),
    (
        N_("This link or code may be mistyped, used up or run out."),
        N_("Please ask whoever gave it to you for a new one."),
    ),
)
MESSAGES: dict[int, tuple[str, tuple[str, ...]]] = {
    400: (N_("That did not arrive whole"), (N_("Nothing was changed."), N_("Please go back and try once more."))),
    401: (
        N_("Please come in again"),
        (
            N_("This place is open only to the person it belongs to. Open your private link again, or type your code."),
            N_("What you sent before is kept; what you were just writing may still stand on the page before this one."),
        ),
    ),
    403: (
        N_("That did not come from this page"),
        (N_("Nothing was changed."), N_("Please go back, reload, and try once more.")),
    ),
    404: NOT_HERE,
    405: NOT_HERE,
    409: (
        N_("Things have moved on"),
        (N_("What you asked for no longer fits. Nothing is lost."), N_("Please look again.")),
    ),
    413: (
        N_("That is too long"),
        (
            N_("Nothing was sent, and nothing is lost: what you wrote is still on the page before this one."),
            N_("Please go back, and shorten it or send it in parts."),
        ),
    ),
    422: (
        N_("One thing needs another look"),
        (N_("Nothing you wrote is lost."), N_("Please go back and try once more.")),
    ),
    500: (N_("Something went wrong here"), (N_("It was not your doing."), N_("Please try again in a little while."))),
    503: (N_("Not ready yet"), (N_("The site is being looked after."), N_("Please try again in a little while."))),
}
"""What the page of each status says."""


@dataclass(frozen=True)
class Frame:
    """What the frame of every page shows; ``home`` is the person's overview, with a slash at its end."""

    elsewhere: str
    language: str = "en"
    home: str = ""
    local_help: str = ""
    offered: tuple[str, ...] = ()
    """The languages to choose from on this page; none where there is nothing to choose."""

    agreement: tuple[tuple[str, str], ...] = AGREEMENT

    @property
    def direction(self) -> str:
        """``rtl`` where the language is written so."""
        return direction_of(self.language)

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """The other languages of this page, each with its own name."""
        return tuple((each, own_name(each)) for each in self.offered if each != self.language)


@dataclass(frozen=True)
class Found:
    """A problem as the summary on top of a page shows it, with the field it leads to."""

    message: str
    anchor: str = ""


def site() -> Installation:
    """The installation that this app serves."""
    return cast("Installation", current_app.extensions["nearer"])


def frame(**values: Any) -> Frame:
    """The frame for somebody who is in no seat; a page that can be asked for again offers its languages."""
    values.setdefault("language", spoken())
    values["offered"] = values.get("offered", OFFERED) if request.method == "GET" else ()
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
    return say(_(heading), *map(_, sentences), status=status)


def summarised(problems: Sequence[Problem]) -> list[Found]:
    """Problems of an answer with the ids of their fields."""
    return [Found(each.message, field_id(each.pointer) if each.pointer else "") for each in problems]


def square(address: str) -> Markup:
    """A QR code of *address* as SVG inside the page."""
    code = segno.make_qr(address, error="m")
    svg = code.svg_inline(border=2, svgclass=None, lineclass=None, omitsize=True, title=_("QR code"))
    return Markup(svg)  # noqa: S704 - made by segno from an address of ours


def _in_page(translate: Callable[..., str]) -> Callable[..., Markup]:
    """*translate* for templates: escaped once, with apostrophes as they are, which our attributes allow."""

    def say(*message: Any, **values: Any) -> Markup:
        found = translate(*message, **values)
        # Escaped on the line below.
        return found if isinstance(found, Markup) else Markup(escape(found).replace("&#39;", "'"))  # noqa: S704

    return say


def icon_address(name: str, size: int = 0) -> str:
    """The address of a picture for the home screen: a drawing, or one of *size* pixels."""
    return f"/static/icon-{name}-{size}.png" if size else f"/static/icon-{name}.svg"


def install(app: Flask) -> None:
    """Teach *app* the addresses of the shell and the pages for errors; a problem of our own is logged without words."""
    marks = {each.name: hashlib.sha256(each.read_bytes()).hexdigest()[:12] for each in STATIC.iterdir()}
    app.jinja_env.globals["shell"] = lambda name: f"/static/{name}?v={marks[name]}"
    app.jinja_env.globals["icon_address"] = icon_address
    app.jinja_env.globals |= {"_": _in_page(_), "n_": _in_page(n_), "bdi": isolated}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.errorhandler(NearerError)
    def tell(error: NearerError) -> Response:
        status = status_of(error)
        if status >= 500:
            app.logger.error("%s", type(error).__name__)
        if isinstance(error, NotReadyError):
            said = (each.message for each in error.problems)
            return say(_(MESSAGES[422][0]), *said, _(MESSAGES[422][1][0]), status=422)
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
