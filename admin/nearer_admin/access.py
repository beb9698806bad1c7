"""Who may come to the desk: counsellors as Flask-Security sees them, and the rules of signing in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from flask import Flask, Response, current_app, request
from flask_security import RoleMixin, Security, UserMixin, current_user

from nearer import desk
from nearer_admin import passkeys, second_step
from nearer_admin.errors import error_page
from nearer_admin.passkeys import Key, PasskeyStore
from nearer_admin.rights import ADMINISTRATOR, COUNSELLOR, ROLES
from nearer_admin.sign_in_rows import end_sign_ins

SIGN_IN = "sign-in"
KEPT = ("password", "active", "fs_uniquifier", "tf_primary_method", "tf_totp_secret", "totp_counter",
        "fs_webauthn_user_handle")  # fmt: skip
TRIED = ("security.login", "security.verify", "security.two_factor_token_validation", "security.mf_recovery",
         "security.wan_signin_response")  # fmt: skip


@dataclass
class Role(RoleMixin):
    """A role is a plain word in the counsellor's row; this is the shape Flask-Security wants."""

    name: str = ""


@dataclass(eq=False)
class Account(UserMixin):
    """A counsellor who signs in: plain values, so that no row outlives its session."""

    id: Any = None
    practice_id: UUID | None = None
    email: str = ""
    name: str = ""
    password: str | None = None
    active: bool = True
    role: str = COUNSELLOR
    fs_uniquifier: str = ""
    tf_primary_method: str | None = None
    tf_totp_secret: str | None = None
    tf_phone_number: str | None = None
    totp_counter: int | None = None
    mf_recovery_codes: list[str] | None = None
    fs_webauthn_user_handle: str = ""
    roles: list[RoleMixin] = field(default_factory=list)

    def check_tf_required_setup(self) -> bool:
        """Whether this person may not turn their second step off: where everybody needs one."""
        return not self.may_lose_a_step()

    def may_lose_a_step(self) -> bool:
        """Whether a second step may go: where everybody needs one, another stays."""
        steps = bool(self.tf_primary_method) + len(self.webauthn)
        return steps > 1 or not second_step.is_required(current_app.extensions["nearer"])

    @property
    def webauthn(self) -> list[Any]:  # type: ignore[override]  # read from the store each time, never set
        """The passkeys of this person."""
        return cast("CounsellorStore", current_app.extensions["security"].datastore).list_webauthn(self.id)

    @property
    def has_second_step(self) -> bool:
        """Whether a code or a passkey is asked for after the password."""
        return bool(self.tf_primary_method or self.webauthn)

    @property
    def is_administrator(self) -> bool:
        """Runs the installation and sees no couple's words."""
        return self.role == ADMINISTRATOR


class CounsellorStore(PasskeyStore):
    """Flask-Security's view of the counsellor table (the stated exception: it commits its own writes)."""

    def __init__(self, engine: Any, clock: Callable[[], datetime]) -> None:
        super().__init__(Account, Role, Key)
        self.engine, self.clock = engine, clock

    def find_user(self, case_insensitive: bool = False, **by: Any) -> Account | None:
        """The counsellor with this email, id or ``fs_uniquifier``; None when there is none."""
        ((name, value),) = by.items()
        with desk.session_scope(self.engine) as session:
            row = desk.find_counsellor(session, **{name: str(value).lower() if name == "email" else value})
            return None if row is None else account(row)

    def find_role(self, role: str) -> Role | None:
        """The role of this name, if there is such a role."""
        return Role(role) if role in ROLES else None

    def put(self, model: Any) -> Any:
        """Keep what Flask-Security may change: the password, the mark that ends all sign-ins, the second step."""
        if isinstance(model, Key):
            self.put_webauthn(model)
            return model
        with desk.session_scope(self.engine, write=True) as session:
            row = desk.find_counsellor(session, id=model.id)
            if row is not None:
                if row.fs_uniquifier != model.fs_uniquifier:
                    end_sign_ins(session, row.id)
                for name in KEPT:
                    setattr(row, name, getattr(model, name))
                row.mf_recovery_codes = json.dumps(model.mf_recovery_codes or [])
        return model

    def commit(self) -> None:
        """Nothing to do: :meth:`put` already did."""


def account(row: desk.Counsellor) -> Account:
    """Plain values of a counsellor's row."""
    return Account(
        id=row.id,
        practice_id=row.practice_id,
        email=row.email,
        name=row.name,
        password=row.password,
        active=row.active,
        role=row.role,
        fs_uniquifier=row.fs_uniquifier,
        tf_primary_method=row.tf_primary_method,
        tf_totp_secret=row.tf_totp_secret,
        totp_counter=row.totp_counter,
        mf_recovery_codes=json.loads(row.mf_recovery_codes),
        fs_webauthn_user_handle=row.fs_webauthn_user_handle or "",
        roles=[Role(row.role)],
    )


def whoever_is_signed_in() -> Account:
    """The account of this request; only for pages that already asked for a sign-in."""
    return cast("Account", current_user._get_current_object())


SECURITY_SETTINGS: dict[str, Any] = {
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SINGLE_HASH": True,
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CHANGE_URL": "/account/password",
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_POST_CHANGE_VIEW": "home.index_view",
    "SECURITY_POST_LOGIN_VIEW": "home.index_view",
    "SECURITY_POST_LOGOUT_VIEW": "security.login",
    "SECURITY_POST_VERIFY_VIEW": "home.index_view",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_AUTO_LOGIN_AFTER_CONFIRM": False,
    "SECURITY_DEFAULT_REMEMBER_ME": False,
    "SECURITY_FLASH_MESSAGES": True,
}


def set_up_sign_in(app: Flask, installation: desk.Installation) -> Security:
    """Give *app* its sign-in pages over the counsellor table."""
    app.config.update(SECURITY_SETTINGS, **second_step.settings(installation), **passkeys.settings())
    app.config["SECURITY_DATETIME_FACTORY"] = installation.clock
    store, codes = CounsellorStore(installation.engine, installation.clock), second_step.codes_by(installation.clock)
    forms: Any = second_step.FORMS | passkeys.FORMS
    security = second_step.SteadySecurity(app, store, totp_cls=codes, webauthn_util_cls=passkeys.Ceremony, **forms)
    security.want_json(lambda _: False)  # pages only: the replies to programs would hand out tokens that nobody can end
    second_step.require_second_step(app, installation)
    passkeys.offer_passkeys(app, installation)
    return security


def limit_tries(app: Flask, installation: desk.Installation) -> None:
    """Count tries at passwords and codes by address and for everybody, in the database; a lucky one is taken back."""

    @app.before_request
    def count_try() -> Response | None:
        if request.method != "POST" or request.endpoint not in TRIED:
            return None
        try:
            desk.admit(installation.engine, installation.keyring, SIGN_IN, _address(), now=installation.clock())
        except desk.NearerError:
            return error_page(429)
        return None

    @app.after_request
    def forgive_try(response: Response) -> Response:
        tried = request.method == "POST" and request.endpoint in TRIED
        if tried and response.status_code in (302, 303):
            with desk.session_scope(installation.engine, write=True) as session:
                desk.forgive(session, installation.keyring, SIGN_IN, _address(), now=installation.clock())
        return response


def _address() -> str:
    return request.remote_addr or ""
