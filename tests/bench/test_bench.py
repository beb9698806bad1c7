"""Runs the benchmark small: it measures real servers, and every query of a step page goes by an index."""

import re

from werkzeug.datastructures import MultiDict

from nearer.bench import run
from nearer.bench.exercise import TenFields, answer
from nearer.bench.seeding import bench_registry
from nearer.forms import Form
from nearer.testing import contract_problems


def test_the_measured_type_keeps_the_contract():
    assert contract_problems(TenFields(), bench_registry()) == []


def test_what_is_sent_fills_every_field():
    schema = TenFields().response_schema({})
    assert Form(schema).read(MultiDict(answer())).keys() == schema["properties"].keys()


def test_a_small_run_measures_both_and_searches_by_index():
    told = run((1_000,), requests=8, say=lambda text: None)
    assert [row["work"] for row in told["rows"]] == ["step page", "submission"]
    assert all(row["times_bare"] > 0 and row["per_second"] > 0 for row in told["rows"])
    assert told["plans"]
    assert not [
        line
        for line in told["plans"]
        if re.search(r"\bSCAN (entry|box|fact|couple|seat|door|key|lift|finding)\b", line)
    ]
