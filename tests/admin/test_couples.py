"""What the desk shows of couples: where they are, releases, tasks, and answers strictly as visibility lets it."""

from __future__ import annotations

import re

import pytest
from fixtures.counting import counted
from fixtures.marks import EACH_READER
from fixtures.trial import program as trial_program

from nearer import desk


@pytest.fixture
def couple(installation, published, enrol):
    """A couple, its two people and the path of its page at the desk."""
    one, two = enrol()
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
    return one, two, f"/couples/{public}/"


def marks(page):
    return set(re.findall(r"MARK-[A-Z]+", page))


def test_the_desk_shows_of_answers_exactly_what_visibility_allows(ann, couple):
    one, two, place = couple
    assert one.post("s-everything/1", EACH_READER).status_code == 303
    step = place + "steps/s-everything/1/"
    assert marks(ann.get(step).text) == {"MARK-RELEASED", "MARK-COUNSELLOR"}
    two.post("s-everything/1", {"f/feeling": "fine"})
    assert marks(ann.get(step).text) == {"MARK-RELEASED", "MARK-COUNSELLOR", "MARK-BOTH", "MARK-GUESS"}
    for path in (place, "/couples/", "/"):
        assert not marks(ann.get(path).text)


def test_what_the_counsellor_reads_is_listed_for_its_writer_and_nobody_else(ann, couple, clock):
    one, two, place = couple
    one.post("s-everything/1", EACH_READER)
    two.post("s-everything/1", {"f/feeling": "fine"})
    assert "Nothing was opened so far." in one.get("mine").text
    ann.get(place)
    assert "Nothing was opened so far." in one.get("mine").text, "a list of steps shows no words"
    for _ in range(2):
        ann.get(place + "steps/s-everything/1/")
    clock.move(days=1)
    for each in (one, two):
        each.come_back()
    page = one.get("mine").text
    assert page.count("Ann, ") == 1
    assert "Everything" in page
    assert "Nothing was opened so far." in two.get("mine").text


def test_the_list_says_how_far_each_couple_is_in_queries_that_do_not_grow(ann, couple, installation, enrol, published):
    one, two, _ = couple
    one.post("s-everything/1", EACH_READER)
    one.post("s-diary/1", {"f/entry": "Mine"})
    two.post("s-everything/1", {"f/feeling": "fine"})
    page = ann.get("/couples/").text
    assert "2 and 1" in page or "1 and 2" in page
    with counted(installation.engine) as few:
        ann.get("/couples/")
    for _ in range(3):
        enrol(ready=False)
    with counted(installation.engine) as many:
        ann.get("/couples/")
    assert len(few) == len(many)


def test_a_release_opens_a_letter_to_the_partner_once(ann, couple):
    one, two, place = couple
    one.post("s-everything/1", EACH_READER)
    two.post("s-everything/1", {"f/feeling": "fine"})
    assert "MARK-RELEASED" not in two.get("s-everything/1").text
    page = ann.get(place + "steps/s-everything/1/")
    for side in ("a", "b"):
        assert ann.send(page, {"side": side}).status_code == 303
    assert "MARK-RELEASED" in two.get("s-everything/1").text
    assert "released to the partner" in ann.get(place + "steps/s-everything/1/").text
    assert ann.send(page, "release").status_code == 303, "releasing twice is releasing once"


def test_nothing_is_released_that_does_not_wait_for_it(ann, couple):
    _, _, place = couple
    page = ann.get(place)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    for step in ("s-diary", "s-everything", "s-nothing"):
        fields = [("csrf_token", token), ("side", "a"), ("step", step), ("occurrence", "1")]
        assert ann.post(f"/desk{place}release", fields).status_code == 404


def test_progress_is_a_number_of_steps(ann, couple):
    one, _, place = couple
    one.post("s-everything/1", EACH_READER)
    page = ann.get(place).text
    assert re.search(r"Ada</dt>\s*<dd>\s*1 of \d+ steps finished", page)
    assert re.search(r"Bo</dt>\s*<dd>\s*0 of \d+ steps finished", page)


