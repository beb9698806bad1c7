"""Signing in, and what changes how, as lines of the audit log: who and when, by which way, never a word or a code."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, after_this_request, request
from flask_security import (
    current_user,
    password_changed,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
    wan_deleted,
    wan_registered,
)

from nearer import desk

SIGNED_IN = {
    "security.login": "signed_in",
    "security.two_factor_token_validation": "signed_in:code",
    "security.wan_signin_response": "signed_in:passkey",
    "security.mf_recovery": "signed_in:recovery",
}
CHANGED = {
    password_changed: "own.password",
    tf_profile_changed: "own.app",
    tf_disabled: "own.app_off",
    wan_registered: "own.passkey",
    wan_deleted: "own.passkey_off",
}


def log_sign_ins(app: Flask, installation: desk.Installation) -> None:
    """Write each of them down as it happens."""

    def note(user: Any, action: str) -> None:
        with desk.session_scope(installation.engine, write=True) as store:
            desk.note_deed(store, user.id, action, practice_id=user.practice_id, now=installation.clock())

    def signed_in(_: Flask, user: Any, **__: Any) -> None:
        if request.endpoint in SIGNED_IN:  # a new password signs in anew, too, and has a line of its own
            note(user, SIGNED_IN[request.endpoint])

    def refused(_: Flask, user: Any, **__: Any) -> None:
        who, practice = user.id, user.practice_id  # the reply is sent first: its time tells nobody who is known here

        @after_this_request
        def later(response: Response) -> Response:
            response.call_on_close(lambda: _note_refusal(installation, who, practice))
            return response

    user_authenticated.connect(signed_in, app, weak=False)
    user_failed_authn.connect(refused, app, weak=False)
    for signal, action in CHANGED.items():
        signal.connect(lambda _, user, action=action, **__: note(user, action), app, weak=False)

    @app.after_request
    def codes(response: Response) -> Response:
        made = request.endpoint == "security.mf_recovery_codes" and request.method == "POST"
        if made and response.status_code == 200 and current_user.is_authenticated:
            note(current_user, "own.recovery_codes")
        return response


def _note_refusal(installation: desk.Installation, who: Any, practice: Any) -> None:
    with desk.session_scope(installation.engine, write=True) as store:
        person = desk.find_counsellor(store, id=who)
        if person is not None and person.invited_until is None:
            desk.note_deed(store, who, "refused", practice_id=practice, now=installation.clock())
