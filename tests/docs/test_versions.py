"""Holds the page of versions to the code: its migration is good, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from nearer import ExerciseType, Participation, Protocol, RefusedError, Sample, hookimpl, read_document
from nearer.data_migrations import migrations_of
from nearer.dialect import problems
from nearer.leaving_out import IN_A_ROW
from nearer.testing import FAILS, load_plugins, run_checks
from nearer.workbench.asked import DIRECTIONS, LOOKS, MOMENTS, WIDTHS

PAGE = (Path(__file__).parents[2] / "docs/versions.md").read_text()
(SNIPPET,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def test_the_migration_of_the_page_passes_every_check_of_the_kit():
    space: dict[str, Any] = {}
    exec(compile(SNIPPET, "docs/versions.md", "exec"), space)

    class Said(ExerciseType):
        id, title, version = "page.said", "Said", 2
        participation, factors = Participation.EACH, ("trust",)
        protocol = Protocol("To try.", "Ours", 2026, "D", "Not tested.", (), 1, 5)
        texts = {"type": "array", "title": "Texts", "maxItems": 5, "items": {"type": "string", "maxLength": 100}}
        config_schema = {"type": "object", "properties": {"questions": texts}, "required": ["questions"]}
        samples = (
            Sample("plain", {"questions": ["How was it?"]}, {"a": {"said": ["Good."]}, "b": {"said": ["So so."]}}),
        )
        migrations = space["migrations"]

        def response_schema(self, config, role="self"):
            return {"type": "object", "properties": {"said": {**self.texts, "x-visibility": "both"}}}

    module = type("page", (), {"register_exercise_types": staticmethod(hookimpl(lambda: [Said()]))})
    registry = load_plugins(modules={"page": module})
    assert registry.plugin("page").state == "works", registry.plugin("page").problem
    found = run_checks(registry, ["page"], slow=False)
    assert [(each.check.id, each.problems) for each in found if each.state == FAILS and "migrat" in each.check.id] == []


def test_the_migration_without_python_of_the_page_is_valid_and_does_what_it_says():
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    steps = read_document(text)
    assert problems({"$ref": "https://nearer.invalid/schemas/type#/properties/migrations"}, steps) == []
    (migration,) = migrations_of(steps).values()
    for before, after in migration.examples:
        assert migration.config(before) == after
    for before, after in migration.answer_examples:
        assert migration.answers(before) == after
    for change, refusals in ((migration.config, migration.refusals), (migration.answers, migration.answer_refusals)):
        for each in refusals:
            with pytest.raises(RefusedError):
                change(each)


def test_the_bundled_example_is_where_the_page_says():
    kind = load_plugins().types["trust_journal.taking_stock"]
    assert kind.version == 2
    assert kind.migrations[1].answers is not None


def test_numbers_files_and_choices_are_those_of_the_code():
    from nearer.settings import Settings

    assert IN_A_ROW == 3
    assert "three times in a row" in PAGE
    assert f"`{Settings().left_out.name}/`" in PAGE
    assert MOMENTS
    assert DIRECTIONS
    assert {"light", "dark"} == set(LOOKS)
    assert "phone" in WIDTHS
