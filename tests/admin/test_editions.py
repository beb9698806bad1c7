"""Publishing over couples on the way, comparing editions, going back, holds, cards, and a copy for one couple."""

from __future__ import annotations

import re

import pytest
from fixtures import trial
from fixtures.editing import ask_otherwise, remove, reword
from fixtures.installation import hidden

from nearer import desk


@pytest.fixture
def draft(installation, published, clock):
    """Puts a document in place of the draft; gives its revision."""

    def put(document):
        with desk.session_scope(installation.engine, write=True) as session:
            found = desk.get_program(session, published.practice, published.program)
            options = {"revision": found.revision, "registry": installation.registry, "now": clock()}
            return desk.save_program(session, found, document, **options).revision

    return put


@pytest.fixture
def couple(enrol):
    """Two people who both answered the open step."""
    ada, bo = enrol()
    ada.post("s-everything/1", {"f/feeling": "ADA-FEELING"})
    bo.post("s-everything/1", {"f/feeling": "BO-FEELING"})
    return ada, bo


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_effect_stands_step_by_step_before_it_happens_and_the_choice_is_kept(ann, couple, draft, published):
    ada, _ = couple
    revision = draft(ask_otherwise(reword(trial.program(), "s-diary"), "s-everything"))
    place = f"/publish/{published.program}/"
    page = ann.get(place)
    said = words(page.text)
    assert "1 couple has answered or begun this; they would be asked again" in said
    assert "new words or material, same question" in said
    assert "0 couples would go over" in said
    assert "Ada" not in page.text
    ann.follow(ann.send(page, {"revision": str(revision)}, note="First try"))
    assert "ADA-FEELING" in ada.get("s-everything/1").text, "nobody is moved unless somebody says so"
    again = ann.get(place)
    assert "1 couple would go over; 1 couple would be asked again" in words(again.text)
    done = ann.follow(ann.send(again, {"revision": str(revision)}, choice="all"))
    assert "1 couple was moved" in words(done.text)
    assert "I am done" in ada.get("s-everything/1").text
    assert "First try" in ann.get(f"/editions/{published.program}/").text


def test_many_couples_are_moved_in_more_than_one_go(ann, enrol, draft, published, monkeypatch):
    from nearer.store import moves

    for number in range(3):
        enrol(names=(f"Ada {number}", "Bo"), ready=False)
    monkeypatch.setattr(moves.run_move, "__kwdefaults__", {"most": 2})
    revision = draft(reword(trial.program(), "s-diary"))
    page = ann.follow(ann.send(f"/publish/{published.program}/", {"revision": str(revision)}, choice="unaffected"))
    assert "2 moved so far" in words(page.text)
    done = ann.follow(ann.send(page, "/move"))
    assert "3 couples were moved" in words(
        ann.follow(ann.send(done, "/move")).text if "/move" in done.text else done.text
    )


def test_any_two_editions_are_compared_in_words_and_side_by_side(ann, draft, published):
    first = ann.get(f"/editions/{published.program}/").text
    ids = re.findall(r'name="before" value="([0-9a-f-]{36})"', first)
    changed = ask_otherwise(reword(remove(trial.program(), "s-plan"), "s-diary"), "s-everything", "<b>Look</b> here")
    draft(changed)
    page = ann.get(f"/editions/{published.program}/compare?before={ids[0]}&after=draft").text
    said = words(page)
    assert "Diary again" in said.replace("  ", " ")
    assert "<ins> again</ins>" in page
    assert "&lt;b&gt;Look" in page
    assert "Introduction" in said
    assert "removed" in said
    same = ann.get(f"/editions/{published.program}/compare?before={ids[0]}&after={ids[0]}").text
    assert "The two say the same." in same
    assert ann.get(f"/editions/{published.program}/compare?before={published.program}").status_code == 404


def test_going_back_publishes_the_earlier_edition_and_can_restore_the_draft(ann, couple, draft, published, program):
    ada, _ = couple
    revision = draft(ask_otherwise(trial.program(), "s-everything"))
    ann.send(f"/publish/{published.program}/", {"revision": str(revision)}, choice="all")
    assert "ADA-FEELING" not in ada.get("s-everything/1").text
    listed = ann.get(f"/editions/{published.program}/").text
    back = re.search(r'href="/desk(/editions/[^"]+/back)"', listed)[1]
    page = ann.get(back)
    assert "Go back to the edition" in page.text
    assert "Move all and ask again" in page.text
    done = ann.follow(ann.send(page, "/back" if "/back" in page.text else "", choice="all", draft="1"))
    assert "the draft says the same" in done.text
    assert "ADA-FEELING" in ada.get("s-everything/1").text, "what was given counts again"
    assert program()[1] == trial.program()


def test_a_link_opens_and_closes_at_times_of_the_practices_zone(
    ann, installation, published, new_client, clock, sign_in
):
    with desk.session_scope(installation.engine, write=True) as session:
        desk.save_practice(session, published.practice, zone="Europe/Vienna")
        link = desk.list_links(session, published.practice)[0].id
    place, public = f"/links/{link}/", f"/p/{published.link}"
    ann.send(place, {"for": "any"}, act="set", **{"for": "any"}, opens="2026-11-02T11:00", until="2026-11-03T08:30")
    page = ann.get(place).text
    assert "opens later" in page
    assert "2 Nov 2026, 11:00 (Europe/Vienna)" in page
    assert new_client().get(public).status_code == 404
    clock.move(minutes=31)  # 10:01 UTC is 11:01 in Vienna
    assert new_client().get(public).status_code == 200
    clock.move(hours=22)
    assert new_client().get(public).status_code == 404
    ann = sign_in("ann")  # a sign-in does not last that long
    ann.send(place, {"for": "any"}, act="set", **{"for": "any"}, opens="2026-11-05", until="2026-11-04")
    assert "would close before it opens" in ann.get(place).text


