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
