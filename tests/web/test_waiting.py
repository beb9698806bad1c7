"""A page that waits for both ends its wait by itself, and asks for no more than whether it is open."""

import pytest
from fixtures.two_devices import begin_two

pytestmark = pytest.mark.browser
ASKS = "**/live"


@pytest.fixture
def pair(new_context, address, published):
    return begin_two(new_context, address, published.link)


def test_a_waiting_page_says_that_it_is_open_and_shows_what_has_opened(pair):
    ada, bo = pair
    ada.answer("s-everything/1", feeling="Sunny")
    ada.page.wait_for_selector("[data-live]")
    with ada.page.expect_response(ASKS) as asked:
        pass
    assert asked.value.json() == {"open": False}
    ada.page.evaluate(
        """() => { const status = document.querySelector('.opened');
            const observer = new MutationObserver(() => sessionStorage.said = status.textContent);
            observer.observe(status, { childList: true }); }"""
    )
    bo.answer("s-everything/1", feeling="Cloudy")
    ada.page.wait_for_selector("text=Cloudy", timeout=6000)
    assert ada.page.evaluate("sessionStorage.said") == "It is open now."
    assert ada.page.locator("[data-live]").count() == 0


def test_a_step_that_waits_for_both_opens_by_itself(pair):
    ada, bo = pair
    for step, fields in (
        ("s-screen/1", {}),
        ("s-everything/1", {"feeling": "Sunny"}),
        ("s-diary/1", {"entry": "Mine"}),
    ):
        ada.answer(step, **fields)
        bo.answer(step, **fields) if step != "s-everything/1" else None
    ada.page.goto(ada.home + "s-plan/1")
    ada.page.wait_for_selector("[data-live]")
    bo.answer("s-everything/1", feeling="Cloudy")
    ada.page.wait_for_selector("form#answer", timeout=6000)


def test_a_page_whose_place_has_locked_shows_the_lock(pair, clock):
    ada, _ = pair
    ada.answer("s-everything/1", feeling="Sunny")
    ada.page.wait_for_selector("[data-live]")
    clock.move(minutes=16)
    ada.page.wait_for_selector("text=This place is locked", timeout=6000)


def test_nobody_is_asked_for_while_the_page_is_out_of_sight(pair):
    ada, _ = pair
    ada.answer("s-everything/1", feeling="Sunny")
    ada.page.wait_for_selector("[data-live]")
    ada.page.evaluate("Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true })")
    asked = []
    ada.page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/live") else None)
    ada.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ada.page.wait_for_timeout(3500)
    assert asked == []
    with ada.page.expect_request(ASKS):
        ada.page.evaluate("delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange'))")
