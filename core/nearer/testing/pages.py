"""The check of accessibility: every view in a real browser, looked over by axe; not run where there is neither."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from importlib.util import find_spec

from markupsafe import escape

from nearer.rules.contract import Context, State
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import View
from nearer.sanitise import sanitise
from nearer.testing.checks import Check, NotRunError
from nearer.testing.contract import CLOSED, OPENED, sample_state
from nearer.testing.posting import page_of
from nearer.testing.subjects import Case, Subject

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
_own = threading.local()
"""The page of the thread that drives the browser."""

PAGE = """<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>{title}</title>
<style>{style}</style></head><body><main class="page"><h1>{title}</h1>
<form method="post" action="#">{inside}<button class="button" type="submit">Send</button></form></main></body></html>"""


def _clean(subject: Subject) -> Iterator[Problem]:
    for case in subject.cases[:1]:
        for view, inside in _insides(case):
            page = PAGE.format(title=escape(case.kind.title), style=_style(), inside=inside)
            try:
                found = _browser().submit(_look, page).result()
            except BrokenExecutor as error:
                raise NotRunError("Chromium does not start here") from error
            yield from (Problem(f"/samples/{case.sample.name} ({view})", each) for each in found)


def _insides(case: Case) -> Iterator[tuple[str, str]]:
    """The pages of one sample: the form, and every other view that the type draws itself."""
    if case.form.schema is not None:
        yield View.ANSWER, page_of(case, State(), {})
    for view in (View.REVIEW, View.REVEAL, View.PREVIEW):
        moment = OPENED if view is View.REVEAL else CLOSED
        state = case.scored(sample_state(case.form, case.sample, "a", moment))
        drawn = case.kind.render(view, dict(case.form.config), state, Context())
        if drawn is not None:
            yield view, str(sanitise(str(drawn)))


@cache
def _style() -> str:
    return (files("nearer.web") / "static/nearer.css").read_text("utf-8")


@cache
def _browser() -> ThreadPoolExecutor:
    """One thread with one browser, kept to the end of the process: starting one takes a second.

    Raises:
        NotRunError: playwright, axe or a browser is missing.
    """
    for name in ("playwright", "axe_playwright_python"):
        if find_spec(name) is None:
            raise NotRunError("pip install playwright axe-playwright-python, to have pages looked over")
    if _executable() is None:
        raise NotRunError("there is no Chromium on this machine")
    return ThreadPoolExecutor(1, "axe", _start)


def _executable() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def _start() -> None:
    from playwright.sync_api import sync_playwright

    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=_executable(), args=FLAGS)
    _own.page = browser.new_page(viewport={"width": 390, "height": 844})

    def stop() -> None:
        browser.close()
        playwright.stop()

    # Before the pool shuts, and in its thread: atexit would be too late for both.
    # As concurrent.futures does it itself.
    threading._register_atexit(lambda: _browser().submit(stop).result())  # type: ignore[attr-defined]


def _look(markup: str) -> list[str]:
    """What axe finds on a page, one line each."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # has no types

    _own.page.set_content(markup)
    found = Axe().run(_own.page).response["violations"]
    return [f"{each['help']} ({each['id']}): {node['html'][:120]}" for each in found for node in each["nodes"]]


CHECKS = (
    Check("axe-clean", "axe finds nothing on any page that it draws, at a phone's width.",
          "The rule's id leads to its explanation; mostly it is headings, labels or contrast.", _clean, slow=True),
)  # fmt: skip
