"""One's own words as a file: all that one wrote and may read again, nothing of the other, nothing of the screen."""

from __future__ import annotations

import json

import pytest
from fixtures import trial
from fixtures.marks import MARKS, sent, show_an_item, write_a_diary, write_alone
from sqlalchemy import event

import nearer_schemas
from nearer.dialect import Validator

MINE = {"private", "draft", "kept", "choose", "both", "guess", "joint", "released", "aggregate", "counsellor", "shared"}


@pytest.fixture
def two(enrol):
    """Ada wrote everything; Bo something of his own."""
    ada, bo = enrol(names=(MARKS["name"], "Bo"))
    write_alone(ada)
    sent(bo.post("s-everything/1", {"f/feeling": "BO-FEELING"}))
    sent(bo.post("s-diary/1", {"f/entry": "BO-DIARY"}))
    write_a_diary(ada)
    sent(ada.post("s-plan/1", {"f/plan": MARKS["shared"]}))
    show_an_item(ada)
    return ada, bo


def data(person):
    reply = person.get("mine/notes.json")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="notes.json"'
    return json.loads(reply.text)


def page(person):
    reply = person.get("mine/notes.html")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="notes.html"'
    return reply.text


def test_both_files_hold_everything_of_ones_own_and_nothing_of_the_screen_or_the_other(two):
    ada, _ = two
    for text in (json.dumps(data(ada)), page(ada)):
        assert {word for word in MINE if MARKS[word] in text} == MINE
        assert MARKS["screen"] not in text
        assert "afraid" not in text
        assert "BO-" not in text


def test_the_data_keep_to_their_schema_and_name_the_visibility_of_each_word(two):
    document = data(two[0])
    assert Validator(nearer_schemas.load("own_words")).problems(document) == []
    (everything,) = (each for each in document["answers"] if each["step"] == "s-everything")
    assert everything["given"]["diary"] == "private"
    assert everything["words"]["wishes"] == [MARKS["choose"], MARKS["kept"]]
    assert [each["words"] for each in document["drafts"]] == [{"entry": MARKS["draft"]}]
    assert [(each["property"], each["to"]) for each in document["shown"]] == [("wishes", "partner")]


def test_an_answer_that_was_changed_is_there_in_all_its_states(two):
    ada, _ = two
    sent(ada.post("s-diary/1", {"f/entry": "LATER"}, form="s-diary/1?again=yes"))
    found = [each for each in data(ada)["answers"] if each["step"] == "s-diary"]
    assert [(each["words"]["entry"], each["stands"]) for each in found] == [(MARKS["private"], False), ("LATER", True)]
    assert MARKS["private"] not in page(ada).partition("LATER")[0].rpartition("<h3>")[2]


def test_what_both_agreed_on_is_theirs_who_wrote_it_or_said_yes(two):
    _, bo = two
    assert data(bo)["shared"] == []
    sent(bo.post("s-plan/1/confirm"))
    assert [each["words"] for each in data(bo)["shared"]] == [{"plan": MARKS["shared"]}]
    assert MARKS["shared"] in page(bo)


@pytest.mark.parametrize("cause", ["rest", "stop", "erase"])
def test_a_rest_closes_what_the_other_wrote_into_it_and_keeps_ones_own(two, cause):
    ada, bo = two
    sent(bo.post("s-plan/1/confirm"))
    ada.post(
        *(("erase", {"do": "erase", "sure": "yes"}) if cause == "erase" else ("leave", {"do": cause, "sure": "yes"}))
    )
    assert data(bo)["shared"] == []
    assert "BO-DIARY" in page(bo)
    assert not any(mark in page(bo) + json.dumps(data(bo)) for mark in MARKS.values())
    if cause != "erase":
        assert MARKS["shared"] in page(ada)


def test_the_number_of_queries_does_not_grow_with_what_is_stored(two, installation):
    ada, _ = two
    counts = []
    for _ in range(2):
        statements = []

        def keep(*call, to=statements):
            to.append(call[2])

        event.listen(installation.engine, "before_cursor_execute", keep)
        data(ada)
        event.remove(installation.engine, "before_cursor_execute", keep)
        counts.append(len([each for each in statements if each.lstrip().startswith("SELECT")]))
        for n in range(3):
            sent(ada.post("s-diary/1", {"f/entry": f"more {n}"}, form="s-diary/1?again=yes"))
    assert counts[0] == counts[1] <= 6


def test_the_page_says_what_is_in_it_and_that_it_is_not_locked(two, enrol):
    ada, _ = two
    told = ada.get("mine").text
    assert all(words in told for words in ("What is in it", "What is not in it", "The file is not locked"))
    nobody, _ = enrol()
    assert "There is nothing here yet" in nobody.get("mine").text
    assert data(nobody)["answers"] == []


def test_the_last_step_offers_the_file(publish, enrol):
    steps = [trial.step("diary", trial.Diary), trial.step("end", trial.Diary)]
    stage = {"id": "only", "title": "Only", "summary": "", "steps": steps}
    ada, bo = enrol(publish(trial.program(stages=[stage])).link)
    sent(ada.post("s-diary/1", {"f/entry": "one"}))
    assert "You have come to the end" not in ada.get().text
    assert "This was the last step" not in ada.get("s-diary/1").text
    sent(ada.post("s-end/1", {"f/entry": "two"}))
    assert "You have come to the end" in ada.get().text
    assert "This was the last step" in ada.get("s-end/1").text
    assert "You have come to the end" not in bo.get().text


def test_a_page_that_is_there_at_any_time_ends_nothing(publish, enrol):
    end = trial.step("end", trial.Diary, "after_previous")
    steps = [trial.step("diary", trial.Diary), end, trial.step("any", trial.Diary)]
    stage = {"id": "only", "title": "Only", "summary": "", "steps": steps}
    ada, _ = enrol(publish(trial.program(stages=[stage])).link)
    for step in ("any", "diary"):
        sent(ada.post(f"s-{step}/1", {"f/entry": "one"}))
        assert "You have come to the end" not in ada.get().text
    sent(ada.post("s-end/1", {"f/entry": "two"}))
    assert "You have come to the end" in ada.get().text
    assert "This was the last step" in ada.get("s-end/1").text
    assert "This was the last step" not in ada.get("s-any/1").text


def test_a_stranger_gets_no_file(two, new_client):
    for path in ("mine", "mine/notes.html", "mine/notes.json"):
        assert new_client().get(two[0].home + path).status_code == 401
