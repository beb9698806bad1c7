"""What one rendering carries along (errors, notes, words) and the nodes that the template draws."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from nearer.languages import N_, _, speaking, spoken
from nearer.rules.dialect_words import pointer
from nearer.rules.problems import Problem

WORDS = {
    "add": N_("Add"),
    "answer": N_("Answer"),
    "down": N_("Move down"),
    "help": N_("More about this"),
    "no": N_("No"),
    "no_answer": N_("No answer"),
    "null": N_("Leave empty on purpose"),
    "optional": N_("optional"),
    "present": N_("Include this"),
    "range": N_("This is my answer"),
    "raw": N_("This is kept in a technical notation (JSON). You may leave it as it is."),
    "remove": N_("Remove"),
    "up": N_("Move up"),
    "when": N_("If it applies: {label}"),
    "yes": N_("Yes"),
    "date-time": N_("Such as 2027-03-31T18:30:00+02:00."),
    "time": N_("Such as 18:30:00+02:00."),
}
"""The words of the form itself; ``texts`` replaces any of them."""


@lru_cache(maxsize=64)
def words_in(language: str) -> Mapping[str, str]:
    """The words of the form itself in a language."""
    with speaking(language):
        return {name: _(text) for name, text in WORDS.items()}


_NONE = Markup("")
_INVALID = Markup(' aria-invalid="true"')
_REQUIRED = Markup(' aria-required="true"')
_PRIVATE = Markup(' autocomplete="off" spellcheck="false" translate="no"')


class Page:
    """One rendering: hands out each error once and counts what is drawn."""

    def __init__(
        self, errors: Iterable[Problem], notes: Mapping[str, str] | None = None, texts: Mapping[str, str] | None = None
    ) -> None:
        self.errors: dict[str, list[str]] = defaultdict(list)
        for each in errors:
            self.errors[each.pointer].append(each.message)
        self.notes = notes or {}
        known = words_in(spoken())
        self.words = {**known, **texts} if texts else known
        self.language = (spoken(), *sorted(texts.items())) if texts else (spoken(),)
        self.drawn = 0
        self.lists = False
        self.only: Collection[str] | None = None
        self.without: Collection[str] = ()

    def skips(self, key: str) -> bool:
        """Whether the top-level property *key* is drawn elsewhere, or not at all; its errors are then not ours."""
        skipped = key in self.without or (self.only is not None and key not in self.only)
        if skipped and self.errors:
            self.take(pointer((key,)), all_below=True)
        return skipped

    def take(self, place: str, *, all_below: bool = False) -> list[str]:
        """The errors at *place*, which are then no longer waiting for a place."""
        found = self.errors.pop(place, [])
        if all_below and self.errors:
            for each in [key for key in self.errors if key.startswith(place + "/")]:
                found += self.errors.pop(each)
        return found


@dataclass(frozen=True)
class Spot:
    """The place at which a control is drawn.

    ``pointer`` is None inside a branch that was not chosen: no errors are looked for there. ``fresh`` means that
    nothing was answered yet, so that defaults and fixed values come in. ``trail`` holds the schemas drawn blank above.
    """

    page: Page
    name: str
    pointer: str | None = ""
    label: str = ""
    note: str = ""
    required: bool = True
    fresh: bool = False
    closed: bool = False
    sensitive: bool = False
    depth: int = 0
    trail: frozenset[int] = frozenset()

    def errors(self, *, all_below: bool = False) -> list[str]:
        """The errors that belong here."""
        return [] if self.pointer is None else self.page.take(self.pointer, all_below=all_below)


@dataclass
class Node:
    """One drawn control; ``kind`` names the macro of the template, ``more`` is what only this kind needs."""

    kind: str
    id: str
    label: str
    hint: str
    help: str
    note: str
    errors: list[str]
    optional: bool
    sensitive: bool
    words: Mapping[str, Any]
    null: bool | None = None
    markup: Markup | None = None
    when: bool = False
    children: list["Node"] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def explained(self) -> bool:
        """Whether anything stands between the label and the control."""
        return bool(self.hint or self.help or self.note or self.errors)

    @property
    def about(self) -> Markup:
        """The attribute that ties the control to what explains it."""
        parts = (("hint", self.hint), ("note", self.note), ("error", self.errors))
        ids = " ".join(f"{self.id}~{part}" for part, there in parts if there)
        return Markup(' aria-describedby="{}"').format(ids) if ids else _NONE

    @property
    def attributes(self) -> Markup:
        """What assistive technology needs to know of a control."""
        invalid = _INVALID if self.errors else _NONE
        return self.about + invalid + (_NONE if self.optional or self.kind == "range" else _REQUIRED)

    @property
    def private(self) -> Markup:
        """What keeps sensitive words from autofill, spell check and translation."""
        return _PRIVATE if self.sensitive else _NONE


def node(kind: str, spot: Spot, words: Mapping[str, Any], **more: Any) -> Node:
    """The node of a control with *words* (its schema) at *spot*."""
    return Node(
        kind,
        spot.name,
        str(words.get("title", spot.label)),
        str(words.get("description", "")),
        str(words.get("x-help", "")),
        spot.note,
        spot.errors(all_below=kind == "raw"),
        not spot.required,
        spot.sensitive,
        words,
        children=more.pop("children", []),
        more=more,
    )
