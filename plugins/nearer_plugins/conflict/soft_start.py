"""A soft start: each prepares how to bring something up, as feeling, facts and wish, for the next check-in."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.conflict.speech import _
from nearer_plugins.fields import SHOWN, filled, form, scale, seen, several, text, words
from nearer_plugins.library import template_of

Json = dict[str, Any]

FEELINGS = (
    ("sad", "sad"),
    ("hurt", "hurt"),
    ("lonely", "lonely"),
    ("worried", "worried"),
    ("tired", "tired"),
    ("ashamed", "ashamed"),
    ("angry", "angry"),
    ("overlooked", "overlooked"),
    ("torn", "torn"),
    ("hopeful", "hopeful"),
)

SWEEPING = re.compile(
    r"\b(always|never|every single time|immer|nie|niemals|siempre|nunca|toujours|jamais)\b", re.IGNORECASE
)
UNWISHED = re.compile(r"^\W*(stop|don\W?t|do not|no more|not)\b", re.IGNORECASE)


class SoftStart(ExerciseType):
    """What each wrote opens to both when both reach a joint step that gathers it."""

    id = "conflict.soft_start"
    title = "A soft start"
    participation = Participation.EACH
    factors: ClassVar[tuple[str, ...]] = ("conflict", "communication", "empathy")
    protocol = Protocol(
        purpose="Helps to bring up something difficult so that the other can stay and listen.",
        source="Softened beginnings of difficult talks (Gottman), from secondary sources; slots and wording our own.",
        year=1999,
        grade="C",
        limits="Rests on watching couples talk, mostly in one laboratory. It was not tested as an exercise. "
        "A soft beginning makes no subject small and no wish come true.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "intoxication"),
        intensity=3,
        minutes=12,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Think of one thing you would like to bring up. A middle-sized one is best for now.",
                **SHOWN,
            ),
            "about": text("Subject", 200, description="Leave it empty and each takes their own.", default="", **SHOWN),
        },
    )
    samples = (
        Sample(
            name="Each takes their own subject",
            config={},
            answers={
                "a": {
                    "feelings": ["tired", "overlooked"],
                    "situation": "On three evenings this week I cleared the kitchen alone.",
                    "wish": "That we clear up together before we sit down.",
                    "heat": 2,
                },
                "b": {
                    "feelings": ["worried"],
                    "feeling_own": "a bit trapped",
                    "situation": "The letter from the bank lay unopened on Friday.",
                    "wish": "Half an hour on Sunday to open the post with you.",
                },
            },
        ),
        Sample(
            name="A set subject, one of them with sweeping words",
            config={"about": "Time with our families"},
            answers={
                "a": {"situation": "We never go to my sister.", "wish": "Not so many excuses.", "heat": 4},
                "b": {"feelings": ["torn"], "wish": "To decide it a week ahead."},
            },
        ),
    )

    visibility = "joint"

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Feeling, facts and wish for the joint talk; how warm the subject is stays private."""
        about = filled(self.config_schema, config)["about"]
        facts = _("When and where was it, what was said or done? As a camera would have seen it.")
        asked = _("Subject: {subject}.", subject=about)
        return form(
            {
                **seen(
                    self.visibility,
                    {
                        "feelings": several("How do you feel about it? Up to three words.", FEELINGS, maxItems=3),
                        "feeling_own": text("Or in a word of your own", 80),
                        "situation": words(
                            "What is it about?", 600, description=f"{asked} {facts}" if about else facts
                        ),
                        "wish": words(
                            "What would you like?",
                            400,
                            description="Something that could happen, said as a wish. Small is good.",
                        ),
                    },
                ),
                **seen(
                    "private",
                    {
                        "heat": scale(
                            "How warm does this subject make you?",
                            "calm",
                            "hot",
                            top=5,
                            description="Above 3? Perhaps take a smaller one first. This can wait, or be for a talk "
                            "with somebody else in the room.",
                        ),
                    },
                ),
            },
        )

    def check_response(self, config: Json, response: Json) -> Iterable[Problem]:
        """Kind hints about sweeping words and about wishes that say only what should stop; nothing here blocks."""
        for name in ("situation", "wish", "feeling_own"):
            yield from _sweeping(name, response.get(name))
        if UNWISHED.search(response.get("wish") or ""):
            yield Problem(
                "/wish",
                _("This says what should stop. Is there a way to say what you would like instead?"),
                severity="hint",
            )

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """One's own sentence put together, and the other's beside it once it is open."""
        draw = template_of("nearer_plugins.conflict")
        if view is View.ANSWER:
            return draw("soft_start.html", opening=filled(self.config_schema, config)["opening"], state=state)
        if view in (View.REVIEW, View.REVEAL):
            return draw("soft_start_review.html", state=state, context=context, feelings=dict(FEELINGS))
        return None

    def alone(self, config: Json) -> tuple[str, Json] | None:
        """The same three questions, for oneself only."""
        return "conflict.soft_start_alone", dict(config)


def _sweeping(name: str, written: object) -> Iterator[Problem]:
    found = SWEEPING.search(written) if isinstance(written, str) else None
    if found:
        message = _(
            "You wrote “{words}”. One particular time is easier to hear. Keep it if it is what you mean.",
            words=found.group(0),
        )
        yield Problem(f"/{name}", message, severity="hint")
