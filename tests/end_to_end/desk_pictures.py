"""Takes a picture of every page of the desk, light and dark; run by hand, with Pillow (see tests/README.md)."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from fixtures.browser import FLAGS
from fixtures.desk_pages import NOBODY, PAGES, DeskPage
from fixtures.full_practice import FullPractice, open_full_practice
from fixtures.looking import SCHEMES
from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots" / "desk"
WINDOW = {"width": 1280, "height": 800}
TALLEST = 960
COLOURS, VIVID = 28, 128
"""How many colours a picture keeps, and how many where there is a chart."""


def take(page: Page, name: str) -> None:
    """Keep the page from its top, in both colours, with few colours each, so that the files stay small."""
    page.wait_for_load_state("networkidle")
    height = min(TALLEST, page.evaluate("Math.ceil(document.querySelector('main').getBoundingClientRect().bottom)"))
    page.set_viewport_size({"width": WINDOW["width"], "height": max(500, height)})
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    colours = VIVID if page.locator("svg.chart").count() else COLOURS
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_load_state("networkidle")
        with Image.open(io.BytesIO(page.screenshot())) as picture:
            few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE).convert("RGB")
            few.save(FOLDER / f"{name}-{scheme}.webp", lossless=True, quality=100, method=4)
    page.set_viewport_size(WINDOW)


def show(practice: FullPractice, page: Page, wanted: DeskPage) -> None:
    """Open a page of the table and do what it takes to see its state."""
    reply = page.goto(practice.address(wanted.path))
    assert reply is not None
    assert reply.status == 200, wanted.name
    if wanted.act:
        wanted.act(page)


def main(*names: str) -> None:
    """All pages, or those of these names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        open_full_practice(Path(data) / "demo") as practice,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        windows: dict[str, Page] = {}
        for wanted in PAGES:
            if names and wanted.name not in names:
                continue
            if wanted.who == NOBODY or wanted.who not in windows:
                windows[wanted.who] = browser.new_context(viewport=WINDOW).new_page()
                if wanted.who != NOBODY:
                    practice.sign_in(windows[wanted.who], wanted.who)
            show(practice, windows[wanted.who], wanted)
            take(windows[wanted.who], wanted.name)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
