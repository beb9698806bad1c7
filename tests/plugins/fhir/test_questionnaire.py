"""FHIR questionnaires: what we write parses by the standard and comes back equal; what others wrote is told about."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.questionnaire import Questionnaire
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nearer.converting import format_of, read_file, write_file
from nearer.documents import UnreadableError, read_document
from nearer.freezing import draft_problems, findings
from nearer.ids import with_ids
from nearer.registry import load_plugins
from nearer_plugins import communication, fhir, measures
from nearer_plugins.measures.questionnaire import Questionnaire as Generic

REGISTRY = load_plugins()
FHIR = format_of("fhir", REGISTRY)
TYPES = list(REGISTRY.types.values())
RESOURCES = {"Questionnaire": Questionnaire, "Bundle": Bundle}


def program(*variants: dict[str, Any]) -> dict[str, Any]:
    """A program with a step for each of *variants*."""
    steps = [
        {"id": f"s-{n}", "title": f"Step {n}", "minutes": 5, "variants": [each]} for n, each in enumerate(variants, 1)
    ]
    return {
        "nearer": "program/1",
        "title": "P",
        "language": "en",
        "stages": [{"id": "t-1", "title": "T", "steps": steps}],
    }


def variant(kind: Any, config: Any) -> dict[str, Any]:
    return {"form": "any", "type": kind.id, "version": kind.version, "config": copy.deepcopy(dict(config))}


def written(document: Any) -> Any:
    return json.loads(write_file(document, REGISTRY, FHIR).content)


def back(resource: Any) -> Any:
    return read_file(json.dumps(resource), REGISTRY).document


def asked(*items: Any, **more: Any) -> dict[str, Any]:
    """A questionnaire that another program wrote."""
    return {"resourceType": "Questionnaire", "status": "active", "title": "Ours", "item": list(items), **more}


def items_in(resource: Any) -> list[Any]:
    return [each for item in resource.get("item", ()) for each in (item, *items_in(item))]


def generic(resource: Any) -> tuple[dict[str, Any], str]:
    """The config of the first step that a questionnaire became, and what was said about it."""
    found = read_file(json.dumps(resource), REGISTRY)
    assert not [each for each in draft_problems(with_ids(found.document), REGISTRY) if each.severity == "error"]
    (first, *_) = found.document["stages"][0]["steps"]
    return first["variants"][0]["config"], "\n".join(found.losses)


@pytest.mark.parametrize("kind", TYPES, ids=lambda each: each.id)
def test_every_type_is_written_as_the_standard_wants_it_and_comes_back_equal(kind):
    document = program(*(variant(kind, sample.config) for sample in kind.samples))
    for config in (step["variants"][0]["config"] for step in document["stages"][0]["steps"]):
        config.update({"ship_items": True} if "ship_items" in config else {})
    resource = written(document)
    Bundle.model_validate(resource) if len(kind.samples) > 1 else Questionnaire.model_validate(resource)
    assert back(resource) == document


@pytest.mark.parametrize("key", REGISTRY.templates)
def test_every_program_is_written_as_the_standard_wants_it_and_comes_back_equal(key):
    document = {name: value for name, value in REGISTRY.templates[key].items() if name != "key"}
    resource = written(document)
    RESOURCES[resource["resourceType"]].model_validate(resource)
    assert back(resource) == document


def test_questions_stand_in_the_file_by_themselves_and_not_only_in_our_extension():
    resource = written(program(variant(Generic(), Generic.samples[0].config)))
    texts = [each["text"] for each in items_in(resource)]
    assert "My partner sees what is going on in me." in texts
    choice = next(each for each in items_in(resource) if each["type"] == "choice")
    assert [each["valueCoding"]["code"] for each in choice["answerOption"]] == list("1234567")
    assert resource["copyright"] == "Own wording, free to use."


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "boolean"}, {"type": "boolean"}),
        ({"type": "string", "maxLength": 80}, {"type": "string", "maxLength": 80}),
        ({"type": "string", "maxLength": 2000}, {"type": "text", "maxLength": 2000}),
        ({"type": "string", "format": "date"}, {"type": "date"}),
        (
            {"type": "integer", "minimum": 0, "maximum": 10},
            {"type": "integer", "extension": [
                {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
                {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 10}]},
        ),
        (
            {"type": "array", "uniqueItems": True, "items": {"enum": ["a", "b"]}},
            {"type": "choice", "repeats": True, "answerOption": [
                {"valueCoding": {"code": "a", "display": "a"}}, {"valueCoding": {"code": "b", "display": "b"}}]},
        ),
        (
            {"type": "object", "properties": {"in": {"type": "boolean", "title": "Inside"}}, "required": ["in"]},
            {"type": "group", "item": [{"linkId": "x.in", "text": "Inside", "type": "boolean", "required": True}]},
        ),
    ],
)  # fmt: skip
def test_each_kind_of_field_becomes_its_kind_of_item(schema, expected):
    items = fhir.questionnaire.Items()
    found = items.item("x", {**schema, "title": "X"})
    assert {name: each for name, each in found.items() if name not in ("linkId", "text")} == expected
    assert items.losses == []


def test_what_is_asked_only_after_an_answer_is_enabled_by_it():
    schema = {
        "properties": {"pet": {"type": "boolean", "title": "A pet?"}},
        "if": {"properties": {"pet": {"const": True}}},
        "then": {"properties": {"name": {"type": "string", "title": "Its name", "maxLength": 9}}},
    }
    (_, name) = fhir.questionnaire.Items().of(schema)
    assert name["enableWhen"] == [{"question": "pet", "operator": "=", "answerBoolean": True}]
    Questionnaire.model_validate(asked(*fhir.questionnaire.Items().of(schema)))


def test_a_questionnaire_of_another_program_becomes_a_draft_of_the_generic_type():
    low, high = (
        {"url": f"http://hl7.org/fhir/StructureDefinition/{end}Value", "valueInteger": n}
        for end, n in (("min", 0), ("max", 10))
    )
    ordinal = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
    options = [
        {"valueCoding": {"code": word, "display": word.title(), "extension": [{"url": ordinal, "valueDecimal": n}]}}
        for n, word in enumerate(("never", "often", "always"))
    ]
    config, said = generic(asked(
        {"linkId": "0", "type": "display", "text": "In the last week."},
        {"linkId": "g", "type": "group", "text": "You two", "item": [
            {"linkId": "1.1", "type": "choice", "text": "We laugh.", "answerOption": options, "required": True},
            {"linkId": "1.2", "type": "integer", "text": "How near?", "extension": [low, high]},
            {"linkId": "1.3", "type": "boolean", "text": "Do you sleep well?"}]},
        copyright="Free for everybody.",
    ))  # fmt: skip
    assert config["items"] == [
        {"key": "q_1", "text": "We laugh.", "min": 0, "max": 2, "answers": ["Never", "Often", "Always"]},
        {"key": "q_2", "text": "How near?", "min": 0, "max": 10},
        {"key": "q_3", "text": "Do you sleep well?", "min": 0, "max": 1, "answers": ["No", "Yes"]},
    ]
    assert config["opening"] == "In the last week.\n\nYou two"
    assert config["licence"] == "Free for everybody."
    assert "have to be answered" in said
    assert "They are added up; look it over." in said


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"type": "date", "text": "When?"}, "“When?” was left out: an answer of the kind “date”"),
        ({"type": "integer", "text": "How old?"}, "“How old?” was left out: here a number lies between two bounds"),
        ({"type": "choice", "text": "Which?", "repeats": True}, "“Which?” takes several answers."),
        ({"type": "choice", "text": "Which?", "answerValueSet": "http://x"}, "its answers stand in a list elsewhere"),
        (
            {"type": "choice", "text": "Which?", "answerOption": [{"valueString": "a"}, {"valueString": "b"}]},
            "“Which?”: its answers are counted 0 to 1 in their order",
        ),
        ({"type": "boolean", "text": "So?", "enableWhen": [{"question": "1"}]}, "asked only after a certain answer"),
        ({"type": "boolean", "text": "So?", "initial": [{"valueBoolean": True}]}, "notes for machines were left out"),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(item, said):
    _, losses = generic(asked({"linkId": "ok", "type": "boolean", "text": "Is it well?"}, {"linkId": "x", **item}))
    assert said in losses


def test_questions_for_words_stand_in_a_step_of_their_own_that_only_the_writer_reads():
    found = read_file(json.dumps(asked({"linkId": "a", "type": "text", "text": "What do you wish for?"})), REGISTRY)
    (step,) = found.document["stages"][0]["steps"]
    form = REGISTRY.types[step["variants"][0]["type"]].response_schema(step["variants"][0]["config"])
    assert "What do you wish for?" in json.dumps(form)
    assert {each["x-visibility"] for each in form["properties"].values()} == {"private"}
    assert not [each for each in findings(with_ids(found.document), REGISTRY) if each.severity == "error"]
    assert any("which only the writer reads" in each for each in found.losses)


def test_what_was_changed_elsewhere_is_read_as_somebody_elses():
    resource = written(program(variant(Generic(), Generic.samples[0].config)))
    items_in(resource)[1]["text"] = "Do you feel seen?"
    config, said = generic(resource)
    assert config["items"][0]["text"] == "Do you feel seen?"
    assert config["items"][0]["key"] == "understood"
    assert {each["min"] for each in config["items"]} == {1}
    assert {each["max"] for each in config["items"]} == {7}
    assert "answers" not in config["items"][0]
    assert said


def test_items_that_may_not_be_passed_on_stay_here():
    resource = written(program(variant(Generic(), Generic.samples[1].config)))
    assert "Second line" not in json.dumps(resource)
    losses = write_file(program(variant(Generic(), Generic.samples[1].config)), REGISTRY, FHIR).losses
    assert any("may not be passed on" in each for each in losses)


def test_the_types_that_questions_become_are_here_at_the_version_that_is_written():
    from nearer_plugins.fhir.questions import RATED, WRITTEN

    assert {REGISTRY.types[each].version for each in (RATED, WRITTEN)} == {1}


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType": "Questionnaire"}',
        '{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient"}}]}',
        '{"resourceType": "Bundle", "entry": 5}',
        '{"resourceType": "Questionnaire", "item": [{"type": "quantity"}]}',
        '{"resourceType": "Questionnaire", "item": ' + "[" * 5000,
        '{"resourceType": "Questionnaire", "status": 1e999}',
        "x" * (2 * 1024 * 1024 + 1),
    ],
)
def test_a_file_that_holds_nothing_for_us_is_refused_in_a_sentence(text):
    with pytest.raises(UnreadableError) as refused:
        read_file(text, REGISTRY)
    assert str(refused.value).endswith((".", ")"))
    assert "fhir.questionnaire" not in REGISTRY.failures


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-20, 20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = ["linkId", "text", "type", "item", "answerOption", "required", "repeats", "enableWhen", "extension", "initial"]
KINDS = ["group", "display", "text", "string", "boolean", "choice", "open-choice", "integer", "date"]
ITEMS = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(KINDS)}, optional={name: JSON for name in NAMES if name != "type"}),
    max_size=4,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(ITEMS, JSON, JSON)
def test_whatever_a_file_holds_it_becomes_a_draft_or_is_refused(items, title, extension):
    resource = asked(*items, title=title, extension=extension, description=title, copyright=title)
    registry = load_plugins(modules={"fhir": fhir, "measures": measures, "communication": communication})
    try:
        found = read_file(json.dumps(resource), registry)
    except UnreadableError:
        assert "fhir.questionnaire" not in registry.failures
        return
    problems = draft_problems(with_ids(found.document), registry)
    assert [each for each in problems if each.severity == "error"] == []
    assert read_document(json.dumps(found.document)) == found.document
