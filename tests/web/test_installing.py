"""The home screen: a neutral name and picture, a start that says nothing, a shell that is all the device keeps."""

from struct import unpack

import pytest
from fixtures.browser import until
from fixtures.two_devices import begin_two

CACHED = """async () => { const found = [];
    for (const name of await caches.keys()) for (const each of await (await caches.open(name)).keys())
        found.push(new URL(each.url).pathname);
    return found; }"""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"


def test_the_manifest_says_what_was_chosen_and_nothing_else(new_client):
    reply = new_client().get("/look/weather/sun")
    assert reply.mimetype == "application/manifest+json"
    assert reply.json["name"] == reply.json["short_name"] == "Weather log"
    assert reply.json["start_url"] == "/start"
    for icon in reply.json["icons"]:
        picture = new_client().get(icon["src"], buffered=True)
        assert picture.mimetype == icon["type"]
        assert icon["sizes"] in ("any", "{}x{}".format(*unpack(">II", picture.data[16:24])))
    assert "earer" not in reply.text
    assert {new_client().get(path).status_code for path in ("/look/x/sun", "/look/lists/x")} == {404}


def test_every_page_has_a_neutral_picture_so_that_no_device_makes_one_of_its_words(enrol):
    ada, _ = enrol()
    pages = ada.get("").text, ada.get("s-everything/1").text, ada.get("home-screen").text
    assert all('<link rel="apple-touch-icon" href="/static/icon-page-192.png">' in page for page in pages)
    assert "icon-wave-192.png" in ada.get("home-screen?name=lists&icon=wave").text


def test_the_choice_is_kept_nowhere(enrol, installation):
    ada, bo = enrol()
    before = bo.get("ways").text
    page = ada.get("home-screen?name=lists&icon=leaf").text
    assert '<link rel="manifest" href="/look/lists/leaf">' in page
    assert "manifest" not in ada.get("home-screen").text + ada.get("ways").text
    assert bo.get("ways").text.count("leaf") == before.count("leaf")


def test_the_start_leads_to_the_lock_or_to_where_a_code_is_typed(enrol, new_client):
    assert new_client().get("/start").location == "/r"
    ada, _ = enrol()
    assert ada.client.get("/start").location == ada.home
    ada.post("ways", {"do": "pin", "pin": "2580"})
    assert ada.client.get("/start").location == ada.home + "lock"


@pytest.mark.browser
def test_only_the_shell_is_kept_and_leaving_takes_it_away(new_context, address, published):
    ada, _ = begin_two(new_context, address, published.link)
    page = ada.page
    page.goto(ada.home + "s-diary/1")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    until(page, lambda: "/static/draft.js" in page.evaluate(CACHED))
    kept = page.evaluate(CACHED)
    assert all(path == "/offline" or path.startswith("/static/") for path in kept), kept
    page.context.set_offline(True)
    page.goto(ada.home)
    page.wait_for_selector("text=No connection just now")
    assert ada.seat not in page.content()
    page.context.set_offline(False)
    page.goto(ada.home + "s-diary/1")
    page.fill("textarea", "half a thought")
    page.wait_for_selector("text=Saved for later")
    other = page.context.new_page()
    other.goto(address + "/help")
    page.click("text=Leave now")
    page.wait_for_url("**/elsewhere")
    until(other, lambda: other.evaluate(CACHED) == [] and other.evaluate(WORKERS) == 0)


@pytest.mark.browser
def test_the_page_of_the_choice_brings_the_manifest(new_context, address, published):
    ada, _ = begin_two(new_context, address, published.link)
    ada.page.goto(ada.home + "home-screen")
    ada.page.click("text=Journal")
    ada.page.click("text=Waves")
    with ada.page.expect_navigation():
        ada.page.click("text=Choose these")
    assert "It will be called Journal." in ada.page.inner_text("main")
    link = ada.page.get_attribute("link[rel=manifest]", "href")
    assert ada.page.evaluate(f"fetch('{link}').then((reply) => reply.json()).then((found) => found.name)") == "Journal"
