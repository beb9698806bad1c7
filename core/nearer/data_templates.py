"""Draws the templates of strangers: a small part of Jinja that can neither reach out, nor grow, nor run on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from nearer.rules.problems import Problem

MOST_ROUNDS = 500
MOST_NESTED = 3
MOST_OUTPUT = 100_000
SECONDS = 0.2

FILTERS = frozenset(
    ("e", "escape", "default", "length", "count", "first", "last", "lower", "upper", "capitalize", "title", "trim",
     "int", "round", "sort", "unique", "items", "reverse", "truncate", "wordcount", "striptags", "sum", "min", "max")
)  # fmt: skip
TESTS = frozenset(("defined", "undefined", "none", "mapping", "sequence", "string", "number", "true", "false", "odd",
                   "even", "eq", "ne", "lt", "le", "gt", "ge", "in", "divisibleby"))  # fmt: skip
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Name, nodes.Getattr, nodes.Getitem,
    nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Filter, nodes.Test,
    nodes.Call, nodes.Keyword, nodes.Sub, nodes.Neg, nodes.Tuple, nodes.List,
)  # fmt: skip
"""What may stand in a template. Nothing that names a value, joins texts or multiplies: so no text can outgrow them."""

CALLS = ("range", "field")


class TemplateLimitError(RuntimeError):
    """A template ran too long or wrote too much."""


class _Environment(ImmutableSandboxedEnvironment):
    """Without globals; only the filters and tests of the lists."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self.globals.clear()
        self.filters = {name: each for name, each in self.filters.items() if name in FILTERS}
        self.tests = {name: each for name, each in self.tests.items() if name in TESTS}


class DataTemplate:
    """A compiled template; draw with it as often as you like."""

    def __init__(self, source: str) -> None:
        self._template = _Environment().from_string(source)

    def draw(self, **values: Any) -> Markup:
        """The markup for *values*, which are plain data.

        Raises:
            TemplateLimitError: it took longer than a fifth of a second, or wrote more than 100,000 signs.
        """
        parts, size = [], 0
        with _deadline():
            for part in self._template.generate(range=_rounds, **values):
                parts.append(part)
                size += len(part)
                if size > MOST_OUTPUT:
                    raise TemplateLimitError(f"the template wrote more than {MOST_OUTPUT} signs")
        return Markup("").join(Markup(part) for part in parts)  # noqa: S704 - the environment escapes


def template_problems(source: str) -> list[Problem]:
    """Why *source* is refused, each with the line; an empty list is good."""
    try:
        parsed = _Environment().parse(source)
        found = [*_node_problems(parsed, 0)]
        if not found:
            DataTemplate(source)
    except TemplateError as error:
        return [Problem(f"/line {getattr(error, 'lineno', 1)}", str(error.message), "template")]
    except RecursionError:
        return [Problem("", "The template is nested too deeply.", "template")]
    return found


def _node_problems(node: nodes.Node, loops: int) -> Iterator[Problem]:
    message = _objection(node, loops)
    if message:
        yield Problem(f"/line {node.lineno}", message, "template")
        return
    inner = loops + isinstance(node, nodes.For)
    for below in node.iter_child_nodes():
        yield from _node_problems(below, inner)


def _objection(node: nodes.Node, loops: int) -> str:
    """What speaks against *node* itself."""
    if not isinstance(node, ALLOWED):
        return f"A template can't use {type(node).__name__.lower()}; see docs/recipes.md for what it can."
    if isinstance(node, nodes.For) and (node.recursive or loops >= MOST_NESTED):
        return f"Loops stand in each other at most {MOST_NESTED} deep, and don't call themselves."
    if isinstance(node, nodes.Call) and not (isinstance(node.node, nodes.Name) and node.node.name in CALLS):
        return "Only range(...) and field(...) can be called."
    if isinstance(node, nodes.Filter | nodes.Test) and node.name not in (FILTERS | TESTS):
        return f"There is no {node.name}; there are {', '.join(sorted(FILTERS))}."
    if isinstance(node, nodes.Tuple | nodes.List) and getattr(node, "ctx", "load") == "load" and not _is_constant(node):
        return "A list in a template holds only fixed words and numbers."
    return ""


def _is_constant(node: nodes.Tuple | nodes.List) -> bool:
    return all(isinstance(each, nodes.Const) for each in node.items)


def _rounds(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > MOST_ROUNDS:
        raise TemplateLimitError(f"range(...) goes {MOST_ROUNDS} rounds at most")
    return found


@contextmanager
def _deadline() -> Iterator[None]:
    """Stop this thread's Python code when its time is over; what it calls in C is bounded by what may be written."""
    ends = time.monotonic() + SECONDS
    before = sys.gettrace()

    def look(_frame: FrameType, _event: str, _argument: Any) -> Any:
        if time.monotonic() > ends:
            raise TemplateLimitError(f"the template took longer than {SECONDS} seconds")
        return look

    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
