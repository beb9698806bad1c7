"""What a validation error says to a person, and which of several branches it speaks about."""

from collections.abc import Callable, Iterable, Iterator
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
_WORDS: dict[str, Callable[[Any, Any], str]] = {
    "required": lambda limit, value: "Please answer this.",
    "dependentRequired": lambda limit, value: "Please answer this.",
    "type": lambda limit, value: _type(limit, value),
    "enum": lambda limit, value: "Choose one of the options.",
    "const": lambda limit, value: "Please agree to this." if limit is True else "Choose the option that is offered.",
    "minLength": lambda limit, value: f"Use at least {limit} characters; this has {len(value)}.",
    "maxLength": lambda limit, value: f"Use at most {limit} characters; this has {len(value)}.",
    "minimum": lambda limit, value: f"Enter {limit} or more.",
    "maximum": lambda limit, value: f"Enter {limit} or less.",
    "exclusiveMinimum": lambda limit, value: f"Enter more than {limit}.",
    "exclusiveMaximum": lambda limit, value: f"Enter less than {limit}.",
    "multipleOf": lambda limit, value: f"Enter a multiple of {limit}.",
    "minItems": lambda limit, value: f"Give at least {limit}; there are {len(value)}.",
    "maxItems": lambda limit, value: f"Give at most {limit}; there are {len(value)}.",
    "uniqueItems": lambda limit, value: "This is here twice; remove or change one.",
    "minProperties": lambda limit, value: f"Fill in at least {limit} of these.",
    "maxProperties": lambda limit, value: f"Fill in at most {limit} of these.",
    "pattern": lambda limit, value: "This is not written in the form that is asked for.",
    "slowPattern": lambda limit, value: "This took too long to check; please shorten it.",
    "format": lambda limit, value: _FORMATS.get(limit, "This is not written in the form that is asked for."),
    "additionalProperties": lambda limit, value: "This is not part of the form; please remove it.",
    "unevaluatedProperties": lambda limit, value: "This is not part of the form; please remove it.",
    "contains": lambda limit, value: "One of the entries that this needs is missing.",
    "minContains": lambda limit, value: "One of the entries that this needs is missing.",
    "maxContains": lambda limit, value: "There are more entries of one kind than allowed.",
    "anyOf": lambda limit, value: "Fill in one of the possibilities.",
    "oneOf": lambda limit, value: "Keep to one of the possibilities; this fits none or several.",
}


def _type(wanted: str | list[str], value: Any) -> str:
    if value is None:
        return "Please answer this."
    first = wanted if isinstance(wanted, str) else next(iter(wanted), "")
    return _TYPES.get(first, "This is not an answer of the kind that is asked for.")


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
        words = _WORDS.get(keyword, lambda limit, value: "This can't be answered like this here.")
        message = words(error.validator_value, error.instance)
        yield Problem(pointer(error.absolute_path), message, keyword)
