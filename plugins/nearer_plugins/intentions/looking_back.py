"""Looking back on a plan or an intention: keep it, change it, or drop it."""

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, choice, filled, form, seen, some, text, words
from nearer_plugins.intentions.speech import _
from nearer_plugins.library import template_of

TRIED = (("often", "Mostly"), ("sometimes", "Now and then"), ("once", "Once"), ("not", "Not this time"))
NEXT = (("keep", "Keep it"), ("change", "Change it"), ("drop", "Drop it"))
SEEN = (("yes", "Yes"), ("perhaps", "Perhaps"), ("no", "Not that I know"))


class LookingBack(ExerciseType):
    """A short review in private: three choices, none of them better than the others."""

    id = "intentions.looking_back"
    title = "Keep, change or drop"
    participation = Participation.SOLO
    factors = ("trust", "mental_health")
    protocol = Protocol(
        purpose="Ends a trial of some weeks with a choice, so that nothing drags on.",
        source="A review belongs to plans in most programs with if-then plans; the questions are ours",
        year=2006,
        grade="D",
        limits="Looking back has not been tested by itself. To drop a plan is a result like the others.",
        contraindications=(),
        intensity=1,
        minutes=6,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                500,
                default="Look back on what you had in mind. How did it go, and what now? To keep, to change, to drop: "
                "all are good ends.",
                **SHOWN,
            ),
            "about": text("What it looks back on", 160, default="what you had planned", minLength=1, **SHOWN),
        }
    )
    samples = (
        Sample(
            "A plan",
            filled(config_schema, {}),
            {
                "a": {
                    "reviews": [
                        {
                            "plan": "When the coat hangs, I sit down and ask.",
                            "tried": "sometimes",
                            "seen": "perhaps",
                            "next": "change",
                            "how": "After dinner is better.",
                        }
                    ],
                    "learned": "I am less tired than I say.",
                },
                "b": {"reviews": [{"next": "drop"}]},
            },
        ),
        Sample(
            "An intention",
            filled(config_schema, {"about": "the intention that you wrote down"}),
            {"a": {"reviews": [{"tried": "not", "next": "keep"}]}, "b": {}},
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Up to three reviews and a line on what one learned, all private; nothing is required."""
        about = filled(self.config_schema, config)["about"]
        review = form(
            {
                "plan": text("Which one, in short", 200),
                "tried": choice("Did you try it?", TRIED),
                "seen": choice("Was it noticed?", SEEN),
                "next": choice("And now?", NEXT, **{"x-widget": "radio"}),
                "how": text("If you change it: how?", 200),
            },
            title="A look back",
        )
        return form(
            seen(
                "private",
                {
                    "reviews": some(_("Looking back on {subject}", subject=about), review, 3),
                    "learned": words("What did you learn about yourself?", 1000),
                },
            )
        )

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening above the form; afterwards one line for each review, with its choice in words."""
        return template_of("nearer_plugins.intentions")(
            "looking_back.html",
            view=view,
            opening=filled(self.config_schema, config)["opening"],
            mine=state.mine or {},
            words={"tried": dict(TRIED), "seen": dict(SEEN), "next": dict(NEXT)},
            fields=state.fields,
        )
