"""One exercise type: each names something good that the other did, and both open at the same time."""

from nearer import ExerciseType, Markup, Participation, Protocol, Sample, View, hookimpl

QUESTION = "What did your partner do lately that was good for you?"


class Swap(ExerciseType):
    """Each names an act and what it meant; a note stays one's own."""

    id = "gratitude.swap"
    title = "Gratitude swap"
    participation = Participation.EACH
    factors = ("communication", "trust")
    protocol = Protocol(
        purpose="Noticing what the other does, and saying what was good about it.",
        source="Algoe and Zhaoyang",
        year=2016,
        grade="B",
        limits="Helped modestly, and only where the one who thanks was seen as caring. It sorts out no wrong.",
        contraindications=(),
        intensity=1,
        minutes=5,
    )
    config_schema = {
        "type": "object",
        "properties": {
            "question": {
                "type": "string",
                "title": "Question",
                "maxLength": 300,
                "default": QUESTION,
                "x-translatable": True,
                "x-order": 1,
            },
            "with_note": {"type": "boolean", "title": "Offer a private note", "default": True, "x-order": 2},
        },
        "required": ["question"],
    }
    samples = (
        Sample(
            "with a note",
            {"question": QUESTION, "with_note": True},
            {
                "a": {"act": "You cooked.", "meant": "I could sit down.", "note": "I should say so more."},
                "b": {"act": "You rang from the train.", "meant": "You thought of me."},
            },
        ),
        Sample(
            "short",
            {"question": "What made you laugh?", "with_note": False},
            {"a": {"act": "The cat and you."}, "b": {"act": "Your impression of the neighbour."}},
        ),
    )

    def response_schema(self, config, role="self"):
        """The act and what it meant, open to both; a note that stays one's own."""
        properties = {
            "act": {"title": config["question"], "maxLength": 500, "x-visibility": "both", "x-order": 1},
            "meant": {"title": "What it meant to you", "maxLength": 500, "x-visibility": "both", "x-order": 2},
        }
        if config.get("with_note", True):
            properties["note"] = {"title": "A note to yourself", "maxLength": 1000, "x-visibility": "private"}
        return {
            "type": "object",
            "properties": {name: {"type": "string", **each} for name, each in properties.items()},
            "required": ["act"],
        }

    def render(self, view, config, state, context):
        """The reveal as two cards; everything else is drawn by core."""
        if view is not View.REVEAL or not state.mine or not state.theirs:
            return None
        cards = ((context.my_name, state.mine), (context.their_name, state.theirs))
        return Markup("<h2>{}</h2>").format(config["question"]) + Markup("").join(_card(*each) for each in cards)


def _card(name, answer):
    meant = Markup("<p>{}</p>").format(answer["meant"]) if answer.get("meant") else ""
    return Markup('<section class="card"><h3>{}</h3><p>{}</p>{}</section>').format(name, answer.get("act", ""), meant)


@hookimpl
def register_exercise_types():
    """What this plugin brings."""
    return [Swap()]


@hookimpl
def register_library():
    """One exercise, ready for a program."""
    config = {"question": QUESTION, "with_note": True}
    variant = {"form": "any", "type": "gratitude.swap", "version": 1, "config": config}
    return [
        {
            "nearer": "exercise/1",
            "key": "gratitude.swap.lately",
            "title": "Something good you did",
            "summary": "Each names something the other did and what it meant; both open together.",
            "language": "en",
            "minutes": 5,
            "factors": ["communication", "trust"],
            "variants": [variant],
        }
    ]
