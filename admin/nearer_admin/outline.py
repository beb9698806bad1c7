"""The outline of a program as the composer shows it: stages and steps, each with its findings. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nearer import Problem

Json = dict[str, Any]
_STEP = re.compile(r"/stages/(\d+)/steps/(\d+)(/.*)?")
_STAGE = re.compile(r"/stages/(\d+)(/.*)?")


@dataclass(frozen=True)
class StepRow:
    """A step of the outline; ``findings`` point below the step."""

    id: str
    number: int
    title: str
    minutes: int
    delivery: Json
    forms: tuple[str, ...]
    findings: tuple[Problem, ...]

    @property
    def worst(self) -> str:
        """The severest kind of finding, ``""`` where there is none."""
        kinds = {each.severity for each in self.findings}
        return next((kind for kind in ("error", "warning", "hint") if kind in kinds), "")


@dataclass(frozen=True)
class StageRow:
    """A stage of the outline with its steps."""

    id: str
    number: int
    title: str
    summary: str
    steps: tuple[StepRow, ...]
    findings: tuple[Problem, ...]


@dataclass(frozen=True)
class Outline:
    """The whole program at a glance."""

    stages: tuple[StageRow, ...]
    findings: tuple[Problem, ...]

    @property
    def steps(self) -> list[StepRow]:
        """All steps from first to last."""
        return [step for stage in self.stages for step in stage.steps]

    @property
    def minutes(self) -> int:
        """What all steps take together, once each."""
        return sum(step.minutes for step in self.steps)

    def step(self, step_id: str) -> StepRow | None:
        """The row of a step."""
        return next((step for step in self.steps if step.id == step_id), None)

    @property
    def errors(self) -> list[Problem]:
        """Everything that keeps the program from being published."""
        rows: list[Any] = [self, *self.stages, *self.steps]
        return [each for row in rows for each in row.findings if each.severity == "error"]


def outline(document: Json, problems: Iterable[Problem]) -> Outline:
    """Lay *problems* of a whole program beside the stage or step they point at."""
    places = _placed(problems)
    number = 0
    stages = []
    for s, stage in enumerate(document.get("stages", ())):
        rows = []
        for n, step in enumerate(stage.get("steps", ())):
            number += 1
            rows.append(_step_row(step, number, places[s, n]))
        title, summary = stage.get("title", ""), stage.get("summary", "")
        stages.append(StageRow(stage["id"], s + 1, title, summary, tuple(rows), tuple(places[s, None])))
    return Outline(tuple(stages), tuple(places[None, None]))


def _placed(problems: Iterable[Problem]) -> dict[tuple[int | None, int | None], list[Problem]]:
    places: dict[tuple[int | None, int | None], list[Problem]] = defaultdict(list)
    where: tuple[int | None, int | None]
    for problem in problems:
        if found := _STEP.fullmatch(problem.pointer):
            where, rest = (int(found[1]), int(found[2])), found[3]
        elif found := _STAGE.fullmatch(problem.pointer):
            where, rest = (int(found[1]), None), found[2]
        else:
            where, rest = (None, None), problem.pointer
        places[where].append(Problem(rest or "", problem.message, problem.keyword, problem.severity))
    return places


def _step_row(step: Json, number: int, findings: list[Problem]) -> StepRow:
    return StepRow(
        id=step["id"],
        number=number,
        title=step.get("title", ""),
        minutes=int(step.get("minutes") or 0),
        delivery=step.get("delivery") or {},
        forms=tuple(dict.fromkeys(variant.get("form", "any") for variant in step.get("variants", ()))),
        findings=tuple(findings),
    )


def below(problems: Iterable[Problem], pointer: str) -> list[Problem]:
    """Those of *problems* that point at or below *pointer*, as seen from there."""
    return [
        Problem(each.pointer[len(pointer) :], each.message, each.keyword, each.severity)
        for each in problems
        if each.pointer == pointer or each.pointer.startswith(pointer + "/")
    ]
