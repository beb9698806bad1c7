"""What a plugin writes against to take pictures and sounds from strangers, and what comes of such a file."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

from nearer.rules.contract import Json


@dataclass(frozen=True)
class Checked:
    """A file as it may be served: its bytes, their media type, and facts for a page (width and height, or seconds)."""

    kind: str
    type: str
    content: bytes = field(repr=False)
    facts: Json

    @property
    def sha(self) -> str:
        """The SHA-256 of what is served, by which documents name it."""
        return hashlib.sha256(self.content).hexdigest()


class MediaKind(ABC):
    """A kind of upload: subclass it, return an instance from ``register_media``.

    What a file can't be taken for is said with :class:`nearer.UnreadableError` (a sentence for counsellors).
    """

    name: ClassVar[str]
    title: ClassVar[str]
    accept: ClassVar[str]

    def matches(self, raw: bytes) -> bool:
        """Whether a file begins like one of this kind; its name is never asked."""
        return False

    @abstractmethod
    def check(self, raw: bytes) -> Checked:
        """What of a stranger's file may be served: made anew from what was decoded."""

    @abstractmethod
    def check_kept(self, content: bytes) -> Checked:
        """The same of bytes that ``check`` gave back before, here or elsewhere, and that have to stay as they are."""
