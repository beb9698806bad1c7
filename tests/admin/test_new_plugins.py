"""What an author has just begun shows at the desk as it is: its type can be chosen; a broken folder is named."""

from __future__ import annotations

from functools import partial

import pytest

from nearer.data_types import plugin_of
from nearer.testing.scaffold import make_project


@pytest.fixture
def begun(tmp_path, installation):
    """A data-only project that was just begun, and beside it one that is broken, in the running installation."""
    for name in ("slow-evening", "broken-evening"):
        make_project(name, tmp_path, data_only=True)
    manifest = tmp_path / "broken-evening/broken_evening/manifest.yaml"
    manifest.write_text(manifest.read_text().replace("grade: D", "grade: Z"))
    registry = installation.registry
    for family, folder in (("slow", "slow-evening/slow_evening"), ("broken", "broken-evening/broken_evening")):
        registry.add(family, partial(plugin_of, tmp_path / folder), str(tmp_path / folder))
    registry.collect()
    return registry


def test_a_new_type_can_be_chosen_and_its_form_opens(begun, ann):
    assert begun.plugin("slow").state == "works"
    assert "Slow evening" in ann.get("/plugins/").text
    page = ann.get("/library/new/?type=slow.evening").text
    assert "What did your partner do lately that was good for you?" in page


def test_a_broken_folder_is_named_with_file_and_place(begun, ann):
    page = ann.get("/plugins/").text
    assert "manifest.yaml/protocol/grade" in page
    assert "broken.evening" not in begun.types
