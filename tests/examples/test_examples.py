"""Holds the example files to the templates they are exports of, and the table of the source to the program."""

import re
from pathlib import Path

import pytest

from nearer.documents import read_document, write_yaml
from nearer.registry import load_plugins

EXAMPLES = Path(__file__).parents[2] / "examples"
README = (EXAMPLES / "README.md").read_text(encoding="utf-8")
TEMPLATES = {
    key.removeprefix("programs.").replace("_", "-"): document for key, document in load_plugins().templates.items()
}
FILES = sorted(EXAMPLES.glob("*.yaml"))
ROWS = {
    cells[0]: cells
    for cells in (re.split(r" \| ", line.strip("| ")) for line in re.findall(r"^\| S\d+ .*$", README, re.M))
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_example_is_the_export_of_its_template_to_the_byte(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == write_yaml(TEMPLATES[file.stem])
    assert read_document(file.read_bytes()) == TEMPLATES[file.stem]


def test_every_example_stands_in_the_table_of_files() -> None:
    assert FILES
    assert not [file.name for file in FILES if f"`{file.name}`" not in README]


def test_every_row_of_the_source_stands_in_the_table_once() -> None:
    assert list(ROWS) == [f"S{number}" for number in range(1, 18)]
    assert len(re.findall(r"^\| S\d+ ", README, re.M)) == 17


@pytest.mark.parametrize("row", ROWS)
def test_every_row_names_steps_that_exist(row: str) -> None:
    program = TEMPLATES["deepening-emotional-intimacy"]
    known = {step["id"] for stage in program["stages"] for step in stage["steps"]}
    assert len(ROWS[row]) == 3
    named = re.findall(r"`(s-[a-z-]+)`", ROWS[row][2])
    assert named
    assert set(named) <= known


def test_the_numbers_in_the_text_are_those_of_the_program() -> None:
    *stages, always = TEMPLATES["deepening-emotional-intimacy"]["stages"]
    count = sum(len(stage["steps"]) for stage in stages)
    assert f"six stages, {count} steps, and a page that is always open" in README
    assert len(stages) == 6
    assert len(always["steps"]) == 1


def test_every_template_but_the_evening_is_exported() -> None:
    assert {file.stem for file in FILES} == set(TEMPLATES) - {"a-first-evening"}
