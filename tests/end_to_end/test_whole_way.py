"""One program travels the whole way: changed and published at the desk, answered by two, revealed, read at the desk."""

from __future__ import annotations

import pytest
from fixtures.visitors import Counsellor, Partner
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SCREEN, MAP = "s-where-screen", "s-where-map"
CALM = {"afraid": "no", "drink": "no"}
OPENING = "Eight lines, and no right answer. Take your time."
TITLE = "Where we two stand"


def test_a_program_changed_at_the_desk_reveals_to_both_at_once(counsellor: Counsellor, ada: Partner, bo: Partner, meet):
    link = change_and_publish(counsellor)
    meet(link)
    for each in (ada, bo):
        answer_screen(each)
    assert TITLE in ada.text
    answer_map(ada, 7, "a wish of ada", "a note of ada")
    expect(ada.page.get_by_text("opens once you have both finished this step")).to_be_visible()
    bo.open(MAP)
    assert OPENING in bo.text
    assert "wish of ada" not in bo.page.content()
    answer_map(bo, 3, "a wish of bo", "a note of bo")
    for me, other in ((ada, bo), (bo, ada)):
        me.open(MAP)
        assert other.name in (me.page.locator("thead").text_content() or "")
        assert row(me, "We can talk") == (["7", "3"] if me is ada else ["3", "7"])
        assert f"wish of {other.name.lower()}" not in me.page.content()
        assert f"note of {other.name.lower()}" not in me.page.content()
    reads_what_may_be_read(counsellor)
    bo.open(MAP)
    assert "a wish of ada" in bo.text


def change_and_publish(counsellor: Counsellor) -> str:
    """Change a step's title and content, move a step by keyboard, publish; returns the address of the link."""
    page = counsellor.page
    page.goto(counsellor.desk + "programs/")
    page.get_by_role("link", name="Deepening emotional intimacy").click()
    page.get_by_role("link", name="2 Where we stand").click()
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("Opening").first.fill(OPENING)
    counsellor.press("Save")
    expect(page.locator(".outline")).to_contain_text(TITLE)
    page.get_by_role("link", name="3 What I want to keep in mind").focus()
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("link", name="4 What I want to keep in mind")).to_be_visible()
    counsellor.press("Publish…")
    counsellor.press("Publish")
    expect(page.get_by_role("status").filter(has_text="Published.")).to_be_visible()
    return page.get_by_label("Address").first.input_value()


def answer_screen(partner: Partner) -> None:
    partner.open(SCREEN)
    for name, value in CALM.items():
        partner.choose(name, value)
    partner.done()
    partner.open(SCREEN)
    assert "is not shown again" in partner.text
    partner.page.goto(partner.home)


def answer_map(partner: Partner, value: int, wish: str, note: str) -> None:
    partner.open(MAP)
    for factor in ("communication", "trust", "conflict", "empathy"):
        partner.choose(f"map/{factor}", str(value))
        partner.choose(f"weight/{factor}", "5")
    partner.field("wish").fill(wish)
    partner.field("note").fill(note)
    partner.done()


def row(partner: Partner, words: str) -> list[str]:
    """The two numbers of one line of the map, mine first."""
    return partner.page.locator("tr", has_text=words).locator("td").all_text_contents()


def reads_what_may_be_read(counsellor: Counsellor) -> None:
    """Numbers, wishes and notes stand at the desk, private ones and those about safety don't; a wish is released."""
    couple = counsellor.open_couple()
    assert "Ada" in counsellor.page.locator("main").inner_text()
    seen = counsellor.answers(couple, MAP)
    for words in ("a wish of ada", "a wish of bo", "a note of ada", "a note of bo"):
        assert words in seen
    assert "How close do you feel" not in seen
    assert "matter to you just now" not in seen
    assert "afraid" not in counsellor.answers(couple, SCREEN)
    counsellor.answers(couple, MAP)
    ada = counsellor.page.locator("section", has=counsellor.page.get_by_role("heading", name="Ada"))
    ada.get_by_role("button", name="Release to the partner").click()
    expect(counsellor.page.get_by_text("Released to the partner.")).to_be_visible()
