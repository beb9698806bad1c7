"""What a plugin author imports: the class to subclass, its values, the marker for hooks, the word lists."""

from markupsafe import Markup

from nearer.rules.contract import Context, ExerciseType, Migration, Protocol, RefusedError, Sample, State
from nearer.rules.hookspecs import hookimpl
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import CONTRAINDICATIONS, FACTORS, GRADES, Participation, View
from nearer.rules.widgets import Field, Widget

__all__ = [
    "CONTRAINDICATIONS",
    "FACTORS",
    "GRADES",
    "Context",
    "ExerciseType",
    "Field",
    "Markup",
    "Migration",
    "Participation",
    "Problem",
    "Protocol",
    "RefusedError",
    "Sample",
    "State",
    "View",
    "Widget",
    "hookimpl",
]
