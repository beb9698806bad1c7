"""Versions: old configs and answers reach the code of today, nothing is widened, and a bad way is named."""

from __future__ import annotations

import types
from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nearer import Context, ExerciseType, Markup, Migration, Participation, Protocol, RefusedError, State, View
from nearer.conformance import type_problems
from nearer.migrating import answer_of_today, chain_problems, config_of_today, leads_here, way
from nearer.registry import load_plugins
from nearer.rules.hookspecs import hookimpl
from nearer.testing import FAILS, run_checks

QUESTION = {"type": "string", "maxLength": 100}
FROM_1 = Migration(
    config=lambda config: {"questions": [config["question"]]} if config.get("question") else refuse("There is none."),
    examples=[({"question": "How?"}, {"questions": ["How?"]})],
    refusals=[{}],
    answers=lambda answer: {name: [value] for name, value in answer.items()},
    answer_examples=[({"word": "Well."}, {"word": ["Well."]})],
    answer_refusals=[],
)
FROM_2 = Migration(
    config=lambda config: {"questions": [{"text": each} for each in config["questions"]]},
    examples=[({"questions": ["How?"]}, {"questions": [{"text": "How?"}]})],
    refusals=[],
)


def refuse(reason: str):
    raise RefusedError(reason)


class Word(ExerciseType):
    """A type at version 3 that draws what it is given."""

    id, title, version = "mine.word", "A word", 3
    participation, factors = Participation.EACH, ("trust",)
    protocol = Protocol("To try.", "None", 2026, "D", "Everything.", (), 2, 5)
    config_schema: ClassVar = {
        "type": "object",
        "properties": {"questions": {"type": "array", "items": {"type": "object"}}},
        "required": ["questions"],
    }
    migrations: ClassVar = {1: FROM_1, 2: FROM_2}

    def response_schema(self, config, role="self"):
        words = {"type": "array", "items": QUESTION, "x-visibility": "both"}
        return {"type": "object", "properties": {"word": words}}

    def render(self, view, config, state, context):
        return Markup("<p>{}</p><p>{}</p>").format(config["questions"][0]["text"], " ".join((state.mine or {})["word"]))

    def check_response(self, config, response):
        from nearer import Problem

        return [Problem("/word/0", "Too short.")] if response.get("word") == ["x"] else []


def loaded(kind):
    module = types.ModuleType("mine")
    module.register_exercise_types = hookimpl(lambda: [kind])
    return load_plugins(modules={"mine": module})


def list_of_words(answer):
    if answer.get("word") == 3:
        raise RefusedError("A number is no word.")
    return FROM_1.answers(answer)


def list_of_questions(config):
    return FROM_2.config(config) if "questions" in config else refuse("There are no questions.")


@pytest.fixture
def lenient(monkeypatch):
    """The type as it is, with refusals where the contract wants them."""
    first = replace(FROM_1, answers=list_of_words, answer_refusals=[{"word": 3}])
    second = Migration(list_of_questions, FROM_2.examples, [{}])
    monkeypatch.setattr(Word, "migrations", {1: first, 2: second})
    return Word()


def frozen(version: int, config):
    return {"type": "mine.word", "version": version, "config": config}


def test_old_configs_go_every_step_of_the_way(lenient):
    assert lenient.versions == (1, 2, 3)
    assert config_of_today(lenient, 1, {"question": "How?"}) == {"questions": [{"text": "How?"}]}
    assert config_of_today(lenient, 3, {"any": "thing"}) == {"any": "thing"}
    assert [leads_here(lenient, n) for n in (0, 1, 2, 3, 4)] == [False, True, True, False, False]
    assert way(lenient, 0) == []
    with pytest.raises(RefusedError, match="There is none"):
        config_of_today(lenient, 1, {})


def test_the_code_of_today_draws_and_checks_an_old_step(lenient):
    registry = loaded(lenient)
    assert registry.plugin("mine").state == "works"
    old = frozen(1, {"question": "How?"})
    before = {"word": "Well."}
    assert registry.render(old, View.REVIEW, State(mine=before), Context()) == "<p>How?</p><p>Well.</p>"
    assert before == {"word": "Well."}
    assert [each.pointer for each in registry.check_response(old, {"word": "x"})] == ["/word"]
    now = frozen(3, {"questions": [{"text": "How?"}]})
    assert [each.pointer for each in registry.check_response(now, {"word": ["x"]})] == ["/word/0"]


