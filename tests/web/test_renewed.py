"""What two people meet when their program is published anew and they are moved: nothing lost, nothing opened by it."""

from __future__ import annotations

import pytest
from fixtures import trial
from fixtures.editing import ask_otherwise, remove, reword
from fixtures.installation import hidden
from sqlalchemy import select

from nearer import desk
from nearer.store.editions import load_edition
from nearer.store.moving import ALL, UNAFFECTED, move_couple
from nearer.store.tables import Couple

SAID = {"f/feeling": "MARK-FEELING", "f/diary": "MARK-DIARY", "f/letter": "MARK-LETTER"}


@pytest.fixture
def renew(installation, published, clock):
    """Publishes a changed document and moves every couple to it; says how many went."""

    def run(document, choice=ALL):
        with desk.session_scope(installation.engine, write=True) as session:
            draft = desk.get_program(session, published.practice, published.program)
            here = {"registry": installation.registry, "now": clock()}
            desk.save_program(session, draft, document, revision=draft.revision, **here)
            sha = desk.publish_program(session, published.practice, published.program, **here).edition_sha
        moved = 0
        with desk.session_scope(installation.engine, write=True) as session:
            edition = load_edition(session, sha)
            for couple in session.scalars(select(Couple)).all():
                kinds, options = installation.registry.types, {"choice": choice, "now": clock()}
                moved += move_couple(session, installation.keyring, couple.id, edition, kinds, **options)
        return moved

    return run


@pytest.fixture
def pair(enrol):
    """Two people who both answered the open step."""
    ada, bo = enrol()
    ada.post("s-everything/1", SAID)
    bo.post("s-everything/1", {"f/feeling": "BO-FEELING"})
    return ada, bo


def test_what_stays_the_same_stays_done_and_open(pair, renew):
    ada, bo = pair
    assert renew(reword(trial.program(), "s-everything")) == 1
    for person in pair:
        page = person.get("s-everything/1").text
        assert "MARK-FEELING" in page
        assert "BO-FEELING" in page
        assert "Everything again" in page
        assert "renewed" not in page + person.get().text
    assert "MARK-DIARY" in ada.get("s-everything/1").text
    assert "MARK-DIARY" not in bo.get("s-everything/1").text


def test_what_asks_for_something_else_is_asked_again_and_the_words_are_kept(pair, renew):
    ada, bo = pair
    assert renew(ask_otherwise(trial.program(), "s-everything")) == 1
    page = ada.get("s-everything/1").text
    assert "I am done" in page
    assert "MARK" not in page
    assert "This step was renewed meanwhile" in page
    before = ada.get("before/s-everything/1").text
    assert {"MARK-FEELING", "MARK-DIARY", "BO-FEELING"} <= set(before.replace("<", " ").replace(">", " ").split())
    theirs = bo.get("before/s-everything/1").text
    assert "MARK-FEELING" in theirs
    assert "MARK-DIARY" not in theirs
    assert "MARK-LETTER" not in theirs
    assert "s-everything/1" in ada.get("before").text


def test_a_new_answer_opens_nothing_old_and_the_old_opens_nothing_new(enrol, renew):
    ada, bo = enrol()
    ada.post("s-everything/1", SAID)
    renew(ask_otherwise(trial.program(), "s-everything"))
    bo.post("s-everything/1", {"f/feeling": "BO-NEW"})
    assert "MARK" not in bo.get("s-everything/1").text
    assert bo.get("before/s-everything/1").status_code == 404
    assert "BO-NEW" not in ada.get("s-everything/1").text
    assert "BO-NEW" not in ada.get("before/s-everything/1").text
    ada.post("s-everything/1", {"f/feeling": "ADA-NEW"})
    for person in (ada, bo):
        page = person.get("s-everything/1").text
        assert "ADA-NEW" in page
        assert "BO-NEW" in page
        assert "MARK" not in page


def test_a_step_that_left_keeps_its_words_where_they_were(pair, renew):
    ada, bo = pair
    renew(remove(trial.program(), "s-everything"))
    assert ada.get("s-everything/1").status_code == 404
    assert "MARK-DIARY" in ada.get("before/s-everything/1").text
    assert "MARK-FEELING" in bo.get("before/s-everything/1").text
    assert "MARK-DIARY" not in bo.get("before/s-everything/1").text


