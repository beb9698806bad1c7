"""Passwords that the desk makes for people, and how they are kept."""

from __future__ import annotations

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """A password that can be read out: four groups of four without look-alikes, about 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def hash_password(password: str) -> str:
    """*password* as it is kept: argon2id, as Flask-Security reads it."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)
