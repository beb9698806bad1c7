"""What makes a schema unfit for the dialect, found when a type registers rather than when a couple answers."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

import nearer_schemas
from nearer.forms.shape import SCALARS, Shape, shape, target
from nearer.rules.dialect import registry, resolver_of
from nearer.rules.dialect_words import pointer
from nearer.rules.patterns import is_pattern
from nearer.rules.problems import Problem
from nearer.rules.visibility_names import VISIBILITIES

MAX_DEPTH = 20
MAX_NODES = 2_000

_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAPS = ("properties", "patternProperties", "$defs", "dependentSchemas")
_ONES = ("items", "contains", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties")
_SAME_PLACE = ("not", "if", "then", "else")
_TIES = ("if", "dependentRequired", "dependentSchemas", "oneOf", "anyOf", "allOf", "not", "then", "else")

Path = tuple[str | int, ...]


def _below(schema: Any) -> Iterator[tuple[Path, Any]]:
    """The subschemas directly below *schema*."""
    if not isinstance(schema, dict):
        return
    for word in _LISTS:
        yield from (((word, index), each) for index, each in enumerate(schema.get(word, ())))
    for word in _MAPS:
        yield from (((word, key), each) for key, each in schema.get(word, {}).items())
    yield from (((word,), schema[word]) for word in (*_ONES, *_SAME_PLACE) if word in schema)


def walk(schema: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every subschema with its path, *schema* itself first; for schemas that are valid and of bearable depth."""
    yield path, schema
    for step, below in _below(schema):
        yield from walk(below, path + step)


def _size_problems(document: Any) -> Iterator[Problem]:
    stack: list[tuple[Path, Any]] = [((), document)]
    nodes = 0
    while stack:
        path, value = stack.pop()
        nodes += 1
        if nodes > MAX_NODES:
            yield Problem("", f"A schema may have at most {MAX_NODES} nodes.", "nodes")
            return
        if len(path) > MAX_DEPTH:
            yield Problem(pointer(path), f"A schema may be at most {MAX_DEPTH} levels deep.", "depth")
            return
        if isinstance(value, list | dict):
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            stack += [((*path, key), below) for key, below in pairs]


@lru_cache(maxsize=1)
def _meta() -> Draft202012Validator:
    return Draft202012Validator(nearer_schemas.metaschema(registry().contents))


def _validity_problems(schema: Any) -> Iterator[Problem]:
    for error in _meta().iter_errors(schema):
        place, keyword = pointer(error.absolute_path), str(error.validator)
        yield Problem(place, f"This can't stand in a schema: {_what(error)}.", keyword)


def _what(error: Any) -> str:
    """What the metaschema objects to, as short as an author needs it."""
    if error.validator == "enum":
        return f"{error.instance!r} is none of {', '.join(map(str, error.validator_value))}"
    return str(error.message)[:200].rstrip(".")


def _reference_problems(path: Path, schema: Mapping[str, Any], resolver: Any) -> Iterator[Problem]:
    for word in ("$ref", "$dynamicRef"):
        if word in schema:
            try:
                resolver.lookup(schema[word])
            except (Unresolvable, LookupError, ValueError):
                message = "A reference must point into this schema or at one of Nearer's own; nothing is fetched."
                yield Problem(pointer((*path, word)), message, word)


def _circles(schema: Any, resolver: Any) -> Iterator[Problem]:
    """References that come back to themselves without an array or object in between."""
    done: set[int] = set()

    def is_circle(part: Any, trail: frozenset[int]) -> bool:
        if id(part) in trail:
            return True
        if not isinstance(part, dict) or id(part) in done:
            return False
        same = [each for word in ("allOf", "anyOf", "oneOf") for each in part.get(word, ())]
        same += [part[word] for word in _SAME_PLACE if word in part]
        same += [*part.get("dependentSchemas", {}).values(), *target(part, resolver)]
        found = any(is_circle(each, trail | {id(part)}) for each in same)
        done.add(id(part))
        return found

    for path, part in walk(schema):
        if isinstance(part, dict) and {"$ref", "$dynamicRef"} & part.keys() and is_circle(part, frozenset()):
            yield Problem(
                pointer(path), "This reference comes back to itself without a list or group in between.", "$ref"
            )


def _is_scalar(schema: Any, resolver: Any) -> bool:
    found = shape(schema, resolver)
    if found.options:
        return all(not isinstance(each["const"], list | dict) for each in found.options)
    named = found.words.get("type", ["object"])
    return {named} <= SCALARS if isinstance(named, str) else set(named) <= SCALARS


