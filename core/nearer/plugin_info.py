"""What is known of one plugin: what it brought, what went wrong, and how its calls fare."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Trouble:
    """Something that went wrong in a plugin: a sentence for counsellors, a trace for developers."""

    problem: str
    trace: str = ""


@dataclass
class PluginInfo:
    """A plugin as the desk lists it: what it brought, and what went wrong."""

    name: str
    module: str
    version: str = ""
    types: list[str] = field(default_factory=list)
    widgets: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    offered: list[Any] = field(default_factory=list)
    """Everything it named as exercise type, taken or not; for the kit, which says what is wrong with the others."""

    @property
    def state(self) -> str:
        """``works`` or ``broken``; of a broken one the good parts are still there."""
        return "broken" if self.troubles else "works"

    @property
    def problem(self) -> str:
        """What went wrong, in sentences."""
        return " ".join(each.problem for each in self.troubles)

    @property
    def trace(self) -> str:
        """What a developer needs."""
        return "\n".join(each.trace for each in self.troubles if each.trace)


@dataclass
class Failures:
    """How often calls of one type failed since start, where the last one did, and how often in a row by override."""

    count: int = 0
    trace: str = ""
    in_a_row: dict[str, int] = field(default_factory=dict)
