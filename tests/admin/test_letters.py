"""Writing to a couple at the desk: to both at once, to one after a warning, listed without what became of it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from nearer import desk
from nearer.store.tables import metadata

WORDS = "Until Friday.\n<b>Rest</b> well."


@pytest.fixture
def couple(installation, published, enrol):
    one, two = enrol()
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
        sides = {person.seat: side for person, side in zip((one, two), sides_of(session, one, two), strict=True)}
    return one, two, f"/letters/{public}/", sides


def sides_of(session, *people):
    seat = metadata.tables["seat"].c
    return [session.scalars(select(seat.side).where(seat.id == each.seat)).one() for each in people]


@pytest.fixture
def count(installation):
    def rows():
        with desk.session_scope(installation.engine) as session:
            return session.scalar(select(func.count()).select_from(metadata.tables["letter"]))

    return rows


def test_what_goes_to_both_is_there_at_once_and_listed_with_day_and_name(ann, couple, count):
    one, two, place, _ = couple
    assert "Nothing yet" in ann.get(place).text
    assert ann.send(place, {"to": "both"}, words=WORDS, to="both").status_code == 303
    assert count() == 2
    page = ann.get(place).text
    assert "2 Nov 2026, Ann, to both" in page
    assert "&lt;b&gt;Rest" in page
    for person in (one, two):
        assert "Until Friday." in person.get().text


def test_what_goes_to_one_is_asked_about_first_and_then_goes_to_that_one(ann, couple, count):
    one, two, place, sides = couple
    asked = ann.send(place, {"to": "both"}, words=WORDS, to=sides[one.seat])
    assert asked.status_code == 422
    assert "Somebody may read over their shoulder" in asked.text
    assert count() == 0
    assert ann.send(asked, {"act": "send"}, act="send").status_code == 303
    assert "Until Friday." in one.get().text
    assert "Until Friday." not in two.get().text
    assert "2 Nov 2026, Ann, to Ada" in ann.get(place).text


def test_the_same_form_sent_twice_is_one_letter(ann, couple, count):
    place = couple[2]
    page = ann.get(place)
    for _ in range(2):
        assert ann.send(page, {"to": "both"}, words=WORDS, to="both").status_code == 303
    assert count() == 2


def test_it_can_be_taken_back_from_everybody_it_went_to(ann, couple, count, clock):
    one, _, place, _ = couple
    ann.send(place, {"to": "both"}, words=WORDS, to="both")
    assert ann.send(place, {"act": "withdraw"}, act="withdraw").status_code == 303
    assert count() == 0
    assert "Until Friday." not in one.get("letters").text
    assert "Nothing yet" in ann.get(place).text


@pytest.mark.parametrize("fields", [{"words": "  ", "to": "both"}, {"words": "Hm", "to": "c"}, {"words": "x" * 2001}])
def test_what_can_not_be_sent_is_said_and_nothing_is_lost(ann, couple, count, fields):
    reply = ann.send(couple[2], {"to": "both"}, **{"to": "both"} | fields)
    assert reply.status_code == 422
    assert "Nothing was sent." in reply.text
    assert fields["words"].strip() in reply.text
    assert count() == 0


def test_nobody_is_written_to_while_the_program_rests(ann, couple, count):
    one, _, place, _ = couple
    page = ann.get(place)
    one.post("leave", {"do": "rest"})
    reply = ann.send(page, {"to": "both"}, words=WORDS, to="both")
    assert reply.status_code in (409, 422)
    assert desk.RESTS in ann.get(place).text
    assert count() == 0


def test_who_has_not_come_is_not_offered(ann, installation, published, new_client):
    from fixtures.installation import AGREED

    new_client().post(f"/p/{published.link}/begin", data=AGREED | {"partner": "no", "name": "Noor"})
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
    page = ann.get(f"/letters/{public}/").text
    assert "To Noor alone" in page
    assert "To both" not in page
    assert page.count('name="to"') == 1


def test_another_practice_neither_reads_writes_nor_takes_back(sign_in, ann, couple, count):
    place = couple[2]
    ann.send(place, {"to": "both"}, words=WORDS, to="both")
    page, olga = ann.get(place), sign_in("olga")
    assert olga.get(place).status_code == 404
    token = olga.get("/account/password").text.split('name="csrf_token" value="')[1].split('"')[0]
    action = page.text.split('method="post" action="')[-1].split('"')[0]
    assert olga.post(action, [("csrf_token", token), ("act", "withdraw")]).status_code == 404
    assert count() == 2


def test_erasing_a_person_takes_what_they_were_written_and_leaves_the_others(ann, couple, count, installation):
    from nearer.store.erasing import erase_seat

    one, two, place, _ = couple
    ann.send(place, {"to": "both"}, words=WORDS, to="both")
    with desk.session_scope(installation.engine, write=True) as session:
        erase_seat(session, installation.keyring, one.seat)
    assert count() == 1
    assert "Until Friday." in two.get().text
    assert "to Bo" in ann.get(place).text
