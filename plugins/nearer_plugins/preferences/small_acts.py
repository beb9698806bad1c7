"""Choosing one or two small acts for a week, with a plan, and looking back a week later."""

from collections.abc import Iterable

from markupsafe import Markup

from nearer import Context, ExerciseType, OwnList, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, choice, filled, form, seen, several, some, text, words
from nearer_plugins.library import template_of
from nearer_plugins.preferences.acts import ACTS, act_problems, acts_field, all_acts, own_acts_field

NOTICED = (
    ("said", "Yes, and I could tell"),
    ("maybe", "Maybe"),
    ("no", "Not that I could tell, and that's fine"),
)
GO_ON = (("keep", "Keep it"), ("change", "Change it"), ("drop", "Leave it"))
LOOKING_BACK = (
    ("did", "I did it"),
    ("partly", "Some of it"),
    ("not_now", "Not this time"),
    ("first", "There was nothing to look back on"),
)


class SmallActs(ExerciseType):
    """Small initiatives: planned and reported in private, noticed in the other by choice."""

    id = "preferences.small_acts"
    title = "One small act"
    participation = Participation.SOLO
    factors = ("trust", "shared_values", "communication")
    protocol = Protocol(
        purpose="Turns a wish seen into one or two small acts, with a plan for when.",
        source="Gollwitzer and Sheeran 2006 (if-then plans); Chang et al. 2022 (a plan to thank one's partner)",
        year=2022,
        grade="B",
        limits="If-then plans are well tested for one's own habits; with couples there is one field experiment of "
        "five weeks "
        "about thanks. Only one's own acts can be planned. A week without it is no failure, and nothing is counted.",
        contraindications=(),
        intensity=2,
        minutes=5,
    )
    config_schema = form(
        {
            "opening": words(
                "Opening",
                600,
                default="Choose one or two small things you would like to do for the other in the coming week. "
                "Small is good. If it doesn't work out, nothing is lost, and nobody is told.",
                **SHOWN,
            ),
            "acts": acts_field(),
            "own_acts": own_acts_field(),
        }
    )
    own_list = OwnList("Your own acts", "acts")
    samples = (
        Sample(
            "First week",
            filled(config_schema, {}),
            {
                "a": {
                    "back": "first",
                    "picks": ["cup"],
                    "when": "When I get up first,",
                    "then": "I bring a cup of tea to bed.",
                    "noticed": ["You asked a second question about my day."],
                },
                "b": {"own": "Wave from the window.", "obstacle": "I am shy about it."},
            },
        ),
        Sample(
            "A short list",
            filled(config_schema, {"acts": [dict(act) for act in ACTS[10:14]]}),
            {
                "a": {"back": "partly", "back_noticed": "maybe", "back_next": "change", "picks": ["thanks", "message"]},
                "b": {"back": "not_now"},
            },
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two acts can't bear the same short name."""
        return act_problems(config)

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """A look back, picks and a plan, all private; what was noticed in the other may be released."""
        acts = all_acts(filled(self.config_schema, config))
        private = {
            "back": choice("Looking back at the last one", LOOKING_BACK),
            "back_noticed": choice("Did your partner notice, as far as you can tell?", NOTICED),
            "back_next": choice("And now?", GO_ON),
            "picks": several("One or two small acts for this week", [(a["id"], a["text"]) for a in acts], maxItems=2),
            "own": text("Or one of your own", 200),
            "when": text("When or where? If ...", 200, description="A time, a place or a feeling that can remind you."),
            "then": text("... then I", 100, description="One small thing that you do yourself."),
            "obstacle": text("What in you might get in the way?", 200),
        }
        noticed = some(
            "Something small you noticed your partner doing",
            words("I noticed ...", 300),
            3,
            description="If you release it, your partner can read it. It may be a pleasant surprise.",
            **{"x-visibility": "choose"},
        )
        return form({**seen("private", private), "noticed": noticed})

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """What was planned last time stands above the form."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        settled = filled(self.config_schema, config)
        wording = {act["id"]: act["text"] for act in all_acts(settled)}
        last = context.earlier[-1] if context.earlier else {}
        planned = [wording[pick] for pick in last.get("picks", ()) if pick in wording]
        return template_of("nearer_plugins.preferences")(
            "small_acts.html",
            config=settled,
            planned=[*planned, *(last[name] for name in ("own", "then") if last.get(name))],
            fields=state.fields,
        )
