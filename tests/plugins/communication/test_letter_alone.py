"""The letter for one: same subject, all private, and it says so."""

from nearer import Context, State, View
from nearer_plugins.communication.letter_alone import LetterAlone

kind = LetterAlone()


def test_it_says_that_nobody_gets_it() -> None:
    assert "Nobody gets this letter" in str(kind.render(View.ANSWER, {}, State(), Context()))


def test_the_letter_has_the_same_name_so_that_marks_find_it() -> None:
    assert "letter" in kind.response_schema({})["properties"]
