"""The family of conflict-resolution scripts: a soft start, a time-out that comes back."""

from collections.abc import Iterable
from typing import Any

from nearer import ExerciseType, hookimpl
from nearer_plugins.conflict.soft_start import SoftStart
from nearer_plugins.conflict.soft_start_alone import SoftStartAlone
from nearer_plugins.conflict.time_out import TimeOut
from nearer_plugins.conflict.time_out_alone import TimeOutAlone
from nearer_plugins.library import load_library, with_alone

TYPES: tuple[ExerciseType, ...] = (SoftStart(), SoftStartAlone(), TimeOut(), TimeOutAlone())


@hookimpl
def register_exercise_types() -> Iterable[ExerciseType]:
    """The four types of this family."""
    return TYPES


@hookimpl
def register_library() -> Iterable[dict[str, Any]]:
    """The exercises in ``library/``, each with its form for one where it has one for two."""
    return with_alone(load_library(__name__), TYPES)
