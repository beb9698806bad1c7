"""Talking in turns: one holds the floor and speaks briefly, the other says back what arrived."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.communication.speech import N_, _, n_
from nearer_plugins.communication.talk import HOTTEST, draw_talk, understood
from nearer_plugins.fields import SHOWN, choice, filled, form, number, seen, some, text, words
from nearer_plugins.turns import agreed, back, closing, move, onward, part

Json = dict[str, Any]

NEUTRAL = N_("a small, everyday subject, such as how you share out the week")


class SpeakerListener(ExerciseType):
    """A turn script on one device; nothing that is said is kept."""

    id = "communication.speaker_listener"
    title = "Talking in turns"
    participation = Participation.TURNS
    factors = ("communication", "empathy", "conflict")
    protocol = Protocol(
        purpose="Slows a talk down so that each of you can be heard before anybody answers.",
        source="Turn-taking drills as taught in relationship education (Markman, Stanley and Blumberg); rules read in "
        "secondary descriptions, wording our own.",
        year=1994,
        grade="D",
        limits="Taught inside programs that were tested in several trials, but not shown to help alone. In one "
        "trial (Rogge 2013) skills training did no better than films that couples talked about. This drill on a "
        "shared device has not been tested.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "recent_affair", "intoxication"),
        intensity=3,
        minutes=20,
    )
    config_schema = form(
        {
            "topic": text(
                "Subject",
                200,
                description="Leave it empty and the two choose one themselves.",
                default="",
                **SHOWN,
            ),
            "topics": some(
                "Subjects to choose from",
                text("Subject", 120),
                8,
                description="Shown only where no subject is set above. Begin with easy ones.",
                default=["Something good from this week", "How we share out the housework", "An evening just for us"],
                **SHOWN,
            ),
            "heat": number(
                "How warm the set subject usually gets",
                1,
                5,
                description="1 is calm, 5 is a fight waiting. Above 3 use the form for one.",
                default=1,
            ),
            "max_heat": number(
                "Warmest subject to choose",
                1,
                HOTTEST,
                description="Couples are asked to pick a subject that is no warmer than this for either of them.",
                default=2,
            ),
            "seconds": number(
                "Seconds for one go at speaking",
                30,
                60,
                description="Short pieces are easier to say back.",
                default=45,
            ),
            "floor_minutes": number("Minutes that one person keeps the floor", 2, 6, default=4),
            "floors": choice(
                "How often the floor changes hands",
                [(2, "Twice: once each"), (4, "Four times: two each"), (6, "Six times: three each")],
                description="Always even, so that both speak equally often.",
                default=2,
            ),
            "closing": words(
                "Words at the end",
                400,
                default="Each of you says one thing you heard today that you would like to remember. "
                "You don't have to solve anything.",
                **SHOWN,
            ),
        },
    )
    samples = (
        Sample(
            name="Something good, two floors",
            config={"topic": "Something good from this week", "heat": 1, "seconds": 30, "floors": 2},
            answers={"a": {"understood": 6, "keep": "The pause before answering."}, "b": {"understood": 5}},
            moves=({"do": "start"}, {"do": "next"}, {"do": "next"}, {"do": "next"}, {"do": "again", "to": "speak"}),
        ),
        Sample(
            name="The couple chooses, four floors",
            config={"max_heat": 3, "seconds": 60, "floor_minutes": 5, "floors": 4},
            answers={"a": {"understood": 3}, "b": {"keep": "I talk faster than I thought."}},
            moves=({"do": "start"}, {"do": "next"}, {"do": "pause"}, {"do": "resume"}, {"do": "stop"}),
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Afterwards, each alone: how understood I felt, opened when both have answered; a note to oneself."""
        return form(
            {
                **seen("both", {"understood": understood()}),
                **seen("private", {"keep": words("Something you would like to remember", 600)}),
            },
        )

    def script(self, config: Json) -> Json:
        """Ready, one subject, the floors with first speaker alternating, a closing; every loop has a way on."""
        settings = filled(self.config_schema, config)
        floors = [_floor(index, settings) for index in range(settings["floors"])]
        return {
            "ready": "Is now all right for both of you? Sit where you can see each other and put this device between "
            "you. Whoever has the floor speaks about their own side only. Whoever listens says back what arrived: no "
            "answer yet, no advice, no solving. Nothing you say is kept here.",
            "rounds": [
                part("The subject", _subject(settings)),
                *floors,
                closing(settings["closing"]),
            ],
        }

    def check_config(self, config: Json) -> Iterable[Problem]:
        """A set subject must not be warmer than what is safe to talk about in turns."""
        settings = filled(self.config_schema, config)
        if settings["topic"] and settings["heat"] > HOTTEST:
            yield Problem(
                "/heat",
                "A subject this warm is not for talking in turns. Choose a cooler one, or use 'Seeing "
                "it from outside', which each does alone.",
            )
        elif settings["topic"] and settings["heat"] > settings["max_heat"]:
            yield Problem("/heat", "The set subject is warmer than the limit below.", severity="warning")

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The rules beside the talk, and what each felt once both have said it."""
        return draw_talk(view, self.script(config), state, context)

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same subject, looked at from outside and written down for oneself."""
        return "communication.own_view", {"about": filled(self.config_schema, config)["topic"]}


def _subject(settings: Json) -> Json:
    limit = settings["max_heat"]
    if settings["topic"]:
        ask = _(
            "The subject is: {subject}. Ask yourselves how warm it feels today, from 1 (calm) to 5 (hot).",
            subject=settings["topic"],
        )
    else:
        offered = "; ".join(settings["topics"]) or _(NEUTRAL)
        ask = _(
            "Choose one subject for both. You could take one of these: {subjects}. How warm is it, from 1 to 5?",
            subjects=offered,
        )
    limits = _(
        "If it is above {n} for either of you, take a smaller one, or stop here and come back another day.", n=limit
    )
    return agreed("subject", f"{ask} {limits}", onward("We have a subject"))


def _floor(index: int, settings: Json) -> Json:
    count, minutes = settings["floors"], settings["floor_minutes"]
    done = "I put the floor down" if index + 1 == count else "I pass the floor"
    moves = [
        move(
            "speak",
            "first",
            "speak",
            "You have the floor. Say one or two sentences about how it is for you. Then stop.",
            onward("I have said it"),
            seconds=settings["seconds"],
        ),
        move(
            "paraphrase",
            "second",
            "say_back",
            "Say back what you heard, in your own words. You don't have to agree, and you don't need to answer it.",
            onward("I have said it back"),
        ),
        move(
            "confirm",
            "first",
            "confirm",
            "Was that what you meant?",
            onward("Yes, that is it"),
            back("Not quite, I say it again", "speak"),
        ),
        move(
            "floor",
            "first",
            "pass",
            n_("Is there more? One turn is about a minute.", "Is there more? One turn is about {n} minutes.", minutes),
            back("There is more", "speak"),
            onward(done),
        ),
    ]
    title = "Now the other way round" if index % 2 else "One speaks, one listens"
    return {**part(title, *moves, swap=index % 2 == 1), "minutes": minutes}
