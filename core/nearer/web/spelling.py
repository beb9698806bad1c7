"""Codes as people read them aloud: each letter with the word that stands for it on the telephone everywhere."""

from __future__ import annotations

WORDS = dict(
    pair.split()
    for pair in (
        "a Alfa", "b Bravo", "c Charlie", "d Delta", "e Echo", "f Foxtrot", "g Golf", "h Hotel", "j Juliett", "k Kilo",
        "m Mike", "n November", "p Papa", "q Quebec", "r Romeo", "s Sierra", "t Tango", "v Victor", "w Whiskey",
        "x X-ray", "y Yankee", "z Zulu",
    )
)  # fmt: skip


def spelled(code: str) -> list[tuple[str, list[str]]]:
    """The groups of *code*, each with what to say for every sign; a digit is said as itself in any language."""
    return [(group.upper(), [WORDS.get(sign, sign) for sign in group.lower()]) for group in code.split("-")]
