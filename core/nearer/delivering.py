"""Says what can't work about when steps come, and about what chooses between variants of a step. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from nearer.forms.checks import schema_problems
from nearer.rules.conditions import Path, named
from nearer.rules.contract import Json
from nearer.rules.edition import Edition, Form, Step
from nearer.rules.problems import Problem
from nearer.rules.scoring import sources
from nearer.rules.visibility import CARE, rule_of
from nearer.rules.vocabulary import Participation
from nearer.shapes import steps_of

NOT_EARLIER = "This names a step that is not here, or does not come before this one."
NEVER_AWAITED = (
    "Nobody can wait for {title}: it is one person's own affair, and the end of the wait would tell when it was done."
)
FACTS_OF_STEPS = ("done", "passed", "n")


def delivery_problems(document: Json, edition: Edition) -> Iterator[Problem]:
    """What keeps *document*, of which *edition* is the frozen form, from being delivered as it says."""
    parts = {each["id"] for each in document.get("parts", ())}
    for pointer, _, content in steps_of(document):
        step = edition.steps[content["id"]]
        yield from _references(f"{pointer}/delivery", step, edition)
        for index, variant in enumerate(content["variants"]):
            here = f"{pointer}/variants/{index}"
            if "part" in variant and variant["part"] not in parts:
                yield Problem(f"{here}/part", "The program has no such part.", "missing")
            if step.forms:
                yield from _variant(here, variant, step, edition)


def date_problems(document: Json, today: date) -> Iterator[Problem]:
    """Warns of dates that have passed: such a step opens at once for whoever begins."""
    for pointer, _, step in steps_of(document):
        delivery = step.get("delivery") or {}
        if delivery.get("rule") == "on_date" and delivery["date"] < today.isoformat():
            message = "This date has passed: the step is open as soon as a couple begins."
            yield Problem(f"{pointer}/delivery/date", message, "date", "warning")


def _references(pointer: str, step: Step, edition: Edition) -> Iterator[Problem]:
    delivery = step.delivery
    if delivery.get("rule") == "after_both" and "step" in delivery:
        yield from _awaited(f"{pointer}/step", edition.steps.get(delivery["step"]), step)
    if delivery.get("rule") == "after_some":
        for index, name in enumerate(delivery["of"]):
            if not _is_earlier(edition.steps.get(name), step):
                yield Problem(f"{pointer}/of/{index}", NOT_EARLIER, "missing")
        if delivery["count"] > len(delivery["of"]):
            yield Problem(f"{pointer}/count", "This asks for more steps than are named.", "missing")


def _awaited(pointer: str, awaited: Step | None, step: Step) -> Iterator[Problem]:
    if awaited is None or awaited.index >= step.index:
        yield Problem(pointer, NOT_EARLIER, "missing")
    elif not awaited.is_waited_for:
        yield Problem(pointer, NEVER_AWAITED.format(title=awaited.title or awaited.id), "missing")


def _is_earlier(named_step: Step | None, step: Step) -> bool:
    return named_step is not None and named_step.index < step.index


def _variant(pointer: str, variant: Json, step: Step, edition: Edition) -> Iterator[Problem]:
    """What is wrong with how one variant is chosen, or with what it is a variant of."""
    form = step.forms.get(variant.get("name") or variant["form"])
    if form is None or form.of == form.name:
        return
    if form.of != "together" and _may_harm(form):
        message = "This is for two and may not be right for every couple, so it can only stand beside the form for two."
        yield Problem(f"{pointer}/type", message, "alone")
    is_own = step.is_own_choice(form.of)
    if "part" in variant and not is_own and (form.is_for_two or "when" in variant):
        yield Problem(f"{pointer}/part", "What both see can't depend on the part of one of them.", "missing")
    if "when" in variant:
        wrong = [Problem(f"{pointer}/when{p.pointer}", p.message, p.keyword) for p in _condition(variant["when"])]
        yield from wrong or _facts(f"{pointer}/when", variant["when"], (step, edition), is_own=is_own)


def _may_harm(form: Form) -> bool:
    if form.of == "alone":
        return form.is_for_two
    return form.participation is not Participation.SOLO and bool(form.protocol.get("contraindications"))


def _condition(when: Json) -> list[Problem]:
    if "$ref" in json.dumps(when) or "$dynamicRef" in json.dumps(when):
        return [Problem("", "A condition stands by itself: it can't point at another schema.", "$ref")]
    found = schema_problems(when, response=False)
    return found or ([] if any(True for _ in named(when)) else [Problem("", "This asks for nothing.", "missing")])


def _facts(pointer: str, when: Json, at: tuple[Step, Edition], *, is_own: bool) -> Iterator[Problem]:
    step, edition = at
    for path in dict.fromkeys(named(when)):
        source = edition.steps.get(path[1]) if len(path) > 1 else None
        if len(path) > 1 and (source is None or source.index >= step.index):
            yield Problem(pointer, f"{NOT_EARLIER} ({path[1]})", "missing")
        elif source and not is_own and (path[0] != "steps" or path[2:3] not in ((), ("done",))):
            message = (
                "What the other sees, too, may only depend on whether a step was done, counted when both have done it."
            )
            yield Problem(pointer, message, "missing")
        elif source and not is_own and not source.is_waited_for:
            yield Problem(pointer, NEVER_AWAITED.format(title=source.title or source.id), "missing")
        elif not _is_fact(path, source):
            yield Problem(pointer, f"Nothing is known under {'/'.join(path)}.", "missing")


def _is_fact(path: Path, source: Step | None) -> bool:
    kind, name = path[0], path[2] if len(path) > 2 else None
    if kind not in ("steps", "scores", "answers"):
        return False
    if source is None or name is None:
        return True
    forms = [form for form in source.forms.values() if not form.is_script]
    if kind == "steps":
        return name in FACTS_OF_STEPS
    if kind == "answers":
        return any(_is_readable(form, name) for form in forms)
    scales = [((form.scoring or {}).get("scales") or {}).get(name) for form in forms]
    return any(
        scale and all(_is_readable(form, each) for each in sources(scale))
        for form, scale in zip(forms, scales, strict=True)
    )


def _is_readable(form: Form, name: str) -> bool:
    """Whether the writer's own request may open that property: what is kept for care never chooses anything."""
    return name in ((form.schema or {}).get("properties") or {}) and rule_of(form.schema, name).key != CARE
