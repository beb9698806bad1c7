"""The couples' pages in a real Chromium: leaving, drafts, a phone's width, and what axe finds."""

import pytest
from fixtures.browser import begin, until, violations

pytestmark = pytest.mark.browser
NARROW = {"width": 360, "height": 740}


@pytest.mark.parametrize("script", [True, False])
def test_leaving_leads_elsewhere_and_ends_the_session(new_context, address, published, script):
    page = new_context(java_script_enabled=script).new_page()
    home = begin(page, address, published.link)
    page.goto(home + "s-diary/1")
    page.fill("textarea", "half a thought")
    page.click("#exit button")
    page.wait_for_url("**/elsewhere")
    until(page, lambda: not page.context.cookies(address))
    assert page.goto(home).status == 401


def test_shift_three_times_leaves_and_the_page_is_not_in_the_history(new_context, address, published):
    page = new_context().new_page()
    home = begin(page, address, published.link)
    page.goto(home + "s-diary/1")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/elsewhere")
    page.go_back()
    assert "s-diary" not in page.url


def test_what_is_written_is_saved_meanwhile(new_context, address, published):
    page = new_context().new_page()
    home = begin(page, address, published.link)
    page.goto(home + "s-diary/1")
    page.fill("textarea", "half a thought")
    page.wait_for_selector("text=Saved for later")
    page.goto(home + "s-diary/1")
    assert page.input_value("textarea") == "half a thought"


def test_axe_finds_nothing_and_nothing_is_too_wide_on_a_narrow_phone(new_context, address, published):
    for scheme in ("light", "dark"):
        page = new_context(viewport=NARROW, color_scheme=scheme).new_page()
        page.goto(f"{address}/p/{published.link}")
        look(page, "welcome")
        home = begin(page, address, published.link)
        for path in ("", "ways", "together", "s-everything/1", "s-screen/1", "s-plan/1", "s-nothing/1"):
            page.goto(home + path)
            look(page, path)
        page.goto(home + "s-everything/1")
        with page.expect_navigation():
            page.click("text=I am done")
        assert page.locator(".errors").count() == 1
        look(page, "errors")
        page.locator("textarea").first.fill("fine")
        with page.expect_navigation():
            page.click("text=I am done")
        look(page, "review")


def look(page, name):
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name


def test_the_first_visit_is_light(new_context, address, published):
    page, sizes = new_context().new_page(), []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto(f"{address}/p/{published.link}", wait_until="networkidle")
    assert 3 <= len(sizes) <= 6
    assert sum(sizes) < 60_000