def test_going_back_lets_everything_count_again(pair, renew):
    ada, bo = pair
    renew(ask_otherwise(trial.program(), "s-everything"))
    renew(remove(trial.program(), "s-everything"))
    assert renew(trial.program()) == 1
    assert "MARK-FEELING" in bo.get("s-everything/1").text
    assert "MARK-DIARY" in ada.get("s-everything/1").text
    assert ada.get("before/s-everything/1").status_code == 404
    assert "renewed" not in ada.get().text


def test_who_would_lose_a_place_stays_where_only_the_unaffected_are_moved(pair, renew):
    ada, _ = pair
    assert renew(ask_otherwise(trial.program(), "s-everything"), UNAFFECTED) == 0
    assert "MARK-FEELING" in ada.get("s-everything/1").text
    assert renew(ask_otherwise(trial.program(), "s-plan"), UNAFFECTED) == 1


def test_a_page_that_was_open_meanwhile_loses_nothing(enrol, renew):
    ada, _ = enrol()
    page = ada.get("s-everything/1").text
    renew(ask_otherwise(trial.program(), "s-everything"))
    reply = ada.client.post(ada.home + "s-everything/1", data=hidden(page) | {"f/feeling": "TYPED"})
    assert reply.status_code == 409
    assert "renewed meanwhile" in reply.text
    assert "TYPED" in reply.text


def test_a_draft_survives_and_says_that_its_step_was_renewed(enrol, renew):
    ada, _ = enrol()
    ada.post("s-everything/1/draft", {"f/feeling": "HALF"})
    renew(ask_otherwise(trial.program(), "s-everything"))
    page = ada.get("s-everything/1").text
    assert "HALF" in page
    assert "renewed meanwhile" in page


def test_a_release_does_not_reach_the_answer_that_comes_in_its_place(pair, renew, installation, published, clock):
    ada, bo = pair
    with desk.session_scope(installation.engine, write=True) as session:
        public = desk.list_couples(session, published.practice)[0].public
        case = desk.open_case(session, installation.keyring, published.practice, public, now=clock())
        for side in ("a", "b"):
            desk.release_answers(session, case, side, "s-everything", 1, now=clock())
    renew(ask_otherwise(trial.program(), "s-everything"))
    assert "MARK-LETTER" in bo.get("before/s-everything/1").text
    ada.post("s-everything/1", {"f/feeling": "well", "f/letter": "NEW-LETTER"})
    bo.post("s-everything/1", {"f/feeling": "well"})
    assert "NEW-LETTER" not in bo.get("s-everything/1").text


def test_a_shared_answer_is_asked_again_of_both(pair, renew):
    ada, bo = pair
    ada.post("s-diary/1", {"f/entry": "x"})
    bo.post("s-diary/1", {"f/entry": "x"})
    ada.post("s-plan/1", {"f/plan": "MARK-PLAN"})
    bo.post("s-plan/1/confirm")
    renew(ask_otherwise(trial.program(), "s-plan"))
    for person in pair:
        assert "MARK-PLAN" not in person.get("s-plan/1").text
        assert "I am done" in person.get("s-plan/1").text
        assert "MARK-PLAN" in person.get("before/s-plan/1").text
    bo.post("s-plan/1", {"f/plan": "NEW-PLAN"})
    assert ada.post("s-plan/1/confirm").status_code == 303
    assert "NEW-PLAN" in ada.get("s-plan/1").text


def test_a_screen_that_is_asked_again_can_be_answered_alike_or_passed(enrol, renew):
    ada, bo = enrol()
    for person in (ada, bo):
        person.post("s-screen/1", {"f/afraid": "yes"})
    renew(ask_otherwise(trial.program(), "s-screen"))
    assert "I am done" in ada.get("s-screen/1").text
    assert "not shown again" in ada.get("before/s-screen/1").text
    ada.post("s-screen/1", {"f/afraid": "yes"})
    bo.post("s-screen/1", {"do": "pass"})
    for person in (ada, bo):
        assert "I am done" not in person.get("s-screen/1").text
