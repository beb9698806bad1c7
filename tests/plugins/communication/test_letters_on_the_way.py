"""Two people on the whole way of the letters: written apart, opened together, marked by the other."""

import pytest
from fixtures.installation import Person
from sqlalchemy import update

from nearer.store.engine import session_scope
from nearer.store.tables import Couple

SCREEN, LETTER, MARKS = "s-screen/1", "s-letter/1", "s-marks/1"


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
    then = [
        step("s-letter", "communication.letter", {"about": "The car"}, {"rule": "after_delay", "days": 1}),
        step("s-marks", "communication.letter_marks", {"gathers": gathers}, {"rule": "after_both"}),
    ]
    stages = [
        {"id": "first", "title": "First", "summary": "", "steps": [step("s-screen", "safety.screen", {})]},
        {"id": "then", "title": "Then", "summary": "", "steps": then},
    ]
    return publish(
        {
            "nearer": "program/1",
            "title": "Letters",
            "summary": "Two letters.",
            "language": "en",
            "weeks": 1,
            "sealed": False,
            "personal": True,
            "stages": stages,
        }
    )


def step(name: str, kind: str, config: dict, delivery: dict | None = None) -> dict:
    """A step of one type; its form for one comes by itself."""
    return {
        "id": name,
        "title": name,
        "summary": "",
        "minutes": 10,
        "factors": ["empathy"],
        "origin": None,
        "delivery": delivery or {"rule": "at_once"},
        "variants": [{"form": "any", "type": kind, "version": 1, "config": config}],
    }


@pytest.fixture
def writers(enrol, installation, clock):
    """Makes two people, for whom the second stage is open together or alone."""

    def make(*, together: bool) -> tuple[Person, Person]:
        one, two = enrol()
        for person in (one, two):
            assert person.post(SCREEN, {}).status_code == 303
            person.post("together", {"wish": "together"})
        with session_scope(installation.engine, write=True) as session:
            session.execute(update(Couple).values(together_released=together))
        clock.move(days=1)
        for person in (one, two):
            person.come_back()
        return one, two

    return make


def write(one: Person, two: Person) -> None:
    """Both write their letter."""
    assert one.post(LETTER, {"f/letter": "I was <tired>. I wanted music."}).status_code == 303
    assert "tired" not in two.get(LETTER).text
    assert two.post(LETTER, {"f/letter": "I was late. I knew it."}).status_code == 303


def test_each_marks_the_letter_of_the_other_sentence_by_sentence(writers):
    one, two = writers(together=True)
    write(one, two)
    page = two.get(MARKS).text
    assert "I was &lt;tired&gt;." in page
    assert "I knew it." not in page
    assert two.post(MARKS, {"f/mark_1": "not_quite", "f/note_1": "I was cold."}).status_code == 303
    assert "I was cold." not in one.get(MARKS).text
    assert one.post(MARKS, {"f/mark_2": "me"}).status_code == 303
    opened = one.get(MARKS).text
    assert opened.index("I was &lt;tired&gt;.") < opened.index("Not quite.") < opened.index("I was cold.")


def test_alone_each_reads_only_their_own_letter(writers):
    one, two = writers(together=False)
    write(one, two)
    page = one.get(MARKS).text
    assert "What you wrote" in page
    assert "I was &lt;tired&gt;. I wanted music." in page
    assert "I was late" not in page
