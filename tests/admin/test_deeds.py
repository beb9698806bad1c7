"""The audit log: every change is noted in its own transaction, without anybody's words, and nobody edits it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from nearer import desk
from nearer_admin.deeds import words_of_action
from nearer_admin.rights import TABLE


@pytest.fixture
def noted(installation):
    """The deeds of ann's practice or of the administrators, latest first; who signed in aside."""

    def read(practice):
        with desk.session_scope(installation.engine) as session:
            return [each for each in desk.list_deeds(session, practice) if each.action != "signed_in"]

    return read


def test_a_change_is_noted_with_who_what_and_when_and_no_words(
    ann, sign_in, enrol, noted, published, installation, clock
):
    enrol()
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
    ann.send(f"/couples/{public}/", "label", label="The Millers")
    (deed,) = noted(published.practice)
    assert (deed.name, deed.action, deed.kind, deed.target, deed.when) == (
        "Ann", "couples.label", "couple", public, clock(),
    )  # fmt: skip
    page = sign_in("sue").get("/log/").text
    assert "Changed a couple&#39;s label" in page
    assert "Millers" not in page
    assert f"/desk/couples/{public}/" in page


def test_what_was_refused_is_not_noted(ann, noted, published):
    ann.send("/practice/", {"f/name": "Practice on the Hill"}, f__zone="Middle/Earth")
    ann.post(f"/desk/program/{published.program}/change", [("act", "stage_add"), ("revision", "1")])
    assert noted(published.practice) == []


def test_a_change_that_fails_leaves_neither_itself_nor_a_note(ann, noted, published, installation):
    with installation.engine.begin() as connection:
        connection.execute(text("ALTER TABLE deed RENAME TO elsewhere"))
    reply = ann.send("/practice/", {"f/name": "Practice on the Hill"}, f__contact="NEVER KEPT")
    assert reply.status_code == 500
    with installation.engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO deed"))
    assert "NEVER KEPT" not in ann.get("/practice/").text
    assert noted(published.practice) == []


def test_a_supervisor_reads_their_practice_and_an_administrator_what_administrators_did(sign_in, ann):
    ann.send("/practice/", {"f/name": "Practice on the Hill"}, f__contact="By the door")
    sign_in("admin").send("/practices/new/", {"f/name": ""}, f__name="By the Sea")
    sue, admin = (sign_in(who).get("/log/").text for who in ("sue", "admin"))
    assert "Changed the practice" in sue
    assert "Made a practice" not in sue
    assert "Made a practice" in admin
    assert "Changed the practice" not in admin
    assert ann.get("/log/").status_code == 403


def test_the_log_pages_by_key(installation, published, people, sign_in, clock):
    sue = sign_in("sue")
    with desk.session_scope(installation.engine, write=True) as session:
        ann = desk.find_counsellor(session, email="ann@example.org")
        for number in range(45):
            desk.note_deed(session, ann.id, f"seed.n{'a' * number}", practice_id=published.practice, now=clock())
    first = sue.get("/log/").text
    assert first.count("seed.n") == 40
    older = first.split("after=")[1].split('"')[0]
    assert sue.get(f"/log/?after={older}").text.count("seed.n") == 5


def test_every_change_has_words_and_no_address_of_the_log_takes_one(desk_app):
    for endpoint, right in TABLE.items():
        if right.noted:
            assert words_of_action(endpoint), f"{endpoint} changes something: give it words in nearer_admin/deeds.py"
    methods = [rule.methods for rule in desk_app.url_map.iter_rules() if rule.endpoint.startswith("log.")]
    assert methods
    assert all("POST" not in each for each in methods)


def test_the_desk_is_given_nothing_by_which_a_line_of_the_log_is_changed_or_removed():
    assert {name for name in desk.__all__ if "deed" in name.lower()} == {"list_deeds", "note_deed"}
