"""Robustness is tested on the whole site: dispatcher, couples' app and desk, with the trial plugin."""

from __future__ import annotations

from typing import Any

import pytest
from fixtures.whole import Browser, with_desk


@pytest.fixture
def registry() -> Any:
    """The trial plugin and the desk."""
    return with_desk()


@pytest.fixture
def new_client(whole: Any) -> Any:
    """Makes browsers of the whole site."""
    return lambda: Browser(whole)
