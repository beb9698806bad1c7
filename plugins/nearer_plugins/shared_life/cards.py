"""Lists of cards with short names, as a counsellor edits them: values, subjects, activities."""

from collections.abc import Iterable, Iterator
from typing import Any

from nearer import Problem
from nearer_plugins.fields import ASKED, Schema, form, some, text

NAME = text("Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Stays when the wording changes.")


def card(title: str, limit: int = 200, **more: Schema) -> Schema:
    """One card with a short name and its words."""
    return form(
        {"id": NAME, "text": text(title, limit, minLength=1, **ASKED), **more}, required=("id", "text"), title=title
    )


def cards(title: str, card: Schema, limit: int, default: Iterable[Schema]) -> Schema:
    """A list of cards, of at most *limit*."""
    return some(title, card, limit, minItems=1, default=[dict(each) for each in default])


def twice(place: str, listed: Iterable[dict[str, Any]]) -> Iterator[Problem]:
    """A problem at every card whose short name stands before."""
    known: set[Any] = set()
    for index, each in enumerate(listed):
        if each.get("id") in known:
            yield Problem(f"/{place}/{index}/id", "Another one has this short name already.", "uniqueId")
        known.add(each.get("id"))


def read_cards(lines: str) -> tuple[Schema, ...]:
    """Cards written as ``name | words``, one a line."""
    pairs = (line.split("|") for line in lines.strip().splitlines())
    return tuple({"id": name.strip(), "text": wording.strip()} for name, wording in pairs)
