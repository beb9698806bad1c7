"""Passkeys as a second step: what Flask-Security asks of a store of them, and when they can be offered at all.

They are never the first step: whoever can unlock a device may not thereby open what couples wrote.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, current_app, session
from flask_security import (
    WebAuthnDeleteForm,
    WebAuthnMixin,
    WebAuthnRegisterForm,
    WebAuthnSigninResponseForm,
    WebauthnUtil,
    current_user,
)
from flask_security.datastore import UserDatastore
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from nearer import desk

_rows: Any = desk.Passkey

NOT_THIS = "This passkey could not be used. Try again, or use another way."
SECURE = "Passkeys need an address that begins with https. Whoever runs this installation can set one up."
NAMED = "Passkeys need an address with a name, not a number: https://desk.example.org, or http://localhost on a trial."
KEPT = "“%(name)s” is kept. You are asked for it when you sign in. Now make recovery codes, if you have none."
REFUSALS = ("NO_VERIFY", "UNKNOWN_CREDENTIAL_ID", "ORPHAN_CREDENTIAL_ID", "MISMATCH_USER_HANDLE",
            "CREDENTIAL_WRONG_USAGE")  # fmt: skip
LAST = "Everybody here needs a second step, and this is your last one. Add another first, then remove this."


def why_not(base_url: str) -> str:
    """Why browsers would make no passkey for this address, in a sentence; nothing where they do."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.scheme != "https" and host != "localhost":
        return SECURE if not _is_number(host) else NAMED
    return NAMED if _is_number(host) else ""


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def settings() -> dict[str, Any]:
    """What Flask-Security has to know."""
    return {
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": False,
        "SECURITY_WAN_ALLOW_AS_MULTI_FACTOR": False,
        "SECURITY_WAN_ALLOW_AS_VERIFY": [],
        "SECURITY_WAN_RP_NAME": "Nearer",
        "SECURITY_WAN_NAME_ALLOWED_CHARS": None,
        "SECURITY_WAN_SIGNIN_WITHIN": timedelta(minutes=5),
        "SECURITY_WAN_REGISTER_URL": "/account/passkeys",
        "SECURITY_WAN_DELETE_URL": "/account/passkeys/remove",
        "SECURITY_WAN_SIGNIN_URL": "/passkey",
        "SECURITY_WAN_POST_REGISTER_VIEW": "account.index_view",
        "SECURITY_MSG_WEBAUTHN_REGISTER_SUCCESSFUL": (KEPT, "done"),
        "SECURITY_MSG_WEBAUTHN_CREDENTIAL_DELETED": ("“%(name)s” opens nothing any more.", "done"),
        "SECURITY_MSG_WEBAUTHN_NAME_INUSE": ("You have a passkey of this name already.", "error"),
        "SECURITY_MSG_WEBAUTHN_NAME_NOT_FOUND": ("There is no such passkey any more.", "error"),
        "SECURITY_MSG_WEBAUTHN_CREDENTIAL_ID_INUSE": ("This device has a passkey for this desk already.", "error"),
        "SECURITY_MSG_WEBAUTHN_EXPIRED": ("That took too long. Try again.", "error"),
        **{f"SECURITY_MSG_WEBAUTHN_{name}": (NOT_THIS, "error") for name in REFUSALS},
    }  # fmt: skip


@dataclass(eq=False)
class Key(WebAuthnMixin):
    """A passkey in plain values, as Flask-Security reads it."""

    user_id: Any = None
    name: str = ""
    credential_id: bytes = b""
    public_key: bytes = b""
    sign_count: int = 0
    transports: list[str] | None = field(default_factory=list)
    made_at: datetime | None = None
    lastuse_datetime: Any = None
    extensions: str | None = None
    usage: str = "secondary"


def key(row: desk.Passkey) -> Key:
    """Plain values of a passkey's row."""
    own = (row.counsellor_id, row.name, row.credential_id, row.public_key, row.sign_count)
    return Key(*own, json.loads(row.transports), row.made_at, row.used_at)


