"""Questions to ask each other, in sets that grow in depth: each answers alone, both open together."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, ClassVar

from markupsafe import Markup

from nearer import Context, ExerciseType, OwnList, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.communication.speech import N_, _
from nearer_plugins.fields import SHOWN, filled, form, number, seen, some, text, words, yes
from nearer_plugins.library import template_of

Json = dict[str, Any]

LONGEST = 1200

PROMPT = form(
    {
        "text": text("Question", 300, minLength=1, **{"x-translatable": True}),
        "id": text(
            "Short name",
            30,
            pattern="^[a-z][a-z0-9_]*$",
            description="Optional. With a name, you can reword the question later without losing answers.",
        ),
        "source": text("Where the question comes from", 200, description="If it is not your own."),
    },
    required=("text",),
    title="Question",
)

SET = form(
    {
        "title": text("Title", 80, minLength=1, **SHOWN),
        "depth": number("Depth", 1, 5, description="1 is light, 5 asks for a lot of trust."),
        "minutes": number("Minutes", 5, 30, default=15),
        "prompts": some("Questions", PROMPT, 12, minItems=1),
        "closing": words("Something to do together at the end", 300, **SHOWN),
    },
    required=("title", "depth", "prompts"),
    title="Set",
)

STARTER = [
    {
        "title": "Small things",
        "depth": 1,
        "minutes": 10,
        "prompts": [{"id": "small_joy", "text": "Which small thing made you glad this week?"}],
        "closing": "Do one of these small things together before the week is over.",
    },
]


class QuestionDeck(ExerciseType):
    """Every question can be left out; nothing opens before both have finished."""

    id = "communication.question_deck"
    title = "Questions for each other"
    participation = Participation.EACH
    factors: ClassVar[tuple[str, ...]] = ("communication", "trust", "empathy")
    protocol = Protocol(
        purpose="Lets two people tell each other a little more, step by step and both alike.",
        source="Mutual questions of growing depth (Aron, Melinat, Aron, Vallone and Bator); short turns, not long "
        "ones (Sprecher and others 2013). Questions our own.",
        year=1997,
        grade="C",
        limits="Tested with strangers who talked face to face, not with couples and not in writing. Answering all "
        "first and swapping afterwards is said to work less well, so talk about what you read.",
        contraindications=("ipv_clinical", "fear", "acute_crisis"),
        intensity=3,
        minutes=25,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Answer as briefly as you like. Leave out any question; you never need a reason.",
                **SHOWN,
            ),
            "sets": some(
                "Sets, from light to deep",
                SET,
                5,
                description="Depth may rise by one from set to set.",
                default=STARTER,
            ),
            "own_questions": some(
                "Your own questions",
                PROMPT,
                12,
                description="They come last. A couple's own questions can stand here too.",
                default=[],
            ),
            "invite_own": yes("Ask each for a question of their own", default=True),
        },
    )
    own_list = OwnList("Your own questions", "own_questions", config={"sets": []})
    samples = (
        Sample(
            name="One light set",
            config={"sets": STARTER},
            answers={
                "a": {"small_joy": "The first warm evening.", "own_question": "What did you dream of at ten?"},
                "b": {"small_joy": "Your message at noon."},
            },
        ),
        Sample(
            name="Two sets, own questions, much passed",
            config={
                "sets": [
                    *STARTER,
                    {
                        "title": "Closer",
                        "depth": 2,
                        "prompts": [
                            {"id": "comfort", "text": "What comforts you when a day went wrong?"},
                            {"id": "unseen", "text": "What do you do for us that is easy to overlook?"},
                        ],
                    },
                ],
                "own_questions": [{"text": "Where would you like to wake up in five years?"}],
                "invite_own": False,
            },
            answers={"a": {"comfort": "Quiet, and then tea."}, "b": {}},
        ),
    )

    visibility = "both"
    note = N_("Your answers open to each other once you have both finished.")

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """One property for each question, named by its id; none is required."""
        settings = filled(self.config_schema, config)
        asked: Json = {name_of(prompt): words(prompt["text"], LONGEST) for prompt in _prompts(settings)}
        if settings["invite_own"]:
            asked["own_question"] = text("A question you would like to ask", 300)
        return form(seen(self.visibility, asked))

    def check_config(self, config: Json) -> Iterable[Problem]:
        """Each question stands once, and depth grows gently."""
        settings = filled(self.config_schema, config)
        known: set[str] = {"own_question"}
        for pointer, prompt in _placed(settings):
            if name_of(prompt) in known:
                yield Problem(pointer, "This question stands here twice, or its short name is taken.")
            known.add(name_of(prompt))
        yield from _steep(settings["sets"])

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """Set by set: the questions to answer, or what both said to each."""
        settings = filled(self.config_schema, config)
        sets = [
            {"minutes": None, "closing": "", **each, "prompts": [_named(prompt) for prompt in each["prompts"]]}
            for each in _sets(settings)
        ]
        draw = template_of("nearer_plugins.communication")
        if view in (View.ANSWER, View.PREVIEW):
            return draw("question_deck.html", settings=settings, sets=sets, note=_(self.note), state=state)
        if view is View.REVEAL:
            return draw("question_deck_reveal.html", sets=sets, state=state, context=context)
        return None

    def alone(self, config: Json) -> tuple[str, Json] | None:
        """The same questions, answered for oneself."""
        return "communication.question_deck_alone", dict(config)


def name_of(prompt: Json) -> str:
    """The id of a question, or one made of its wording."""
    return str(prompt.get("id") or "q_" + hashlib.sha256(prompt["text"].encode()).hexdigest()[:10])


def _named(prompt: Json) -> Json:
    return {"name": name_of(prompt), "text": prompt["text"]}


def _sets(settings: Json) -> list[Json]:
    """The sets of a config; own questions are one more set at the end."""
    own = {"title": _("Our own questions"), "prompts": settings["own_questions"]}
    return [*settings["sets"], *([own] if settings["own_questions"] else [])]


def _prompts(settings: Json) -> Iterator[Json]:
    return (prompt for each in _sets(settings) for prompt in each["prompts"])


def _placed(settings: Json) -> Iterator[tuple[str, Json]]:
    for number_of, each in enumerate(settings["sets"]):
        for place, prompt in enumerate(each["prompts"]):
            yield f"/sets/{number_of}/prompts/{place}", prompt
    for place, prompt in enumerate(settings["own_questions"]):
        yield f"/own_questions/{place}", prompt


def _steep(sets: list[Json]) -> Iterator[Problem]:
    for place, (before, after) in enumerate(pairwise(sets), 1):
        rise = after["depth"] - before["depth"]
        if rise > 1:
            yield Problem(f"/sets/{place}/depth", "Depth rises by more than one here.", severity="warning")
        elif rise < 0:
            yield Problem(f"/sets/{place}/depth", "This set is lighter than the one before.", severity="warning")
