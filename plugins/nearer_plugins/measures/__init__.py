"""Taking stock: a map of eight factors for both, a weekly pulse, circles, and questionnaires with their scorers."""

from nearer import ExerciseType, Widget, hookimpl
from nearer_plugins.library import Document, load_library
from nearer_plugins.measures.circles import Circles
from nearer_plugins.measures.eight_factors import EightFactors
from nearer_plugins.measures.pictures import Pictures
from nearer_plugins.measures.pulse import Pulse
from nearer_plugins.measures.questionnaire import Questionnaire


@hookimpl
def register_exercise_types() -> list[ExerciseType]:
    """The types of this family."""
    return [EightFactors(), Pulse(), Circles(), Questionnaire()]


@hookimpl
def register_widgets() -> list[Widget]:
    """Its controls."""
    return [Pictures()]


@hookimpl
def register_library() -> list[Document]:
    """Its exercises."""
    return load_library(__name__)
