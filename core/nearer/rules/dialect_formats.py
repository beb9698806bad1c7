"""The formats that the dialect checks: e-mail, address, date, time, date and time."""

import re
from datetime import date
from urllib.parse import urlsplit

from jsonschema import FormatChecker
from rfc3339_validator import validate_rfc3339

FORMATS = FormatChecker(formats=())

_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]{1,64}@[^\s@<>(),;:\\\"\[\]]{1,255}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@FORMATS.checks("email")
def is_email(value: object) -> bool:
    """Whether *value* looks like one address; whether it exists only a message can tell."""
    return not isinstance(value, str) or _EMAIL.fullmatch(value) is not None


@FORMATS.checks("uri", raises=ValueError)
def is_uri(value: object) -> bool:
    """Whether *value* is an absolute address (RFC 3986) without blanks."""
    if not isinstance(value, str):
        return True
    return _SCHEME.fullmatch(value) is not None and bool(urlsplit(value).scheme)


@FORMATS.checks("date", raises=ValueError)
def is_date(value: object) -> bool:
    """Whether *value* is a full date of RFC 3339 that the calendar has."""
    if not isinstance(value, str):
        return True
    return _DATE.fullmatch(value) is not None and bool(date.fromisoformat(value))


@FORMATS.checks("date-time")
def is_date_time(value: object) -> bool:
    """Whether *value* is a date and time of RFC 3339, offset included."""
    return not isinstance(value, str) or bool(validate_rfc3339(value.upper()))


@FORMATS.checks("time")
def is_time(value: object) -> bool:
    """Whether *value* is a time of RFC 3339, offset included."""
    return not isinstance(value, str) or is_date_time("1970-01-01T" + value)
