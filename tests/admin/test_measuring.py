"""Runs the benchmark of the desk small: every list opens, with few couples and with many."""

from __future__ import annotations

import json

from click.testing import CliRunner

from nearer.commands import main


def test_every_list_is_measured_at_both_sizes():
    told = CliRunner().invoke(main, ["bench-desk", "--few", "2", "--many", "5", "--rounds", "1", "--json"])
    assert told.exit_code == 0, told.output
    rows = json.loads(told.stdout)
    assert {"home", "couples", "links", "log", "holds"} <= {each["page"] for each in rows}
    assert all(each["ratio"] > 0 and each["statements"] > 0 and each["steps_many"] > 0 for each in rows)


def test_one_database_alone_is_refused():
    told = CliRunner().invoke(main, ["bench-desk", "--database", "sqlite:///x"])
    assert told.exit_code == 2
    assert "twice" in told.output
