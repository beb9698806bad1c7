"""Two partners on narrow phones, one without script, and the Looker over the shoulder of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.house import House
from fixtures.looking import NARROW, Looker
from fixtures.validity import invalid
from fixtures.visitors import Partner


@pytest.fixture
def ada(new_context, house: House) -> Partner:
    return Partner(house, new_context(viewport=NARROW).new_page(), "Ada")


@pytest.fixture
def bo(new_context, house: House) -> Partner:
    return Partner(house, new_context(viewport=NARROW, java_script_enabled=False).new_page(), "Bo")


@pytest.fixture
def looker(ada: Partner, tmp_path: Path):
    """Looks over Ada's shoulder; fails at the end with everything that it found, and that the HTML checker finds."""
    found = Looker(ada.page.context, ada.house.address, title="Notes")
    yield found
    wrong = [*found.found, *invalid(found.pages, tmp_path)]
    assert not wrong, "\n".join(wrong)
