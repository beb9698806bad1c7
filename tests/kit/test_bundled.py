"""Holds that no bundled plugin fails any check of the kit, and no other that is installed."""

import pytest

from nearer.testing import FAILS, load_plugins
from nearer.testing.checks import look_at, subjects_of

SUBJECTS = [pytest.param(each, id=each.name) for each in subjects_of(load_plugins())]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_it_fails_no_check(subject):
    found = [each for each in look_at(subject) if each.state == FAILS]
    assert [f"{each.check.id}: {problem}" for each in found for problem in each.problems] == []
