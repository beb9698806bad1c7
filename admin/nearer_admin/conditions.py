"""Conditions as the composer's form asks for them: a few sentences over earlier steps, or the schema itself. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from nearer import Problem
from nearer.desk import Registry, preview_edition, rule_of

Json = dict[str, Any]

WAYS = {
    "yes": "is so",
    "no": "is not so",
    "min": "is at least",
    "max": "is at most",
    "is": "is",
}
"""How a fact is compared; a condition that says anything else is shown as its schema."""

MOST = 8
_CARE = ("screen", "counsellor")
_STEP_FACTS = {"done": "it is done", "passed": "it was passed", "n": "how often it was done"}


@dataclass(frozen=True)
class Sentence:
    """One comparison: the path of a fact, how it is compared, and with what."""

    fact: str = ""
    way: str = "yes"
    value: str = ""


@dataclass(frozen=True)
class ConditionForm:
    """A condition as the form shows it: sentences that all have to hold, and the schema behind them."""

    sentences: tuple[Sentence, ...]
    raw: str
    is_raw: bool = False


def facts_before(document: Json, step_id: str, registry: Registry) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each step before *step_id* its title and what may be asked of it, as (path, words)."""
    found = []
    for number, step in enumerate((s for stage in document["stages"] for s in stage["steps"]), 1):
        if step["id"] == step_id:
            break
        found.append((f"{number}. {step.get('title', '')}", list(_facts_of(step, registry))))
    return found


def _facts_of(step: Json, registry: Registry) -> Iterator[tuple[str, str]]:
    for name, words in _STEP_FACTS.items():
        yield f"steps/{step['id']}/{name}", words
    edition, _ = preview_edition({**step, "id": "preview"}, registry)
    forms = list(edition.order[0].forms.values()) if edition else []
    scales = {name for form in forms for name in (form.scoring or {}).get("scales") or {}}
    for name in sorted(scales):
        yield f"scores/{step['id']}/{name}/value", f"the score {name.replace('_', ' ')}"
    asked: dict[str, str] = {}
    for form in forms:
        for name, schema in ((form.schema or {}).get("properties") or {}).items():
            if rule_of(form.schema, name).name not in _CARE and schema.get("type") not in ("array", "object"):
                asked.setdefault(name, str(schema.get("title", name)))
    for name, title in asked.items():
        yield f"answers/{step['id']}/{name}", f"the answer “{title}”"


def shown(when: Any) -> ConditionForm:
    """*when* as the form shows it."""
    raw = json.dumps(when, indent=2, ensure_ascii=False) if when else ""
    parts: list[Any] = [when] if when else []
    if isinstance(when, dict) and list(when) == ["allOf"] and isinstance(when["allOf"], list):
        parts = when["allOf"]
    sentences = [_sentence(part) for part in parts if isinstance(part, dict)]
    if len(sentences) != len(parts) or None in sentences:
        return ConditionForm((), raw, is_raw=True)
    return ConditionForm(tuple(each for each in sentences if each), raw)


def read_condition(form: MultiDict[str, str], prefix: str, stored: Any) -> tuple[Any, list[Problem]]:
    """The condition that was typed: the schema where that was changed, else the sentences; with what is wrong."""
    before, raw = shown(stored), form.get(f"{prefix}_raw", "").replace("\r\n", "\n").strip()
    if raw != before.raw:
        try:
            typed = json.loads(raw or "{}")
        except ValueError:
            typed = None
        if isinstance(typed, dict):
            return typed, []
        return stored, [Problem("/when", "The condition is no JSON that could stand here. It was left as it was.")]
    if before.is_raw:
        return stored, []
    said = [_read(form, f"{prefix}_{n}") for n in range(MOST)]
    parts = [_schema(each) for each in said if each.fact]
    return ({"allOf": parts} if len(parts) > 1 else parts[0] if parts else {}), []


def _read(form: MultiDict[str, str], prefix: str) -> Sentence:
    return Sentence(*(form.get(f"{prefix}_{name}", "").strip() for name in ("fact", "way", "value")))


def _schema(sentence: Sentence) -> Json:
    leaf: Json = {"const": sentence.way == "yes"}
    if sentence.way in ("min", "max"):
        leaf = {"type": "number", f"{sentence.way}imum": _value(sentence.value, number=True)}
    elif sentence.way == "is":
        leaf = {"const": _value(sentence.value)}
    for name in reversed(sentence.fact.split("/")):
        leaf = {"properties": {name: leaf}}
    return leaf


def _value(typed: str, *, number: bool = False) -> Any:
    try:
        found = json.loads(typed)
    except ValueError:
        found = None
    if isinstance(found, int | float) and not isinstance(found, bool):
        return found
    return 0 if number else typed


def _sentence(part: Json) -> Sentence | None:
    path: list[str] = []
    while set(part) == {"properties"} and len(part["properties"]) == 1:
        ((name, part),) = part["properties"].items()
        path.append(name)
    fact = "/".join(path)
    if set(part) == {"const"}:
        value = part["const"]
        return Sentence(fact, ("no", "yes")[value]) if isinstance(value, bool) else Sentence(fact, "is", str(value))
    for way in ("min", "max"):
        if set(part) == {"type", f"{way}imum"} and part["type"] == "number":
            return Sentence(fact, way, str(part[f"{way}imum"]))
    return None
