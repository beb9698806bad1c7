"""The family of communication drills: talking in turns, checking in, asking each other."""

from collections.abc import Iterable
from typing import Any

from nearer import ExerciseType, hookimpl
from nearer_plugins.communication.check_in import CheckIn
from nearer_plugins.communication.check_in_alone import CheckInAlone
from nearer_plugins.communication.daily_reading import DailyReading
from nearer_plugins.communication.feeling_naming import FeelingNaming
from nearer_plugins.communication.good_news import GoodNews
from nearer_plugins.communication.guess_and_reveal import GuessAndReveal
from nearer_plugins.communication.guess_and_reveal_alone import GuessAndRevealAlone
from nearer_plugins.communication.guess_then_ask import GuessThenAsk
from nearer_plugins.communication.letter import Letter
from nearer_plugins.communication.letter_alone import LetterAlone
from nearer_plugins.communication.letter_by_turns import LetterByTurns
from nearer_plugins.communication.letter_marks import LetterMarks
from nearer_plugins.communication.letter_marks_alone import LetterMarksAlone
from nearer_plugins.communication.loose_deck import LooseDeck
from nearer_plugins.communication.mirroring import Mirroring
from nearer_plugins.communication.own_view import OwnView
from nearer_plugins.communication.question_deck import QuestionDeck
from nearer_plugins.communication.question_deck_alone import QuestionDeckAlone
from nearer_plugins.communication.speaker_listener import SpeakerListener
from nearer_plugins.library import load_library, with_alone

TYPES: tuple[ExerciseType, ...] = (
    SpeakerListener(),
    Mirroring(),
    GoodNews(),
    FeelingNaming(),
    OwnView(),
    CheckIn(),
    CheckInAlone(),
    DailyReading(),
    QuestionDeck(),
    QuestionDeckAlone(),
    LooseDeck(),
    GuessThenAsk(),
    GuessAndReveal(),
    GuessAndRevealAlone(),
    Letter(),
    LetterAlone(),
    LetterByTurns(),
    LetterMarks(),
    LetterMarksAlone(),
)


@hookimpl
def register_exercise_types() -> Iterable[ExerciseType]:
    """The types of this family."""
    return TYPES


@hookimpl
def register_library() -> Iterable[dict[str, Any]]:
    """The exercises in ``library/``, each with its form for one where it has one for two."""
    return with_alone(load_library(__name__), TYPES)
