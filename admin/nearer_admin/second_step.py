"""The second step of signing in: codes of an authenticator app, and recovery codes; passkeys are beside it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import segno
from flask import Flask, current_app, redirect, request, url_for
from flask_security import (
    Security,
    Totp,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    current_user,
)
from passlib.totp import TOTP  # type: ignore[import-untyped]  # has no types
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired

from nearer import desk

RULE = "second_step"
"""The name of the rule that everybody has to have a second step."""
WITHOUT = ("static", "account.index_view", "security.two_factor_setup", "security.two_factor_setup_validate",
           "security.wan_register", "security.wan_register_response", "security.verify", "security.logout",
           "security.change_password")  # fmt: skip
"""What somebody may open who has to set up a second step and has not yet."""


def settings(installation: desk.Installation) -> dict[str, Any]:
    """What Flask-Security has to know; what it keeps is locked under keys of the keyring."""
    codes_key = base64.urlsafe_b64encode(installation.keyring.secret("recovery codes"))
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/account/second-step",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/second-step",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "account.index_view",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [codes_key],
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/recovery-code",
        "SECURITY_TOTP_SECRETS": {"1": installation.keyring.secret("totp").hex()},
        "SECURITY_TOTP_ISSUER": "Nearer",
        "SECURITY_FRESHNESS": timedelta(minutes=10),
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
        "SECURITY_MSG_TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
            "The second step is on. Now make recovery codes, for the day your phone is gone.", "done",
        ),
        "SECURITY_MSG_REAUTHENTICATION_SUCCESSFUL": ("Thank you. Go on.", "done"),
        "SECURITY_MSG_TWO_FACTOR_DISABLED": ("The second step is off.", "done"),
        "SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN": (
            "That code is not right, or was used already. Wait for the next one and try again.", "error",
        ),
        "SECURITY_MSG_TWO_FACTOR_PERMISSION_DENIED": ("Sign in first, please.", "error"),
        "SECURITY_MSG_INVALID_RECOVERY_CODE": ("That is none of your recovery codes.", "error"),
    }  # fmt: skip


class SetupForm(TwoFactorSetupForm):
    """Set up or turn off: our page has a button for each, where the stock form has a list to choose from."""

    setup = StringField()


class NoRescueForm(TwoFactorRescueForm):
    """Nothing to choose: the stock list would send mail."""

    help_setup = RadioField(choices=[])


class CodeForm(TwoFactorVerifyCodeForm):
    """Asks for the code that the app shows, in our words."""

    code = StringField(
        "Code",
        validators=[DataRequired("Write the code that your app shows.")],
        render_kw={"inputmode": "numeric", "maxlength": 12},
    )


FORMS: dict[str, Any] = {
    "two_factor_setup_form": SetupForm,
    "two_factor_rescue_form": NoRescueForm,
    "two_factor_verify_code_form": CodeForm,
}


class SteadySecurity(Security):
    """Flask-Security without its check for a drawing library: segno draws here."""

    def _check_modules(self, module: str, config_name: str) -> None:
        if module != "qrcode":
            # Flask-security has no types here.
            super()._check_modules(module, config_name)  # type: ignore[no-untyped-call]


def codes_by(clock: Callable[[], datetime]) -> type[Totp]:
    """Codes by *clock*, each good once, with a picture that the desk's own rules let through."""

    class Codes(Totp):
        def __init__(self, secrets: dict[str, str], issuer: str) -> None:
            super().__init__(secrets, issuer)
            self._totp = TOTP.using(issuer=issuer, secrets=secrets, now=lambda: clock().timestamp())

        def generate_qrcode(self, username: str, totp: str) -> str:
            """The address of a picture."""
            return str(
                segno.make_qr(self.get_totp_uri(username, totp), error="m").svg_data_uri(border=2, light="white")
            )

        def get_last_counter(self, user: Any) -> int | None:
            """Which code was used last."""
            # A column that flask-security's model leaves untyped.
            return user.totp_counter  # type: ignore[no-any-return]

        def set_last_counter(self, user: Any, tmatch: Any) -> None:
            """Keep it, so that nobody who looked on can use it again."""
            user.totp_counter = tmatch.counter
            current_app.extensions["security"].datastore.put(user)

    return Codes


def require_second_step(app: Flask, installation: desk.Installation) -> None:
    """Where the rule is on, whoever has no second step is led to setting it up before anything else opens."""

    @app.before_request
    def lead_there() -> Any:
        if request.endpoint in WITHOUT or not current_user.is_authenticated or current_user.tf_primary_method:
            return None
        lacks = is_required(installation) and not current_user.has_second_step
        return redirect(url_for("account.index_view"), 303) if lacks else None


def is_required(installation: desk.Installation) -> bool:
    """Whether an administrator has said that everybody needs a second step."""
    with desk.session_scope(installation.engine) as session:
        return desk.read_rule(session, RULE) == "required"
