"""Seven minutes on a disagreement, seen by a third person who wishes both well; again every few months."""

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.fields import ASKED, SHOWN, Schema, filled, form, number, scale, seen, some, words, yes
from nearer_plugins.library import template_of
from nearer_plugins.trust_journal.lifting import lifted_sentences

PROMPTS = (
    (
        "Think of your last disagreement. How would it look to a third person who knows you both, wishes you both well "
        "and takes no side? What might that person see as the good will in each of you?"
    ),
    "In the middle of an argument, what makes it hard for you to look at it in this way?",
    (
        "When could you try to take this view in the months to come? What could remind you, and what good might come "
        "of it for the two of you?"
    ),
)
NAMES = ("friend", "hinders", "holds")


class ThirdPerson(ExerciseType):
    """Three short pieces of private writing; the same again some months later."""

    id = "trust_journal.third_person"
    title = "Somebody who wishes you both well"
    participation = Participation.SOLO
    factors = ("conflict", "empathy")
    protocol = Protocol(
        purpose="Gives a little distance from disagreements, again and again over a year.",
        source="Finkel, Slotter, Luchies, Walton and Gross 2013; the three questions are ours",
        year=2013,
        grade="B",
        limits="One trial with 120 couples: seven minutes of such writing, three times, four months apart, stopped the "
        "usual slow decline in how good the relationship felt. It did not make it better than before. Our wording "
        "was not tested, and it can't settle what needs to be settled. It is no way to put up with being hurt.",
        contraindications=(),
        intensity=2,
        minutes=7,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                500,
                default="First write down in a line or two what happened: only what could be seen and heard. Then take "
                "the three questions, one by one. Nobody reads this.",
                **SHOWN,
            ),
            "prompts": some(
                "The three questions",
                words("Question", 500, minLength=1, **ASKED),
                3,
                minItems=3,
                default=list(PROMPTS),
            ),
            "minutes": number("Minutes to suggest", 5, 20, default=7),
            "months": number(
                "Months until the next time",
                1,
                12,
                description="Said at the end. In the trial it was every four months. The step itself comes back when "
                "the program brings it back.",
                default=4,
            ),
            "lifting": yes("Offer to lift a sentence out", default=False),
        }
    )
    samples = (
        Sample(
            "After a talk about money",
            filled(config_schema, {}),
            {
                "a": {
                    "stirred_before": 6,
                    "facts": "On Sunday we counted the bills. I left the room at ten past nine.",
                    "friend": "Two people who are both afraid it won't be enough, each in another way.",
                    "hinders": "I hear blame before a sentence is over.",
                    "holds": "When I see the blue folder, I'll think of that person.",
                    "stirred_after": 4,
                },
                "b": {"facts": "The bills.", "friend": "They want the same thing.", "stirred_after": 2},
            },
        ),
        Sample(
            "Twice a year, with lifting",
            filled(config_schema, {"months": 6, "lifting": True}),
            {"a": {"friend": "Tired, not unkind.", "lifted": ["I think we were tired, not unkind."]}, "b": {}},
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Facts, three answers and two ratings, all private; what may be lifted out only if offered."""
        settled = filled(self.config_schema, config)
        asked = {
            "stirred_before": scale("How stirred up are you, before you begin?", "calm", "very"),
            "facts": words("What happened? Only what could be seen and heard.", 1500, **{"x-sensitive": True}),
            **{
                name: words(prompt, 4000, **{"x-sensitive": True})
                for name, prompt in zip(NAMES, settled["prompts"], strict=True)
            },
            "stirred_after": scale("And now?", "calm", "very"),
        }
        page = seen("private", asked)
        if settled["lifting"]:
            page["lifted"] = lifted_sentences()
        return form(page)

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening with the minutes, and when to come back; afterwards core draws the own page."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        return template_of("nearer_plugins.trust_journal")(
            "third_person.html", config=filled(self.config_schema, config), fields=state.fields
        )
