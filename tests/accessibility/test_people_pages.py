"""The pages of people and access, as a supervisor, an administrator and a reader find them: axe, width, a parser."""

from __future__ import annotations

import pytest
from fixtures.looking import Looker

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def seen(new_device):
    """Looks at a page under its address, as the one who is signed in; signs in others."""
    device = new_device(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    looker = Looker(device.page.context, device.address.removesuffix("/desk"))

    def see(what, path="", *, who=""):
        if who:
            device.page.context.clear_cookies()
            device.say_password(who)
            device.page.wait_for_url(device.address + "/")
        if path:
            device.go(path)
        looker.look(device.page, what)
        looker.parse(device.page.content(), what)

    see.device = device
    yield see
    assert not looker.found, "\n".join(looker.found)


def test_the_pages_of_a_supervisor_and_an_administrator(seen):
    page = seen.device.page
    seen("team", "/team/", who="sue")
    seen("new", "/team/new/")
    page.fill('[name="f/email"]', "nell@example.org")
    page.click("main button.primary")
    seen("invited")
    seen.device.go("/team/")
    page.click("th >> text=nell@example.org")
    seen("person who is invited")
    seen.device.go("/team/")
    page.click("th >> text=Ann")
    seen("person")
    seen.device.add("My phone")
    seen("account with a passkey")
    seen("log", "/log/")
    seen("people", "/counsellors/", who="admin")
    page.click("th >> text=Sue")
    seen("person, for an administrator")


def test_the_pages_of_a_reader(seen, published, enrol):
    enrol()
    seen("home", "/", who="rita")
    for path in (
        "/programs/", f"/programs/{published.program}/", f"/editions/{published.program}/", "/links/", "/library/",
        f"/results/program/{published.program}/", "/holds/", "/plugins/", "/account/",
    ):  # fmt: skip
        seen(path, path)
