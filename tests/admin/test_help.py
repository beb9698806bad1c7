"""The handbook in the desk: every page leads to its section, every link to something that is there."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from fixtures.counting import counted

from nearer_admin.handbook import CHAPTERS, chapters, find_chapter
from nearer_admin.handbook.sections import SECTIONS, section_of
from nearer_admin.rights import ANYBODY, TABLE

NO_PAGES = {"exchange.file", "media.file"}
"""What is opened without a page of the desk around it."""


def pages():
    """The endpoints of the desk's own pages: what somebody who signed in looks at."""
    return {
        endpoint
        for endpoint, right in TABLE.items()
        if right.look and right.look != ANYBODY and right.what != "On to another page"
        if not endpoint.startswith("help.")
    } - NO_PAGES


def test_every_page_of_the_desk_has_its_section_and_no_section_is_for_nothing():
    advice = "say in admin/nearer_admin/handbook/sections.py where its Help leads, and write it there"
    assert set(SECTIONS) == pages(), f"{pages() ^ set(SECTIONS)}: {advice}"


@pytest.mark.parametrize("endpoint", [*sorted(SECTIONS), None])
def test_where_help_leads_is_there(endpoint):
    name, anchor = section_of(endpoint)
    chapter = find_chapter(name)
    assert chapter is not None
    assert anchor is None or anchor in {each.anchor for each in chapter.sections}, (name, anchor)


def test_links_between_chapters_lead_to_headings_that_are_there():
    there = {each.name: set(re.findall(r'id="([^"]+)"', each.alone)) for each in chapters()}
    found = 0
    for each in chapters():
        for target in re.findall(r'href="([^"]+)"', each.alone):
            chapter, _, anchor = target.partition("#")
            assert not anchor or anchor in there[chapter or each.name], (each.name, target)
            found += 1
    assert found > 8


def test_on_one_page_every_heading_keeps_an_address_of_its_own(ann):
    page = ann.get("/help/all").text
    ids = Counter(re.findall(r'id="([^"]+)"', page))
    assert [each for each, times in ids.items() if times > 1] == []
    main = page.partition("<main")[2]
    assert set(re.findall(r'href="#([^"]+)"', main)) <= set(ids)
    assert main.count("<h1") == 1


@pytest.mark.parametrize("who", ["ann", "sue", "admin"])
def test_everybody_at_the_desk_reads_every_chapter(sign_in, who):
    browser = sign_in(who)
    contents = browser.get("/help/").text
    for name in CHAPTERS:
        assert f'href="/desk/help/{name}"' in contents
        assert browser.get(f"/help/{name}").status_code == 200
    assert browser.get("/help/nothing").status_code == 404


def test_help_in_the_header_leads_to_the_section_of_the_page(ann):
    for path, leads in (
        ("/programs/", "composing#the-list-of-programs"),
        ("/holds/", "publishing#holds"),
        ("/help/composing", ""),
        ("/nothing-here", "when-something-is-wrong"),
    ):
        assert f'href="/desk/help/{leads}"' in ann.get(path).text, path


def test_reading_costs_the_database_no_more_than_the_sign_in(ann, installation):
    asked = {}
    for path in ("/nothing-here", "/help/", "/help/composing", "/help/all"):
        with counted(installation.engine) as statements:
            ann.get(path)
        asked[path] = statements
    assert asked["/help/"] == asked["/help/composing"] == asked["/help/all"] == asked["/nothing-here"]


def test_what_a_chapter_says_in_markup_stays_text():
    assert all("<script" not in each.alone and "&lt;" not in each.alone for each in chapters())
