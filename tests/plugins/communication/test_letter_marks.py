"""Marks on a letter: each sentence of the other's letter gets its place, and nothing is counted."""

import re

import pytest

from nearer import Context, State, View
from nearer_plugins.communication.letter_marks import LetterMarks, marked, sentences

kind = LetterMarks()
CONFIG = {"sentences": 3, "gathers": [{"step": "s-1", "property": "letter"}]}
LETTERS = ({"step": "s-1", "property": "letter", "mine": "Mine. All <mine>.", "theirs": "One. <Two>? Three! Four."},)


@pytest.mark.parametrize(
    ("letter", "limit", "found"),
    [
        ("One. Two? Three!", 5, ["One.", "Two?", "Three!"]),
        ("One\n\nTwo", 5, ["One", "Two"]),
        ("At 3.5 it rained. Then not.", 5, ["At 3.5 it rained.", "Then not."]),
        ("One. Two. Three. Four.", 3, ["One.", "Two.", "Three. Four."]),
        ("", 3, []),
        (None, 3, []),
    ],
)
def test_a_letter_is_cut_into_sentences_and_loses_none(letter: object, limit: int, found: list[str]) -> None:
    assert sentences(letter, limit) == found


def test_the_other_letter_stands_on_the_page_with_a_mark_for_each_sentence() -> None:
    page = str(kind.render(View.ANSWER, CONFIG, State(gathered=LETTERS), Context()))
    assert "&lt;Two&gt;?" in page
    assert "All &lt;mine&gt;" not in page
    places = re.findall('data-fields="([^"]*)"', page)
    assert sorted(places) == sorted(kind.response_schema(CONFIG)["properties"])
    assert page.index("One.") < page.index('"mark_1"') < page.index("&lt;Two") < page.index('"mark_2"')


def test_places_that_a_short_letter_leaves_over_are_folded_away() -> None:
    short = ({**LETTERS[0], "theirs": "Only one."},)
    page = str(kind.render(View.ANSWER, CONFIG, State(gathered=short), Context()))
    assert page.index("<details>") < page.index('"mark_2"')
    assert page.index('"mark_1"') < page.index("<details>")


def test_the_reveal_puts_the_marks_i_got_beside_what_i_wrote() -> None:
    state = State(
        gathered=LETTERS,
        mine={"mark_2": "not_quite", "note_2": "I was <cold>."},
        theirs={"mark_1": "me", "thanks": "With the car."},
    )
    page = str(kind.render(View.REVEAL, CONFIG, state, Context(my_name="Kim", their_name="Alex")))
    kim, alex = page.split("<h2>Alex</h2>")
    assert kim.index("Mine.") < kim.index("This is me.") < kim.index("With the car.")
    assert alex.index("Two") < alex.index("Not quite.") < alex.index("I was &lt;cold&gt;.")


def test_a_letter_on_paper_is_marked_by_number() -> None:
    assert marked(None, {"mark_2": "add", "note_2": "And late."}, 3) == [
        {"text": "Sentence 2", "mark": "Yes, and I would add", "note": "And late."}
    ]
