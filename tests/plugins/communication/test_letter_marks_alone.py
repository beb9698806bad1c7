"""Reading one's own letter again: only one's own is shown."""

from nearer import Context, State, View
from nearer_plugins.communication.letter_marks_alone import LetterMarksAlone

kind = LetterMarksAlone()


def test_only_the_own_letter_is_shown_and_escaped() -> None:
    gathered = ({"step": "s-1", "property": "letter", "mine": "I <am> here.", "theirs": "not yours"},)
    page = str(kind.render(View.ANSWER, {}, State(gathered=gathered), Context()))
    assert "I &lt;am&gt; here." in page
    assert "not yours" not in page


def test_without_a_letter_the_questions_stand_alone() -> None:
    assert "What you wrote" not in str(kind.render(View.ANSWER, {}, State(), Context()))
