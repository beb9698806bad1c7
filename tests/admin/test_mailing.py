"""Invitations by e-mail: through the outbox, where mail is set up; a real server of mail takes them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from fixtures.desk import PASSWORD, Desk
from sqlalchemy import text

import nearer_admin
from nearer import desk
from nearer.registry import load_plugins
from nearer.worker import work
from nearer_admin.app import desk_app
from nearer_plugins.channels.mail import Mail


@pytest.fixture
def mailbox(open_mailbox):
    return open_mailbox("plain")


@pytest.fixture
def site(installation, mailbox):
    """The installation with a mail server, and the desk as it comes in by its entry point."""
    installation.registry.composers.update(load_plugins(modules={"desk": nearer_admin}).composers)
    url = f"smtp://127.0.0.1:{mailbox.port}?from=Notes%20<notes@example.org>"
    return replace(installation, channels={"mail": Mail(url)})


@pytest.fixture
def sue(site, people):
    browser = Desk(desk_app(site).test_client())
    browser.send("/login", "login", email="sue@example.org", password=PASSWORD)
    return browser


def invite(sue):
    return sue.send("/team/new/", {"f/email": ""}, f__email="nell@example.org", f__name="Nell")


def test_register_composers():
    assert set(load_plugins(modules={"desk": nearer_admin}).composers) == {"invitation"}


def test_an_invitation_leaves_by_mail_and_its_link_opens_the_desk(sue, site, mailbox):
    page = invite(sue)
    assert "on its way to nell@example.org" in page.text
    work(site)
    (mail,) = mailbox.taken
    assert mail["To"] == "nell@example.org"
    link = re.search(r"http://localhost/desk(/welcome/\S+)", mail.get_content())[1]
    nell = Desk(desk_app(site).test_client())
    assert nell.get(link).status_code == 200


def test_no_link_lies_in_the_outbox(sue, installation):
    invite(sue)
    with installation.engine.connect() as connection:
        rows = connection.execute(text("SELECT kind, payload FROM outbox WHERE kind = 'invitation'")).all()
    assert len(rows) == 1
    assert "welcome" not in str(rows)


def test_a_withdrawn_invitation_sends_nothing_any_more(sue, site, mailbox, installation):
    invite(sue)
    with desk.session_scope(installation.engine, write=True) as session:
        desk.withdraw_invitation(session, desk.find_counsellor(session, email="nell@example.org"))
    work(site)
    assert mailbox.taken == []


def test_without_mail_nothing_waits_and_the_link_is_handed_over(installation, people):
    sue = Desk(desk_app(replace(installation, channels={})).test_client())
    sue.send("/login", "login", email="sue@example.org", password=PASSWORD)
    page = invite(sue)
    assert "Send this link to Nell" in page.text
    with installation.engine.connect() as connection:
        assert connection.execute(text("SELECT kind FROM outbox WHERE kind = 'invitation'")).all() == []
