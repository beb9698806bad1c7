"""The format: a program as one Questionnaire, or as a Bundle with one for each step; and back."""

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

from nearer import Converted, Format, UnreadableError, read_document
from nearer_plugins.fhir.extensions import BASE, STEP, Json, canonical, carried, dicts, digest, fhir_id, text_of
from nearer_plugins.fhir.items import Items
from nearer_plugins.fhir.questions import A_SET, RATED, WRITTEN, Questions

ALWAYS = (
    "Nearer reads this file back as it was. What follows is for other programs.",
    "They can't know who may see which answer, and when. Whoever receives the answers there can read all of them.",
    "They can't know when a step opens and what waits for the other partner. They ask one thing after the other.",
)
OF_A_STEP = {
    "script": "“{title}” is a talk in turns. The turns can't be written, only what is asked afterwards.",
    "scoring": "“{title}”: how answers become a value can't be written.",
    "flags": "“{title}”: what an answer means for safety can't be written. Nobody is called because of an answer.",
}
WITHHELD = "“{title}”: the items may not be passed on, so they were left out. Fill them in again."


class FhirQuestionnaire(Format):
    """FHIR R4; what other programs can't read travels in an extension of ours, and comes back as it was."""

    name, title, ending = "fhir.questionnaire", "FHIR R4 Questionnaire", ".json"

    def matches(self, text: str) -> bool:
        """Whether it names one of the two resources that can hold questions."""
        return bool(re.search(r'"resourceType"\s*:\s*"(Questionnaire|Bundle)"', text))

    def write(self, edition: Json) -> Converted:
        """One resource for each step; a step without questions has a title only."""
        program, losses = edition["program"], [*ALWAYS]
        steps = [step for stage in program["stages"] for step in stage["steps"]]
        if not steps:
            raise UnreadableError("There is no step in this program yet, so there is nothing to write.")
        found = [_written(edition, step, losses) for step in steps]
        if len(found) == 1:
            resource = found[0]
        else:
            entries = [{"fullUrl": _urn(step["id"]), "resource": each} for step, each in zip(steps, found, strict=True)]
            resource = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        return Converted(json.dumps(resource, ensure_ascii=False, indent=1) + "\n", tuple(losses))

    def write_results(self, results: Json) -> Converted:
        """A bundle of responses, with the questionnaires they belong to and what did not fit."""
        from nearer_plugins.fhir.responses import responses

        return responses(results)

    def read(self, text: str) -> Converted:
        """A program; what we wrote ourselves and nobody changed is as it was."""
        losses: list[str] = []
        found = list(_questionnaires(read_document(text), losses))
        if not found:
            raise UnreadableError("There is no questionnaire in this file.")
        held = [carried(each) for each in found]
        ours = {str(each["step"].get("id")): each["step"] for each, of in _unchanged(found, held)}
        foreign = [each for each, of in zip(found, held, strict=True) if not _is_unchanged(each, of)]
        begun = next((of for each, of in zip(found, held, strict=True) if _is_unchanged(each, of)), {})
        document = _program(begun, ours, losses) if begun else _new_program(found[0])
        steps = [step for each in foreign for step in _steps(each, losses)]
        if not steps and not ours:
            raise UnreadableError(" ".join(["Nothing in this questionnaire can be asked here.", *losses[:20]]))
        if steps:
            document["stages"].append({"title": _title(foreign[0]), "steps": steps})
        return Converted(document, tuple(losses))


# --- out ----------------------------------------------------------------------


def _written(edition: Json, step: Json, losses: list[str]) -> Json:
    """One step as a questionnaire."""
    forms, title = edition["steps"][step["id"]]["forms"], step.get("title") or "Untitled"
    form: Json = next(iter(forms.values()), {})
    if len(forms) > 1:
        losses.append(f"“{title}” has several forms. Other programs see the first of them.")
    losses += [words.format(title=title) for name, words in OF_A_STEP.items() if form.get(name)]
    program, step = edition["program"], _passed_on(step, losses)
    items = Items()
    schema = (form.get("schemas") or {}).get("self") or {}
    asked = items.of(schema) if step["variants"] == edition_variants(edition, step["id"]) else []
    losses += items.losses
    resource: Json = {"resourceType": "Questionnaire", "id": fhir_id(step["id"]), "status": "draft", "title": title}
    resource |= {"url": f"{BASE}Questionnaire/{fhir_id(step['id'])}", "version": digest([title, asked, schema])[:16]}
    resource |= {"language": program["language"]} if program.get("language") else {}
    resource |= {"description": step["summary"]} if step.get("summary") else {}
    resource |= {"copyright": licence} if (licence := _licence(step)) else {}
    resource |= {"item": asked} if asked else {}
    own = {"program": _skeleton(program), "step": step, "digest": digest(asked)}
    return {**resource, "extension": [{"url": STEP, "valueString": canonical(own)}]}


def questionnaire_of(edition: Json, step_id: str) -> Json:
    """The questionnaire of one step as other programs need it: without the step itself beside it."""
    steps = (step for stage in edition["program"]["stages"] for step in stage["steps"])
    written = _written(edition, next(step for step in steps if step["id"] == step_id), [])
    return {name: each for name, each in written.items() if name != "extension"}


