"""Merges what several devices of one person write into one draft, field by field; of what two changed, both stay. Pure.

A form knows each field by a mark: a keyed digest of the value that it was drawn with or last saved. Who saves a field
whose mark still stands takes its place; who saves it unchanged changes nothing; else there are two versions, and the
page asks. A page goes on with its own version, also when a reply to it was lost; an older copy that comes late is
left aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nearer.rules.contract import Json

Fields = dict[str, list[Json]]
"""For each field (a pointer) its versions, the one shown in the form first.

A version has a ``value`` (missing: blank), the ``page`` and ``turn`` that wrote it, and ``over``, the mark it replaced;
what stands already has a value only.
"""

Marker = Callable[[str, Any], str]
ABSENT = "-"
"""The mark of a blank field."""


@dataclass(frozen=True)
class Sent:
    """What a form brings: the answer as it reads, the marks it knew, the page it is on and how often it was sent.

    ``seen`` are marks of other versions that stood beside the form.
    """

    answer: Json
    knew: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    turn: int = 0
    seen: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Draft:
    """A draft: its fields, and how they are marked."""

    fields: Fields
    mark: Marker

    @classmethod
    def over(cls, stands: Json, kept: Fields, mark: Marker) -> Draft:
        """What was *kept* on top of what *stands*; a field that stands otherwise than when it was written over asks."""
        made = cls({pointer: [{"value": value}] for pointer, value in split(stands).items()}, mark)
        for pointer, versions in kept.items():
            below = made.fields.get(pointer) or [{}]
            known = {each for version in versions for each in (made._of_version(pointer, version), version.get("over"))}
            is_known = made._of_version(pointer, below[0]) in known
            made.fields[pointer] = versions if is_known else [*versions, *below]
        return made

    @property
    def kept(self) -> Fields:
        """The fields that a page wrote: what there is to keep."""
        return {pointer: each for pointer, each in self.fields.items() if any("page" in version for version in each)}

    def answer(self, page: str = "") -> Json:
        """What the form shows: a page's own version of each field, else the first."""
        first = ((pointer, _of_page(versions, page) or versions[0]) for pointer, versions in self.fields.items())
        return join({pointer: each["value"] for pointer, each in first if "value" in each})

    def merge(self, sent: Sent) -> Draft:
        """This draft with what was *sent* put into it."""
        posted = split(sent.answer)
        pointers = dict.fromkeys([*self.fields, *posted, *sent.knew])
        merged = {each: self._merged(each, posted, sent) for each in pointers}
        return Draft({each: versions for each, versions in merged.items() if versions}, self.mark)

    def others(self, sent: Sent) -> dict[str, list[Json]]:
        """Versions that a page can't know: neither what it brings or knew, nor its own, nor shown beside its form."""
        posted, found = split(sent.answer), {}
        for pointer, versions in self.fields.items():
            known = {self._of(pointer, posted), sent.knew.get(pointer, ABSENT), *sent.seen}
            own = _of_page(versions, sent.page)
            rest = [each for each in versions if each is not own and self._of_version(pointer, each) not in known]
            if rest:
                found[pointer] = rest
        return found

    def choose(self, pointer: str, mark: str) -> Draft:
        """This draft with that version of a field alone; as it is where there is no such version."""
        kept = [each for each in self.fields.get(pointer, ()) if self._of_version(pointer, each) == mark]
        return Draft(self.fields | {pointer: kept[:1]}, self.mark) if kept else self

    def asks(
        self, page: str = "", *, closed: frozenset[str] = frozenset()
    ) -> Iterator[tuple[str, list[tuple[str, Json]]]]:
        """Each field that has several versions, with the mark of each; what the form of *page* shows comes first.

        Of properties that are *closed*, which no form draws, also what was drafted before they were.
        """
        for pointer, versions in self.fields.items():
            is_shut = names_of(pointer)[0] in closed and any("page" in each for each in versions)
            if len(versions) > 1 or is_shut:
                own = _of_page(versions, page)
                ordered = sorted(versions, key=lambda each: each is not own)
                yield pointer, [(self._of_version(pointer, each), each) for each in ordered]

    def _merged(self, pointer: str, posted: Json, sent: Sent) -> list[Json]:
        versions = self.fields.get(pointer) or [{}]
        marks = [self._of_version(pointer, each) for each in versions]
        mark, knew = self._of(pointer, posted), sent.knew.get(pointer, ABSENT)
        own = _of_page(versions, sent.page)
        if own is not None and own["turn"] > sent.turn:
            return versions
        if own is None and (mark == knew or mark in marks):
            return versions if versions != [{}] else []
        at = versions.index(own) if own is not None else marks.index(knew) if knew in marks else len(versions)
        over = versions[at].get("over", knew) if at < len(versions) else knew
        made: Json = {"page": sent.page, "turn": sent.turn, "over": over} | _value(pointer, posted)
        return self._put(pointer, versions, at, made)

    def _put(self, pointer: str, versions: Sequence[Json], at: int, made: Json) -> list[Json]:
        """*versions* with *made* at one place, each value once."""
        put = [*versions[:at], made, *versions[at + 1 :]]
        unique = {self._of_version(pointer, each): each for each in reversed(put)}
        return [each for each in put if unique[self._of_version(pointer, each)] is each]

    def _of(self, pointer: str, posted: Json) -> str:
        return self.mark(pointer, posted[pointer]) if pointer in posted else ABSENT

    def _of_version(self, pointer: str, version: Json) -> str:
        return self.mark(pointer, version["value"]) if "value" in version else ABSENT


def split(answer: Json) -> Json:
    """The fields of an answer by pointer: its properties, and those of the objects in it."""
    found: Json = {}
    for name, value in answer.items():
        if isinstance(value, dict) and value:
            found |= {_pointer(name, key): each for key, each in value.items()}
        else:
            found[_pointer(name)] = value
    return found


def join(fields: Json) -> Json:
    """The answer that these fields make."""
    answer: Json = {}
    for pointer, value in fields.items():
        name, *below = names_of(pointer)
        if not below:
            answer.setdefault(name, value)
        else:
            held = answer.get(name)
            answer[name] = (held if isinstance(held, dict) else {}) | {below[0]: value}
    return answer


def marks_of(answer: Json, mark: Marker, *, without: Iterable[str] = ()) -> dict[str, str]:
    """The marks by which a form knows what it shows; *without* are properties that it leaves out."""
    shown = {name: value for name, value in answer.items() if name not in set(without)}
    return {pointer: mark(pointer, value) for pointer, value in split(shown).items()}


def names_of(pointer: str) -> list[str]:
    """The names in a pointer."""
    return [each.replace("~1", "/").replace("~0", "~") for each in pointer.split("/")[1:]]


def _pointer(*names: str) -> str:
    return "".join("/" + each.replace("~", "~0").replace("/", "~1") for each in names)


def _value(pointer: str, posted: Json) -> Json:
    return {"value": posted[pointer]} if pointer in posted else {}


def _of_page(versions: Sequence[Json], page: str) -> Json | None:
    return next((each for each in versions if page and each.get("page") == page), None)
