"""The family of conflict-resolution scripts: starting softly, pausing, mending, solving, living with it."""

from collections.abc import Iterable
from typing import Any

from nearer import ExerciseType, hookimpl
from nearer_plugins.conflict.after_a_fight import AfterAFight
from nearer_plugins.conflict.after_a_fight_talk import AfterAFightTalk
from nearer_plugins.conflict.compromise_circles import CompromiseCircles
from nearer_plugins.conflict.dream_behind import DreamBehind
from nearer_plugins.conflict.own_side import OwnSide
from nearer_plugins.conflict.pattern_between_us import PatternBetweenUs
from nearer_plugins.conflict.problem_solving import ProblemSolving
from nearer_plugins.conflict.repair_phrases import RepairPhrases
from nearer_plugins.conflict.soft_start import SoftStart
from nearer_plugins.conflict.soft_start_alone import SoftStartAlone
from nearer_plugins.conflict.time_out import TimeOut
from nearer_plugins.conflict.time_out_alone import TimeOutAlone
from nearer_plugins.library import load_library, with_alone

TYPES: tuple[ExerciseType, ...] = (
    SoftStart(),
    SoftStartAlone(),
    TimeOut(),
    TimeOutAlone(),
    RepairPhrases(),
    ProblemSolving(),
    CompromiseCircles(),
    DreamBehind(),
    PatternBetweenUs(),
    AfterAFight(),
    AfterAFightTalk(),
    OwnSide(),
)


@hookimpl
def register_exercise_types() -> Iterable[ExerciseType]:
    """The types of this family."""
    return TYPES


@hookimpl
def register_library() -> Iterable[dict[str, Any]]:
    """The exercises in ``library/``, each with its form for one where it has one for two."""
    return with_alone(load_library(__name__), TYPES)
