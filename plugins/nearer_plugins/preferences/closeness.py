"""Both rate many concrete acts in four questions; the reveal shows where giving and wishing differ."""

from collections.abc import Iterable

from markupsafe import Markup

from nearer import Context, ExerciseType, OwnList, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, filled, form, words, yes
from nearer_plugins.library import template_of
from nearer_plugins.preferences.acts import (
    ACTS,
    DONE,
    WISHED,
    act_problems,
    acts_field,
    all_acts,
    couples_acts,
    critique,
    own_acts_field,
    ratings,
)
from nearer_plugins.preferences.gaps import picture, threads

_FEW = [dict(act) for act in ACTS if act["id"] in {"hug_hello", "meal", "thanks", "cup", "time_alone", "only_listen"}]


class Closeness(ExerciseType):
    """Preferences as ratings of acts: gaps and surprises, and never a type of person or a mark for the couple."""

    id = "preferences.closeness"
    title = "What brings us closer"
    participation = Participation.EACH
    factors = ("communication", "empathy", "culture")
    protocol = Protocol(
        purpose="Shows two people which small acts the other likes, which ones go unnoticed, and where they guess "
        "wrong.",
        source="Mostova, Stolarski and Matthews 2022; Impett, Park and Muise 2024 (critique); Hughes and Camden 2020",
        year=2024,
        grade="X",
        limits="The popular theory of five love languages was tested and mostly not supported (review of 2024), so "
        "nothing "
        "here sorts people. That couples are more content where one does what the other likes rests on studies at a "
        "single "
        "time (grade C): it doesn't show which comes first. A wish seen here can be felt as pressure; say that it's "
        "none.",
        contraindications=("ipv_clinical", "fear"),
        intensity=3,
        minutes=20,
    )
    config_schema = form(
        {
            "opening": words(
                "Opening",
                800,
                default="People feel close in many ways. Here are small things that some people like and others don't. "
                "There is no right answer, and liking something is not a claim to get it. Leave out whatever you like.",
                **SHOWN,
            ),
            "acts": acts_field(),
            "own_acts": own_acts_field(),
            "invite_own": yes("Also ask each for acts of their own", default=True),
            "guess": yes("Also ask what each thinks the other likes", default=True),
            "background": critique(),
        }
    )
    own_list = OwnList("Your own acts", "acts")
    samples = (
        Sample(
            "Six acts",
            filled(config_schema, {"acts": _FEW}),
            {
                "a": {
                    "like": {"hug_hello": 6, "meal": 4, "thanks": 5, "cup": 1, "time_alone": 5, "only_listen": 6},
                    "notice": {"hug_hello": 2, "meal": 4, "thanks": 1, "cup": 5, "time_alone": 3, "only_listen": 3},
                    "do": {"hug_hello": 5, "meal": 4, "thanks": 4, "cup": 0, "time_alone": 2, "only_listen": 3},
                    "guess": {"hug_hello": 5, "meal": 3, "thanks": 2, "cup": 2, "time_alone": 1, "only_listen": 3},
                    "own": [{"text": "Singing in the car", "tag": "play", "like": 6}],
                },
                "b": {
                    "like": {"hug_hello": 2, "meal": 5, "thanks": 5, "cup": 6, "time_alone": 6},
                    "notice": {"hug_hello": 5, "meal": 3, "thanks": 1, "cup": 0},
                    "do": {"hug_hello": 2, "meal": 4, "thanks": 4, "cup": 6, "time_alone": 4, "only_listen": 3},
                    "guess": {"hug_hello": 3, "meal": 4, "thanks": 5, "cup": 5, "time_alone": 2},
                },
            },
        ),
        Sample(
            "Every act and one of the counsellor's, no guessing",
            filled(
                config_schema,
                {
                    "guess": False,
                    "invite_own": False,
                    "own_acts": [{"id": "garden", "text": "An hour in the garden together", "tags": ["garden"]}],
                },
            ),
            {
                "a": {"like": {act["id"]: 4 for act in ACTS}, "do": {act["id"]: 3 for act in ACTS}},
                "b": {"like": {"silly": 6}, "notice": {"silly": 3}},
            },
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two acts can't bear the same short name."""
        return act_problems(config)

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Three ratings of every act that open together, a guess of the other's likes, and acts of one's own."""
        settled = filled(self.config_schema, config)
        acts = all_acts(settled)
        asked = {
            "like": ratings("How much do you like to receive it?", acts, WISHED, "both"),
            "notice": ratings("How often do you notice your partner doing it?", acts, DONE, "both"),
            "do": ratings("How often do you do it for your partner?", acts, DONE, "both"),
        }
        if settled["guess"]:
            guess = ratings(
                "What would you guess: how much does your partner like to receive it?", acts, WISHED, "guess"
            )
            asked["guess"] = {**guess, "x-guess-of": "like"}
        if settled["invite_own"]:
            asked["own"] = couples_acts("both")
        return form(asked)

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The questions with the critique; at the reveal what to be curious about."""
        if view in (View.REVIEW, View.PRINT) or (view is View.REVEAL and state.theirs is None):
            return None
        settled = filled(self.config_schema, config)
        mine, theirs = state.mine or {}, state.theirs or {}
        acts = all_acts(settled)
        seen = picture(acts, mine, theirs)
        return template_of("nearer_plugins.preferences")(
            "closeness.html",
            view=view,
            config=settled,
            picture=seen,
            threads={"me": threads(acts, seen.wished_by_me), "them": threads(acts, seen.wished_by_them)},
            mine=mine.get("own", ()),
            theirs=theirs.get("own", ()),
            wished=WISHED,
            done=DONE,
            their_name=context.their_name,
            fields=state.fields,
        )

    def alone(self, config: Schema) -> tuple[str, Schema]:
        """The same acts, rated for oneself."""
        kept: Schema = {name: config[name] for name in ("acts", "own_acts", "background") if name in config}
        return "preferences.own_wishes", kept
