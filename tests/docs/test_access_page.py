"""The page that says who may open what is made from the table that the desk asks."""

from __future__ import annotations

from pathlib import Path

from nearer_admin.rights import TABLE
from nearer_admin.rights_page import page

WRITTEN = Path(__file__).parents[2] / "docs" / "access.md"


def test_the_page_says_what_the_table_says():
    again = "write it anew: .venv/bin/python -m nearer_admin.rights_page > docs/access.md"
    assert WRITTEN.read_text() == page(), again


def test_every_address_is_on_the_page_once():
    for endpoint in TABLE:
        assert WRITTEN.read_text().count(f"`{endpoint}`") == 1
