"""What a way to send messages is: an address it needs, and plain data to send there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from nearer.rules.contract import Json


@dataclass(frozen=True)
class Message:
    """What is to be sent: all of it plain text; ``headers`` are those of e-mail, for whoever has such."""

    to: str
    subject: str
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


class NotSentError(Exception):
    """It is certain that nothing was sent. ``again`` is whether a later try may do better.

    The text goes into the log: it holds neither the address nor words of the message.
    """

    def __init__(self, reason: str, *, again: bool = True) -> None:
        super().__init__(reason)
        self.again = again


class ChannelSettingError(ValueError):
    """The URL that sets a channel up can't be right. The text says what to do and repeats nothing of the URL."""


class Channel(ABC):
    """One way to send messages. It is asked from several threads, in the server (``address``) and in the worker."""

    name: str
    """What it is kept under for whoever chose it; it never changes."""

    title: str
    """What people choose it by, such as "E-mail"."""

    address: Json | None
    """JSON Schema of a string: the address it needs, with the title of the field. None: it needs none."""

    def address_problem(self, address: str) -> str | None:
        """What is wrong with *address* beyond its schema, in a sentence for its owner."""
        return None

    @abstractmethod
    def send(self, message: Message) -> None:
        """Hand *message* over, within a minute.

        Raises:
            NotSentError: it is certain that nothing was sent. Anything else that is raised leaves that open, and the
                message is not tried again, so that nobody gets it twice.
        """
