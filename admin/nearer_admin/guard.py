"""Asks at every address whether whoever comes may: by the table of rights, before any view runs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, abort, flash, redirect, request, url_for
from flask_security import current_user
from flask_security.utils import check_and_update_authn_fresh
from werkzeug.wrappers import Response as AnyResponse

from nearer_admin.access import whoever_is_signed_in
from nearer_admin.rights import ANYBODY, FRESH_MINUTES, TABLE, Right, may


def guard_addresses(app: Flask) -> None:
    """Let nothing of *app* open to whom the table does not name."""

    @app.before_request
    def ask() -> AnyResponse | None:
        if request.endpoint is None:
            return None
        right = TABLE.get(request.endpoint) or abort(404)
        if right.roles(request.method) == ANYBODY:
            return None
        if not current_user.is_authenticated:
            return to_sign_in()
        if not may_open(request.endpoint, request.method):
            abort(403)
        return None if is_fresh(right) else to_verify()

    app.jinja_env.globals["may"] = may_open


def may_open(endpoint: str, method: str = "") -> bool:
    """Whether whoever is signed in may go there; who belongs to no practice is an administrator."""
    if not current_user.is_authenticated:
        return False
    who = whoever_is_signed_in()
    return may(who.role, endpoint, method) and (who.is_administrator or who.practice_id is not None)


def is_fresh(right: Right) -> bool:
    """Whether the sign-in is as fresh as that address asks for."""
    within = timedelta(minutes=FRESH_MINUTES)
    return not right.fresh or bool(check_and_update_authn_fresh(within, timedelta(0), "session"))


def to_sign_in() -> AnyResponse:
    """To the sign-in page, and back for who only looked."""
    return redirect(url_for("security.login", next=_here() if request.method == "GET" else None))


def to_verify() -> AnyResponse:
    """Ask once more who it is; a button that was pressed is pressed again afterwards, on the page where it is."""
    if request.method == "GET":
        return redirect(url_for("security.verify", next=_here()))
    flash("Nothing was changed yet. Say once more that it is you, then press the button again.", "error")
    return redirect(url_for("security.verify", next=_page_of_the_button()), 303)


def _here() -> str:
    return request.script_root + request.full_path.rstrip("?")


def _page_of_the_button() -> Any:
    """The desk's page that the request came from; Flask-Security refuses any other host's."""
    path = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
    return path if path.startswith(request.script_root + "/") else url_for("home.index_view")
