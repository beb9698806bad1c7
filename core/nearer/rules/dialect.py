"""Checks an instance against a schema of our dialect, and says what is wrong in words a person understands."""

import json
import math
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # has no types
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

import nearer_schemas
from nearer.languages import _, number
from nearer.rules.dialect_formats import FORMATS
from nearer.rules.dialect_keywords import SLOW_PATTERNS, STEPS, DialectValidator, TooMuchWorkError, budget
from nearer.rules.dialect_words import pointer, speak
from nearer.rules.problems import Problem

MAX_TEXT = 20_000
MAX_ITEMS = 500
MAX_DEPTH = 32
MAX_NODES = 50_000

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
T = TypeVar("T")
_FAILURES = (RecursionError, ArithmeticError, ValueError, TypeError, Unresolvable, LookupError)


@lru_cache(maxsize=1)
def registry() -> Registry[Any]:
    """What a ``$ref`` may reach besides its own document: the standard's and our own schemas. Nothing remote."""
    own = [DRAFT202012.create_resource(nearer_schemas.load(name)) for name in nearer_schemas.names()]
    ours: Registry[Any] = REGISTRY.with_resources((str(each.id()), each) for each in own)
    return ours.crawl()


def resolver_of(schema: Any) -> Any:
    """What looks up the references of *schema*."""
    resource = DRAFT202012.create_resource(schema)
    uri = (resource.id() if isinstance(schema, dict) else None) or ""
    return registry().with_resource(uri, resource).resolver(base_uri=uri)


def limit_problems(instance: Any) -> Iterator[Problem]:
    """What makes *instance* too big to check at all."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), instance)]
    seen = 0
    while stack:
        path, value = stack.pop()
        seen += 1
        if seen > MAX_NODES or len(path) > MAX_DEPTH:
            yield Problem(pointer(path[:MAX_DEPTH]), _("This holds more than can be kept; please shorten it."), "limit")
            return
        if isinstance(value, str) and len(value) > MAX_TEXT:
            yield Problem(pointer(path), _too_long(value), "limit")
        elif isinstance(value, list | dict):
            if len(value) > MAX_ITEMS:
                yield Problem(pointer(path), _too_many(value), "limit")
                continue
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            stack += [((*path, key), below) for key, below in pairs]


def _too_long(text: str) -> str:
    return _("Use at most {limit} characters; this has {size}.", limit=number(MAX_TEXT), size=number(len(text)))


def _too_many(value: Any) -> str:
    return _("Give at most {limit}; there are {size}.", limit=number(MAX_ITEMS), size=number(len(value)))


def _sign_problem(text: str) -> str:
    if _SURROGATE.search(text):
        return _("This contains half of a sign that can't be stored; please write it anew.")
    return _("This contains invisible control signs; please remove them.") if _CONTROL.search(text) else ""


def sign_problems(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[Problem]:
    """Signs and numbers that JSON or a text can't carry; *value* is known to be of bearable depth."""
    if isinstance(value, str):
        if message := _sign_problem(value):
            yield Problem(pointer(path), message, "signs")
    elif isinstance(value, float) and not math.isfinite(value):
        yield Problem(pointer(path), _("Please enter a number that can be written down."), "finite")
    elif isinstance(value, dict):
        for key, below in value.items():
            if message := _sign_problem(key):
                yield Problem(pointer(path), message, "signs")
            yield from sign_problems(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from sign_problems(below, (*path, index))


class Validator:
    """A schema, compiled once; keep it with the edition and ask it for the problems of instances."""

    def __init__(self, schema: Any) -> None:
        self.schema = schema
        self._validator = DialectValidator(schema, registry=registry(), format_checker=FORMATS)

    def problems(self, instance: Any) -> list[Problem]:
        """What is wrong with *instance*; never raises, whatever the schema and the instance are."""
        found = list(limit_problems(instance))
        if found:
            return found
        found = list(sign_problems(instance))
        found += _bounded(
            lambda: [p for error in self._validator.iter_errors(instance) for p in speak(error)], _too_much
        )
        return list(dict.fromkeys(found))

    def fits(self, part: Any, instance: Any) -> bool:
        """Whether *instance* meets *part*, a subschema of this schema."""
        return _bounded(lambda: bool(self._validator.evolve(schema=part).is_valid(instance)), bool)


def _too_much() -> list[Problem]:
    return [Problem("", _("This is too deep or too complicated to check; please make it simpler."), "limit")]


def _bounded(work: Callable[[], T], failed: Callable[[], T]) -> T:
    token = budget.set([STEPS, SLOW_PATTERNS])
    try:
        return work()
    except (*_FAILURES, TooMuchWorkError):
        return failed()
    finally:
        budget.reset(token)


@lru_cache(maxsize=256)
def _kept(text: str) -> Validator:
    return Validator(json.loads(text))


def compile(schema: Any) -> Validator:  # noqa: A001 - as in `re`
    """The compiled form of *schema*; the same text gives the same, kept object."""
    try:
        return _kept(json.dumps(schema))
    except (RecursionError, ValueError, TypeError):
        return Validator(schema)


def problems(schema: Any, instance: Any) -> list[Problem]:
    """What is wrong with *instance* by *schema*, each with the pointer of its place; an empty list is good."""
    return compile(schema).problems(instance)
