"""From an empty account to a published link: a program of twelve steps by keyboard alone, and another by pointer.

An action is one key (with Alt, if need be), one click, or one text that is typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from fixtures.browser import until
from fixtures.house import House
from playwright.sync_api import Page

from nearer import desk
from nearer_admin.passwords import hash_password, new_password

pytestmark = pytest.mark.browser

WORDS = (
    "a few questions", "where we stand", "something I could count", "pulse", "who we are these days", "good news",
    "daily reading", "softly", "values", "rituals", "small acts", "two circles",
)  # fmt: skip
"""What is searched for, one exercise each; the first of what is found is taken."""


FOCUSED = "document.activeElement !== document.body || !document.querySelector('[autofocus]')"


@dataclass
class Hands:
    """Somebody at the desk, whose actions are counted."""

    page: Page
    did: list[str] = field(default_factory=list)

    def key(self, key: str) -> None:
        """Press one key that leads to a page."""
        self.did.append(key)
        self._has_focus()
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def _has_focus(self) -> None:
        """Wait until the page has put the focus where one goes on, as a person sees it."""
        until(self.page, lambda: self.page.evaluate(FOCUSED))

    def write(self, text: str) -> None:
        """Type a text where the cursor is."""
        self.did.append(text)
        self._has_focus()
        self.page.keyboard.type(text)

    def click(self, what: Any) -> None:
        """Click what leads to a page."""
        self.did.append(str(what))
        with self.page.expect_navigation():
            what.click()


@pytest.fixture
def account(house: House) -> dict[str, str]:
    """A counsellor in a practice of her own, in which there is nothing."""
    password, now = new_password(), house.clock()
    with desk.session_scope(house.installation.engine, write=True) as session:
        practice = desk.create_practice(session, "A new practice", now=now, local_help="Night line")
        email = f"{practice.id.hex}@example.org"
        desk.create_counsellor(session, email, hash_password(password), practice_id=practice.id, now=now)
    return {"email": email, "password": password, "practice": str(practice.id)}


@pytest.fixture
def hands(house: House, account: dict[str, str], new_context: Any) -> Hands:
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(house.told["desk"])
    page.fill("input[name=email]", account["email"])
    page.fill("input[name=password]", account["password"])
    page.click("main button.primary")
    page.wait_for_url(house.told["desk"])
    return Hands(page)


def steps_of(house: House, account: dict[str, str]) -> int:
    """How many steps the published program has."""
    with desk.session_scope(house.installation.engine) as session:
        (program,) = desk.list_programs(session, account["practice"])
        publication = desk.find_publication(session, account["practice"], program.id)
        assert publication is not None
        return len(desk.load_edition(session, publication.edition_sha).order)


def test_a_program_of_twelve_steps_by_keyboard_alone(house: House, account: dict[str, str], hands: Hands) -> None:
    hands.page.goto(house.told["desk"] + "programs/new/")
    hands.write("Near again")
    hands.key("Enter")
    hands.key("Alt+a")
    for words in WORDS:
        hands.write(words)
        hands.key("Enter")
        hands.key("Enter")
        assert "Added “" in hands.page.locator("main").inner_text(), words
    hands.key("Alt+d")
    hands.key("Alt+r")
    hands.page.wait_for_url("**/rehearsal/**")
    hands.key("Enter")
    assert "0 of" not in hands.page.locator("main").inner_text()
    hands.key("Alt+p")
    hands.key("Enter")
    assert "Published. The link below" in hands.page.locator("main").inner_text()
    assert steps_of(house, account) == len(WORDS)
    assert len(hands.did) <= 45, hands.did


def test_a_program_of_twelve_steps_by_pointer(house: House, account: dict[str, str], hands: Hands) -> None:
    page = hands.page
    hands.click(page.get_by_role("link", name="Programs", exact=True))
    hands.click(page.get_by_role("link", name="New program").first)
    hands.write("Near again")
    hands.click(page.get_by_role("button", name="Make an empty program"))
    hands.click(page.get_by_role("link", name="Add the first step to stage 1"))
    for number in range(12):
        hands.click(page.locator(".shelf button.primary").nth(3 * number))
        assert "Added “" in page.locator("main").inner_text()
    hands.click(page.get_by_role("link", name="Done adding"))
    hands.click(page.get_by_role("button", name="Rehearse"))
    hands.click(page.get_by_role("button", name="Both do all that is open"))
    hands.click(page.get_by_role("link", name="Publish…"))
    hands.click(page.get_by_role("button", name="Publish", exact=True))
    assert "Published. The link below" in page.locator("main").inner_text()
    assert steps_of(house, account) == 12
    assert len(hands.did) <= 24, hands.did
