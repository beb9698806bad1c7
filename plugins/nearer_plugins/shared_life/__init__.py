"""What two people share and where they come from: values, dreams, new things to do, rituals, families."""

from nearer import ExerciseType, Widget, hookimpl
from nearer_plugins.library import Document, load_library, with_alone
from nearer_plugins.shared_life.activity_plan import ActivityPlan
from nearer_plugins.shared_life.by_myself import ByMyself
from nearer_plugins.shared_life.exciting_activities import ExcitingActivities
from nearer_plugins.shared_life.family_map import FamilyMap
from nearer_plugins.shared_life.heaps import Heaps, Lines
from nearer_plugins.shared_life.rituals_then_and_now import RitualsThenAndNow
from nearer_plugins.shared_life.shared_dreams import SharedDreams
from nearer_plugins.shared_life.values_sort import ValuesSort


@hookimpl
def register_exercise_types() -> list[ExerciseType]:
    """The types of this family."""
    return [
        ValuesSort(),
        SharedDreams(),
        ExcitingActivities(),
        ActivityPlan(),
        RitualsThenAndNow(),
        FamilyMap(),
        ByMyself(),
    ]


@hookimpl
def register_widgets() -> list[Widget]:
    """Its controls."""
    return [Heaps(), Lines()]


@hookimpl
def register_library() -> list[Document]:
    """Its exercises, each with its form for one where it has one for two."""
    return with_alone(load_library(__name__), register_exercise_types())
