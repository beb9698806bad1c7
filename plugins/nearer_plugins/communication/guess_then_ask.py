"""Guess, then ask: a deck in which each answers for themselves and guesses the other; then comes a question."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.communication.loose_deck import card_problems
from nearer_plugins.communication.question_deck_alone import for_oneself
from nearer_plugins.communication.speech import N_, _
from nearer_plugins.fields import SHOWN, filled, form, some, text, words
from nearer_plugins.library import template_of

Json = dict[str, Any]

CARD = form(
    {
        "id": text("Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Stays when the wording changes."),
        "text": text("Card", 200, minLength=1, description="So that it fits oneself and the other.", **SHOWN),
        "ask": text("A question to go on with", 200, description="Optional.", **SHOWN),
        "source": text("Where the card comes from", 200, description="If it is not your own."),
    },
    required=("id", "text"),
    title="Card",
)

STARTER = [
    {"id": "best_time", "text": "The best hour of the day", "ask": "What makes it good?"},
    {"id": "close_friend", "text": "Who is called first with good news", "ask": "What is it about them?"},
    {"id": "worry", "text": "The worry that comes back", "ask": "What helps against it for a while?"},
]

MORE = N_("Tell me more about that.")


class GuessThenAsk(ExerciseType):
    """Two short answers to each card, for oneself and as a guess; a guess is only the way to a question."""

    id = "communication.guess_then_ask"
    title = "Guess, then ask"
    participation = Participation.EACH
    factors = ("communication", "empathy")
    protocol = Protocol(
        purpose="Brings what two people know of each other up to date, and starts a talk where it is not.",
        source="Games about the partner's world in couples' courses, from secondary sources; cards our own, without "
        "points.",
        year=1999,
        grade="D",
        limits="Knowing more of each other goes together with being content in some studies; that guessing games bring "
        "it about was not shown. Nobody wins here.",
        contraindications=("ipv_clinical", "fear", "acute_crisis"),
        intensity=2,
        minutes=15,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="For each card, say it for yourself in a few words, and then guess what your partner says. "
                "Leave out whatever you like.",
                **SHOWN,
            ),
            "cards": some("Cards", CARD, 12, minItems=1, default=STARTER),
        },
    )
    samples = (
        Sample(
            name="Three cards",
            config={},
            answers={
                "a": {"own_best_time": "Before anybody is up.", "guess_best_time": "Late at night."},
                "b": {"own_best_time": "On the way home.", "own_worry": "My knee.", "guess_close_friend": "Your aunt."},
            },
        ),
        Sample(
            name="One card without a question of its own",
            config={"cards": [{"id": "song", "text": "A song that always works"}]},
            answers={"a": {"guess_song": "The one from the boat."}, "b": {}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """For each card one's own answer and a guess, open together."""
        fields: Json = {}
        for card in filled(self.config_schema, config)["cards"]:
            own = f"own_{card['id']}"
            fields[own] = text(_("{subject}: for me", subject=card["text"]), 200, **{"x-visibility": "both"})
            fields[f"guess_{card['id']}"] = text(
                _("{subject}: my guess for my partner", subject=card["text"]),
                200,
                **{"x-visibility": "guess", "x-guess-of": own},
            )
        return form(fields)

    def check_config(self, config: Json) -> Iterable[Problem]:
        """Each short name stands once."""
        return card_problems(filled(self.config_schema, config)["cards"])

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The opening above the cards; then what each said, what was guessed, and a question."""
        settings = filled(self.config_schema, config)
        draw = template_of(__package__)
        if view in (View.ANSWER, View.PREVIEW):
            return draw("guess_then_ask.html", opening=settings["opening"], state=state)
        if view is not View.REVEAL:
            return None
        cards = [{**card, "ask": card.get("ask") or _(MORE)} for card in settings["cards"]]
        mine, theirs = state.mine or {}, state.theirs or {}
        return draw("guess_then_ask_reveal.html", cards=cards, mine=mine, theirs=theirs, context=context)

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same cards, only for oneself."""
        cards = filled(self.config_schema, config)["cards"]
        prompts = [
            {"id": card["id"], "text": _("{subject}: what is it for you?", subject=card["text"])} for card in cards
        ]
        return "communication.question_deck_alone", for_oneself("Cards", prompts)
