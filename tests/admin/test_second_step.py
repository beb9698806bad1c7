"""The second step of signing in: set up, asked for, used once, recovered from, repaired by others, asked of all."""

from __future__ import annotations

import re

import pytest
from passlib.totp import TOTP
from sqlalchemy import text

from nearer import desk

PASSWORD = "a-long-enough-password"


@pytest.fixture
def code(clock):
    """The code that an app with this key shows now."""
    return lambda key: TOTP(key).generate(time=clock().timestamp()).token


@pytest.fixture
def set_up(code, clock):
    """Turns somebody's second step on and gives the key in their app."""

    def turn_on(browser):
        page = browser.send("/account/second-step", {"setup": "authenticator"})
        key = re.search(r"<code>([A-Z0-9-]+)</code>", page.text)[1]
        reply = browser.send(page, "second-step/", code=code(key))
        assert reply.status_code == 302, reply.text
        clock.move(minutes=2)
        return key

    return turn_on


def _begin(sign_in, name="ann"):
    browser = sign_in("")
    reply = browser.send("/login", "login", email=f"{name}@example.org", password=PASSWORD)
    assert "/second-step" in reply.location
    return browser


def test_with_a_second_step_the_password_alone_opens_nothing(ann, sign_in, set_up, code):
    key = set_up(ann)
    browser = _begin(sign_in)
    assert browser.get("/").status_code == 302
    page = browser.get("/second-step").text
    assert ">Code</label>" in page
    assert "Authentication" not in page
    assert "not right" in browser.send("/second-step", "second-step", code="000000").text
    assert browser.send("/second-step", "second-step", code=code(key)).status_code == 302
    assert browser.get("/").status_code == 200


def test_a_code_works_once(ann, sign_in, set_up, code):
    key = set_up(ann)
    first, second = _begin(sign_in), _begin(sign_in)
    first.send("/second-step", "second-step", code=code(key))
    assert "used already" in second.send("/second-step", "second-step", code=code(key)).text
    assert second.get("/").status_code == 302


def test_a_recovery_code_lets_in_once_and_is_not_readable_in_the_table(ann, sign_in, set_up, installation):
    set_up(ann)
    codes = re.findall(r"<li><code>([0-9a-f-]+)</code>", ann.send("/account/recovery-codes", "recovery-codes").text)
    assert len(codes) == 8
    assert not re.findall(r"<li><code>", ann.get("/account/recovery-codes?show_codes=1").text)
    with installation.engine.connect() as connection:
        kept = connection.execute(text("SELECT mf_recovery_codes, tf_totp_secret FROM counsellor")).all()
    assert codes[0] not in str(kept)
    browser = _begin(sign_in)
    assert browser.send("/recovery-code", "recovery-code", code=codes[0]).status_code == 302
    assert browser.get("/").status_code == 200
    assert "none of your" in _begin(sign_in).send("/recovery-code", "recovery-code", code=codes[0]).text
    assert "You have 7 left" in ann.get("/account/").text


def test_guesses_at_codes_are_limited(ann, sign_in, set_up, code):
    key = set_up(ann)
    browser = _begin(sign_in)
    for _ in range(20):
        browser.send("/second-step", "second-step", code="000000")
    assert browser.send(browser.get("/second-step"), "second-step", code=code(key)).status_code == 429


def test_somebody_else_takes_a_lost_step_away_and_every_sign_in_ends(ann, sign_in, set_up, installation):
    set_up(ann)
    with desk.session_scope(installation.engine) as session:
        person = desk.find_counsellor(session, email="ann@example.org").id
    admin = sign_in("admin")
    admin.send(f"/counsellors/{person}/", "step")
    assert ann.get("/").status_code == 302
    assert sign_in("ann").get("/").status_code == 200
    with desk.session_scope(installation.engine) as session:
        own = desk.find_counsellor(session, email="admin@example.org").id
    assert "/step" not in admin.get(f"/counsellors/{own}/").text


def test_where_everybody_needs_one_nothing_else_opens_before_and_nobody_turns_it_off(ann, sign_in, set_up):
    admin = sign_in("admin")
    set_up(admin)
    admin.send("/counsellors/", {"act": "require"})
    for path in ("/", "/couples/", "/programs/"):
        assert ann.get(path).location.endswith("/desk/account/")
    assert "asks everybody" in ann.get("/account/").text
    set_up(ann)
    assert ann.get("/couples/").status_code == 200
    assert "disable" not in ann.get("/account/second-step").text
    ann.post("/desk/account/second-step", [("setup", "disable")])
    assert "after your password" in ann.get("/account/").text.lower()


def test_setting_up_asks_for_a_fresh_sign_in(ann):
    with ann.client.session_transaction(base_url="http://localhost/desk") as session:
        session["fs_paa"] -= 3600
    assert "/verify" in ann.get("/account/second-step").location
    assert "/verify" in ann.get("/account/recovery-codes").location


def test_who_chose_it_turns_it_off_again(ann, sign_in, set_up):
    set_up(ann)
    ann.send("/account/second-step", {"setup": "disable"})
    assert sign_in("ann").get("/").status_code == 200
