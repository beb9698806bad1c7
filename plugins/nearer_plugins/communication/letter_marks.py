"""Marks on a letter: each goes through the other's letter, sentence by sentence, and has the last word."""

import re
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.communication.speech import _
from nearer_plugins.fields import SHOWN, choice, filled, form, number, seen, text, words
from nearer_plugins.gathering import GATHERS
from nearer_plugins.library import template_of

Json = dict[str, Any]

MARKS = (("me", "This is me"), ("not_quite", "Not quite"), ("add", "Yes, and I would add"))

ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")

LETTER = {
    **GATHERS,
    "title": "The letters to mark",
    "description": "The step in which the letters are written, and 'letter' as the answer.",
    "maxItems": 1,
}


class LetterMarks(ExerciseType):
    """Reads the letters of an earlier step; marks and notes open when both have finished."""

    id = "communication.letter_marks"
    title = "This is me, not quite, and more"
    participation = Participation.EACH
    factors = ("empathy", "communication")
    protocol = Protocol(
        purpose="Puts right, sentence by sentence, how one was seen, and shows where one was seen well.",
        source="Second half of the letter from the other's view; checking a guess with the person is what empathy "
        "trainings agree on (Teding van Berkhout and Malouff 2016).",
        year=2016,
        grade="C",
        limits="Not tested by itself. Marks are corrections, not marks as in school: nothing is counted.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "recent_affair", "intoxication"),
        intensity=3,
        minutes=15,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Your partner wrote this in your place. Mark what you like, leave out the rest. Begin with a "
                "sentence that is true.",
                **SHOWN,
            ),
            "sentences": number("Sentences that can be marked", 3, 20, default=12),
            "gathers": LETTER,
        },
    )
    samples = (
        Sample(
            name="The letter of an earlier step",
            config={"sentences": 4, "gathers": [{"step": "s-letters", "property": "letter"}]},
            answers={
                "a": {
                    "mark_1": "me",
                    "mark_2": "not_quite",
                    "note_2": "I was not cross, I was cold.",
                    "thanks": "The car.",
                },
                "b": {"mark_1": "add", "note_1": "And hungry."},
            },
        ),
        Sample(
            name="A letter on paper",
            config={"sentences": 3, "opening": "Read the letter to each other, then mark it here by number."},
            answers={"a": {"mark_3": "me"}, "b": {}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """A mark and a note for each sentence, and a word of thanks; all open when both have finished."""
        fields: Json = {}
        for place in _places(filled(self.config_schema, config)):
            fields[f"mark_{place}"] = choice(_("Sentence {n}", n=place), MARKS, **{"x-widget": "radio"})
            fields[f"note_{place}"] = text(_("How I would put sentence {n}", n=place), 200)
        fields["thanks"] = words("Where did you feel seen?", 600)
        return form(seen("both", fields))

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """Each sentence of the other's letter with its own mark; then both letters with the marks they got."""
        settings = filled(self.config_schema, config)
        draw = template_of(__package__)
        gathered = next(iter(state.gathered), {})
        if view in (View.ANSWER, View.PREVIEW):
            lines = sentences(gathered.get("theirs"), settings["sentences"])
            places = _places(settings)
            return draw(
                "letter_marks.html",
                settings=settings,
                lines=lines,
                spare=places[len(lines) :],
                state=state,
                context=context,
            )
        if view is not View.REVEAL:
            return None
        return draw(
            "letter_marks_reveal.html",
            mine=marked(gathered.get("mine"), state.theirs or {}, settings["sentences"]),
            theirs=marked(gathered.get("theirs"), state.mine or {}, settings["sentences"]),
            state=state,
            context=context,
        )

    def alone(self, config: Json) -> tuple[str, Json]:
        """Reading one's own letter again, for oneself."""
        return "communication.letter_marks_alone", {"gathers": filled(self.config_schema, config)["gathers"]}


def sentences(letter: object, limit: int) -> list[str]:
    """The sentences of a letter, at most *limit*: what is left over stays with the last one."""
    found = [each.strip() for each in ENDS.split(letter) if each.strip()] if isinstance(letter, str) else []
    return found if len(found) <= limit else [*found[: limit - 1], " ".join(found[limit - 1 :])]


def marked(letter: object, marks: Json, limit: int) -> list[Json]:
    """Each sentence with the mark and the note that it got; without a letter the marks by number."""
    lines = dict(enumerate(sentences(letter, limit), 1)) or {
        place: _("Sentence {n}", n=place)
        for place in range(1, limit + 1)
        if {f"mark_{place}", f"note_{place}"} & marks.keys()
    }
    named = {key: _(words) for key, words in MARKS}
    return [
        {"text": line, "mark": named.get(marks.get(f"mark_{place}", ""), ""), "note": marks.get(f"note_{place}", "")}
        for place, line in lines.items()
    ]


def _places(settings: Json) -> list[int]:
    return list(range(1, settings["sentences"] + 1))
