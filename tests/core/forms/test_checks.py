"""Schemas that could not be kept apart, drawn or checked are refused at registration, with a pointer."""

import pytest
from jsonschema import Draft202012Validator

import nearer_schemas
from nearer.dialect import VISIBILITIES, schema_problems
from nearer.forms.checks import _meta
from nearer.rules.dialect import registry


def response(**properties):
    return {"type": "object", "properties": properties}


def seen(name="both", **words):
    return {"type": "string", "maxLength": 10, "x-visibility": name, **words}


@pytest.mark.parametrize("name", VISIBILITIES)
def test_every_visibility_registers(name):
    assert schema_problems(response(a=seen(name)), response=True) == []


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"type": "strin"}, "/type"),
        ({"properties": {"a": {"x-visibility": "all"}}}, "/properties/a/x-visibility"),
        ({"properties": {"a": {"x-enum-labels": []}}}, "/properties/a/x-enum-labels"),
        ({"properties": {"a": {"$ref": "https://example.org/a"}}}, "/properties/a/$ref"),
        ({"properties": {"a": {"$ref": "#/$defs/none"}}}, "/properties/a/$ref"),
        ({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"allOf": [{"$ref": "#/$defs/a"}]}}}, "/$defs/a"),
        ({"properties": {"a": {"uniqueItems": True, "items": {"type": "object"}}}}, "/properties/a/uniqueItems"),
        ({"properties": {"a": {"pattern": "("}}}, "/properties/a/pattern"),
        ({"patternProperties": {"(": True}}, "/patternProperties/("),
    ],
)
def test_a_bad_schema_is_refused_with_a_pointer(schema, pointer):
    assert pointer in [each.pointer for each in schema_problems(schema, response=False)]


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"type": "string"}, "/type"),
        (response(a={"type": "integer"}), "/properties/a"),
        (response(a={"type": "string", "x-visibility": "both"}), "/properties/a"),
        (response(a={"x-visibility": "both"}), "/properties/a"),
        (response(a={"type": "array", "x-visibility": "both", "items": {"type": "string"}}), "/properties/a/items"),
        (response(a={"type": "array", "x-visibility": "both"}), "/properties/a"),
        ({**response(a=seen(), b=seen("private")), "dependentRequired": {"a": ["b"]}}, "/dependentRequired"),
        (
            {
                **response(a=seen(), b=seen("private")),
                "if": {"properties": {"b": {"const": "x"}}},
                "then": {"required": ["a"]},
            },
            "/if",
        ),
        ({**response(a=seen(), b=seen("screen")), "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, "/oneOf"),
    ],
)
def test_a_response_that_can_not_be_shown_or_kept_apart_is_refused(schema, pointer):
    assert pointer in [each.pointer for each in schema_problems(schema, response=True)]


def test_a_rule_among_properties_of_one_visibility_registers():
    assert schema_problems({**response(a=seen(), b=seen()), "dependentRequired": {"a": ["b"]}}, response=True) == []


def test_too_deep_and_too_big_schemas_are_refused():
    deep = True
    for _ in range(5_000):
        deep = {"not": deep}
    assert schema_problems(deep, response=False)[0].keyword == "depth"
    assert schema_problems({"enum": list(range(2_001))}, response=False)[0].keyword == "nodes"


def test_recursion_through_properties_and_items_is_fine():
    assert schema_problems({"properties": {"a": {"$ref": "#"}, "b": {"items": {"$ref": "#"}}}}, response=False) == []


WRONG = [
    {"type": "strange"},
    {"type": ["object", "object"]},
    {"properties": {"a": {"minLength": -1}}},
    {"properties": {"a": 5}},
    {"properties": []},
    {"items": [{"type": "string"}]},
    {"allOf": []},
    {"oneOf": [{"const": 1}, {"type": 7}]},
    {"if": 3, "then": {"required": "a"}},
    {"$defs": {"x": {"enum": {}}}},
    {"$ref": 5, "$anchor": "0"},
    {"dependentRequired": {"a": ["b", "b"]}},
    {"dependencies": {"a": {"type": 1}, "b": [1]}},
    {"patternProperties": {"[": {}}},
    {"x-visibility": "everybody"},
    {"properties": {"a": {"x-items-from": {"step": 1}, "x-enum-labels": []}}},
    {"unevaluatedItems": {"type": 0}, "contentSchema": 1, "deprecated": "yes"},
    {"properties": {"a": {"properties": {"b": {"items": {"not": {"maximum": "9"}}}}}}},
    7,
    {},
    True,
]


@pytest.mark.parametrize("schema", WRONG, ids=str)
def test_the_metaschema_in_one_document_objects_to_what_its_parts_object_to(schema):
    parts = Draft202012Validator(nearer_schemas.load("dialect"), registry=registry())
    told = {(*error.absolute_path, error.validator, error.message) for error in parts.iter_errors(schema)}
    found = {(*error.absolute_path, error.validator, error.message) for error in _meta().iter_errors(schema)}
    assert found == told
