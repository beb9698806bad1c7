"""The menu: each area under the first page of it that somebody may open, the other pages of the area below."""

from __future__ import annotations

import html5lib
import pytest

from nearer_admin.menu import AREAS, ELSEWHERE
from nearer_admin.views import all_views, home_view

WITHIN = [name for area in AREAS for page, names in area.items() for name in (page, *names)]


def rows(page):
    """The names in each row of the menu, the current one with a star."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    return [
        [("*" if a.get("aria-current") else "") + "".join(a.itertext()).strip() for a in nav.iter("a")]
        for nav in tree.iter("nav")
        if nav.get("aria-label") in ("Desk", "Programs", "Library", "Couples", "Practice", "Practices")
    ]


def test_every_view_has_one_place():
    found = [view.endpoint for view in (home_view(), *all_views())]
    assert sorted(found) == sorted([*WITHIN, *ELSEWHERE])


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", [["*Home", "Programs", "Library", "Couples", "Practice"]]),
        ("/links/", [["Home", "*Programs", "Library", "Couples", "Practice"], ["Programs", "*Links", "Holds"]]),
        ("/account/", [["Home", "Programs", "Library", "Couples", "Practice"]]),
    ],
)
def test_a_counsellor_finds_five_areas_and_the_pages_of_the_one_she_is_in(ann, path, shown):
    assert rows(ann.get(path)) == shown


def test_the_composer_belongs_to_programs(ann, published):
    assert rows(ann.get(f"/program/{published.program}/"))[1] == ["*Programs", "Links", "Holds"]


def test_an_area_bears_the_name_of_the_first_page_that_one_may_open(sign_in):
    first, second = rows(sign_in("admin").get("/practices/"))
    assert first == ["Home", "Holds", "*Practices"]
    assert second == ["*Practices", "People", "Log", "Plugins"]


def test_ones_own_sign_in_is_beside_the_menu_on_every_page(ann):
    for path in ("/", "/couples/", "/account/"):
        assert 'href="/desk/account/"' in ann.get(path).text
