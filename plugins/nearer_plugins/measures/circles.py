"""Circles: which of seven pictures of two overlapping circles fits the two of you, these days?"""

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, choice, filled, form, words, yes
from nearer_plugins.library import template_of
from nearer_plugins.measures.overlap import STEPS, WORDS, picture
from nearer_plugins.measures.speech import _

OPENS = (
    ("private", "Each keeps it"),
    ("counsellor", "The counsellor sees it"),
    ("both", "Both see both, once both have answered, and so does the counsellor"),
)
PICTURES = tuple((step, f"{step}, {WORDS[step - 1]}") for step in range(1, STEPS + 1))


class Circles(ExerciseType):
    """One picture, under a minute; how close one would like to be is asked apart and stays private."""

    id = "measures.circles"
    title = "Two circles"
    participation = Participation.EACH
    factors = ("trust", "empathy", "shared_values")
    protocol = Protocol(
        purpose="Says in one picture how close a person feels, these days.",
        source="Aron, Aron and Smollan 1992; an adapted form in Gächter, Starmer and Tufano 2015. Circles drawn anew.",
        year=1992,
        grade="C",
        limits="A picture of closeness, not of contentment: very close can also be too close. It has no cut-off, and "
        "our drawing is not the one that was studied. Two people often choose different pictures.",
        contraindications=(),
        intensity=1,
        minutes=1,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Each pair of circles stands for two people. Which is most like the two of you, these days?",
                **SHOWN,
            ),
            "wish": yes("Also ask, in private, which one would be right", default=True),
            "opens": choice("Who sees the picture", OPENS, default="private"),
        }
    )
    samples = (
        Sample("Each keeps it", filled(config_schema, {}), {"a": {"closeness": 3, "wish": 5}, "b": {"closeness": 6}}),
        Sample(
            "Both see both",
            filled(config_schema, {"opens": "both", "wish": False}),
            {"a": {"closeness": 2}, "b": {"closeness": 4}},
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """The picture, seen by whom the config says, and the private wish."""
        settled = filled(self.config_schema, config)
        closeness = choice("How close are you, these days?", PICTURES, **{"x-widget": "measures.pictures"})
        asked = {"closeness": {**closeness, "x-visibility": settled["opens"]}}
        if settled["wish"]:
            wish = choice("Which one would be right for you?", PICTURES, **{"x-widget": "measures.pictures"})
            asked["wish"] = {**wish, "x-visibility": "private"}
        return form(asked)

    def scoring(self, config: Schema) -> Schema:
        """The number of the picture; neither end is the better one, and there are no bands."""
        item = {"at": "/closeness", "reverse": False, "min": 1, "max": STEPS}
        return {"scales": {"closeness": {"items": [item], "rule": "sum", "missing": 0, "higher_is": "neither"}}}

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening above the form; afterwards the chosen picture, and the other's beside it once it is open."""
        mine, theirs = state.mine or {}, state.theirs or {}
        return template_of("nearer_plugins.measures")(
            "circles.html",
            view=view,
            opening=filled(self.config_schema, config)["opening"],
            mine=_drawn(mine.get("closeness")),
            wish=_drawn(mine.get("wish")),
            theirs=_drawn(theirs.get("closeness")),
            is_open=view is View.REVEAL and state.theirs is not None,
            context=context,
            fields=state.fields,
        )


def _drawn(step: int | None) -> Markup | None:
    """The picture with its words, or None where nothing was chosen."""
    if step not in range(1, STEPS + 1) or step is None:
        return None
    return Markup("{}<p>{}</p>").format(picture(step), _(WORDS[step - 1]))
