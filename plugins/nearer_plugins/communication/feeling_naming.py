"""Finding words: one tells a moment without naming the feeling, the other offers up to three words until they fit."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.communication.feelings import FEELINGS, feelings
from nearer_plugins.communication.question_deck_alone import for_oneself
from nearer_plugins.communication.speech import _
from nearer_plugins.communication.talk import draw_talk
from nearer_plugins.fields import SHOWN, choice, filled, form, seen, several, some, text, words
from nearer_plugins.turns import AFTERWARDS, back, closing, move, onward, part

Json = dict[str, Any]


class FeelingNaming(ExerciseType):
    """A turn script; afterwards each keeps the words that fit."""

    id = "communication.feeling_naming"
    title = "Finding words for it"
    participation = Participation.TURNS
    factors = ("empathy", "communication", "mental_health")
    protocol = Protocol(
        purpose="Practises to hear a feeling behind a story, and to ask instead of knowing.",
        source="Exercises of empathy trainings (Long and others 1999; review of 18 trials by Teding van Berkhout and "
        "Malouff 2016); steps our own.",
        year=2016,
        grade="C",
        limits="Trainings in empathy helped a good deal in 18 trials, mostly not with couples, and with much more than "
        "one exercise. This one by itself was not tested. Guessing right is not the aim; asking is.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "intoxication"),
        intensity=2,
        minutes=15,
    )
    config_schema = form(
        {
            "moments": some(
                "Moments to choose from",
                text("Moment", 120),
                8,
                default=["A moment of this week outside our home", "A message or a letter I got", "A Sunday long ago"],
                **SHOWN,
            ),
            "times": choice("Moments from each", [(1, "One"), (2, "Two")], default=1),
            "closing": words(
                "Words at the end", 400, default="Which word do you two use too seldom? Say it once, aloud.", **SHOWN
            ),
        },
    )
    samples = (
        Sample(
            name="One moment each",
            config={},
            answers={
                "a": {"fitting": ["proud", "tired"], "own_word": "wobbly"},
                "b": {"fitting": ["overlooked"], "keep": "I did not know that until I heard the word."},
            },
            moves=(*({"do": do} for do in ("start", "next", "next")), {"do": "again", "to": "offer"}),
        ),
        Sample(
            name="Two each, own moments",
            config={"moments": ["A moment on the way to work"], "times": 2},
            answers={"a": {}, "b": {"fitting": ["calm", "glad", "curious"]}},
            moves=({"do": "start"}, {"do": "pause"}, {"do": "resume"}, {"do": "stop"}),
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Up to three words that fit me, and one of my own, open when both have answered; a note stays private."""
        fitting = {
            "fitting": several("Which words for you fitted? Up to three.", FEELINGS, maxItems=3),
            "own_word": text("Or a word of your own", 80),
        }
        return form(
            {**seen("both", fitting), **seen("private", {"keep": words("Something you would like to remember", 600)})}
        )

    def script(self, config: Json) -> Json:
        """For each, once or twice: a moment, up to three words as a question, until they fit."""
        settings = filled(self.config_schema, config)
        told = [part("One tells", *_moment(settings)), part("The other one tells", *_moment(settings), swap=True)]
        return {
            "ready": _(
                "One tells a moment without saying how it felt. The other offers words for the feeling, as a question. "
                "Whoever told it is always right. {afterwards}",
                afterwards=_(AFTERWARDS),
            ),
            "rounds": [*told * settings["times"], closing(settings["closing"])],
        }

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """How it goes; afterwards the words that fitted, side by side."""
        more = {"reveal": "feeling_naming_reveal.html", "feelings": dict(FEELINGS)} if view is View.REVEAL else {}
        return draw_talk(view, self.script(config), state, context, **more)

    def alone(self, config: Json) -> tuple[str, Json]:
        """Finding words for a moment of one's own."""
        prompts = [
            {"id": "moment", "text": "A moment you still think of: what happened, in a few lines?"},
            {
                "id": "three_words",
                "text": _("Which three words fit how it was for you? For instance: {words}.", words=feelings()),
            },
            {"id": "below", "text": "Is there a quieter feeling below the loudest one?"},
            {"id": "asks_for", "text": "What does that feeling ask for?"},
        ]
        return "communication.question_deck_alone", for_oneself("Finding words", prompts)


def _moment(settings: Json) -> list[Json]:
    offered = "; ".join(settings["moments"]) or _("any small moment")
    return [
        move(
            "tell",
            "first",
            "speak",
            _("Choose a moment: {moments}. Tell what happened, and leave out how it felt.", moments=offered),
            onward("I have told it"),
            seconds=60,
        ),
        move(
            "offer",
            "second",
            "ask",
            _("Offer up to three words, as a question: were you perhaps ...? Some words: {words}.", words=feelings()),
            onward("I have offered some"),
        ),
        move(
            "fits",
            "first",
            "confirm",
            "Do they fit? If one does, say what it was about.",
            onward("Yes, that is it"),
            back("Not yet, try other words", "offer"),
        ),
    ]
