"""Takes the pictures of the README; run by hand, with Pillow installed (see tests/README.md)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from fixtures.browser import FLAGS, PHONE
from fixtures.house import House, open_house
from fixtures.visitors import Counsellor, Partner
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
DESK = {"width": 1280, "height": 860}
COLOURS = 64
SHARP = {"device_scale_factor": 2}
MAP = "s-where-map"
ADA = {"communication": 4, "trust": 8, "past_hurts": 6, "culture": 9, "mental_health": 7, "conflict": 3, "empathy": 5}
BO = {"communication": 8, "trust": 8, "past_hurts": 6, "culture": 7, "mental_health": 5, "conflict": 4, "empathy": 8}


def take(page: Page, name: str) -> None:
    """Keep what stands in the window, with few colours, so that the file stays small."""
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def partner(browser: Browser, house: House, name: str) -> Partner:
    """Somebody with a phone."""
    return Partner(house, browser.new_context(viewport=PHONE, **SHARP).new_page(), name)


def couple(browser: Browser, house: House) -> Partner:
    """Two people who have answered the first steps; gives one of them."""
    ada, bo = partner(browser, house, "Ada"), partner(browser, house, "Bo")
    ada.page.goto(house.told["link"])
    take(ada.page, "welcome")
    ada.begin(house.told["link"])
    invitation = ada.invite()
    ada.keep_way_back()
    bo.claim(invitation)
    for each, numbers in ((ada, ADA), (bo, BO)):
        each.answer("s-where-screen", {"afraid": "no"})
        each.answer(MAP, {"map": numbers})
    return ada


def main() -> None:
    """All four."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, open_house(Path(data) / "demo") as house, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        ada = couple(browser, house)
        ada.open(MAP)
        take(ada.page, "reveal")
        desk = Counsellor(house, browser.new_context(viewport=DESK).new_page())
        desk.sign_in()
        desk.open_couple()
        desk.page.get_by_label("What you call them").fill("Tuesday evening")
        desk.press("Save")
        desk.page.reload()
        take(desk.page, "desk")
        desk.page.goto(desk.desk + "programs/")
        desk.page.get_by_role("link", name="Deepening emotional intimacy").click()
        desk.page.get_by_role("link", name="2 Where we stand").click()
        desk.page.wait_for_load_state("networkidle")
        take(desk.page, "composer")
        browser.close()


if __name__ == "__main__":
    main()
