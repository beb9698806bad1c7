"""Reads and writes program and exercise documents: strangers' files within limits, our own back to the byte."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from nearer.rules.canonical import canonical
from nearer.rules.problems import Problem

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 50_000
MAX_NUMBER = 2**53

_EventLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_UNREAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class UnreadableError(ValueError):
    """A file is no document; it carries one problem, whose message names the line where that is known."""

    def __init__(self, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(pointer, message, "document")


def read_document(raw: bytes | str) -> Any:
    """The value of a YAML 1.2 (core types) or JSON text, within the limits for strangers' files.

    Raises:
        UnreadableError: too large, too deep, not text, an anchor, alias, tag or duplicate key, or a number
            that JSON can't hold.
    """
    text = decode(raw)
    value = _read_json(text) if text.lstrip()[:1] in ("{", "[") else _read_yaml(text)
    for problem in value_problems(value):
        raise UnreadableError(problem.message, problem.pointer)
    return value


def write_yaml(document: Any) -> str:
    """The canonical YAML of *document*: read back it is the same value, written again the same bytes."""
    canonical(document)
    text: str = yaml.dump(
        document, Dumper=_CanonicalDumper, allow_unicode=True, sort_keys=True, width=100, default_flow_style=False
    )
    return text


def write_json(document: Any) -> str:
    """The canonical JSON of *document*, one line."""
    return canonical(document) + "\n"


def value_problems(value: Any) -> Iterator[Problem]:
    """What keeps *value* from being kept as a document: depth, size, odd numbers, lone surrogates, odd keys."""
    nodes = 0
    waiting: list[tuple[str, Any, int]] = [("", value, 1)]
    while waiting:
        pointer, each, depth = waiting.pop()
        nodes += 1
        if nodes > MAX_NODES:
            yield Problem(pointer, f"The document has more than {MAX_NODES} values.", "document")
            return
        if depth > MAX_DEPTH:
            yield Problem(pointer, f"The document is nested deeper than {MAX_DEPTH} levels.", "document")
            continue
        message = _scalar_problem(each)
        if message:
            yield Problem(pointer, message, "document")
        for key, inner in _children(each):
            if not isinstance(key, str | int) or _scalar_problem(key):
                yield Problem(pointer, "A key of a mapping is no plain text.", "document")
            else:
                waiting.append((f"{pointer}/{escape(key)}", inner, depth + 1))


def escape(key: object) -> str:
    """*key* as one part of a JSON pointer."""
    return str(key).replace("~", "~0").replace("/", "~1")


def _children(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return [(key if isinstance(key, str) else None, inner) for key, inner in value.items()]
    return list(enumerate(value)) if isinstance(value, list) else []


def _scalar_problem(value: Any) -> str | None:
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, int | float):
        if isinstance(value, float) and not math.isfinite(value):
            return "A number has to be finite."
        return "A number is larger than 2 to the power of 53." if abs(value) > MAX_NUMBER else None
    if isinstance(value, str):
        return "A text holds half of a character (a lone surrogate)." if _is_broken(value) else None
    return "Only texts, numbers, true, false, null, lists and mappings can stand in a document."


def _is_broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def decode(raw: bytes | str) -> str:
    """The text of a file, if it is small enough and text at all.

    Raises:
        UnreadableError: it is neither.
    """
    size = len(raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise UnreadableError("The file is larger than 2 MB.")
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        more = " It is a ZIP: a package comes in at the desk, or by `nearer package import`." * (raw[:2] == b"PK")
        raise UnreadableError(f"The file is not UTF-8 text (byte {error.start}).{more}") from None


# --- JSON -------------------------------------------------------------------


def _read_json(text: str) -> Any:
    """JSON; what begins like JSON and is not may still be YAML in its flow style."""
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnreadableError:
        raise
    except RecursionError:
        raise UnreadableError(f"The document is nested deeper than {MAX_DEPTH} levels.") from None
    except ValueError:
        return _read_yaml(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise UnreadableError(f'The key "{key[:60]}" stands twice in one mapping.')
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise UnreadableError(f"{name} is not a number that a document can hold.")


# --- YAML -------------------------------------------------------------------


@dataclass
class _Open:
    """A list or mapping whose end has not come yet; ``key`` waits for its value."""

    value: Any
    key: str | None = None
    has_key: bool = field(default=False, kw_only=True)


def _read_yaml(text: str) -> Any:
    """Build the value from parser events, so that depth and size are checked before anything grows."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_EventLoader):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        what = getattr(error, "problem", None) or "unreadable"
        raise UnreadableError(f"This is not valid YAML{where}: {what}.") from None
    return builder.result


class _Builder:
    """Takes YAML events and refuses what we leave out: anchors, aliases, tags, duplicates, second documents."""

    def __init__(self) -> None:
        self.result: Any = None
        self.open: list[_Open] = []
        self.nodes = 0
        self.documents = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._refusal(event, "A file holds one document only")
        elif isinstance(event, yaml.AliasEvent):
            raise self._refusal(event, "Aliases (*name) are not allowed")
        elif isinstance(event, yaml.ScalarEvent):
            self._check(event)
            self._place(event, _scalar(event))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._check(event)
            self._begin(event)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.open.pop()

    def _check(self, event: Any) -> None:
        self.nodes += 1
        if event.anchor is not None:
            raise self._refusal(event, "Anchors (&name) are not allowed")
        if event.tag not in (None, "!"):
            raise self._refusal(event, "Tags (!name) are not allowed")
        if self.nodes > 2 * MAX_NODES:  # keys count here too
            raise self._refusal(event, f"The document has more than {MAX_NODES} values")

    def _begin(self, event: Any) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise self._refusal(event, f"The document is nested deeper than {MAX_DEPTH} levels")
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._place(event, value)
        self.open.append(_Open(value))

    def _place(self, event: Any, value: Any) -> None:
        if not self.open:
            self.result = value
            return
        top = self.open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.has_key:
            top.value[top.key] = value
            top.has_key = False
        else:
            if not isinstance(value, str):
                raise self._refusal(event, "A key of a mapping has to be a text; put it in quotes")
            if value in top.value:
                raise self._refusal(event, f'The key "{value[:60]}" stands twice in one mapping')
            top.key, top.has_key = value, True

    def _refusal(self, event: Any, message: str) -> UnreadableError:
        return UnreadableError(f"{message} (line {event.start_mark.line + 1}).")


def _scalar(event: Any) -> Any:
    """The value of a scalar by the core types of YAML 1.2: ``yes`` and dates are texts."""
    text: str = event.value
    if event.style or event.tag == "!":
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        if len(text) > 20:
            raise UnreadableError("A number is larger than 2 to the power of 53.")
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _UNREAL.fullmatch(text):
        raise UnreadableError(f"{text} is not a number that a document can hold.")
    return float(text) if _FLOAT.fullmatch(text) else text


class _CanonicalDumper(yaml.SafeDumper):
    """Block style, long texts as literal blocks, everything quoted that YAML 1.1 or 1.2 would take for another type."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if text in _WORDS or any(rule.fullmatch(text) for rule in (_INTEGER, _FLOAT, _UNREAL)):
        style = "'"
    elif "\n" in text and _fits_a_block(text):
        style = "|"
    elif not text.isprintable():
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _fits_a_block(text: str) -> bool:
    """Whether a literal block keeps *text* exactly: no odd signs, no leading space, no line that ends in a space."""
    lines = text.split("\n")
    plain = all(each.isprintable() and not each.endswith(" ") for each in lines)
    return plain and not lines[0].startswith(" ") and lines[0] != ""


_CanonicalDumper.add_representer(str, _represent_text)
