"""What a validation error says to a person, and which of several branches it speaks about."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from jsonschema.exceptions import ValidationError

from nearer.rules.problems import Problem

_TYPES = {
    "string": "Please write text here.",
    "integer": "Please enter a whole number.",
    "number": "Please enter a number.",
    "boolean": "Please choose yes or no.",
    "array": "This needs a list.",
    "object": "Please fill in this group.",
    "null": "Please leave this empty.",
}
_FORMATS = {
    "email": "Please enter an e-mail address, such as name@example.org.",
    "uri": "Please enter a full address, such as https://example.org/.",
    "date": "Please enter a date, such as 2027-03-31.",
    "time": "Please enter a time with its offset, such as 18:30:00Z.",
    "date-time": "Please enter date and time with the offset, such as 2027-03-31T18:30:00+02:00.",
}
_UNKNOWN = "This is not part of the form; please remove it."
_SHAPE = "This is not written in the form that is asked for."
_WORDS = {
    "required": "Please answer this.",
    "dependentRequired": "Please answer this.",
    "enum": "Choose one of the options.",
    "const": "Choose the option that is offered.",
    "minLength": "Use at least {limit} characters; this has {size}.",
    "maxLength": "Use at most {limit} characters; this has {size}.",
    "minimum": "Enter {limit} or more.",
    "maximum": "Enter {limit} or less.",
    "exclusiveMinimum": "Enter more than {limit}.",
    "exclusiveMaximum": "Enter less than {limit}.",
    "multipleOf": "Enter a multiple of {limit}.",
    "minItems": "Give at least {limit}; there are {size}.",
    "maxItems": "Give at most {limit}; there are {size}.",
    "uniqueItems": "This is here twice; remove or change one.",
    "minProperties": "Fill in at least {limit} of these.",
    "maxProperties": "Fill in at most {limit} of these.",
    "pattern": _SHAPE,
    "slowPattern": "This took too long to check; please shorten it.",
    "additionalProperties": _UNKNOWN,
    "unevaluatedProperties": _UNKNOWN,
    "contains": "One of the entries that this needs is missing.",
    "maxContains": "There are more entries of one kind than allowed.",
    "anyOf": "Fill in one of the possibilities.",
    "oneOf": "Keep to one of the possibilities; this fits none or several.",
}


def _sentence(keyword: str, limit: Any, value: Any) -> str:
    """What to say about *value* that breaks *keyword* with its *limit*."""
    if keyword == "type":
        first = limit if isinstance(limit, str) else next(iter(limit), "")
        return "Please answer this." if value is None else _TYPES.get(first, _SHAPE)
    if keyword == "const" and limit is True:
        return "Please agree to this."
    if keyword == "format":
        return _FORMATS.get(limit, _SHAPE)
    size = len(value) if isinstance(value, str | list) else 0
    return _WORDS.get(keyword, "This can't be answered like this here.").format(limit=limit, size=size)


def pointer(parts: Iterable[str | int]) -> str:
    """The JSON pointer (RFC 6901) of a path."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _badness(errors: list[ValidationError]) -> tuple[bool, bool, int]:
    """How far a branch is from what was meant: wrong kind, other choice, number of errors."""
    here = len(errors[0].parent.absolute_path) if errors[0].parent else 0
    wrong_kind = any(e.validator == "type" and len(e.absolute_path) == here for e in errors)
    return wrong_kind, any(e.validator in ("const", "enum") for e in errors), len(errors)


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    context = sorted(error.context or (), key=lambda each: int(each.schema_path[0]))
    return [list(group) for _, group in groupby(context, key=lambda each: each.schema_path[0])]


def speak(error: ValidationError) -> Iterator[Problem]:
    """The problems that *error* stands for: itself, or those of the branch that fits best."""
    branches = _branches(error) if error.validator in ("anyOf", "oneOf") else []
    choices = branches and all(
        each.validator == "const" and each.absolute_path == error.absolute_path for group in branches for each in group
    )
    if choices:
        yield Problem(pointer(error.absolute_path), "Choose one of the options.", "enum")
    elif branches:
        for each in min(branches, key=_badness):
            yield from speak(each)
    else:
        keyword = str(error.validator or "false")
        message = _sentence(keyword, error.validator_value, error.instance)
        yield Problem(pointer(error.absolute_path), message, keyword)
