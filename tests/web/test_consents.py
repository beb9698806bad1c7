"""Consents: each person for themselves, off until given, taken back with one press, and seen by the other never."""

from __future__ import annotations

import re

import pytest
from fixtures.installation import hidden
from sqlalchemy import select

from nearer import desk
from nearer.store.erasing import erase_seat
from nearer.store.keys import keys_for_counsellor
from nearer.store.tables import metadata


@pytest.fixture
def is_given(installation):
    """Whether the desk finds that both gave it."""

    def ask() -> bool:
        with desk.session_scope(installation.engine) as session:
            couple = session.scalars(select(metadata.tables["couple"].c.id)).one()
            keys = keys_for_counsellor(session, installation.keyring, couple)
            return desk.has_consent(session, couple, keys, desk.EXPORT)

    return ask


def say(person, do):
    fields = hidden(person.get("consent").text) | {"do": do}
    assert person.client.post(person.home + "consent", data=fields).status_code == 303


def test_it_takes_a_yes_of_both_and_one_no_takes_it_back(enrol, is_given):
    ada, bo = enrol()
    assert not is_given()
    say(ada, "give")
    assert not is_given()
    say(bo, "give")
    assert is_given()
    say(ada, "take")
    assert not is_given()


def test_nobody_sees_whether_the_other_said_yes(enrol):
    ada, bo = enrol()
    before = bo.get("consent").data
    say(ada, "give")
    assert bo.get("consent").data == before
    assert "You said yes on Monday, 2 November 2026." in ada.get("consent").text


def test_what_one_agreed_to_at_the_beginning_stands_there_with_its_day(enrol):
    ada, _ = enrol()
    page = ada.get("consent").text
    assert page.count("You said yes on") == 1
    assert "I am here because I want to be." in page
    assert re.search(rf'href="{ada.home}leave"', page)


def test_a_program_without_a_counsellor_asks_for_none(publish, enrol):
    from fixtures import trial

    ada, _ = enrol(publish(trial.program(personal=False)).link)
    assert "as a file" not in ada.get("consent").text


def test_a_wish_and_an_answer_about_safety_leave_consents_alone(enrol, is_given):
    ada, bo = enrol()
    for person in (ada, bo):
        say(person, "give")
    ada.post("together", {"wish": "together"})
    ada.post("s-screen/1", {"f/afraid": "yes"})
    assert is_given()


def test_whoever_was_erased_consents_to_nothing(enrol, is_given, installation):
    ada, bo = enrol()
    for person in (ada, bo):
        say(person, "give")
    with desk.session_scope(installation.engine, write=True) as session:
        erase_seat(session, installation.keyring, ada.seat)
    assert not is_given()
