"""Invitations: a link that works once and for two days, and a supervisor who invites only to the own practice."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from nearer import desk

CHOSEN = "chosen-by-nell-herself"


@pytest.fixture
def invited(sign_in):
    """Sue invites Nell; the path of the link below the desk."""
    told = sign_in("sue").send("/team/new/", {"f/email": ""}, f__email="Nell@Example.org", f__name="Nell")
    address = re.search(r'value="([^"]+/desk/welcome/[^"]+)"', told.text)[1]
    return urlsplit(address).path.removeprefix("/desk")


def _choose(browser, path, password=CHOSEN, again=CHOSEN):
    return browser.send(path, {"username": "nell@example.org"}, password=password, again=again)


def test_whoever_is_invited_chooses_a_password_and_works_in_that_practice(invited, sign_in, people, installation):
    nell = sign_in("")
    assert _choose(nell, invited).location.endswith("/desk/login")
    assert nell.send("/login", "login", email="nell@example.org", password=CHOSEN).status_code == 302
    assert nell.get("/couples/").status_code == 200
    with desk.session_scope(installation.engine) as session:
        person = desk.find_counsellor(session, email="nell@example.org")
        assert (person.role, person.practice_id) == ("counsellor", people["ann"])


def test_an_invitation_works_once(invited, sign_in):
    _choose(sign_in(""), invited)
    again = sign_in("").get(invited)
    assert again.status_code == 404
    assert "nothing any more" in again.text


def test_an_invitation_ends_after_two_days(invited, sign_in, clock):
    clock.move(hours=47)
    assert sign_in("").get(invited).status_code == 200
    clock.move(hours=1)
    assert sign_in("").get(invited).status_code == 404


def test_a_changed_invitation_opens_nothing(invited, sign_in):
    wrong = invited[:-3] + ("aaa" if not invited.endswith("aaa") else "bbb")
    assert sign_in("").get(wrong).status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "words"), [("short", "short", "twelve"), (CHOSEN, "another-long-one", "not the same")]
)
def test_an_unfit_password_changes_nothing(invited, sign_in, password, again, words):
    nell = sign_in("")
    reply = _choose(nell, invited, password, again)
    assert reply.status_code == 422
    assert words in reply.text
    assert nell.get(invited).status_code == 200


def test_a_supervisor_sees_only_the_own_team_and_names_the_known(sign_in):
    sue = sign_in("sue")
    page = sue.get("/team/").text
    assert "ann@example.org" in page
    assert "olga@example.org" not in page
    assert sue.send("/team/new/", {"f/email": ""}, f__email="olga@example.org").status_code == 422


def _page_of(browser, email, below="/team/"):
    """The page of somebody, as a list leads there."""
    rows = browser.get(below).text.split("<tr>")
    row = next((each for each in rows if email in each), "")
    found = re.search(rf'href="/desk({below}[0-9a-f-]+/)"', row)
    return found[1] if found else None


def _link_of(page):
    return urlsplit(re.search(r'value="([^"]+/desk/welcome/[^"]+)"', page.text)[1]).path.removeprefix("/desk")


def test_the_list_says_which_invitations_are_open_and_which_ran_out(invited, sign_in, clock):
    assert "invited until 4 Nov 2026" in sign_in("sue").get("/team/").text
    clock.move(hours=49)
    assert "the invitation ran out" in sign_in("sue").get("/team/").text


@pytest.mark.parametrize(("who", "below"), [("sue", "/team/"), ("admin", "/counsellors/")])
def test_one_that_ran_out_is_renewed_and_the_old_link_stays_shut(invited, sign_in, clock, who, below):
    clock.move(hours=49)
    browser = sign_in(who)
    new = _link_of(browser.send(_page_of(browser, "nell@example.org", below), "renew"))
    assert sign_in("").get(invited).status_code == 404
    assert _choose(sign_in(""), new).status_code == 303
    page = browser.get(_page_of(browser, "nell@example.org", below)).text
    assert "<dd>yes</dd>" in page
    assert "renew" not in page


def test_a_withdrawn_invitation_opens_nothing_and_its_address_is_free(invited, sign_in):
    sue = sign_in("sue")
    sue.send(_page_of(sue, "nell@example.org"), "withdraw")
    assert sign_in("").get(invited).status_code == 404
    assert _page_of(sue, "nell@example.org") is None
    again = sue.send("/team/new/", {"f/email": ""}, f__email="nell@example.org")
    assert _choose(sign_in(""), _link_of(again)).status_code == 303


def test_who_came_in_can_be_neither_withdrawn_nor_invited_anew(invited, sign_in):
    sue = sign_in("sue")
    drawn = sue.get(_page_of(sue, "nell@example.org"))
    _choose(sign_in(""), invited)
    assert sue.send(drawn, "withdraw").status_code == 409
    assert sue.send(drawn, "renew").status_code == 409
    assert sign_in("").send("/login", "login", email="nell@example.org", password=CHOSEN).status_code == 302


def test_a_supervisor_ends_every_sign_in_of_a_colleague_and_reaches_nobody_else(sign_in, ann, installation):
    sue = sign_in("sue")
    sue.send(_page_of(sue, "ann@example.org"), "sign-ins")
    assert ann.get("/").status_code == 302
    assert sign_in("ann").get("/").status_code == 200
    with desk.session_scope(installation.engine) as session:
        theirs = [desk.find_counsellor(session, email=f"{who}@example.org").id for who in ("olga", "admin")]
    for person in theirs:
        assert sue.get(f"/team/{person}/").status_code == 404


def test_an_administrator_ends_every_sign_in_of_anybody(sign_in):
    admin, olga = sign_in("admin"), sign_in("olga")
    admin.send(_page_of(admin, "olga@example.org", "/counsellors/"), "sign-ins")
    assert olga.get("/").status_code == 302


def test_whoever_has_something_here_already_is_not_withdrawn(invited, sign_in, people, installation, clock):
    with desk.session_scope(installation.engine, write=True) as session:
        nell = desk.find_counsellor(session, email="nell@example.org")
        desk.note_deed(session, nell.id, "programs.create_view", practice_id=people["ann"], now=clock())
    sue = sign_in("sue")
    reply = sue.send(_page_of(sue, "nell@example.org"), "withdraw")
    assert reply.status_code == 409
    assert "theirs already" in reply.text
    assert _page_of(sue, "nell@example.org")
