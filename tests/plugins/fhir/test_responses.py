"""FHIR responses: what every measure asked parses by the standard, links to its questionnaire, and names nobody."""

from __future__ import annotations

import copy
import json
from decimal import Decimal

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from nearer.converting import format_of, write_file, write_results
from nearer.documents import UnreadableError
from nearer.freezing import freeze
from nearer.registry import load_plugins
from nearer.rules.scoring import score

REGISTRY = load_plugins()
FHIR = format_of("fhir", REGISTRY)
MEASURES = [
    pytest.param(kind, sample, id=f"{kind.id} {sample.name}")
    for kind in REGISTRY.types.values()
    for sample in kind.samples
    if kind.scoring(sample.config) and sample.answers
]
WHO = {"a": "sign-of-one", "b": "sign-of-two"}


def program(kind, config):
    variant = {"form": "any", "type": kind.id, "version": kind.version, "config": copy.deepcopy(dict(config))}
    step = {"id": "s-1", "title": "How it is", "minutes": 5, "variants": [variant]}
    stages = [{"id": "t-1", "title": "T", "steps": [step]}]
    return {"nearer": "program/1", "title": "P", "language": "en", "stages": stages}


def results(kind, sample, **more):
    edition, _ = freeze(program(kind, sample.config), REGISTRY)
    given = []
    for side, answers in sample.answers.items():
        if not isinstance(answers, dict) or side not in WHO:
            continue
        values = score(kind.scoring(sample.config), answers)
        scores = {name: each for name, each in values.items() if each["value"] is not None}
        here = {"who": WHO[side], "step": "s-1", "occurrence": 1, "form": next(iter(edition["steps"]["s-1"]["forms"]))}
        given.append({**here, "answers": dict(answers), "scores": scores})
    return {"edition": edition, "left_out": ["Something stays."], "given": given} | more


def written(of):
    made = write_results(of, REGISTRY, FHIR)
    bundle = json.loads(made.content)
    Bundle.model_validate(bundle)
    kinds = {}
    for entry in bundle["entry"]:
        kinds.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return kinds, made.losses


def leaves(items):
    return [each for item in items for each in (item, *leaves(item.get("item", ())))]


def test_there_are_measures():
    assert len(MEASURES) > 5


@pytest.mark.parametrize(("kind", "sample"), MEASURES)
def test_every_measure_parses_and_links_to_the_questionnaire_of_its_program(kind, sample):
    of = results(kind, sample)
    if not of["given"]:
        pytest.skip("nobody answers alone in this sample")
    kinds, _ = written(of)
    for each in kinds["QuestionnaireResponse"]:
        QuestionnaireResponse.model_validate(each)
    exported = json.loads(write_file(program(kind, sample.config), REGISTRY, FHIR).content)
    Questionnaire.model_validate(exported)
    assert {each["questionnaire"] for each in kinds["QuestionnaireResponse"]} == {
        f"{exported['url']}|{exported['version']}"
    }
    (inside,) = kinds["Questionnaire"]
    assert (inside["url"], inside["version"], inside.get("item")) == (
        exported["url"],
        exported["version"],
        exported.get("item"),
    )


@pytest.mark.parametrize(("kind", "sample"), MEASURES)
def test_every_answer_and_every_score_is_there_or_named_as_left_out(kind, sample):
    of = results(kind, sample)
    if not of["given"]:
        pytest.skip("nobody answers alone in this sample")
    kinds, losses = written(of)
    said = " ".join(losses)
    for given, response in zip(of["given"], kinds["QuestionnaireResponse"], strict=True):
        told = {each["linkId"] for each in response.get("item", ())}
        assert all(name in told or f"“{name}”" in said for name in given["answers"])
        found = {
            part[0]["valueString"]: part[1]["valueDecimal"]
            for each in response["extension"]
            if (part := each.get("extension"))
        }
        assert found == {name: each["value"] for name, each in given["scores"].items()}


def test_numbers_words_and_choices_stand_as_what_they_are():
    kind = REGISTRY.types["measures.questionnaire"]
    sample = next(each for each in kind.samples if each.answers)
    kinds, _ = written(results(kind, sample))
    (response, *_) = kinds["QuestionnaireResponse"]
    answers = sample.answers["a"]
    for item in leaves(response["item"]):
        value = answers
        for name in item["linkId"].split("."):
            value = value[name]
        for answer in item.get("answer", ()):
            ((word, told),) = answer.items()
            assert word in ("valueCoding", "valueInteger", "valueDecimal", "valueString", "valueBoolean")
            assert str(told["code"] if word == "valueCoding" else Decimal(told)) == str(value)


def test_people_are_signs_and_what_is_left_out_is_written_in_the_file():
    kind = REGISTRY.types["measures.questionnaire"]
    kinds, losses = written(results(kind, next(each for each in kind.samples if each.answers)))
    subjects = [each["subject"] for each in kinds["QuestionnaireResponse"]]
    assert {each["identifier"]["value"] for each in subjects} <= set(WHO.values())
    assert all(set(each) == {"type", "identifier"} for each in subjects)
    (outcome,) = kinds["OperationOutcome"]
    assert [each["diagnostics"] for each in outcome["issue"]] == list(losses)
    assert "Something stays." in losses
    assert "authored" not in str(kinds["QuestionnaireResponse"])


def test_items_that_may_not_be_passed_on_leave_their_words_behind():
    kind = REGISTRY.types["measures.questionnaire"]
    sample = next(each for each in kind.samples if each.answers)
    of = results(kind, sample)
    variant = of["edition"]["program"]["stages"][0]["steps"][0]["variants"][0]
    variant["config"] |= {"instrument": "bound", "lines": "Some words of theirs", "ship_items": False}
    kinds, losses = written(of)
    assert not any("text" in item for each in kinds["QuestionnaireResponse"] for item in leaves(each["item"]))
    assert "display" not in str(kinds["QuestionnaireResponse"])
    assert any("may not be passed on" in each for each in losses)


def test_with_nothing_that_may_leave_there_is_no_file():
    kind = REGISTRY.types["measures.questionnaire"]
    with pytest.raises(UnreadableError, match="nothing to write"):
        write_results(results(kind, next(iter(kind.samples)), given=[]), REGISTRY, FHIR)
