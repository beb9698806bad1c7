"""Repair phrases: each writes own short phrases for a talk that goes wrong, and shows those they want to show."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.conflict.own_side import alone
from nearer_plugins.conflict.speech import N_, _
from nearer_plugins.conflict.warmth import CAUTIONS
from nearer_plugins.fields import SHOWN, filled, form, seen, several, some, text, words
from nearer_plugins.library import template_of

Json = dict[str, Any]

GROUPS = (
    ("feel", N_("Saying how I am"), N_("This is getting to me.")),
    ("calm", N_("Asking for calm"), N_("Can we say that again, slower?")),
    ("sorry", N_("Saying sorry"), N_("That came out wrong. Let me try again.")),
    ("pause", N_("Stopping for a moment"), N_("Hold on. I need a sip of water.")),
    ("agree", N_("Coming closer to a yes"), N_("There is something in what you say.")),
    ("thanks", N_("Saying what I value"), N_("I am glad that we are talking about it.")),
)


class RepairPhrases(ExerciseType):
    """A handful of phrases of one's own; private, until their writer shows one."""

    id = "conflict.repair_phrases"
    title = "Phrases that mend"
    participation = Participation.EACH
    factors = ("conflict", "communication", "trust")
    protocol = Protocol(
        purpose="Has words ready that bring a talk back when it goes wrong, and makes it easier to hear them.",
        source="Repair attempts as seen in couples who were watched talking (Gottman 1999), from secondary sources; "
        "groups after his, phrases your own.",
        year=1999,
        grade="C",
        limits="Couples who are doing well try to mend and hear it when the other tries; this was watched, mostly in "
        "one laboratory. That writing phrases down helps was not tested. They don't work as tricks.",
        contraindications=CAUTIONS,
        intensity=2,
        minutes=15,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Think of a talk that went wrong in the middle. What could you say, in your own way of "
                "speaking, that brings it back? One phrase is plenty.",
                **SHOWN,
            ),
            "groups": several(
                "Kinds of phrases",
                [(name, title) for name, title, _example in GROUPS],
                minItems=1,
                default=[name for name, _, _ in GROUPS],
            ),
        },
    )
    samples = (
        Sample(
            name="All six kinds",
            config={},
            answers={
                "a": {
                    "feel": ["I am scared we will go to bed like this."],
                    "sorry": ["That was my tiredness talking."],
                    "noticed": "I nod, even if I am still cross.",
                },
                "b": {"pause": ["Time for tea."], "thanks": ["You stayed. Thank you."], "noticed": "I say: heard."},
            },
        ),
        Sample(
            name="Two kinds",
            config={"groups": ["sorry", "pause"]},
            answers={"a": {"sorry": ["Can I take that back?"]}, "b": {"mine_to_learn": "I hear them too late."}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Phrases that are shown one by one by choice; how I show that I heard one opens to both."""
        groups = filled(self.config_schema, config)["groups"]
        phrases = {
            name: some(
                title,
                text("A phrase of your own", 160),
                4,
                description=_("For instance: {example}", example=_(example)),
            )
            for name, title, example in GROUPS
            if name in groups
        }
        noticed = text("When you try to mend, how will I show that I heard it?", 200)
        learn = words("Which of these is hardest for you to hear, when it comes from the other?", 600)
        return form(
            {
                **seen("choose", phrases),
                **seen("both", {"noticed": noticed}),
                **seen("private", {"mine_to_learn": learn}),
            },
        )

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The opening; then how each shows that they heard, and one's own phrases folded away."""
        draw = template_of(__package__)
        if view in (View.ANSWER, View.PREVIEW):
            return draw("repair_phrases.html", opening=filled(self.config_schema, config)["opening"], state=state)
        if view is not View.REVEAL:
            return None
        mine = state.mine or {}
        own = [(_(title), mine[name]) for name, title, _example in GROUPS if mine.get(name)]
        own += [(_("Hardest for you to hear"), [mine["mine_to_learn"]])] if mine.get("mine_to_learn") else []
        return draw("repair_phrases_reveal.html", own=own, state=state, context=context)

    def alone(self, config: Json) -> tuple[str, Json]:
        """Words for oneself, for when it gets hard."""
        return alone(
            "",
            ("hard_moment", "In which moment do talks go wrong for you?"),
            ("body", "What do you notice in yourself first?"),
            ("kind_words", "Which words would you like to hear then? Say them to yourself."),
            ("way_out", "Where can you go, or whom can you call, when you want to stop?"),
        )
