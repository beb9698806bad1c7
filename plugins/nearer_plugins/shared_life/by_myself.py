"""A quiet look for one person at what the others of this family ask of two: some questions, private notes."""

from collections.abc import Iterable

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, filled, form, seen, text, words
from nearer_plugins.library import template_of
from nearer_plugins.shared_life.cards import card, cards, twice

PROMPTS = (
    {"id": "matters", "text": "What matters to me, whatever anybody else thinks of it?"},
    {"id": "room", "text": "Where does it have room in my life?"},
    {"id": "more", "text": "What would I like more of?"},
)


class ByMyself(ExerciseType):
    """The form for one person of the joint exercises of this family; nothing of it ever opens."""

    id = "shared_life.by_myself"
    title = "For yourself"
    participation = Participation.SOLO
    factors = ("shared_values", "culture")
    protocol = Protocol(
        purpose="Gives a person time to see what matters to them.",
        source="The questions of the exercises for two, asked of oneself",
        year=2025,
        grade="D",
        limits="Not tested. To know one's own mind is worth something; it does not change anybody else.",
        contraindications=(),
        intensity=1,
        minutes=15,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                600,
                default="A few questions for you alone. Take what fits and leave the rest. Nobody else reads it.",
                **SHOWN,
            ),
            "prompts": cards("Questions", card("Question", 300), 16, PROMPTS),
        }
    )
    samples = (
        Sample(
            "Three questions",
            filled(config_schema, {}),
            {
                "a": {"notes": {"matters": "My mornings.", "more": "Singing."}, "next": "Look for a choir."},
                "b": {"next": "Nothing just now."},
            },
        ),
        Sample(
            "One question",
            filled(config_schema, {"prompts": [{"id": "home", "text": "What is home to me?"}]}),
            {"a": {"notes": {"home": "A kitchen with a radio."}}, "b": {}},
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two questions can't bear the same short name."""
        return twice("prompts", config.get("prompts", ()))

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """A private note for each question, and one small thing to do."""
        prompts = filled(self.config_schema, config)["prompts"]
        notes = form({each["id"]: words(each["text"], 2000) for each in prompts}, title="Your notes")
        return form(seen("private", {"notes": notes, "next": text("One small thing you can do yourself", 200)}))

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening above the form; afterwards question by question what one noted."""
        return template_of("nearer_plugins.shared_life")(
            "by_myself.html",
            view=view,
            config=filled(self.config_schema, config),
            mine=state.mine or {},
            fields=state.fields,
        )


def for_oneself(prompts: Iterable[tuple[str, str]]) -> tuple[str, Schema]:
    """Type and config of the form for one, with pairs of short name and question."""
    return ByMyself.id, {"prompts": [{"id": name, "text": wording} for name, wording in prompts]}
