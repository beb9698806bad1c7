"""Whose behaviour a sentence is about: plans are made for one's own, and a hint says so where they are not."""

import re

OWN = re.compile(r"^\W*(?:(?:then|so|and),?\s+)?I(?:\W|$)", re.IGNORECASE)
OTHER = re.compile(r"^\W*(?:(?:then|so|and),?\s+)?(you|we|they|my partner|the other|both of us)\b", re.IGNORECASE)
MOST_WORDS = 10
"""An act of more words is more than one act (evidence on if-then plans: one observable act)."""


def is_own(sentence: str) -> bool:
    """Whether the subject of *sentence* is "I"."""
    return bool(OWN.match(sentence))


def other_subject(sentence: str) -> str | None:
    """The subject, if *sentence* is about what somebody else should do."""
    found = OTHER.match(sentence)
    return found.group(1) if found else None


def count_words(sentence: str) -> int:
    """How many words a sentence has; signs between them don't count, and "don't" is one."""
    return len(re.findall(r"\w+(?:['\u2019-]\w+)*", sentence))
