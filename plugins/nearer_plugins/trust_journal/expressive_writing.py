"""Writing for oneself on several days, with a look at one's mood before and after."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import ASKED, SHOWN, Schema, choice, filled, form, number, seen, some, words, yes
from nearer_plugins.library import template_of
from nearer_plugins.trust_journal.lifting import lifted_sentences
from nearer_plugins.trust_journal.moods import MOODS, fell_twice
from nearer_plugins.trust_journal.parting import (
    kept_instead,
    parting_fields,
    parting_problems,
    parting_question,
    quiet_lines,
)

STOP_RULE = (
    "If it becomes too much, stop. Put it away, get up, drink something, look out of the window. "
    "You don't have to come back to it today, or at all."
)
GENTLER = (
    "If you have parted not long ago, or are about to, digging deep can make the days after it heavier. Then keep "
    "to the "
    "outside: write only what you did today, who or what helped a little, and what you will do next."
)
DAYS = (
    (
        "Write about something that weighs on you when you think of the two of you. What happened, and what does it do "
        "to you? Anger, grief and guilt are all allowed here."
    ),
    "Go on where you like, or begin somewhere else. What is underneath? What have you not told anybody so far?",
    (
        "Look at it once more, as it is today. What do you see now that you did not see on the first day? "
        "What would you like to carry on, and what to leave behind?"
    ),
)


def writing_config(days: Iterable[str], minutes: int, **more: Any) -> Schema:
    """The counsellor's form of private writing on several days; *more* stands at the end."""
    return form(
        {
            "invitation": words(
                "Invitation",
                800,
                description="Stands above the page on every day.",
                default="This page is only for you. Write without stopping and without minding the spelling. "
                "Nobody will read it, so it needn't be fair or tidy.",
                **SHOWN,
            ),
            "days": some(
                "What each day invites to",
                words("Invitation of the day", 600, **ASKED),
                8,
                minItems=1,
                description="One text a day. If the step has more days than texts, the last one stays.",
                default=list(days),
            ),
            "minutes": number(
                "Minutes to suggest", 3, 40, description="A suggestion; nothing stops the writer.", default=minutes
            ),
            "stop_rule": words(
                "When to stop", 600, minLength=10, description="Always shown, on every day.", default=STOP_RULE, **SHOWN
            ),
            "gentler": words(
                "A gentler way",
                800,
                minLength=10,
                description="For somebody who has parted not long ago, or whose days are heavy enough. Shown to "
                "everybody.",
                default=GENTLER,
                **SHOWN,
            ),
            **parting_fields(),
            "lifting": yes("Offer to lift a sentence out", default=True),
            **more,
        }
    )


class ExpressiveWriting(ExerciseType):
    """Timed private writing; nothing of it opens by itself, and nothing about it is counted."""

    id = "trust_journal.expressive_writing"
    title = "Writing for yourself"
    participation = Participation.SOLO
    factors = ("past_hurts", "trust", "mental_health")
    protocol = Protocol(
        purpose="Puts what weighs on a person into words, for nobody else's eyes.",
        source="Smyth 1998; Slatcher and Pennebaker 2006; Mogk et al. 2006; Sbarra et al. 2013",
        year=2006,
        grade="B",
        limits="In one trial with 86 couples who were dating, one partner wrote about the two of them. After three "
        "months more of these couples were still together. Writing about hard events in general has mixed results: "
        "one review of 30 trials found about nothing. Distress often rises for a short while. After a recent "
        "separation some people felt worse for months. For them the page shows a gentler way to write; 'Kept in sight' "
        "is another.",
        contraindications=("recent_separation", "acute_crisis"),
        intensity=4,
        minutes=20,
    )
    config_schema = writing_config(DAYS, 15)
    samples = (
        Sample(
            "First day",
            filled(config_schema, {}),
            {
                "a": {
                    "mood_before": 3,
                    "body": "I still hear the door. I was so angry that I could not say that I was scared.",
                    "mood_after": 4,
                    "lifted": ["I was more scared than angry."],
                },
                "b": {
                    "mood_before": 4,
                    "body": "I don't know where to begin, so I begin with the kitchen.",
                    "mood_after": 3,
                },
            },
        ),
        Sample(
            "From outside, seven minutes",
            filled(
                config_schema,
                {
                    "days": ["Tell what happened as a friend of both would tell it, who wishes both of you well."],
                    "minutes": 7,
                    "lifting": False,
                },
            ),
            {
                "a": {"mood_before": 5, "body": "Two tired people talked about money at midnight.", "mood_after": 5},
                "b": {"body": "They both wanted the same evening and planned it differently."},
            },
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Mood, the page, a gentler place beside it, mood again, all private; and what may be lifted out."""
        page = seen(
            "private",
            {
                "mood_before": choice("How are you, before you begin?", MOODS),
                "parted": parting_question(),
                "body": words("Your page", 20_000, **{"x-sensitive": True}),
                "quiet": quiet_lines(),
                "mood_after": choice("And now?", MOODS),
            },
        )
        if config.get("lifting", True):
            page["lifted"] = lifted_sentences()
        return form(page)

    def check_response(self, config: Schema, response: Schema) -> Iterable[Problem]:
        """After a separation the long page is refused, and the quiet lines are named."""
        return parting_problems(filled(self.config_schema, config), response)

    def alone(self, config: Schema) -> tuple[str, Schema]:
        """What takes its place where a program gives it two forms and something speaks against writing deeply."""
        return kept_instead()

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The invitation of the day with the stop rule; afterwards one's own page. Core shows what was lifted."""
        settled = filled(self.config_schema, config)
        days = settled["days"]
        return template_of("nearer_plugins.trust_journal")(
            "expressive_writing.html",
            view=view,
            config=settled,
            today=days[min(context.occurrence, len(days)) - 1],
            heavy=fell_twice(context.earlier),
            moods=dict(MOODS),
            mine=state.mine or {},
            fields=state.fields,
        )
