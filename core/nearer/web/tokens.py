"""Tokens in forms and names of cookies: small keyed digests and strings, without a session."""

from __future__ import annotations

import base64
import hmac
import secrets
from hashlib import sha256
from urllib.parse import urlsplit

from werkzeug.exceptions import Forbidden


def form_token(secret: bytes, *names: str) -> str:
    """A token that binds a form to *names*: the seat (or link) it is for, and what it does."""
    return hmac.new(secret, "\0".join(names).encode(), sha256).hexdigest()[:40]


def check_token(secret: bytes, given: str | None, *names: str) -> None:
    """Refuse a form whose token is not the one made for *names*."""
    if not is_token(secret, given, *names):
        raise Forbidden


def is_token(secret: bytes, given: str | None, *names: str) -> bool:
    """Whether *given* is the token made for *names*."""
    return hmac.compare_digest((given or "").encode(), form_token(secret, *names).encode())


def new_number() -> str:
    """A one-time number for a form that makes a secret: the same number is the same secret, so twice is once."""
    return secrets.token_urlsafe(16)


def secret_of(secret: bytes, number: str, *names: str, size: int = 32) -> str:
    """The *size* bytes that a one-time *number* stands for in a form for *names*; random without one."""
    if not number:
        return secrets.token_urlsafe(size)
    made = hmac.new(secret, "\0".join((number, *names)).encode(), sha256).digest()[:size]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def cookie_name(base_url: str, seat: str) -> str:
    """The cookie of one seat; ``__Host-`` ties it to this host wherever the site is served over https."""
    prefix = "__Host-" if is_secure(base_url) else ""
    return f"{prefix}n-{seat}"


def is_secure(base_url: str) -> bool:
    """Whether couples reach the site over https (a demo on the own machine does not)."""
    return urlsplit(base_url).scheme == "https"