def edition_variants(edition: Json, step_id: str) -> Any:
    """The variants of a step as the program has them."""
    return next(s["variants"] for stage in edition["program"]["stages"] for s in stage["steps"] if s["id"] == step_id)


def _passed_on(step: Json, losses: list[str]) -> Json:
    """*step* without the items of an instrument that may not be passed on."""
    variants = [_without_items(each) for each in step["variants"]]
    if variants == step["variants"]:
        return step
    losses.append(WITHHELD.format(title=step.get("title") or "Untitled"))
    return {**step, "variants": variants}


def _without_items(variant: Json) -> Json:
    config = variant.get("config") or {}
    is_bound = config.get("instrument", "own") != "own" and config.get("lines") and not config.get("ship_items")
    if variant.get("type") != RATED or not is_bound:
        return variant
    return {**variant, "config": {**config, "lines": "", "may_use": False}}


def _licence(step: Json) -> str:
    found = next((each["config"].get("licence") for each in step["variants"] if each.get("type") == RATED), None)
    return text_of(found)


def _skeleton(program: Json) -> Json:
    """The program with the ids of its steps in the place of the steps."""
    stages = [{**stage, "steps": [step["id"] for step in stage["steps"]]} for stage in program["stages"]]
    return {**program, "stages": stages}


def _urn(step_id: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{STEP}/{step_id}')}"


# --- in -----------------------------------------------------------------------


def _questionnaires(resource: Any, losses: list[str]) -> Iterator[Json]:
    if not isinstance(resource, dict):
        return
    if resource.get("resourceType") == "Questionnaire":
        yield resource
    for entry in dicts(resource.get("entry")) if resource.get("resourceType") == "Bundle" else ():
        held = entry.get("resource")
        if isinstance(held, dict) and held.get("resourceType") == "Questionnaire":
            yield held
        else:
            losses.append("The file also holds something that is no questionnaire; it was left out.")


def _is_unchanged(questionnaire: Json, held: Json) -> bool:
    return bool(held) and held.get("digest") == digest(questionnaire.get("item", []))


def _unchanged(found: list[Json], held: list[Json]) -> Iterator[tuple[Json, Json]]:
    return ((of, each) for each, of in zip(found, held, strict=True) if _is_unchanged(each, of))


def _program(begun: Json, ours: dict[str, Json], losses: list[str]) -> Json:
    """The program that the file was written from, with those of its steps that are still there unchanged."""
    stages, missing = [], 0
    for stage in dicts(begun["program"].get("stages")):
        ids = [str(each) for each in stage.get("steps") or ()]
        stages.append({**stage, "steps": [ours[each] for each in ids if each in ours]})
        missing += sum(each not in ours for each in ids)
    if missing:
        losses.append(f"{missing} steps of the program were changed elsewhere or are no longer in the file.")
    return {**begun["program"], "stages": stages}


def _new_program(first: Json) -> Json:
    language = text_of(first.get("language"), 35)
    return {
        "nearer": "program/1",
        "title": _title(first),
        "summary": text_of(first.get("description"), 2000),
        "language": language if re.fullmatch("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language) else "en",
        "stages": [],
    }


def _title(questionnaire: Json) -> str:
    return text_of(questionnaire.get("title"), 200) or text_of(questionnaire.get("name"), 200) or "Questionnaire"


def _steps(questionnaire: Json, losses: list[str]) -> Iterator[Json]:
    """The steps that ask what *questionnaire* asks."""
    asked = Questions()
    asked.take(questionnaire.get("item"))
    title, opening = _title(questionnaire), "\n\n".join(asked.words)
    losses += [f"{title}: {each}" for each in dict.fromkeys(asked.losses)]
    if len(opening) > 600:
        losses.append(f"{title}: the words at the start are long and were cut.")
    if asked.rated:
        losses.append(f"{title}: how answers are counted is not in the file. They are added up; look it over.")
        config: Json = {"instrument": "own", "items": asked.rated, "opens": "counsellor"}
        config |= {"opening": opening[:600]} if opening else {}
        config |= {"licence": licence} if (licence := text_of(questionnaire.get("copyright"), 300)) else {}
        yield _step(title, RATED, config, len(asked.rated))
    if asked.written:
        losses.append(f"{title}: questions for words stand in a step of their own, which only the writer reads.")
        prompts = [{"id": f"q_{place}", "text": each} for place, each in enumerate(asked.written, 1)]
        sets = [
            {"title": "In your own words", "depth": 1, "prompts": prompts[start : start + A_SET]}
            for start in range(0, len(prompts), A_SET)
        ]
        config = {"opening": "Leave out whatever you like.", "sets": sets, "invite_own": False}
        yield _step(f"{title}, in your own words"[:200], WRITTEN, config, 2 * len(asked.written))


def _step(title: str, type_id: str, config: Json, minutes: int) -> Json:
    variant = {"form": "any", "type": type_id, "version": 1, "config": config}
    return {"title": title, "minutes": max(1, min(minutes, 60)), "variants": [variant]}
