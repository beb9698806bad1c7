"""Sharing good news: one tells something good, the other stays with it by asking and by naming the feeling."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.communication.question_deck_alone import for_oneself
from nearer_plugins.communication.speech import _, n_
from nearer_plugins.communication.talk import draw_talk
from nearer_plugins.fields import SHOWN, filled, form, number, scale, seen, text, words
from nearer_plugins.turns import AFTERWARDS, back, closing, move, onward, part

Json = dict[str, Any]

FELT = (
    ("understood", "While I told it, I felt understood"),
    ("validated", "While I told it, I felt that my view counted"),
    ("cared_for", "While I told it, I felt cared for"),
)


class GoodNews(ExerciseType):
    """A turn script; afterwards each says how the telling felt. Nobody rates how the other listened."""

    id = "communication.good_news"
    title = "Something good, shared"
    participation = Participation.TURNS
    factors = ("communication", "trust", "empathy")
    protocol = Protocol(
        purpose="Makes good things last longer: one tells something good, the other asks about it with interest.",
        source="Gable, Reis, Impett and Asher 2004; Gable, Gonzaga and Strachman 2006; three ratings after Reis and "
        "Shaver, wording our own.",
        year=2006,
        grade="C",
        limits="Couples in which good news met with interest were doing better two months later (79 couples); that "
        "does not show what caused what. Where people practised it, they saw more thanks in their partner, but "
        "were not more content themselves.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "intoxication"),
        intensity=1,
        minutes=15,
    )
    config_schema = form(
        {
            "about": text(
                "What kind of good news",
                160,
                default="Something good that happened to you lately, big or small, best without me in it",
                **SHOWN,
            ),
            "seconds": number("Seconds to tell it", 60, 180, default=120),
            "questions": number("Questions to ask", 2, 4, default=2),
            "closing": words(
                "Words at the end",
                400,
                default="Decide whether there is something to celebrate, and if you like, how.",
                **SHOWN,
            ),
        },
    )
    samples = (
        Sample(
            name="Something lately",
            config={},
            answers={
                "a": {"event": "My draft was praised.", "understood": 6, "validated": 6, "cared_for": 7},
                "b": {"event": "I slept through.", "understood": 4, "cared_for": 5},
            },
            moves=(*({"do": do} for do in ("start", "next", "next")), {"do": "again", "to": "ask"}),
        ),
        Sample(
            name="A short one",
            config={"about": "A small thing you managed", "seconds": 60, "questions": 3},
            answers={"a": {"understood": 5}, "b": {}},
            moves=({"do": "start"}, {"do": "stop"}),
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """The news in one line, to show or to keep; how the telling felt, open when both have answered."""
        event = text("Your good news in one line", 200, description="To keep, or to show later. Both is fine.")
        felt = {name: scale(title, "not at all", "fully") for name, title in FELT}
        return form({**seen("both", felt), **seen("choose", {"event": event})})

    def script(self, config: Json) -> Json:
        """For each: tell, at least two open questions, the feeling said back, yes or no."""
        settings = filled(self.config_schema, config)
        return {
            "ready": _(
                "Each of you tells one good thing. The other has one task: to want to know more. Tips, doubts and own "
                "stories can wait for today. {afterwards}",
                afterwards=_(AFTERWARDS),
            ),
            "rounds": [
                part("One tells", *_news(settings)),
                part("Now the other one tells", *_news(settings), swap=True),
                closing(settings["closing"]),
            ],
        }

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """How it goes; afterwards how it felt to tell, in the words of whoever told."""
        more = {"reveal": "good_news_reveal.html", "felt": FELT} if view is View.REVEAL else {}
        return draw_talk(view, self.script(config), state, context, **more)

    def alone(self, config: Json) -> tuple[str, Json]:
        """Staying with something good for a few minutes, in writing and for oneself."""
        about = filled(self.config_schema, config)["about"]
        prompts = [
            {"id": "event", "text": _("{subject}: what is it?", subject=about[:200])},
            {"id": "best", "text": "What was the best moment of it? Go back there for a minute."},
            {"id": "part", "text": "What did you do that helped it happen?"},
            {"id": "feeling", "text": "How did it feel, and where in your body?"},
            {"id": "keep", "text": "How could you keep something of it?"},
        ]
        return "communication.question_deck_alone", for_oneself("Something good", prompts)


def _news(settings: Json) -> list[Json]:
    return [
        move(
            "tell",
            "first",
            "speak",
            _("{subject}. Tell it as if it were happening now.", subject=settings["about"]),
            onward("I have told it"),
            seconds=settings["seconds"],
        ),
        move(
            "ask",
            "second",
            "ask",
            n_(
                "Ask about it, one question or more, that can't be answered with yes or no. For instance: what was "
                "the best part? What did you think right then?",
                "Ask about it, {n} questions or more, that can't be answered with yes or no. For instance: what was "
                "the best part? What did you think right then?",
                settings["questions"],
            ),
            onward("I have asked"),
        ),
        move(
            "more",
            "first",
            "speak",
            "Answer as long as you enjoy it.",
            back("Ask me one more", "ask"),
            onward("That was good"),
        ),
        move(
            "feeling",
            "second",
            "say_back",
            "Say how it seems to have felt: it sounds as if you were ... Then say what you are glad about.",
            onward("I have said it"),
        ),
        move("fits", "first", "confirm", "Was it like that?", onward("Yes"), back("A little different", "feeling")),
    ]
