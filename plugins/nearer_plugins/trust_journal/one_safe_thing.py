"""Taking stock of trust in something small: one thing seen, one thing done, a doubt said as a need."""

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.fields import ASKED, SHOWN, Schema, choice, filled, form, some, words, yes
from nearer_plugins.library import template_of

KINDS = (
    ("predictability", "I knew what to expect"),
    ("dependability", "I could count on it"),
    ("faith", "It let me believe in us"),
)


class OneSafeThing(ExerciseType):
    """Each names one trustworthy act of the other; own doubts stay private and may become a request."""

    id = "trust_journal.one_safe_thing"
    title = "One safe thing"
    participation = Participation.EACH
    factors = ("trust", "empathy")
    protocol = Protocol(
        purpose="Turns the eye to small acts one can rely on, and a doubt into something one can ask for.",
        source="Rempel, Holmes and Zanna 1985 (three sides of trust); Algoe and Zhaoyang 2016 (thanks between "
        "partners)",
        year=2016,
        grade="C",
        limits="The exercise itself has not been tested. Saying thanks did modest good in a month-long trial, and "
        "only where "
        "the one who thanked was felt to be responsive; forced thanks can ring hollow.",
        contraindications=(),
        intensity=2,
        minutes=8,
    )
    config_schema = form(
        {
            "opening": words(
                "Opening",
                600,
                default="Trust mostly grows from small things. Look back over the last week or two for one of them. "
                "It may be tiny. If nothing comes to mind, leave it open: that's an answer too.",
                **SHOWN,
            ),
            "seen": words(
                "Question about the other",
                300,
                minLength=1,
                default="What did your partner do, however small, that you could rely on?",
                **ASKED,
            ),
            "own": words(
                "Question about oneself",
                300,
                minLength=1,
                default="What did you do that your partner could rely on?",
                **ASKED,
            ),
            "doubts": yes("Also ask for a doubt and turn it into a need", default=True),
        }
    )
    samples = (
        Sample(
            "A quiet week",
            filled(config_schema, {}),
            {
                "a": {
                    "seen": "You rang when you were late, before I began to worry.",
                    "kind": "predictability",
                    "own": "I kept Thursday free as we had said.",
                    "doubt": "I wonder whether you still tell me the important things.",
                    "needs": ["I'd like to hear early when something big is on your mind."],
                },
                "b": {"seen": "You took the bins out although you were ill.", "own": "I did not open your letter."},
            },
        ),
        Sample(
            "Only the good",
            filled(config_schema, {"doubts": False}),
            {"a": {"seen": "You stayed calm with my father."}, "b": {"own": "I asked before I invited people."}},
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """What was seen opens when both have answered; the rest is one's own."""
        settled = filled(self.config_schema, config)
        page = {
            "seen": words(settled["seen"], 600, **{"x-visibility": "both"}),
            "kind": choice("What was it like for you?", KINDS, **{"x-visibility": "private"}),
            "own": words(settled["own"], 600, **{"x-visibility": "private"}),
        }
        if settled["doubts"]:
            page["doubt"] = words(
                "Is there a doubt you carry? This line is only for you.",
                1000,
                **{"x-visibility": "private", "x-sensitive": True},
            )
            page["needs"] = some(
                "Could that doubt become a need?",
                words("I would feel safer if ...", 400),
                3,
                description="A need asks for something: what could happen, rather than what is wrong. "
                "It stays yours unless you release it.",
                **{"x-visibility": "choose", "x-sensitive": True},
            )
        return form(page)

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """Opening and form; then what each saw in the other, side by side."""
        if view in (View.REVIEW, View.PRINT) or (view is View.REVEAL and state.theirs is None):
            return None
        return template_of("nearer_plugins.trust_journal")(
            "one_safe_thing.html",
            view=view,
            config=filled(self.config_schema, config),
            mine=state.mine or {},
            theirs=state.theirs or {},
            my_name=context.my_name,
            their_name=context.their_name,
            fields=state.fields,
        )
