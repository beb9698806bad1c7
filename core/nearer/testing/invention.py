"""Makes values of any schema of the dialect, the same for the same seed: what people might fill in, and its edges."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from nearer.forms.shape import Shape, shape
from nearer.rules.contract import Json
from nearer.rules.dialect import compile as compile_schema
from nearer.rules.dialect import resolver_of

DEEPEST = 7
WORDS = ("quiet", "Sunday", "we walked", "çay içtik", "نعم", "<b>&amp;\"'", "ok.", "two\nlines", "🙂", "0")
FORMATS = {
    "date": "2027-03-31", "time": "18:30:00Z", "date-time": "2027-03-31T18:30:00Z", "email": "name@example.org",
    "uri": "https://example.org/", "uuid": "12345678-1234-4234-8234-123456789abc",
}  # fmt: skip


def inventions(schema: Json, wanted: int, *, seed: int = 1) -> Iterator[Any]:
    """Up to *wanted* different valid values of *schema*, the barest and the fullest among the first."""
    validator, resolver, seen = compile_schema(schema), resolver_of(schema), set()
    for number in range(wanted * 6):
        chance = Random(f"{seed} {number}")  # noqa: S311 - not for secrets: the same every time
        share = (0.0, 1.0)[number] if number < 2 else chance.random()
        value = _value(schema, _Maker(chance, share, resolver), 0)
        if repr(value) not in seen and not validator.problems(value):
            seen.add(repr(value))
            yield value
        if len(seen) >= wanted:
            return


class _Maker:
    """What one value is made with: chance, the share of optional parts that are there, and the schema's references."""

    def __init__(self, chance: Random, share: float, resolver: Any) -> None:
        self.chance, self.share, self.resolver = chance, share, resolver

    def has(self) -> bool:
        """Whether an optional part is there this time."""
        return self.chance.random() < self.share


def _value(schema: Any, maker: _Maker, depth: int) -> Any:
    found = shape(schema, maker.resolver)
    if found.nullable and not maker.has():
        return None
    match found.kind:
        case "options":
            return maker.chance.choice(found.options)["const"]
        case "branches":
            return _value(maker.chance.choice(found.branches), maker, depth)
        case "object":
            return _object(found, maker, depth)
        case "list":
            return _list(found, maker, depth)
        case "boolean":
            return maker.has()
        case "integer" | "number":
            return _number(found, maker)
        case "text":
            return _text(found, maker)
    return None


def _object(found: Shape, maker: _Maker, depth: int) -> Json:
    required = set(found.words.get("required") or ())
    made: Json = {}
    for name, below in found.properties.items():
        if name in required or (depth < DEEPEST and maker.has()):
            made[name] = _value(below, maker, depth + 1)
    for condition, outcome, then in found.whens:
        if compile_schema(condition).problems(made) == [] and outcome:
            made |= _value(then, maker, depth + 1) if _adds(then, maker) else {}
    return made


def _adds(schema: Any, maker: _Maker) -> bool:
    return shape(schema, maker.resolver).kind == "object"


def _list(found: Shape, maker: _Maker, depth: int) -> list[Any]:
    least, most = found.words.get("minItems", 0), found.words.get("maxItems", 6)
    wanted = max(least, min(most, round(maker.share * min(most, 12)))) if depth < DEEPEST else least
    made: list[Any] = []
    for _ in range(wanted * 3):
        if len(made) >= wanted:
            break
        each = _value(found.words["items"], maker, depth + 1)
        if not found.words.get("uniqueItems") or each not in made:
            made.append(each)
    options = [each["const"] for each in shape(found.words["items"], maker.resolver).options]
    return sorted(made, key=options.index) if found.words.get("uniqueItems") and options else made


def _number(found: Shape, maker: _Maker) -> int | float:
    low = found.words.get("minimum", found.words.get("exclusiveMinimum", -1) + 1)
    high = found.words.get("maximum", max(low, found.words.get("exclusiveMaximum", low + 101) - 1))
    if found.kind == "integer":
        step = int(found.words.get("multipleOf", 1))
        return maker.chance.randrange(-(-int(low) // step) * step, int(high) + 1, step)
    return maker.chance.choice((low, high, round(maker.chance.uniform(low, high), 2)))


def _text(found: Shape, maker: _Maker) -> str:
    if found.words.get("format") in FORMATS:
        return FORMATS[found.words["format"]]
    least, most = found.words.get("minLength", 0), found.words.get("maxLength", 200)
    text = maker.chance.choice(WORDS)
    if maker.share == 1.0 or maker.chance.random() < 0.1:
        text = (text + " and so on") * (most // 8 + 1)
    while len(text) < max(least, 1):
        text += " more"
    return text[:most].strip() or "x"[:most]
