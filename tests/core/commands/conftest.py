"""Runs `nearer` in this process, in an empty directory with settings of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from nearer.commands import main


@pytest.fixture
def nearer(tmp_path, monkeypatch) -> Callable[..., Result]:
    """``nearer("program", "list")``: the result, with exit code and what was printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEARER_DATA", str(tmp_path / "data"))
    return lambda *words, **options: CliRunner().invoke(main, [str(each) for each in words], **options)


@pytest.fixture
def ready(nearer) -> Callable[..., Result]:
    """The same in a directory with an installation."""
    assert nearer("init").exit_code == 0
    return nearer


def printed(result: Result) -> Any:
    """What a command printed as JSON."""
    return json.loads(result.stdout)
