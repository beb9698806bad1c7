"""Says what the checks found: lines for people, one value for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from nearer.testing.checks import FAILS, HOLDS, NOT_RUN, Check, Outcome

MOST_PLACES = 3
COLOURS = {HOLDS: "green", FAILS: "red", NOT_RUN: "yellow"}


def lines_of(outcomes: Sequence[Outcome], command: str) -> Iterator[str]:
    """One line for each type and plugin, what fails below it, a sum, and what to type next."""
    for name, found in _grouped(outcomes).items():
        failed = [each for each in found if each.state == FAILS]
        held = sum(each.state == HOLDS for each in found)
        mark = click.style("FAILS", fg="red", bold=True) if failed else click.style("good ", fg="green")
        yield f"{mark}  {name:<40}  {held} of {len(found) - sum(e.state == NOT_RUN for e in found)} checks hold"
        for each in failed:
            yield from _failure(each)
    yield from _not_run(outcomes)
    yield ""
    yield _sum(outcomes, command)


def _failure(outcome: Outcome) -> Iterator[str]:
    yield f"       {click.style(outcome.check.id, bold=True)}  {outcome.check.holds}"
    for problem in outcome.problems[:MOST_PLACES]:
        yield from [f"         {problem.pointer}"] if problem.pointer else []
        yield f"           {problem.message}"
    more = len(outcome.problems) - MOST_PLACES
    if more > 0:
        yield f"         and at {more} more {'place' if more == 1 else 'places'}; --json names all"
    yield f"         {click.style('To do:', fg='cyan')} {outcome.check.fix}"


def _not_run(outcomes: Iterable[Outcome]) -> Iterator[str]:
    reasons = {each.check.id: each.reason for each in outcomes if each.state == NOT_RUN}
    for name, reason in reasons.items():
        yield f"{click.style('not run', fg='yellow')}  {name}: {reason}"


def _sum(outcomes: Sequence[Outcome], command: str) -> str:
    failed = sum(each.state == FAILS for each in outcomes)
    if failed:
        return f"{failed} {'check fails' if failed == 1 else 'checks fail'}. Mend the first and type: {command}"
    if not any(each.problems or each.state == HOLDS for each in outcomes):
        return "There is nothing here to check. To begin, type: nearer plugin new NAME"
    at_the_desk = "To see it at the desk: pip install -e . && nearer demo"
    return f"Everything holds. To look at it, type: nearer plugin dev\n{at_the_desk}"


def value_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The same for scripts."""
    return {"good": not any(each.state == FAILS for each in outcomes), "outcomes": [_value(each) for each in outcomes]}


def _value(outcome: Outcome) -> dict[str, Any]:
    problems = [{"pointer": each.pointer, "message": each.message} for each in outcome.problems]
    return {
        "subject": outcome.subject, "check": outcome.check.id, "state": outcome.state, "holds": outcome.check.holds,
        "fix": outcome.check.fix, "problems": problems, "reason": outcome.reason,
    }  # fmt: skip


def checks_in_words(checks: Iterable[Check]) -> Iterator[str]:
    """Every check with its sentences."""
    listed = list(checks)
    width = max((len(each.id) for each in listed), default=0)
    for each in listed:
        yield f"{click.style(each.id.ljust(width), bold=True)}  {each.holds}"
        yield f"{'':<{width}}  {click.style('To do:', fg='cyan')} {each.fix}"


def _grouped(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for each in outcomes:
        found.setdefault(each.subject, []).append(each)
    return found
