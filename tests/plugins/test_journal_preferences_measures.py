"""What holds for every exercise type and exercise of trust_journal, preferences, measures and their like."""

import re

import pytest
from fixtures.planting import SCRIPT, drawn, planted, visible

from nearer import FACTORS, Context, ExerciseType, State, View
from nearer.conformance import type_problems
from nearer.dialect import problems
from nearer.rules.visibility import TABLE
from nearer.sanitise import sanitise
from nearer.testing import load_plugins
from nearer_plugins import intentions, measures, preferences, shared_life, trust_journal

FAMILIES = (trust_journal, preferences, shared_life, intentions, measures)
TYPES = [kind for family in FAMILIES for kind in family.register_exercise_types()]
BY_ID = {kind.id: kind for kind in TYPES}
LIBRARY = [document for family in FAMILIES for document in family.register_library()]
VERDICTS = re.compile(r"%|per ?cent|\bscore|your type|your language|compatib|\bmatch", re.IGNORECASE)

each_type = pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.id)
each_exercise = pytest.mark.parametrize("document", LIBRARY, ids=lambda document: document["key"])


@each_type
def test_a_type_keeps_the_contract(kind: ExerciseType) -> None:
    assert type_problems(kind, kind.family) == []
    assert len(kind.samples) >= 2
    assert kind.protocol.contraindications is not None


@each_type
def test_a_config_that_says_nothing_works_and_no_answer_is_demanded(kind: ExerciseType) -> None:
    assert problems(kind.config_schema, {}) == []
    assert list(kind.check_config({})) == []
    assert problems(kind.response_schema({}), {}) == []


@each_type
def test_markup_in_words_and_names_is_drawn_as_words(kind: ExerciseType) -> None:
    for sample in kind.samples:
        answer = planted(kind.response_schema(sample.config), SCRIPT)
        states = (State(mine=answer, theirs=answer), State(mine=answer), State(shared=answer), State())
        context = Context(my_name=SCRIPT, their_name=SCRIPT, earlier=(answer, answer))
        assert "<script" not in drawn(kind, sample.config, states, context)


@each_type
def test_markup_in_a_config_is_drawn_as_words(kind: ExerciseType) -> None:
    for sample in kind.samples:
        config = _scripted(sample.config)
        answer = planted(kind.response_schema(config), "said")
        assert "<script" not in drawn(kind, config, (State(mine=answer, theirs=answer), State()))


def _scripted(value: object) -> object:
    """The config with a script in every text that people read; short names and choices stay."""
    if isinstance(value, dict):
        keep = {"id", "opens"}
        return {name: each if name in keep else _scripted(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_scripted(each) for each in value]
    return SCRIPT if isinstance(value, str) else value


@each_type
def test_what_is_not_for_the_other_is_in_nothing_that_the_other_gets(kind: ExerciseType) -> None:
    for sample in kind.samples:
        schema = kind.response_schema(sample.config)
        never = [name for name, each in schema["properties"].items() if TABLE[each["x-visibility"]].partner == "never"]
        page = drawn(kind, sample.config, [visible(kind, sample.config, {}, planted(schema, "theirs-"))])
        assert not [name for name in never if f"theirs-{name}" in page]


@each_type
def test_no_page_for_two_holds_a_verdict(kind: ExerciseType) -> None:
    for sample in kind.samples:
        state = visible(kind, sample.config, *(dict(sample.answers.get(side, {})) for side in "ab"))
        assert not VERDICTS.search(re.sub("<[^>]+>", " ", drawn(kind, sample.config, [state])))


@each_type
def test_markup_survives_the_sanitiser_as_it_was_written(kind: ExerciseType) -> None:
    for sample in kind.samples:
        state = State(mine=sample.answers.get("a"), theirs=sample.answers.get("b"), shared=sample.answers.get("ab"))
        for view in View:
            page = kind.render(view, sample.config, state, Context())
            assert page is None or _tags(page) == _tags(sanitise(page))


def _tags(page: str) -> list[str]:
    return re.findall(r"<\w+[^>]*>", page)


def test_the_library_covers_every_factor() -> None:
    assert {factor for document in LIBRARY for factor in document["factors"]} == set(FACTORS)
    assert len(LIBRARY) >= 14
    assert len({document["key"] for document in LIBRARY}) == len(LIBRARY)


@each_exercise
def test_an_exercise_is_complete_and_valid(document: dict) -> None:
    assert document["key"].startswith(document["variants"][0]["type"])
    assert all(document[name] for name in ("title", "summary", "minutes"))
    assert [each["form"] for each in document["variants"]] in (["any"], ["together", "alone"])
    for variant in document["variants"]:
        kind = BY_ID[variant["type"]]
        assert variant["version"] == kind.version
        assert problems(kind.config_schema, variant["config"]) == []
        lacking = [each.keyword for each in kind.check_config(variant["config"])]
        assert lacking == (["minItems"] if is_slot(variant["config"]) else [])


def is_slot(config: dict) -> bool:
    """Whether an exercise waits for items of a known instrument."""
    return config.get("instrument", "own") != "own"


@each_exercise
def test_the_words_assume_nothing_about_a_couple(document: dict) -> None:
    found = re.findall(r"\b(he|she|his|her|husband|wife|marriage|spouse|children|god|pray)\b", str(document), re.I)
    assert found == []


def test_the_whole_library_has_sixty_exercises_and_six_for_every_factor_not_counting_empty_slots() -> None:
    ready = [each for each in load_plugins().library.values() if not is_slot(each["variants"][0]["config"])]
    assert len(ready) >= 60
    for factor in FACTORS:
        assert sum(factor in each["factors"] for each in ready) >= 6
