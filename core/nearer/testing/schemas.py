"""Checks of the schemas: what the counsellor fills in, and what couples answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nearer.conformance import frozen_problems
from nearer.forms.checks import schema_problems, walk
from nearer.forms.names import NOTHING
from nearer.forms.shape import Shape, shape
from nearer.rules import dialect
from nearer.rules.contract import Json
from nearer.rules.dialect import resolver_of
from nearer.rules.dialect_words import pointer
from nearer.rules.problems import Problem
from nearer.rules.visibility_names import VISIBILITIES
from nearer.testing.checks import Check
from nearer.testing.subjects import ROLES, Subject

SPOKEN = frozenset({"enum", "const", "oneOf", "anyOf", "format", "$ref", "allOf"})


def responses(subject: Subject) -> Iterator[tuple[str, Json]]:
    """Each response schema with the place it comes from; the same schema only once."""
    seen: list[Json] = []
    for sample in subject.samples:
        for role in ROLES:
            schema = subject.kind.response_schema(dict(sample.config), role)
            if schema is not None and schema not in seen:
                seen.append(schema)
                yield f"/response_schema(samples/{sample.name}, {role})", schema


def _config_valid(subject: Subject) -> Iterator[Problem]:
    schema = subject.kind.config_schema
    yield from _at("/config_schema", schema_problems(schema, response=False))
    if not isinstance(schema, dict) or schema.get("type") != "object":
        yield Problem("/config_schema/type", 'The schema of a config is of "type": "object".')


def _response_valid(subject: Subject) -> Iterator[Problem]:
    for where, schema in responses(subject):
        yield from _at(where, schema_problems(schema, response=False))
        if not isinstance(schema, dict) or schema.get("type") != "object":
            yield Problem(f"{where}/type", 'The schema of a response is of "type": "object".')


def _visibility(subject: Subject) -> Iterator[Problem]:
    for where, schema in responses(subject):
        for name, below in _properties(schema).items():
            word = below.get("x-visibility") if isinstance(below, dict) else None
            if word not in VISIBILITIES:
                yield Problem(
                    f"{where}/properties/{name}", f"x-visibility is {word!r}, none of {', '.join(VISIBILITIES)}."
                )


def _ties(subject: Subject) -> Iterator[Problem]:
    for where, schema in responses(subject):
        found = schema_problems(schema, response=True)
        tied = (p for p in found if p.keyword == "x-visibility" and not p.pointer.startswith("/properties"))
        yield from _at(where, tied)


def _response_limits(subject: Subject) -> Iterator[Problem]:
    for where, schema in responses(subject):
        yield from _at(where, (p for p in schema_problems(schema, response=True) if p.keyword == "maxLength"))


def _response_drawable(subject: Subject) -> Iterator[Problem]:
    for where, schema in responses(subject):
        found = schema_problems(schema, response=True)
        yield from _at(where, (p for p in found if p.keyword == "type" and p.pointer != "/type"))


def _config_limits(subject: Subject) -> Iterator[Problem]:
    for path, part in walk(subject.kind.config_schema):
        if isinstance(part, dict) and part.get("type") == "string" and not ({"maxLength"} | SPOKEN) & part.keys():
            yield Problem("/config_schema" + pointer(path), "This text has no maxLength.")


def _defaults(subject: Subject) -> Iterator[Problem]:
    named = [("/config_schema", subject.kind.config_schema), *responses(subject)]
    for where, schema in named:
        for path, part in walk(schema):
            if isinstance(part, dict) and "default" in part:
                rule = {**part, "$defs": schema.get("$defs", {})}
                yield from _at(f"{where}{pointer(path)}/default", dialect.problems(rule, part["default"]))


def _labels(subject: Subject) -> Iterator[Problem]:
    for where, schema in [("/config_schema", subject.kind.config_schema), *responses(subject)]:
        resolver = resolver_of(schema)
        for path, name, part in _fields(schema, resolver):
            if not part.words.get("title") and "x-widget" not in part.words and part.kind != "options":
                yield Problem(where + pointer(path), f"The field {name} has no title.")


def _fields(schema: Any, resolver: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, Shape]]:
    """Every named field of *schema*, at any depth that people fill in."""
    found = shape(schema, resolver)
    for name, below in found.properties.items():
        here, inner = (*path, "properties", name), shape(below, resolver)
        yield here, name, inner
        if len(path) < 8:
            target = inner.words.get("items") if inner.kind == "list" else below
            yield from _fields(target, resolver, here)


def _asks(subject: Subject) -> Iterator[Problem]:
    for sample in subject.samples:
        config = dict(sample.config)
        schema, script = subject.kind.response_schema(config, "self"), subject.kind.script(config)
        if script is None and schema is None:
            yield Problem(f"/samples/{sample.name}", "There is nothing to answer and no script to follow.")
        if (str(subject.kind.participation) == "turns") is (script is None):
            yield Problem(f"/samples/{sample.name}", "A type of turns has a script, and no other type has one.")


def _guesses(subject: Subject) -> Iterator[Problem]:
    for where, schema in responses(subject):
        known = _properties(schema)
        for name, below in known.items():
            if isinstance(below, dict) and "x-guess-of" in below and below["x-guess-of"] not in known:
                yield Problem(f"{where}/properties/{name}/x-guess-of", f"There is no property {below['x-guess-of']}.")


def _blank_config(subject: Subject) -> Iterator[Problem]:
    from nearer.forms import render_form

    if not str(render_form(subject.kind.config_schema, NOTHING)).strip():
        yield Problem("/config_schema", "The form is empty: there is nothing to fill in.")
    yield from (
        Problem("/config_schema" + each.pointer, "No control fits this: a counsellor would have to write JSON.")
        for each in _undrawable(subject.kind.config_schema)
    )


def _undrawable(schema: Json) -> Iterator[Problem]:
    """Places of a config that only raw JSON could fill in."""
    resolver = resolver_of(schema)
    for path, _, part in _fields(schema, resolver):
        if part.kind in ("any", "nested") and part.words.get("type") != "null":
            yield Problem(pointer(path), "")


def _is_json(subject: Subject) -> Iterator[Problem]:
    from nearer.conformance import frozen_data

    for sample in subject.samples:
        frozen = frozen_data(subject.kind, dict(sample.config))
        found = (p for p in frozen_problems(frozen) if "no JSON" in p.message)
        yield from _at(f"/samples/{sample.name}", found)


def _properties(schema: Any) -> Json:
    found = schema.get("properties") if isinstance(schema, dict) else None
    return found if isinstance(found, dict) else {}


def _at(where: str, problems: Any) -> Iterator[Problem]:
    return (Problem(where + each.pointer, each.message, each.keyword) for each in problems)


CHECKS = (
    Check("config-schema-valid", "The config schema is an object and valid in the dialect.",
          "Mend the place the pointer names; docs/dialect.md lists every keyword.", _config_valid),
    Check("config-form-drawable", "The counsellor's form draws with a control for everything.",
          "Give each place a type; objects need properties, arrays need items.", _blank_config),
    Check("config-texts-limited", "Every text of the config has a maxLength.",
          'Add `"maxLength": 300`, or what fits the place.', _config_limits),
    Check("response-schema-valid", "Every response schema is an object and valid in the dialect.",
          "Mend the place the pointer names; docs/dialect.md lists every keyword.", _response_valid),
    Check("response-visibility-named", "Every property of a response says who may see it.",
          'Add `"x-visibility"` to it; "private" is careful, "both" opens when both have finished.', _visibility),
    Check("visibility-not-tied", "No rule ties a property to another that different people may see.",
          "Take one of the two out of the if, oneOf or dependent rule, or give both the same visibility.", _ties),
    Check("response-texts-limited", "Every text of a response has a maxLength.",
          'Add `"maxLength": 2000`, or what fits the question.', _response_limits),
    Check("response-form-drawable", "The couple's form draws with a control for everything.",
          "Give each place a type; objects need properties, arrays need items.", _response_drawable),
    Check("defaults-valid", "Every default meets the schema it stands in.",
          "Change the default, or the rule that it breaks.", _defaults),
    Check("fields-have-words", "Every field has a title, so that every control has a label.",
          'Add `"title"` with the question or the name of the field.', _labels),
    Check("answers-or-script", "There is something to answer or a script to follow; only turns have a script.",
          "Return a schema from response_schema; return rounds from script if participation is TURNS.", _asks),
    Check("guesses-point-somewhere", "What x-guess-of names is a property of the same response.",
          "Write the name of the property that the other answers.", _guesses),
    Check("frozen-is-json", "Schemas, script, scoring and flags are plain JSON.",
          "Use dict, list, str, int, float, bool and None only: no tuples as keys, sets, dates or Decimals.", _is_json),
)  # fmt: skip
