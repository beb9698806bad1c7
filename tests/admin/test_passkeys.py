"""Passkeys as a second step, in a real Chromium with a device that it plays: made, named, used, removed, refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from fixtures.browser import violations
from fixtures.desk import DESK, PASSWORD
from passlib.totp import TOTP
from sqlalchemy import text

from nearer import desk
from nearer_admin.passkeys import NAMED, SECURE, why_not


@pytest.fixture
def device(new_device):
    """Ann's phone, signed in."""
    made = new_device()
    made.say_password()
    made.page.wait_for_url(made.address + "/")
    return made


def sign_out(device):
    device.page.click("text=Sign out")
    device.page.wait_for_url("**/login")


def require(installation):
    with desk.session_scope(installation.engine, write=True) as session:
        desk.set_rule(session, "second_step", "required")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://desk.example.org", ""),
        ("https://desk.example.org:8443", ""),
        ("http://localhost:8000", ""),
        ("http://desk.example.org", SECURE),
        ("http://127.0.0.1:8000", NAMED),
        ("https://192.0.2.7", NAMED),
        ("http://[::1]:8000", NAMED),
    ],
)
def test_passkeys_are_offered_where_browsers_make_them_and_nowhere_else(address, why):
    assert why_not(address) == why


def test_elsewhere_the_page_says_plainly_why_there_are_none(installation, people):
    from fixtures.desk import Desk

    from nearer_admin.app import desk_app

    app = desk_app(replace(installation, base_url="http://desk.example.org"))
    ann = Desk(app.test_client())
    ann.send("/login", "login", email="ann@example.org", password=PASSWORD)
    for path in ("/account/", "/account/passkeys"):
        page = ann.get(path).text
        assert SECURE in page
        assert "Add a passkey" not in page
        assert 'name="name"' not in page


def test_a_passkey_is_made_used_and_removed(device, installation):
    device.add("The blue key")
    page = device.page
    assert "is kept" in page.inner_text("main")
    assert "The blue key" in page.inner_text("main")
    assert len(device.keys()) == 1
    sign_out(device)
    device.say_password()
    page.wait_for_url(re.compile("/desk/passkey"))
    device.go("/couples/")
    page.wait_for_url(re.compile("/desk/login"))  # the password alone opened nothing
    device.say_password()
    page.click("text=Use my passkey")
    page.wait_for_url(device.address + "/")
    device.go("/account/")
    page.click("text=Remove The blue key")
    page.wait_for_load_state()
    assert "opens nothing any more" in page.inner_text("main")
    sign_out(device)
    device.say_password()
    page.wait_for_url(device.address + "/")


def test_where_the_person_wanted_to_go_is_not_lost(device):
    device.add()
    sign_out(device)
    device.go("/links/")
    device.page.fill("input[name=email]", "ann@example.org")
    device.page.fill("input[name=password]", PASSWORD)
    device.page.click("main button.primary")
    device.page.click("text=Use my passkey")
    device.page.wait_for_url("**/desk/links/")


def test_a_device_that_nobody_unlocks_opens_nothing(device):
    device.add()
    sign_out(device)
    device.lock()
    device.say_password()
    device.page.click("text=Use my passkey")
    device.page.wait_for_selector("[data-said]:visible")
    assert "No passkey came" in device.page.inner_text("[data-said]")
    device.go("/")
    device.page.wait_for_url(re.compile("/desk/login"))


def test_the_passkey_of_somebody_else_does_not_sign_in_as_them(device, new_device):
    device.add()
    sign_out(device)
    olga = new_device()
    olga.say_password("olga")
    olga.page.wait_for_url(olga.address + "/")
    olga.add("Olga's own")
    sign_out(olga)
    (hers,) = olga.keys()
    olga.take(device.keys()[0])
    olga.cdp.send("WebAuthn.removeCredential", {"authenticatorId": olga.id, "credentialId": hers["credentialId"]})
    olga.say_password("olga")
    olga.page.click("text=Use my passkey")
    olga.page.wait_for_selector("[data-said]:visible")  # the page has asked for hers by itself, which is gone
    # The browser would not even offer it; let the page ask for any passkey.
    form = olga.page.locator("form[data-passkey]")
    form.evaluate(
        "(form, id) => { const asked = JSON.parse(form.dataset.options);"
        " asked.allowCredentials = [{id, type: 'public-key'}]; form.dataset.options = JSON.stringify(asked); }",
        device.keys()[0]["credentialId"].rstrip("=").replace("+", "-").replace("/", "_"),
    )
    with olga.page.expect_navigation():
        olga.page.click("button:text-is('Ask again')")
    assert "could not be used" in olga.page.inner_text("main")
    olga.go("/")
    olga.page.wait_for_url(re.compile("/desk/login"))


