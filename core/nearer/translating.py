"""What of a program can be said in another language, what is said, and the forms of an edition in each language. Pure.

A text of a config is translatable where its schema says ``x-translatable``. It is said by the overlay that travels with
it, or by the catalogue of its type's package, where the package says the same by itself. What a type writes into
schemas and scripts comes from that catalogue, too; keys and values stay, so that answers compare across languages.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from nearer.forms.shape import shape
from nearer.languages import catalogue, own_name, speaking
from nearer.overlays import SPOKEN_PARTS, applied, at, digest_of, good_texts, put, stale_texts, strings
from nearer.rules.contract import Json
from nearer.rules.dialect import resolver_of
from nearer.rules.dialect_words import pointer
from nearer.rules.problems import Problem
from nearer.shapes import steps_of

if TYPE_CHECKING:
    from nearer.registry import Registry

SCHEMA_TEXTS = frozenset({"title", "description", "x-help"})
SHOWN_TEXTS = {"parts": ("title", "words"), "material": ("title", "alt", "transcript", "words")}
SCRIPT_TEXTS = frozenset({"title", "prompt", "label", "ready"})
Path = tuple[str | int, ...]


def other_languages(document: Json) -> list[str]:
    """The languages that a program offers beside its own."""
    own = document.get("language", "en")
    return [each for each in document.get("languages") or () if each != own]


def nodes_of(document: Json) -> Iterator[tuple[str, Json]]:
    """What has texts of its own, with its pointer: the program, its stages, its steps."""
    yield "", document
    for index, stage in enumerate(document.get("stages", ())):
        yield f"/stages/{index}", stage
    for place, _stage, step in steps_of(document):
        yield place, step


def texts_of(node: Json, registry: Registry) -> Iterator[tuple[str, str]]:
    """The translatable texts of a program, stage, step or exercise with their pointers, blank ones left out."""
    for name in ("title", "summary"):
        if str(node.get(name) or "").strip():
            yield f"/{name}", str(node[name])
    for shown, names in SHOWN_TEXTS.items():
        for index, each in enumerate(node.get(shown) or ()):
            yield from ((f"/{shown}/{index}/{name}", str(each[name])) for name in names if each.get(name))
    for index, variant in enumerate(node.get("variants", ())):
        kind = registry.types.get(variant["type"])
        if kind is not None:
            for place, text in config_texts(kind.config_schema, variant["config"]):
                yield f"/variants/{index}/config{place}", text


def config_texts(schema: Json, config: Any) -> Iterator[tuple[str, str]]:
    """The translatable texts of a config with their pointers."""
    for path, text in _shown(schema, config, (), resolver_of(schema), shown=False):
        if text.strip():
            yield pointer(path), text


def with_own_defaults(schema: Json, config: Json, say: Callable[[str], str]) -> Json:
    """*config* with what *say* makes of the schema's defaults, where the config leaves a place open and it differs."""
    made = copy.deepcopy(config)
    for name, field in (schema.get("properties") or {}).items():
        if name in config or not isinstance(field, dict) or "default" not in field:
            continue
        whole = {name: copy.deepcopy(field["default"])}
        said = {place: say(text) for place, text in config_texts(schema, whole)}
        if any(at(whole, place) != text for place, text in said.items()):
            for place, text in said.items():
                put(whole, place, text)
            made |= whole
    return made


def say_step(step: Json, registry: Registry, say: Callable[[str, str], str]) -> Json:
    """A copy of *step* with each translatable text of its configs as *say* makes it, given the type and the text."""
    made = copy.deepcopy(step)
    for variant in made.get("variants", ()):
        kind = registry.types.get(variant["type"])
        if kind is None:
            continue

        def own(text: str, type_id: str = kind.id) -> str:
            return say(type_id, text)

        for place, text in list(config_texts(kind.config_schema, variant["config"])):
            put(variant["config"], place, own(text))
        variant["config"] = with_own_defaults(kind.config_schema, variant["config"], own)
    return made


def in_overlay(step: Json, language: str, registry: Registry) -> Json:
    """*step* in a language: by its overlay, then by the catalogues of its types; what neither says stays."""

    def say(type_id: str, text: str) -> str:
        return registry.words_of(type_id).find(text)

    with speaking(language):
        return say_step(applied(step, language), registry, say)


