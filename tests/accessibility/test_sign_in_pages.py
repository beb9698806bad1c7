"""The pages of signing in by two steps and the log, as an administrator meets them: axe, width, a strict parser."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from fixtures.house import House
from fixtures.looking import Looker
from passlib.totp import TOTP

from nearer import desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "a-long-enough-password"


def test_the_pages_of_the_second_step(new_context, house: House):
    now = house.installation.clock
    with desk.session_scope(house.installation.engine, write=True) as session:
        hashed = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
        desk.create_counsellor(
            session, "chief@example.org", hashed, practice_id=None, now=now(), name="Chief", role="administrator"
        )
    page = new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce").new_page()
    root = house.told["desk"]
    looker = Looker(page.context, house.address)

    def see(what: str, path: str = "") -> None:
        if path:
            page.goto(root + path)
        looker.look(page, what)
        looker.parse(page.content(), what)

    def sign_in() -> None:
        page.goto(root + "login")
        page.fill("#email", "chief@example.org")
        page.fill("#password", PASSWORD)
        page.click("main button.primary")

    sign_in()
    see("people", "counsellors/")
    see("new person", "counsellors/new/")
    page.fill('[name="f/email"]', "second@example.org")
    page.check('[value="administrator"]')
    page.click("main button.primary")
    see("invitation")
    page.goto(page.input_value("#link"))
    see("welcome")
    see("account without", "account/")
    see("begin", "account/second-step")
    page.click("text=Begin")
    see("picture")
    code = TOTP(page.inner_text("code")).generate(time=now().timestamp()).token
    page.fill("#code", code)
    page.click("text=Turn it on")
    see("account with")
    see("recovery codes", "account/recovery-codes")
    page.click("text=Make new codes")
    see("new codes")
    codes = page.locator("li code").all_inner_texts()
    page.click("text=Sign out")
    sign_in()
    see("code")
    page.click("text=Use a recovery code")
    see("recovery code")
    page.fill("#code", codes[0])
    page.click("main button.primary")
    see("log", "log/")
    assert not looker.found, "\n".join(looker.found)
