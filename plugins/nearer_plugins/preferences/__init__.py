"""Love-language preference matching as research would have it: many concrete acts, no types, no match."""

from nearer import ExerciseType, hookimpl
from nearer_plugins.library import Document, load_library, with_alone
from nearer_plugins.preferences.closeness import Closeness
from nearer_plugins.preferences.own_wishes import OwnWishes
from nearer_plugins.preferences.small_acts import SmallActs


@hookimpl
def register_exercise_types() -> list[ExerciseType]:
    """The types of this family."""
    return [Closeness(), OwnWishes(), SmallActs()]


@hookimpl
def register_library() -> list[Document]:
    """Its exercises."""
    return with_alone(load_library(__name__), register_exercise_types())
