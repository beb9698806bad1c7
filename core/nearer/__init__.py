"""What a plugin author imports: the class to subclass, its values, the marker for hooks, the word lists."""

from markupsafe import Markup

from nearer.rules.contract import Context, ExerciseType, Protocol, Sample, State
from nearer.rules.hookspecs import hookimpl
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import CONTRAINDICATIONS, FACTORS, GRADES, Participation, View

__all__ = [
    "CONTRAINDICATIONS",
    "FACTORS",
    "GRADES",
    "Context",
    "ExerciseType",
    "Markup",
    "Participation",
    "Problem",
    "Protocol",
    "Sample",
    "State",
    "View",
    "hookimpl",
]
