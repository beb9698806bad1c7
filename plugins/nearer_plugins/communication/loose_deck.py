"""The loose deck: cards in no order; each picks what they would like to talk about, and keeps favourites."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, OwnList, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.communication.question_deck_alone import for_oneself
from nearer_plugins.communication.speech import _
from nearer_plugins.fields import SHOWN, filled, form, number, seen, several, some, text, words, yes
from nearer_plugins.library import template_of

Json = dict[str, Any]

CARD = form(
    {
        "id": text("Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Stays when the wording changes."),
        "text": text("Card", 200, minLength=1, **SHOWN),
        "source": text("Where the card comes from", 200, description="If it is not your own."),
    },
    required=("id", "text"),
    title="Card",
)

STARTER = [
    {"id": "laugh", "text": "What made you laugh lately, when I was not there?"},
    {"id": "ten_years", "text": "What did you want to be when you were ten?"},
    {"id": "free_day", "text": "A whole day without duties: how does it begin?"},
    {"id": "learn", "text": "What would you like to learn before long?"},
    {"id": "meal", "text": "Which meal tastes of home?"},
]


class LooseDeck(ExerciseType):
    """Nothing is answered in writing: the picks open together, and the talk happens away from the screen."""

    id = "communication.loose_deck"
    title = "A deck to pick from"
    participation = Participation.EACH
    factors = ("communication", "shared_values")
    protocol = Protocol(
        purpose="Gives a talk a beginning, when both would like one and nobody knows where to start.",
        source="Question cards as many couples' courses use them; cards and rules our own.",
        year=1997,
        grade="C",
        limits="Questions asked by turns brought strangers closer in a lab (Aron and others 1997). A loose deck for "
        "two who know each other was not tested.",
        contraindications=("ipv_clinical", "fear", "acute_crisis"),
        intensity=1,
        minutes=15,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Read through the cards and pick a few you would like to talk about. There is no order, and "
                "nothing to write.",
                **SHOWN,
            ),
            "cards": some("Cards", CARD, 40, minItems=2, default=STARTER),
            "picks": number("How many each may pick", 1, 5, default=3),
            "invite_own": yes("Ask each for a card of their own", default=True),
        },
    )
    own_list = OwnList("Your own questions", "cards")
    samples = (
        Sample(
            name="Five cards",
            config={},
            answers={
                "a": {"picks": ["laugh", "meal"], "own_card": "What do you miss?", "favourites": ["laugh"]},
                "b": {"picks": ["meal", "learn"]},
            },
        ),
        Sample(
            name="One pick each, no own card",
            config={"cards": STARTER[:3], "picks": 1, "invite_own": False},
            answers={"a": {"picks": ["free_day"]}, "b": {}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """The picks and a card of one's own open to both; favourites for another day stay one's own."""
        settings = filled(self.config_schema, config)
        cards = [(card["id"], card["text"]) for card in settings["cards"]]
        limit = settings["picks"]
        picks = {"picks": several(_("What would you like to talk about? Up to {n}.", n=limit), cards, maxItems=limit)}
        if settings["invite_own"]:
            picks["own_card"] = text("A card of your own", 200)
        favourites = several(
            "Cards to keep for another day", cards, description="You can come back and change these, also afterwards."
        )
        return form({**seen("both", picks), **seen("private", {"favourites": favourites})})

    def check_config(self, config: Json) -> Iterable[Problem]:
        """Each short name stands once."""
        return card_problems(filled(self.config_schema, config)["cards"])

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The cards; then what either picked, with one card to begin with for those who can't decide."""
        settings = filled(self.config_schema, config)
        draw = template_of(__package__)
        if view in (View.ANSWER, View.PREVIEW):
            return draw("loose_deck.html", opening=settings["opening"], state=state)
        if view is not View.REVEAL:
            return None
        cards = {card["id"]: card["text"] for card in settings["cards"]}
        picked = [picks_of(answer, cards) for answer in (state.mine, state.theirs)]
        union = [card for card in (*cards.values(), *picked[0], *picked[1]) if card in picked[0] or card in picked[1]]
        return draw(
            "loose_deck_reveal.html",
            mine=picked[0],
            theirs=picked[1],
            first=union[context.occurrence % len(union)] if union else "",
            favourites=[cards[each] for each in (state.mine or {}).get("favourites", ()) if each in cards],
            context=context,
        )

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same cards as questions to oneself."""
        cards = filled(self.config_schema, config)["cards"]
        prompts = [{"id": card["id"], "text": card["text"]} for card in cards]
        return "communication.question_deck_alone", for_oneself("Cards", prompts)


def card_problems(cards: list[Json]) -> Iterable[Problem]:
    """Two cards can't bear the same short name."""
    known: set[str] = set()
    for place, card in enumerate(cards):
        if card["id"] in known:
            yield Problem(f"/cards/{place}/id", "Another card has this short name already.")
        known.add(card["id"])


def picks_of(answer: Json | None, cards: dict[str, str]) -> list[str]:
    """The wording of what somebody picked; a card that is no longer there is left out."""
    said = answer or {}
    own = [said["own_card"]] if said.get("own_card") else []
    return [*(cards[each] for each in said.get("picks", ()) if each in cards), *own]
