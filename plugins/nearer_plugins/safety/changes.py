"""What can have changed, each with the flag it raises: data, in words of our own."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """One thing that may be different now; without a flag it only says that nothing is."""

    name: str
    words: str
    flag: str | None


CHANGES = (
    Change("afraid", "I have become afraid, or I watch what I say", "fear"),
    Change("no_free_word", "What I write here is read or asked about", "fear"),
    Change("hurt", "I was hurt, held back or threatened", "ipv_clinical"),
    Change("pressed", "I was pressed into closeness that I did not want", "ipv_clinical"),
    Change("watched", "I am checked on, or kept from people or money", "ipv_clinical"),
    Change("own_force", "I have hurt, threatened or frightened my partner", "ipv_clinical"),
    Change("ending", "I think of ending my life or of hurting myself", "acute_crisis"),
    Change("too_much", "Something happened that is too much for me", "acute_crisis"),
    Change("separation", "One of us has moved out, or has said that it is over", "recent_separation"),
    Change("affair", "One of us was involved with somebody else, against what we had agreed", "recent_affair"),
    Change("drink", "There is a lot of drinking, or something else is taken", "intoxication"),
    Change("something_else", "Something else", None),
    Change("nothing", "Nothing, I only wanted to look", None),
)


def change_rules() -> list[dict[str, Any]]:
    """One flag rule for each flag: it holds where one of its changes was ticked, whatever else was."""
    names: dict[str, list[str]] = {}
    for each in CHANGES:
        if each.flag:
            names.setdefault(each.flag, []).append(each.name)
    return [{"flag": flag, "when": _ticked(ticked)} for flag, ticked in names.items()]


def _ticked(names: list[str]) -> dict[str, Any]:
    listed = {"type": "array", "items": {"type": "string", "maxLength": 40}, "contains": {"enum": names}}
    return {"type": "object", "properties": {"changed": listed}, "required": ["changed"]}
