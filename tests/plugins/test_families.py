"""What holds for every exercise type of communication, conflict and safety."""

import pytest
from fixtures.planting import SCRIPT, drawn, planted, visible

from nearer import FACTORS, Context, ExerciseType, Participation, State
from nearer.conformance import type_problems
from nearer.dialect import problems
from nearer.rules.visibility import TABLE
from nearer_plugins import communication, conflict, safety

FAMILIES = (communication, conflict, safety)
TYPES = [kind for family in FAMILIES for kind in family.TYPES]
BY_ID = {kind.id: kind for kind in TYPES}
LIBRARY = [document for family in FAMILIES for document in family.register_library()]
JOINT = {Participation.EACH, Participation.TOGETHER, Participation.TURNS}

each_type = pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.id)
each_exercise = pytest.mark.parametrize("document", LIBRARY, ids=lambda document: document["key"])


@each_type
def test_a_type_keeps_the_contract(kind: ExerciseType) -> None:
    assert type_problems(kind, kind.family) == []
    assert len(kind.samples) >= 2
    assert kind.protocol.contraindications is not None


@each_type
def test_a_config_that_says_nothing_works(kind: ExerciseType) -> None:
    assert problems(kind.config_schema, {}) == []
    assert kind.response_schema({}) is not None
    assert list(kind.check_config({})) == []


@each_type
def test_no_answer_is_demanded_but_the_promise_of_a_time_out(kind: ExerciseType) -> None:
    required = set((kind.response_schema({}) or {}).get("required", ()))
    assert required <= {"return_minutes", "comes_back"}
    assert not required or kind.id == "conflict.time_out"


@each_type
def test_what_speaks_against_a_joint_form_leads_to_a_private_one(kind: ExerciseType) -> None:
    for sample in kind.samples:
        replaced = kind.alone(sample.config)
        if kind.participation not in JOINT:
            assert replaced is None
            continue
        assert kind.protocol.contraindications
        alone = BY_ID[replaced[0]]
        assert alone.participation is Participation.SOLO
        assert problems(alone.config_schema, replaced[1]) == []
        shown = {each["x-visibility"] for each in alone.response_schema(replaced[1])["properties"].values()}
        assert shown == {"private"}


@each_type
def test_markup_in_words_and_names_is_drawn_as_words(kind: ExerciseType) -> None:
    for sample in kind.samples:
        answer = planted(kind.response_schema(sample.config), SCRIPT)
        states = (State(mine=answer, theirs=answer), State(mine=answer), State(shared=answer), State())
        context = Context(my_name=SCRIPT, their_name=SCRIPT)
        assert "<script" not in drawn(kind, sample.config, states, context)


@each_type
def test_markup_in_a_config_is_drawn_as_words(kind: ExerciseType) -> None:
    config = planted({**kind.config_schema, "properties": _words_only(kind.config_schema)}, SCRIPT)
    answer = planted(kind.response_schema(config), "said")
    states = (State(mine=answer, theirs=answer), State(shared=answer), State())
    assert "<script" not in drawn(kind, config, states)


def _words_only(schema: dict) -> dict:
    """The config fields that are free text; the others keep their defaults."""
    return {
        name: each for name, each in schema["properties"].items() if each["type"] == "string" and "oneOf" not in each
    }


@each_type
def test_what_is_not_for_the_other_is_in_nothing_that_the_other_gets(kind: ExerciseType) -> None:
    for sample in kind.samples:
        schema = kind.response_schema(sample.config)
        closed = [
            f"theirs-{name}"
            for name, each in schema["properties"].items()
            if TABLE[each["x-visibility"]].partner == "never"
        ]
        theirs = planted(schema, "theirs-")
        page = drawn(kind, sample.config, [visible(kind, sample.config, {}, theirs)])
        assert not [mark for mark in closed if mark in page]


def test_the_library_covers_every_factor() -> None:
    assert {factor for document in LIBRARY for factor in document["factors"]} == set(FACTORS)
    assert len(LIBRARY) >= 14
    assert len({document["key"] for document in LIBRARY}) == len(LIBRARY)


@each_exercise
def test_an_exercise_is_complete_and_valid(document: dict) -> None:
    assert document["nearer"] == "exercise/1"
    assert document["key"].partition(".")[0] in {"communication", "conflict", "safety"}
    assert all(document[name] for name in ("title", "summary", "minutes"))
    assert [each["form"] for each in document["variants"]] in (["any"], ["together", "alone"])
    for variant in document["variants"]:
        kind = BY_ID[variant["type"]]
        assert variant["version"] == kind.version
        assert problems(kind.config_schema, variant["config"]) == []
        assert list(kind.check_config(variant["config"])) == []
        assert (kind.participation in JOINT) == (variant["form"] == "together")


@each_exercise
def test_an_exercise_names_no_protected_method(document: dict) -> None:
    words = f"{document['title']} {document['summary']}".lower()
    assert not [
        name for name in ("imago", "love language", "fast friends", "gottman", "prepare/enrich") if name in words
    ]
