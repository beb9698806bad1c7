"""The desk in a real Chromium: axe finds nothing, nothing overflows, and the scripts that add comfort do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fixtures.browser import serving, violations
from fixtures.desk import PASSWORD

from nearer import desk
from nearer.web.dispatcher import Dispatcher
from nearer_admin.app import desk_app


@pytest.fixture
def address(installation, people):
    with serving(lambda environ, start: front(environ, start)) as served:
        here = replace(installation, base_url=served)
        here.registry.apps["/desk"] = desk_app
        front = Dispatcher(here)
        yield served + "/desk"


@pytest.fixture
def enter(new_context, address):
    """Opens a page of a signed-in counsellor."""

    def make(**options):
        page = new_context(**options).new_page()
        page.goto(address + "/login")
        page.fill("input[name=email]", "ann@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button.primary")
        page.wait_for_url(address + "/")
        return page

    return make


@pytest.fixture
def kept(installation, published, clock):
    """A picture, a sound and a film that a step of the program shows."""
    from fixtures.materials import bring, program

    with desk.session_scope(installation.engine, write=True) as session:
        rows = bring(session, published.practice, now=clock())
        found = desk.get_program(session, published.practice, published.program)
        about = {"revision": found.revision, "registry": installation.registry, "now": clock()}
        desk.save_program(session, found, program(), **about)
        return [str(each.id) for each in rows]


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["a desk in the light", "a phone in the dark"]
)
def test_every_page_is_clean_and_fits(enter, address, published, width, scheme, enrol, kept):
    enrol()
    page = enter(viewport={"width": width, "height": 900}, color_scheme=scheme)
    program = f"/program/{published.program}/"
    places = [
        "/", "/programs/", "/programs/new/", program, program + "stage/arrive", program + "step/s-talk",
        program + "history", program + "remove/step/s-talk", f"/publish/{published.program}/",
        f"/exchange/{published.program}/",
        f"/add/?program={published.program}&stage=meet", "/library/", "/library/new/",
        "/library/new/?type=trial.everything", "/couples/", "/links/", "/practice/", "/plugins/",
        "/media/", "/media/new/", *(f"/media/{each}/" for each in kept), f"/media/{kept[0]}/remove",
        f"/material/program/{published.program}/s-everything", f"/preview/program/{published.program}/s-everything",
        "/account/password", "/nothing",
    ]  # fmt: skip
    for place in places:
        page.goto(address + place)
        assert violations(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
    page.goto(address + "/couples/")
    with page.expect_navigation():
        page.click("tbody a")
    assert violations(page) == []
    page.goto(address + program)
    page.get_by_role("button", name="Rehearse").click()
    page.wait_for_url("**/rehearsal/**")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_saving_by_itself_says_so_and_the_preview_follows(enter, address, published, program):
    page = enter(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/program/{published.program}/step/s-diary")
    page.fill("[name='basics/title']", "Saved while typing")
    page.locator("#saved", has_text="Saved as revision 2").wait_for()
    page.frame_locator("#preview").locator("h1", has_text="Saved while typing").wait_for()
    page.click("form[data-autosave] button.primary")
    page.wait_for_load_state()
    assert program()[0] == 2, "what was saved already is not saved again"


def test_a_step_is_dragged_to_another_place(enter, address, published, program):
    page = enter(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/program/{published.program}/")
    with page.expect_navigation():
        page.locator("#s-diary").drag_to(page.locator("#s-screen"), target_position={"x": 60, "y": 6})
    assert program()[1]["stages"][0]["steps"][0]["id"] == "s-diary"


def test_a_step_is_moved_with_the_keyboard(enter, address, published, program):
    page = enter(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/program/{published.program}/")
    page.focus("#s-screen a")
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    assert program()[1]["stages"][0]["steps"][1]["id"] == "s-screen"


def test_composing_works_without_script(enter, address, published, program):
    page = enter(java_script_enabled=False)
    page.goto(f"{address}/program/{published.program}/step/s-diary")
    page.fill("[name='basics/title']", "By hand")
    page.click("form[data-autosave] button.primary")
    page.click("text=Remove…")
    page.click("text=Keep it")
    page.locator("#s-diary", has_text="By hand").wait_for()
    assert program()[0] == 2
