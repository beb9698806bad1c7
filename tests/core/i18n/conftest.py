"""All bundled plugins, loaded once."""

from __future__ import annotations

import pytest

from nearer.registry import load_plugins


@pytest.fixture(scope="session")
def registry_of_all():
    return load_plugins()
