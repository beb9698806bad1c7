"""Invitations to the desk: a link that works once, for two days, by which somebody chooses their own password."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from flask import Flask, Response, flash, make_response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.errors import error_page
from nearer_admin.passwords import hash_password

HOURS = 48
KIND = "invitation"
SHORTEST = 12
ENDED = "This link opens nothing, or nothing any more. Ask whoever invited you for a new one."


def invitation(installation: desk.Installation, person: desk.Counsellor) -> str:
    """The address by which *person* chooses a password; a new password or a new sign-in mark ends it."""
    until = (person.invited_until or installation.clock() + timedelta(hours=HOURS)).timestamp()
    token = _signer(installation).dumps([str(person.id), _mark(person), int(until)])
    return installation.address(f"/desk/welcome/{token}")


def renew(session: Session, installation: desk.Installation, person: desk.Counsellor) -> None:
    """Let *person*, who has not come in yet, choose a password within the next two days, by a new link only.

    Raises:
        ConflictError: they have come in.
    """
    if person.invited_until is None:
        raise desk.ConflictError("They have come in already. Make a new password for them instead.")
    desk.invite_until(session, person, installation.clock() + timedelta(hours=HOURS))


def hand_over(session: Session, installation: desk.Installation, person: desk.Counsellor) -> dict[str, Any]:
    """What the page shows: the link, and whether it also leaves by e-mail, through the outbox."""
    mailed = bool(channel_of(installation))
    if mailed:
        event = f"invitation {person.id} {person.fs_uniquifier[:8]}"
        desk.announce(session, KIND, event, {"person": str(person.id)}, due=installation.clock())
    return {"person": person, "address": invitation(installation, person), "mailed": mailed}


def channel_of(installation: desk.Installation) -> str:
    """The channel that sends to e-mail addresses, if there is one."""
    found = installation.channels.items()
    return next((name for name, each in found if (each.address or {}).get("format") == "email"), "")


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
