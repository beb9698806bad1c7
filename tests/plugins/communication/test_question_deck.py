"""Question decks: a property for each question, stable names, gentle depth."""

import re

from nearer import Context, State, View
from nearer.dialect import problems
from nearer_plugins.communication import register_library
from nearer_plugins.communication.question_deck import QuestionDeck, name_of

kind = QuestionDeck()


def deck(*depths: int) -> dict:
    """A deck with one question for each depth."""
    return {
        "sets": [
            {"title": f"Set {place}", "depth": depth, "prompts": [{"id": f"p{place}", "text": f"Question {place}?"}]}
            for place, depth in enumerate(depths, 1)
        ],
    }


def test_each_question_becomes_a_property_that_opens_to_both() -> None:
    properties = kind.response_schema({**deck(1, 2), "own_questions": [{"id": "ours", "text": "And?"}]})["properties"]
    assert list(properties) == ["p1", "p2", "ours", "own_question"]
    assert {each["x-visibility"] for each in properties.values()} == {"both"}
    assert properties["p2"]["title"] == "Question 2?"


def test_any_question_can_be_left_out() -> None:
    assert problems(kind.response_schema(deck(1, 2)), {}) == []


def test_a_named_question_keeps_its_answers_when_it_is_reworded() -> None:
    assert name_of({"id": "joy", "text": "What made you glad?"}) == name_of({"id": "joy", "text": "What pleased you?"})


def test_a_question_without_a_name_gets_one_from_its_words() -> None:
    first, second = name_of({"text": "What made you glad?"}), name_of({"text": "What made you sad?"})
    assert re.fullmatch("q_[0-9a-f]{10}", first)
    assert first != second


def test_a_question_that_stands_twice_is_refused() -> None:
    config = {**deck(1), "own_questions": [{"id": "p1", "text": "Again?"}]}
    assert [each.pointer for each in kind.check_config(config)] == ["/own_questions/0"]


def test_depth_that_jumps_or_falls_is_noted_not_refused() -> None:
    found = list(kind.check_config(deck(1, 3, 2)))
    assert [(each.pointer, each.severity) for each in found] == [
        ("/sets/1/depth", "warning"),
        ("/sets/2/depth", "warning"),
    ]


def test_every_question_has_its_place_on_the_page() -> None:
    config = {**deck(1, 2), "own_questions": [{"text": "And?"}]}
    page = str(kind.render(View.ANSWER, config, State(), Context()))
    assert sorted(re.findall('data-fields="([^"]*)"', page)) == sorted(kind.response_schema(config)["properties"])


def test_what_was_passed_reads_the_same_for_both() -> None:
    state = State(mine={"p1": "Rain on the tent."}, theirs={})
    page = str(kind.render(View.REVEAL, deck(1, 2), state, Context()))
    assert "Rain on the tent." in page
    assert page.count("Nothing here.") == 3


def test_the_bundled_decks_have_three_sets_that_deepen_and_close() -> None:
    decks = [each for each in register_library() if each["variants"][0]["type"] == kind.id]
    assert len(decks) >= 4
    for document in decks:
        sets = document["variants"][0]["config"]["sets"]
        assert len(sets) == 3
        assert [each["depth"] for each in sets] == sorted({each["depth"] for each in sets})
        assert all(each["closing"] for each in sets)
