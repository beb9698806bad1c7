"""A quiet look at one matter by oneself: a few questions, private notes, one small next thing."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import ASKED, SHOWN, Schema, filled, form, some, text, words, yes
from nearer_plugins.library import template_of
from nearer_plugins.trust_journal.lifting import lifted_sentences

PRIVATE = {"x-visibility": "private", "x-sensitive": True}
PROMPTS = (
    {"id": "today", "text": "What is on your mind about the two of you today? A few words are enough."},
    {"id": "helps", "text": "What helps you, even a little? A person, a place, a habit, something you tell yourself."},
    {"id": "need", "text": "What do you need for yourself just now?"},
)


class KeptInSight(ExerciseType):
    """The form for one person of many joint steps, and the gentler sister of writing for yourself."""

    id = "trust_journal.kept_in_sight"
    title = "Kept in sight"
    participation = Participation.SOLO
    factors = ("trust", "mental_health")
    protocol = Protocol(
        purpose="Keeps one matter in sight without digging, and ends with something the person can do alone.",
        source="Nowlan, Roddy and Doss 2017 on working alone; the questions are ours",
        year=2017,
        grade="D",
        limits="Working alone can help the person; in a pilot trial of a program for one it did not reliably change "
        "the "
        "relationship. These questions themselves have not been tested.",
        contraindications=(),
        intensity=1,
        minutes=10,
    )
    config_schema = form(
        {
            "opening": words(
                "Opening",
                800,
                default="This is a moment for yourself. Take what fits and leave the rest. Nobody else sees what "
                "you note here.",
                **SHOWN,
            ),
            "prompts": some(
                "Questions",
                form(
                    {
                        "id": text(
                            "Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Kept when wording changes."
                        ),
                        "text": words("Question", 400, minLength=1, **ASKED),
                    },
                    required=("id", "text"),
                ),
                8,
                minItems=1,
                default=list(PROMPTS),
            ),
            "next_thing": text(
                "Question at the end",
                200,
                default="Is there one small thing you would like to do for yourself this week?",
                **ASKED,
            ),
            "lifting": yes("Offer to lift a sentence out", default=False),
        }
    )
    samples = (
        Sample(
            "Three questions",
            filled(config_schema, {}),
            {
                "a": {
                    "notes": {"today": "We are polite and far apart.", "helps": "My walk along the river."},
                    "next": "Ring my sister.",
                },
                "b": {"notes": {"need": "An evening without plans."}},
            },
        ),
        Sample(
            "Before a talk",
            filled(
                config_schema,
                {
                    "opening": "Before you talk with anybody, a word with yourself.",
                    "prompts": [{"id": "matter", "text": "Which one thing would you like to be understood about?"}],
                    "lifting": True,
                },
            ),
            {
                "a": {
                    "notes": {"matter": "That I worry about money."},
                    "lifted": ["I worry, and I would like company in it."],
                },
                "b": {"next": "Sleep."},
            },
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two questions can't bear the same short name."""
        names: set[Any] = set()
        for index, prompt in enumerate(config.get("prompts", ())):
            if prompt.get("id") in names:
                yield Problem(f"/prompts/{index}/id", "Another question has this short name already.", "uniqueId")
            names.add(prompt.get("id"))

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """A private note for each question, a next thing, and what may be lifted out."""
        settled = filled(self.config_schema, config)
        notes = {prompt["id"]: words(prompt["text"], 4000) for prompt in settled["prompts"]}
        page = {
            "notes": {**form(notes, title="Your notes"), **PRIVATE},
            "next": text(settled["next_thing"], 300, **PRIVATE),
        }
        if settled["lifting"]:
            page["lifted"] = lifted_sentences()
        return form(page)

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """Opening and form; afterwards question by question what oneself noted."""
        return template_of("nearer_plugins.trust_journal")(
            "kept_in_sight.html",
            view=view,
            config=filled(self.config_schema, config),
            mine=state.mine or {},
            fields=state.fields,
        )
