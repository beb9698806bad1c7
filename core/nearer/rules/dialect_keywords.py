"""Our variants of some JSON Schema keywords: bounded in time, and precise about the place of an error."""

# ruff: noqa: ARG001 - jsonschema calls every keyword with the same four arguments

import json
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from nearer.rules.patterns import PatternTimeoutError, is_found

STEPS = 20_000
SLOW_PATTERNS = 5

# What one run may still spend: [steps through references and branches, patterns that ran out of time].
budget: ContextVar[list[int]] = ContextVar("budget")

Errors = Iterator[ValidationError]


class TooMuchWorkError(Exception):
    """Checking took more steps than a form of this size can need."""


def spend(kind: int = 0) -> None:
    """Count one step (0) or one slow pattern (1) against the budget of this run."""
    left = budget.get()
    left[kind] -= 1
    if left[kind] < 0:
        raise TooMuchWorkError


def _found(pattern: str, text: str) -> bool:
    """Like :func:`is_found`; a slow pattern costs budget and counts as not found."""
    try:
        return is_found(pattern, text)
    except PatternTimeoutError:
        spend(1)
        return False


def _counted(keyword: str) -> Any:
    plain = Draft202012Validator.VALIDATORS[keyword]

    def run(validator: Any, value: Any, instance: Any, schema: Any) -> Errors:
        spend()
        yield from plain(validator, value, instance, schema) or ()

    return run


def _pattern(validator: Any, pattern: str, instance: Any, schema: Mapping[str, Any]) -> Errors:
    if not isinstance(instance, str) or len(instance) > schema.get("maxLength", len(instance)):
        return
    try:
        if not is_found(pattern, instance):
            yield ValidationError("pattern")
    except PatternTimeoutError:
        spend(1)
        yield ValidationError("slow", validator="slowPattern")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for pattern, below in patterns.items():
            for key, value in instance.items():
                if _found(pattern, key):
                    yield from validator.descend(value, below, path=key, schema_path=pattern)


def _additional_properties(validator: Any, rule: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for key, value in instance.items():
        if key in known or any(_found(pattern, key) for pattern in patterns):
            continue
        if rule is False:
            yield ValidationError("unknown", path=[key])
        else:
            yield from validator.descend(value, rule, path=key)


def _in_place(validator: Any, instance: dict[str, Any], schema: Any) -> Iterator[tuple[Any, Any]]:
    """The subschemas (with the validator for them) that hold for *instance* itself."""
    for word in ("$ref", "$dynamicRef"):
        if word in schema:
            found = validator._resolver.lookup(schema[word])
            below = validator.evolve(schema=found.contents, _resolver=found.resolver)
            yield below, found.contents
    below = [part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ())]
    below += [s for key, s in schema.get("dependentSchemas", {}).items() if key in instance]
    if "if" in schema:
        holds = validator.evolve(schema=schema["if"]).is_valid(instance)
        below += [schema["if"], schema.get("then", True)] if holds else [schema.get("else", True)]
    for part in below:
        if validator.evolve(schema=part).is_valid(instance):
            yield validator.evolve(schema=part), part


def _evaluated(validator: Any, instance: dict[str, Any], schema: Any) -> set[str]:
    """The keys of *instance* that some keyword of *schema* has looked at."""
    spend()
    if not isinstance(schema, dict):
        return set()
    keys: set[str] = instance.keys() & schema.get("properties", {}).keys()
    keys |= {k for p in schema.get("patternProperties", {}) for k in instance if _found(p, k)}
    for word in ("additionalProperties", "unevaluatedProperties"):
        if word in schema:
            rule = validator.evolve(schema=schema[word])
            keys |= {key for key, value in instance.items() if rule.is_valid(value)}
    for inner, part in _in_place(validator, instance, schema):
        keys |= _evaluated(inner, instance, part)
    return keys


def _unevaluated_properties(validator: Any, rule: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for key in instance.keys() - _evaluated(validator, instance, schema):
            if not validator.evolve(schema=rule).is_valid(instance[key]):
                yield ValidationError("unknown", path=[key])


def _required(validator: Any, names: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for name in names:
            if name not in instance:
                yield ValidationError("required", path=[name])


def _dependent_required(validator: Any, rules: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, dict):
        for key, names in rules.items():
            if key in instance:
                yield from _required(validator, names, instance, schema)


def exact(value: Any) -> str:
    """One text per JSON value in the sense of JSON Schema (1 equals 1.0, but not true)."""

    def plain(part: Any) -> Any:
        if isinstance(part, float) and part.is_integer():
            return int(part)
        if isinstance(part, list):
            return [plain(each) for each in part]
        return {k: plain(v) for k, v in part.items()} if isinstance(part, dict) else part

    return json.dumps(plain(value), sort_keys=True)


def _unique_items(validator: Any, unique: Any, instance: Any, schema: Any) -> Errors:
    if not unique or not isinstance(instance, list):
        return
    seen: set[str] = set()
    for index, item in enumerate(instance):
        text = exact(item)
        if text in seen:
            yield ValidationError("twice", path=[index])
        seen.add(text)


_COUNTED = ("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "contains", "items")

DialectValidator: Any = extend(  # type: ignore[no-untyped-call]  # jsonschema has no types here
    Draft202012Validator,
    {
        **{keyword: _counted(keyword) for keyword in _COUNTED},
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "unevaluatedProperties": _unevaluated_properties,
        "required": _required,
        "dependentRequired": _dependent_required,
        "uniqueItems": _unique_items,
    },
)
"""JSON Schema 2020-12 as the dialect runs it; only inside a run that has set :data:`budget`."""
