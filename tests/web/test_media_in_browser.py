"""Material on a phone: a sound plays and ends on leaving; nothing stays behind; without script it is all there."""

from __future__ import annotations

import pytest
from fixtures.browser import begin, violations
from fixtures.materials import FILM, program, shown
from fixtures.uploads import picture, sound

from nearer.converting import check_upload
from nearer.registry import load_plugins

pytestmark = pytest.mark.browser
STEP = "s-everything/1"
PLAY = """async () => {
  const sound = document.querySelector("audio");
  sound.muted = true;
  await sound.play();
  await new Promise((done) => { sound.ontimeupdate = () => sound.currentTime > 0 && done(); });
  sound.currentTime = 3;
  await new Promise((done) => { sound.onseeked = done; });
  return [sound.currentTime >= 3, Math.round(sound.duration)];
}"""
KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  return (await Promise.all(caches_.map((each) => each.keys()))).flat().map((each) => each.url);
}"""


@pytest.fixture(scope="module")
def checked():
    from nearer_plugins import media

    registry = load_plugins(modules={"media": media})
    return [check_upload(each, registry) for each in (picture(size=(900, 600)), sound("ipod", "aac", 5.0))]


@pytest.fixture
def published(publish, checked):
    return publish(program(*map(shown, checked), FILM), media=checked)


@pytest.fixture
def page(new_context, address, published):
    page = new_context(viewport={"width": 360, "height": 780}).new_page()
    page.goto(begin(page, address, published.link) + STEP)
    return page


def test_a_sound_is_asked_for_only_when_it_is_played_and_nothing_is_kept(page, checked):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert page.evaluate("[...document.images].map((each) => each.naturalWidth)") == [900]
    assert [each.rpartition("media-")[2] for each in asked if "media-" in each] == [checked[0].sha]
    assert page.evaluate(PLAY) == [True, 5]
    assert {each.rpartition("media-")[2] for each in asked if "media-" in each} == {each.sha for each in checked}
    assert not [each for each in page.evaluate(KEPT) if "media-" in each]
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_leaving_ends_the_sound(page):
    page.evaluate(PLAY)
    page.route("**/elsewhere", lambda route: None)  # the way out hangs: what is left of the page is silent anyway
    assert page.evaluate(
        """() => new Promise((done) => {
          document.querySelector("audio").onpause = () => done("silent");
          document.querySelector("#exit button").click();
        })"""
    ) == "silent"  # fmt: skip


def test_without_script_everything_is_there(new_context, address, published):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(begin(page, address, published.link) + STEP)
    assert page.locator("audio[controls]").is_visible()
    page.click("text=The same to read")
    assert page.get_by_text("Breathe in.").is_visible()
    assert page.locator(f"a[href='{FILM['link']}']").is_visible()
