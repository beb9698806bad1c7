"""Every page of the desk, as everybody who may open it: axe in light and dark, a phone, two parsers, live links."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fixtures.desk_pages import ADMINISTRATOR, COUNSELLOR, NOBODY, PAGES, READER, SUPERVISOR, DeskPage
from fixtures.full_practice import FullPractice, open_full_practice
from fixtures.looking import SCHEMES, Looker
from fixtures.validity import invalid
from playwright.sync_api import Page

from nearer_admin.rights import TABLE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = {"width": 1280, "height": 900}
FRAMED = ("gallery.index_view",)
"""Pages of many frames: each frame is a page of its own here."""

OF_ONE = ("couples.task", "couples.back")
"""Pages that only a couple's own counsellor and deputy open."""


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullPractice]:
    with open_full_practice(tmp_path_factory.mktemp("desk") / "demo") as opened:
        yield opened


@pytest.fixture
def page(new_context) -> Page:
    return new_context(viewport=WIDE, reduced_motion="reduce").new_page()


@pytest.fixture
def looker(page: Page, practice: FullPractice, tmp_path: Path) -> Iterator[Looker]:
    """Fails at the end with all that it found, and all that the HTML checker finds."""
    found = Looker(page.context, practice.house.address)
    yield found
    wrong = [*found.found, *(invalid(found.pages, tmp_path) if found.pages else ())]
    assert not wrong, "\n".join(wrong)


def show(practice: FullPractice, page: Page, wanted: DeskPage) -> str | None:
    """Open a page of the table; gives what was sent, where nothing had to be pressed."""
    reply = page.goto(practice.address(wanted.path))
    assert reply is not None
    assert reply.status == 200, (wanted.name, reply.status)
    if wanted.act is None:
        return reply.text()
    wanted.act(page)
    return None


def see(looker: Looker, page: Page, wanted: DeskPage, sent: str | None, schemes: tuple[str, ...] = SCHEMES) -> None:
    """Look at it at a desk and on a phone, and parse what was sent."""
    if wanted.endpoint in FRAMED:
        page.locator("iframe").evaluate_all("all => all.forEach((each) => each.remove())")
    looker.look(page, wanted.name, schemes)
    looker.squeeze(page, wanted.name)
    if sent is not None:
        looker.parse(sent, wanted.name)


@pytest.mark.parametrize("who", [COUNSELLOR, SUPERVISOR, ADMINISTRATOR, READER])
def test_the_pages_of(practice: FullPractice, page: Page, looker: Looker, who: str):
    practice.sign_in(page, who)
    asked: set[str] = set()
    for wanted in PAGES:
        if wanted.who == who:
            see(looker, page, wanted, show(practice, page, wanted))
            follow(page, practice, asked)


def follow(page: Page, practice: FullPractice, asked: set[str]) -> None:
    """Every link of the page to the desk leads to something; each is asked once."""
    root = practice.house.told["desk"]
    links = page.eval_on_selector_all("main a[href]", "all => all.map((each) => each.href)")
    for link in {urlsplit(each)._replace(fragment="").geturl() for each in links if each.startswith(root)} - asked:
        asked.add(link)
        assert page.request.get(link).status == 200, link


def test_the_pages_before_signing_in(practice: FullPractice, page: Page, looker: Looker):
    for wanted in PAGES:
        if wanted.who == NOBODY:
            page.context.clear_cookies()
            see(looker, page, wanted, show(practice, page, wanted))
    page.goto(practice.address("login"))
    looker.walk(page, "sign in")


@pytest.mark.parametrize("who", [SUPERVISOR, READER, ADMINISTRATOR])
def test_pages_that_others_open_too_as(practice: FullPractice, page: Page, looker: Looker, who: str):
    practice.sign_in(page, who)
    for wanted in PAGES:
        may = who in TABLE[wanted.endpoint].look and wanted.endpoint not in OF_ONE
        if may and wanted.who not in (who, NOBODY) and wanted.act is None:
            sent = show(practice, page, wanted)
            looker.parse(sent or "", wanted.name)
            if who == READER:
                see(looker, page, wanted, sent, SCHEMES[:1])


def test_the_composer_by_keyboard(practice: FullPractice, page: Page, looker: Looker):
    practice.sign_in(page, COUNSELLOR)
    for path in ("", "programs/", "couples/", "library/", "program/{program}/step/s-map", "help/composing"):
        page.goto(practice.address(path))
        page.locator("iframe").evaluate_all("all => all.forEach((each) => each.remove())")
        looker.walk(page, path or "home")
