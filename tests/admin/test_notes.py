"""The counsellor's notes on a couple: for the practice alone, locked, changed and removed, gone with the couple."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from nearer import desk
from nearer.store.erasing import erase_seat
from nearer.store.tables import metadata

NOTE = "NOTE-OF-HERS\n\n<b>call</b> on Monday"


@pytest.fixture
def couple(installation, published, enrol):
    one, two = enrol()
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
    return one, two, f"/notes/{public}/"


@pytest.fixture
def notes(installation):
    """How many notes there are at all."""

    def count():
        with desk.session_scope(installation.engine) as session:
            return session.scalar(select(func.count()).select_from(metadata.tables["note"]))

    return count


def write(ann, place, words=NOTE):
    assert ann.send(place, place, words=words).status_code == 303


def test_a_note_stands_at_the_desk_with_its_day_and_its_writer(ann, couple):
    _, _, place = couple
    assert "No note yet" in ann.get(place).text
    write(ann, place)
    page = ann.get(place).text
    assert "NOTE-OF-HERS" in page
    assert "&lt;b&gt;call" in page
    assert "2 Nov 2026, Ann" in page


def test_no_page_of_a_partner_and_no_file_of_theirs_has_it(ann, couple, installation):
    one, two, place = couple
    write(ann, place)
    for person in (one, two):
        for path in ("", "mine", "mine/data", "mine/page", "consent", "leave", "s-everything/1"):
            assert "NOTE-OF-HERS" not in person.get(path).text
    raw = b"".join(each.read_bytes() for each in installation.data.iterdir() if each.is_file())
    assert b"NOTE-OF-HERS" not in raw


def test_it_is_changed_and_removed(ann, couple, notes):
    _, _, place = couple
    write(ann, place)
    assert ann.send(place, {"act": "change"}, words="Other words", act="change").status_code == 303
    page = ann.get(place)
    assert "Other words" in page.text
    assert "NOTE-OF-HERS" not in page.text
    ann.send(page, {"act": "change"}, words="  ", act="change")
    assert "Other words" in ann.get(place).text, "an empty field removes nothing"
    ann.send(page, {"act": "remove"}, act="remove")
    assert notes() == 0


def test_another_practice_neither_reads_nor_changes_it(sign_in, ann, couple, notes):
    _, _, place = couple
    write(ann, place)
    page, olga = ann.get(place), sign_in("olga")
    assert olga.get(place).status_code == 404
    token = olga.get("/account/password").text.split('name="csrf_token" value="')[1].split('"')[0]
    action = page.text.split('method="post" action="')[-1].split('"')[0]
    assert olga.post(action, [("csrf_token", token), ("act", "remove")]).status_code == 404
    assert notes() == 1


def test_notes_stay_while_one_is_there_and_go_with_the_couple(ann, couple, notes, installation):
    one, two, place = couple
    write(ann, place)
    for person, left in ((one, 1), (two, 0)):
        with desk.session_scope(installation.engine, write=True) as session:
            erase_seat(session, installation.keyring, person.seat)
        assert notes() == left
