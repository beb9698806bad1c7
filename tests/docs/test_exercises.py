"""Holds the page of exercises to the code, and every row of the source to an exercise that a couple can do."""

import pytest
from fixtures.exercise_table import PAGE, ROWS, SHAPES, exercises_of, page

from nearer.freezing import exercise_problems
from nearer.registry import load_plugins

REGISTRY = load_plugins()


def test_the_page_is_what_the_code_says() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(REGISTRY), "run: python tests/fixtures/exercise_table.py"


def test_all_seventeen_rows_are_there() -> None:
    assert list(ROWS) == [f"S{number}" for number in range(1, 18)]


@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_exercises_that_can_be_published(row: str) -> None:
    found = exercises_of(row, REGISTRY)
    assert found
    assert [exercise_problems(REGISTRY.library[key], REGISTRY) for key in found] == [[]] * len(found)


@pytest.mark.parametrize("row", ROWS)
def test_every_beginning_that_a_row_names_leads_to_an_exercise(row: str) -> None:
    assert not [start for start in ROWS[row][1] if not any(key.startswith(start) for key in REGISTRY.library)]


def test_every_template_names_the_shape_that_it_follows() -> None:
    assert {f"programs.{name}" for name in SHAPES} == set(REGISTRY.templates)


def test_every_type_stands_in_the_table_once() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert [kind for kind in REGISTRY.types if written.count(f"<br>`{kind}` |") != 1] == []


def test_a_row_without_an_exercise_would_be_found() -> None:
    """The test above can fail: without its family, a row has nothing."""
    without = load_plugins()
    without.library = {key: each for key, each in without.library.items() if not key.startswith("conflict.")}
    assert exercises_of("S12", without) == []
