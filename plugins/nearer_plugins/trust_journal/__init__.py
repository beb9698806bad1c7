"""Trust journaling: writing for oneself, and small, safe steps of saying some of it."""

from nearer import ExerciseType, hookimpl
from nearer_plugins.library import Document, load_library
from nearer_plugins.trust_journal.expressive_writing import ExpressiveWriting
from nearer_plugins.trust_journal.kept_in_sight import KeptInSight
from nearer_plugins.trust_journal.one_safe_thing import OneSafeThing


@hookimpl
def register_exercise_types() -> list[ExerciseType]:
    """The types of this family."""
    return [ExpressiveWriting(), KeptInSight(), OneSafeThing()]


@hookimpl
def register_library() -> list[Document]:
    """Its exercises."""
    return load_library(__name__)
