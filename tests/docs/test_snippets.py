"""Runs the snippets of the documentation."""

import re
from pathlib import Path

import pytest

from nearer.registry import load_plugins

TOP = Path(__file__).parents[2]
WHOLE = (TOP / "docs/plugins.md").read_text().partition("## A whole plugin")[2].partition("\n## ")[0]
SNIPPETS = re.findall(r"```python\n(.*?)```", WHOLE, re.S)


@pytest.mark.parametrize("source", SNIPPETS)
def test_a_documented_plugin_registers_as_it_stands(source, tmp_path, monkeypatch):
    (tmp_path / "gratitude_exercises.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    import gratitude_exercises

    registry = load_plugins(modules={"gratitude": gratitude_exercises})
    assert [(each.name, each.state) for each in registry.plugins] == [("gratitude", "works")]
    assert "gratitude.swap" in registry.types
