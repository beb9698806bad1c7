"""Extensions of FHIR elements: those of the standard that questions need, and our own, which carries a whole step."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from nearer import UnreadableError, read_document

Json = dict[str, Any]

STANDARD = "http://hl7.org/fhir/StructureDefinition/"
MIN, MAX = STANDARD + "minValue", STANDARD + "maxValue"
MIN_LENGTH, REGEX = STANDARD + "minLength", STANDARD + "regex"
MIN_OCCURS, MAX_OCCURS = STANDARD + "questionnaire-minOccurs", STANDARD + "questionnaire-maxOccurs"
ORDINAL = STANDARD + "ordinalValue"
CONTROL = STANDARD + "questionnaire-itemControl"
CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
BASE = "https://nearer.invalid/fhir/"
STEP = BASE + "step"
"""Ours: a JSON text with program, step, and the digest of the questions it was written beside."""


def control(code: str) -> Json:
    """The extension that wishes for a control."""
    return {"url": CONTROL, "valueCodeableConcept": {"coding": [{"system": CONTROLS, "code": code}]}}


def value_of(element: Json, url: str) -> Any:
    """The value of the extension *url* of *element*; None where it has none."""
    for each in dicts(element.get("extension")):
        if each.get("url") == url:
            return next((value for name, value in each.items() if name.startswith("value")), None)
    return None


def dicts(value: Any) -> Iterator[Json]:
    """The mappings in a list; nothing where it is none."""
    return (each for each in (value if isinstance(value, list) else ()) if isinstance(each, dict))


def text_of(value: Any, limit: int = 20_000) -> str:
    """A text of at most *limit* signs without blanks around it; an empty one where *value* is none."""
    return value.strip()[:limit].strip() if isinstance(value, str) else ""


def canonical(value: Any) -> str:
    """One text for one value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fhir_id(text: str) -> str:
    """*text* as an id of a resource."""
    return re.sub(r"[^A-Za-z0-9.-]", "-", text)[:64]


def digest(items: Any) -> str:
    """What tells whether questions were changed since."""
    return hashlib.sha256(canonical(items).encode()).hexdigest()


def carried(questionnaire: Json) -> Json:
    """What our own extension holds; an empty mapping where there is none."""
    text = value_of(questionnaire, STEP)
    if not isinstance(text, str):
        return {}
    try:
        found = read_document(text)
    except UnreadableError:
        return {}
    whole = isinstance(found, dict) and isinstance(found.get("program"), dict) and isinstance(found.get("step"), dict)
    return found if whole else {}
