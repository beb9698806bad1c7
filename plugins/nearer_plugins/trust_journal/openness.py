"""Graded openness: short turns of saying a little more, with words at hand for the one who listens."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import ASKED, SHOWN, Schema, filled, form, number, scale, seen, some, text, words
from nearer_plugins.library import template_of
from nearer_plugins.trust_journal.speech import _

FIRST_DEPTH = 2
"""A talk begins no deeper than this, of five."""

LADDER = (
    {"text": "Something small that went well for me lately", "depth": 1},
    {"text": "Something I look forward to, and something I do not", "depth": 2},
    {"text": "A moment when I felt alone although people were there", "depth": 3},
    {"text": "Something I often hide because I fear what others might think", "depth": 4},
)
STARTERS = ("What I understand is ...", "It makes sense to me, because ...", "It matters to me that you ...")


class Openness(ExerciseType):
    """A turn script that climbs one step at a time; nothing spoken is kept, every subject can be passed."""

    id = "trust_journal.openness"
    title = "A little more open"
    participation = Participation.TURNS
    factors = ("trust", "empathy", "communication")
    protocol = Protocol(
        purpose="Lets two people show a little more of themselves, and be met with care when they do.",
        source="Laurenceau, Barrett and Pietromonaco 1998; Reis and Shaver 1988; Sprecher et al. 2013 (short turns). "
        "Subjects and words our own.",
        year=1998,
        grade="C",
        limits="People feel close when they say something of themselves and feel understood; that comes from diaries "
        "and from experiments with strangers, not from a trial of this drill. More is not better: too much, too "
        "fast, puts people off. It is not made for old wounds or for secrets.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "recent_affair", "intoxication"),
        intensity=4,
        minutes=25,
    )
    config_schema = form(
        {
            "prompts": some(
                "Subjects, from light to deep",
                form(
                    {
                        "text": text(
                            "Subject", 200, minLength=1, description="Nothing about trauma, sex or secrets.", **ASKED
                        ),
                        "depth": number("Depth", 1, 5, description="1 is light, 5 asks for a lot of trust."),
                        "source": text("Where it comes from", 200, description="If it is not your own."),
                    },
                    required=("text", "depth"),
                ),
                8,
                minItems=1,
                description="The first is 1 or 2 deep; from one to the next, depth rises by one at most.",
                default=list(LADDER),
            ),
            "starters": some(
                "Ways for the listener to begin",
                text("Beginning of a sentence", 120, minLength=1, **ASKED),
                5,
                minItems=1,
                description="One that says it was understood, one that it makes sense, one that it matters.",
                default=list(STARTERS),
            ),
            "seconds": number("Seconds for one go at speaking", 30, 180, default=90),
            "closing": words(
                "Words at the end",
                300,
                default="Thank each other, in a word or with a look. What was said here is not brought up later in "
                "an argument.",
                **SHOWN,
            ),
        }
    )
    samples = (
        Sample(
            "Four steps",
            filled(config_schema, {}),
            {
                "a": {"understood": 6, "made_sense": 5, "mattered": 7, "say": ["It did me good that you just nodded."]},
                "b": {"understood": 4, "note": "I passed one, and that was fine."},
            },
            ({"do": "start"}, {"do": "next"}, {"do": "next"}, {"do": "again", "to": "rest"}, {"do": "next"}),
        ),
        Sample(
            "One light subject",
            filled(config_schema, {"prompts": [dict(LADDER[0])], "seconds": 60}),
            {"a": {"understood": 7}, "b": {}},
            ({"do": "start"}, {"do": "again", "to": "yours"}, {"do": "stop"}),
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Depth begins low and rises by one step at most."""
        depths = [each.get("depth") for each in config.get("prompts", ())]
        if depths and isinstance(depths[0], int) and depths[0] > FIRST_DEPTH:
            yield Problem("/prompts/0/depth", "Begin with something light: 1 or 2 deep.", "maximum")
        for index, (before, after) in enumerate(pairwise(depths), 1):
            if isinstance(before, int) and isinstance(after, int) and after - before > 1:
                message = "Depth rises by more than one here. Put a step in between."
                yield Problem(f"/prompts/{index}/depth", message, "maximum")

    def script(self, config: Schema) -> Schema:
        """One round for each subject; who begins alternates."""
        settled = filled(self.config_schema, config)
        rounds = [_round(index, prompt, settled) for index, prompt in enumerate(settled["prompts"])]
        last = _move("close", "both", settled["closing"], [_next("We are done")])
        return {
            "ready": "Sit so that you can see each other. One says a little, the other listens and answers with care. "
            "No advice, no questions that press. Each of you can pass a subject or stop, without a reason.",
            "rounds": [*rounds, {"title": "To end", "swap": False, "moves": [last]}],
        }

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """How much one felt met, for oneself; a sentence about it may be released."""
        rated = {
            "understood": scale("I felt understood.", "not at all", "fully"),
            "made_sense": scale("I felt that it made sense to my partner.", "not at all", "fully"),
            "mattered": scale("I felt that I matter to my partner.", "not at all", "fully"),
            "note": words("A note to yourself", 1000, **{"x-sensitive": True}),
        }
        say = some(
            "Something about it that you might like to say",
            words("Sentence", 300),
            2,
            description="Yours until you release it.",
            **{"x-visibility": "choose"},
        )
        return form({**seen("private", rated), "say": say})

    def scoring(self, config: Schema) -> Schema:
        """Felt response: three ratings, 3 to 21, only if all were given; no norms."""
        items = [{"at": f"/{name}", "min": 1, "max": 7} for name in ("understood", "made_sense", "mattered")]
        return {"scales": {"felt_response": {"items": items, "rule": "sum", "missing": 0, "higher_is": "better"}}}

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """Before: how the talk goes; after: the questions to each alone."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        return template_of("nearer_plugins.trust_journal")(
            "openness.html",
            view=view,
            config=filled(self.config_schema, config),
            fields=state.fields,
        )

    def alone(self, config: Schema) -> tuple[str, Schema]:
        """The same subjects, thought through for oneself."""
        prompts = filled(self.config_schema, config)["prompts"]
        return "trust_journal.kept_in_sight", {
            "opening": "Some subjects, from light to deep. Write a line on those you like, for yourself alone.",
            "prompts": [{"id": f"subject_{n}", "text": each["text"]} for n, each in enumerate(prompts, 1)],
            "lifting": False,
        }


def _round(index: int, prompt: Schema, settled: Schema) -> Schema:
    say = _("{subject}. Say as much of it as you like, and how it felt. Then stop.", subject=prompt["text"])
    begin = "; ".join(_("“{words}”", words=each) for each in settled["starters"])
    meet = _("Let it sink in. You could begin with: {starts}", starts=begin)
    heard = [_next("I have answered")]
    moves = [
        _move("mine", "first", say, [_next("I have said it"), _on("I pass this one", "yours")], settled["seconds"]),
        _move("reply", "second", meet, heard),
        _move("yours", "second", say, [_next("I have said it"), _on("I pass this one", "rest")], settled["seconds"]),
        _move("answer", "first", meet, heard),
        _move("rest", "both", "Take a breath. Go on, or leave it here for today.", [_next("We go on")]),
    ]
    return {"title": _("Depth {n} of 5", n=prompt["depth"]), "swap": index % 2 == 1, "moves": moves}


def _move(name: str, actor: str, prompt: str, choices: list[Any], seconds: int | None = None) -> Schema:
    return {"id": name, "actor": actor, "act": "speak", "prompt": prompt, "seconds": seconds, "choices": choices}


def _next(label: str) -> Schema:
    return {"do": "next", "label": label}


def _on(label: str, move: str) -> Schema:
    return {"do": "again", "to": move, "label": label}
