"""What a new exercise of one's own begins as: of a type, or of lines that somebody typed. Pure."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import Any

from nearer import ExerciseType
from nearer.desk import Registry
from nearer_admin.naming import with_names

Json = dict[str, Any]


@dataclass(frozen=True)
class Door:
    """A named way to content of one's own, for the types that take such lines."""

    slug: str
    title: str
    kinds: tuple[ExerciseType, ...]

    def kind(self, type_id: str) -> ExerciseType:
        """The type of that id, else the first."""
        return next((each for each in self.kinds if each.id == type_id), self.kinds[0])


def doors(registry: Registry) -> list[Door]:
    """The doors that the types here have, in the order of their names; types of one title share a door."""
    found: dict[str, list[ExerciseType]] = {}
    for kind in sorted(registry.types.values(), key=lambda each: each.id):
        if kind.own_list is not None:
            found.setdefault(kind.own_list.title, []).append(kind)
    return [Door(_slug(title), title, tuple(kinds)) for title, kinds in sorted(found.items())]


def blank(kind: ExerciseType) -> Json:
    """An exercise of *kind* with its defaults."""
    sample = kind.samples[0].config if kind.samples else {}
    defaults = {
        key: copy.deepcopy(each["default"])
        for key, each in kind.config_schema.get("properties", {}).items()
        if isinstance(each, dict) and "default" in each
    }
    config = defaults or copy.deepcopy(dict(sample))
    return {
        "nearer": "exercise/1",
        "title": "",
        "summary": "",
        "language": "en",
        "minutes": kind.protocol.minutes,
        "factors": list(kind.factors),
        "variants": [{"form": "any", "type": kind.id, "version": kind.version, "config": config}],
        "texts": {},
    }


def of_lines(kind: ExerciseType, title: str, lines: list[str]) -> Json:
    """An exercise of *kind* with a thing for each of *lines* in the list that its door is for."""
    content, own = blank(kind), kind.own_list
    if own is not None:
        config = content["variants"][0]["config"] | copy.deepcopy(dict(own.config))
        config[own.name] = [{own.words: line} for line in lines]
        content["variants"][0]["config"] = with_names(config, kind.config_schema)
    return content | {"title": title}


def with_lines(content: Json, lines: list[str], registry: Registry) -> Json:
    """*content* with a thing for each of *lines* at the end of the list that its door is for, in each of its forms."""
    after = copy.deepcopy(content)
    for variant in after["variants"] if lines else ():
        kind = registry.types.get(str(variant.get("type")))
        if kind is not None and kind.own_list is not None and variant.get("version", kind.version) == kind.version:
            own, config = kind.own_list, variant["config"]
            config[own.name] = [*config.get(own.name, ()), *({own.words: line} for line in lines)]
            variant["config"] = with_names(config, kind.config_schema)
    return after


def list_title(content: Json, registry: Registry) -> str:
    """What the list is called that lines may be added to; nothing where no form has one."""
    kinds = (registry.types.get(str(variant.get("type"))) for variant in content.get("variants", ()))
    return next((kind.own_list.title for kind in kinds if kind is not None and kind.own_list is not None), "")


def lines_of(text: str) -> list[str]:
    """The lines of *text* that say something, without a dash, a dot or a number before them."""
    found = (re.sub(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+", "", line).strip() for line in text.splitlines())
    return [each for each in found if each]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "own"
