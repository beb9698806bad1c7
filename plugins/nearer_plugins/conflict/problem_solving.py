"""Solving one thing: first both are heard, then ideas without veto, then something to try until a date."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View, day_in_words
from nearer_plugins.conflict.own_side import alone
from nearer_plugins.conflict.speech import _, n_
from nearer_plugins.conflict.warmth import CAUTIONS, subject_problems, subject_settings, too_warm
from nearer_plugins.fields import SHOWN, filled, form, number, seen, text, words
from nearer_plugins.library import template_of
from nearer_plugins.turns import agreed, back, closing, move, onward, part

Json = dict[str, Any]


class ProblemSolving(ExerciseType):
    """A turn script; afterwards each writes down in their own words what was agreed, and when to look again."""

    id = "conflict.problem_solving"
    title = "One thing to try"
    participation = Participation.TURNS
    factors = ("conflict", "communication", "trust")
    protocol = Protocol(
        purpose="Leads from a subject to something small to try, and back to it on a day that both know.",
        source="Talk before solving, ideas without veto, an agreement on trial: problem solving as taught in "
        "relationship education (Markman, Stanley and Blumberg; Olson); steps in our own words.",
        year=1994,
        grade="D",
        limits="Part of programs that were tested in trials; by itself it was not. Some subjects can't be solved, only "
        "lived with kindly. Where one of two always gives in, an agreement is none.",
        contraindications=CAUTIONS,
        intensity=3,
        minutes=30,
    )
    config_schema = form(
        {
            **subject_settings(),
            "seconds": number("Seconds for one go at speaking", 30, 60, default=45),
            "ideas_minutes": number("Minutes to collect ideas", 2, 10, default=4),
            "trial_days": number("Days to try it", 3, 42, description="Suggested to the couple.", default=14),
            "closing": words(
                "Words at the end", 400, default="Say thank you for one thing the other gave way on.", **SHOWN
            ),
        },
    )
    samples = (
        Sample(
            name="Mornings",
            config={"about": "Who does what before eight", "heat": 2},
            answers={
                "a": {
                    "agreement": "Whoever is up first makes tea for both. The other packs the bags.",
                    "my_part": "Bags in the evening.",
                    "try_until": "2026-02-15",
                    "review_on": "2026-02-15",
                },
                "b": {"agreement": "Tea by whoever is up.", "my_part": "Tea.", "review_on": "2026-02-16"},
            },
            moves=(*({"do": "start"}, *[{"do": "next"}] * 4), {"do": "again", "to": "speak_first"}),
        ),
        Sample(
            name="It was too warm, and they stopped",
            config={"ideas_minutes": 3},
            answers={"a": {"for_me": "It is about being asked."}, "b": {}},
            moves=({"do": "start"}, {"do": "stop"}),
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """What was agreed in one's own words, one's own part, two dates; a page for oneself where it was too warm."""
        agreed = {
            "agreement": words("What we try, in my own words", 600),
            "my_part": text("My part in it", 160, description="What you do yourself, whatever the other does."),
            "try_until": _date("We try it until"),
            "review_on": _date("We look at it again on"),
        }
        for_me = words(
            "For you alone: what matters to you in this, and what would you need?",
            1200,
            description="Also if you stopped because it was too warm for today.",
        )
        return form({**seen("both", agreed), **seen("private", {"for_me": for_me})})

    def script(self, config: Json) -> Json:
        """How warm, one subject, both heard, ideas, one to try, a day to look again."""
        settings = filled(self.config_schema, config)
        return {
            "ready": "Take a sheet of paper and something to write. First you both talk and listen, and only then look "
            "for ideas. What you decide is a try, not a law.",
            "rounds": [
                part("Before you begin", _warmth(), _subject(settings)),
                part("First talk, then solve", *_talk(settings["seconds"])),
                part("Ideas", *_ideas(settings)),
                part("Something to try", *_agree(settings)),
                closing(settings["closing"]),
            ],
        }

    def check_config(self, config: Json) -> Iterable[Problem]:
        """A set subject must not be too warm."""
        return subject_problems(filled(self.config_schema, config))

    def check_response(self, config: Json, response: Json) -> Iterable[Problem]:
        """The day to look again is not before the end of the try."""
        until, again = response.get("try_until"), response.get("review_on")
        if until and again and again < until:
            yield Problem("/review_on", "This is before the end of the try. Choose the same day or a later one.")

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """How it goes; then both wordings of the agreement, to see whether they mean the same."""
        draw = template_of(__package__)
        if view in (View.PREVIEW, View.PRINT):
            return draw("talk_outline.html", script=self.script(config))
        if view is View.ANSWER:
            return draw("problem_solving.html", state=state)
        if view is View.REVEAL:
            return draw("problem_solving_reveal.html", state=state, context=context, in_words=in_words)
        return None

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same subject, thought through on one's own side."""
        return alone(
            filled(self.config_schema, config)["about"],
            ("matters", "What matters to you in it?"),
            ("theirs", "What may matter to the other in it?"),
            ("ideas", "What could be tried? Write down anything, also what seems silly."),
            ("my_step", "Which small step is up to you alone?"),
            ("again", "When do you look at it again?"),
        )


