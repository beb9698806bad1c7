"""The handbook that stands in the desk: chapters of Markdown, drawn as pages with an address for every section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from nearer import Markup

CHAPTERS = (
    "first-program",
    "composing",
    "library",
    "rehearsal",
    "publishing",
    "accompanying",
    "people",
    "files",
    "when-something-is-wrong",
)
"""The chapters in the order of reading; each is a file of that name beside this one."""

_LINK = re.compile(r"(?P<chapter>[a-z-]+)\.md(?P<anchor>#.*)?")
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Section:
    """A part of a chapter that has an address of its own."""

    anchor: str
    title: str


@dataclass(frozen=True)
class Chapter:
    """A chapter, drawn: once to stand alone, once to stand among the others on one page."""

    name: str
    title: str
    sections: tuple[Section, ...]
    alone: Markup
    among: Markup


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters in the order of reading; they come with the program, so they are drawn once."""
    return tuple(_chapter(name) for name in CHAPTERS)


def find_chapter(name: str) -> Chapter | None:
    """The chapter of that name."""
    return next((each for each in chapters() if each.name == name), None)


def anchor_of(title: str) -> str:
    """The anchor of a heading, as GitHub makes it, so that links between the files work there, too."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _chapter(name: str) -> Chapter:
    text = (files(__package__) / f"{name}.md").read_text(encoding="utf-8")
    found = list(_headings(_MARKDOWN.parse(text)))
    sections = tuple(Section(anchor_of(title), title) for tag, title in found if tag == "h2")
    return Chapter(name, found[0][1], sections, _drawn(text), _drawn(text, among=name))


def _headings(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    for each, inside in pairwise(tokens):
        if each.type == "heading_open":
            yield each.tag, inside.content


def _drawn(text: str, *, among: str = "") -> Markup:
    """The chapter as markup; *among* the others its headings are a level lower and its anchors begin with its name."""
    tokens = _MARKDOWN.parse(text)
    for each, inside in pairwise(tokens):
        if each.type == "heading_open":
            each.attrSet("id", f"{among}-{anchor_of(inside.content)}" if among else anchor_of(inside.content))
        if among and each.type in ("heading_open", "heading_close"):
            each.tag = f"h{int(each.tag[1]) + 1}"
        for part in each.children or ():
            if part.type == "link_open":
                part.attrSet("href", _address(str(part.attrGet("href")), among))
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _address(written: str, among: str) -> str:
    """Where a link between two files leads among the pages of the desk."""
    found = _LINK.fullmatch(written)
    if not found:
        return f"#{among}-{written[1:]}" if among and written.startswith("#") else written
    chapter, anchor = found["chapter"], found["anchor"] or ""
    return f"#{chapter}{anchor.replace('#', '-')}" if among else chapter + anchor
