"""Rehearsing a draft: the real pages and rules for two made-up people, a clock that moves, and nothing that stays."""

from __future__ import annotations

import os
import re

import pytest
from sqlalchemy import func, select
from werkzeug.test import Client

from nearer import desk
from nearer.store.tables import metadata
from nearer.web.dispatcher import wsgi


@pytest.fixture
def begun(ann, published):
    """The page of a rehearsal that has just begun."""
    return ann.follow(ann.send(f"/program/{published.program}/", "/rehearsal/begin"))


@pytest.fixture
def front(installation, ann):
    """The whole site, in the counsellor's browser: the cookies that the desk gave for both are sent along."""
    client = Client(wsgi(installation))

    def get(address):
        for name in re.findall(r"n-rehearsal-[\w-]+", " ".join(str(each) for each in ann.client._cookies.values())):
            client.set_cookie(name, ann.client.get_cookie(name, path="/").value, path="/")
        return client.get(address, base_url="http://localhost", follow_redirects=False)

    return get


def frames(page):
    return re.findall(r'<iframe[^>]* src="([^"]+)"', page.text)


def press(ann, page, act, **more):
    return ann.follow(ann.send(page, {"act": act}, **more))


def name_of(page):
    return re.search(r"/rehearsal/(rehearsal-[0-9a-f]+)/", page.text)[1]


def test_both_frames_show_what_couples_get_and_may_be_framed(begun, front):
    assert "Day 1" in begun.text
    for address in frames(begun):
        page = front(address)
        assert page.status_code == 200
        assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"
        assert "Trial weeks" in page.text
    assert "Welcome, Kim" in front(frames(begun)[0]).text
    assert "Welcome, Robin" in front(frames(begun)[1]).text


def test_somebody_without_the_cookies_sees_nothing_of_it(begun, installation):
    stranger = Client(wsgi(installation))
    assert stranger.get(frames(begun)[0], base_url="http://localhost").status_code == 401


def test_one_is_late_and_the_clock_moves(ann, begun, front):
    page = press(ann, begun, "all a")
    assert "Nothing is open just now." in page.text
    assert "0 of 8 done" in page.text
    page = press(ann, page, "move", days="3")
    assert "Day 4" in page.text
    page = press(ann, page, "all b")
    assert "0 of 8 done" not in page.text
    assert front(frames(page)[0]).status_code == 200  # both came back, though days have passed


def test_a_wish_and_a_release_lead_to_the_forms_for_two(ann, begun, installation):
    found = desk.find_rehearsal(installation, name_of(begun))
    for which in ("a", "b"):
        found.answer(which, found.next(which), {"afraid": "no"})
    page = press(ann, press(ann, begun, "wish"), "move", days="1")
    for _ in range(4):
        page = press(ann, page, "next a")
        page = press(ann, page, "next b")
    found = desk.find_rehearsal(installation, name_of(page))
    assert found.journey.facts.decisions["meet"] == "together"
    assert found.journey.place(found.side("a"), "s-talk").form.name == "together"


def test_a_whole_program_is_gone_through_in_a_few_presses(ann, begun):
    page, presses = begun, 0
    while "8 of 8 done" not in page.text and presses < 20:
        page = press(ann, page, "both")
        page = press(ann, page, "move", days="1")
        presses += 2
    assert page.text.count("8 of 8 done") == 2


def test_what_is_written_there_is_nowhere_else_and_goes_with_it(ann, begun, installation, published):
    def rows():
        with desk.session_scope(installation.engine) as session:
            return [session.scalar(select(func.count()).select_from(metadata.tables[t])) for t in ("couple", "entry")]

    press(ann, begun, "both")
    assert rows() == [0, 0]
    folder = installation.data / "rehearsals" / name_of(begun)
    assert folder.is_dir()
    gone = ann.follow(ann.send(begun, "/end"))
    assert "is gone" in gone.text
    assert not folder.exists()
    assert ann.get(f"/rehearsal/{name_of(begun)}/").status_code == 404


def test_a_colleague_cannot_open_it(begun, sign_in):
    assert sign_in("olga").get(f"/rehearsal/{name_of(begun)}/").status_code == 404


def test_a_draft_that_cannot_be_published_says_why(ann, published, installation):
    home = f"/program/{published.program}/"
    ann.send(home, {"act": "stage_add"})
    del installation.registry.types["trial.plan"]
    page = ann.follow(ann.send(home, "/rehearsal/begin"))
    assert "This can&#39;t be rehearsed yet" in page.text
    assert "The exercise type trial.plan is not here" in page.text
    assert list((installation.data / "rehearsals").iterdir()) == []


def test_a_rehearsal_of_yesterday_is_thrown_away_when_the_next_begins(ann, begun, installation, published):
    old = installation.data / "rehearsals" / name_of(begun)
    os.utime(old, (0, 0))
    ann.send(f"/program/{published.program}/", "/rehearsal/begin")
    assert not old.exists()
