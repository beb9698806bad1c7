"""A talk by turns on one device, in a couple for whom it is open."""

import pytest
from fixtures.installation import hidden
from sqlalchemy import update

from nearer.store.engine import session_scope
from nearer.store.tables import Couple

TALK = "s-talk/1"


@pytest.fixture
def talkers(enrol, installation, clock):
    """Two people whose second stage is done together."""
    one, two = enrol()
    for person in (one, two):
        person.post("s-screen/1", {"f/afraid": "no"})
        person.post("together", {"wish": "together"})
    with session_scope(installation.engine, write=True) as session:
        session.execute(update(Couple).values(together_released=True))
    clock.move(days=1)
    for person in (one, two):
        person.come_back()
        person.post("s-everything/1", {"f/feeling": "fine"})
        person.post("s-diary/1", {"f/entry": "mine"})
    for person in (one, two):
        person.get()
    one.post("s-plan/1", {"f/plan": "ours"})
    two.post("s-plan/1/confirm")
    return one, two


def press(person, do):
    return person.post(TALK + "/script", {"do": do})


def test_a_talk_goes_through_its_rounds_and_ends_with_each_ones_own_rating(talkers):
    one, two = talkers
    assert "Ready?" in one.get(TALK).text
    press(one, "start")
    page = one.get(TALK).text
    assert "Say one thing." in page
    assert "about 2 minutes" in page
    assert "Whoever is first" in page
    press(one, "next")
    assert "Say back what you heard." in one.get(TALK).text
    press(one, "again speak")
    assert "Say one thing." in one.get(TALK).text
    for _ in range(4):
        press(one, "next")
    for person in (one, two):
        assert "How well were you heard?" in person.get(TALK).text
        assert person.post(TALK, {"f/heard": "4"}).status_code == 303
        assert 'form id="answer"' not in person.get(TALK).text


def test_either_can_pause_and_stop(talkers):
    one, two = talkers
    press(one, "start")
    press(two, "pause")
    assert "A pause." in one.get(TALK).text
    press(one, "resume")
    assert "Say one thing." in one.get(TALK).text
    press(two, "stop")
    assert "Say one thing." not in one.get(TALK).text


def test_a_second_press_at_the_same_move_shows_where_things_stand(talkers):
    one, two = talkers
    press(one, "start")
    late = hidden(two.get(TALK).text)
    press(one, "next")
    answer = two.client.post(two.home + TALK + "/script", data=late | {"do": "pause"})
    assert answer.status_code == 200
    assert "Say back what you heard." in answer.text
    assert "A pause." not in one.get(TALK).text
