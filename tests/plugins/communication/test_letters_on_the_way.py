"""Two people on the whole way of the letters: written apart, opened together, marked by the other."""

import pytest
from fixtures.installation import Person
from fixtures.two_stages import AFTER_BOTH, TOMORROW, program, settle, step

LETTER, MARKS = "s-letter/1", "s-marks/1"


@pytest.fixture
def registry():
    """The families that the letters need."""
    from nearer.registry import load_plugins
    from nearer_plugins import communication, safety

    return load_plugins(modules={"communication": communication, "safety": safety})


@pytest.fixture
def published(publish):
    """A screen; from the next day on the letter, and the marks once both have written."""
    gathers = [{"step": "s-letter", "property": "letter"}]
    return publish(
        program(
            step("letter", "communication.letter", {"about": "The car"}, TOMORROW),
            step("marks", "communication.letter_marks", {"gathers": gathers}, AFTER_BOTH),
        )
    )


def write(one: Person, two: Person) -> None:
    """Both write their letter."""
    assert one.post(LETTER, {"f/letter": "I was <tired>. I wanted music."}).status_code == 303
    assert "tired" not in two.get(LETTER).text
    assert two.post(LETTER, {"f/letter": "I was late. I knew it."}).status_code == 303


def test_each_marks_the_letter_of_the_other_sentence_by_sentence(enrol, installation, clock):
    one, two = settle(enrol, installation, clock, together=True)
    write(one, two)
    page = two.get(MARKS).text
    assert "I was &lt;tired&gt;." in page
    assert "I knew it." not in page
    assert two.post(MARKS, {"f/mark_1": "not_quite", "f/note_1": "I was cold."}).status_code == 303
    assert "I was cold." not in one.get(MARKS).text
    assert one.post(MARKS, {"f/mark_2": "me"}).status_code == 303
    opened = one.get(MARKS).text
    assert opened.index("I was &lt;tired&gt;.") < opened.index("Not quite.") < opened.index("I was cold.")


def test_alone_each_reads_only_their_own_letter(enrol, installation, clock):
    one, two = settle(enrol, installation, clock, together=False)
    write(one, two)
    page = one.get(MARKS).text
    assert "What you wrote" in page
    assert "I was &lt;tired&gt;. I wanted music." in page
    assert "I was late" not in page
