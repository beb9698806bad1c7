"""What is written while the connection is gone, or on two devices: locked on the device, sent, put together."""

import json

import pytest
from fixtures.browser import until
from fixtures.two_devices import begin_two, second_device

pytestmark = pytest.mark.browser
STEP = "s-everything/1"
DIARY = '[name="f/diary"]'
FEELING = '[name="f/feeling"]'
STORED = "Object.entries(localStorage)"


@pytest.fixture
def ada(new_context, address, published):
    device, _ = begin_two(new_context, address, published.link)
    device.page.goto(device.home + STEP)
    return device


def write(device, text, field=DIARY):
    device.page.locator(field).press_sequentially(text)


def says(device, text):
    device.page.wait_for_selector(f".saved:has-text('{text}')")


def offline(device):
    device.page.context.set_offline(True)


def online(device):
    device.page.context.set_offline(False)


def test_without_a_connection_it_waits_locked_and_is_sent_when_that_is_back(ada):
    offline(ada)
    write(ada, "half a thought")
    says(ada, "It waits on this device, locked.")
    ((name, envelope),) = ada.page.evaluate(STORED)
    assert "thought" not in envelope
    assert ada.seat not in name + envelope
    assert len(json.loads(envelope)["box"]) % 4 == 0
    online(ada)
    says(ada, "Saved for later")
    assert ada.page.evaluate(STORED) == []
    ada.page.goto(ada.home + STEP)
    assert ada.page.input_value(DIARY) == "half a thought"


def test_a_button_tries_again(ada):
    ada.page.route("**/draft", lambda route: route.abort())
    write(ada, "half")
    says(ada, "locked")
    ada.page.unroute("**/draft")
    ada.page.click("text=Try again now")
    says(ada, "Saved for later")
    assert not ada.page.locator("text=Try again now").is_visible()


def test_words_that_waited_are_sent_when_the_next_page_opens(ada):
    offline(ada)
    write(ada, "half a thought")
    says(ada, "locked")
    ada.page.goto("about:blank")
    online(ada)
    ada.page.goto(ada.home + STEP)
    until(ada.page, lambda: ada.page.input_value(DIARY, timeout=1000) == "half a thought")
    until(ada.page, lambda: ada.page.evaluate(STORED) == [])


def test_words_that_waited_are_kept_when_the_place_has_locked_meanwhile(ada, clock):
    offline(ada)
    write(ada, "half a thought")
    says(ada, "locked")
    ada.page.goto("about:blank")
    clock.move(minutes=20)
    online(ada)
    ada.page.goto(ada.home + STEP)
    ada.page.wait_for_selector("text=This place is locked")
    until(ada.page, lambda: ada.page.evaluate(STORED) == [])
    assert "thought" not in ada.page.content()
    ada.page.goto(ada.way)
    ada.page.click("button:text-is('Open')")
    ada.page.goto(ada.home + STEP)
    assert ada.page.input_value(DIARY) == "half a thought"


def test_without_webcrypto_it_stays_on_the_page(ada):
    ada.page.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    offline(ada)
    write(ada, "half")
    says(ada, "It is still on this page.")
    assert ada.page.evaluate(STORED) == []


def test_leaving_wipes_what_waits(ada):
    offline(ada)
    write(ada, "half")
    says(ada, "locked")
    ada.page.evaluate("window.stop()")
    kept = ada.page.context.new_page()
    ada.page.click("text=Leave now")
    online(ada)
    kept.goto(ada.home + STEP)
    until(kept, lambda: kept.evaluate(STORED) == [])


def test_sending_without_a_connection_keeps_the_form_and_says_so(ada):
    write(ada, "Sunny", FEELING)
    offline(ada)
    ada.page.click("text=I am done")
    says(ada, "There is no connection just now")
    assert ada.page.input_value(FEELING) == "Sunny"
    online(ada)
    says(ada, "Saved for later")
    ada.page.click("text=I am done")
    ada.page.wait_for_selector("[data-live]")


def test_private_questions_are_never_kept_on_the_device(ada):
    ada.page.goto(ada.home + "s-screen/1")
    write(ada, "afraid", '[name="f/story"]')
    offline(ada)
    ada.page.click("text=I am done")
    says(ada, "There is no connection just now")
    assert ada.page.evaluate(STORED) == []
    online(ada)
    ada.page.check('[value="no"]')
    ada.page.click("text=I am done")
    ada.page.wait_for_url(ada.home)


def test_two_devices_at_one_step_come_together_and_ask_only_about_what_both_changed(ada, new_context):
    other = second_device(new_context, ada)
    other.page.goto(other.home + STEP)
    write(ada, "Sunny", FEELING)
    says(ada, "Saved for later")
    write(other, "A thought")
    says(other, "on another device, too")
    with other.page.expect_response("**/draft"):
        write(other, "Cloudy", FEELING)
    other.page.click("text=See both")
    other.page.wait_for_selector("text=Written on two devices")
    assert other.page.input_value(DIARY) == "A thought"
    assert other.page.input_value(FEELING) == "Sunny"
    other.page.click(".versions .item:has-text('Cloudy') >> text=Use this one")
    other.page.wait_for_url("**saved=yes")
    assert other.page.input_value(FEELING) == "Cloudy"
    assert not other.page.locator("text=Written on two devices").count()
    ada.page.click("text=I am done")
    ada.page.wait_for_selector("text=You wrote here on another device, too.")
    assert ada.page.input_value(DIARY) == "A thought"
    assert ada.page.input_value(FEELING) == "Cloudy"
    ada.page.click("text=I am done")
    ada.page.wait_for_selector("[data-live]")
    assert "A thought" in ada.page.inner_text("main")


def test_without_script_two_devices_are_asked_as_well(ada, new_context):
    ada.page.context.close()
    one, two = (second_device(new_context, ada, java_script_enabled=False) for _ in range(2))
    for each in (one, two):
        each.page.goto(each.home + STEP)
    one.page.fill(FEELING, "Sunny")
    one.page.click("text=Save for later")
    two.page.fill(FEELING, "Cloudy")
    two.page.fill(DIARY, "A thought")
    two.page.click("text=I am done")
    assert "You wrote here on another device, too." in two.page.inner_text("main")
    assert two.page.input_value(FEELING) == "Cloudy"
    two.page.click(".versions .item:has-text('Sunny') >> text=Use this one")
    assert two.page.input_value(FEELING) == "Sunny"
    assert two.page.input_value(DIARY) == "A thought"
    two.page.click("text=I am done")
    assert "Sunny" in two.page.inner_text("main")
