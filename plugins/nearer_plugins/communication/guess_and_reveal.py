"""Guess and reveal: each says how it is for them and guesses the other; what differs is something to ask about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.communication.speech import N_, _
from nearer_plugins.fields import SHOWN, filled, form, number, some, text, words, yes
from nearer_plugins.library import template_of

Json = dict[str, Any]

TOP = 7
SURE = ("", N_("a wild guess"), N_("fairly sure"), N_("quite sure"))

QUESTIONS = (
    N_("When did you notice that about yourself?"),
    N_("What would I see if I looked for it?"),
    N_("Has it always been like that?"),
    N_("What would make it easier?"),
)
"""One for each surprise, in turn."""

LINE = form(
    {
        "id": text("Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Stays when the wording changes."),
        "text": text("Line", 160, minLength=1, description="As somebody would say it of themselves.", **SHOWN),
        "ask": text("A question for a surprise here", 200, description="Optional.", **SHOWN),
    },
    required=("id", "text"),
    title="Line",
)

STARTER = [
    {"id": "company", "text": "After a long day I would rather have company than quiet."},
    {"id": "plans", "text": "I like to know on Monday what happens on Saturday."},
    {"id": "being_asked", "text": "When I am low, I want to be asked about it."},
    {"id": "praise", "text": "I need to hear it when something went well."},
]


@dataclass(frozen=True)
class Surprise:
    """A line where a guess and the other's own answer lie apart; never counted, never added up."""

    text: str
    own: int
    guess: int
    sure: str
    ask: str


class GuessAndReveal(ExerciseType):
    """The same lines twice: for oneself and as a guess; surprises are listed, and there is no score."""

    id = "communication.guess_and_reveal"
    title = "How I am, and how I think you are"
    participation = Participation.EACH
    factors: ClassVar[tuple[str, ...]] = ("empathy", "communication")
    protocol = Protocol(
        purpose="Shows where the picture one has of the other is out of date, and gives a question to ask.",
        source="Tasks from research on how well partners read each other (Ickes), turned into an exercise; lines our "
        "own.",
        year=1997,
        grade="C",
        limits="Studies find that partners read each other less well than they think, and that asking beats guessing. "
        "The exercise itself was not tested. How often a guess is right says nothing on how good a couple is.",
        contraindications=("ipv_clinical", "fear", "acute_crisis"),
        intensity=2,
        minutes=15,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="First say how it is for you. Then guess what your partner answers. Guessing wrong is the "
                "useful part. Leave out whatever you like.",
                **SHOWN,
            ),
            "lines": some("Lines", LINE, 20, minItems=1, default=STARTER),
            "sure": yes("Also ask how sure each is of a guess", default=True),
            "notable": number(
                "From which distance on a difference counts as a surprise", 1, 4, description="Out of six.", default=2
            ),
        },
    )
    samples = (
        Sample(
            name="Four lines",
            config={},
            answers={
                "a": {
                    "own": {"company": 2, "plans": 6, "being_asked": 5, "praise": 6},
                    "guess": {"company": 6, "plans": 5, "being_asked": 6, "praise": 2},
                    "confidence": {"company": 3, "praise": 1},
                },
                "b": {
                    "own": {"company": 6, "plans": 2, "being_asked": 2},
                    "guess": {"company": 5, "plans": 6, "being_asked": 5, "praise": 6},
                },
            },
        ),
        Sample(
            name="One line with a question of its own",
            config={"lines": [{"id": "late", "text": "Being late bothers me.", "ask": "Late for what?"}], "notable": 1},
            answers={"a": {"own": {"late": 1}, "guess": {"late": 2}}, "b": {"own": {"late": 7}}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Own answers, guesses and how sure one is; all open together."""
        settings = filled(self.config_schema, config)
        lines, fits = settings["lines"], _("1: not me at all. {top}: very much me.", top=TOP)
        own = _rated("How is it for you?", fits, lines, top=TOP, visibility="both")
        guess = _rated("What will your partner say?", fits, lines, top=TOP, visibility="guess")
        fields = {"own": own, "guess": {**guess, "x-guess-of": "own"}}
        if settings["sure"]:
            ends = _("1: a wild guess. 2: fairly sure. 3: quite sure.")
            fields["confidence"] = _rated("How sure are you of your guess?", ends, lines, top=3, visibility="guess")
        return form(fields)

    def check_config(self, config: Json) -> Iterable[Problem]:
        """Two lines can't bear the same short name."""
        known = set()
        for place, line in enumerate(filled(self.config_schema, config)["lines"]):
            if line["id"] in known:
                yield Problem(f"/lines/{place}/id", "Another line has this short name already.")
            known.add(line["id"])

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The opening before the lines; at the reveal the surprises in both directions."""
        settings = filled(self.config_schema, config)
        draw = template_of("nearer_plugins.communication")
        if view in (View.ANSWER, View.PREVIEW):
            return draw("guess_and_reveal.html", opening=settings["opening"], state=state)
        if view is not View.REVEAL:
            return None
        mine, theirs = state.mine or {}, state.theirs or {}
        return draw(
            "guess_and_reveal_reveal.html",
            my_surprises=surprises(settings, mine, theirs),
            their_surprises=surprises(settings, theirs, mine),
            lines=settings["lines"],
            mine=mine.get("own") or {},
            theirs=theirs.get("own") or {},
            context=context,
        )

    def alone(self, config: Json) -> tuple[str, Json] | None:
        """The same lines, only for oneself."""
        return "communication.guess_and_reveal_alone", {
            "lines": filled(self.config_schema, config)["lines"],
            "opening": "Say how it is for you. Leave out whatever you like.",
        }


def surprises(settings: Json, guesser: Json, other: Json) -> list[Surprise]:
    """The lines where *guesser* was off about *other*, in the order of the lines."""
    guesses, own, sure = guesser.get("guess") or {}, other.get("own") or {}, guesser.get("confidence") or {}
    found: list[Surprise] = []
    for line in settings["lines"]:
        guess, said = guesses.get(line["id"]), own.get(line["id"])
        if guess is None or said is None or abs(guess - said) < settings["notable"]:
            continue
        ask = line.get("ask") or _(QUESTIONS[len(found) % len(QUESTIONS)])
        found.append(Surprise(line["text"], said, guess, _(SURE[sure.get(line["id"], 0)]), ask))
    return found


def _rated(title: str, ends: str, lines: list[Json], *, top: int, visibility: str) -> Json:
    rated = form({line["id"]: number(line["text"], 1, top) for line in lines}, title=title)
    return {**rated, "description": ends, "x-widget": "ratings", "x-visibility": visibility}
