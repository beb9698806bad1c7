"""Seals words and wraps keys, so that a box opens only with its key and only at its place. Pure."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from nearer.errors import SealError
from nearer.rules.canonical import canonical

BUCKET = 512
_NONCE = 12
_LENGTH = 4
# Crockford's letters: no I, L, O, U; what looks alike is read as what it looks like.
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_LOOK_ALIKES = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


@dataclass(frozen=True)
class About:
    """What a box belongs to; all of it is bound to the box. Sides are ``a``, ``b``, or ``-`` for both."""

    kind: str
    couple: str
    seat: str = "-"
    edition: str = ""
    step: str = ""
    occurrence: int = 0
    answer: int | str = 0
    visibility: str = "couple"

    def bound(self) -> bytes:
        """The associated data of the box: exactly the list of names, as canonical JSON."""
        place = (self.kind, self.couple, self.seat, self.edition, self.step, self.occurrence)
        return _bound(*place, self.answer, self.visibility)


@dataclass(frozen=True)
class Names:
    """What a wrapped key belongs to; all of it is bound to the wrap."""

    couple: str
    seat: str
    key: str
    generation: int = 1
    door: str = ""

    def bound(self) -> bytes:
        """The associated data of the wrap."""
        return _bound("wrap", self.couple, self.seat, self.key, self.generation, self.door)


def new_key() -> bytes:
    """A fresh random key for AES-256-GCM."""
    return secrets.token_bytes(32)


def seal(key: bytes, words: dict[str, Any], about: About) -> bytes:
    """*words* as a box for *about*, padded so that its size tells only a multiple of 512 bytes."""
    text = canonical(words).encode()
    plain = len(text).to_bytes(_LENGTH, "big") + text
    return _encrypt(key, plain + bytes(-len(plain) % BUCKET), about.bound())


def unseal(key: bytes, box: bytes, about: About) -> dict[str, Any]:
    """The words in *box*.

    Raises:
        SealError: another key, another place, or damage; it does not say which.
    """
    plain = _decrypt(key, box, about.bound())
    length = int.from_bytes(plain[:_LENGTH], "big")
    words: dict[str, Any] = json.loads(plain[_LENGTH : _LENGTH + length])
    return words


def wrap(key: bytes, inner: bytes, names: Names) -> bytes:
    """The key (or wrapped key) *inner*, wrapped by *key* for *names*."""
    return _encrypt(key, inner, names.bound())


def unwrap(key: bytes, wrapped: bytes, names: Names) -> bytes:
    """What :func:`wrap` was given.

    Raises:
        SealError: another key, other names, or damage.
    """
    return _decrypt(key, wrapped, names.bound())


def _bound(*names: Any) -> bytes:
    return canonical(["nearer", 1, *names]).encode()


def _encrypt(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _decrypt(key: bytes, box: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(box[:_NONCE], box[_NONCE:], bound)
    except (InvalidTag, ValueError):
        raise SealError from None


def new_link_secret() -> str:
    """128 random bits for the address of a person's own way back."""
    return secrets.token_urlsafe(16)


def new_session_token() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


def new_code(letters: int = 15, *, seed: str = "") -> str:
    """A code for typing or speaking: *letters* times five bits and a check sign, in groups of up to five.

    The same *seed*, which nobody can guess, is the same code.
    """
    chosen = sha256(seed.encode()).digest() if seed else secrets.token_bytes(letters)
    body = "".join(_LETTERS[byte % len(_LETTERS)] for byte in chosen[:letters])
    code = body + _check(body)
    width = next(w for w in (4, 5) if len(code) % w == 0)
    return "-".join(code[i : i + width] for i in range(0, len(code), width))


def read_code(typed: str) -> str | None:
    """*typed* without what people add to a code, or None if it can't be one (a slip, told by the check sign)."""
    plain = typed.strip().casefold().translate(_LOOK_ALIKES)
    is_code = len(plain) > 1 and set(plain) <= set(_LETTERS) and plain[-1] == _check(plain[:-1])
    return plain if is_code else None


def _check(body: str) -> str:
    return _LETTERS[sum((i + 2) * _LETTERS.index(c) for i, c in enumerate(body)) % 31]


def door_of(secret: str) -> tuple[bytes, bytes]:
    """(locator, door key) of a link secret or session token; neither tells the secret or the other."""
    return _derive(secret, b"nearer locator"), _derive(secret, b"nearer door key")


def door_of_code(code: str, salt: bytes) -> tuple[bytes, bytes]:
    """(locator, door key) of a typed code; slow on purpose (38 ms), since a code holds few bits."""
    stretched = Scrypt(salt=salt, length=32, n=2**14, r=8, p=1).derive(code.encode())
    return door_of(stretched.hex())


def _derive(secret: str, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=info).derive(secret.encode())


def about_of(table: str, row: Any) -> About:
    """What the box of *row* in *table* names: the one list of it, for writers, readers and joining alike.

    *row* has the table's columns as attributes. ``seat_care`` is ``seat.care_box``.
    """
    return _ABOUTS[table](row)


_ABOUTS: dict[str, Callable[[Any], About]] = {
    "couple": lambda r: About("couple", str(r.id)),
    "seat": lambda r: About("seat", str(r.couple_id), r.side),
    "seat_care": lambda r: About("seat_care", str(r.couple_id), r.side, visibility="care"),
    "invitation": lambda r: About("invitation", str(r.couple_id), r.side, answer=str(r.id)),
    "box": lambda r: About("box", str(r.couple_id), r.seat, r.edition_sha, r.step, r.occurrence, r.n, r.key),
    "draft": lambda r: About("draft", str(r.couple_id), r.seat, r.edition_sha, r.step, r.occurrence, 0, "own"),
    "lift": lambda r: About("lift", str(r.couple_id), r.seat, r.edition_sha, r.step, r.occurrence, r.item, "open"),
    "finding": lambda r: About("finding", str(r.couple_id), r.seat, r.edition_sha, r.step, r.occurrence, 0, r.key),
    "stance": lambda r: About("stance", str(r.couple_id), r.seat, answer=r.day.isoformat()),
    "decision": lambda r: About("decision", str(r.couple_id), step=r.stage),
    "choice": lambda r: About("choice", str(r.couple_id), r.seat, step=r.step),
    "reminder": lambda r: About("reminder", str(r.couple_id), r.seat, answer=r.kind, visibility="care"),
    "letter": lambda r: About("letter", str(r.couple_id), r.seat, answer=r.id, visibility="care"),
    "task": lambda r: About("task", str(r.couple_id), answer=str(r.id)),
    "note": lambda r: About("note", str(r.couple_id), answer=str(r.id)),
}
