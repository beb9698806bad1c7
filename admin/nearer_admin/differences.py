"""What differs between two states of a program, in words and side by side. Pure."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from nearer_admin.material import in_words
from nearer_admin.wording import FACTORS, delivery_words, words_of

Json = dict[str, Any]
PROGRAM = {
    "title": "Title",
    "summary": "Summary",
    "language": "Language",
    "languages": "Other languages",
    "weeks": "Weeks",
    "personal": "A counsellor accompanies couples",
    "sealed": "Words are sealed",
}
STEP = {
    "title": "Title",
    "summary": "Summary",
    "minutes": "Minutes",
    "factors": "Factors",
    "delivery": "Comes",
    "material": "Material",
}
ASIDE = ("id", "steps", "stages", "variants", "texts", "origin", "nearer", "key")
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Change:
    """One thing before and after, with what left and what came marked."""

    label: str
    before: Markup
    after: Markup


@dataclass(frozen=True)
class StepChange:
    """One step: ``added``, ``removed``, or ``moved`` or ``changed`` or both; where it stands, and what differs."""

    title: str
    kinds: tuple[str, ...]
    stage: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Difference:
    """All that differs: of the program, of its stages, of its steps; ``same`` counts the steps that do not."""

    program: tuple[Change, ...]
    stages: tuple[str, ...]
    steps: tuple[StepChange, ...]
    same: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not (self.program or self.stages or self.steps)


def difference(before: Json, after: Json, types: Mapping[str, Any], moved: Iterable[str] = ()) -> Difference:
    """What differs between two program documents; *moved* names the steps that stand elsewhere.

    *types* gives the titles of fields by exercise type.
    """
    old, new = _steps(before), _steps(after)
    steps = [found for each in {**new, **old} if (found := _step(each, old, new, set(moved), types))]
    program = (*_fields(_own(before), _own(after), PROGRAM), *_languages(before, after))
    same = len(old.keys() & new.keys()) - sum(not {"added", "removed"} & set(each.kinds) for each in steps)
    return Difference(program, tuple(_stages(before, after)), tuple(steps), same)


def _own(document: Json) -> Json:
    return {name: each for name, each in document.items() if name not in ASIDE}


Steps = dict[str, tuple[Json, Json]]


def _step(step_id: str, old: Steps, new: Steps, moved: set[str], types: Mapping[str, Any]) -> StepChange | None:
    stage, step = new.get(step_id) or old[step_id]
    if step_id not in old:
        return StepChange(_title(step), ("added",), _title(stage), tuple(_changes({}, step, types)))
    if step_id not in new:
        return StepChange(_title(step), ("removed",), _title(stage))
    changes = tuple(_changes(old[step_id][1], step, types))
    is_moved = step_id in moved and (old[step_id][0]["id"] != stage["id"] or not changes)
    kinds = (*(["moved"] if is_moved else []), *(["changed"] if changes else []))
    return StepChange(_title(step), kinds, _title(stage), changes) if kinds else None


def _steps(document: Json) -> dict[str, tuple[Json, Json]]:
    return {step["id"]: (stage, step) for stage in document["stages"] for step in stage.get("steps", ())}


def _title(part: Json) -> str:
    return part.get("title") or "Untitled"


def _stages(before: Json, after: Json) -> Iterator[str]:
    old, new = ({stage["id"]: stage for stage in document["stages"]} for document in (before, after))
    for stage_id, stage in new.items():
        if stage_id not in old:
            yield f"Stage “{_title(stage)}” is new."
        elif old[stage_id].get("title") != stage.get("title"):
            yield f"Stage “{_title(old[stage_id])}” is now called “{_title(stage)}”."
        elif old[stage_id].get("summary") != stage.get("summary"):
            yield f"The summary of stage “{_title(stage)}” changed: “{stage.get('summary') or 'nothing'}”."
    yield from (f"Stage “{_title(stage)}” is gone." for stage_id, stage in old.items() if stage_id not in new)
    kept = [each for each in old if each in new], [each for each in new if each in old]
    if kept[0] != kept[1]:
        yield "The stages stand in another order: " + ", ".join(f"“{_title(new[each])}”" for each in kept[1]) + "."


def _languages(before: Json, after: Json) -> Iterator[Change]:
    old, new = (document.get("texts") or {} for document in (before, after))
    for language in sorted({*old, *new}):
        if old.get(language) != new.get(language):
            there = "translated anew" if language in old else "translated"
            before_after = ("translated" if language in old else "", there if language in new else "")
            yield Change(f"Language {language}", *map(escape, before_after))


def _changes(old: Json, new: Json, types: Mapping[str, Any]) -> Iterator[Change]:
    """What differs in a step; of a new one, what it holds."""
    fields = [{name: _said(name, value) for name, value in step.items() if name not in ASIDE} for step in (old, new)]
    yield from _fields(fields[0], fields[1], STEP)
    forms = [{variant.get("form", "any"): variant for variant in step.get("variants", ())} for step in (old, new)]
    for form in {**forms[0], **forms[1]}:
        pair = [found.get(form) for found in forms]
        where = "" if form == "any" else f"{form.capitalize()}: "
        yield from _fields(_content(pair[0], types), _content(pair[1], types), {}, where)


def _said(name: str, value: Any) -> Any:
    if name == "delivery":
        return delivery_words(value)
    if name == "material":
        return in_words(value)
    return ", ".join(words_of(value, FACTORS)) if name == "factors" else value


def _content(variant: Json | None, types: Mapping[str, Any]) -> Json:
    """The config of a form as flat pairs of what a field is called and what stands in it."""
    if variant is None:
        return {}
    kind = types.get(variant.get("type", ""))
    found = {"Exercise": getattr(kind, "title", variant.get("type"))}
    if "version" in variant:
        found["Version"] = variant["version"]
    return found | dict(_flat(variant.get("config"), getattr(kind, "config_schema", {}), ""))


def _flat(value: Any, schema: Any, label: str) -> Iterator[tuple[str, Any]]:
    schema = schema if isinstance(schema, dict) else {}
    if isinstance(value, dict):
        known = schema.get("properties") or {}
        for name, each in value.items():
            part = known.get(name) if isinstance(known.get(name), dict) else {}
            title = str((part or {}).get("title") or name.replace("_", " ").capitalize())
            yield from _flat(each, part, f"{label}: {title}" if label else title)
    elif isinstance(value, list):
        for n, each in enumerate(value, 1):
            yield from _flat(each, schema.get("items"), f"{label} {n}")
    else:
        yield label, value


def _fields(old: Json, new: Json, names: Mapping[str, str], where: str = "") -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            label = where + names.get(name, name.replace("_", " ").capitalize() if name.islower() else name)
            yield Change(label, *marked(_text(old.get(name)), _text(new.get(name))))


def _text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def marked(before: str, after: str) -> tuple[Markup, Markup]:
    """Two texts, with the words that left in the first and those that came in the second marked."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if not old or not new or len(old) * len(new) > 4_000_000:
        return escape(before), escape(after)
    left, right = Markup(), Markup()
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        left += escape(gone) if kind == "equal" or not gone else Markup("<del>{}</del>").format(gone)
        right += escape(come) if kind == "equal" or not come else Markup("<ins>{}</ins>").format(come)
    return left, right
