"""Where one is signed in: each browser is a row that can be ended, and a copied cookie ends with it."""

from __future__ import annotations

import re

import pytest
from fixtures.desk import DESK, PASSWORD, Desk
from sqlalchemy import text

from nearer import desk
from nearer_admin.sign_in_rows import list_sign_ins
from nearer_admin.sign_ins import device_words

COOKIE = "nearer_desk"


@pytest.fixture
def come_in(desk_app, people):
    """Signs somebody in with a browser that says of itself what it is, to stay or not."""

    def enter(name="ann", agent="", **more):
        client = desk_app.test_client()
        client.environ_base["HTTP_USER_AGENT"] = agent
        browser = Desk(client)
        browser.send("/login", "login", email=f"{name}@example.org", password=PASSWORD, **more)
        return browser

    return enter


def copy_of(browser, desk_app):
    """Another browser with the same cookie."""
    client = desk_app.test_client()
    client.set_cookie(COOKIE, browser.client.get_cookie(COOKIE, path="/desk").value, path="/desk")
    return Desk(client)


KIT, CHROME = "AppleWebKit/537.36 (KHTML, like Gecko)", "Chrome/140.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {KIT} Safari/604.1", "Safari on an iPhone"),
        (f"Mozilla/5.0 (Linux; Android 15; Pixel 9) {KIT} {CHROME}", "Chrome on Android"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} {CHROME} Edg/140.0.0.0", "Edge on Windows"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KIT} {CHROME}", "Chrome on a Chromebook"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {KIT} Safari/605.1.15", "Safari on a Mac"),
        ("<script>alert(1)</script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_is_called_by_plain_words(agent, words):
    assert device_words(agent) == words


def test_the_list_shows_device_day_and_hour_and_marks_this_one(come_in, clock):
    come_in(agent="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
    clock.move(hours=3, minutes=7)
    here = come_in(agent="Mozilla/5.0 (iPhone; CPU) Version/18.5 Mobile Safari/604.1")
    page = here.get("/account/").text
    where = page.partition("Where you are signed in")[2]
    assert where.index("Safari on an iPhone") < where.index("this browser") < where.index("Firefox on Windows")
    assert "2 Nov 2026, about 12:00" in where
    assert "12:37" not in where


def test_what_is_kept_of_a_sign_in_opens_nothing(come_in, installation):
    browser = come_in(agent="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
    with browser.client.session_transaction(base_url=DESK) as session:
        token = session["sign_in"]
    with installation.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM sign_in")).all()
    assert len(rows) == 1
    assert token not in str(rows)
    assert "Gecko" not in str(rows)


def test_a_copied_cookie_opens_nothing_once_its_sign_in_ended(come_in, desk_app):
    browser = come_in()
    copied = copy_of(browser, desk_app)
    assert copied.get("/couples/").status_code == 200
    browser.send("/account/", "/logout")
    assert copied.get("/couples/").status_code == 302


def test_one_other_sign_in_is_ended_and_the_rest_stay(come_in, desk_app):
    lost, third, here = come_in(agent="Android Firefox/140.0"), come_in(agent="Windows"), come_in()
    copied = copy_of(lost, desk_app)
    page = here.get("/account/").text
    action = re.search(r'action="([^"]+/end)">(?:(?!</form>).)*Firefox on Android', page, re.DOTALL)[1]
    here.send("/account/", action)
    assert lost.get("/").status_code == copied.get("/").status_code == 302
    assert third.get("/").status_code == here.get("/").status_code == 200


def test_all_others_are_ended_and_this_one_stays(come_in):
    others, here = [come_in(), come_in(f="")], come_in()
    here.send("/account/", "account/end")
    assert [each.get("/").status_code for each in others] == [302, 302]
    assert here.get("/").status_code == 200
    assert "End all others" not in here.get("/account/").text


def test_nobody_ends_a_sign_in_of_somebody_else(come_in, installation, people):
    ann, olga = come_in("ann"), come_in("olga")
    with desk.session_scope(installation.engine) as session:
        person = desk.find_counsellor(session, email="ann@example.org")
        (row,) = list_sign_ins(session, person.id, now=installation.clock())
    token = re.search(r'name="csrf_token" value="([^"]+)"', olga.get("/account/").text)[1]
    olga.post(f"/desk/account/{row.id}/end", [("csrf_token", token)])
    assert ann.get("/").status_code == 200


def test_a_sign_in_ends_twelve_hours_after_its_last_use(come_in, clock):
    browser = come_in()
    for _ in range(3):
        clock.move(hours=11)
        assert browser.get("/").status_code == 200
    clock.move(hours=12, minutes=31)
    assert browser.get("/").status_code == 302


def test_who_asked_to_stay_signed_in_stays_for_thirty_days(come_in, clock):
    browser = come_in(remember="y")
    assert browser.client.get_cookie(COOKIE, path="/desk").expires is not None
    assert browser.client.get_cookie("remember_token", path="/desk") is None
    clock.move(days=29)
    assert browser.get("/").status_code == 200
    clock.move(days=30, hours=1)
    assert browser.get("/").status_code == 302


def test_a_new_password_of_ones_own_ends_every_other_sign_in(come_in):
    elsewhere, here = come_in(), come_in()
    fields = {"password": PASSWORD, "new_password": "another-long-one", "new_password_confirm": "another-long-one"}
    here.send("/account/password", "password", **fields)
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert here.get("/account/").text.count("last used") == 1


def test_a_session_from_before_sign_ins_were_kept_opens_nothing(come_in):
    browser = come_in()
    with browser.client.session_transaction(base_url=DESK) as session:
        del session["sign_in"]
    assert browser.get("/").status_code == 302


def test_no_token_signs_anybody_in_beside_the_rows(desk_app, people):
    client = desk_app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login", base_url=DESK).text)[1]
    fields = {"email": "ann@example.org", "password": PASSWORD, "csrf_token": token}
    own = {"X-CSRFToken": token, "Referer": DESK + "/", "Accept": "application/json"}
    reply = client.post("/login?include_auth_token", base_url=DESK, json=fields, headers=own)
    assert "authentication_token" not in reply.text
    with desk_app.test_request_context(base_url=DESK):
        made = desk_app.extensions["security"].datastore.find_user(email="ann@example.org").get_auth_token()
    for header in ({"Authentication-Token": made}, {"Authorization": f"Bearer {made}"}):
        stranger = desk_app.test_client()
        assert stranger.get("/couples/", base_url=DESK, headers=header).status_code == 302
        assert stranger.get(f"/couples/?auth_token={made}", base_url=DESK).status_code == 302
