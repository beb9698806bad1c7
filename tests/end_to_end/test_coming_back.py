"""Coming back on paper and on new devices: a place that was given, and one that was lost, on a moved clock."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.house import House
from fixtures.looking import Looker
from fixtures.visitors import Counsellor, Partner
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CALM = {"afraid": "no", "say_no": "yes"}
STEP, WORDS = "s-where-intention", "what I have told nobody"
QUESTION, CLOSED = "Did you make this place yourself?", "This way in is closed"
NARROW = {"width": 360, "height": 740}


@pytest.fixture
def new_device(new_context: Callable, house: House) -> Callable[[Partner], Partner]:
    """Another narrow phone of the same person, without script."""

    def make(owner: Partner) -> Partner:
        page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
        return Partner(house, page, owner.name, owner.home, owner.way_back)

    return make


@pytest.fixture
def wrote(ada: Partner, house: House) -> Partner:
    """Ada, who has a private link and half an answer, which only she can read."""
    ada.begin(house.told["link"])
    ada.keep_way_back()
    ada.answer("s-where-screen", CALM)
    ada.pass_by("s-where-map")
    ada.open(STEP)
    ada.page.locator("textarea").first.fill(WORDS)
    expect(ada.page.get_by_text("Saved for later")).to_be_visible()
    return ada


def code_on(device: Partner) -> str:
    """The code that stands on the card."""
    expect(device.page.get_by_role("heading", name="Your code")).to_be_visible()
    return "-".join(each.inner_text() for each in device.page.locator(".groups .code").all())


def type_code(device: Partner, code: str) -> None:
    """From the front page to the field, with a slip first."""
    device.page.goto(device.house.address)
    device.press("Type a code")
    device.page.get_by_label("Your code").fill(code[:-1])
    device.press("Open")
    assert "There is a slip" in device.text
    device.page.get_by_label("Your code").fill(code.lower().replace("-", " "))
    device.press("Open")


def words_at(device: Partner) -> str:
    device.open(STEP)
    return device.page.locator("textarea").first.input_value()


def test_somebody_gave_it_to_me(wrote: Partner, new_device):
    hers, giver = new_device(wrote), wrote
    hers.page.goto(giver.way_back)
    hers.press("Open")
    expect(hers.page.get_by_role("heading", name=QUESTION)).to_be_visible()
    hers.press("Somebody gave it to me")
    hers.press("Give me a code of my own")
    code = code_on(hers)
    hers.press("Go on")
    assert words_at(hers) == ""
    giver.page.goto(giver.home)
    assert CLOSED in giver.text
    assert "That was not me" not in giver.text
    tablet = new_device(wrote)
    type_code(tablet, code)
    tablet.press("Yes, I made it myself")
    tablet.page.wait_for_url(hers.home)
    hers.page.goto(hers.home + "doors")
    assert "Another device" in hers.text
    hers.press("End all others and give me a new code")
    assert code_on(hers) != code
    tablet.page.goto(hers.home)
    assert "Please come in again" in tablet.text


def test_a_lost_way_back_is_replaced_and_opens_old_words_after_72_hours(
    house: House, wrote: Partner, counsellor: Counsellor, new_device
):
    wrote.page.goto(wrote.home + "ways")
    wrote.page.get_by_label("How to reach me safely").fill("555 0107")
    wrote.page.locator("#reach").locator("..").get_by_role("button", name="Keep this").click()
    counsellor.open_couple()
    counsellor.press("Let Ada in again…")
    counsellor.press("I am alone")
    expect(counsellor.page.get_by_text("555 0107")).to_be_visible()
    counsellor.page.get_by_role("checkbox").check()
    counsellor.press("Make a code to read out")
    said = "".join(each.inner_text() for each in counsellor.page.locator("strong.code").all())
    phone = new_device(wrote)
    type_code(phone, said)
    phone.way_back = f"{house.address}/r/{code_on(phone)}"
    assert words_at(phone) == ""
    wrote.page.goto(wrote.home)
    assert "That was not me: end it" in wrote.text
    house.clock.move(hours=71)
    phone.come_back()
    assert words_at(phone) == ""
    house.clock.move(hours=1)
    phone.come_back()
    assert words_at(phone) == WORDS


def test_every_page_of_coming_back_is_accessible_narrow_and_asks_nobody_else(house: House, wrote: Partner, new_context):
    context = new_context(viewport=NARROW)
    looker = Looker(context, house.address)
    page = context.new_page()
    other = Partner(house, page, "Ada", wrote.home, wrote.way_back)
    for path in ("/r", "/help"):
        page.goto(house.address + path)
        looker.look(page, path)
    page.goto(wrote.way_back)
    other.press("Open")
    looker.look(page, "the question")
    other.press("Somebody gave it to me")
    looker.look(page, "a code of your own")
    other.press("Give me a code of my own")
    looker.look(page, "the card")
    for path in ("doors", "ways"):
        page.goto(other.home + path)
        looker.look(page, path)
    wrote.page.goto(wrote.home)
    looker.look(wrote.page, "a door of before")
    assert looker.found == []
