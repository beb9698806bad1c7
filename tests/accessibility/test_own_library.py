"""Making an exercise out of lines, varying it, and taking in what changed: each page in light and dark, on a phone."""

from __future__ import annotations

import pytest
from fixtures.house import House
from fixtures.looking import NARROW, Looker
from fixtures.visitors import Counsellor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def counsellor(new_context, house: House) -> Counsellor:
    return Counsellor(house, new_context(viewport=WIDE).new_page())


@pytest.fixture
def looker(counsellor: Counsellor):
    found = Looker(counsellor.page.context, counsellor.house.address)
    yield found
    assert not found.found, "\n".join(found.found)


def test_own_questions_from_lines_to_a_compared_variation(counsellor: Counsellor, looker: Looker):
    """A counsellor makes a deck, varies it, changes the first and takes the change in: each page on a phone, too."""
    counsellor.sign_in()
    page = counsellor.page

    def seen(what: str) -> None:
        page.locator("iframe").evaluate_all("all => all.forEach((each) => each.remove())")
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            looker.look(page, what)
        looker.walk(page, what)

    page.goto(counsellor.desk + "library/")
    page.get_by_role("link", name="Your own questions").click()
    counsellor.press("Save")
    seen("a door with errors")
    page.get_by_label("Title").fill("For a walk")
    page.get_by_label("one on each line").fill("- What made you laugh?\n- Where would you like to go?")
    page.get_by_label("A deck to pick from").check()
    page.get_by_label("Tags").fill("walks, evenings")
    counsellor.press("Save")
    page.wait_for_url("**/library/exercise/*/")
    first = page.url
    seen("an exercise that is only hers")
    counsellor.press("Make a variation")
    page.locator('[name="form_any/cards/0/text"]').fill("What made you smile?")
    counsellor.press("Save")
    page.wait_for_url("**/library/exercise/*/")
    page.goto(first + "edit")
    page.locator('[name="form_any/cards/0/text"]').fill("What made you laugh out loud?")
    page.locator('[name="basics/minutes"]').fill("40")
    counsellor.press("Save")
    page.goto(counsellor.desk + "library/?whose=alone")
    page.get_by_role("link", name="Its original has changed").click()
    seen("a comparison")
    counsellor.press("Take it in as chosen")
    seen("a comparison that lacks a choice")
    page.get_by_label("The original now").first.check()
    counsellor.press("Take it in as chosen")
    page.wait_for_url("**/library/exercise/*/")
    page.get_by_role("link", name="Edit").click()
    assert page.locator('[name="form_any/cards/0/text"]').input_value() == "What made you laugh out loud?"
    assert page.locator('[name="basics/minutes"]').input_value() == "40"
    page.goto(first + "archive")
    counsellor.press("Archive")
    page.goto(counsellor.desk + "library/archived/")
    seen("the archive")
