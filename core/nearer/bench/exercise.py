"""The exercise type that is measured: a form of ten fields of several kinds, answered by each."""

from __future__ import annotations

from collections.abc import Iterable

from nearer.forms.names import PREFIX
from nearer.rules.contract import ExerciseType, Json, Protocol, Sample
from nearer.rules.hookspecs import hookimpl
from nearer.rules.vocabulary import Participation

STEPS = 12
TEXT, SCALE = 4, 4


def _properties() -> Json:
    long = {"type": "string", "title": "In a few sentences", "maxLength": 2000, "x-visibility": "private"}
    scale = {"type": "integer", "title": "How much", "minimum": 0, "maximum": 6, "x-visibility": "both"}
    choice = {
        "type": "string",
        "title": "Which of these",
        "x-visibility": "counsellor",
        "oneOf": [{"const": each, "title": each.capitalize()} for each in ("morning", "noon", "evening", "night")],
    }
    texts = {f"text{n}": long for n in range(TEXT)}
    scales = {f"scale{n}": scale for n in range(SCALE)}
    return {**texts, **scales, "when": choice, "sure": {"type": "boolean", "title": "Sure", "x-visibility": "both"}}


class TenFields(ExerciseType):
    """Ten fields: texts, scales, a choice and a box to tick."""

    id = "bench.ten_fields"
    title = "Ten fields"
    participation = Participation.EACH
    factors = ("communication",)
    protocol = Protocol("Measuring", "None", 2026, "D", "Everything.", contraindications=(), intensity=1, minutes=5)
    config_schema = {"type": "object", "properties": {}}
    samples = (Sample("plain", {}, {"a": {"text0": "Words"}, "b": {"text0": "Other words"}}),)

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Ten properties of four kinds and three visibilities."""
        return {"type": "object", "properties": _properties()}


@hookimpl
def register_exercise_types() -> Iterable[ExerciseType]:
    """The one type."""
    return [TenFields()]


def program() -> Json:
    """Twelve steps that are all open at once."""
    steps = [
        {
            "id": f"s-{n:02}",
            "title": f"Step {n}",
            "summary": "Measured.",
            "minutes": 5,
            "factors": ["communication"],
            "delivery": {"rule": "at_once"},
            "variants": [{"form": "any", "type": TenFields.id, "version": 1, "config": {}}],
        }
        for n in range(STEPS)
    ]
    stage = {"id": "only", "title": "Only", "summary": "", "steps": steps}
    about = {"title": "Bench", "summary": "", "language": "en", "weeks": 1, "sealed": False, "personal": True}
    return {"nearer": "program/1", **about, "stages": [stage]}


def answer() -> dict[str, str]:
    """What a browser posts for a filled-in form, without the hidden fields."""
    words = "A few words about a day that was neither good nor bad, and what could be different. " * 4
    texts = {f"text{n}": words for n in range(TEXT)}
    named = texts | {f"scale{n}": str(n) for n in range(SCALE)} | {"when": "noon", "sure": "true"}
    return {f"{PREFIX}/{name}": value for name, value in named.items()}
