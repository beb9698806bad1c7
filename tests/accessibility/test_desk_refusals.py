"""What the desk refuses: each main form with something wrong, and the pages for what does not open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fixtures.desk_pages import ADMINISTRATOR, COUNSELLOR, NOBODY, READER, SUPERVISOR
from fixtures.full_practice import FullPractice, open_full_practice
from fixtures.looking import Looker
from fixtures.validity import invalid
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Refused:
    """A form as somebody sends it with something wrong: what is typed by name, and the button, and the status."""

    name: str
    path: str
    status: int = 422
    typed: dict[str, str] = field(default_factory=dict, compare=False)
    button: str = "main form:last-of-type button.primary"
    who: str = COUNSELLOR


OLD = {"revision": "0"}
"""As if somebody else had saved meanwhile."""

PROGRAM, STEP, OWN = "program/{program}/", "program/{program}/step/s-soft", "library/exercise/{own}/edit"
POSTED = "main form[method=post] button.primary"
SAVE = "form[data-autosave] button.primary"
REFUSED = (
    Refused("a program without a title", PROGRAM, typed={"f/title": ""}, button=SAVE),
    Refused("a program that changed meanwhile", PROGRAM, 409, {"f/title": "Mine", **OLD}, SAVE),
    Refused("a stage without a title", PROGRAM + "stage/t-1", typed={"f/title": ""}, button=SAVE),
    Refused("a step that changed meanwhile", STEP, 409, {"basics/title": "Mine", **OLD}, SAVE),
    Refused("an exercise without a title", OWN, typed={"basics/title": ""}, button=POSTED),
    Refused(
        "an exercise that changed meanwhile", OWN, 409, {"basics/title": "Mine", **OLD},
        POSTED,
    ),
    Refused("a practice in no zone", "practice/", typed={"f/zone": "Nowhere"}),
    Refused("no file", "programs/new/", button='form[enctype="multipart/form-data"] button'),
    Refused("no picture", "media/new/"),
    Refused("own questions without any", "own/your-own-questions", button=POSTED),
    Refused("an address that is none", "team/new/", typed={"f/email": "nobody"}, who=SUPERVISOR),
    Refused("a person without a practice", "counsellors/new/", typed={"f/email": "a@example.org"}, who=ADMINISTRATOR),
    Refused("a practice without a name", "practices/new/", who=ADMINISTRATOR),
    Refused("a short password", "welcome/{invited}", typed={"password": "short"}, who=NOBODY),
)  # fmt: skip
NOT_THERE = (("nothing-here", 404, COUNSELLOR), ("couples/", 403, READER), ("couples/nobody/", 404, COUNSELLOR))


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullPractice]:
    with open_full_practice(tmp_path_factory.mktemp("desk") / "demo") as opened:
        yield opened


@pytest.fixture
def arrive(new_context, practice: FullPractice) -> Callable[[str], Page]:
    """Somebody's window, signed in."""
    windows: dict[str, Page] = {}

    def come(who: str) -> Page:
        if who not in windows:
            windows[who] = new_context(viewport=WIDE, reduced_motion="reduce").new_page()
            if who != NOBODY:
                practice.sign_in(windows[who], who)
        return windows[who]

    return come


def test_every_refusal_says_what_is_wrong_and_can_be_read(practice: FullPractice, arrive: Any, tmp_path: Path):
    found: list[str] = []
    pages: dict[str, str] = {}
    for refused in REFUSED:
        page = arrive(refused.who)
        looker = Looker(page.context, practice.house.address)
        page.goto(practice.address(refused.path))
        status = send(page, refused)
        found += [f"{refused.name}: {status}"] if status != refused.status else []
        said = page.locator("[role=alert], .wrong, [aria-invalid=true], .notice").count()
        found += [] if said else [f"{refused.name}: nothing says what is wrong"]
        look(looker, page, refused.name, found, pages)
    for path, status, who in NOT_THERE:
        page = arrive(who)
        looker = Looker(page.context, practice.house.address)
        reply = page.goto(practice.address(path))
        assert reply is not None
        assert reply.status == status, path
        look(looker, page, f"{status} at {path}", found, pages)
    wrong = [*found, *invalid(pages, tmp_path)]
    assert not wrong, "\n".join(wrong)


def send(page: Page, refused: Refused) -> int:
    """Fill in what is typed, press the button, and give the status of what comes."""
    button = page.locator(refused.button).first
    for name, value in refused.typed.items():
        field = button.locator(f"xpath=ancestor::form//*[@name='{name}']").first
        field.evaluate("(each, value) => { each.value = value; }", value)
    button.evaluate("each => { each.form.noValidate = true; }")
    with page.expect_navigation() as gone:
        button.click()
    reply = gone.value
    assert reply is not None
    return reply.status


def look(looker: Looker, page: Page, name: str, found: list[str], pages: dict[str, str]) -> None:
    page.locator("iframe").evaluate_all("all => all.forEach((each) => each.remove())")
    looker.look(page, name)
    looker.squeeze(page, name)
    found += looker.found
    pages |= looker.pages


def test_a_wrong_password_says_so_without_saying_who_is_here(practice: FullPractice, arrive: Any):
    page = arrive(NOBODY)
    looker = Looker(page.context, practice.house.address)
    page.goto(practice.address("login"))
    page.fill("#email", "nobody@example.org")
    page.fill("#password", "wrong-wrong-wrong")
    page.click("main button.primary")
    page.wait_for_selector("[role=alert], .wrong")
    looker.look(page, "a wrong password")
    assert not looker.found, "\n".join(looker.found)