def in_words(day: str) -> str:
    """A date as people say it; what is no date stays as it is."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    return day_in_words(found, year=True)


def _date(title: str) -> Json:
    return {"type": "string", "format": "date", "maxLength": 10, "title": title}


def _warmth() -> Json:
    warmth = _("How warm is the subject today, from 1 (calm) to 5 (hot)? Think of a number, without saying it.")
    return agreed(
        "warmth",
        f"{warmth} {too_warm()}",
        onward("Three or less for both"),
    )


def _subject(settings: Json) -> Json:
    named = _("Agree on one subject, a small one. Write it at the top of the sheet, as a question.")
    if settings["about"]:
        named = _(
            "The subject is: {subject}. Write it at the top of the sheet, as a question.", subject=settings["about"]
        )
    return agreed(
        "subject",
        named,
        onward("It stands there"),
    )


def _talk(seconds: int) -> list[Json]:
    moves = []
    for who, other in (("first", "second"), ("second", "first")):
        speak = f"speak_{who}"
        moves += [
            move(
                speak,
                who,
                "speak",
                "How is it for you, and what matters to you in it? One or two sentences.",
                onward("I have said it"),
                seconds=seconds,
            ),
            move(
                f"back_{who}",
                other,
                "say_back",
                "Say back what you heard. No ideas yet.",
                onward("I have said it back"),
            ),
            move(
                f"heard_{who}",
                who,
                "confirm",
                "Was that what you meant?",
                onward("Yes, that is it"),
                back("There is more, or not quite", speak),
            ),
        ]
    both = "Do you both feel heard enough to look for ideas?"
    return [*moves, agreed("heard", both, onward("Yes, both of us"), back("Not yet", "speak_first"))]


def _ideas(settings: Json) -> list[Json]:
    return [
        move(
            "collect",
            "both",
            "collect",
            "Say ideas by turns and write down every one, silly ones too. No yes, no no, no but.",
            onward("We have some"),
            seconds=60 * settings["ideas_minutes"],
        ),
        move(
            "more",
            "both",
            "collect",
            "Is there an idea that nobody dared to say? Or one that would need somebody's help?",
            back("One more round", "collect"),
            onward("That is all"),
        ),
    ]


def _agree(settings: Json) -> list[Json]:
    return [
        move("mine", "first", "choose", "Name the ideas that you could live with.", onward("I have named them")),
        move("yours", "second", "choose", "Now you: which ones could you live with?", onward("I have named them")),
        agreed(
            "try",
            "Put together something small to try. Who does what, and when? Leave it if there is nothing yet; that is a "
            "result too.",
            onward("We have something, or nothing yet"),
            back("Name them once more", "mine"),
        ),
        agreed(
            "date",
            n_(
                "Until when do you try it? About a day is good. On which day do you look at it again, and what could "
                "get in the way?",
                "Until when do you try it? About {n} days is good. On which day do you look at it again, and what "
                "could get in the way?",
                settings["trial_days"],
            ),
            onward("We know the day"),
        ),
    ]
