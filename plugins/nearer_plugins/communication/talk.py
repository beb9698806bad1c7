"""What the talks in turns of this family share: a subject with its warmth, the outline, the look back."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from nearer import Context, Problem, State, View
from nearer_plugins.fields import SHOWN, number, scale, text
from nearer_plugins.library import template_of

Json = dict[str, Any]

HOTTEST = 3
"""A subject above this, of five, is not for a talk in turns: there the form for one takes its place."""


def subject_settings() -> Json:
    """The subject that a counsellor may set, and how warm it usually gets."""
    return {
        "topic": text(
            "Subject", 200, description="Leave it empty and the two choose one themselves.", default="", **SHOWN
        ),
        "heat": number(
            "How warm the set subject usually gets",
            1,
            5,
            description="1 is calm, 5 is a fight waiting. Above 3 use the form for one.",
            default=1,
        ),
    }


def subject_problems(settings: Json) -> Iterator[Problem]:
    """A set subject that is warmer than what is safe to talk about in turns."""
    if settings["topic"] and settings["heat"] > HOTTEST:
        yield Problem(
            "/heat",
            "A subject this warm is not for talking in turns. Choose a cooler one, or use the form for one person.",
        )


def understood() -> Json:
    """How understood a person felt, 1 to 7."""
    return scale("How understood did you feel in this talk?", "not at all", "fully")


def draw_talk(view: View, script: Json, state: State, context: Context, **more: Any) -> Markup | None:
    """The outline of a talk beforehand, and after it two feelings side by side; None where core draws."""
    draw = template_of("nearer_plugins.communication")
    if view in (View.PREVIEW, View.PRINT):
        return draw("talk_outline.html", script=script)
    if view is View.REVEAL:
        return draw(more.pop("reveal", "talk_reveal.html"), state=state, context=context, **more)
    if view is View.ANSWER:
        return draw("talk.html", state=state)
    return None
