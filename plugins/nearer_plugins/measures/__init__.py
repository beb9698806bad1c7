"""Taking stock: a map of the eight factors for both, and a short weekly pulse."""

from nearer import ExerciseType, hookimpl
from nearer_plugins.library import Document, load_library
from nearer_plugins.measures.eight_factors import EightFactors
from nearer_plugins.measures.pulse import Pulse


@hookimpl
def register_exercise_types() -> list[ExerciseType]:
    """The types of this family."""
    return [EightFactors(), Pulse()]


@hookimpl
def register_library() -> list[Document]:
    """Its exercises."""
    return load_library(__name__)
