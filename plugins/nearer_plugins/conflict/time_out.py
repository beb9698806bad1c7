"""The time-out: an agreement on how either may stop a quarrel, when both come back, and who begins."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, choice, filled, form, options, seen, several, text, words, yes
from nearer_plugins.library import template_of

Json = dict[str, Any]

SHORTEST, LONGEST = 20, 24 * 60
"""Minutes apart: less does not calm a body down, more turns a pause into a silence."""

MINUTES = (
    (20, "20 minutes"),
    (30, "30 minutes"),
    (45, "45 minutes"),
    (60, "1 hour"),
    (120, "2 hours"),
    (240, "4 hours"),
    (720, "12 hours"),
    (1440, "24 hours"),
)

STATES = (
    ("flooded", "It is too much at once"),
    ("loud", "I am getting loud"),
    ("blank", "I can't think any more"),
    ("circles", "We go round in circles"),
    ("tired", "I am too tired to be fair"),
    ("regret", "I am about to say something I will regret"),
)

CALMING = (
    ("walk", "Walk"),
    ("breathe", "Breathe slowly"),
    ("water", "Wash, shower, cold water"),
    ("music", "Music"),
    ("hands", "Something to do with the hands"),
    ("lie_down", "Lie down"),
)


class TimeOut(ExerciseType):
    """One shared agreement, confirmed by both, to be made on a calm day."""

    id = "conflict.time_out"
    title = "Time-out, and back"
    participation = Participation.TOGETHER
    factors = ("conflict", "trust", "mental_health")
    protocol = Protocol(
        purpose="A pause that is announced, has an end, and is followed by the rest of the talk.",
        source="Time-out rules of relationship education (PREP) and Gottman's advice on pauses, read second-hand.",
        year=1994,
        grade="D",
        limits="Taught inside programs that were tested in trials; the rules alone were not. Twenty minutes is a rule "
        "of thumb from one laboratory. A time-out is no protection where somebody is afraid.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "intoxication"),
        intensity=2,
        minutes=20,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Make this agreement on a calm day. It is for both: either of you may call it, at any time.",
                **SHOWN,
            ),
            "shortest": choice("Shortest time apart to offer", MINUTES, default=SHORTEST),
            "longest": choice("Longest time apart to offer", MINUTES, default=LONGEST),
            "may_reset": yes(
                "Coming back may be put off once", description="Never more than once, and to a set time.", default=True
            ),
        },
    )
    samples = (
        Sample(
            name="A full agreement",
            config={},
            answers={
                "ab": {
                    "signal": "A flat hand and the word harbour",
                    "states": ["flooded", "circles"],
                    "return_minutes": 45,
                    "place": "At the kitchen table",
                    "calming": ["walk", "music"],
                    "comes_back": True,
                    "begins": "caller",
                    "resets": 1,
                    "reset_minutes": 120,
                    "first_words": "I am back. I want to hear you.",
                },
            },
        ),
        Sample(
            name="Short pauses only, no putting off",
            config={"shortest": 20, "longest": 60, "may_reset": False},
            answers={"ab": {"signal": "Pause", "return_minutes": 20, "comes_back": True}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """The agreement: signal, time of return, calming act, the promise to come back, at most one putting off."""
        settings = filled(self.config_schema, config)
        fields = _before(settings) | _away() | _back(settings)
        return form(seen("both", fields), required=("return_minutes", "comes_back"))

    def check_config(self, config: Json) -> Iterable[Problem]:
        """The shortest time must not be longer than the longest."""
        settings = filled(self.config_schema, config)
        if settings["shortest"] > settings["longest"]:
            yield Problem("/longest", "The longest time is shorter than the shortest.")

    def check_response(self, config: Json, response: Json) -> Iterable[Problem]:
        """A new time only where putting off is agreed, and both times within a day."""
        late = response.get("reset_minutes")
        if late is None:
            return
        if response.get("resets") != 1:
            yield Problem("/reset_minutes", "Choose “once” above if coming back may be put off, or leave this empty.")
        elif late + response.get("return_minutes", 0) > LONGEST:
            yield Problem("/reset_minutes", "Together this is more than 24 hours. Choose a shorter time.")

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The form with its opening; afterwards the agreement as a card to keep."""
        draw = template_of("nearer_plugins.conflict")
        if view is View.ANSWER:
            return draw("time_out.html", opening=filled(self.config_schema, config)["opening"], state=state)
        if view in (View.REVIEW, View.REVEAL, View.PRINT) and state.shared:
            names = {"minutes": dict(MINUTES), "calming": dict(CALMING), "states": dict(STATES)}
            return draw("time_out_card.html", agreed=state.shared, names=names)
        return None

    def alone(self, config: Json) -> tuple[str, Json]:
        """A plan for oneself: how I notice, what calms me, when I look at it again."""
        settings = filled(self.config_schema, config)
        return "conflict.time_out_alone", {"shortest": settings["shortest"], "longest": settings["longest"]}


def offered(settings: Json) -> list[tuple[int, str]]:
    """The times apart that a config offers, within 20 minutes and 24 hours whatever it says."""
    low, high = max(settings["shortest"], SHORTEST), min(settings["longest"], LONGEST)
    return [(minutes, words) for minutes, words in MINUTES if low <= minutes <= high] or [MINUTES[0]]


def _before(settings: Json) -> Json:
    return {
        "signal": text("The word or sign for a time-out", 120, description="Short, and never used in anger."),
        "states": several("What the caller may say about how it is", STATES),
        "return_minutes": choice("You are both back after", offered(settings), **{"x-widget": "select"}),
        "place": text("Where you meet again", 120),
    }


def _away() -> Json:
    return {
        "calming": several(
            "What calms you down meanwhile",
            CALMING,
            description="Apart from each other. Going through the quarrel in your head keeps it warm.",
        ),
        "calming_own": text("Something else that calms you", 200),
    }


def _back(settings: Json) -> Json:
    promise = {
        "type": "boolean",
        "const": True,
        "title": "We come back at that time, even if only to say when we go on",
    }
    begins = [("caller", "Whoever called it"), ("other", "The other one"), ("either", "Whoever is ready first")]
    back = {"comes_back": promise, "begins": choice("Who speaks first", begins)}
    back["first_words"] = text("The first words could be", 200)
    if settings["may_reset"]:
        once = {"type": "integer", "oneOf": options([(0, "No"), (1, "Once, to a set time")])}
        back["resets"] = {**once, "title": "May coming back be put off?", "maximum": 1}
        back["reset_minutes"] = choice("Then for another", offered(settings), **{"x-widget": "select"})
    return back
