"""Deep writing is not for the months around a separation: the question, the refusal, and what is there instead.

Sbarra, Boals, Mason and others (2013) found that after a recent separation, writing made people who were looking for
a meaning feel worse for up to nine months.
"""

from collections.abc import Iterator
from typing import Any

from nearer import Problem
from nearer_plugins.fields import SHOWN, Schema, choice, words

PARTED = (("no", "No"), ("yes", "Yes, or it may come to that"), ("rather_not", "I'd rather not say"))

ALTERNATIVE = (
    "This way of writing can make the time around a separation heavier, so it is not for now. In its place, write "
    "three plain lines in the field for quiet lines: what you did today, who or what helped a little, and what "
    "you will do next. You can also pass this step."
)


def parting_fields() -> Schema:
    """The config of the question and of what is said to somebody who has parted."""
    return {
        "alternative": words(
            "What is there instead, after a separation",
            600,
            minLength=10,
            description="Said to a person who has parted not long ago. The long page is closed for them, on their own "
            "screen only.",
            default=ALTERNATIVE,
            **SHOWN,
        ),
    }


def parting_question() -> Schema:
    """The question itself, for the writer alone."""
    return choice(
        "Have the two of you parted in the last months?",
        PARTED,
        description="Only for you. If so, there is a gentler way of writing here.",
        **{"x-sensitive": True},
    )


def quiet_lines() -> Schema:
    """The place for the gentler way."""
    return words(
        "Quiet lines, instead of the long page",
        1000,
        description="For heavy times: what you did today, what helped a little, what you will do next.",
        **{"x-sensitive": True},
    )


def parting_problems(settled: Schema, response: dict[str, Any]) -> Iterator[Problem]:
    """Refuse the long page to somebody who says that they have parted, and name the alternative."""
    if response.get("parted") == "yes" and response.get("body"):
        yield Problem("/body", f"{settled['alternative']} What you wrote is still here; you can copy it.", "separation")


def kept_instead() -> tuple[str, Schema]:
    """The form for somebody whom something speaks against: a quiet look that does not dig."""
    return "trust_journal.kept_in_sight", {
        "opening": "This is a moment for yourself, without digging. Take what fits and leave the rest. Nobody else "
        "sees what you note here.",
        "prompts": [
            {"id": "today", "text": "What did you do today? Plain facts are enough."},
            {"id": "helped", "text": "Who or what helped, even a little?"},
            {"id": "next", "text": "What will you do next, today or tomorrow?"},
        ],
        "lifting": False,
    }
