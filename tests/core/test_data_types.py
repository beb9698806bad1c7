"""Exercise types without Python: they read, fill in, draw within bounds; what is wrong is named by file and place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nearer import Context, State, View
from nearer.data_migrations import migrations_of
from nearer.data_types import FolderError, read_type
from nearer.filling import filled
from nearer.registry import load_plugins
from nearer.testing import FAILS, run_checks

WALK = Path(__file__).parents[2] / "examples/evening-walk/evening_walk"


@pytest.fixture
def walk(tmp_path) -> Path:
    """A copy of the example, in the folder that installations take types from."""
    return shutil.copytree(WALK, tmp_path / "types/evening_walk")


def loaded(walk):
    return load_plugins(modules={}, types=walk.parent)


def change(file: Path, old: str, new: str) -> None:
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_a_folder_that_is_dropped_in_becomes_types_and_library(walk):
    registry = loaded(walk)
    assert [(each.name, each.problem) for each in registry.plugins] == [("evening", "")]
    assert list(registry.types) == ["evening.walk", "evening.walk_alone"]
    assert list(registry.library) == ["evening.walk.good_and_hard"]


def test_it_keeps_every_check_of_the_kit(walk):
    found = run_checks(loaded(walk), slow=False)
    assert [(each.subject, each.check.id, each.problems) for each in found if each.state == FAILS] == []


def test_references_take_values_from_the_config_and_leave_out_what_is_not_there(walk):
    kind = read_type(walk / "walk")
    script = kind.script({"question": "And now?", "seconds": 90})
    assert script["rounds"][0]["moves"][0]["prompt"] == "And now?"
    assert script["rounds"][0]["moves"][1]["seconds"] == 90
    assert "seconds" not in kind.script({"question": "And now?"})["rounds"][0]["moves"][1]
    assert kind.script({})["rounds"][0]["moves"][0]["prompt"].startswith("What was good")
    assert kind.alone({"question": "Hm?"}) == ("evening.walk_alone", {"question": "Hm?"})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"$config": "/a/0"}, "first"),
        ({"$config": "/b~1c"}, "slash"),
        ({"$config": "/x", "default": 5}, 5),
        ({"keep": {"$config": "/x"}, "also": 1}, {"also": 1}),
        ([{"$config": "/x"}, {"$config": "/a/0"}], ["first"]),
        ({"$config": "/a/0", "other": 1}, {"$config": "/a/0", "other": 1}),
    ],
)
def test_a_reference_is_a_pointer_with_a_default(value, expected):
    assert filled(value, {"a": ["first"], "b/c": "slash"}) == expected


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("walk/manifest.yaml", "grade: D", "grade: Z", "walk/manifest.yaml/protocol/grade"),
        ("walk/manifest.yaml", "[communication, shared_values]", "[luck]", "walk/manifest.yaml/factors"),
        ("walk/manifest.yaml", "participation: turns", "participation: alone", "walk/manifest.yaml/participation"),
        ("walk/manifest.yaml", "title: An", "title: [An", "walk/manifest.yaml"),
        ("walk/config.schema.yaml", "type: integer", "type: whole", "walk/config.schema.yaml/properties/seconds/type"),
        ("walk/response.schema.yaml", "    x-visibility: both\n", "", "walk/response.schema.yaml/properties/keep"),
        ("walk/script.yaml", "actor: both", "actor: nobody", "walk/script.yaml/rounds/2/moves/0/actor"),
        ("walk/manifest.yaml", "seconds: 300", "seconds: 5", "walk/manifest.yaml/samples/one question/config/seconds"),
        ("walk_alone/template.html", "{{ fields }}", "{% include 'x' %}", "walk_alone/template.html/line 5"),
        ("walk_alone/template.html", "{{ fields }}", "{{ fields", "walk_alone/template.html/line"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_place_and_the_other_type_lives(walk, file, old, new, told):
    change(walk / file, old, new)
    registry = loaded(walk)
    plugin = registry.plugin("evening")
    assert plugin.state == "broken"
    assert told in plugin.trace
    assert len(registry.types) == 1


def test_a_folder_without_manifest_and_a_taken_name_are_named(walk):
    (walk.parent / "empty").mkdir()
    shutil.copytree(walk, walk.parent / "second")
    registry = loaded(walk)
    assert "manifest.yaml" in registry.plugin("empty").problem
    assert [each.state for each in registry.plugins if each.name == "evening"] == ["works", "broken"]
    assert "is taken" in registry.plugins[-1].problem


def test_an_old_version_can_be_drawn_where_the_manifest_says_so(walk):
    change(walk / "walk/manifest.yaml", "id: evening.walk\n", "id: evening.walk\nversion: 3\nversions: [2]\n")
    assert set(read_type(walk / "walk").versions) == {2, 3}


def test_a_schema_that_is_missing_or_there_twice_is_told(walk):
    (walk / "walk/config.schema.json").write_text("{}")
    with pytest.raises(FolderError, match="two places"):
        read_type(walk / "walk")
    (walk / "walk/config.schema.json").unlink()
    (walk / "walk/config.schema.yaml").unlink()
    with pytest.raises(FolderError, match=r"config\.schema\.yaml"):
        read_type(walk / "walk")


def test_the_template_draws_and_leaves_the_rest_to_core(walk):
    kind = read_type(walk / "walk_alone")
    config, state = {"question": "<script>?"}, State(mine={"found": "<b>light</b>"})
    assert "&lt;b&gt;light" in kind.render(View.REVIEW, config, state, Context())
    assert 'data-fields=""' in kind.render(View.ANSWER, config, State(), Context())
    assert kind.render(View.PRINT, config, state, Context()) is None


def test_older_configs_and_answers_are_carried_over_as_the_file_says(walk):
    kind = read_type(walk / "walk_alone")
    assert (kind.version, kind.versions) == (2, (1, 2))
    registry = loaded(walk)
    old = {"type": "evening.walk_alone", "version": 1, "config": {"prompt": "And then?"}}
    drawn = registry.render(old, View.REVIEW, State(mine={"found": "The lake.", "mood": {"after": 4}}), Context())
    assert "And then?" in drawn
    assert "Afterwards: 4 of 5" in drawn
    assert registry.render({**old, "config": {}}, View.REVIEW, State(mine={"found": "x"}), Context()) is None
    assert registry.property_today(old, "mood", {"after": 2}) == 2
    assert registry.property_today(old, "mood", 2) == 2
    assert registry.failures == {}


def test_what_is_not_named_stays_and_what_is_dropped_goes():
    told = {
        "becomes": {"b": {"$config": "/a", "default": 1}, "c": {"$config": "/gone"}, "d": [{"$config": ""}]},
        "drops": ["a"],
    }
    (migration,) = migrations_of([{"from": 1, "config": told}]).values()
    assert migration.config({"a": 5, "x": [1]}) == {"b": 5, "x": [1], "d": [{"a": 5, "x": [1]}]}
    assert migration.config({}) == {"b": 1, "d": [{}]}
    assert migration.answers is None


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("- from: 1", "- from: first", "walk_alone/migrations.yaml/0/from"),
        ("- from: 1", "- from: 2", "walk_alone/migrations.yaml/2"),
        ("    drops: [prompt]", "    drops: prompt", "walk_alone/migrations.yaml/0/config/drops"),
        ("  answers:", "  answer:", "walk_alone/migrations.yaml/0/answer"),
    ],
)
def test_a_bad_migration_is_named_by_file_and_place(walk, old, new, place):
    change(walk / "walk_alone/migrations.yaml", old, new)
    (plugin,) = loaded(walk).plugins
    assert place in plugin.problem, plugin.problem


def test_a_migration_that_does_not_do_what_its_examples_say_fails_the_check(walk):
    change(walk / "walk_alone/migrations.yaml", "after: {question: What was good today?}", "after: {question: Else?}")
    found = [each.check.id for each in run_checks(loaded(walk), slow=False) if each.state == FAILS]
    assert found == ["migrations-have-examples"]
