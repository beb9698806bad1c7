"""Texts in other languages that travel with what they translate: pointer -> text, with a digest of the source text.

``texts`` of a program, a stage, a step or an exercise is ``{language: {pointer: {"text", "of"}}}``; pointers are into
that node. A frozen form has ``{language: {pointer: text}}``: it was made together with what it translates.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeVar

from nearer.rules.contract import Json
from nearer.rules.dialect_words import pointer
from nearer.rules.edition import Edition, Form, Stage, Step

KEPT = 256
Titled = TypeVar("Titled", Step, Stage)
SPOKEN_PARTS = ("title", "config", "schemas", "script")
"""What of a frozen form people read."""


def digest_of(text: str) -> str:
    """By which an overlay knows the text that it translates."""
    return sha256(text.encode()).hexdigest()[:16]


def at(document: Any, place: str) -> Any:
    """What stands at a pointer; None where nothing does."""
    for part in place.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, list):
            document = document[int(key)] if key.isdigit() and int(key) < len(document) else None
        else:
            document = document.get(key) if isinstance(document, dict) else None
    return document


def put(document: Any, place: str, value: Any) -> None:
    """Write *value* at a pointer whose parent is there."""
    parent, _, last = place.rpartition("/")
    node, key = at(document, parent), last.replace("~1", "/").replace("~0", "~")
    if isinstance(node, list):
        node[int(key)] = value
    elif isinstance(node, dict):
        node[key] = value


def good_texts(node: Json, language: str) -> dict[str, str]:
    """The texts of *node* in a language that still translate what stands there."""
    found = (node.get("texts") or {}).get(language) or {}
    return {place: str(each["text"]) for place, each in found.items() if _fits(node, place, each)}


def stale_texts(node: Json, language: str) -> list[str]:
    """The pointers of texts whose source has changed or gone since they were translated."""
    found = (node.get("texts") or {}).get(language) or {}
    return [place for place, each in found.items() if each.get("text") and not _fits(node, place, each)]


def applied(node: Json, language: str) -> Json:
    """A copy of *node* with its good texts of a language in their places."""
    made = copy.deepcopy(node)
    for place, text in good_texts(node, language).items():
        put(made, place, text)
    return made


def strings(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every text below *value* with its pointer."""
    if isinstance(value, str):
        yield pointer(path), value
    elif isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, below in pairs:
            yield from strings(below, (*path, key))


@lru_cache(maxsize=KEPT)
def in_language(edition: Edition, language: str) -> Edition:
    """*edition* as it reads in a language: the same steps, keys and digest, with the texts that it has in it."""
    program = edition.program
    if language == program.get("language", "en") or language not in program.get("languages", ()):
        return edition
    document = {**edition.document, "program": applied(program, language)}
    nodes = {each["id"]: each for each in program["stages"]}
    nodes |= {step["id"]: step for stage in program["stages"] for step in stage.get("steps", ())}
    steps = {name: _step(each, nodes[name], language) for name, each in edition.steps.items()}
    stages = tuple(_titled(each, nodes[each.id], language) for each in edition.stages)
    return replace(edition, document=document, stages=stages, steps=steps)


def _step(step: Step, node: Json, language: str) -> Step:
    forms = {name: _form(form, language) for name, form in step.forms.items()}
    material = tuple(applied({"material": [], **node}, language)["material"] or ())
    return replace(_titled(step, node, language), forms=forms, material=material)


def _titled(value: Titled, node: Json, language: str) -> Titled:
    texts = good_texts(node, language)
    return replace(value, title=texts.get("/title", value.title), summary=texts.get("/summary", value.summary))


def _form(form: Form, language: str) -> Form:
    texts: Mapping[str, Any] = (form.frozen.get("texts") or {}).get(language) or {}
    parts: Any = copy.deepcopy({name: form.frozen.get(name) for name in SPOKEN_PARTS})
    for place, text in texts.items():
        put(parts, place, text)
    return replace(form, source=form, **parts)


def _fits(node: Json, place: str, entry: Any) -> bool:
    source = at(node, place)
    return isinstance(source, str) and bool(entry.get("text")) and entry.get("of") == digest_of(source)
