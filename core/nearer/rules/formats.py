"""What a plugin writes against to bring programs in from other kinds of file, and programs and results out as such."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from nearer.rules.contract import Json


@dataclass(frozen=True)
class Converted:
    """What came out of a conversion, and, in sentences for counsellors, what did not fit into it."""

    content: Any
    losses: tuple[str, ...] = ()


class Format:
    """A kind of file for programs: subclass it, return an instance from ``register_formats``.

    All methods are pure. One that is not overridden says that this kind of file does not go that way. What they can't
    do they say with :class:`nearer.UnreadableError` (a sentence for counsellors).
    """

    name: ClassVar[str]
    title: ClassVar[str]
    ending: ClassVar[str]

    def matches(self, text: str) -> bool:
        """Whether a file with this *text* is of this kind; asked of every file that comes in."""
        return False

    def read(self, text: str) -> Converted:
        """The program document that the file holds; ids of stages and steps may be left out."""
        raise NotImplementedError

    def write(self, edition: Json) -> Converted:
        """The text of a file for *edition*: a program with the frozen forms of each step beside it."""
        raise NotImplementedError

    def write_results(self, results: Json) -> Converted:
        """The text of a file for what the measures of one couple came to; only if this kind of file can hold it.

        *results* are ``edition`` (as for :meth:`write`), ``left_out`` (sentences), and ``given``: for each time that
        somebody answered, ``who`` (a pseudonym), ``step``, ``occurrence``, ``form``, ``answers`` by property and
        ``scores`` by scale (``value``, ``band``), each as far as it may leave.
        """
        raise NotImplementedError
