"""One value for everything that is wrong: read alike by form, command line and tests."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong at *pointer* (a JSON pointer, ``""`` for the whole), in words a person understands.

    ``severity`` is ``error`` (blocks), ``warning`` or ``hint``.
    """

    pointer: str
    message: str
    keyword: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.message}"
