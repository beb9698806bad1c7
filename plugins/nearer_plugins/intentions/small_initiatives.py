"""Small initiatives: what a person did unasked, reported in private; what they noticed, told by choice."""

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.fields import ASKED, SHOWN, Schema, choice, filled, form, some, text, words
from nearer_plugins.library import template_of

LIKE = (
    ("easy", "It was easy"),
    ("good", "It did me good too"),
    ("effort", "It took something"),
    ("hollow", "It felt hollow"),
)


class SmallInitiatives(ExerciseType):
    """Own initiatives are never shown to the other; noticing is a gift that one may give."""

    id = "intentions.small_initiatives"
    title = "Small things, unasked"
    participation = Participation.SOLO
    factors = ("trust", "empathy", "shared_values")
    protocol = Protocol(
        purpose="Turns the eye to small things that each does of their own accord.",
        source="Stanley, Rhoades and Whitton 2010 (small sacrifices as a sign of wanting a future); Algoe and Zhaoyang "
        "2016 (thanks)",
        year=2016,
        grade="D",
        limits="Reporting small initiatives has not been tested. Thanks helped a little in one trial, and only from "
        "somebody who was felt to care. If only one of two gives, or giving is expected, this page is the wrong "
        "one.",
        contraindications=(),
        intensity=1,
        minutes=4,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                500,
                default="Did you do something small for the two of you lately, without being asked? Note it for "
                "yourself. It needs no thanks, and none is fine too.",
                **SHOWN,
            ),
            "noticed": words(
                "Question about the other",
                200,
                minLength=1,
                default="Which small thing of your partner did you notice?",
                **ASKED,
            ),
        }
    )
    samples = (
        Sample(
            "A plain week",
            filled(config_schema, {}),
            {
                "a": {
                    "did": [{"what": "Filled the tank before Monday.", "like": "easy"}],
                    "noticed": ["You left the light on for me."],
                },
                "b": {"did": [{"what": "Asked about the exam."}, {"like": "hollow"}], "limit": "Not on Thursdays."},
            },
        ),
        Sample(
            "Another question",
            filled(config_schema, {"noticed": "What made your day easier that was not your doing?"}),
            {"a": {"noticed": ["The bread was cut."]}, "b": {}},
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """What one did and where it ends is private; what one noticed may be released, line by line."""
        settled = filled(self.config_schema, config)
        did = form({"what": text("What I did", 200), "like": choice("How was it?", LIKE)}, title="Initiative")
        return form(
            {
                "did": some("What you did, unasked", did, 5, **{"x-visibility": "private"}),
                "limit": text("Where is your own limit just now?", 200, **{"x-visibility": "private"}),
                "noticed": some(
                    settled["noticed"],
                    words("I noticed ...", 300),
                    3,
                    description="If you release a line, your partner can read it. If not, nobody is told.",
                    **{"x-visibility": "choose"},
                ),
            }
        )

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening above the form; the rest is core's own drawing."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        opening = filled(self.config_schema, config)["opening"]
        return template_of("nearer_plugins.intentions")("opening.html", opening=opening, fields=state.fields)
