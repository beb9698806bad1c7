"""Holds the kit to its word: every check catches a plugin that is broken in its way, and a good one passes all."""

from __future__ import annotations

import copy

import pytest
from kit.broken import BROKEN, Good, Turns, plugin

from nearer.testing import FAILS, HOLDS, NOT_RUN, every_check, load_plugins, run_checks

CHECKS = every_check()
FEWEST = 30


def outcomes(module, **options):
    return run_checks(load_plugins(modules={"good": module}), **options)


def test_there_are_enough_checks_each_with_its_own_name_and_two_sentences():
    names = [each.id for each in CHECKS]
    assert len(names) == len(set(names)) >= FEWEST
    assert all(each.holds.endswith(".") and each.fix.endswith(".") for each in CHECKS)


def test_every_check_has_a_broken_plugin_and_no_other_is_there():
    assert set(BROKEN) == {each.id for each in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.id)
def test_the_check_catches_its_broken_plugin(check):
    found = outcomes(BROKEN[check.id](), only=[check.id])
    if found[0].state == NOT_RUN:
        pytest.skip(found[0].reason)
    assert [each.state for each in found] == [FAILS]
    assert all(problem.message for problem in found[0].problems)
    assert not any("failed while being looked at" in problem.message for problem in found[0].problems)


@pytest.mark.parametrize("kind", [Good, Turns])
def test_a_good_plugin_passes_every_check(kind):
    found = outcomes(plugin(kind()))
    assert [(each.check.id, each.problems) for each in found if each.state == FAILS] == []
    assert len([each for each in found if each.state == HOLDS]) >= len(CHECKS) - 1


def test_a_slow_check_is_left_out_on_request_and_says_so():
    found = outcomes(plugin(Good()), slow=False, only=["axe-clean"])
    assert [(each.state, bool(each.reason)) for each in found] == [(NOT_RUN, True)]


def test_a_type_that_raises_everywhere_is_reported_and_takes_nothing_down():
    class Raises(Good):
        def response_schema(self, config, role="self"):
            raise SystemExit(3)

    found = outcomes(plugin(Raises(), copy.copy(Good())), slow=False)
    assert any(each.state == FAILS and "SystemExit" in str(each.problems) for each in found)
