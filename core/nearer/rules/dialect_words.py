"""What a validation error says to a person, and which of several branches it speaks about."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from jsonschema.exceptions import ValidationError

from nearer.languages import N_, _, number
from nearer.rules.problems import Problem

_TYPES = {
    "string": N_("Please write text here."),
    "integer": N_("Please enter a whole number."),
    "number": N_("Please enter a number."),
    "boolean": N_("Please choose yes or no."),
    "array": N_("This needs a list."),
    "object": N_("Please fill in this group."),
    "null": N_("Please leave this empty."),
}
_FORMATS = {
    "email": N_("Please enter an e-mail address, such as name@example.org."),
    "uri": N_("Please enter a full address, such as https://example.org/."),
    "date": N_("Please enter a date, such as 2027-03-31."),
    "time": N_("Please enter a time with its offset, such as 18:30:00Z."),
    "date-time": N_("Please enter date and time with the offset, such as 2027-03-31T18:30:00+02:00."),
}
_UNKNOWN = N_("This is not part of the form; please remove it.")
_SHAPE = N_("This is not written in the form that is asked for.")
_WORDS = {
    "required": N_("Please answer this."),
    "dependentRequired": N_("Please answer this."),
    "enum": N_("Choose one of the options."),
    "const": N_("Choose the option that is offered."),
    "minLength": N_("Use at least {limit} characters; this has {size}."),
    "maxLength": N_("Use at most {limit} characters; this has {size}."),
    "minimum": N_("Enter {limit} or more."),
    "maximum": N_("Enter {limit} or less."),
    "exclusiveMinimum": N_("Enter more than {limit}."),
    "exclusiveMaximum": N_("Enter less than {limit}."),
    "multipleOf": N_("Enter a multiple of {limit}."),
    "minItems": N_("Give at least {limit}; there are {size}."),
    "maxItems": N_("Give at most {limit}; there are {size}."),
    "uniqueItems": N_("This is here twice; remove or change one."),
    "minProperties": N_("Fill in at least {limit} of these."),
    "maxProperties": N_("Fill in at most {limit} of these."),
    "pattern": _SHAPE,
    "slowPattern": N_("This took too long to check; please shorten it."),
    "additionalProperties": _UNKNOWN,
    "unevaluatedProperties": _UNKNOWN,
    "contains": N_("One of the entries that this needs is missing."),
    "maxContains": N_("There are more entries of one kind than allowed."),
    "anyOf": N_("Fill in one of the possibilities."),
    "oneOf": N_("Keep to one of the possibilities; this fits none or several."),
}


def _sentence(keyword: str, limit: Any, value: Any) -> str:
    """What to say about *value* that breaks *keyword* with its *limit*."""
    if keyword == "type":
        first = limit if isinstance(limit, str) else next(iter(limit), "")
        return _("Please answer this.") if value is None else _(_TYPES.get(first, _SHAPE))
    if keyword == "const" and limit is True:
        return _("Please agree to this.")
    if keyword == "format":
        return _(_FORMATS.get(limit, _SHAPE))
    size = len(value) if isinstance(value, str | list) else 0
    return _(
        _WORDS.get(keyword, N_("This can't be answered like this here.")), limit=_written(limit), size=number(size)
    )


def _written(limit: Any) -> Any:
    return number(limit) if isinstance(limit, int | float) else limit


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
        yield Problem(pointer(error.absolute_path), _("Choose one of the options."), "enum")
    elif branches:
        for each in min(branches, key=_badness):
            yield from speak(each)
    else:
        keyword = str(error.validator or "false")
        message = _sentence(keyword, error.validator_value, error.instance)
        yield Problem(pointer(error.absolute_path), message, keyword)
