"""On your own side: private questions about a disagreement; the form for one of the joint types of this family."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, filled, form, scale, seen, some, text, words
from nearer_plugins.gathering import GATHERS, headed
from nearer_plugins.library import template_of

Json = dict[str, Any]

PROMPT = form(
    {
        "id": text("Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Stays when the wording changes."),
        "text": text("Question", 300, minLength=1, **{"x-translatable": True}),
    },
    required=("id", "text"),
    title="Question",
)

STARTER = [
    {"id": "happened", "text": "What happened, as a camera would have seen it?"},
    {"id": "feeling", "text": "How did you feel, first and a little later?"},
    {"id": "matters", "text": "What matters to you in it?"},
    {"id": "need", "text": "What do you need now, and who could help with it?"},
]

RESERVED = frozenset({"warmth"})


class OwnSide(ExerciseType):
    """Questions to oneself; nothing is shown to anybody, and nothing has to be brought up."""

    id = "conflict.own_side"
    title = "On your own side"
    participation = Participation.SOLO
    factors = ("conflict", "mental_health", "past_hurts")
    protocol = Protocol(
        purpose="Sorts out a disagreement for oneself, in private and without any duty to talk about it.",
        source="The questions of the forms for two, asked of oneself; writing about a disagreement with some distance "
        "was tested by Finkel and others 2013.",
        year=2013,
        grade="D",
        limits="Not tested in this form. It can bring some order and calm. It doesn't solve what needs two, and it "
        "says nothing on whether it is safe to speak.",
        contraindications=(),
        intensity=2,
        minutes=15,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="A few questions for you alone. Leave out any of them, and stop whenever you like.",
                **SHOWN,
            ),
            "about": text("Subject", 200, description="Leave it empty and people take their own.", default="", **SHOWN),
            "prompts": some("Questions", PROMPT, 12, minItems=1, default=STARTER),
            "gathers": GATHERS,
        },
    )
    samples = (
        Sample(
            name="A subject of one's own",
            config={},
            answers={
                "a": {"warmth": 4, "happened": "We were late twice.", "need": "A plan for mornings."},
                "b": {"feeling": "Cornered, then sorry."},
            },
        ),
        Sample(
            name="A set subject and what was prepared",
            config={
                "about": "Visits",
                "prompts": STARTER[:2],
                "gathers": [{"step": "s-before", "property": "reality", "heading": "How it was for me"}],
            },
            answers={"a": {"happened": "They stayed for a week."}, "b": {}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """All private: how warm it is, and an answer to each question; none is required."""
        settings = filled(self.config_schema, config)
        asked = {prompt["id"]: words(prompt["text"], 1200) for prompt in settings["prompts"]}
        warmth = scale("How warm does it make you today?", "calm", "hot", top=5)
        return form(seen("private", {"warmth": warmth, **asked}))

    def check_config(self, config: Json) -> Iterable[Problem]:
        """Each short name stands once."""
        known = set(RESERVED)
        for place, prompt in enumerate(filled(self.config_schema, config)["prompts"]):
            if prompt["id"] in known:
                yield Problem(f"/prompts/{place}/id", "This short name is taken.")
            known.add(prompt["id"])

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The subject, one's own preparation where there is some, and the questions."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        settings = filled(self.config_schema, config)
        own = [{**headed(item, settings["gathers"]), "theirs": None} for item in state.gathered if item.get("mine")]
        return template_of(__package__)("own_side.html", settings=settings, own=own, state=state)


def alone(about: str, *prompts: tuple[str, str], gathers: Iterable[Json] = ()) -> tuple[str, Json]:
    """The form for one with these questions: short name and wording."""
    asked = [{"id": name, "text": wording} for name, wording in prompts]
    return OwnSide.id, {"about": about, "prompts": asked, "gathers": list(gathers)}