def test_who_has_both_chooses_and_recovery_codes_work_beside_a_passkey(device, clock):
    page = device.page
    device.add()
    device.go("/account/recovery-codes")
    page.click("text=Make new codes")
    codes = page.locator("li code").all_inner_texts()
    device.go("/account/second-step")
    page.click("text=Begin")
    key = page.inner_text("code")
    page.fill("#code", TOTP(key).generate(time=clock().timestamp()).token)
    page.click("text=Turn it on")
    page.wait_for_url(device.address + "/account/")
    clock.move(minutes=2)
    sign_out(device)
    device.say_password()
    page.click("text=A code from my app")
    page.fill("#code", TOTP(key).generate(time=clock().timestamp()).token)
    page.click("main button.primary")
    page.wait_for_url(device.address + "/")
    sign_out(device)
    device.say_password()
    page.click("text=A passkey")
    page.click("text=Use my passkey")
    page.wait_for_url(device.address + "/")
    sign_out(device)
    device.say_password()
    page.click("text=A passkey")
    page.click("text=Use a recovery code")
    page.fill("#code", codes[0])
    page.click("main button.primary")
    page.wait_for_url(device.address + "/")


def test_where_everybody_needs_a_second_step_a_passkey_is_one_and_the_last_one_stays(device, installation):
    require(installation)
    device.go("/couples/")
    device.page.wait_for_url("**/account/")
    device.add("Only one")
    device.go("/couples/")
    assert device.page.url.endswith("/couples/")
    device.go("/account/")
    device.page.click("text=Remove Only one")
    assert "this is your last one" in device.page.inner_text("main")
    device.go("/account/")
    assert "Only one" in device.page.inner_text("main")


def test_somebody_else_takes_lost_passkeys_away_and_every_sign_in_ends(device, sign_in, installation):
    device.add()
    with desk.session_scope(installation.engine) as session:
        person = desk.find_counsellor(session, email="ann@example.org").id
    admin = sign_in("admin")
    assert ">on<" in admin.get("/counsellors/").text
    admin.send(f"/counsellors/{person}/", "step")
    device.go("/couples/")
    device.page.wait_for_url(re.compile("/desk/login"))
    assert sign_in("ann").get("/").status_code == 200


def test_what_is_kept_is_the_public_half_and_days(device, installation):
    device.add()
    secret = device.keys()[0]["privateKey"]
    with installation.engine.connect() as connection:
        (row,) = connection.execute(text("SELECT * FROM passkey")).mappings().all()
    assert secret not in str(dict(row))
    assert set(row) == {
        "id", "counsellor_id", "name", "credential_id", "public_key", "sign_count", "transports", "made_at", "used_at",
    }  # fmt: skip


def test_adding_and_removing_ask_for_a_fresh_sign_in(ann):
    with ann.client.session_transaction(base_url=DESK) as session:
        session["fs_paa"] -= 3600
    assert "/verify" in ann.get("/account/passkeys").location


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_passkeys_are_clean_and_fit_a_phone(new_device, scheme):
    device = new_device(viewport={"width": 390, "height": 844}, color_scheme=scheme, reduced_motion="reduce")
    page = device.page
    device.say_password()
    page.wait_for_url(device.address + "/")

    def look(what):
        assert violations(page) == [], what
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), what

    device.go("/account/")
    look("without")
    device.go("/account/passkeys")
    look("name")
    device.lock()
    page.fill("input[name=name]", "My phone")
    page.click("main button.primary")
    page.wait_for_selector("[data-said]:visible")
    look("refused")
    device.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device.id, "isUserVerified": True})
    page.click("button:text-is('Ask again')")
    page.wait_for_url(device.address + "/account/")
    look("with")
    sign_out(device)
    device.say_password()
    look("use")
