"""A translator's file: written with what is translated already, read back, and looked over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any, cast

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import PoFileError, read_po, write_po

from nearer.errors import NearerError
from nearer.i18n.messages import Ids, Message

ABOUT = "X-Nearer"
"""The head line that says what a file translates, such as ``package nearer`` or ``program FILE``."""

PLURALS = {"ar": "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5)"}
WIDTH = 110
DATES = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To):.*\n',
    re.M,
)
"""Head lines that would change with every writing; the history of the files tells as much."""


class CatalogueError(NearerError):
    """A translator's file can't be taken as it is; the text says why."""


@dataclass(frozen=True)
class Finding:
    """What is to be said about one message of a file: ``error``, ``missing``, ``fuzzy`` or ``unknown``."""

    kind: str
    line: int
    text: str
    why: str = ""

    def __str__(self) -> str:
        text = self.text if len(self.text) <= 70 else self.text[:67] + "..."
        return f"line {self.line}: {self.kind}: {self.why + ': ' if self.why else ''}{text}"


def read(file: Path, language: str | None = None) -> Catalog:
    """The catalogue in *file*; an empty one of *language* where there is no file yet.

    Raises:
        CatalogueError: it is no such file, or says no language.
    """
    if not file.is_file() and language is not None:
        return empty(language)
    try:
        with file.open("rb") as stream:
            found = read_po(stream, locale=language and language.replace("-", "_"), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise CatalogueError(f"{file} is no translator's file: {error}") from error
    if found.locale is None:
        raise CatalogueError(f"{file} doesn't say its language in its head.")
    return found


def empty(language: str) -> Catalog:
    """A catalogue without messages; Arabic counts as gettext's users know it, not in the order that CLDR gives."""
    made: Any = Catalog(locale=language.replace("-", "_"))
    if language.partition("-")[0] in PLURALS:
        made._plural_expr = PLURALS[language.partition("-")[0]]
    return cast("Catalog", made)


def about(file: Path) -> str:
    """What a file says that it translates; empty where it doesn't say."""
    found = re.search(rf'^"{ABOUT}: (.*)\\n"$', file.read_text("utf-8"), re.M)
    return found[1] if found else ""


def renewed(old: Catalog, messages: Iterable[Message], memory: Iterable[Catalog] = ()) -> Catalog:
    """A catalogue of just these messages, with what *old* says of them, or else another catalogue of the language."""
    new = empty(str(old.locale_identifier))
    known = [old, *memory]
    for message in messages:
        found = next((each for each in _found(known, message.ids) if _is_said(each)), None)
        places: list[Any] = [(place, None) for place in message.places]
        fuzzy = ["fuzzy"] if found is not None and found.fuzzy else []
        string: Any = found.string if found is not None else None
        notes = found.user_comments if found is not None else ()
        new.add(_id(message.ids), string, locations=places[:4], flags=fuzzy, user_comments=notes)
    wanted = {message.ids[0] for message in messages}
    for each in old:
        if each.id and _ids(each)[0] not in wanted and _is_said(each):
            new.obsolete[_ids(each)[0]] = each
    return new


def written(catalog: Catalog, what: str) -> bytes:
    """The bytes of a catalogue that is about *what*; the same for the same messages."""
    stream = BytesIO()
    write_po(stream, catalog, width=WIDTH)
    head = f'"{ABOUT}: {what}\\n"\n'.encode()
    text = DATES.sub(b"", stream.getvalue())
    text = re.sub(rb"\A(#.*\n)*", f"# {catalog.locale_identifier}: what stands after msgstr.\n".encode(), text)
    return text.replace(b'"Project-Id-Version: PROJECT VERSION\\n"\n', head, 1)


def findings(catalog: Catalog, messages: Iterable[Message]) -> list[Finding]:
    """What a translator should know of a file: placeholders that differ, what is missing, fuzzy, or no message here."""
    wanted = {message.ids for message in messages}
    found = [problem for each in catalog if each.id for problem in _problems(each, wanted)]
    there = {_ids(each) for each in catalog if each.id}
    found += [Finding("missing", 0, ids[0]) for ids in sorted(wanted - there)]
    return sorted(found, key=lambda each: each.line)


def _problems(entry: Entry, wanted: set[Ids]) -> Iterator[Finding]:
    line, text = entry.lineno or 0, _ids(entry)[0]
    if _ids(entry) not in wanted:
        yield Finding("unknown", line, text)
    elif not _is_said(entry):
        yield Finding("missing", line, text)
    elif entry.fuzzy:
        yield Finding("fuzzy", line, text)
    elif why := _difference(entry):
        yield Finding("error", line, text, why)


def _difference(entry: Entry) -> str:
    """How the names in braces differ between a message and what it is translated to; empty where they agree."""
    for string in _strings(entry):
        try:
            ours = set().union(*(_names(each) for each in _ids(entry)))
            theirs = _names(string)
        except ValueError as error:
            return f"braces: {error}"
        if entry.pluralizable:
            ours, theirs = ours - {"n"}, theirs - {"n"}
        if ours != theirs:
            return f"the names in braces are {_said(ours)}, here {_said(theirs)}"
    return ""


def _names(text: str) -> set[str]:
    """The names in braces; a text without names may hold braces as it likes, for nothing is put into it."""
    return {name for _text, name, _form, _how in Formatter().parse(text) if name is not None}


def _said(names: set[str]) -> str:
    return ", ".join(f"{{{each}}}" for each in sorted(names)) or "none"


def _found(catalogs: Iterable[Catalog], ids: Ids) -> Iterator[Entry]:
    for each in catalogs:
        entry = each.get(_id(ids))
        if entry is not None and _ids(entry) == ids:
            yield entry


def _is_said(entry: Entry) -> bool:
    return all(_strings(entry))


def _strings(entry: Entry) -> tuple[str, ...]:
    string = entry.string
    return tuple(string) if isinstance(string, (tuple, list)) else (str(string or ""),)


def _ids(entry: Entry) -> Ids:
    return tuple(entry.id) if isinstance(entry.id, (tuple, list)) else (str(entry.id),)


def _id(ids: Ids) -> Any:
    return ids if len(ids) > 1 else ids[0]