def _keyword_problems(path: Path, schema: Any, resolver: Any) -> Iterator[Problem]:
    if not isinstance(schema, dict):
        return
    yield from _reference_problems(path, schema, resolver)
    if schema.get("uniqueItems") and not _is_scalar(schema.get("items", True), resolver):
        message = "uniqueItems works only on texts, numbers, options and yes or no: give items such a type."
        yield Problem(pointer((*path, "uniqueItems")), message, "uniqueItems")
    patterns = {(*path, "patternProperties", each): each for each in schema.get("patternProperties", {})}
    if "pattern" in schema:
        patterns[(*path, "pattern")] = schema["pattern"]
    for place, each in patterns.items():
        if not is_pattern(each):
            yield Problem(pointer(place), "This pattern does not compile.", "pattern")


def _leaves(schema: Any, resolver: Any) -> Iterator[tuple[Path, Shape]]:
    """The places of *schema* where something is filled in, with the shape that would be drawn."""
    waiting: list[tuple[Path, Any]] = [((), schema)]
    done: set[int] = set()
    while waiting and len(done) < MAX_NODES:
        path, part = waiting.pop(0)
        if id(part) in done or len(path) > MAX_DEPTH:
            continue
        done.add(id(part))
        found = shape(part, resolver)
        yield path, found
        waiting += [((*path, "properties", name), each) for name, each in found.properties.items()]
        waiting += [(path, then) for _, _, then in found.whens if isinstance(then, dict) and "properties" in then]
        waiting += [(path, each) for each in found.branches]
        waiting += [((*path, "items"), found.words["items"])] if found.kind == "list" else []


def _drawing_problems(schema: Any, resolver: Any) -> Iterator[Problem]:
    for path, leaf in _leaves(schema, resolver):
        if leaf.kind == "any":
            message = "No control fits this: give it a type (objects need properties, arrays need items) or options."
            yield Problem(pointer(path), message, "type")
        elif leaf.kind == "text" and not {"maxLength", "format"} & leaf.words.keys():
            yield Problem(pointer(path), "Every text needs a maxLength, a format or options.", "maxLength")


def _mentioned(rule: Any, names: Iterable[str]) -> set[str]:
    """Which of *names* a rule speaks of, wherever in it."""
    if isinstance(rule, str):
        return {rule} & set(names)
    if isinstance(rule, list):
        return set().union(*(_mentioned(each, names) for each in rule))
    if isinstance(rule, dict):
        own = rule.keys() & set(names)
        return own.union(*(_mentioned(each, names) for each in rule.values()))
    return set()


def _visibility_problems(schema: Any) -> Iterator[Problem]:
    properties = schema.get("properties", {})
    for name, below in properties.items():
        if not isinstance(below, dict) or "x-visibility" not in below:
            message = f"Say who may see this with x-visibility: {', '.join(VISIBILITIES)}."
            yield Problem(pointer(("properties", name)), message, "x-visibility")
    for word in _TIES:
        rules = schema.get(word, ())
        tied = _mentioned(rules, properties) if word != "if" else set()
        if word == "if":
            tied = _mentioned([schema.get(each, []) for each in ("if", "then", "else")], properties)
        seen_by = {properties[each].get("x-visibility") for each in tied if isinstance(properties[each], dict)}
        if len(seen_by) > 1:
            message = f"This rule ties properties together that different people may see: {', '.join(sorted(tied))}."
            yield Problem(pointer((word,)), message, "x-visibility")


def _response_problems(schema: Any, resolver: Any) -> Iterator[Problem]:
    if not isinstance(schema, dict) or schema.get("type") != "object":
        yield Problem("/type", 'The schema of a response is of "type": "object".', "type")
        return
    yield from _visibility_problems(schema)
    yield from _drawing_problems(schema, resolver)


def schema_problems(schema: Any, *, response: bool) -> list[Problem]:
    """Why *schema* is refused at registration, each with the pointer into the schema.

    With *response* it must also be an object of which every property says who may see it, and drawable
    throughout without raw JSON.
    """
    found = list(_size_problems(schema)) or list(_validity_problems(schema))
    if found:
        return found
    resolver = resolver_of(schema)
    for path, part in walk(schema):
        found += _keyword_problems(path, part, resolver)
    found += _circles(schema, resolver)
    if response and not found:
        found += _response_problems(schema, resolver)
    return list(dict.fromkeys(found))
