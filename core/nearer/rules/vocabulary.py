"""The fixed word lists that programs, plugins and pages share."""

from enum import StrEnum

FACTORS = ("communication", "trust", "past_hurts", "culture", "mental_health", "conflict", "shared_values", "empathy")
"""What helps or hinders closeness: the stock-taking, the library's filter and every exercise use these."""

CONTRAINDICATIONS = ("ipv_clinical", "fear", "recent_separation", "acute_crisis", "recent_affair", "intoxication")
"""When an exercise should not be done together; flags are named by the same list."""

GRADES = ("A", "B", "C", "D", "X")

FORMS = ("together", "alone", "any")
"""The forms of a step: a variant for two, one for one person, or the only one."""

SIDES = ("a", "b")


class Participation(StrEnum):
    """Who does an exercise, and on whose page."""

    SOLO = "solo"
    EACH = "each"
    TOGETHER = "together"
    TURNS = "turns"


class View(StrEnum):
    """The places at which an exercise is drawn."""

    ANSWER = "answer"
    REVIEW = "review"
    REVEAL = "reveal"
    PREVIEW = "preview"
    PRINT = "print"
