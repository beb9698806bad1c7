"""Draws the pictures of the home screen as PNG, which iOS asks for; run by hand, with Pillow installed."""

from __future__ import annotations

import io
import shutil

from fixtures.browser import FLAGS
from PIL import Image
from playwright.sync_api import sync_playwright

from nearer.web.installing import ICONS, PAPER, SIZES
from nearer.web.pages import STATIC

COLOURS = 32
STYLE = f"<style>body {{ margin: 0; background: {PAPER} }} svg {{ display: block }}</style>"


def main() -> None:
    """Every picture in every size; without round corners, which a device cuts by itself."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name in ICONS:
            drawing = (STATIC / f"icon-{name}.svg").read_text(encoding="utf-8").replace('rx="3" ', "")
            for size in SIZES:
                page = browser.new_page(viewport={"width": size, "height": size})
                page.set_content(STYLE + drawing)
                with Image.open(io.BytesIO(page.screenshot())) as picture:
                    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                    few.save(STATIC / f"icon-{name}-{size}.png", optimize=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
