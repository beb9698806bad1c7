"""The deck for one: the same questions, private."""

from nearer import Context, State, View
from nearer_plugins.communication.question_deck import QuestionDeck
from nearer_plugins.communication.question_deck_alone import QuestionDeckAlone

kind = QuestionDeckAlone()


def test_the_same_questions_are_asked_but_stay_private() -> None:
    for sample in QuestionDeck.samples:
        together = QuestionDeck().response_schema(sample.config)["properties"]
        alone = kind.response_schema(sample.config)["properties"]
        assert [each["title"] for each in alone.values()] == [each["title"] for each in together.values()]
        assert {each["x-visibility"] for each in alone.values()} == {"private"}


def test_nothing_on_the_page_speaks_of_opening_it() -> None:
    page = str(kind.render(View.ANSWER, {}, State(), Context()))
    assert "open to each other" not in page
    assert "as if somebody who cares for you had asked" in page
