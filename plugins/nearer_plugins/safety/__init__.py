"""The family of safety screens: asked of each alone, read only where somebody needs care."""

from collections.abc import Iterable
from typing import Any

from nearer import ExerciseType, hookimpl
from nearer_plugins.library import load_library
from nearer_plugins.safety.changed import Changed
from nearer_plugins.safety.screen import Screen

TYPES: tuple[ExerciseType, ...] = (Screen(), Changed())


@hookimpl
def register_exercise_types() -> Iterable[ExerciseType]:
    """The types of this family."""
    return TYPES


@hookimpl
def register_library() -> Iterable[dict[str, Any]]:
    """The exercises in ``library/``: at the beginning, half-way, and when something has changed."""
    return load_library(__name__)
