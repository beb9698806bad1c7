"""The list of erased seats beside the keyring: what a restored backup must not bring back.

It holds ids only, one a line. A line is on the disk before anything is erased, so that an erasure that was cut off is
completed by whoever reads the list next.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from nearer.errors import KeyringError


@dataclass(frozen=True)
class Tombstones:
    """The file at ``path``, which only grows."""

    path: Path

    @classmethod
    def beside(cls, keyring: Path) -> Tombstones:
        """The list of the installation whose keyring lies at *keyring*."""
        return cls(keyring.with_name(f"{keyring.name}.erased"))

    def add(self, seat: str) -> None:
        """Write down that *seat* is erased; it is on the disk when this returns.

        Raises:
            KeyringError: the list can't be written, so nothing may be erased yet.
        """
        try:
            self._append(seat)
        except OSError as error:
            raise KeyringError(f"The list of erased seats {self.path} can't be written: {error.strerror}.") from None

    def read(self) -> list[str]:
        """The erased seats, oldest first; a last line that was cut off does not count."""
        try:
            text = self.path.read_text(encoding="ascii")
        except FileNotFoundError:
            return []
        except (OSError, ValueError):
            raise KeyringError(f"The list of erased seats {self.path} can't be read.") from None
        return list(dict.fromkeys(filter(None, text[: text.rfind("\n") + 1].split("\n"))))

    def _append(self, seat: str) -> None:
        is_new = not self.path.exists()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            size = os.fstat(descriptor).st_size
            is_cut = bool(size) and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, ("\n" * is_cut + seat + "\n").encode("ascii"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
