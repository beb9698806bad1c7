"""Where something is wrong: a line of a file with the lines around it, or a pointer with what stands there."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nearer
from nearer.conformance import frozen_data, type_problems
from nearer.leaving_out import LeftOuts
from nearer.registry import GUARDED, Registry
from nearer.rules.contract import ExerciseType
from nearer.rules.problems import Problem
from nearer.testing.contract import contract_problems

CORE = Path(nearer.__file__).parent
FRAME = re.compile(r'^\s*File "([^"]+)", line (\d+)', re.MULTILINE)
AROUND = 3
NOWHERE = object()


@dataclass(frozen=True)
class Place:
    """A line of a file, with the lines around it as (number, text)."""

    file: str
    line: int
    excerpt: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Finding:
    """A problem of a type, with what stands at its pointer."""

    problem: Problem
    there: Any = None
    is_known: bool = False


def place_in(trace: str) -> Place | None:
    """The last place of a trace that the author can mend: not in core, if there is any other."""
    found = [(Path(file), int(line)) for file, line in FRAME.findall(trace)]
    own = [each for each in found if CORE not in each[0].parents and "importlib" not in str(each[0])]
    for file, line in reversed(own or found):
        try:
            text = file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        first = max(1, line - AROUND)
        around = enumerate(text[first - 1 : line + AROUND], first)
        return Place(str(file), line, tuple(around))
    return None


def problems_at(kind: ExerciseType, registry: Registry) -> list[Finding]:
    """Everything in which *kind* breaks the contract, each with what stands at its place."""
    apart = copy.copy(registry)
    apart.failures, apart.left_out = {}, LeftOuts()
    is_taken = registry.types.get(kind.id) is kind
    problems = contract_problems(kind, apart) if is_taken else type_problems(kind, kind.id.partition(".")[0])
    return [_finding(kind, each) for each in problems]


def _finding(kind: ExerciseType, problem: Problem) -> Finding:
    there = _there(kind, problem.pointer.split("/")[1:])
    return Finding(problem) if there is NOWHERE else Finding(problem, there, is_known=True)


def _there(kind: ExerciseType, parts: list[str]) -> Any:
    """What a pointer of the contract leads to: into a member, or into what a sample is frozen to."""
    if not parts:
        return NOWHERE
    if parts[0] != "samples":
        return _into(getattr(kind, parts[0], NOWHERE), parts[1:])
    sample = next((each for each in kind.samples if each.name == "/".join(parts[1:2])), None)
    if sample is None:
        return NOWHERE
    found = _into({"config": sample.config, "answers": dict(sample.answers)}, parts[2:])
    if found is not NOWHERE:
        return found
    try:
        return _into(frozen_data(kind, copy.deepcopy(sample.config)), parts[2:])
    except GUARDED:
        return NOWHERE


def _into(value: Any, parts: list[str]) -> Any:
    for part in parts:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list | tuple) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return NOWHERE
    return value if isinstance(value, dict | list | str | int | float | bool) or value is None else NOWHERE