def test_a_label_is_sealed_and_shown_at_the_desk_only(ann, couple, installation):
    one, _, place = couple
    ann.send(place, "label", label="LABEL-OF-HERS")
    assert "LABEL-OF-HERS" in ann.get("/couples/").text
    assert "LABEL-OF-HERS" not in one.get().text
    raw = b"".join(each.read_bytes() for each in installation.data.iterdir() if each.is_file())
    assert b"LABEL-OF-HERS" not in raw


def test_together_is_one_click_and_can_be_taken_back(ann, couple, installation, published):
    _, _, place = couple

    def released():
        with desk.session_scope(installation.engine) as session:
            return desk.list_couples(session, published.practice)[0].together_released

    assert "I have spoken with each alone" in ann.get(place).text
    ann.send(place, "together", released="yes")
    assert released()
    ann.send(place, "together", released="no")
    assert not released()


@pytest.fixture
def flagged(couple):
    """The couple after one of them answered that they are afraid."""
    one, _, place = couple
    assert one.post("s-screen/1", {"f/afraid": "yes"}).status_code == 303
    return place


def task_path(ann, place):
    return re.search(r"/couples/tasks/[^/\"]+/", ann.get(place).text)[0]


def test_lists_say_get_in_touch_and_never_why(ann, flagged):
    home = ann.get("/").text
    assert "Get in touch" in home
    assert flagged in home
    for path in ("/", "/couples/", flagged, flagged + "steps/s-screen/1/"):
        page = ann.get(path).text.lower()
        assert "are you afraid" not in page
        assert "safety ask" not in page


def test_why_opens_only_after_a_fresh_sign_in_and_alone(ann, flagged, monkeypatch):
    path = task_path(ann, flagged)
    ask = ann.get(path)
    assert "I am alone" in ask.text
    assert "are you afraid" not in ask.text.lower()
    told = ann.send(ask, {"alone": "yes"})
    assert "Are you afraid" in told.text
    assert "Ada" in told.text
    assert "one is afraid of the other" in told.text
    with ann.client.session_transaction(path="/desk/", base_url="http://localhost/desk") as session:
        session["fs_paa"] -= 3600
    stale = ann.get(path)
    assert stale.status_code in (302, 303)
    assert "/desk/verify" in stale.location
    again = ann.send(ask, {"alone": "yes"})
    assert "are you afraid" not in again.text.lower()


def test_a_task_that_was_seen_to_leaves_the_list(ann, flagged):
    path = task_path(ann, flagged)
    told = ann.send(path, {"alone": "yes"})
    ann.send(told, {"act": "done"}, act="done")
    assert flagged not in ann.get("/").text


def test_another_practice_finds_neither_task_nor_couple(sign_in, ann, flagged):
    path = task_path(ann, flagged)
    olga = sign_in("olga")
    assert olga.get(path).status_code == 404
    assert olga.get(flagged).status_code == 404


def test_the_trial_program_has_a_step_behind_every_row(ann, couple):
    _, _, place = couple
    for stage in trial_program()["stages"]:
        for step in stage["steps"]:
            assert ann.get(f"{place}steps/{step['id']}/1/").status_code == 200
    assert ann.get(f"{place}steps/s-diary/9/").status_code == 404


def test_the_desk_lets_a_program_rest_and_go_on_without_learning_who_else_holds_it(ann, couple):
    one, two, place = couple
    assert "Let it rest" in ann.get(place).text
    ann.send(place, "/rest", rests="yes")
    assert "This program rests" in two.get().text
    one.post("leave", {"do": "rest"})
    ann.send(place, "/rest", rests="no")
    page = ann.get(place).text
    assert "the program rests" in page
    assert "Let it rest" in page
    one.post("leave", {"do": "on"})
    assert "This program rests" not in two.get().text