def test_texts_to_send_are_the_practices_own_and_name_no_program_by_themselves(ann, installation, published):
    with desk.session_scope(installation.engine) as session:
        link = desk.list_links(session, published.practice)[0].id
    page = ann.get(f"/links/{link}/").text
    boxes = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    assert len(boxes) == 2
    for box in boxes:
        assert f"http://localhost/p/{published.link}" in box
        assert "Trial weeks" not in box
        assert "{" not in box
    ann.send("/practice/", "", f__text_both="Dear both: {program}", f__name="Hill", f__zone="UTC")
    assert re.search(r"Dear both: Trial weeks\s+http://localhost/p/", ann.get(f"/links/{link}/").text)


def test_a_card_has_address_code_and_a_line_for_the_passcode_and_a_title_only_if_asked(ann, installation, published):
    with desk.session_scope(installation.engine, write=True) as session:
        link = desk.list_links(session, published.practice)[0].id
        desk.change_link(session, published.practice, link, passcode="lighthouse")
    card = ann.get(f"/links/{link}/card").text
    assert published.link in card
    assert "<svg" in card
    assert "Passcode:" in card
    for secret in ("lighthouse", "Trial weeks", "Practice on the Hill"):
        assert secret not in card
    assert "Trial weeks" in ann.get(f"/links/{link}/card?title=1").text


def rest(ann, **about):
    """Let something rest at the desk."""
    query = "&".join(f"{name}={value}" for name, value in about.items())
    return ann.send(f"/holds/new?{query}", "/holds/new", reason="A wrong sentence in it")


@pytest.mark.parametrize("what", ["step", "type", "program"])
def test_what_rests_waits_for_everybody_at_once_and_loses_nothing(what, ann, enrol, published):
    ada, bo = enrol()
    bo.post("s-everything/1", {"f/feeling": "BO-DONE"})
    open_page = ada.get("s-everything/1").text
    about = {"step": {"target": "s-everything", "program": published.program},
             "type": {"target": "trial.everything"},
             "program": {"target": published.program, "program": published.program}}[what]  # fmt: skip
    assert rest(ann, kind=what, **about).status_code == 303
    waiting = ada.get("s-everything/1").text
    assert "This opens in its own time" in waiting
    assert "wrong sentence" not in waiting
    reply = ada.client.post(ada.home + "s-everything/1", data=hidden(open_page) | {"f/feeling": "TYPED"})
    assert reply.status_code == 200
    assert "TYPED" not in reply.text
    assert (
        ada.client.post(ada.home + "s-everything/1/draft", data=hidden(open_page) | {"f/feeling": "TYPED"}).status_code
        == 200
    )
    assert "BO-DONE" in bo.get("s-everything/1").text
    assert "Change or add" not in bo.get("s-everything/1").text
    assert "Everything" not in ada.get().text
    if what == "step":
        assert "This step rests" in ann.get(f"/program/{published.program}/step/s-everything").text
        assert "1 thing rests" in ann.get("/couples/").text
    ann.send("/holds/", "/lift")
    page = ada.get("s-everything/1").text
    assert "TYPED" in page
    assert ada.post("s-everything/1", {"f/feeling": "Sent"}).status_code == 303
    assert "BO-DONE" in ada.get("s-everything/1").text


def test_a_program_that_rests_lets_nobody_begin(ann, published, new_client):
    rest(ann, kind="program", target=published.program, program=published.program)
    assert new_client().get(f"/p/{published.link}").status_code == 404


def test_a_practice_rests_its_own_things_and_an_administrator_those_of_all(sign_in, enrol):
    ada, _ = enrol()
    rest(sign_in("olga"), kind="type", target="trial.everything")
    assert "I am done" in ada.get("s-everything/1").text
    rest(sign_in("admin"), kind="type", target="trial.everything")
    assert "in its own time" in ada.get("s-everything/1").text
    assert "/lift" not in sign_in("ann").get("/holds/").text, "it is not hers to lift"
    sign_in("admin").send("/holds/", "/lift")
    assert "I am done" in ada.get("s-everything/1").text


def test_a_copy_for_one_couple_is_edited_and_they_alone_go_over_to_it(
    ann, enrol, installation, published, clock, new_client
):
    ada, _ = enrol()
    ada.post("s-everything/1", {"f/feeling": "ADA-FEELING"})
    other, _ = enrol(names=("Cleo", "Dan"))
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[1].public
    asked = ann.get(f"/couples/{public}/copy")
    made = ann.send(asked, "")
    copy_id = made.location.rstrip("/").rpartition("/")[2]
    assert ann.get(f"/couples/{public}/copy").location == made.location, "there is one copy"
    with desk.session_scope(installation.engine, write=True) as session:
        found = desk.get_program(session, published.practice, copy_id)
        options = {"registry": installation.registry, "now": clock(), "revision": found.revision}
        revision = desk.save_program(
            session, found, reword(desk.program_document(found), "s-everything"), **options
        ).revision
    page = ann.get(f"/publish/{copy_id}/")
    assert "what they wrote stays, beside the new words or material" in page.text
    done = ann.follow(ann.send(page, {"revision": str(revision)}))
    assert "for one couple" in done.text
    assert "Everything again" in ada.get("s-everything/1").text
    assert "ADA-FEELING" in ada.get("s-everything/1").text
    assert "Everything again" not in other.get("s-everything/1").text
    token = re.search(r"http://localhost/p/([\w-]+)", done.text)[1]
    assert token != published.link
    assert new_client().get(f"/p/{token}").status_code == 404, "nobody else begins there"
