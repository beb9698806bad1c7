"""Checks that methods are pure: same in, same out; nothing changed, nothing touched, no waiting."""

from __future__ import annotations

import copy
import inspect
import time
from collections.abc import Iterator
from typing import Any

from nearer.registry import GUARDED
from nearer.rules.problems import Problem
from nearer.testing.checks import Check
from nearer.testing.doors import watched
from nearer.testing.subjects import Call, Subject

SLOWEST = 0.1
"""Seconds that one call may take at most, of three tries the fastest; core's own page takes a hundredth of it."""

TRIES = 3
MEMBERS = ("id", "title", "factors", "protocol", "config_schema", "samples")


def _calls(subject: Subject) -> Iterator[tuple[str, Call]]:
    for case in subject.cases:
        yield from ((f"/{call.name} (samples/{case.sample.name})", call) for call in case.calls())


def _untouched(subject: Subject, door: str) -> Iterator[Problem]:
    for where, what in _heard(subject):
        if what[0] == door:
            yield Problem(where, f"It used {what[1]}.")


def _heard(subject: Subject) -> list[tuple[str, tuple[str, str]]]:
    """What was heard at any door; listened to once for all the checks."""
    kept: list[tuple[str, tuple[str, str]]] | None = subject.__dict__.get("_heard")
    if kept is None:
        kept = []
        for where, call in _calls(subject):
            with watched(subject.folder) as heard:
                _try(call)
            kept += [(where, each) for each in sorted(heard)]
        subject.__dict__["_heard"] = kept
    return kept


def _clock(subject: Subject) -> Iterator[Problem]:
    return _untouched(subject, "clock")


def _chance(subject: Subject) -> Iterator[Problem]:
    return _untouched(subject, "chance")


def _files(subject: Subject) -> Iterator[Problem]:
    yield from _untouched(subject, "files")
    yield from _untouched(subject, "processes")


def _network(subject: Subject) -> Iterator[Problem]:
    return _untouched(subject, "network")


def _arguments(subject: Subject) -> Iterator[Problem]:
    for where, call in _calls(subject):
        given = copy.deepcopy(call.arguments)
        _try(call, *given)
        if given != call.arguments:
            yield Problem(where, "It changed what it was given.")


def _members(subject: Subject) -> Iterator[Problem]:
    before = _said(subject.kind)
    for _, call in _calls(subject):
        _try(call)
    after = _said(subject.kind)
    yield from (Problem(f"/{name}", "A call changed this member.") for name in MEMBERS if before[name] != after[name])


def _said(kind: Any) -> dict[str, str]:
    return {name: repr(getattr(kind, name, None)) for name in MEMBERS}


def _same_again(subject: Subject) -> Iterator[Problem]:
    calls = list(_calls(subject))
    first = [_try(call) for _, call in calls]
    for (where, call), found in zip(calls, first, strict=True):
        if repr(_try(call)) != repr(found):
            yield Problem(where, "The same call gives something else the second time.")


def _quick(subject: Subject) -> Iterator[Problem]:
    for where, call in _calls(subject):
        taken = _taken(call)
        for _ in range(TRIES - 1):
            taken = min(taken, _taken(call)) if taken > SLOWEST else taken
        if taken > SLOWEST:
            yield Problem(where, f"It took {taken * 1000:.0f} ms; a call may take {SLOWEST * 1000:.0f} ms.")


def _taken(call: Call) -> float:
    began = time.perf_counter()
    _try(call)
    return time.perf_counter() - began


def _try(call: Call, *arguments: Any) -> Any:
    """The result, or the kind of what it raised: other checks say that it raises."""
    try:
        if not arguments:
            return call.make()
        found = call.function(*arguments)
        return list(found) if inspect.isgenerator(found) else found
    except GUARDED as error:
        return type(error)


CHECKS = (
    Check("no-clock", "No method asks what time it is.", "Use context.now, which is a time that core chose.", _clock),
    Check("no-chance", "No method throws dice.",
          "Derive what should look shuffled from the config, by a rule that gives the same every time.", _chance),
    Check("no-files-no-processes", "No method opens a file outside its package, writes one or starts a process.",
          "Read templates and content from the package, once, when the module is imported.", _files),
    Check("no-network", "No method reaches for the network.", "Ship what is needed with the package.", _network),
    Check("arguments-unchanged", "No method changes what it is given.",
          "Make a new dict: {**config, ...}, or copy.deepcopy before changing.", _arguments),
    Check("members-unchanged", "No call changes what the type says about itself.",
          "Make a new dict instead of changing config_schema or a sample in place.", _members),
    Check("same-again", "The same call gives the same result every time.",
          "Keep nothing between calls; order sets before writing them out.", _same_again),
    Check("calls-quick", "No call takes longer than a tenth of a second.",
          "Compile templates and patterns once, when the module is imported.", _quick),
)  # fmt: skip
