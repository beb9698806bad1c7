"""The desk in pictures: every page of the table of rights has one, light and dark, and a row that says what it is."""

from __future__ import annotations

import pytest
from fixtures.desk_pages import PAGES
from fixtures.desk_tour import FILE, PICTURES, SAYS, page
from fixtures.looking import SCHEMES

from nearer_admin.rights import TABLE

FOLDER = FILE.parent / PICTURES
ELSEWHERE = "On to another page"
NO_PAGES = {
    "static": "style and scripts",
    "security.static": "scripts",
    "security.wan_delete": "a button of one's own sign-in",
    "exchange.file": "a file",
    "media.file": "a file",
}
"""What has an address to look at, and no page to show, and why."""

MOST = 3_000_000
"""Bytes of all pictures together: they come with every clone."""


def test_every_page_of_the_desk_has_its_picture():
    pages = {endpoint for endpoint, right in TABLE.items() if right.look and right.what != ELSEWHERE}
    advice = "give it a line in tests/fixtures/desk_pages.py, and take its picture (see tests/README.md)"
    assert {each.endpoint for each in PAGES} == pages - set(NO_PAGES), advice


def test_there_is_a_picture_for_each_page_and_none_besides():
    there = {each.name for each in FOLDER.iterdir()}
    wanted = {f"{each.name}-{scheme}.webp" for each in PAGES for scheme in SCHEMES}
    assert there == wanted, f"{there ^ wanted}: take it anew or remove it (see tests/README.md)"
    assert sum(each.stat().st_size for each in FOLDER.iterdir()) < MOST


def test_the_document_is_made_of_the_table():
    assert FILE.read_text() == page(), "write it anew: PYTHONPATH=tests .venv/bin/python tests/fixtures/desk_tour.py"


@pytest.mark.parametrize("shown", PAGES, ids=lambda each: each.name)
def test_each_picture_has_its_sentence(shown):
    assert SAYS[shown.name].endswith(".")


def test_no_name_stands_twice_and_no_sentence_is_left_over():
    assert len({each.name for each in PAGES}) == len(PAGES)
    assert set(SAYS) == {each.name for each in PAGES}
