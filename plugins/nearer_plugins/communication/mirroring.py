"""The mirroring talk: one asks for it and sends, the other says back until nothing is missing, then they swap."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.communication.speech import _
from nearer_plugins.communication.talk import HOTTEST, draw_talk, subject_problems, subject_settings, understood
from nearer_plugins.fields import SHOWN, filled, form, number, seen, words
from nearer_plugins.turns import AFTERWARDS, back, closing, in_own_time, move, onward, part

Json = dict[str, Any]


class Mirroring(ExerciseType):
    """A turn script on one device; nothing that is said is kept."""

    id = "communication.mirroring"
    title = "Say it back until it is all there"
    participation = Participation.TURNS
    factors = ("communication", "empathy")
    protocol = Protocol(
        purpose="One tells, the other only gives back what was said, what makes sense in it, and how it may feel.",
        source="Mirroring dialogues of couples' workshops (Hendrix and Hunt), read in secondary descriptions; steps "
        "in our own words.",
        year=1988,
        grade="D",
        limits="A tradition of workshops, with few and small tests. It can feel stiff at first. It makes room for one "
        "view at a time; it doesn't solve anything, and isn't meant to.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "recent_affair", "intoxication"),
        intensity=3,
        minutes=30,
    )
    config_schema = form(
        {
            **subject_settings(),
            "seconds": number("Seconds for one go at speaking", 30, 60, default=45),
            "closing": words(
                "Words at the end",
                400,
                default="Thank each other for listening. Leave the subject alone until tomorrow.",
                **SHOWN,
            ),
        },
    )
    samples = (
        Sample(
            name="A set subject",
            config={"topic": "How mornings go for us", "heat": 2},
            answers={"a": {"understood": 6, "keep": "The word rushed."}, "b": {"understood": 5}},
            moves=(
                *({"do": do} for do in ("start", "next", "next", "next", "next", "next")),
                {"do": "again", "to": "send"},
            ),
        ),
        Sample(
            name="The couple chooses, and one asks for another time",
            config={"seconds": 30},
            answers={"a": {"understood": 4}, "b": {}},
            moves=({"do": "start"}, {"do": "next"}, {"do": "again", "to": "ask"}, {"do": "pause"}, {"do": "stop"}),
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Afterwards, each alone: how understood I felt, and a note to oneself."""
        note = {"keep": words("Something you would like to remember", 600)}
        return form({**seen("both", {"understood": understood()}), **seen("private", note)})

    def script(self, config: Json) -> Json:
        """Appointment, then for each: send, mirror until no more, summary, what makes sense, how it may feel."""
        settings = filled(self.config_schema, config)
        return {
            "ready": _(
                "Whoever wants to tell something first goes first. Sit so that you can see each other. One tells, the "
                "other gives back and adds nothing. Then you swap. {afterwards}",
                afterwards=_(AFTERWARDS),
            ),
            "rounds": [
                _appointment(settings),
                part("One tells, one gives back", *_sending(settings), *_giving_back()),
                part("Now the other way round", *_sending(settings), *_giving_back(), swap=True),
                closing(settings["closing"]),
            ],
        }

    def check_config(self, config: Json) -> Iterable[Problem]:
        """A set subject must not be warmer than what is safe to talk about."""
        return subject_problems(filled(self.config_schema, config))

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """How the talk goes, and what each felt once both have said it."""
        return draw_talk(view, self.script(config), state, context)

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same subject, looked at from outside and written down for oneself."""
        return "communication.own_view", {"about": filled(self.config_schema, config)["topic"]}


def _appointment(settings: Json) -> Json:
    if settings["topic"]:
        ask = _(
            "Ask whether now is all right to talk about this: {subject}. If it is not, agree on a time within a day, "
            "press Pause, and ask again then.",
            subject=settings["topic"],
        )
    else:
        ask = _(
            "Ask whether now is all right to talk about one subject. Say which. If it is not, agree on a time within "
            "a day, press Pause, and ask again then."
        )
    return part(
        "Is now all right?",
        move(
            "ask",
            "first",
            "ask",
            ask,
            onward("I have asked"),
        ),
        in_own_time(
            "answer",
            "second",
            "consent",
            _(
                "Is now all right for you? If the subject is warmer than {n} of 5 for either of you, take a smaller "
                "one, or stop here.",
                n=HOTTEST,
            ),
            onward("Now is all right"),
            back("Another time is better", "ask"),
        ),
    )


def _sending(settings: Json) -> list[Json]:
    return [
        move(
            "send",
            "first",
            "speak",
            "Say one or two sentences about how it is for you. Begin with I.",
            onward("I have said it"),
            seconds=settings["seconds"],
        ),
        move(
            "mirror",
            "second",
            "say_back",
            "Say back what you heard, as close as you can. Then ask: did I get that? And: is there more?",
            onward("I have asked"),
        ),
        move("got_it", "first", "confirm", "Did it arrive?", onward("Yes"), back("Not quite, once more", "send")),
        move(
            "more",
            "first",
            "more",
            "Is there more about that? Only you decide.",
            back("There is more", "send"),
            onward("No more"),
        ),
    ]


def _giving_back() -> list[Json]:
    return [
        move(
            "summary",
            "second",
            "sum_up",
            "Sum up the whole of it in a few sentences. Then ask: is that all of it?",
            onward("I have summed it up"),
        ),
        move(
            "complete",
            "first",
            "confirm",
            "Is that all of it?",
            onward("Yes, that is all of it"),
            back("Something is missing", "send"),
        ),
        move(
            "sense",
            "second",
            "validate",
            "Say what makes sense to you in it, seen from the other's place. You don't have to agree.",
            onward("I have said it"),
        ),
        move(
            "feeling",
            "second",
            "empathise",
            "Guess how it may feel: I imagine you might feel ... One or two words.",
            onward("I have guessed"),
        ),
        move(
            "felt",
            "first",
            "confirm",
            "Does that fit? If not, say the word that does.",
            onward("That fits"),
            back("Another word fits better", "feeling"),
        ),
    ]
