"""A soft start: kind hints that block nothing, and words that open only in a joint step."""

import pytest

from nearer import Context, State, View
from nearer.rules.visibility import PARTNER, SELF, Moment, filter_answer
from nearer_plugins.conflict.soft_start import SoftStart

kind = SoftStart()

ANSWER = {
    "feelings": ["tired", "overlooked"],
    "feeling_own": "a bit lost",
    "situation": "On Tuesday the bins stood outside.",
    "wish": "That we take turns.",
    "heat": 4,
}


@pytest.mark.parametrize(
    ("name", "written", "found"),
    [
        ("situation", "You always forget.", "always"),
        ("situation", "It was NEVER agreed", "NEVER"),
        ("wish", "To go, for once, as you never do", "never"),
        ("feeling_own", "always last", "always"),
        ("situation", "Nunca me llamas", "Nunca"),
    ],
)
def test_sweeping_words_get_a_hint_at_their_field(name: str, written: str, found: str) -> None:
    (hint,) = kind.check_response({}, {name: written})
    assert (hint.pointer, hint.severity) == (f"/{name}", "hint")
    assert found in hint.message


@pytest.mark.parametrize(
    "written", ["On Tuesday.", "Nevertheless I came.", "Hallways are cold.", "", "Nievergelt rang."]
)
def test_other_words_get_no_hint(written: str) -> None:
    assert list(kind.check_response({}, {"situation": written})) == []


@pytest.mark.parametrize("written", ["Stop shouting", "Don't be late", "Don\u2019t be late", "not so many visitors"])
def test_a_wish_that_only_says_what_should_stop_gets_a_hint(written: str) -> None:
    assert [(each.pointer, each.severity) for each in kind.check_response({}, {"wish": written})] == [("/wish", "hint")]


def test_a_wish_for_something_gets_none() -> None:
    assert list(kind.check_response({}, {"wish": "An evening together, without screens"})) == []


def test_feeling_facts_and_wish_wait_for_the_joint_step_and_the_warmth_stays_private() -> None:
    schema = kind.response_schema({})
    gathering = frozenset(schema["properties"])
    assert filter_answer(schema, ANSWER, PARTNER, Moment(both=True)) == {}
    opened = filter_answer(schema, ANSWER, PARTNER, Moment(both=True, joint=gathering))
    assert set(opened) == {"feelings", "feeling_own", "situation", "wish"}
    assert filter_answer(schema, ANSWER, SELF, Moment()) == ANSWER


def test_before_the_joint_step_the_review_shows_only_the_own_words() -> None:
    page = str(kind.render(View.REVIEW, {}, State(mine=ANSWER), Context(their_name="Alex")))
    assert "tired, overlooked and a bit lost" in page
    assert "Alex" not in page


def test_once_open_both_stand_side_by_side_and_an_empty_one_says_nothing_here() -> None:
    page = str(kind.render(View.REVEAL, {}, State(mine=ANSWER, theirs={}), Context(their_name="Alex")))
    theirs = page[page.index("Alex") :]
    assert "Nothing here." in theirs
    assert "bins" in page


def test_a_set_subject_stands_in_the_question() -> None:
    assert "the garden" in kind.response_schema({"about": "the garden"})["properties"]["situation"]["description"]