def test_what_a_migration_refuses_is_left_to_core_and_no_failure(lenient):
    registry = loaded(lenient)
    for config, answer in (({}, {"word": "Well."}), ({"question": "How?"}, {"word": 3})):
        for _ in range(4):
            assert registry.render(frozen(1, config), View.REVIEW, State(mine=answer), Context()) is None
        assert registry.check_response(frozen(1, config), answer) == []
    assert registry.failures == {}


def test_a_migration_that_breaks_is_left_to_core_and_remembered(lenient, monkeypatch):
    broken = Migration(FROM_2.config, FROM_2.examples, [{}], lambda answer: ["no object"])
    registry = loaded(lenient)
    monkeypatch.setattr(Word, "migrations", {2: broken})
    state = State(mine={"word": "Well."})
    assert registry.render(frozen(2, {"questions": ["How?"]}), View.REVIEW, state, Context()) is None
    assert registry.failures["mine.word"].count == 1


WORDS = st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=5)


@given(visible=WORDS, added=WORDS)
def test_nothing_comes_out_under_a_name_that_did_not_go_in(visible, added):
    class Greedy(Word):
        migrations: ClassVar = {2: Migration(dict, answers=lambda answer: {**added, **answer})}

    assert answer_of_today(Greedy(), 2, visible) == visible
    assert answer_of_today(Greedy(), 3, visible) == visible


ADDING = Migration(FROM_2.config, FROM_2.examples, [{}], lambda a: {"b": 1}, [({"a": 1}, {"b": 1})])


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"migrations": {1: FROM_1}}, "/migrations/2"),
        ({"version": 2, "migrations": {2: FROM_2}}, "/migrations/2"),
        ({"version": 2, "migrations": {0: FROM_2}}, "/migrations/0"),
        ({"migrations": {2: "no migration"}}, "/migrations/2"),
    ],
)
def test_a_type_whose_way_has_a_gap_is_refused(members, pointer):
    kind = type("Worse", (Word,), members)()
    assert pointer in {each.pointer for each in chain_problems(kind)}
    assert type_problems(kind, "mine")


@pytest.mark.parametrize(
    ("migration", "pointer"),
    [
        (Migration(FROM_2.config, (), [{}]), "/migrations/2/examples"),
        (Migration(FROM_2.config, FROM_2.examples), "/migrations/2/refusals"),
        (Migration(FROM_2.config, [({"questions": []}, {})], [{}]), "/migrations/2/examples/0"),
        (Migration(dict, [({}, {})], [{}]), "/migrations/2/refusals/0"),
        (Migration(dict, [({}, {})], [{}]), "/migrations/2/examples/0/questions"),
        (Migration(lambda c: refuse("no"), FROM_2.examples, [{}]), "/migrations/2/refusals/0"),
        (ADDING, "/migrations/2/answer_examples/0"),
        (ADDING, "/migrations/2/answers/refusals"),
    ],
)
def test_a_broken_promise_of_a_migration_is_named_by_the_kit(migration, pointer):
    kind = type("Worse", (Word,), {"migrations": {2: migration}})()
    assert pointer in {each.pointer for outcome in failing(kind) for each in outcome.problems}


def test_a_good_way_has_no_problem(lenient):
    assert chain_problems(lenient) == []
    assert failing(lenient) == []


def failing(kind):
    """The checks of migrations that fail for *kind*."""
    found = run_checks(loaded(kind), slow=False)
    return [each for each in found if each.state == FAILS and each.check.id.startswith("migrat")]


def test_an_answer_that_a_later_step_gathers_reaches_the_code_of_today(lenient):
    registry = loaded(lenient)
    old = frozen(1, {"question": "How?"})
    assert registry.property_today(old, "word", "Well.") == ["Well."]
    assert registry.property_today(frozen(3, {}), "word", ["Well."]) == ["Well."]
    assert registry.property_today(old, "word", None) is None


def test_a_gathered_answer_stays_as_it_was_given_where_it_cant_be_brought_to_today(lenient, monkeypatch):
    registry = loaded(lenient)
    old = frozen(2, {"questions": ["How?"]})
    assert registry.property_today(frozen(1, {"question": "How?"}), "word", 3) == 3
    assert registry.property_today({**old, "type": "gone.away"}, "word", "Well.") == "Well."
    assert registry.failures == {}
    broken = Migration(FROM_2.config, FROM_2.examples, [{}], lambda answer: answer["nothing"])
    monkeypatch.setattr(Word, "migrations", {2: broken})
    assert registry.property_today(old, "word", "Well.") == "Well."
    assert registry.failures["mine.word"].count == 1
