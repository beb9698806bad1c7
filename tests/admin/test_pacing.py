"""How a program falls over the weeks at the quickest pace."""

from datetime import date
from time import perf_counter

import pytest
from fixtures import trial

from nearer.freezing import freeze
from nearer.registry import load_plugins
from nearer.rules.edition import compile_edition
from nearer_admin.pacing import minutes_by_week

BEGIN = date(2026, 3, 2)


def weeks(*steps, registry):
    document = trial.program(stages=[{"id": "one", "title": "One", "summary": "", "steps": list(steps)}])
    return minutes_by_week(compile_edition(freeze(document, registry)[0]), BEGIN)


def step(name, rule="after_previous", **delivery):
    return trial.step(name, trial.Diary, rule, delivery=delivery)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([step("one", "at_once"), step("two")], {1: 10}),
        ([step("one", "at_once"), step("two", "after_delay", days=7)], {1: 5, 2: 5}),
        ([step("one", "weekly", times=3)], {1: 5, 2: 5, 3: 5}),
        ([step("one", "consecutive_days", days=10)], {1: 35, 2: 15}),
        ([step("one", "at_once"), step("two", "monthly", months=4, times=2)], {1: 10, 18: 5}),
        ([step("one", "at_once"), step("two", "after_release")], {1: 10}),
        ([step("one", "on_day", day=15)], {3: 5}),
    ],
)
def test_each_rule_has_its_weeks(steps, expected, registry):
    assert weeks(*steps, registry=registry) == expected


def test_every_template_is_paced_quickly_enough_for_a_page():
    registry = load_plugins()
    for key, document in registry.templates.items():
        edition = compile_edition(freeze(document, registry)[0])
        began = perf_counter()
        found = minutes_by_week(edition, BEGIN)
        assert found, key
        assert perf_counter() - began < 5, key  # a bound against running away, not a measure
        assert sum(found.values()) == sum(each.minutes * each.occurrences for each in edition.order), key
