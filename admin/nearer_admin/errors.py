"""Turns whatever goes wrong at the desk into one calm page that says what to do next."""

from __future__ import annotations

import logging
import traceback

from flask import Flask, Response, make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from nearer.desk import NearerError, status_of

log = logging.getLogger("nearer.desk")

WORDS = {
    400: ("This form is no longer valid", "Nothing was changed. Go back, reload the page, and send it again."),
    403: (
        "This page is not yours to open",
        "Your role at this desk does not include it. An administrator can change that.",
    ),
    404: ("There is nothing here", "It may have been archived, or the address is not complete."),
    405: ("That does not work like this", "Nothing was changed. Go back and use the buttons of the page."),
    409: ("Somebody changed this meanwhile", "Nothing was changed. Go back, reload the page, and do it again."),
    413: ("That was too much at once", "Nothing was changed. Shorten the text and send it again."),
    422: ("Something is still missing", "Nothing was changed. Go back and look at the notes beside the fields."),
    429: ("Too many tries", "Wait an hour, or ask an administrator for a new password."),
    500: (
        "Something broke on our side",
        "Nothing was changed. Try again; if it happens again, tell your administrator.",
    ),
}


def error_page(status: int, said: str = "") -> Response:
    """The page for *status*; *said* is a sentence of our own, never of a library."""
    title, advice = WORDS.get(status, WORDS[500])
    return make_response(render_template("desk/error.html", title=title, advice=advice, said=said), status)


def register_error_pages(app: Flask) -> None:
    """Let every error of *app* end in :func:`error_page`; causes go to the log, never to the page."""

    @app.errorhandler(NearerError)
    def _ours(error: NearerError) -> Response:
        return error_page(status_of(error), str(error) if status_of(error) < 500 else "")

    @app.errorhandler(CSRFError)
    def _token(_: CSRFError) -> Response:
        return error_page(400)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        if error.response is not None or (error.code or 500) < 400:
            return make_response(error.get_response())
        return error_page(error.code or 500)

    @app.errorhandler(Exception)
    def _unknown(error: Exception) -> Response:
        log.error("%s", places(error))
        return error_page(500)


def places(error: BaseException) -> str:
    """Where *error* came from: files, lines and its kind, never its text, which may hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join([type(error).__name__, *(f"{each.filename}:{each.lineno}" for each in reversed(frames))])
