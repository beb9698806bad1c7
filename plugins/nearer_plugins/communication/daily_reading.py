"""The daily reading: a few minutes for thanks, news, a puzzle, a complaint with its request, and a hope."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.communication.question_deck_alone import for_oneself
from nearer_plugins.fields import SHOWN, filled, form, seen, several, some, text, words
from nearer_plugins.library import template_of

Json = dict[str, Any]

POINTS = (
    ("appreciations", "Thanks"),
    ("news", "News"),
    ("puzzles", "A puzzle"),
    ("complaints", "A complaint, with a request"),
    ("hopes", "A hope"),
)

QUESTIONS = {
    "appreciations": "What did you like today? Big or small, by whomever.",
    "news": "What is new in your life that is worth telling?",
    "puzzles": "What do you wonder about, and whom could you ask?",
    "complaints": "What bothered you, and what would you like instead?",
    "hopes": "What do you hope for, tomorrow or far ahead?",
}


class DailyReading(ExerciseType):
    """One shared page a day, short on purpose; a complaint can't stand there without what is asked for."""

    id = "communication.daily_reading"
    title = "Five points of the day"
    participation = Participation.TOGETHER
    factors = ("communication", "trust", "conflict")
    protocol = Protocol(
        purpose="Keeps two people up to date with each other, and lets small complaints be said while they are small.",
        source="Daily rounds of thanks, news, puzzles, complaints with requests and hopes in couples' courses (Satir; "
        "PAIRS), from secondary sources; wording our own.",
        year=1972,
        grade="D",
        limits="A habit from courses; by itself it was not tested. Missing a day is no failure: start again "
        "where you are.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "intoxication"),
        intensity=2,
        minutes=10,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Go through the points one by one, each of you says a sentence or two. Listening is enough: "
                "nothing has to be solved tonight. Any point can be left out.",
                **SHOWN,
            ),
            "points": several("Points", POINTS, minItems=1, default=[name for name, _ in POINTS]),
        },
    )
    samples = (
        Sample(
            name="All five points",
            config={},
            answers={
                "ab": {
                    "appreciations": ["You let me sleep."],
                    "news": ["The course starts in May."],
                    "puzzles": ["Is your sister still cross?"],
                    "complaints": [
                        {
                            "who": "Alex",
                            "complaint": "The phone lay on the table at dinner.",
                            "request": "Leave it in the hall while we eat.",
                        }
                    ],
                    "hopes": ["A whole day outside."],
                },
            },
        ),
        Sample(
            name="Only the light points",
            config={"points": ["appreciations", "news", "hopes"]},
            answers={"ab": {"appreciations": ["The soup."]}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """The chosen points as short lists; whoever writes a complaint also writes the request."""
        points = filled(self.config_schema, config)["points"]
        return form(seen("both", {name: _point(name, title) for name, title in POINTS if name in points}))

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The opening above the points."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        settings = filled(self.config_schema, config)
        return template_of(__package__)("daily_reading.html", opening=settings["opening"], state=state)

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same points, for oneself."""
        points = filled(self.config_schema, config)["points"]
        prompts = [{"id": name, "text": QUESTIONS[name]} for name, _ in POINTS if name in points]
        return "communication.question_deck_alone", for_oneself("The day", prompts)


def _point(name: str, title: str) -> Json:
    question = QUESTIONS[name]
    if name != "complaints":
        return some(title, text("In a sentence", 200), 4, description=question)
    fields = {
        "who": text("Who says it", 40),
        "complaint": text("What bothered me", 200, description="One time, one thing."),
        "request": text(
            "What I would like instead",
            200,
            minLength=1,
            description="Something the other can do. A no is allowed.",
        ),
    }
    return some(title, form(fields, required=("complaint", "request"), title="Complaint"), 2, description=question)
