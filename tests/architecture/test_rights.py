"""Every address of the desk has a line in the one table of rights, and no view has rules of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from nearer_admin.deeds import words_of_action
from nearer_admin.rights import TABLE
from nearer_admin.rights_page import page
from nearer_admin.views import all_views, home_view

WRITTEN = Path(__file__).parents[2] / "docs" / "access.md"
VIEWS = [home_view(), *all_views()]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.endpoint)
def test_every_address_of_a_view_has_a_line(view):
    for _, name, methods in view._urls:
        if getattr(view, name).__module__.startswith("nearer_admin"):
            endpoint = f"{view.endpoint}.{name}"
            line = f'"{endpoint}": _{"form" if len(methods) > 1 else "see" if "GET" in methods else "do"}(WORK, "..."),'
            assert endpoint in TABLE, f"nobody can open {endpoint}: add to admin/nearer_admin/rights.py: {line}"
            listed = {method for method in ("GET", "POST") if TABLE[endpoint].roles(method)}
            assert listed == set(methods), f"its line in admin/nearer_admin/rights.py should be {line}"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.endpoint)
def test_no_view_says_by_itself_who_may_come(view):
    said = "who may open a view, and what the log notes, stands in admin/nearer_admin/rights.py alone"
    assert not {"roles", "is_noted"} & set(dir(view)), said


@pytest.mark.parametrize("endpoint", [name for name, right in TABLE.items() if right.noted])
def test_what_the_log_notes_has_words(endpoint):
    assert words_of_action(endpoint), f"give {endpoint} its words in admin/nearer_admin/deeds.py"


def test_the_page_of_the_docs_says_what_the_table_says():
    again = "write it anew: .venv/bin/python -m nearer_admin.rights_page > docs/access.md"
    assert WRITTEN.read_text() == page(), again
