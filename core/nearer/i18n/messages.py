"""Finds every message: in templates and Python, in what types write into schemas and scripts, in programs."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nearer.conformance import frozen_data
from nearer.languages import CLOSES, MARKED, OPENS, marked, speaking
from nearer.registry import Registry
from nearer.rules.contract import ExerciseType, Json
from nearer.translating import config_texts, form_texts, nodes_of, say_step, texts_of

CORE = "nearer"
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "n_": (1, 2)}
METHODS = {".py": "python", ".html": "jinja2"}
LEFT_OUT = frozenset({"testing", "workbench", "bench", "commands", "i18n", "migrations"})
"""Parts of core that couples never read."""

Ids = tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """One message: its text, or the two of a count, and where it stands."""

    ids: Ids
    places: tuple[str, ...]


@dataclass(frozen=True)
class Walked:
    """What a type says with every other text marked: its constants, and texts that are only partly in catalogues."""

    constants: tuple[str, ...]
    leaks: tuple[str, ...]


def packages(registry: Registry) -> list[str]:
    """Core, the packages of plugins, and the packages around those, each of which may have a catalogue."""
    found = [CORE]
    for plugin in registry.plugins:
        name = plugin.module.partition(":")[0]
        names = [name] if Path(name).is_absolute() else _with_parents(name)
        found += [each for each in names if folder_of(each) is not None and each not in found]
    return found


def folder_of(package: str) -> Path | None:
    """Where the files of a package, or of a plugin without Python, are; None for a module that is no package."""
    if Path(package).is_absolute():
        return Path(package)
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return None
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def messages_of(package: str, registry: Registry) -> list[Message]:
    """The messages of a package that no package around it and not core has already."""
    behind = [] if package == CORE else [CORE, *_with_parents(package)[:-1]]
    known = {each.ids for name in behind for each in _own(name, registry)}
    return [each for each in _own(package, registry) if each.ids not in known]


def document_messages(document: Json, registry: Registry) -> list[Message]:
    """The texts of a program or exercise; what the package of a type says by itself stands in its catalogue instead."""
    found: dict[Ids, list[str]] = {}
    for _place, node in nodes_of(document):
        for pointer, text in texts_of(node, registry):
            kind = _type_at(node, pointer)
            if kind and text in _said_by(kind, registry):
                continue
            found.setdefault((text,), []).append(f"{node.get('id') or node.get('key') or 'program'}{pointer}")
    return [Message(ids, tuple(places)) for ids, places in found.items()]


def walk_type(kind: ExerciseType, registry: Registry) -> Walked:
    """What *kind* says for all its samples and bundled contents, when each text that is in a catalogue is marked."""
    constants: dict[str, None] = dict.fromkeys(_defaults(kind))
    leaks: dict[str, None] = {}
    for config in _configs(kind, registry):
        with speaking(MARKED):
            texts = list(_walk(kind, config, registry))
        for text in texts:
            if OPENS not in text and any(sign.isalpha() for sign in text):
                constants[text] = None
            elif _has_words(text):
                leaks[text] = None
    return Walked(tuple(constants), tuple(leaks))


def unmarked(text: str) -> str:
    """*text* without what is marked in it."""
    depth, left = 0, []
    for sign in text:
        depth += (sign == OPENS) - (sign == CLOSES)
        if depth == 0 and sign != CLOSES:
            left.append(sign)
    return "".join(left)


@lru_cache(maxsize=128)
def _own(package: str, registry: Registry) -> tuple[Message, ...]:
    found: dict[Ids, list[str]] = {}
    for ids, place in _written(package, registry):
        found.setdefault(ids, []).append(place)
    singles = {ids[0] for ids in found}
    for kind in registry.types.values():
        plugin = registry.plugin_of(kind.id)
        if plugin is not None and plugin.module.partition(":")[0] == package:
            for text in walk_type(kind, registry).constants:
                if text not in singles or (text,) in found:
                    found.setdefault((text,), []).append(kind.id)
    return tuple(Message(ids, tuple(dict.fromkeys(places))) for ids, places in found.items())


def _written(package: str, registry: Registry) -> Iterator[tuple[Ids, str]]:
    """What is written in templates and Python of *package*, without the packages in it that have their own."""
    from babel.messages.extract import extract_from_file

    top = folder_of(package)
    inner = {folder_of(each) for each in packages(registry) if each.startswith(f"{package}.")}
    for file in sorted(top.rglob("*")) if top else ():
        parts = set(file.relative_to(top).parts) if top else set()
        if file.suffix not in METHODS or (package == CORE and parts & LEFT_OUT) or inner & set(file.parents):
            continue
        for _line, ids, *_more in extract_from_file(METHODS[file.suffix], file, keywords=KEYWORDS):
            yield (ids if isinstance(ids, tuple) else (ids,)), str(file.relative_to(top or file))


def _walk(kind: ExerciseType, config: Json, registry: Registry) -> Iterator[str]:
    """The texts of the frozen form of *kind* and of the form for one person, with the contents of *config* marked."""
    step = {"variants": [{"type": kind.id, "config": copy.deepcopy(config)}]}
    said = say_step(step, registry, lambda _type, text: marked(text))["variants"][0]["config"]
    data = registry.attempt(kind.id, lambda: frozen_data(kind, copy.deepcopy(said)), None)
    if data is not None:
        yield from (text for _place, text in form_texts(data))
    alone = registry.attempt(kind.id, lambda: kind.alone(copy.deepcopy(said)), None)
    if alone is not None and alone[0] in registry.types:
        yield from (text for _place, text in config_texts(registry.types[alone[0]].config_schema, alone[1]))


def _configs(kind: ExerciseType, registry: Registry) -> Iterator[Json]:
    yield from (dict(each.config) for each in kind.samples)
    documents = (*registry.library.values(), *registry.templates.values())
    nodes = (node for document in documents for _place, node in nodes_of(document))
    for node in nodes:
        yield from (each["config"] for each in node.get("variants", ()) if each["type"] == kind.id)


def _defaults(kind: ExerciseType) -> Iterator[str]:
    for name, field in (kind.config_schema.get("properties") or {}).items():
        if isinstance(field, dict) and "default" in field:
            yield from (text for _p, text in config_texts(kind.config_schema, {name: field["default"]}))


@lru_cache(maxsize=1024)
def _said_by(type_id: str, registry: Registry) -> frozenset[str]:
    plugin = registry.plugin_of(type_id)
    package = plugin.module.partition(":")[0] if plugin else CORE
    found = {each.ids[0] for name in (CORE, *_with_parents(package)) for each in _own(name, registry)}
    return frozenset(found | set(_defaults(registry.types[type_id])))


def _type_at(node: Json, pointer: str) -> str:
    parts = pointer.split("/")
    return str(node["variants"][int(parts[2])]["type"]) if parts[1] == "variants" else ""


def _with_parents(package: str) -> list[str]:
    if Path(package).is_absolute():
        return [package]
    parts = package.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]


def _has_words(text: str) -> bool:
    return any(sign.isalpha() for sign in unmarked(text))
