"""The check-in: a regular talk with the same five points each time, written down together."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.communication.speech import N_, n_
from nearer_plugins.fields import SHOWN, choice, filled, form, options, seen, several, some, text, words, yes
from nearer_plugins.gathering import GATHERS, headed
from nearer_plugins.library import template_of

Json = dict[str, Any]

AGENDA = (
    ("appreciations", N_("Thanks: what each noticed and liked")),
    ("went_well", N_("What went well")),
    ("open", N_("Still open from last time")),
    ("issue", N_("One thing to talk about")),
    ("requests", N_("One request each")),
    ("next_date", N_("When we talk again")),
)


def agenda_schema() -> Json:
    """The points a counsellor can switch on and off; their order is always the same."""
    return several(
        "Points of the talk",
        AGENDA,
        minItems=1,
        description="Keep the list short for a first time.",
        default=[name for name, _ in AGENDA],
    )


class CheckIn(ExerciseType):
    """One shared record of a talk, confirmed by both."""

    id = "communication.check_in"
    title = "Check-in"
    participation = Participation.TOGETHER
    factors = ("communication", "conflict", "trust")
    protocol = Protocol(
        purpose="A fixed time with a fixed order, so that thanks and wishes are said before they pile up.",
        source="Weekly couples' meetings (Gottman; Satir's daily round of thanks, news, puzzles and wishes), from "
        "secondary sources; agenda and wording our own.",
        year=1988,
        grade="D",
        limits="No controlled test of these named rituals was found. Yearly check-ups with a professional have trials "
        "behind them (Cordova 2014); a meeting at the kitchen table does not.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "intoxication"),
        intensity=2,
        minutes=30,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Sit down together with something warm to drink. Go through the points one by one. "
                "Any point can be left out.",
                **SHOWN,
            ),
            "agenda": agenda_schema(),
            "thanks": {
                "type": "integer",
                "title": "Thanks from each",
                "oneOf": options([(1, "One"), (3, "Three"), (5, "Five")]),
                "default": 3,
            },
            "gathers": GATHERS,
        },
    )
    samples = (
        Sample(
            name="The whole agenda",
            config={"thanks": 3},
            answers={
                "ab": {
                    "appreciations": ["You rang my mother.", "The soup on Tuesday."],
                    "went_well": "Getting out of the house on time, twice.",
                    "issue": "Both our evenings are full and neither of us said so.",
                    "issue_next": "try",
                    "issue_try": "One evening without plans.",
                    "requests": [{"who": "Kim", "ask": "Tell me before you say yes to visitors.", "reply": "yes"}],
                    "next_date": "2026-02-08",
                },
            },
        ),
        Sample(
            name="Thanks and a date",
            config={"agenda": ["appreciations", "next_date"], "thanks": 1},
            answers={"ab": {"appreciations": ["You waited up."], "later": "The holidays."}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """One answer of both; only the points of the agenda, none of them required."""
        settings = filled(self.config_schema, config)
        points = {**_points(settings["thanks"])}
        chosen = [point for name, _ in AGENDA if name in settings["agenda"] for point in points[name].items()]
        return form(seen("both", dict(chosen)))

    def check_config(self, config: Json) -> Iterable[Problem]:
        """Prepared answers have their place at the point they were prepared for."""
        settings = filled(self.config_schema, config)
        if settings["gathers"] and "issue" not in settings["agenda"]:
            yield Problem("/gathers", "Prepared answers are shown at 'One thing to talk about': add that point.")

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The points in order, with what each prepared where the talk comes to it."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        settings = filled(self.config_schema, config)
        points = _points(settings["thanks"])
        sections = [(name, title, list(points[name])) for name, title in AGENDA if name in settings["agenda"]]
        return template_of(__package__)(
            "check_in.html",
            settings=settings,
            sections=sections,
            gathered=[headed(item, settings["gathers"]) for item in state.gathered],
            carried=carried(context.earlier),
            state=state,
            context=context,
        )

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same points, thought through by one person, with only one's own preparation."""
        settings = filled(self.config_schema, config)
        return "communication.check_in_alone", {"agenda": settings["agenda"], "gathers": settings["gathers"]}


def carried(earlier: Iterable[Json]) -> list[str]:
    """What the last talk left for this one: open points that were taken along, what could wait, what is tried."""
    last: Json = next(reversed(list(earlier)), {})
    kept = [each["point"] for each in last.get("open_points", ()) if each.get("now") == "along" and each.get("point")]
    return [*kept, *(last[name] for name in ("later", "issue_try") if last.get(name))]


def _open_point() -> Json:
    ways = [("done", "Done, or good enough"), ("along", "We take it along"), ("drop", "We let it go")]
    return form({"point": text("The point", 160), "now": choice("And now", ways)}, required=("point",), title="Point")


def _points(thanks: int) -> dict[str, Json]:
    request = form(
        {
            "who": text("Who asks", 40),
            "ask": text("The request", 160, description="Something one can do, small enough for a week."),
            "reply": choice("The answer", [("yes", "Yes"), ("smaller", "Yes, a smaller part"), ("not_now", "Not now")]),
        },
        title="Request",
    )
    next_steps = [
        ("heard", "We have heard each other, that is enough"),
        ("try", "We try something"),
        ("rest", "We let it rest"),
    ]
    return {
        "appreciations": {
            "appreciations": some(
                "What you thanked each other for",
                text("Thanks", 160),
                2 * thanks,
                description=n_(
                    "One from each of you. Say it aloud first.",
                    "Up to {n} from each of you. Say it aloud first.",
                    thanks,
                ),
            ),
        },
        "went_well": {"went_well": words("What went well since last time?", 1000)},
        "open": {
            "open_points": some(
                "What was left open, or tried",
                _open_point(),
                6,
                description="Take over from last time what is not finished. What you take along comes back next time.",
            ),
        },
        "issue": {
            "issue": words("What you talked about, in words both can agree to", 1000),
            "issue_next": choice("Where you leave it", next_steps),
            "issue_try": text("What you try, and until when", 160),
        },
        "requests": {
            "requests": some("One request each", request, 2, description="A no is allowed. So is a smaller yes."),
        },
        "next_date": {
            "next_date": {"type": "string", "format": "date", "maxLength": 10, "title": "The next time"},
            "next_date_moved": yes("We moved this one here, and that is fine"),
            "later": text("What can wait until then", 160),
        },
    }
