"""The form in which a step or an exercise is edited: its own few fields, and one schema's form for each variant."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from nearer import FACTORS as FACTOR_KEYS
from nearer import Markup, Problem
from nearer.desk import Registry, Upgrade, upgrades
from nearer.forms import read_form, render_form
from nearer_admin.conditions import ConditionForm, read_condition, shown
from nearer_admin.naming import eased, with_names
from nearer_admin.outline import below
from nearer_admin.timing import read_delivery, read_milestone
from nearer_admin.wording import FACTORS

Json = dict[str, Any]
BASICS: Json = {
    "type": "object",
    "required": ["title", "minutes"],
    "properties": {
        "title": {"type": "string", "title": "Title", "minLength": 1, "maxLength": 200},
        "summary": {
            "type": "string",
            "title": "In a sentence",
            "maxLength": 600,
            "x-widget": "textarea",
            "description": "What couples read before they begin.",
        },
        "minutes": {"type": "integer", "title": "Minutes", "minimum": 1, "maximum": 240},
        "factors": {
            "type": "array",
            "title": "What it works on",
            "uniqueItems": True,
            "items": {"oneOf": [{"const": key, "title": FACTORS[key]} for key in FACTOR_KEYS]},
        },
    },
}


@dataclass(frozen=True)
class VariantForm:
    """One variant as the editor draws it; ``fields`` is None where its plugin is not here or of another version."""

    form: str
    type_id: str
    title: str
    fields: Markup | None
    kept: Json
    wrong: bool = False
    upgrade: Upgrade | None = None
    name: str = ""
    part: str = ""
    condition: ConditionForm | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether it is for some only."""
        return self.condition is not None

    @property
    def compared(self) -> list[tuple[str, str, str]]:
        """What bringing it up to date would change: the name, before and after, in words."""
        found = self.upgrade
        if found is None or found.after is None:
            return []
        return [(name, in_words(found.before.get(name)), in_words(found.after.get(name))) for name in found.changes]


def in_words(value: Any) -> str:
    """Any value of a config as text: lists and groups in their order, nothing for what is not there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(in_words, value)) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {in_words(each)}" for name, each in value.items())
    return str(value)


def draw_basics(content: Json, problems: Sequence[Problem] = ()) -> Markup:
    """The fields every step and exercise has, with the problems that point at them."""
    value = filled(BASICS, content)
    if set(value.get("factors", ())) <= set(FACTOR_KEYS):
        value["factors"] = [key for key in FACTOR_KEYS if key in content.get("factors", ())]
    return render_form(BASICS, value, _at(problems, BASICS["properties"]), prefix="basics")


def filled(schema: Json, content: Json) -> Json:
    """What of *content* the form of *schema* shows: blank texts count as not there, as they do when read back."""
    return {key: content[key] for key in schema["properties"] if content.get(key, "") != ""}


def draw_variants(content: Json, problems: Sequence[Problem], registry: Registry) -> list[VariantForm]:
    """The config form of each variant, drawn from the schema of its type."""
    older = {each.form: each for each in upgrades(content, registry)}
    found = []
    for index, variant in enumerate(content.get("variants", ())):
        drawn = _variant_form(variant, below(problems, f"/variants/{index}"), registry, older.get(name_of(variant)))
        chosen = shown(variant.get("when")) if "when" in variant or "part" in variant else None
        about = {"name": name_of(variant), "part": variant.get("part", ""), "condition": chosen}
        found.append(replace(drawn, **about))
    return found


def read_content(content: Json, form: MultiDict[str, str], registry: Registry) -> Json:
    """*content* with what was posted; a variant whose plugin is not here or of another version stays as it is."""
    after = copy.deepcopy(content)
    basics = read_form(BASICS, form, prefix="basics")
    for key in BASICS["properties"]:
        if after.get(key) != "":
            after.pop(key, None)
    after.update(basics if isinstance(basics, dict) else {})
    for variant in after.get("variants", ()):
        known = registry.types.get(variant.get("type"))
        if known is not None and variant.get("version", known.version) == known.version:
            config = read_form(eased(known.config_schema), form, prefix=prefix_of(variant))
            variant["config"] = with_names(config, known.config_schema)
    if "rule" in form:
        after["delivery"] = read_delivery(form)
        after.pop("milestone", None)
        if milestone := read_milestone(form):
            after["milestone"] = milestone
    return after


def read_choices(content: Json, form: MultiDict[str, str]) -> tuple[Json, list[Problem]]:
    """*content* with what was posted about whom each variant is for, and what is wrong with it."""
    after, found = copy.deepcopy(content), list[Problem]()
    for index, variant in enumerate(after.get("variants", ())):
        prefix = prefix_of(variant)
        if f"{prefix}_raw" not in form:
            continue
        when, problems = read_condition(form, prefix, variant.get("when"))
        found += [replace(each, pointer=f"/variants/{index}{each.pointer}") for each in problems]
        part = form.get(f"{prefix}_part", "")
        for key in ("when", "part"):
            variant.pop(key, None)
        # What is for nobody in particular stays a variant, with a condition that still has to be said.
        variant.update({"part": part} if part else {}, **({"when": when} if when or not part else {}))
    return after, found


def prefix_of(variant: Json) -> str:
    """What the field names of a variant begin with."""
    return f"form_{variant.get('name') or variant.get('form', 'any')}"


def name_of(variant: Json) -> str:
    """The name by which a variant is told from the others of its step."""
    return str(variant.get("name") or variant.get("form", "any"))


def _variant_form(
    variant: Json, problems: list[Problem], registry: Registry, upgrade: Upgrade | None = None
) -> VariantForm:
    type_id, form = str(variant.get("type", "")), str(variant.get("form", "any"))
    known = registry.types.get(type_id)
    config = variant.get("config", {})
    if known is None:
        return VariantForm(form, type_id, type_id, None, config)
    if upgrade is not None:
        return VariantForm(form, type_id, known.title, None, config, wrong=True, upgrade=upgrade)
    fields = render_form(eased(known.config_schema), config, below(problems, "/config"), prefix=prefix_of(variant))
    return VariantForm(form, type_id, known.title, fields, config, bool(problems))


def _at(problems: Iterable[Problem], names: Iterable[str]) -> list[Problem]:
    wanted = set(names)
    return [each for each in problems if each.pointer.partition("/")[2].partition("/")[0] in wanted]
