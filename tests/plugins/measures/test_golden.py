"""Scoring against cases worked out by hand in ``golden/``; the arithmetic stands beside each, and is checked too."""

import ast
import operator
from pathlib import Path
from typing import Any

import pytest
import yaml

from nearer.dialect import problems
from nearer.rules.scoring import score
from nearer_plugins.measures import register_exercise_types
from nearer_plugins.measures.instruments import INSTRUMENTS

FILES = sorted((Path(__file__).parent / "golden").glob("*.yaml"))
MEASURES = {file.stem: yaml.safe_load(file.read_text()) for file in FILES}
CASES = [
    pytest.param(measure, case, id=f"{name}: {case['why']}")
    for name, measure in MEASURES.items()
    for case in measure["cases"]
]
TYPES = {kind.id: kind for kind in register_exercise_types()}
SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}

each_case = pytest.mark.parametrize(("measure", "case"), CASES)


def worked_out(node: ast.expr) -> float:
    """The value of plain arithmetic."""
    if isinstance(node, ast.Constant):
        return float(node.value)
    if isinstance(node, ast.UnaryOp):
        return -worked_out(node.operand)
    assert isinstance(node, ast.BinOp)
    return SIGNS[type(node.op)](worked_out(node.left), worked_out(node.right))


def config_of(measure: dict[str, Any]) -> dict[str, Any]:
    """The config of a measure, with made-up lines in the slot of an instrument."""
    known = INSTRUMENTS.get(measure["config"].get("instrument", ""))
    if known is None:
        return dict(measure["config"])
    lines = "\n".join(f"Line {place}" for place, _ in enumerate(known.ranges, 1))
    return {**measure["config"], "lines": lines, "may_use": True}


def response_of(measure: dict[str, Any], answers: Any) -> dict[str, Any]:
    """The answers as the form posts them; a list stands for items 1, 2, 3 and so on."""
    if measure["type"] != "measures.questionnaire":
        return dict(answers)
    known = INSTRUMENTS.get(measure["config"].get("instrument", ""))
    if isinstance(answers, list):
        answers = {f"i{place}": value for place, value in enumerate(answers, 1) if value is not None}
    return answers if known is not None and known.is_screen else {"answers": answers}


@each_case
def test_the_value_is_the_one_worked_out_by_hand(measure: dict, case: dict) -> None:
    scoring = TYPES[measure["type"]].scoring(config_of(measure))
    found = score(scoring, response_of(measure, case["answers"]))[measure["scale"]]
    assert found == {name: case[name] for name in ("value", "missing", "band")}


@each_case
def test_the_arithmetic_beside_a_case_is_right(measure: dict, case: dict) -> None:
    if case["value"] is None:
        assert case["arithmetic"] == "none"
        return
    left, _, right = case["arithmetic"].rpartition("=")
    assert round(worked_out(ast.parse(left.strip(), mode="eval").body), 4) == float(right) == case["value"]


@each_case
def test_the_answers_are_such_as_the_form_takes(measure: dict, case: dict) -> None:
    schema = TYPES[measure["type"]].response_schema(config_of(measure))
    found = problems(schema, response_of(measure, case["answers"]))
    assert bool(found) == ("is no answer" in case["why"])


def test_every_measure_has_its_cases_with_missing_answers_among_them() -> None:
    assert set(INSTRUMENTS) <= set(MEASURES)
    assert {measure["type"] for measure in MEASURES.values()} == {
        kind.id for kind in TYPES.values() if kind.scoring({}) is not None
    }
    for measure in MEASURES.values():
        assert any(case["missing"] for case in measure["cases"])
