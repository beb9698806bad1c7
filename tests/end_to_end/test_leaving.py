"""Leaving at once, with and without script, and two people on one phone with a lock between them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from fixtures.browser import until
from fixtures.house import House
from fixtures.visitors import Partner
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SCREEN, PRIVATE = "s-where-screen", "a word that nobody else should find"


@pytest.fixture
def elsewhere(house: House, ada: Partner, bo: Partner) -> str:
    """Where leaving leads to; answered in the browser, so that no test needs the network."""
    address = house.installation.settings.exit_url
    for each in (ada, bo):
        each.page.context.route(f"**://{urlsplit(address).netloc}/**", lambda route: route.fulfill(body="Sunny."))
    return address


def press_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def press_leave(page: Page) -> None:
    page.get_by_role("button", name="Leave now").click()


@pytest.mark.parametrize("way_out", [press_shift, press_leave], ids=["shift", "button"])
def test_leaving_with_script_covers_ends_the_session_and_leaves_nothing_behind_it(
    house: House, ada: Partner, elsewhere: str, way_out
):
    write_something(ada, house.told["link"])
    way_out(ada.page)
    gone_for_good(ada, elsewhere)
    ada.come_back()
    ada.open("s-where-intention")
    assert ada.page.locator("textarea").first.input_value() == PRIVATE


def test_leaving_without_script_ends_the_session_and_keeps_what_was_written(house: House, bo: Partner, elsewhere: str):
    write_something(bo, house.told["link"])
    press_leave(bo.page)
    gone_for_good(bo, elsewhere)
    bo.come_back()
    bo.open("s-where-intention")
    assert bo.page.locator("textarea").first.input_value() == PRIVATE


def write_something(partner: Partner, link: str) -> None:
    """Begin, and stand on a page with an unsent private answer."""
    partner.begin(link)
    partner.keep_way_back()
    partner.answer(SCREEN, {"afraid": "no"})
    partner.pass_by("s-where-map")
    partner.open("s-where-intention")
    partner.page.locator("textarea").first.fill(PRIVATE)


def gone_for_good(partner: Partner, elsewhere: str) -> None:
    """Elsewhere; neither going back nor the address of the place shows anything."""
    partner.page.wait_for_url(elsewhere)
    until(partner.page, lambda: not partner.page.context.cookies(partner.house.address))
    partner.page.go_back()
    assert PRIVATE not in partner.page.content()
    for path in ("", "s-where-intention/1", "ways"):
        reply = partner.page.goto(partner.home + path)
        assert reply is not None
        assert reply.status == 401
        assert PRIVATE not in partner.page.content()
        expect(partner.page).to_have_title("Notes")


def test_two_people_share_one_phone_with_a_lock_between_them(house: House, ada: Partner):
    other = Partner(house, ada.page, "Bo")
    ada.begin(house.told["link"])
    invitation = ada.invite()
    set_pin(ada, "2468")
    other.claim(invitation)
    set_pin(other, "1357")
    assert "Welcome, Bo" in other.text
    ada.page.goto(ada.home)
    expect(ada.page.get_by_role("heading", name="This place is locked")).to_be_visible()
    unlock(ada, "1357")
    assert "That was not the PIN" in ada.text
    unlock(ada, "2468")
    expect(ada.page.get_by_text("Welcome, Ada")).to_be_visible()
    other.page.goto(other.home + "ways")
    expect(other.page.get_by_role("heading", name="This place is locked")).to_be_visible()
    unlock(other, "1357")
    other.page.goto(other.home + "ways")
    other.press("Lock now")
    expect(other.page.get_by_label("Your PIN")).to_be_visible()
    house.clock.move(minutes=5)
    for each in (ada, other):
        each.page.goto(each.home)
        expect(each.page.get_by_role("heading", name="This place is locked")).to_be_visible()


def test_a_quiet_quarter_of_an_hour_locks_a_place_with_a_pin(house: House, ada: Partner):
    ada.begin(house.told["link"])
    set_pin(ada, "2468")
    house.clock.move(minutes=16)
    ada.page.goto(ada.home + "ways")
    expect(ada.page.get_by_role("heading", name="This place is locked")).to_be_visible()
    unlock(ada, "2468")
    expect(ada.page.get_by_role("heading", name="Your ways in and out")).to_be_visible()


def set_pin(partner: Partner, pin: str) -> None:
    partner.page.goto(partner.home + "ways")
    partner.page.locator("#pin").fill(pin)
    partner.press("Set the PIN")
    expect(partner.page.locator("p.note[role=status]")).to_contain_text("PIN is set")
    partner.page.goto(partner.home)


def unlock(partner: Partner, pin: str) -> None:
    with partner.page.expect_navigation():
        partner.page.get_by_label("Your PIN").fill(pin)
        partner.press("Open")
