"""The questions of the safety screen, with the answers that raise a flag; own wording, from no instrument."""

from dataclasses import dataclass
from typing import Any

from nearer_plugins.fields import Schema, choice

RATHER_NOT = ("rather_not", "I'd rather not say")

YES_NO = (("yes", "Yes"), ("no", "No"))
HOW_OFTEN = (("often", "Yes, often"), ("sometimes", "Sometimes"), ("no", "No"))


@dataclass(frozen=True)
class Question:
    """One question; ``concerning`` are the answers that raise ``flag``, ``calm`` is one that does not."""

    name: str
    words: str
    flag: str
    offered: tuple[tuple[str, str], ...]
    concerning: tuple[str, ...]
    calm: str = "no"

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What is offered, with the way not to answer last."""
        return (*self.offered, RATHER_NOT)

    def asked(self) -> Schema:
        """The field in the form."""
        return choice(self.words, self.choices, **{"x-sensitive": True, "x-widget": "radio"})


WELLBEING = Question(
    "wellbeing",
    "How are you these days, all in all?",
    "acute_crisis",
    (("well", "Well"), ("so_so", "So-so"), ("badly", "Badly"), ("need_help", "So badly that I need help")),
    ("need_help",),
    "well",
)

QUESTIONS = (
    Question("afraid", "Are you sometimes afraid of your partner?", "fear", HOW_OFTEN, ("often", "sometimes")),
    Question(
        "free_to_say_no",
        "Can you say no to your partner without worrying about what happens next?",
        "fear",
        (("yes", "Yes"), ("mostly", "Mostly"), ("rarely", "Rarely"), ("no", "No")),
        ("rarely", "no"),
        "yes",
    ),
    Question(
        "later_price",
        "If you say something honest here, could you be made to pay for it later?",
        "fear",
        (("yes", "Yes"), ("maybe", "Maybe"), ("no", "No")),
        ("yes", "maybe"),
    ),
    Question(
        "hurt",
        "In the past year, has your partner hurt your body, held you back by force, or threatened to?",
        "ipv_clinical",
        YES_NO,
        ("yes",),
    ),
    Question(
        "pressed",
        "In the past year, has your partner pressed or forced you into closeness that you did not want?",
        "ipv_clinical",
        YES_NO,
        ("yes",),
    ),
    Question(
        "controlled",
        "Does your partner check on you, keep you from people or from money, so that you don't feel free?",
        "ipv_clinical",
        HOW_OFTEN,
        ("often", "sometimes"),
    ),
    Question(
        "own_force",
        "In the past year, have you hurt, threatened or frightened your partner?",
        "ipv_clinical",
        YES_NO,
        ("yes",),
    ),
    WELLBEING,
    Question(
        "no_wish_to_live",
        "In the last three months, have you thought of ending your life or of hurting yourself?",
        "acute_crisis",
        HOW_OFTEN,
        ("often", "sometimes"),
    ),
    Question(
        "overwhelmed",
        "Is something so hard just now that you hardly get through the day?",
        "acute_crisis",
        YES_NO,
        ("yes",),
    ),
    Question(
        "separation",
        "In the last three months, has one of you moved out, or said that it is over?",
        "recent_separation",
        YES_NO,
        ("yes",),
    ),
    Question(
        "affair",
        "In the last three months, has it come out that one of you was involved with somebody else, against what you "
        "two had agreed?",
        "recent_affair",
        YES_NO,
        ("yes",),
    ),
    Question(
        "drink",
        "When the two of you have a difficult talk, has one of you been drinking or taken something?",
        "intoxication",
        HOW_OFTEN,
        ("often",),
    ),
)


def raising(name: str, concerning: tuple[str, ...]) -> dict[str, Any]:
    """A JSON Schema that holds only where *name* was answered with one of *concerning*; silence never holds."""
    return {"type": "object", "properties": {name: {"enum": list(concerning)}}, "required": [name]}
