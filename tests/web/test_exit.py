"""Leaving at once, in a real Chromium: covered within a frame, said to those who listen, explained beforehand."""

import pytest
from fixtures.browser import begin, until

pytestmark = pytest.mark.browser
COVERED = """async (act) => {
    document.getElementById("exit").dataset.elsewhere = "#away";  // wherever it leads is slow
    window.fetch = () => new Promise(() => {});
    const key = (type) => dispatchEvent(new KeyboardEvent(type, { key: "Shift" }));
    if (act === "click") document.querySelector("#exit button").click();
    else for (let n = 0; n < 3; n += 1) { key("keydown"); key("keyup"); }
    const top = document.elementFromPoint(innerWidth / 2, innerHeight / 2).className;
    await new Promise((frame) => requestAnimationFrame(frame));
    return [top, document.title, document.querySelectorAll("main").length];
}"""


@pytest.fixture
def page(new_context, address, published):
    """A page with a field, in a place of one's own."""
    made = new_context().new_page()
    home = begin(made, address, published.link)
    made.goto(home + "s-everything/1")
    return made


@pytest.mark.parametrize("act", ["click", "shift"])
def test_the_page_is_covered_before_the_next_frame(page, act):
    assert page.evaluate(COVERED, act) == ["cover", "\u200b", 0]


def test_capital_letters_and_selecting_do_not_leave(page):
    field = page.locator("textarea").first
    field.click()
    for key in ("Shift+A", "Shift+B", "Shift+C", "Shift+ArrowLeft", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.down("Shift")
    field.click()
    page.keyboard.up("Shift")
    assert field.input_value() == "ABC"


def test_presses_are_counted_aloud_and_forgotten_after_five_seconds_or_another_key(page):
    said = page.locator(".said")
    page.clock.install()
    assert (said.get_attribute("role"), said.text_content()) == ("status", "")
    page.keyboard.press("Shift")
    assert said.text_content() == "Shift. Two more."
    page.keyboard.press("Shift")
    assert said.text_content() == "Shift. One more."
    page.clock.fast_forward(5100)
    assert said.text_content() == "Back to none."
    page.keyboard.press("Shift")
    page.keyboard.press("Escape")
    assert said.text_content() == ""
    assert said.bounding_box()["width"] <= 1


def test_the_first_thing_on_every_page_is_a_way_out(page, address):
    home = page.url.partition("s-everything")[0]
    for path in ("", "s-everything/1", "ways", "leave"):
        page.goto(home + path)
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "[document.activeElement.textContent, document.activeElement.getBoundingClientRect().top]"
        )
        assert focused[0] == "Leave this page now"
        assert focused[1] >= 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/elsewhere")


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_a_field_sends_the_answer_and_does_not_leave(new_context, address, published, script):
    page = new_context(java_script_enabled=script).new_page()
    home = begin(page, address, published.link)
    page.goto(home + "s-everything/1")
    page.locator("textarea").first.fill("a quiet week")
    page.locator('input[name="f/wishes/0"]').fill("a walk")
    page.locator('input[name="f/wishes/0"]').press("Enter")
    until(page, lambda: "/elsewhere" in page.url or "a quiet week" in page.locator("dl").first.inner_text())
    assert page.url.startswith(home)


@pytest.mark.parametrize("script", [True, False])
def test_it_is_explained_before_the_first_step_and_can_be_tried(new_context, address, published, script):
    page = new_context(java_script_enabled=script).new_page()
    page.goto(f"{address}/p/{published.link}")
    for box in page.locator("input[name=agree]").all():
        box.check()
    page.click("button:text-is('Begin')")
    page.click("text=Take my place")
    assert "does not erase the browser" in page.locator("main").inner_text()
    page.click("text=Try it now")
    assert "only a try" in page.locator("main").inner_text()
    page.click("text=Back")
    page.click("text=I know how to leave")
    assert "How to leave quickly" not in page.locator("main").inner_text()
    page.reload()
    assert "First, a way to come back" in page.locator("main").inner_text()
