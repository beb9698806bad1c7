"""Trust journaling: writing for oneself, and small, safe steps of saying some of it."""

from nearer import ExerciseType, hookimpl
from nearer_plugins.library import Document, load_library, with_alone
from nearer_plugins.trust_journal.expressive_writing import ExpressiveWriting
from nearer_plugins.trust_journal.kept_in_sight import KeptInSight
from nearer_plugins.trust_journal.one_safe_thing import OneSafeThing
from nearer_plugins.trust_journal.openness import Openness
from nearer_plugins.trust_journal.relationship_writing import RelationshipWriting
from nearer_plugins.trust_journal.taking_stock import TakingStock
from nearer_plugins.trust_journal.third_person import ThirdPerson


@hookimpl
def register_exercise_types() -> list[ExerciseType]:
    """The types of this family."""
    return [
        ExpressiveWriting(),
        RelationshipWriting(),
        ThirdPerson(),
        KeptInSight(),
        OneSafeThing(),
        TakingStock(),
        Openness(),
    ]


@hookimpl
def register_library() -> list[Document]:
    """Its exercises."""
    return with_alone(load_library(__name__), register_exercise_types())
