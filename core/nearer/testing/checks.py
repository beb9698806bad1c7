"""The checks of the kit: each with an id, what it holds, how to mend it; and running them over types and plugins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from nearer.registry import GUARDED, Registry
from nearer.rules.problems import Problem
from nearer.testing.subjects import Pack, Subject, in_words

PARTS = (
    "packs", "identity", "schemas", "samples", "scripting", "drawing", "posting", "privacy", "purity", "invented",
    "versions", "pages",
)  # fmt: skip
"""The modules that hold checks, in the order an author would mend things."""

HOLDS, FAILS, NOT_RUN = "holds", "fails", "not run"


class NotRunError(Exception):
    """A check can't be made here; the message says why, and what would let it run."""


@dataclass(frozen=True)
class Check:
    """One thing that holds for every exercise type (``of`` is ``type``) or for every plugin (``plugin``).

    ``look`` yields a problem for each place where it does not; ``slow`` ones need a browser.
    """

    id: str
    holds: str
    fix: str
    look: Callable[[Any], Iterable[Problem]]
    of: str = "type"
    slow: bool = False


@dataclass(frozen=True)
class Outcome:
    """What one check found at one type or plugin."""

    check: Check
    subject: str
    state: str
    problems: tuple[Problem, ...] = field(default=())
    reason: str = ""


def every_check() -> tuple[Check, ...]:
    """All checks, in the order an author would mend things."""
    return tuple(each for part in PARTS for each in import_module(f"nearer.testing.{part}").CHECKS)


def subjects_of(registry: Registry, names: Iterable[str] | None = None) -> Iterator[Pack | Subject]:
    """Every plugin of *registry* (only those of *names*, if given), each followed by the types it offered."""
    wanted = None if names is None else set(names)
    for plugin in registry.plugins:
        if wanted is None or plugin.name in wanted:
            yield Pack(plugin, registry)
            yield from (Subject(kind, plugin.name, registry) for kind in plugin.offered)


def look_at(subject: Pack | Subject, *, slow: bool = True, only: Iterable[str] = ()) -> Iterator[Outcome]:
    """The outcome of every check that is meant for *subject*; of those named in *only*, if any are."""
    wanted = set(only)
    for check in every_check():
        if (check.of == "plugin") is isinstance(subject, Pack) and (not wanted or check.id in wanted):
            yield _outcome(check, subject) if slow or not check.slow else skipped(check, subject)


def run_checks(
    registry: Registry, names: Iterable[str] | None = None, *, slow: bool = True, only: Iterable[str] = ()
) -> list[Outcome]:
    """Every check over the plugins of *registry*; see :func:`subjects_of` and :func:`look_at`."""
    wanted = tuple(only)
    return [each for subject in subjects_of(registry, names) for each in look_at(subject, slow=slow, only=wanted)]


def skipped(check: Check, subject: Pack | Subject) -> Outcome:
    """The outcome of a slow check that nobody asked for."""
    return Outcome(check, subject.name, NOT_RUN, reason="left out, because it is slow")


def _outcome(check: Check, subject: Pack | Subject) -> Outcome:
    """The outcome of one check; what the type raises inside is a finding, unless another check is there to say it."""
    try:
        found = tuple(dict.fromkeys(check.look(subject)))
    except NotRunError as error:
        return Outcome(check, subject.name, NOT_RUN, reason=str(error))
    except GUARDED as error:
        found = (Problem("", f"The type failed while being looked at: {in_words(error)}."),)
    return Outcome(check, subject.name, FAILS if found else HOLDS, found)
