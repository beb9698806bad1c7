"""Rest, go on, stop and erase: each alone, one wording for every cause, nothing lost but what is erased."""

from __future__ import annotations

import pytest
from fixtures.installation import hidden
from fixtures.marks import show_an_item

RESTS = "This program rests"


@pytest.fixture
def two(enrol):
    """Two who both answered what opens to both."""
    ada, bo = enrol()
    for person, words in ((ada, "ADA-SAID"), (bo, "BO-SAID")):
        assert person.post("s-everything/1", {"f/feeling": words}).status_code == 303
    assert "BO-SAID" in ada.get("s-everything/1").text
    return ada, bo


def rest(person, do="rest", **fields):
    return person.post("leave", {"do": do, **fields})


@pytest.mark.parametrize(("do", "fields"), [("rest", {}), ("stop", {"sure": "yes"})])
def test_a_rest_and_a_stop_close_what_the_two_share_for_both_and_keep_ones_own(two, do, fields):
    assert rest(two[0], do, **fields).status_code == 303
    for person, mine, theirs in ((two[0], "ADA-SAID", "BO-SAID"), (two[1], "BO-SAID", "ADA-SAID")):
        assert RESTS in person.get().text
        assert RESTS in person.get("s-diary/1").text
        page = person.get("s-everything/1").text
        assert mine in page
        assert theirs not in page


def test_who_let_it_rest_goes_on_and_everything_opens_again(two):
    ada, bo = two
    rest(ada)
    assert bo.post("leave", {"do": "on"}).location.endswith("?did=on")
    assert "as soon as nothing holds it back" in bo.get("?did=on").text
    rest(ada, "on")
    assert RESTS not in bo.get().text
    assert "ADA-SAID" in bo.get("s-everything/1").text


def test_a_stop_asks_first_says_what_may_help_instead_and_is_for_good(two):
    ada, bo = two
    refused = rest(ada, "stop")
    assert refused.status_code == 422
    assert "A rest does the same and can end again" in refused.text
    rest(ada, "stop", sure="yes")
    for person in (ada, bo):
        rest(person, "on")
    assert RESTS in bo.get().text


def test_whoever_stopped_sees_what_the_other_sees(two):
    """The one beside her must not read on her page that it was her."""
    ada, bo = two
    rest(ada, "stop", sure="yes")
    pages = []
    for person in (ada, bo):
        for path in ("leave", "erase", "s-diary/1"):
            text = person.get(path).text.replace(person.seat, "#")
            pages.append((path, text.replace(hidden(text).get("token", "#"), "#")))
    assert pages[:3] == pages[3:]


def test_what_was_being_written_when_it_came_to_rest_is_kept(two):
    ada, bo = two
    fields = hidden(bo.get("s-diary/1").text)
    rest(ada)
    told = bo.client.post(bo.home + "s-diary/1", data=fields | {"f/entry": "NOT-LOST"})
    assert (told.status_code, RESTS in told.text) == (200, True)
    rest(ada, "on")
    assert "NOT-LOST" in bo.get("s-diary/1").text


def test_nothing_that_was_sent_to_a_program_at_rest_counts(two):
    ada, bo = two
    fields = hidden(bo.get("s-diary/1").text)
    rest(ada)
    bo.client.post(bo.home + "s-diary/1", data=fields | {"f/entry": "x"})
    rest(ada, "on")
    assert 'name="f/entry"' in bo.get("s-diary/1").text


def test_what_is_to_open_later_can_be_taken_back_during_a_rest(two):
    ada, bo = two
    wish = {"f/feeling": "ADA-SAID", "f/wishes~n": "1", "f/wishes/0": "A-WISH"}
    ada.post("s-everything/1", wish, form="s-everything/1?again=yes")
    show_an_item(ada, "A-WISH")
    rest(bo)
    page = ada.get("s-everything/1").text
    assert "Take it back" in page
    fields = {name: found for name in ("token", "back") if (found := hidden(page.partition("A-WISH")[2]).get(name))}
    assert ada.client.post(ada.home + "s-everything/1/lift", data=fields).status_code == 303
    assert "Take it back" not in ada.get("s-everything/1").text


def test_an_erasure_says_what_goes_and_stays_and_asks_once_more(two):
    ada, _ = two
    page = ada.get("erase").text
    assert all(words in page for words in ("What goes", "What stays", "35 days"))
    assert "Erase it now?" not in page
    assert "Erase it now?" in ada.post("erase", {"do": "ask"}).text
    assert ada.post("erase", {"do": "erase"}).status_code == 422
    assert "ADA-SAID" in ada.get("s-everything/1").text


def test_who_erased_is_out_for_good_and_the_other_keeps_their_own(two, installation):
    ada, bo = two
    done = ada.post("erase", {"do": "erase", "sure": "yes"})
    assert "It is erased" in done.text
    assert "X-Erased" not in done.headers
    assert ada.get().status_code == 401
    assert ada.client.post(ada.way).status_code == 404
    assert installation.tombstones.read() == [ada.seat]
    assert RESTS in bo.get().text
    page = bo.get("s-everything/1").text
    assert "BO-SAID" in page
    assert "ADA-SAID" not in page


def test_an_erasure_that_cannot_be_written_down_does_not_happen(two, installation):
    ada, _ = two
    installation.tombstones.path.mkdir()
    assert ada.post("erase", {"do": "erase", "sure": "yes"}).status_code == 503
    assert "ADA-SAID" in ada.get("s-everything/1").text


def test_a_form_of_another_seat_erases_nothing(two):
    ada, bo = two
    token = hidden(bo.get("erase").text)["token"]
    answer = ada.client.post(ada.home + "erase", data={"token": token, "do": "erase", "sure": "yes"})
    assert answer.status_code == 403
    assert "ADA-SAID" in ada.get("s-everything/1").text
