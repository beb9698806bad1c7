"""The safety screen: which answers raise which flag, and what is shown to nobody."""

from itertools import product

import pytest

from nearer import CONTRAINDICATIONS, Context, State, View
from nearer.rules.scoring import raised
from nearer.rules.visibility import COUNSELLOR, PARTNER, SAFETY, SELF, Moment, filter_answer, is_write_only
from nearer_plugins.safety.questions import QUESTIONS
from nearer_plugins.safety.screen import OCCASIONS, Screen

kind = Screen()
FLAGS = kind.flags({})

RAISING = {
    ("afraid", "often"): "fear",
    ("afraid", "sometimes"): "fear",
    ("free_to_say_no", "rarely"): "fear",
    ("free_to_say_no", "no"): "fear",
    ("later_price", "yes"): "fear",
    ("later_price", "maybe"): "fear",
    ("hurt", "yes"): "ipv_clinical",
    ("pressed", "yes"): "ipv_clinical",
    ("controlled", "often"): "ipv_clinical",
    ("controlled", "sometimes"): "ipv_clinical",
    ("own_force", "yes"): "ipv_clinical",
    ("wellbeing", "need_help"): "acute_crisis",
    ("no_wish_to_live", "often"): "acute_crisis",
    ("no_wish_to_live", "sometimes"): "acute_crisis",
    ("overwhelmed", "yes"): "acute_crisis",
    ("separation", "yes"): "recent_separation",
    ("affair", "yes"): "recent_affair",
    ("drink", "often"): "intoxication",
}
OFFERED = [(question.name, value) for question in QUESTIONS for value, _ in question.choices]


@pytest.mark.parametrize(("name", "value"), OFFERED)
def test_every_answer_raises_exactly_its_flag(name: str, value: str) -> None:
    flag = RAISING.get((name, value))
    assert raised(FLAGS, {name: value}) == ({flag} if flag else set())


def test_every_answer_that_should_raise_is_offered() -> None:
    assert set(RAISING) <= set(OFFERED)
    assert set(RAISING.values()) == set(CONTRAINDICATIONS)


@pytest.mark.parametrize("response", [{}, {question.name: "rather_not" for question in QUESTIONS}])
def test_saying_nothing_never_raises_anything(response: dict) -> None:
    assert raised(FLAGS, response) == set()


def test_keeping_silent_on_the_rest_takes_no_flag_away() -> None:
    for (name, value), silence in product(RAISING, ("rather_not", None)):
        rest = {each.name: silence for each in QUESTIONS if silence and each.name != name}
        assert RAISING[name, value] in raised(FLAGS, {**rest, name: value})


def test_every_question_can_be_left_unsaid() -> None:
    schema = kind.response_schema({})
    assert "required" not in schema
    for asked in schema["properties"].values():
        assert asked["oneOf"][-1] == {"const": "rather_not", "title": "I'd rather not say"}


@pytest.mark.parametrize("viewer", [SELF, PARTNER, COUNSELLOR])
def test_nobody_but_a_safety_task_ever_sees_an_answer(viewer: str) -> None:
    schema, answer = kind.response_schema({}), {question.name: question.offered[0][0] for question in QUESTIONS}
    always = Moment(both=True, joint=frozenset(answer), released=True)
    assert filter_answer(schema, answer, viewer, always) == {}
    assert filter_answer(schema, answer, SAFETY, Moment()) == answer
    assert is_write_only(schema)


@pytest.mark.parametrize("occasion", [value for value, _ in OCCASIONS])
def test_who_reads_it_stands_before_the_questions(occasion: str) -> None:
    config = {"occasion": occasion, "who_reads": "Only the night desk reads this."}
    page = str(kind.render(View.ANSWER, config, State(), Context()))
    assert page.index("Only the night desk reads this.") < page.index("data-fields")


@pytest.mark.parametrize("view", [View.REVIEW, View.REVEAL])
def test_afterwards_the_page_is_the_same_bytes_for_every_answer(view: View) -> None:
    pages = {
        kind.render(view, {}, State(mine=answer), Context())
        for answer in (None, {}, {"afraid": "often"}, {"afraid": "no"}, {"hurt": "rather_not"})
    }
    assert len(pages) == 1


def test_when_something_has_changed_the_page_says_so() -> None:
    page = str(kind.render(View.ANSWER, {"occasion": "changed"}, State(), Context()))
    assert "Something has changed" in page


def test_there_is_nothing_to_write_freely() -> None:
    assert all("oneOf" in asked for asked in kind.response_schema({})["properties"].values())


def test_where_to_turn_is_said_to_everybody_before_and_after() -> None:
    config = {"help": "Ring the green house.", "afterwards": "The green house is open at night."}
    assert "Ring the green house." in str(kind.render(View.ANSWER, config, State(), Context()))
    for answer in ({}, {"hurt": "yes"}):
        page = str(kind.render(View.REVIEW, config, State(mine=answer), Context()))
        assert "The green house is open at night." in page
