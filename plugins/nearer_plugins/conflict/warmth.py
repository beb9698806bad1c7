"""How warm a subject is: what is too warm for two is refused here, and the form for one takes its place."""

from collections.abc import Iterator
from typing import Any

from nearer import Problem
from nearer_plugins.conflict.speech import _
from nearer_plugins.fields import SHOWN, number, text

Json = dict[str, Any]

HOTTEST = 3
"""A subject above this, of five, is not worked on by two; each gets the same questions alone."""

CAUTIONS = ("ipv_clinical", "fear", "acute_crisis", "intoxication")


def too_warm() -> str:
    """Said alike to both, whoever of them it is."""
    return _(
        "If it is above {n} for either of you, stop here: then each of you gets the same questions to think about "
        "alone, and nobody has to say why.",
        n=HOTTEST,
    )


def subject_settings() -> Json:
    """The subject that a counsellor may set, and how warm it usually gets."""
    return {
        "about": text("Subject", 200, description="Leave it empty and people take their own.", default="", **SHOWN),
        "heat": number(
            "How warm the set subject usually gets",
            1,
            5,
            description="1 is calm, 5 is a fight waiting. Above 3 use the form for one.",
            default=2,
        ),
    }


def subject_problems(settings: Json) -> Iterator[Problem]:
    """A set subject that is too warm for two."""
    if settings["about"] and settings["heat"] > HOTTEST:
        yield Problem(
            "/heat",
            "A subject this warm is not for two at one table. Choose a cooler one, or use 'On your own side', which "
            "each does alone.",
        )
