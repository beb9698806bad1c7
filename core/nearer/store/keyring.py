"""The keyring file: the epochs that wrap every key, the salt of typed codes, and the root of the other secrets."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nearer.errors import KeyringError

_FORMAT = "nearer keyring/1"


@dataclass(frozen=True)
class Epoch:
    """One epoch key: the last of a keyring wraps, older ones only open."""

    id: int
    key: bytes = field(repr=False)
    made: datetime


@dataclass(frozen=True)
class Keyring:
    """What the file holds. It belongs outside the data directory and outside backups."""

    epochs: tuple[Epoch, ...]
    salt: bytes = field(repr=False)
    root: bytes = field(repr=False)

    @property
    def current(self) -> Epoch:
        """The epoch that wraps what is made now."""
        return self.epochs[-1]

    def epoch(self, number: int) -> Epoch:
        """The epoch *number*, which may be older than the current one.

        Raises:
            KeyringError: it was destroyed, or the keyring is another installation's.
        """
        for epoch in self.epochs:
            if epoch.id == number:
                return epoch
        raise KeyringError(f"The keyring has no epoch {number}. Is it the keyring of this installation?")

    def secret(self, name: str) -> bytes:
        """32 bytes for one purpose: ``flask``, ``form``, ``totp``, ``pin``, ``attempts`` and so on."""
        return HKDF(SHA256(), 32, salt=self.salt, info=f"nearer secret {name}".encode()).derive(self.root)

    @classmethod
    def make(cls, path: Path, *, now: datetime | None = None) -> Keyring:
        """A new keyring, written to *path* with mode 0600, whole or not at all.

        Raises:
            KeyringError: something stands at *path* already; it is never overwritten.
        """
        first = Epoch(1, secrets.token_bytes(32), now or datetime.now(UTC))
        keyring = cls((first,), secrets.token_bytes(32), secrets.token_bytes(32))
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            draft.touch(mode=0o600, exist_ok=False)
            with draft.open("w", encoding="utf-8") as file:
                json.dump(keyring._document(), file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)  # unlike a rename, a link refuses what is there
        except FileExistsError:
            raise KeyringError(f"{path} exists already. A keyring is never overwritten: move it away first.") from None
        except OSError as error:
            raise KeyringError(f"The keyring can't be written to {path}: {error.strerror}.") from None
        finally:
            draft.unlink(missing_ok=True)
        return keyring

    @classmethod
    def read(cls, path: Path) -> Keyring:
        """The keyring at *path*.

        Raises:
            KeyringError: it is missing, damaged, or others on this machine could read it.
        """
        try:
            mode = path.stat().st_mode & 0o777
            document = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise KeyringError(f"There is no keyring at {path}. `nearer key new` makes one.") from None
        except (OSError, ValueError):
            raise KeyringError(f"The keyring at {path} can't be read. Put back your safety copy.") from None
        if mode & 0o077:
            raise KeyringError(f"Others can read the keyring at {path} (mode {mode:o}). Run: chmod 600 {path}")
        return cls._from(document, path)

    @classmethod
    def _from(cls, document: Any, path: Path) -> Keyring:
        try:
            if document["format"] != _FORMAT:
                raise KeyringError(f"The keyring at {path} was made by a newer Nearer.")
            epochs = [Epoch(e["id"], _bytes(e["key"]), datetime.fromisoformat(e["made"])) for e in document["epochs"]]
            keyring = cls(tuple(epochs), _bytes(document["salt"]), _bytes(document["root"]))
        except (KeyError, TypeError, ValueError):
            raise KeyringError(f"The keyring at {path} is damaged. Put back your safety copy.") from None
        if not epochs or any(len(e.key) != 32 for e in epochs) or len(keyring.root) != 32:
            raise KeyringError(f"The keyring at {path} is damaged. Put back your safety copy.")
        return keyring

    def _document(self) -> dict[str, Any]:
        epochs = [{"id": e.id, "made": e.made.isoformat(), "key": _text(e.key)} for e in self.epochs]
        return {"format": _FORMAT, "epochs": epochs, "salt": _text(self.salt), "root": _text(self.root)}


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)
