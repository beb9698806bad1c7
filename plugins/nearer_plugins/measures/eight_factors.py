"""The stock-taking: each rates eight factors alone; once both have, a map of both says what to explore."""

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.fields import ASKED, SHOWN, Schema, filled, form, number, text, words, yes
from nearer_plugins.library import template_of
from nearer_plugins.measures.factors import EIGHT
from nearer_plugins.measures.mapping import lines, to_explore
from nearer_plugins.measures.speech import N_, _

COMPARED = {
    "lower": N_("Taken together, they matter less to {name} just now than to you."),
    "similar": N_("Taken together, they matter about as much to {name} as to you."),
    "higher": N_("Taken together, they matter more to {name} just now than to you."),
}
OWN = (
    ("emotional", N_("Close in heart and mind")),
    ("physical", N_("Close in body")),
    ("wish", N_("Your wish")),
    ("note", N_("Your note to the counsellor")),
)


class EightFactors(ExerciseType):
    """A map to talk about: two shapes on eight lines, no sum shown and no verdict."""

    id = "measures.eight_factors"
    title = "Where we stand"
    participation = Participation.EACH
    factors = tuple(EIGHT)
    protocol = Protocol(
        purpose="A short look by each partner at eight things that help or hinder closeness, to choose what to work "
        "on.",
        source="The sentences are ours; the way (each alone, then a shared picture) follows Cordova et al. 2014",
        year=2014,
        grade="D",
        limits="Not a test: it has no norms and measures nothing reliably. Checkups by a trained person helped "
        "somewhat and "
        "for some months; this page is no such checkup. Numbers can be read as blame: speak of what each would like.",
        contraindications=(),
        intensity=2,
        minutes=10,
    )
    config_schema = form(
        {
            "opening": words(
                "Opening",
                800,
                default="Eight things help or hinder closeness. Where do you stand with each of them, as you see it "
                "today? "
                "0 means not at all, 10 means fully. First thoughts are fine, and you can leave any line out.",
                **SHOWN,
            ),
            "lines": form(
                {name: words(factor.name, 200, default=factor.line, **ASKED) for name, factor in EIGHT.items()},
                title="The sentences that are rated",
                default={name: factor.line for name, factor in EIGHT.items()},
            ),
            "explore": form(
                {name: words(factor.name, 300, default=factor.explore, **SHOWN) for name, factor in EIGHT.items()},
                title="What each factor suggests to explore",
                default={name: factor.explore for name, factor in EIGHT.items()},
            ),
            "exercises": form(
                {name: text(factor.name, 200, default=factor.exercises, **SHOWN) for name, factor in EIGHT.items()},
                title="Exercises that go with each factor",
                description="Titles from the library, for what the map suggests to explore. Empty one to say nothing.",
                default={name: factor.exercises for name, factor in EIGHT.items()},
            ),
            "physical": yes("Also ask for physical closeness (each may leave it out)", default=True),
            "wish": yes("Ask for a wish that the counsellor can release", default=True),
            "note": yes("Ask for a note to the counsellor", default=True),
        }
    )
    samples = (
        Sample(
            "Near in some, apart in others",
            filled(config_schema, {}),
            {
                "a": {
                    "map": dict(zip(EIGHT, (4, 8, 6, 9, 7, 3, 8, 5), strict=True)),
                    "weight": dict(zip(EIGHT, (9, 8, 3, 2, 5, 7, 6, 8), strict=True)),
                    "emotional": 6,
                    "physical": 4,
                    "wish": "That we have an evening again without a screen.",
                    "note": "I am a little nervous about this.",
                },
                "b": {
                    "map": dict(zip(EIGHT, (8, 8, 6, 7, 5, 4, 9, 8), strict=True)),
                    "weight": dict(zip(EIGHT, (8, 7, 3, 3, 6, 6, 6, 8), strict=True)),
                    "emotional": 7,
                },
            },
        ),
        Sample(
            "Only the map, with gaps",
            filled(config_schema, {"physical": False, "wish": False, "note": False}),
            {"a": {"map": {"trust": 10, "conflict": 0}}, "b": {"map": {"trust": 9, "empathy": 5}}},
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """The map opens when both have answered, weights are only compared, closeness stays private."""
        settled = filled(self.config_schema, config)
        asked: Schema = {
            "map": _eight("Where do we stand?", settled["lines"], "both"),
            "weight": _eight(
                "How much does each of them matter to you just now?",
                {name: factor.name for name, factor in EIGHT.items()},
                "aggregate",
            ),
            "emotional": number("How close do you feel in heart and mind?", 0, 10, **{"x-visibility": "private"}),
        }
        if settled["physical"]:
            asked["physical"] = number(
                "How close do you feel in body? That's another thing, and you can leave it out.",
                0,
                10,
                **{"x-visibility": "private", "x-sensitive": True},
            )
        if settled["wish"]:
            asked["wish"] = words("A wish for the two of you", 600, **{"x-visibility": "released"})
        if settled["note"]:
            asked["note"] = words(
                "Something your counsellor should know", 2000, **{"x-visibility": "counsellor", "x-sensitive": True}
            )
        return form(asked)

    def scoring(self, config: Schema) -> Schema:
        """One mean, for a look at change over time; it has neither norms nor bands."""
        items = [{"at": f"/map/{name}", "reverse": False, "min": 0, "max": 10} for name in EIGHT]
        overall = {
            "items": items,
            "rule": "mean",
            "missing": 0.25,
            "higher_is": "better",
            "bands": [],
            "source": "none",
        }
        return {"scales": {"overall": overall}}

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening; at the reveal the map of both, as a picture and as a table."""
        if view in (View.REVIEW, View.PRINT) or (view is View.REVEAL and state.theirs is None):
            return None
        settled = filled(self.config_schema, config)
        mine, theirs = state.mine or {}, state.theirs or {}
        drawn = lines(settled["lines"], mine.get("map"), theirs.get("map"))
        compared = COMPARED.get(state.comparisons.get("weight", ""), "")
        return template_of("nearer_plugins.measures")(
            "eight_factors.html",
            view=view,
            config=settled,
            lines=drawn,
            explore=to_explore(drawn),
            weight=_(compared, name=context.their_name),
            wish=theirs.get("wish"),
            own=[(_(words), mine[name]) for name, words in OWN if mine.get(name) is not None],
            my_name=context.my_name,
            their_name=context.their_name,
            fields=state.fields,
        )


def _eight(title: str, wording: Schema, visibility: str) -> Schema:
    """Eight ratings from 0 to 10, each of which may be left out."""
    rated = form({name: number(wording.get(name, EIGHT[name].line), 0, 10) for name in EIGHT}, title=title)
    return {**rated, "x-widget": "ratings", "x-visibility": visibility}
