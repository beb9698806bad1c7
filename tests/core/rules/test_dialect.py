"""The dialect says what is wrong, where, in plain words, and never takes long or falls over."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from nearer import dialect
from nearer.dialect import Problem, problems

ANSWER = {
    "type": "object",
    "properties": {
        "mood": {"oneOf": [{"const": 1, "title": "Low"}, {"const": 2, "title": "Good"}]},
        "note": {"type": "string", "minLength": 2, "maxLength": 10, "pattern": "^[a-z]+$"},
        "day": {"type": "string", "format": "date"},
        "list": {"type": "array", "items": {"type": "integer"}, "uniqueItems": True, "maxItems": 3},
        "a/b~c": {"type": "boolean"},
        "agreed": {"const": True},
    },
    "required": ["mood"],
    "dependentRequired": {"note": ["day"]},
    "additionalProperties": False,
}


def said(schema, instance):
    return [(each.pointer, each.message) for each in problems(schema, instance)]


@pytest.mark.parametrize(
    ("instance", "pointer", "message"),
    [
        ({}, "/mood", "Please answer this."),
        ({"mood": 3}, "/mood", "Choose one of the options."),
        ({"mood": 1, "note": "a", "day": "2027-01-01"}, "/note", "Use at least 2 characters; this has 1."),
        (
            {"mood": 1, "note": "Abc", "day": "2027-01-01"},
            "/note",
            "This is not written in the form that is asked for.",
        ),
        ({"mood": 1, "note": "abc"}, "/day", "Please answer this."),
        ({"mood": 1, "day": "2027-02-30"}, "/day", "Please enter a date, such as 2027-03-31."),
        ({"mood": 1, "list": ["x"]}, "/list/0", "Please enter a whole number."),
        ({"mood": 1, "list": [1, 2, 1.0]}, "/list/2", "This is here twice; remove or change one."),
        ({"mood": 1, "list": [1, 2, 3, 4]}, "/list", "Give at most 3; there are 4."),
        ({"mood": 1, "a/b~c": "yes"}, "/a~1b~0c", "Please choose yes or no."),
        ({"mood": 1, "agreed": False}, "/agreed", "Please agree to this."),
        ({"mood": 1, "other": 1}, "/other", "This is not part of the form; please remove it."),
    ],
)
def test_an_error_stands_at_its_place_and_says_what_to_do(instance, pointer, message):
    assert said(ANSWER, instance) == [(pointer, message)]


def test_a_long_text_is_told_before_its_pattern_runs():
    instance = {"mood": 1, "note": "A" * 11, "day": "2027-01-01"}
    assert said(ANSWER, instance) == [("/note", "Use at most 10 characters; this has 11.")]


def test_the_branch_that_fits_best_is_the_one_that_is_told():
    schema = {
        "oneOf": [
            {
                "type": "object",
                "properties": {"kind": {"const": "walk"}, "far": {"type": "integer"}},
                "required": ["far"],
            },
            {"type": "object", "properties": {"kind": {"const": "talk"}, "on": {"type": "string"}}, "required": ["on"]},
            {"type": "string"},
        ]
    }
    assert said(schema, {"kind": "talk"}) == [("/on", "Please answer this.")]
    assert said(schema, {"kind": "walk", "far": "x"}) == [("/far", "Please enter a whole number.")]


@pytest.mark.parametrize(
    ("instance", "word"),
    [
        ("a\x00b", "control"),
        ("a\ud800", "half of a sign"),
        (float("nan"), "number"),
        (float("inf"), "number"),
        ("x" * 20_001, "20,000"),
        (list(range(501)), "500"),
        ({"k": ["\x1b"]}, "control"),
    ],
)
def test_what_no_text_or_number_can_carry_is_a_problem_under_any_schema(instance, word):
    (problem,) = problems(True, instance)
    assert word in problem.message


def test_line_feed_and_tab_are_no_control_signs():
    assert problems({"type": "string"}, "a\n\tb") == []


def test_nothing_deep_circular_or_unreachable_raises():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    assert problems({"type": "array"}, deep)[0].keyword == "limit"
    assert problems({"$ref": "#"}, 1)[0].keyword == "limit"
    assert problems({"$ref": "https://example.org/none"}, 1)[0].keyword == "limit"


def test_a_pattern_that_never_ends_is_a_problem_soon():
    schema = {"type": "string", "pattern": r"^(\w+\s?)+\1$"}
    started = time.process_time()
    (problem,) = problems(schema, "word " * 200 + "!")
    assert problem.keyword in ("slowPattern", "pattern")
    assert time.process_time() - started < 2


def test_branches_that_multiply_come_to_an_end():
    chain = {f"n{i}": {"anyOf": [{"$ref": f"#/$defs/n{i + 1}"}] * 2} for i in range(30)}
    schema = {"$ref": "#/$defs/n0", "$defs": {**chain, "n30": {"type": "string"}}}
    assert problems(schema, 1)[0].keyword == "limit"


def test_unevaluated_properties_know_what_patterns_and_branches_looked_at():
    schema = {
        "patternProperties": {r"^\p{Lu}": True},
        "anyOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": True}}],
        "unevaluatedProperties": False,
    }
    assert problems(schema, {"Ä": 1, "a": "x", "b": 2}) == []
    assert said(schema, {"c": 1})[0][0] == "/c"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("email", "ann@example.org", "ann@"),
        ("uri", "https://example.org/x", "example.org"),
        ("date", "2028-02-29", "2027-2-1"),
        ("time", "18:30:00+02:00", "18:30"),
        ("date-time", "2027-03-31T18:30:00Z", "2027-03-31 18:30"),
    ],
)
def test_formats_are_checked(kind, good, bad):
    assert problems({"format": kind}, good) == []
    assert problems({"format": kind}, bad) != []
    assert problems({"format": kind}, 3) == []


def test_a_kept_validator_is_used_again_and_keeps_its_own_copy():
    schema = {"type": "string"}
    kept = dialect.compile(schema)
    assert dialect.compile({"type": "string"}) is kept
    schema["type"] = "integer"
    assert kept.problems("x") == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from([0.5, 1.0, "a", "b", ""]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from("abc"), below, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150)
@given(
    JSON,
    st.lists(
        st.sampled_from(["string", "integer", "number", "object", "array", "null", "boolean"]),
        min_size=1,
        max_size=2,
        unique=True,
    ),
    JSON,
)
def test_it_agrees_with_plain_json_schema(value, types, other):
    below = {"type": types}
    for schema in (
        {"items": below, "uniqueItems": True},
        {"properties": {"a": below}, "required": ["b"], "additionalProperties": below},
        {"anyOf": [below, {"const": other}], "not": {"enum": [other, 1]}},
        {"properties": {"a": True}, "patternProperties": {"^b": below}, "unevaluatedProperties": False},
        {"if": {"required": ["a"]}, "then": {"properties": {"b": below}}, "unevaluatedProperties": below},
    ):
        assert (problems(schema, value) == []) == Draft202012Validator(schema).is_valid(value), schema


def test_a_problem_reads_as_place_and_sentence():
    problem = Problem("/a", "Please answer this.", "required")
    assert str(problem) == "/a: Please answer this."
    assert json.dumps([problem.severity]) == '["error"]'
    assert len({problem, problem}) == 1
