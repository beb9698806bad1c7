"""Conditions: JSON Schemas over what is known of a seat, by which a variant of a step is chosen for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nearer.rules.contract import Json
from nearer.rules.dialect import compile as compile_schema
from nearer.rules.edition import Form

Path = tuple[str, ...]
_BRANCHES = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")


def choose(variants: Iterable[Form], facts: Json, part: str) -> Form | None:
    """The first of *variants* that fits: its part is the seat's, its condition holds; None leaves the default."""
    fitting = (each for each in variants if each.frozen.get("part") in (None, part))
    return next((each for each in fitting if "when" not in each.frozen or holds(each.frozen["when"], facts)), None)


def holds(when: Json, facts: Json) -> bool:
    """Whether *facts* meet *when*. A fact that it names anywhere and that is missing fails it, whatever it says."""
    return all(_is_there(facts, path) for path in named(when)) and not compile_schema(when).problems(facts)


def named(when: Any, above: Path = ()) -> Iterator[Path]:
    """The path of every fact that *when* names."""
    if not isinstance(when, dict):
        return
    for name, below in (when.get("properties") or {}).items():
        yield (*above, name)
        yield from named(below, (*above, name))
    for keyword in _BRANCHES:
        branches = when.get(keyword, ())
        for branch in branches if isinstance(branches, list) else [branches]:
            yield from named(branch, above)


def _is_there(facts: Any, path: Path) -> bool:
    for name in path:
        if not isinstance(facts, dict) or name not in facts:
            return False
        facts = facts[name]
    return True
