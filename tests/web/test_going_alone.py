"""Who goes on alone is never stuck at what waits for both, and the other sees nothing of it."""

from __future__ import annotations

import pytest
from fixtures.marks import sent


@pytest.fixture
def two(enrol, clock):
    """Ada did everything that Bo would have to do, too; a little more than two weeks have passed."""
    ada, bo = enrol()
    sent(ada.post("s-everything/1", {"f/feeling": "fine"}))
    sent(ada.post("s-screen/1", {"f/afraid": "no"}))
    sent(ada.post("s-diary/1", {"f/entry": "mine"}))
    clock.move(days=15)
    for person in (ada, bo):
        person.come_back()
    return ada, bo


def waits(person) -> bool:
    return "This opens in its own time" in person.get("s-plan/1").text


def test_who_goes_on_alone_does_not_wait_any_more_and_may_wait_again(two):
    ada, _ = two
    assert waits(ada)
    sent(ada.post("together", {"go": "alone"}))
    assert not waits(ada)
    assert ada.get("s-plan/1/live").json == {"open": True}
    sent(ada.post("together", {"go": "on"}))
    assert waits(ada)


def test_the_other_sees_nothing_of_it(two):
    ada, bo = two
    paths = ("", "together", "s-plan/1", "s-plan/1/live", "s-talk/1")
    before = {path: bo.get(path).text for path in paths}
    sent(ada.post("together", {"go": "alone"}))
    after = {path: bo.get(path).text for path in paths}
    for path in paths:
        assert after[path].split("\n") == before[path].split("\n"), path


def test_a_wish_stays_as_it_was(two):
    ada, _ = two
    sent(ada.post("together", {"wish": "together"}))
    sent(ada.post("together", {"go": "alone"}))
    page = ada.get("together").text
    assert 'value="together" checked' in page
    assert "Wait for both again" in page
