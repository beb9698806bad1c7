"""Which language a request is answered in: that of the seat it enters, else what the browser chose or prefers."""

from __future__ import annotations

import re
from collections.abc import Collection

from flask import Flask, Response, request

from nearer.languages import OFFERED, SOURCE, best_of, speak
from nearer.rules.edition import Edition

ASKS = "speak"
"""The part of an address that asks for a language; what was asked for is kept until the browser closes."""

COOKIE = "language"
TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def install(app: Flask) -> None:
    """Speak what the browser asks for, until it is known who asks; afterwards speak what messages are written in."""

    @app.before_request
    def begin() -> None:
        speak(chosen(OFFERED, SOURCE))

    @app.after_request
    def keep(response: Response) -> Response:
        asked = request.args.get(ASKS, "")
        return remember(response, asked) if TAG.fullmatch(asked) and request.endpoint != "static" else response

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        speak(SOURCE)


def chosen(offered: Collection[str], otherwise: str) -> str:
    """The offered language that the browser asked for, kept, or prefers, in that order."""
    wanted = (request.args.get(ASKS, ""), request.cookies.get(COOKIE, ""), *request.accept_languages.values())
    return best_of(wanted, offered) or otherwise


def languages_of(edition: Edition) -> tuple[str, ...]:
    """The languages to read a program in: its own, and those that both it and the interface have."""
    program = edition.program
    more = (each for each in program.get("languages", ()) if best_of([each], OFFERED))
    return tuple(dict.fromkeys((program.get("language", SOURCE), *more)))


def remember(response: Response, language: str) -> Response:
    """Let the browser keep *language* until it closes, for pages that belong to nobody."""
    response.set_cookie(COOKIE, language, httponly=True, samesite="Lax", secure=request.is_secure)
    return response
