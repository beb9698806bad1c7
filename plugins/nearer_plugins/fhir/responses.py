"""What came of measures, as a Bundle of QuestionnaireResponses: linked to their questionnaires, nobody named."""

import json
import re
from collections.abc import Iterator
from typing import Any

from nearer import Converted, UnreadableError
from nearer_plugins.fhir.extensions import BASE, Json, dicts, fhir_id
from nearer_plugins.fhir.items import Items
from nearer_plugins.fhir.questionnaire import questionnaire_of

SEAT = BASE + "seat"
"""The system of the identifiers that stand for people: they tell neither name nor couple."""

SCORE, OCCURRENCE = BASE + "score", BASE + "occurrence"
ALWAYS = (
    "No name is in this file. Who is meant by which identifier, only the desk says.",
    "When somebody answered is not in it, nor why an answer is missing.",
    "Scores stand in extensions of Nearer's own, with the band they fall in; there is no standard one for them.",
)
NOT_ASKED = "“{title}”: an answer to “{name}” fits no kind of answer in a questionnaire and was left out."
OTHER_FORM = "“{title}” was answered in another form than its questionnaire shows. Some answers have no question there."
WITHHELD = "“{title}”: the items may not be passed on, so answers stand by their short names alone."
PRIMITIVES = {
    "boolean": "valueBoolean",
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "url": "valueUri",
}


def responses(results: Json) -> Converted:
    """The file for *results*, as :meth:`nearer.Format.write_results` gets them."""
    losses = [*ALWAYS, *results["left_out"]]
    asked: dict[str, Json] = {}
    found = []
    for given in results["given"]:
        step = given["step"]
        asked.setdefault(step, questionnaire_of(results["edition"], step))
        found.append(_response(results["edition"], asked[step], given, losses))
    if not found:
        raise UnreadableError("Nothing that a measure asked may leave now, so there is nothing to write.")
    said = list(dict.fromkeys(losses))
    issues = [{"severity": "information", "code": "informational", "diagnostics": each} for each in said]
    resources = [*asked.values(), *found, {"resourceType": "OperationOutcome", "id": "left-out", "issue": issues}]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}
    return Converted(json.dumps(bundle, ensure_ascii=False, indent=1) + "\n", tuple(said))


def _response(edition: Json, questionnaire: Json, given: Json, losses: list[str]) -> Json:
    title, forms = questionnaire["title"], edition["steps"][given["step"]]["forms"]
    schema = (forms[given["form"]].get("schemas") or {}).get("self") or {}
    items, shown = Items().of(schema), [each["linkId"] for each in questionnaire.get("item", ())]
    if not shown:
        losses.append(WITHHELD.format(title=title))
    elif given["form"] != next(iter(forms)):
        losses.append(OTHER_FORM.format(title=title))
    answered = list(_answered(items, given["answers"], named=bool(shown)))
    known = {each["linkId"] for each in answered}
    lost = [name for name in given["answers"] if name not in known]
    losses += [NOT_ASKED.format(title=title, name=name) for name in lost]
    scores = [_score(name, each) for name, each in given["scores"].items()]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": fhir_id(f"{given['who']}.{given['step']}.{given['occurrence']}"),
        "extension": [{"url": OCCURRENCE, "valueInteger": given["occurrence"]}, *scores],
        "questionnaire": f"{questionnaire['url']}|{questionnaire['version']}",
        "status": "completed",
        "subject": {"type": "Patient", "identifier": {"system": SEAT, "value": given["who"]}},
        **({"item": answered} if answered else {}),
    }


def _score(name: str, given: Json) -> Json:
    parts = [{"url": "name", "valueString": name}, {"url": "value", "valueDecimal": given["value"]}]
    parts += [{"url": "band", "valueString": given["band"]}] if given.get("band") else []
    return {"url": SCORE, "extension": parts}


def _answered(items: list[Json], answers: Json, *, named: bool) -> Iterator[Json]:
    """The items that were answered; *named*: with the words of their questions."""
    for item in items:
        name = item["linkId"].rpartition(".")[2]
        if name not in answers:
            continue
        made = {"linkId": item["linkId"], **({"text": item["text"]} if named else {})}
        if item["type"] == "group" and isinstance(answers[name], dict):
            below = list(_answered(item.get("item", []), answers[name], named=named))
            if below:
                yield {**made, "item": below}
            continue
        values = answers[name] if item.get("repeats") and isinstance(answers[name], list) else [answers[name]]
        given = [each for value in values if (each := _value(item, value, named=named))]
        if given:
            yield {**made, "answer": given}


def _value(item: Json, value: Any, *, named: bool) -> Json | None:
    """One answer; None where *value* is none that FHIR can hold."""
    if item["type"] == "choice":
        return _coding(item, value, named=named)
    kind = PRIMITIVES.get(item["type"])
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "valueBoolean":
        return {kind: value} if isinstance(value, bool) else None
    if kind in ("valueInteger", "valueDecimal"):
        return {kind: value} if is_number else None
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        return None
    if item["type"] == "time" and re.fullmatch(r"\d\d:\d\d:\d\d(\.\d+)?", text):
        return {"valueTime": text}
    return {kind or "valueString": text}


def _coding(item: Json, value: Any, *, named: bool) -> Json | None:
    for option in dicts(item.get("answerOption")):
        coding = option["valueCoding"]
        if coding["code"] == str(value):
            return {"valueCoding": coding if named else {k: v for k, v in coding.items() if k != "display"}}
    return None
