"""A written intention: what matters to a person in this relationship, and how it would show."""

from collections.abc import Iterable

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import ASKED, SHOWN, Schema, filled, form, seen, some, text, words, yes
from nearer_plugins.intentions.subject import is_own
from nearer_plugins.library import template_of


class WrittenIntention(ExerciseType):
    """A page for oneself; what one would like to say of it opens sentence by sentence, by choice."""

    id = "intentions.written_intention"
    title = "What I mean to bring"
    participation = Participation.SOLO
    factors = ("shared_values", "trust")
    protocol = Protocol(
        purpose="Lets a person say to themselves what they want to bring into the relationship, and why.",
        source="Stanley, Rhoades and Whitton 2010 on wanting to stay and having to stay; the page is ours",
        year=2010,
        grade="D",
        limits="That people who want a future together act for it comes from surveys. Writing an intention down has "
        "not been tested with couples. It must not be used to hold anybody to a promise, or to talk oneself into "
        "staying where it is not good.",
        contraindications=(),
        intensity=2,
        minutes=10,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                600,
                default="What would you like to bring into this relationship, of your own accord? It is not a vow. It "
                "can be small, and it can change.",
                **SHOWN,
            ),
            "intention": words(
                "Question about the intention",
                300,
                minLength=1,
                default="What do I want to do or be, for the two of us?",
                **ASKED,
            ),
            "doubt": yes("Also ask what speaks against it", default=True),
        }
    )
    samples = (
        Sample(
            "With a doubt",
            filled(config_schema, {}),
            {
                "a": {
                    "intention": "I want to be somebody one can tell bad news to.",
                    "why": "At home we hid them.",
                    "shows": "I put the phone away and don't answer at once.",
                    "against": "I get scared and begin to solve.",
                    "say": ["I want you to be able to tell me bad news."],
                },
                "b": {"intention": "Be home on time once a week."},
            },
        ),
        Sample(
            "Only the good",
            filled(config_schema, {"doubt": False}),
            {"a": {"intention": "I want to laugh more with you."}, "b": {}},
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """The intention, why, and how it shows, all private; sentences to say are released one by one."""
        settled = filled(self.config_schema, config)
        own = {
            "intention": words(settled["intention"], 600),
            "why": words("Why does that matter to you?", 1000),
            "shows": text("How would it show in an ordinary week?", 300),
        }
        if settled["doubt"]:
            own["against"] = words("What in you speaks against it? That may be a good reason.", 1000)
        say = some(
            "Would you like to say some of it one day?",
            words("Sentence", 300),
            3,
            description="Yours until you release it. A kept intention is worth as much as a spoken one.",
            **{"x-visibility": "choose"},
        )
        return form({**seen("private", own), "say": say})

    def check_response(self, config: Schema, response: Schema) -> Iterable[Problem]:
        """A hint where the sentence has another subject than "I"."""
        if response.get("intention") and not is_own(response["intention"]):
            message = "Try to begin with “I”: it is about what you bring yourself."
            yield Problem("/intention", message, severity="hint")

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening above the form; the rest is core's own drawing."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        opening = filled(self.config_schema, config)["opening"]
        return template_of("nearer_plugins.intentions")("opening.html", opening=opening, fields=state.fields)
