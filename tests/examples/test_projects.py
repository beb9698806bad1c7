"""Builds the two example plugins, installs their wheels beside Nearer's, and runs them without any checkout."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from fixtures.wheels import build_wheel, make_elsewhere

EXAMPLES = Path(__file__).parents[2] / "examples"
PROJECTS = {"gratitude-swap": ["gratitude.swap"], "evening-walk": ["evening.walk", "evening.walk_alone"]}


@pytest.fixture(scope="module")
def peopled(wheel, tmp_path_factory):
    """An environment with Nearer and both examples, installed from wheels."""
    made = make_elsewhere(tmp_path_factory.mktemp("peopled"))
    folder = tmp_path_factory.mktemp("examples")
    made.install(wheel, *(build_wheel(EXAMPLES / each, folder) for each in PROJECTS))
    return made


def test_both_are_there_and_work(peopled):
    done = peopled.run("nearer", "plugin", "list", "--json")
    found = {each["name"]: each for each in json.loads(done.stdout)}
    for types in PROJECTS.values():
        family = types[0].partition(".")[0]
        assert (found[family]["state"], found[family]["types"]) == ("works", types)


@pytest.mark.parametrize("family", ["gratitude", "evening"])
def test_they_keep_every_check_as_installed(peopled, family):
    done = peopled.run("nearer", "plugin", "check", family, "--json", "--quick")
    assert done.returncode == 0, done.stdout + done.stderr
    subjects = {each["subject"] for each in json.loads(done.stdout)["outcomes"]}
    assert len(subjects) >= 2


def test_a_program_with_both_is_published_and_its_page_opens(peopled, tmp_path):
    (tmp_path / "program.yaml").write_text(PROGRAM)
    for words in (["init"], ["program", "check", "program.yaml"]):
        done = peopled.run("nearer", *words, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    done = peopled.run("nearer", "program", "import", "program.yaml", "--publish", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    link = json.loads(done.stdout)["link"]
    shown = peopled.run("python", "-c", LOOK, link.partition("8000")[2], cwd=tmp_path)
    assert "An evening with two" in shown.stdout, shown.stderr


def test_a_project_of_the_two_holds_no_python_and_the_other_one_module():
    python = {name: [each.name for each in (EXAMPLES / name).rglob("*.py")] for name in PROJECTS}
    assert python["evening-walk"] == []
    assert "gratitude_swap.py" in python["gratitude-swap"]
    assert os.sep not in "".join(python["gratitude-swap"])


LOOK = """
import sys
from nearer.installation import Settings, open_installation
from nearer.web.app import couples_app
app = couples_app(open_installation(Settings()))
print(app.test_client().get(sys.argv[1], base_url="http://127.0.0.1:8000").text)
"""

PROGRAM = """
nearer: program/1
title: An evening with two
summary: One thing each, and a walk.
language: en
weeks: 1
stages:
  - title: Today
    steps:
      - title: Something good
        minutes: 5
        variants:
          - {form: any, type: gratitude.swap, version: 1, config: {question: What was good?}}
      - title: A walk
        minutes: 20
        delivery: {rule: after_previous}
        variants:
          - {form: together, type: evening.walk, version: 1, config: {question: What was good?}}
          - {form: alone, type: evening.walk_alone, version: 2, config: {question: What was good?}}
"""
