"""Signing in, and what changes how, stands in the audit log: without a word, a code or an address anybody typed."""

from __future__ import annotations

import re

import pytest
from fixtures.desk import PASSWORD
from passlib.totp import TOTP
from sqlalchemy import text

from nearer import desk
from nearer_admin.deeds import words_of_action
from nearer_admin.sign_in_events import CHANGED, SIGNED_IN


@pytest.fixture
def lines(installation, published):
    """What the log of ann's practice says, latest first: who and what."""

    def read():
        with desk.session_scope(installation.engine) as session:
            return [(each.name, each.action) for each in desk.list_deeds(session, published.practice)]

    return read


def test_signing_in_is_noted(sign_in, lines):
    sign_in("ann")
    assert lines() == [("Ann", "signed_in")]


def test_a_try_that_failed_is_noted_without_what_was_typed(sign_in, lines, installation):
    sign_in("").send("/login", "login", email="ann@example.org", password="NEVER-IN-THE-LOG")
    assert lines() == [("Ann", "refused")]
    with installation.engine.connect() as connection:
        assert "NEVER" not in str(connection.execute(text("SELECT * FROM deed")).all())


def test_a_try_as_nobody_known_leaves_no_line(sign_in, installation):
    sign_in("").send("/login", "login", email="nobody@example.org", password="wrong-wrong-wrong")
    with installation.engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM deed")).all() == []


def test_an_own_password_second_step_and_recovery_codes_are_noted(ann, lines, clock, sign_in):
    fields = {"password": PASSWORD, "new_password": "another-long-one", "new_password_confirm": "another-long-one"}
    ann.send("/account/password", "password", **fields)
    page = ann.send("/account/second-step", {"setup": "authenticator"})
    key = re.search(r"<code>([A-Z0-9-]+)</code>", page.text)[1]
    ann.send(page, "second-step/", code=TOTP(key).generate(time=clock().timestamp()).token)
    codes = re.findall(r"<li><code>([^<]+)</code>", ann.send("/account/recovery-codes", "recovery-codes").text)
    clock.move(minutes=2)
    for path, form, code in (
        ("/second-step", "second-step", "000000"),
        ("/second-step", "second-step", TOTP(key).generate(time=clock().timestamp()).token),
        ("/recovery-code", "recovery-code", codes[0]),
    ):
        browser = sign_in("")
        browser.send("/login", "login", email="ann@example.org", password="another-long-one")
        browser.send(path, form, code=code)
    ann.send("/account/second-step", {"setup": "disable"})
    assert [action for _, action in reversed(lines())] == [
        "signed_in", "own.password", "own.app", "own.recovery_codes", "refused", "signed_in:code",
        "signed_in:recovery", "own.app_off",
    ]  # fmt: skip


def test_a_supervisor_reads_it_in_words(sign_in):
    sign_in("").send("/login", "login", email="ann@example.org", password="wrong-wrong-wrong")
    page = sign_in("sue").get("/log/").text
    assert "A try to sign in failed" in page
    assert "Signed in" in page


def test_every_line_has_words():
    for action in [*SIGNED_IN.values(), *CHANGED.values(), "refused", "own.recovery_codes"]:
        assert words_of_action(action), action
