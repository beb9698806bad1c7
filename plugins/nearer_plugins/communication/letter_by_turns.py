"""A letter by turns: one writes in the other's place, the other marks it and gives it back, and each part has days."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.communication.speech import _
from nearer_plugins.communication.talk import draw_talk, understood
from nearer_plugins.fields import SHOWN, filled, form, seen, text, words
from nearer_plugins.turns import closing, in_own_time, onward, part

Json = dict[str, Any]


class LetterByTurns(ExerciseType):
    """A turn script whose moves wait for days; the letters are on paper, so nothing of them is kept."""

    id = "communication.letter_by_turns"
    title = "A letter there, and a letter back"
    participation = Participation.TURNS
    factors = ("empathy", "communication", "past_hurts")
    protocol = Protocol(
        purpose="Asks for the other's side of a story on paper, lets the other put it right, and then swaps.",
        source="Perspective taking tasks from empathy trainings (Long and others 1999), as a letter that goes to and "
        "fro over days; form and wording our own.",
        year=1999,
        grade="D",
        limits="Taking the other's place was studied; this letter was not tested. It goes wrong when people are sure "
        "that they know, so the other has the last word on every sentence.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "recent_affair", "intoxication"),
        intensity=3,
        minutes=30,
    )
    config_schema = form(
        {
            "about": text(
                "What the letters are about",
                200,
                description="Something small enough to be read twice.",
                default="A small disagreement of the last weeks",
                **SHOWN,
            ),
            "closing": words(
                "Words at the end",
                400,
                default="Sit down together for ten minutes. Tell each other the one sentence in which you felt seen.",
                **SHOWN,
            ),
        },
    )
    samples = (
        Sample(
            name="The first letter is on its way",
            config={"about": "The evening with the neighbours"},
            answers={"a": {"understood": 6, "keep": "The sentence about the stairs."}, "b": {"understood": 5}},
            moves=({"do": "start"}, {"do": "next"}, {"do": "next"}),
        ),
        Sample(
            name="Nobody has written yet",
            config={},
            answers={"a": {"understood": 4}, "b": {}},
            moves=({"do": "start"}, {"do": "stop"}),
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Afterwards, each alone: how understood I felt, and a note to oneself."""
        note = {"keep": words("Something you would like to remember", 600)}
        return form({**seen("both", {"understood": understood()}), **seen("private", note)})

    def script(self, config: Json) -> Json:
        """A letter, the other's marks on it, and reading them; then the same the other way round."""
        settings = filled(self.config_schema, config)
        letter = _letter(settings["about"])
        return {
            "ready": "You need paper, and some days. One writes, the other marks and gives it back; then you swap. "
            "Nobody has to hurry. Your letters stay on paper: nothing of them is kept here.",
            "rounds": [
                part("The first letter", *letter),
                part("The letter back", *letter, swap=True),
                closing(settings["closing"]),
            ],
        }

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """How the letters go, and what each felt once both have said it."""
        return draw_talk(view, self.script(config), state, context)

    def alone(self, config: Json) -> tuple[str, Json]:
        """The letter written for oneself and given to nobody."""
        return "communication.letter_alone", {"about": filled(self.config_schema, config)["about"]}


def _letter(about: str) -> list[Json]:
    return [
        in_own_time(
            "write",
            "first",
            "write",
            _(
                "Write a letter on paper, up to a page, about this: {subject}. Write as if you were your partner and "
                "said I. Short sentences are best. Then lay it where your partner finds it.",
                subject=about,
            ),
            onward("The letter is on its way"),
        ),
        in_own_time(
            "mark",
            "second",
            "mark",
            "Read the letter twice. Mark its sentences: a tick for this is me, a wave for not quite, a plus for yes "
            "and more. Beside a wave, write how you would say it. Begin with a tick. Then give it back.",
            onward("I have given it back"),
        ),
        in_own_time(
            "read",
            "first",
            "read",
            "Read what came back. The marks are not about right or wrong; they tell you more. Say thank you for one.",
            onward("I have read it"),
        ),
    ]