class PasskeyStore(UserDatastore):
    """The part of Flask-Security's store that is about passkeys: it alone reads and writes their table."""

    engine: Any
    clock: Callable[[], datetime]

    def find_webauthn(self, credential_id: bytes) -> Key | None:
        """The passkey that calls itself so."""
        with desk.session_scope(self.engine) as store:
            row = _find(store, credential_id)
            return None if row is None else key(row)

    def list_webauthn(self, user_id: Any) -> list[Key]:
        """Somebody's passkeys."""
        with desk.session_scope(self.engine) as store:
            mine = select(desk.Passkey).where(_rows.counsellor_id == user_id).order_by(_rows.id)
            return [key(row) for row in store.scalars(mine)]

    def create_webauthn(self, user: Any, *_: Any, **found: Any) -> None:
        """Keep a new one; what else the device says of itself is not kept."""
        kept = {each: found[each] for each in ("name", "credential_id", "public_key", "sign_count")}
        kept["transports"] = json.dumps([getattr(each, "value", each) for each in found.get("transports") or ()])
        now = self.clock()
        with desk.session_scope(self.engine, write=True) as store:
            store.add(desk.Passkey(counsellor_id=user.id, made_at=now, used_at=now, **kept))

    def delete_webauthn(self, webauthn: Any) -> None:
        """Remove it."""
        with desk.session_scope(self.engine, write=True) as store:
            store.execute(delete(desk.Passkey).where(_rows.credential_id == webauthn.credential_id))

    def put_webauthn(self, used: Key) -> None:
        """Keep that it was used, and how often it says so: a copy of it would lag behind."""
        with desk.session_scope(self.engine, write=True) as store:
            row = _find(store, used.credential_id)
            if row is not None:
                row.sign_count, row.used_at = used.sign_count, self.clock()


def list_with_passkeys(store: Session, people: Iterable[UUID]) -> set[UUID]:
    """Which of these people have a passkey."""
    return set(store.scalars(select(_rows.counsellor_id).where(_rows.counsellor_id.in_(list(people)))))


def _find(store: Session, credential_id: bytes) -> desk.Passkey | None:
    return store.scalars(select(desk.Passkey).where(_rows.credential_id == credential_id)).one_or_none()


class Ceremony(WebauthnUtil):
    """Any device may hold one, under its lock: finger, face or PIN; everything under the address of this desk."""

    def origin(self) -> str:
        """The address of the desk, as it was set."""
        parts = urlsplit(current_app.extensions["nearer"].base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        """No wish but that it is unlocked for each use."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.REQUIRED
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        """Always."""
        return UserVerificationRequirement.REQUIRED


class RegisterForm(WebAuthnRegisterForm):
    """Asks for a name; the device does the rest."""

    name = StringField("Name", validators=[DataRequired("Give it a name."), Length(max=64)])
    usage = StringField(default="secondary")


class UseForm(WebAuthnSigninResponseForm):
    """Takes what the device answered: of the person whose password was right, and of nobody else."""

    def validate(self, **kwargs: Any) -> bool:
        """Flask-Security would sign in whoever the passkey belongs to."""
        if not super().validate(**kwargs):
            return False
        if self.user is not None and self.user.fs_uniquifier == session.get("tf_user_id"):
            return True
        self.credential.errors = [NOT_THIS]
        return False


class RemoveForm(WebAuthnDeleteForm):
    """Removes one, but never the last second step where everybody needs one."""

    def validate(self, **kwargs: Any) -> bool:
        """Refuse what would leave somebody without."""
        if not super().validate(**kwargs):
            return False
        if current_user.may_lose_a_step():
            return True
        self.name.errors = [LAST]
        return False


def offer_passkeys(app: Flask, installation: desk.Installation) -> None:
    """Let templates say why there are none, where browsers would refuse."""
    app.jinja_env.globals["why_no_passkeys"] = why_not(installation.base_url)


FORMS: dict[str, Any] = {
    "wan_register_form": RegisterForm,
    "wan_signin_response_form": UseForm,
    "wan_delete_form": RemoveForm,
}
