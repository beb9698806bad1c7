"""What brings me closer: rated for oneself; a sentence may be released."""

from nearer import Context, State, View
from nearer.rules.visibility import rule_of
from nearer_plugins.preferences.own_wishes import OwnWishes

kind = OwnWishes()


def test_ratings_are_private_and_sentences_may_be_released() -> None:
    schema = kind.response_schema({})
    shown = {name: rule_of(schema, name).name for name in schema["properties"]}
    assert shown == {"like": "private", "do": "private", "own": "private", "say": "choose"}


def test_the_page_asks_and_tells_what_research_says() -> None:
    page = str(kind.render(View.ANSWER, {}, State(), Context()))
    assert "data-fields" in page
    assert "2024" in page
