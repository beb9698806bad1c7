"""Patterns of schemas, run with a time limit so that none can hold up a request."""

from functools import lru_cache

import regex

SECONDS = 0.05


class PatternTimeoutError(ValueError):
    """A pattern took longer than it may."""


@lru_cache(maxsize=512)
def compiled(pattern: str) -> regex.Pattern[str]:
    """The compiled pattern; raises ``regex.error`` where it is not one."""
    return regex.compile(pattern)


def is_pattern(pattern: str) -> bool:
    """Whether *pattern* compiles."""
    try:
        compiled(pattern)
    except (regex.error, RecursionError, OverflowError):
        return False
    return True


def is_found(pattern: str, text: str) -> bool:
    """Whether *pattern* matches anywhere in *text*.

    Raises:
        PatternTimeoutError: it took longer than 50 ms, or is no pattern at all.
    """
    try:
        return compiled(pattern).search(text, timeout=SECONDS) is not None
    except (TimeoutError, regex.error, RecursionError, OverflowError) as error:
        raise PatternTimeoutError(pattern) from error
