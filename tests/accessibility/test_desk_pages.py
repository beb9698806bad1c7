"""Every page of the desk that a link leads to: axe in light and dark, no scrolling sideways, a strict parser."""

from __future__ import annotations

import re

import pytest
from fixtures.house import House
from fixtures.looking import NARROW, Looker
from fixtures.visitors import Counsellor, Partner

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = {"width": 1280, "height": 900}
ID = re.compile(
    r"(?<=/exercise/)[^/]+|(?<=/gallery/)[^/]+|(?<=/preview/type/)[^/]+|(?<=/own/)[^/]+|(?<=/stage/)[^/]+|(?<=/steps/)[^/]+/\d+|/s-[^/]+$"
    r"|(?<=/couples/)(?!tasks)[^/]+|(?<=/results/)(?!program)[^/]+|(?<=/notes/)[^/]+|(?<=/letters/)[^/]+|[0-9a-f]{8}-[0-9a-f-]{27}"
)
EXPECTED = {
    "/programs/", "/programs/new/", "/library/", "/library/new/", "/library/exercise/*/", "/couples/", "/couples/*/",
    "/couples/*/steps/*/", "/couples/tasks/*/", "/links/", "/links/*/", "/practice/", "/plugins/", "/add/",
    "/program/*/", "/program/*/stage/*", "/program/*/step*", "/publish/*/", "/preview/program/**",
    "/editions/*/", "/links/*/card", "/holds/", "/holds/new", "/couples/*/copy",
    "/results/*/", "/notes/*/", "/letters/*/", "/tasks/", "/results/program/*/", "/results/*/export",
    "/media/", "/media/new/", "/material/program/**", "/exchange/*/",
    "/gallery/", "/gallery/*", "/preview/type/*", "/own/*", "/library/archived/",
}  # fmt: skip


@pytest.fixture
def counsellor(new_context, house: House) -> Counsellor:
    return Counsellor(house, new_context(viewport=WIDE).new_page())


@pytest.fixture
def looker(counsellor: Counsellor):
    found = Looker(counsellor.page.context, counsellor.house.address)
    yield found
    assert not found.found, "\n".join(found.found)


def kind_of(path: str) -> str:
    """The path with ids taken out: one page of each kind is enough."""
    return ID.sub("*", re.split("[?#]", path)[0])


def test_every_kind_of_page_of_the_desk(new_context, house: House, counsellor: Counsellor, looker: Looker):
    partner = Partner(house, new_context().new_page(), "Ada")
    partner.begin(house.told["link"])
    partner.answer("s-where-screen", {"afraid": "often"})
    page = counsellor.page
    page.goto(counsellor.desk)
    looker.look(page, "sign in")
    looker.walk(page, "sign in")
    counsellor.sign_in()
    root, waiting, seen = counsellor.desk.rstrip("/"), [counsellor.desk], {"/"}
    while waiting:
        address = waiting.pop(0)
        reply = page.goto(address)
        assert reply is not None
        assert reply.status == 200, address
        looker.look(page, kind_of(address.removeprefix(root)))
        looker.parse(reply.text(), address)
        for link in page.eval_on_selector_all(
            "a[href]:not([download]), iframe[src]", "all => all.map((each) => each.href || each.src)"
        ):
            kind = kind_of(link.removeprefix(root))
            if link.startswith(root) and kind not in seen:
                seen.add(kind)
                waiting.append(link)
    assert seen >= EXPECTED, EXPECTED - seen


def test_the_composer_by_keyboard(counsellor: Counsellor, looker: Looker):
    counsellor.sign_in()
    page = counsellor.page
    for path in ("", "programs/", "couples/", "library/"):
        page.goto(counsellor.desk + path)
        looker.walk(page, path or "home")
    page.goto(counsellor.desk + "programs/")
    page.get_by_role("link", name="A first evening").click()
    page.get_by_role("link", name="2 Where we stand").click()
    page.locator("iframe").evaluate("each => each.remove()")
    looker.walk(page, "a step in the composer")


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
