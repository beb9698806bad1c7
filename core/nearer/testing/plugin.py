"""The kit as a pytest plugin: `pytest_plugins = ["nearer.testing.plugin"]`, then a test that takes `nearer_check`.

The test is run once for each check of each exercise type of the project that the test module lies in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from nearer.testing.checks import FAILS, NOT_RUN, Check, every_check, look_at, subjects_of
from nearer.testing.subjects import Pack, Subject
from nearer.testing.targets import find_target, is_project


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each check of each type and plugin."""
    if "nearer_check" not in metafunc.fixturenames:
        return
    folder = _project(Path(metafunc.module.__file__))
    pairs = [(subject, check) for subject in _subjects(folder) for check in every_check() if _fits(subject, check)]
    names = [f"{subject.name}-{check.id}" for subject, check in pairs]
    metafunc.parametrize("nearer_check", pairs, ids=names, indirect=True)


@pytest.fixture
def nearer_check(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Call it: it fails with what is wrong and how to mend it, and skips what can't be run here."""
    subject, check = request.param

    def hold() -> None:
        (outcome,) = look_at(subject, only=[check.id])
        if outcome.state == NOT_RUN:
            pytest.skip(outcome.reason)
        if outcome.state == FAILS:
            said = "\n".join(str(each) for each in outcome.problems)
            pytest.fail(f"{check.holds}\n{said}\nTo do: {check.fix}", pytrace=False)

    return hold


@cache
def _subjects(folder: Path) -> tuple[Pack | Subject, ...]:
    target = find_target(str(folder))
    return tuple(subjects_of(target.registry, target.names))


def _project(file: Path) -> Path:
    found = next((each for each in file.resolve().parents if is_project(each)), None)
    if found is None:
        raise pytest.UsageError(f"{file} lies in no plugin's project; see docs/tutorial.md.")
    return found


def _fits(subject: Pack | Subject, check: Check) -> bool:
    return (check.of == "plugin") is isinstance(subject, Pack)
