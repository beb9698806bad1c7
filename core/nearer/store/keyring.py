"""The keyring file: the epochs that wrap every key, the salt of typed codes, and the root of the other secrets."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


@dataclass
class Keyring:
    """What the file holds. It belongs outside the data directory and outside backups.

    ``epochs`` follow the file: a server that runs while ``nearer key rotate`` does goes on without a restart.
    """

    epochs: tuple[Epoch, ...]
    salt: bytes = field(repr=False)
    root: bytes = field(repr=False)
    path: Path | None = field(default=None, repr=False, compare=False)
    _seen: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @property
    def current(self) -> Epoch:
        """The epoch that wraps what is made now; asking costs one look at the file's date."""
        if self.path is not None and self._seen != _signature(self.path):
            self._renew()
        return self.epochs[-1]

    def epoch(self, number: int) -> Epoch:
        """The epoch *number*, which may be older than the current one, or one that came since the file was read.

        Raises:
            KeyringError: it was destroyed, or the keyring is another installation's.
        """
        for _ in range(2):
            for epoch in self.epochs:
                if epoch.id == number:
                    return epoch
            self._renew()
        raise KeyringError(f"The keyring has no epoch {number}. Is it the keyring of this installation?")

    def _renew(self) -> None:
        """Take over the epochs of the file; where it is gone or another's, go on with those at hand."""
        with suppress(KeyringError):
            fresh = Keyring.read(self.path) if self.path is not None else self
            if (fresh.salt, fresh.root) == (self.salt, self.root):
                self.epochs, self._seen = fresh.epochs, fresh._seen

    def add_epoch(self, *, now: datetime) -> Epoch:
        """A new last epoch, on the disk before anything can be wrapped by it.

        Raises:
            KeyringError: the file can't be read or written.
        """
        with self._changing():
            number = max(each.id for each in self.epochs) + 1
            self._replace((*self.epochs, Epoch(number, secrets.token_bytes(32), now)))
        return self.current

    def destroy_epochs(self, numbers: frozenset[int]) -> None:
        """Take epochs out of the file, never the last; what they wrapped opens nowhere any more."""
        with self._changing():
            kept = tuple(e for e in self.epochs if e.id not in numbers or e is self.epochs[-1])
            if kept != self.epochs:
                self._replace(kept)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the lock that changes of this file take, with the epochs that it has now."""
        if self.path is None:
            raise KeyringError("This keyring has no file.")
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            for left in self.path.parent.iterdir():
                if left.name.startswith(f".{self.path.name}."):  # of a change that was killed half-way
                    left.unlink()
            self.epochs = Keyring.read(self.path).epochs
            yield
            os.fsync(folder)
        finally:
            os.close(folder)

    def _replace(self, epochs: tuple[Epoch, ...]) -> None:
        assert self.path is not None  # noqa: S101 - for mypy: held by _changing
        fresh = Keyring(epochs, self.salt, self.root)
        try:
            with _draft(self.path, fresh) as draft:
                draft.replace(self.path)
        except OSError as error:
            raise KeyringError(f"The keyring can't be written to {self.path}: {error.strerror}.") from None
        self._renew()

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
        try:
            with _draft(path, keyring) as draft:
                os.link(draft, path)  # unlike a rename, a link refuses what is there
        except FileExistsError:
            raise KeyringError(f"{path} exists already. A keyring is never overwritten: move it away first.") from None
        except OSError as error:
            raise KeyringError(f"The keyring can't be written to {path}: {error.strerror}.") from None
        return cls.read(path)

    @classmethod
    def read(cls, path: Path) -> Keyring:
        """The keyring at *path*.

        Raises:
            KeyringError: it is missing, damaged, or others on this machine could read it.
        """
        seen = _signature(path)
        try:
            mode = path.stat().st_mode & 0o777
            document = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise KeyringError(f"There is no keyring at {path}. `nearer key new` makes one.") from None
        except (OSError, ValueError):
            raise KeyringError(f"The keyring at {path} can't be read. Put back your safety copy.") from None
        if mode & 0o077:
            raise KeyringError(f"Others can read the keyring at {path} (mode {mode:o}). Run: chmod 600 {path}")
        keyring = cls._from(document, path)
        keyring.path, keyring._seen = path, seen
        return keyring

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


@contextmanager
def _draft(path: Path, keyring: Keyring) -> Iterator[Path]:
    """*keyring* written whole to a file of mode 0600 beside *path*, which is gone afterwards."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        draft.touch(mode=0o600, exist_ok=False)
        with draft.open("w", encoding="utf-8") as file:
            json.dump(keyring._document(), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _signature(path: Path) -> tuple[int, ...]:
    """What differs when the file was replaced."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)
