"""Values: each sorts cards alone and names the most important; both open together, and nothing is counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, choice, filled, form, number, seen, some, text, words
from nearer_plugins.library import template_of
from nearer_plugins.shared_life.cards import card, cards, read_cards, twice
from nearer_plugins.shared_life.speech import _

PILES = (("very", "Very"), ("somewhat", "Somewhat"), ("not", "Not so much"))

CARDS = read_cards("""
    honesty | Saying what is true, even when it is hard
    ease | Taking life lightly
    safety | Money put by, doors locked, a plan
    adventure | New places and new things
    family | Being there for relatives
    friends | A wide circle of friends
    quiet | Quiet and time alone
    order | A tidy home and clear times
    freedom | Deciding for oneself
    learning | Going on learning
    work | Work that one is proud of
    body | A body that is cared for
    nature | Being outside
    helping | Being of use to others
    fairness | Sharing burdens fairly
    humour | Laughing a lot
    beauty | Music, pictures, things well made
    roots | Keeping the customs one grew up with
    belief | Something larger than oneself
    tenderness | Tenderness in everyday life
""")


@dataclass(frozen=True)
class Sorted:
    """Two sorts laid side by side: the words of the cards, in the order of the list."""

    both: tuple[str, ...]
    only_mine: tuple[str, ...]
    only_theirs: tuple[str, ...]


def side_by_side(listed: Iterable[Schema], mine: dict[str, Any], theirs: dict[str, Any]) -> Sorted:
    """What is very important to both, and what is so to one and not so much to the other."""
    named = [(each["text"], mine.get(each["id"]), theirs.get(each["id"])) for each in listed]
    return Sorted(
        both=tuple(words for words, a, b in named if a == b == "very"),
        only_mine=tuple(words for words, a, b in named if (a, b) == ("very", "not")),
        only_theirs=tuple(words for words, a, b in named if (a, b) == ("not", "very")),
    )


class ValuesSort(ExerciseType):
    """Three piles, a few favourites with a sentence on how each shows in a week; one difference to talk about."""

    id = "shared_life.values_sort"
    title = "What is dear to us"
    participation = Participation.EACH
    factors = ("shared_values", "culture", "communication")
    protocol = Protocol(
        purpose="Shows two people what each holds dear, and gives one difference to be curious about.",
        source="Sorting cards by what matters is an old practice of counselling; cards and questions are ours",
        year=2025,
        grade="D",
        limits="Not tested with couples, and it measures nothing. That couples with like values are happier is "
        "often said; studies don't agree. What is not so important to one can be dear to the other, and both can "
        "stay so.",
        contraindications=(),
        intensity=2,
        minutes=20,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                600,
                default="Sort these cards by how much they matter to you in your life. First thoughts are fine. Then "
                "choose the few that matter most, and say how each shows in an ordinary week.",
                **SHOWN,
            ),
            "cards": cards("Cards", card("Value", 120), 30, CARDS),
            "top": number("How many favourites", 1, 5, default=5),
        }
    )
    samples = (
        Sample(
            "All cards, five favourites",
            filled(config_schema, {}),
            {
                "a": {
                    "sort": {"honesty": "very", "quiet": "very", "order": "somewhat", "adventure": "not"},
                    "top": [{"card": "quiet", "week": "An hour by myself on Saturday."}, {"card": "honesty"}],
                    "missing": ["Animals"],
                },
                "b": {
                    "sort": {"honesty": "very", "adventure": "very", "quiet": "not"},
                    "top": [{"card": "adventure", "week": "A road I don't know."}],
                },
            },
        ),
        Sample(
            "Four cards",
            filled(config_schema, {"cards": [dict(each) for each in CARDS[:4]], "top": 2}),
            {"a": {"sort": {"ease": "very"}}, "b": {"top": [{"card": "safety"}]}},
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two cards can't bear the same short name."""
        return twice("cards", config.get("cards", ()))

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """The sort, the favourites and missing cards; all open when both have finished, none is required."""
        settled = filled(self.config_schema, config)
        listed = [(each["id"], each["text"]) for each in settled["cards"]]
        sort = form({name: choice(title, PILES, **{"x-widget": "radio"}) for name, title in listed})
        favourite = form(
            {"card": choice("The card", listed), "week": text("How does it show in a week?", 200)}, title="Favourite"
        )
        return form(
            seen(
                "both",
                {
                    "sort": {**sort, "title": "How much does it matter to you?", "x-widget": "shared_life.heaps"},
                    "top": some(_("What matters most, up to {n}", n=settled["top"]), favourite, settled["top"]),
                    "missing": some("Is a card missing?", text("Card", 120), 3, **{"x-widget": "shared_life.lines"}),
                },
            )
        )

    def check_response(self, config: Schema, response: Schema) -> Iterable[Problem]:
        """A favourite stands once."""
        chosen = [each.get("card") for each in response.get("top", ())]
        for index, name in enumerate(chosen):
            if name is not None and name in chosen[:index]:
                yield Problem(f"/top/{index}/card", "You have this one already. Choose another, or leave it out.")

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening; at the reveal favourites side by side and differences in words."""
        if view in (View.REVIEW, View.PRINT) or (view is View.REVEAL and state.theirs is None):
            return None
        settled = filled(self.config_schema, config)
        mine, theirs = state.mine or {}, state.theirs or {}
        return template_of("nearer_plugins.shared_life")(
            "values_sort.html",
            view=view,
            config=settled,
            words={each["id"]: each["text"] for each in settled["cards"]},
            found=side_by_side(settled["cards"], mine.get("sort", {}), theirs.get("sort", {})),
            mine=mine,
            theirs=theirs,
            context=context,
            fields=state.fields,
        )