def say_form(form: Json, say: Callable[[str], str]) -> Json:
    """A copy of a frozen form with the texts of title, schemas and script as *say* makes them."""
    made = {**form, "title": say(form["title"]), **copy.deepcopy({name: form[name] for name in ("schemas", "script")})}
    for path, text in form_texts(form):
        put(made, path, say(text))
    return made


def form_texts(form: Json) -> Iterator[tuple[str, str]]:
    """What people read in the schemas and the script of a frozen form, with pointers into the form."""
    for name, texts in (("schemas", SCHEMA_TEXTS), ("script", SCRIPT_TEXTS)):
        for place, text in strings(form[name], (name,)):
            if place.rpartition("/")[2] in texts and text.strip():
                yield place, text


def differences(form: Json, other: Json) -> tuple[dict[str, Any], list[str]]:
    """The texts by which *other* says *form* in another language, and the places where more than words differs."""
    texts: dict[str, Any] = {}
    strange: list[str] = []
    for name in SPOKEN_PARTS:
        _compare(form[name], other[name], (name,), texts, strange)
    return texts, strange


def with_texts(document: Json, language: str, say: Callable[[str], str | None], registry: Registry) -> Json:
    """A copy of *document* with an overlay of what *say* makes of its texts, instead of the one it had."""
    made = copy.deepcopy(document)
    for _place, node in nodes_of(made):
        found = {place: (text, say(text)) for place, text in texts_of(node, registry)}
        said = {place: {"text": new, "of": digest_of(text)} for place, (text, new) in found.items() if new}
        others = {name: texts for name, texts in (node.get("texts") or {}).items() if name != language}
        node["texts"] = others | ({language: said} if said else {})
        if not node["texts"]:
            del node["texts"]
    return made


def with_catalogues(document: Json, key: str, registry: Registry) -> Json:
    """*document* as a plugin brings it, with its texts in the languages it offers, from the catalogues of its key."""
    folder = registry.words_of(key).folder
    for language in other_languages(document):
        found = None if folder is None else catalogue(folder, f"{key}.{language}")
        if found is not None:
            document = with_texts(document, language, found.find, registry)
    return document


def missing_texts(document: Json, registry: Registry) -> Iterator[Problem]:
    """A hint for each part of a program that lacks a language which the program offers, or whose text has changed."""
    for language in other_languages(document):
        name = own_name(language)
        for place, node in nodes_of(document):
            spoken = in_overlay(node, language, registry)
            missing = [each for each, text in texts_of(node, registry) if at(spoken, each) == text]
            missing = [each for each in missing if each not in good_texts(node, language)]
            stale = stale_texts(node, language)
            if stale:
                message = (
                    f"{len(stale)} changed since they were put into {name}; couples read the new words as they are."
                )
                yield Problem(place + stale[0], message, "stale translation", "hint")
            if missing:
                message = f"{len(missing)} texts here are not in {name} yet; couples read them as they are."
                yield Problem(place + missing[0], message, "missing translation", "hint")


def _shown(schema: Any, value: Any, path: Path, resolver: Any, *, shown: bool) -> Iterator[tuple[Path, str]]:
    """The texts below *value* that stand where the schema says so; lists and maps pass that on, groups do not."""
    found = shape(schema, resolver)
    shown = bool(found.words.get("x-translatable", shown))
    if isinstance(value, str) and shown and not found.options:
        yield path, value
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _shown(found.words.get("items", True), each, (*path, index), resolver, shown=shown)
    elif isinstance(value, dict):
        more = found.words.get("additionalProperties", True)
        for key, each in value.items():
            known = key in found.properties
            below = found.properties[key] if known else more
            yield from _shown(below, each, (*path, key), resolver, shown=shown and not known)


def _compare(one: Any, other: Any, path: Path, texts: dict[str, Any], strange: list[str]) -> None:
    if isinstance(one, dict) and isinstance(other, dict):
        more = other.keys() - one.keys()
        if path == ("config",):
            texts |= {pointer((*path, key)): other[key] for key in sorted(more)}
        elif more:
            strange.append(pointer(path))
        for key, value in one.items():
            _compare(value, other.get(key), (*path, key), texts, strange)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (value, others) in enumerate(zip(one, other, strict=True)):
            _compare(value, others, (*path, index), texts, strange)
    elif one != other:
        is_text = path[0] in ("title", "config") or path[-1] in SCHEMA_TEXTS | SCRIPT_TEXTS
        if isinstance(one, str) and isinstance(other, str) and is_text:
            texts[pointer(path)] = other
        else:
            strange.append(pointer(path))
