"""Holds the reference to the code: every member, value, keyword and visibility stands in it, and every example runs."""

from __future__ import annotations

import dataclasses
import inspect
import re
import textwrap
import types
from pathlib import Path

import pytest
import yaml

import nearer
import nearer_schemas
from nearer import ExerciseType
from nearer.converting import read_file, write_file
from nearer.data_templates import FILTERS, template_problems
from nearer.dialect import VISIBILITIES, schema_problems
from nearer.ids import with_ids
from nearer.testing import FAILS, load_plugins, run_checks

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE, DIALECT, RECIPES = ((DOCS / f"{name}.md").read_text() for name in ("plugins", "dialect", "recipes"))
MEMBERS = re.findall(r"^#### `([^\n]+)`\n(.*?)(?=^#+ |\Z)", REFERENCE, re.M | re.S)
VALUES = ("Protocol", "Sample", "State", "Context", "Problem", "Migration", "Converted")


def word(annotation: object) -> str:
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"^ClassVar\[(.*)\]$", r"\1", text)


def signatures():
    """Every public member as the reference writes it."""
    annotations = ExerciseType.__annotations__
    for name, annotation in annotations.items():
        default = f" = {ExerciseType.__dict__[name]!r}" if name in ExerciseType.__dict__ else ""
        yield f"{name}: {word(annotation)}{default}"
    for name, member in vars(ExerciseType).items():
        if name.startswith("_") or name in annotations:
            continue
        if isinstance(member, property):
            yield f"{name}: {word(inspect.signature(member.fget).return_annotation)}"
        else:
            found = inspect.signature(member)
            parameters = [_parameter(each) for each in list(found.parameters.values())[1:]]
            yield f"{name}({', '.join(parameters)}) -> {word(found.return_annotation)}"


def _parameter(parameter: inspect.Parameter) -> str:
    default = "" if parameter.default is parameter.empty else f' = "{parameter.default}"'
    return f"{parameter.name}: {word(parameter.annotation)}{default}"


def test_every_member_has_a_heading_with_its_signature_and_no_other():
    assert sorted(heading for heading, _ in MEMBERS) == sorted(signatures())


@pytest.mark.parametrize(("heading", "text"), MEMBERS, ids=lambda each: each.split("\n")[0][:30])
def test_every_member_has_an_example_that_is_python(heading, text):
    (example,) = re.findall(r"```python\n(.*?)```", text, re.S)
    source = "class Example(ExerciseType):\n" + textwrap.indent(example, "    ")
    space = {**vars(nearer)}
    exec(compile(source, heading, "exec"), space)
    assert any(name in vars(space["Example"]) for name in (re.match(r"\w+", heading)[0], "title"))


@pytest.mark.parametrize("name", VALUES)
def test_every_field_of_a_value_stands_in_its_table(name):
    section = REFERENCE.partition(f"### {name}\n")[2].partition("\n#")[0]
    fields = [each.name for each in dataclasses.fields(getattr(nearer, name))]
    assert re.findall(r"^\| `(\w+)` \|", section, re.M) == fields


@pytest.mark.parametrize("name", ["Widget", "Field", "Format"])
def test_every_member_of_what_else_is_subclassed_stands_in_its_table(name):
    section = REFERENCE.partition(f"### {name}\n")[2].partition("\n#")[0]
    kind = getattr(nearer, name)
    methods = {each: inspect.signature(member) for each, member in vars(kind).items() if inspect.isfunction(member)}
    written = {each: f"({', '.join(list(found.parameters)[1:])})" for each, found in methods.items() if each[0] != "_"}
    named = [*kind.__annotations__, *(each + found for each, found in written.items())]
    assert re.findall(r"^\| `([\w(), ]+)` \|", section, re.M) == named


def test_every_hook_has_an_example():
    for section in REFERENCE.partition("## Hooks")[2].partition("\n## ")[0].split("\n### ")[1:]:
        name = re.match(r"`(\w+)", section)[1]
        assert f"def {name}(" in section


def test_every_public_name_is_mentioned():
    named = {name for name in nearer.__all__ if name not in REFERENCE + DIALECT + RECIPES}
    assert named <= {"GRADES"}


def test_every_keyword_of_the_dialect_stands_in_its_table_and_no_other():
    keywords = {name for name in nearer_schemas.load("dialect")["properties"] if name.startswith("x-")}
    rows = re.findall(r"^\| `(x-[a-z-]+)` \|", DIALECT, re.M)
    assert sorted(rows) == sorted(keywords)


def test_every_visibility_stands_in_its_table_in_order():
    table = DIALECT.partition("## Who sees what")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.M)) == VISIBILITIES


RECIPE_PLUGINS = re.findall(r"^```python\n(.*?)^```", RECIPES, re.M | re.S)


@pytest.mark.parametrize("source", RECIPE_PLUGINS, ids=lambda each: re.search(r'id = "(.+)"', each)[1])
def test_a_recipe_holds_every_check_of_the_kit(source):
    module = types.ModuleType("recipes")
    exec(compile(source, "recipe", "exec"), vars(module))
    found = run_checks(load_plugins(modules={"recipes": module}), slow=False)
    assert [(each.check.id, each.problems) for each in found if each.state == FAILS] == []


def test_the_recipe_of_an_importer_reads_what_it_wrote():
    (source,) = (each for each in RECIPE_PLUGINS if "register_formats" in each)
    module = types.ModuleType("recipes")
    exec(compile(source, "recipe", "exec"), vars(module))
    registry = load_plugins(modules={"recipes": module})
    found = read_file("QUESTIONS Evening\n\nWhat was good?\nWhat was hard?\n" + "x" * 201, registry)
    assert found.document["stages"][0]["steps"][0]["variants"][0]["config"]["questions"][:2] == [
        "What was good?",
        "What was hard?",
    ]
    assert [each.endswith("at most 200 signs.") for each in found.losses] == [True]
    written = write_file(with_ids(found.document), registry, found.format).content
    assert read_file(written, registry).document == found.document


def test_the_snippets_for_types_without_python_are_valid():
    (schema,) = re.findall(r"^```yaml\n(.*?)^```", RECIPES, re.M | re.S)
    (template,) = re.findall(r"^```html\n(.*?)^```", RECIPES, re.M | re.S)
    loaded = yaml.safe_load(schema)
    loaded["properties"]["text"]["title"] = "Filled in"
    assert schema_problems(loaded, response=True) == []
    assert template_problems(template) == []


def test_every_key_of_the_manifest_and_every_filter_is_named():
    section = RECIPES.partition("## A type without Python")[2]
    assert [key for key in nearer_schemas.load("type")["properties"] if f"`{key}" not in section] == []
    assert {each for each in FILTERS if f"`{each}`" not in section} <= {
        "e",
        "escape",
        "count",
        "wordcount",
        "striptags",
    }
