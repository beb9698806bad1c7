"""What is behind it: on a subject that keeps coming back, one tells what it means to them, the other only asks."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.conflict.own_side import alone
from nearer_plugins.conflict.speech import _, n_
from nearer_plugins.conflict.warmth import CAUTIONS, subject_problems, subject_settings, too_warm
from nearer_plugins.fields import SHOWN, filled, form, number, seen, some, text, words
from nearer_plugins.library import template_of
from nearer_plugins.turns import AFTERWARDS, agreed, back, closing, move, onward, part

Json = dict[str, Any]

QUESTIONS = [
    "What does this mean to you?",
    "Is there a story behind it, perhaps an old one?",
    "What would it be like if it went just as you hope?",
    "What are you afraid of, if it doesn't?",
    "Which wish is in there that is bigger than this subject?",
]


class DreamBehind(ExerciseType):
    """A turn script with one rule for whoever listens: only questions."""

    id = "conflict.dream_behind"
    title = "What is behind it"
    participation = Participation.TURNS
    factors = ("conflict", "empathy", "shared_values", "past_hurts")
    protocol = Protocol(
        purpose="For subjects that don't go away: to learn what they stand for, instead of who is right.",
        source="Gottman on lasting disagreements and the wishes behind them, from secondary sources; questions our "
        "own.",
        year=1999,
        grade="D",
        limits="A tool from practice that was not tested by itself. The subject will most likely still be there "
        "afterwards; what may change is how you two stand to it.",
        contraindications=CAUTIONS,
        intensity=4,
        minutes=35,
    )
    config_schema = form(
        {
            **subject_settings(),
            "questions": some("Questions to offer", text("Question", 160), 10, default=QUESTIONS, **SHOWN),
            "minutes": number("Minutes for each", 5, 20, default=12),
            "closing": words(
                "Words at the end",
                400,
                default="Nothing has to be decided today. Each says one thing that is easier to honour now.",
                **SHOWN,
            ),
        },
    )
    samples = (
        Sample(
            name="Saving and spending",
            config={"about": "Saving and spending", "heat": 3},
            answers={
                "a": {
                    "understood_them": "That money in the bank is like a door that can be locked.",
                    "keep": "Ask more.",
                },
                "b": {"understood_them": "That a good meal means we made it."},
            },
            moves=(*({"do": "start"}, *[{"do": "next"}] * 3), {"do": "again", "to": "ask"}),
        ),
        Sample(
            name="Own subject, short",
            config={"minutes": 5, "questions": ["What does it mean to you?"]},
            answers={"a": {}, "b": {"keep": "I had never told that."}},
            moves=({"do": "start"}, {"do": "stop"}),
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """What I understood of what it means to the other, open to both; a note to oneself."""
        understood = words("What I understood of what this means to you", 800)
        keep = words("What you would like to remember, or what it means to you", 800)
        return form({**seen("both", {"understood_them": understood}), **seen("private", {"keep": keep})})

    def script(self, config: Json) -> Json:
        """One subject; one tells, the other only asks; then the other way round."""
        settings = filled(self.config_schema, config)
        return {
            "ready": _(
                "This is for a subject that keeps coming back. One tells what it means to them. The other has only "
                "questions: no answer, no offer, no own view. Then you swap. {afterwards}",
                afterwards=_(AFTERWARDS),
            ),
            "rounds": [
                part("The subject", _subject(settings)),
                part("One tells, one only asks", *_asking(settings)),
                part("Now the other way round", *_asking(settings), swap=True),
                closing(settings["closing"]),
            ],
        }

    def check_config(self, config: Json) -> Iterable[Problem]:
        """A set subject must not be too warm."""
        return subject_problems(filled(self.config_schema, config))

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """How it goes; then what each understood of the other."""
        draw = template_of(__package__)
        if view in (View.PREVIEW, View.PRINT):
            return draw("talk_outline.html", script=self.script(config))
        if view is View.ANSWER:
            return draw("dream_behind.html", state=state)
        if view is View.REVEAL:
            return draw("dream_behind_reveal.html", state=state, context=context)
        return None

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same questions, asked of oneself."""
        settings = filled(self.config_schema, config)
        asked = [(f"question_{place}", wording) for place, wording in enumerate(settings["questions"], 1)]
        return alone(settings["about"], *(asked or [("meaning", _(QUESTIONS[0]))]))


def _subject(settings: Json) -> Json:
    named = _("Choose one subject that comes back.")
    if settings["about"]:
        named = _("The subject is: {subject}.", subject=settings["about"])
    warmth = _("How warm is it today, from 1 to 5? Think of a number, without saying it.")
    return agreed(
        "subject",
        f"{named} {warmth} {too_warm()}",
        onward("Three or less for both"),
    )


def _asking(settings: Json) -> list[Json]:
    offered = " ".join(settings["questions"]) or _(QUESTIONS[0])
    return [
        move(
            "tell",
            "first",
            "speak",
            n_(
                "Tell what you would like here, and what it means to you. You have about a minute.",
                "Tell what you would like here, and what it means to you. You have about {n} minutes.",
                settings["minutes"],
            ),
            onward("I have begun"),
            seconds=90,
        ),
        move(
            "ask",
            "second",
            "ask",
            _("Ask one question, and only ask. You could take one of these: {questions}", questions=offered),
            onward("I have asked"),
        ),
        move(
            "answer",
            "first",
            "speak",
            "Answer as far as you like. You can leave any question out.",
            back("Ask me another", "ask"),
            onward("That is enough"),
            seconds=90,
        ),
        move(
            "back",
            "second",
            "sum_up",
            "Say what you understood: to you it means ... Then ask whether that is right.",
            onward("I have said it"),
        ),
        move("right", "first", "confirm", "Is that what it means to you?", onward("Yes"), back("Not yet", "ask")),
    ]
