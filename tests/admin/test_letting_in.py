"""At the desk: who was spoken with, and letting somebody in again who lost every way back."""

from __future__ import annotations

import re

import pytest
from fixtures.cards import code_of
from fixtures.installation import Person
from fixtures.trial import program as trial_program

from nearer import desk

CONTACT = "555 0107, after six"


@pytest.fixture
def couple(installation, published, enrol):
    """A couple, its two people and the path of its page at the desk."""
    one, two = enrol()
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
    return one, two, f"/couples/{public}/"


@pytest.fixture
def back(ann, couple):
    """The path of the page that lets Ada in again."""
    return re.search(r'href="/desk(/couples/[^"]+/back/)">Let Ada in again', ann.get(couple[2]).text)[1]


@pytest.fixture
def alone(ann, back):
    """That page, once the counsellor said that she is alone."""
    return lambda: ann.send(back, {"alone": "yes"})


def of_ways(person) -> str:
    """The page of ways, without what differs each time it is asked for."""
    return re.sub(r'name="once" value="[^"]+"', "", person.get("ways").text)


def path_in(page) -> str:
    """The pick-up link that the desk reads out."""
    return re.search(r"http://localhost(/r/[^<\s]+)", page.text)[1]


def test_a_place_is_claimed_until_the_counsellor_spoke_with_the_person(ann, couple):
    one, two, place = couple
    before = [of_ways(person) for person in (one, two)]
    assert ann.get(place).text.count("· claimed") == 2
    ann.send(ann.get(place), {"spoken": "yes"}, spoken="yes")
    page = ann.get(place)
    assert (page.text.count("· claimed"), page.text.count("you spoke with them")) == (1, 1)
    assert [of_ways(person) for person in (one, two)] == before
    ann.send(page, {"spoken": "no"}, spoken="no")
    assert ann.get(place).text.count("· claimed") == 2


def test_the_safe_contact_shows_only_there_and_only_when_she_is_alone(ann, couple, back, alone):
    one, two, place = couple
    assert one.post("ways", {"do": "contact", "contact": f" {CONTACT} "}).location == one.home + "ways?did=contact"
    for person in (one, two):
        for path in ("", "ways", "mine/notes.json"):
            assert CONTACT not in person.get(path).text
    assert CONTACT not in ann.get(place).text
    assert CONTACT not in ann.get(back).text
    assert CONTACT in alone().text
    one.post("ways", {"do": "contact", "contact": ""})
    assert "has not said here" in alone().text


def test_nobody_is_let_in_before_the_call(ann, alone):
    page = ann.send(alone(), {"act": "make"}, act="make")
    assert "tick the box" in page.text
    assert "/r/" not in page.text


def test_the_person_picks_up_a_way_back_that_the_desk_never_sees(ann, couple, alone, new_client):
    one, two, _ = couple
    one.post("s-diary/1", {"f/entry": "ONE-SAID"})
    other = two.get().data
    page = ann.send(alone(), {"act": "make"}, act="make", called="yes")
    assert CONTACT not in page.text
    device = new_client()
    code = code_of(device.post(path_in(page)))
    assert code.lower() not in page.text.lower()
    assert two.get().data == other
    assert "Not you?" in one.get().text
    assert "ONE-SAID" not in Person(device, one.seat).get("s-diary/1").text
    assert new_client().post(path_in(page)).status_code == 404


def test_it_takes_a_fresh_sign_in(ann, back):
    with ann.client.session_transaction(path="/desk/", base_url="http://localhost/desk") as session:
        session["fs_paa"] -= 3600
    assert "/desk/verify" in ann.get(back).location


def test_another_practice_finds_nothing(sign_in, couple, back):
    olga = sign_in("olga")
    assert olga.get(back).status_code == 404
    assert olga.get(couple[2]).status_code == 404


def test_where_nobody_accompanies_nobody_is_let_in(publish, enrol, installation, clock):
    lonely = publish(trial_program() | {"personal": False})
    enrol(lonely.link)
    with desk.session_scope(installation.engine, write=True) as session:
        (couple,) = desk.list_couples(session, lonely.practice)
        case = desk.open_case(session, installation.keyring, lonely.practice, couple.public, now=clock())
        for call in (desk.read_contact, lambda *args: desk.let_in_again(*args, now=clock())):
            with pytest.raises(desk.NotFoundError):
                call(session, *([installation.keyring] if call is not desk.read_contact else []), case, "a")
