"""Keeps pages that differ between people only in a few words of ours (address, token, number), and fills these in."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from jinja2 import Template
from markupsafe import escape

from nearer.web.pages import Frame

KEPT = 256
_MARK = secrets.token_hex(16)
"""Where a word goes; made anew with every process, so that nobody can write it."""

_GAP = re.compile(f"{_MARK}([a-z]+),")


def fill(template: Template, page: Frame, own: Mapping[str, Any], **same: Any) -> str:
    """*template* with what is a person's *own*; the rest is kept.

    The frame and *same* are all that the rest depends on and the key that it is kept under, so a change in them, such
    as the practice's live words, is another page at once. They hold nothing that a person wrote.
    """
    pieces = list(_pieces(template, replace(page, home=""), (*own,), tuple(same.items())))
    words = {**own, "home": page.home}
    pieces[1::2] = [str(escape(words[name])) for name in pieces[1::2]]
    return "".join(pieces)


@lru_cache(maxsize=KEPT)
def _pieces(template: Template, page: Frame, own: tuple[str, ...], same: tuple[tuple[str, Any], ...]) -> list[str]:
    """The text between the gaps, and the names of the gaps between the texts."""
    gaps = {name: f"{_MARK}{name}," for name in (*own, "home")}
    return _GAP.split(template.render(page=replace(page, home=gaps.pop("home")), **gaps, **dict(same)))
