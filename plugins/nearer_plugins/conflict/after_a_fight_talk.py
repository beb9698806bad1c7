"""After a fight, together: both sides side by side, what each understands, and one thing for next time."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.conflict.own_side import alone
from nearer_plugins.conflict.speech import N_
from nearer_plugins.conflict.warmth import CAUTIONS
from nearer_plugins.fields import SHOWN, filled, form, options, seen, some, text, words
from nearer_plugins.gathering import GATHERS, headed
from nearer_plugins.library import template_of

Json = dict[str, Any]

STEPS = (
    N_("Each reads the other's side, slowly and without a comment."),
    N_("Each says: it makes sense to me that you felt ..., because ..."),
    N_("Each says their own part, and nothing about the other's."),
    N_("Each says one thing they do differently next time."),
)


class AfterAFightTalk(ExerciseType):
    """One shared record, written after a talk that follows four steps."""

    id = "conflict.after_a_fight_talk"
    title = "After a fight: both sides"
    participation = Participation.TOGETHER
    factors = ("conflict", "past_hurts", "empathy", "trust")
    protocol = Protocol(
        purpose="Lets both realities of a fight stand side by side, and takes one thing from it for next time.",
        source="Talking a regrettable incident through in five steps (Gottman), from secondary sources; steps in our "
        "own words.",
        year=1999,
        grade="D",
        limits="A tool from practice that was not tested by itself. The aim is to understand, not to agree on what "
        "happened. If it gets warm again, stop; that is no failure.",
        contraindications=CAUTIONS,
        intensity=4,
        minutes=25,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="You are not here to find out who was right. Go through the steps, one after the other, and "
                "stop if it gets warm again.",
                **SHOWN,
            ),
            "gathers": GATHERS,
        },
    )
    samples = (
        Sample(
            name="Both sides prepared",
            config={"gathers": [{"step": "s-before", "property": "reality", "heading": "How it was for me"}]},
            answers={
                "ab": {
                    "understood": ["Kim: that silence felt like being left."],
                    "next_time": ["Alex: I say that I need a minute, instead of saying nothing."],
                    "stands": "rest",
                    "kind": "You both came back.",
                }
            },
        ),
        Sample(name="Only one thing", config={}, answers={"ab": {"next_time": ["Eat first."]}}),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """What was understood, one thing each for next time, where it stands, something kind."""
        line, named = text("In a sentence", 200), "Put the name first, if you like."
        stands = [
            ("heard", "Both sides are heard"),
            ("rest", "There is more, and it can rest for now"),
            ("help", "We would like somebody with us for this"),
        ]
        fields = {
            "understood": some("What each understood of the other's side", line, 4, description=named),
            "next_time": some("One thing each does differently next time", line, 4, description=named),
            "stands": {"type": "string", "title": "Where it stands", "oneOf": options(stands)},
            "kind": text("Something kind to say before you get up", 200),
        }
        return form(seen("both", fields))

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The steps with both sides, then the record."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        settings = filled(self.config_schema, config)
        return template_of(__package__)(
            "after_a_fight_talk.html",
            settings=settings,
            steps=STEPS,
            gathered=[headed(item, settings["gathers"]) for item in state.gathered],
            state=state,
            context=context,
        )

    def alone(self, config: Json) -> tuple[str, Json]:
        """Looking once more at one's own side, with some distance."""
        return alone(
            "A fight that is over",
            ("sense", "What makes sense to you in how you reacted?"),
            ("outside", "How would somebody see it who wishes you well?"),
            ("next_time", "What would you like to do for yourself next time?"),
            ("kind", "Something kind to say to yourself"),
            gathers=filled(self.config_schema, config)["gathers"],
        )
