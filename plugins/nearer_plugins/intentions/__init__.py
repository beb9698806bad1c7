"""Intentions: what a person means to do for the two, planned in one line, tried for some weeks, and looked back on."""

from nearer import ExerciseType, hookimpl
from nearer_plugins.intentions.if_then_plan import IfThenPlan
from nearer_plugins.intentions.looking_back import LookingBack
from nearer_plugins.intentions.small_initiatives import SmallInitiatives
from nearer_plugins.intentions.written_intention import WrittenIntention
from nearer_plugins.library import Document, load_library


@hookimpl
def register_exercise_types() -> list[ExerciseType]:
    """The types of this family."""
    return [WrittenIntention(), IfThenPlan(), SmallInitiatives(), LookingBack()]


@hookimpl
def register_library() -> list[Document]:
    """Its exercises."""
    return load_library(__name__)
