"""What a schema amounts to when somebody has to fill it in: references followed, ``allOf`` merged, one kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from referencing.exceptions import Unresolvable

SCALARS = frozenset({"string", "integer", "number", "boolean", "null"})
_REFERENCES = ("$ref", "$dynamicRef")
_BRANCHING = ("oneOf", "anyOf")
_ADDS = frozenset({"properties", "type", "enum", "const", "items", "$ref", "$dynamicRef", *_BRANCHING, "allOf"})


@dataclass(frozen=True)
class Shape:
    """A schema as a form sees it.

    ``kind`` is options, branches, object, list, boolean, integer, number, text, or any (nothing a control fits).
    ``whens`` are the conditions: pairs of an ``if`` (with the outcome that counts) and the schema that then holds.
    """

    kind: str
    words: Mapping[str, Any]
    nullable: bool = False
    options: tuple[Mapping[str, Any], ...] = ()
    branches: tuple[Any, ...] = ()
    whens: tuple[tuple[Any, bool, Any], ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)


def target(schema: Any, resolver: Any) -> Iterator[Any]:
    """What the references of *schema* itself point at; nothing for those that point nowhere."""
    for word in _REFERENCES:
        if isinstance(schema, dict) and isinstance(schema.get(word), str):
            try:
                yield resolver.lookup(schema[word]).contents
            except (Unresolvable, LookupError, ValueError):
                continue


def _merge_properties(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: {"allOf": [first[key], second[key]]} for key in first.keys() & second.keys()}
    return {**first, **second, **both}


def _merge(own: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """*own* with what *other* adds; the words nearer to the form win."""
    merged = {**other, **own}
    if "properties" in own and "properties" in other:
        merged["properties"] = _merge_properties(own["properties"], other["properties"])
    if "required" in own and "required" in other:
        merged["required"] = [*own["required"], *other["required"]]
    return merged


def flat(schema: Any, resolver: Any, seen: set[int]) -> tuple[dict[str, Any], list[Any]]:
    """The keywords of *schema*, references and ``allOf`` merged in (each part once), and the conditions among them."""
    if not isinstance(schema, dict) or id(schema) in seen:
        return {}, []
    seen.add(id(schema))
    whens = []
    if "if" in schema:
        whens = [(schema["if"], word == "then", schema[word]) for word in ("then", "else") if word in schema]
    whens += [({"required": [key]}, True, below) for key, below in schema.get("dependentSchemas", {}).items()]
    merged = {key: value for key, value in schema.items() if key not in ("allOf", "if", "then", "else")}
    for part in (*target(schema, resolver), *schema.get("allOf", ())):
        other, others = flat(part, resolver, seen)
        merged = _merge(merged, other)
        whens += others
    return merged, whens


def _options(words: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    if "const" in words:
        return ({"const": words["const"]},)
    if words.get("enum"):
        return tuple({"const": each} for each in words["enum"])
    for word in _BRANCHING:
        branches = words.get(word, ())
        if branches and all(isinstance(each, dict) and "const" in each for each in branches):
            return tuple(branches)
    return ()


def _branches(words: Mapping[str, Any]) -> tuple[list[Any], bool]:
    """The alternatives worth choosing between, and whether null is one more."""
    for word in _BRANCHING:
        real = [each for each in words.get(word, ()) if each != {"type": "null"}]
        if any(isinstance(each, dict) and _ADDS & each.keys() for each in real):
            if "properties" in words and not any(isinstance(e, dict) and "properties" in e for e in real):
                continue
            rest = {
                key: value for key, value in words.items() if key not in (word, *_REFERENCES, "title", "description")
            }
            joined = [{"allOf": [each, rest], **_titles(each)} for each in real] if _ADDS & rest.keys() else real
            return joined, len(real) < len(words[word])
    return [], False


def _titles(branch: Any) -> dict[str, Any]:
    return {k: branch[k] for k in ("title", "description") if isinstance(branch, dict) and k in branch}


def _single(words: Mapping[str, Any], types: set[str]) -> str:
    """The kind that the types (or, without any, the other keywords) suggest."""
    if types == {"object"} or (not types and "properties" in words):
        return "object" if words.get("properties") or words.get("required") else "any"
    if types == {"array"} or (not types and "items" in words):
        return "list" if isinstance(words.get("items"), dict) and "prefixItems" not in words else "any"
    if types in ({"integer", "number"}, {"number"}):
        return "number"
    return {"string": "text", "boolean": "boolean", "integer": "integer"}.get("".join(types), "any")


def shape(schema: Any, resolver: Any) -> Shape:
    """The shape of *schema*; never raises, and ``any`` for what no control fits."""
    return _shape(schema, resolver, nested=False, left=5)


def _shape(schema: Any, resolver: Any, *, nested: bool, left: int) -> Shape:
    """*nested* says that this is a branch already: branches of branches are nothing a person could choose from."""
    words, whens = flat(schema, resolver, set())
    named = words.get("type", [])
    types = {named} if isinstance(named, str) else set(named)
    if options := _options(words):
        return Shape("options", words, options=options)
    branches, null = _branches(words)
    null = null or "null" in types
    if len(branches) == 1 and left:
        inner = _shape({**_titles(words), "allOf": [branches[0]]}, resolver, nested=nested, left=left - 1)
        return replace(inner, nullable=inner.nullable or null)
    if branches:
        below = [] if nested else [_shape(each, resolver, nested=True, left=1).kind for each in branches]
        if not below or "nested" in below:
            return Shape("nested" if nested else "any", words)
        return Shape("branches", words, null, branches=tuple(branches))
    kind = _single(words, types - {"null"})
    properties = {**dict.fromkeys(words.get("required", ()), True), **words.get("properties", {})}
    return Shape(kind, words, null, whens=tuple(whens), properties=properties if kind == "object" else {})
