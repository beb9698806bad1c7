"""The menu in two rows: the areas of the desk, and the pages of the area that somebody is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

AREAS: tuple[dict[str, tuple[str, ...]], ...] = (
    {"home": ()},
    {
        "programs": ("composer", "shelf", "publish", "exchange", "editions", "rehearsal", "previews"),
        "links": (),
        "holds": (),
    },
    {"library": ("origins", "doors"), "gallery": (), "media": ("material",)},
    {"couples": ("results", "notes", "letters"), "tasks": ()},
    {"practice": (), "practices": (), "counsellors": (), "team": (), "log": (), "plugins": ()},
)
"""Of each area the views that stand in the menu, each with those that one comes to from its pages."""

ELSEWHERE = frozenset({"help", "account"})
"""What stands beside the menu on every page."""


@dataclass(frozen=True)
class Entry:
    """One link of the menu; ``current`` as ``aria-current`` has it: page, true or nothing."""

    name: str
    href: str
    current: str


@dataclass(frozen=True)
class Area:
    """An area as somebody sees it: it bears the name of the first page they may open."""

    pages: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        """Its link in the first row."""
        first, is_here = self.pages[0], any(each.current for each in self.pages)
        return Entry(first.name, first.href, first.current or ("true" if is_here else ""))


def menu() -> list[Area]:
    """The areas in which the person may open something."""
    views = {each.endpoint: each for each in _views() if each.is_accessible()}
    found = [tuple(_entry(views[name], within) for name, within in area.items() if name in views) for area in AREAS]
    return [Area(pages) for pages in found if pages]


def _views() -> list[Any]:
    admin = current_app.extensions["admin"][0]
    return [each for each in (getattr(item, "_view", None) for item in admin.menu()) if each is not None]


def _entry(view: Any, within: tuple[str, ...]) -> Entry:
    here = request.endpoint or ""
    is_within = here.partition(".")[0] in (view.endpoint, *within)
    current = "page" if here == f"{view.endpoint}.index_view" else "true" if is_within else ""
    return Entry(str(view.name), url_for(f"{view.endpoint}.index_view"), current)
