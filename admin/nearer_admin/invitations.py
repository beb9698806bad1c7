"""Invitations to the desk: a link that works once, for two days, by which somebody chooses their own password."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from flask import Flask, Response, flash, make_response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.errors import error_page
from nearer_admin.passwords import hash_password

HOURS = 48
SHORTEST = 12
ENDED = "This link opens nothing, or nothing any more. Ask whoever invited you for a new one."


def invitation(installation: desk.Installation, person: desk.Counsellor) -> str:
    """The address by which *person* chooses a password; a new password or a new sign-in mark ends it."""
    until = (installation.clock() + timedelta(hours=HOURS)).timestamp()
    token = _signer(installation).dumps([str(person.id), _mark(person), int(until)])
    return installation.address(f"/desk/welcome/{token}")


def welcome_people(app: Flask, installation: desk.Installation) -> None:
    """Open the page behind an invitation, without a sign-in."""

    @app.route("/welcome/<token>", methods=("GET", "POST"), endpoint="welcome")
    def welcome(token: str) -> AnyResponse:
        with desk.session_scope(installation.engine, write=request.method == "POST") as session:
            person = _invited(session, installation, token)
            if person is None:
                return error_page(404, ENDED)
            wrong = _wrong(request.form) if request.method == "POST" else ""
            if request.method == "GET" or wrong:
                return _page(person, wrong)
            _accept(session, app, person, request.form["password"], installation.clock())
        flash("Your password is kept. Sign in with it now.", "done")
        return redirect(url_for("security.login"), 303)


def _accept(session: Any, app: Flask, person: desk.Counsellor, password: str, now: Any) -> None:
    normal = app.extensions["security"].password_util.normalize(password)
    desk.set_password(session, person, hash_password(normal))
    desk.note_deed(session, person.id, "welcome", practice_id=person.practice_id, now=now)


def _page(person: desk.Counsellor, wrong: str) -> Response:
    return make_response(render_template("desk/welcome.html", person=person, wrong=wrong), 422 if wrong else 200)


def _wrong(form: Any) -> str:
    if len(form.get("password", "")) < SHORTEST:
        return "Use at least twelve signs."
    return "" if form["password"] == form.get("again") else "The two are not the same. Write both once more."


def _invited(session: Any, installation: desk.Installation, token: str) -> desk.Counsellor | None:
    try:
        known, mark, until = _signer(installation).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    person = desk.find_counsellor(session, id=known)
    is_good = person is not None and person.active and _mark(person) == mark
    return person if is_good and installation.clock().timestamp() < until else None


def _mark(person: desk.Counsellor) -> str:
    return hashlib.sha256(person.fs_uniquifier.encode()).hexdigest()[:24]


def _signer(installation: desk.Installation) -> URLSafeSerializer:
    return URLSafeSerializer(installation.keyring.secret("invitations to the desk"), salt="desk")
