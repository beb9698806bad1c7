"""Canonical JSON: the one way a document is written, so that equal values have equal names."""

import hashlib
import json
from typing import Any

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: Any) -> str:
    """*value* as JSON with sorted keys, no spaces, plain UTF-8.

    Raises:
        ValueError: a NaN, an infinity or a lone surrogate stands somewhere in it.
    """
    text = _ENCODER.encode(value)
    text.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
    return text


def digest(value: Any) -> str:
    """The SHA-256 of the canonical JSON of *value*, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
