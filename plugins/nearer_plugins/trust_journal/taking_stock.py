"""Taking stock of trust, for oneself: one act seen, one own act, and a doubt said as a need."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from markupsafe import Markup

from nearer import (
    Context,
    ExerciseType,
    Migration,
    Participation,
    Problem,
    Protocol,
    RefusedError,
    Sample,
    State,
    View,
)
from nearer_plugins.fields import ASKED, SHOWN, Schema, filled, form, seen, several, some, text, words
from nearer_plugins.library import template_of
from nearer_plugins.trust_journal.lifting import lifted_sentences

SUBJECTS = (
    {"id": "predictability", "text": "Knowing what to expect"},
    {"id": "dependability", "text": "Being able to count on it"},
    {"id": "faith", "text": "Believing in us, without proof"},
)
GROUPED = {"seen": "seen_tags", "own": "own_tags"}
"""What stood in two properties in version 1, an act and its tags, is one in version 2."""

BLAMING = re.compile(r"\b(you (always|never|don.?t|should|make me)|stop)\b", re.IGNORECASE)


def _tags_to_subjects(config: Schema) -> Schema:
    if "subjects" in config:
        raise RefusedError("Both “tags” and “subjects” stand here; version 1 knew only tags.")
    if not isinstance(config.get("tags", []), list):
        raise RefusedError("What stands under “tags” is no list.")
    return {"subjects" if name == "tags" else name: value for name, value in config.items()}


def _grouped(answer: Schema) -> Schema:
    """Each act with what it was about; tags without an act stay by themselves."""
    after = {name: value for name, value in answer.items() if name not in (*GROUPED, *GROUPED.values())}
    for name, tags in GROUPED.items():
        act, about = answer.get(name), answer.get(tags)
        if not (act is None or isinstance(act, str)):
            raise RefusedError("In version 1 an act was a text.")
        group = {"what": act, "about": about}
        if act is not None:
            after[name] = {key: value for key, value in group.items() if value is not None}
        elif about is not None:
            after[tags] = about
    return after


FROM_1 = Migration(
    config=_tags_to_subjects,
    examples=(
        (
            {"seen": "What held?", "tags": [{"id": "money", "text": "Money"}]},
            {"seen": "What held?", "subjects": [{"id": "money", "text": "Money"}]},
        ),
        ({"doubt": "What do you doubt?"}, {"doubt": "What do you doubt?"}),
    ),
    refusals=({"tags": [], "subjects": []}, {"tags": "money"}),
    answers=_grouped,
    answer_examples=(
        (
            {"seen": "You rang.", "seen_tags": ["faith"], "own": "I came.", "doubt": "None.", "needs": ["Time."]},
            {"seen": {"what": "You rang.", "about": ["faith"]}, "own": {"what": "I came."}, "doubt": "None.",
             "needs": ["Time."]},
        ),
        ({"own_tags": ["faith"]}, {"own_tags": ["faith"]}),
    ),
    answer_refusals=({"seen": 3},),
)  # fmt: skip


class TakingStock(ExerciseType):
    """A private page of the trust journal with three places; nothing opens unless it is lifted out."""

    id = "trust_journal.taking_stock"
    version = 2
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
                "Question about the other",
                300,
                minLength=1,
                default="Which act of your partner could you rely on?",
                **ASKED,
            ),
            "own": words(
                "Question about oneself", 300, minLength=1, default="Where could your partner rely on you?", **ASKED
            ),
            "doubt": words(
                "Question about a doubt", 300, minLength=1, default="Is there a doubt that you carry with you?", **ASKED
            ),
            "subjects": some(
                "What an act can be about",
                form(
                    {
                        "id": text("Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Stays."),
                        "text": text("Wording", 80, minLength=1, **SHOWN),
                    },
                    required=("id", "text"),
                ),
                8,
                description="To tick beside an act. You can add your own, or ask for none.",
                default=list(SUBJECTS),
            ),
        }
    )
    samples = (
        Sample(
            "All three",
            filled(config_schema, {}),
            {
                "a": {
                    "seen": {
                        "what": "The car had fuel, as it was promised.",
                        "about": ["predictability", "dependability"],
                    },
                    "own": {"what": "I kept quiet about what I was told.", "about": ["faith"]},
                    "doubt": "I wonder whether I hear bad news last.",
                    "needs": ["I would like to hear bad news early, even when it is not sorted out."],
                    "lifted": ["I saw that the car had fuel. That did me good."],
                },
                "b": {"own": {"what": "I came on time.", "about": ["dependability"]}},
            },
        ),
        Sample(
            "Another subject",
            filled(config_schema, {"subjects": [*SUBJECTS, {"id": "money", "text": "Money"}]}),
            {
                "a": {"seen": {"what": "The receipt was on the table.", "about": ["money"]}},
                "b": {"doubt": "None today."},
            },
        ),
        Sample(
            "Only words",
            filled(config_schema, {"subjects": []}),
            {"a": {"seen": {"what": "You rang from the train."}}, "b": {"own": {"what": "I asked twice."}}},
        ),
    )
    migrations: ClassVar = {1: FROM_1}

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two subjects can't bear the same short name."""
        names = [subject.get("id") for subject in config.get("subjects", ())]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield Problem(f"/subjects/{index}/id", "Another subject has this short name already.", "uniqueId")

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Three private places; needs and sentences open only one by one, by choice."""
        settled = filled(self.config_schema, config)
        subjects = [(subject["id"], subject["text"]) for subject in settled["subjects"]]
        page = seen(
            "private",
            {
                "seen": _act(settled["seen"], "What was it about?", subjects),
                "own": _act(settled["own"], "What was that about?", subjects),
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
            last=[last[name]["what"] for name in ("seen", "own") if last.get(name, {}).get("what")],
            fields=state.fields,
        )


def _act(question: str, about: str, subjects: list[Any]) -> Schema:
    """An act in words, and, where there are subjects to choose from, what it was about."""
    parts = {"what": words("What it was", 1000)} | ({"about": several(about, subjects)} if subjects else {})
    return form(parts, title=question)
