"""The check-in for one: the same points, thought through for oneself and kept for oneself."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.communication.check_in import AGENDA, agenda_schema
from nearer_plugins.fields import filled, form, seen, some, text, words
from nearer_plugins.gathering import GATHERS, headed
from nearer_plugins.library import template_of

Json = dict[str, Any]


class CheckInAlone(ExerciseType):
    """Private notes on the agenda of a check-in."""

    id = "communication.check_in_alone"
    title = "Check-in with yourself"
    participation = Participation.SOLO
    factors = ("communication", "mental_health")
    protocol = Protocol(
        purpose="A quiet look at the week: what was good, what is open, what I would like.",
        source="The agenda of the check-in for two, turned into questions to oneself.",
        year=2025,
        grade="D",
        limits="Not tested. Working alone has helped people's own wellbeing in a small trial (Nowlan 2017), without a "
        "clear change in the relationship.",
        contraindications=(),
        intensity=1,
        minutes=15,
    )
    config_schema = form({"agenda": agenda_schema(), "gathers": GATHERS})
    samples = (
        Sample(
            name="The whole agenda",
            config={},
            answers={
                "a": {"appreciations": ["The note on the fridge."], "issue": "I am tired of deciding alone."},
                "b": {"went_well": "Sunday.", "requests": "Half an hour to myself.", "next_date": "2026-02-08"},
            },
        ),
        Sample(
            name="Thanks and a date",
            config={"agenda": ["appreciations", "next_date"]},
            answers={"a": {"appreciations": ["You waited up."]}, "b": {}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """The points of the agenda as private notes, none of them required."""
        points: Json = {
            "appreciations": some("What did you like, big or small?", text("Something good", 160), 5),
            "went_well": words("What went well, and what was your part in it?", 1000),
            "open": words("What is still open from last time, and does it still matter?", 1000),
            "issue": words("What is on your mind? Name one thing.", 1000),
            "requests": words("What would you like, and whom could you ask for it?", 1000),
            "next_date": {"type": "string", "format": "date", "maxLength": 10, "title": "When you look again"},
        }
        agenda = filled(self.config_schema, config)["agenda"]
        return form(seen("private", {name: points[name] for name, _ in AGENDA if name in agenda}))

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """What oneself prepared, above the questions."""
        if view is not View.ANSWER or not state.gathered:
            return None
        gathers = filled(self.config_schema, config)["gathers"]
        own = [{**headed(item, gathers), "theirs": None} for item in state.gathered if item.get("mine")]
        return template_of(__package__)("check_in_alone.html", own=own, state=state)
