"""One to three ratings a week, answered in a minute, to notice how things move."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import ASKED, SHOWN, Schema, choice, filled, form, scale, some, text, words, yes
from nearer_plugins.library import template_of

QUESTIONS = (
    {"id": "near", "text": "How close did you feel in heart and mind this week?", "low": "far", "high": "very close"},
    {"id": "heard", "text": "How much did you feel heard?", "low": "not at all", "high": "very much"},
    {
        "id": "body",
        "text": "How close did you feel in body? You can leave this out.",
        "low": "far",
        "high": "very close",
    },
)
OPENS = (("private", "Each keeps it for themselves"), ("both", "Both see both, once both have answered"))


class Pulse(ExerciseType):
    """A short look each week. A missed week is nothing, and no line is drawn from one week to the next."""

    id = "measures.pulse"
    title = "A minute for the week"
    participation = Participation.EACH
    factors = ("communication", "empathy")
    protocol = Protocol(
        purpose="Lets each notice how near and how heard they felt this week.",
        source="Own questions, after the idea of short regular ratings",
        year=2024,
        grade="D",
        limits="No norms, no cut-offs, not tested. Single weeks go up and down; a low one means little by itself.",
        contraindications=(),
        intensity=1,
        minutes=2,
    )
    config_schema = form(
        {
            "opening": words("Opening", 400, default="How was this week, between the two of you?", **SHOWN),
            "questions": some(
                "Questions",
                form(
                    {
                        "id": text(
                            "Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Stays when wording changes."
                        ),
                        "text": text("Question", 200, minLength=1, **ASKED),
                        "low": text("What 1 means", 40, minLength=1, **ASKED),
                        "high": text("What 7 means", 40, minLength=1, **ASKED),
                    },
                    required=("id", "text", "low", "high"),
                ),
                3,
                minItems=1,
                default=list(QUESTIONS),
            ),
            "opens": choice("Who sees the ratings", OPENS, default="private"),
            "word": yes("Ask for one word, always private", default=True),
        }
    )
    samples = (
        Sample(
            "Each keeps it",
            filled(config_schema, {}),
            {"a": {"ratings": {"near": 5, "heard": 3}, "word": "tired"}, "b": {"ratings": {"near": 6, "body": 2}}},
        ),
        Sample(
            "Both see both",
            filled(config_schema, {"questions": [dict(QUESTIONS[1])], "opens": "both", "word": False}),
            {"a": {"ratings": {"heard": 4}}, "b": {"ratings": {"heard": 7}}},
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two questions can't bear the same short name."""
        names = [question.get("id") for question in config.get("questions", ())]
        return _twice(names)

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """The ratings, as open as the config says; one private word."""
        settled = filled(self.config_schema, config)
        rated = form(
            {each["id"]: scale(each["text"], each["low"], each["high"]) for each in settled["questions"]},
            title="Your week",
        )
        asked = {"ratings": {**rated, "x-visibility": settled["opens"]}}
        if settled["word"]:
            asked["word"] = text("One word for this week", 60, **{"x-visibility": "private"})
        return form(asked)

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """At the reveal the ratings side by side, in words and numbers; else core's own drawing."""
        settled = filled(self.config_schema, config)
        if view is not View.REVEAL or settled["opens"] != "both" or state.theirs is None:
            return None
        return template_of("nearer_plugins.measures")(
            "pulse.html",
            config=settled,
            mine=(state.mine or {}).get("ratings", {}),
            theirs=(state.theirs or {}).get("ratings", {}),
            my_name=context.my_name,
            their_name=context.their_name,
        )


def _twice(names: list[str]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Problem(f"/questions/{index}/id", "Another question has this short name already.", "uniqueId")
