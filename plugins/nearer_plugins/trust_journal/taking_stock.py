"""Taking stock of trust, for oneself: one act seen, one own act, and a doubt said as a need."""

import re
from collections.abc import Iterable

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, filled, form, seen, several, some, text, words
from nearer_plugins.library import template_of
from nearer_plugins.trust_journal.lifting import lifted_sentences

TAGS = (
    {"id": "predictability", "text": "Knowing what to expect"},
    {"id": "dependability", "text": "Being able to count on it"},
    {"id": "faith", "text": "Believing in us, without proof"},
)
BLAMING = re.compile(r"\b(you (always|never|don.?t|should|make me)|stop)\b", re.IGNORECASE)


class TakingStock(ExerciseType):
    """A private page of the trust journal with three places; nothing opens unless it is lifted out."""

    id = "trust_journal.taking_stock"
    title = "Taking stock of trust"
    participation = Participation.SOLO
    factors = ("trust", "past_hurts")
    protocol = Protocol(
        purpose="Looks for what can be relied on, in the other and in oneself, and turns a doubt into a need.",
        source="Rempel, Holmes and Zanna 1985 for three sides of trust; the page is ours",
        year=1985,
        grade="D",
        limits="The three sides of trust come from research that asked couples once; nobody has tested this page. It "
        "does not tell whether trust is deserved. If doubts are about your safety, they are a reason to be "
        "careful, not something to write away.",
        contraindications=(),
        intensity=2,
        minutes=10,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                600,
                default="Trust is a mix of many small things. Here is a page to look at some of them, for you alone.",
                **SHOWN,
            ),
            "seen": words(
                "Question about the other", 300, minLength=1, default="Which act of your partner could you rely on?"
            ),
            "own": words("Question about oneself", 300, minLength=1, default="Where could your partner rely on you?"),
            "doubt": words(
                "Question about a doubt", 300, minLength=1, default="Is there a doubt that you carry with you?"
            ),
            "tags": some(
                "Tags",
                form(
                    {
                        "id": text("Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Stays."),
                        "text": text("Wording", 80, minLength=1, **SHOWN),
                    },
                    required=("id", "text"),
                ),
                8,
                minItems=1,
                description="What an act was about. You can add your own.",
                default=list(TAGS),
            ),
        }
    )
    samples = (
        Sample(
            "All three",
            filled(config_schema, {}),
            {
                "a": {
                    "seen": "The car had fuel, as it was promised.",
                    "seen_tags": ["predictability", "dependability"],
                    "own": "I kept quiet about what I was told.",
                    "own_tags": ["faith"],
                    "doubt": "I wonder whether I hear bad news last.",
                    "needs": ["I would like to hear bad news early, even when it is not sorted out."],
                    "lifted": ["I saw that the car had fuel. That did me good."],
                },
                "b": {"own": "I came on time.", "own_tags": ["dependability"]},
            },
        ),
        Sample(
            "Another set of tags",
            filled(config_schema, {"tags": [*TAGS, {"id": "money", "text": "Money"}]}),
            {"a": {"seen": "The receipt was on the table.", "seen_tags": ["money"]}, "b": {"doubt": "None today."}},
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two tags can't bear the same short name."""
        names = [tag.get("id") for tag in config.get("tags", ())]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield Problem(f"/tags/{index}/id", "Another tag has this short name already.", "uniqueId")

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Three private places with their tags; needs and sentences open only one by one, by choice."""
        settled = filled(self.config_schema, config)
        tags = [(tag["id"], tag["text"]) for tag in settled["tags"]]
        page = seen(
            "private",
            {
                "seen": words(settled["seen"], 1000),
                "seen_tags": several("What was it about?", tags),
                "own": words(settled["own"], 1000),
                "own_tags": several("What was that about?", tags),
                "doubt": words(settled["doubt"], 1000, **{"x-sensitive": True}),
            },
        )
        page["needs"] = some(
            "Could the doubt be said as a need?",
            words("I would feel safer if ...", 400),
            3,
            description="A need asks for something that could happen. It stays yours unless you release it.",
            **{"x-visibility": "choose", "x-sensitive": True},
        )
        page["lifted"] = lifted_sentences("Something good that you might like to say")
        return form(page)

    def check_response(self, config: Schema, response: Schema) -> Iterable[Problem]:
        """A kind hint where a need sounds like blame; it blocks nothing."""
        for index, need in enumerate(response.get("needs", ())):
            found = BLAMING.search(need)
            if found:
                message = f"“{found.group(0)}” may be heard as blame. What could happen that would help you?"
                yield Problem(f"/needs/{index}", message, severity="hint")

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """What was found last time stands above the form; the rest is core's own drawing."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        last = context.earlier[-1] if context.earlier else {}
        return template_of("nearer_plugins.trust_journal")(
            "taking_stock.html",
            config=filled(self.config_schema, config),
            last=[last[name] for name in ("seen", "own") if last.get(name)],
            fields=state.fields,
        )
