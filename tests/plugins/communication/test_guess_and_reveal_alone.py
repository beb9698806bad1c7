"""Guess and reveal for one: the same lines, no guessing, all private."""

from nearer_plugins.communication.guess_and_reveal import GuessAndReveal
from nearer_plugins.communication.guess_and_reveal_alone import GuessAndRevealAlone

kind = GuessAndRevealAlone()


def test_it_asks_the_same_lines_and_guesses_nothing() -> None:
    lines = [{"id": "late", "text": "Being late bothers me."}]
    type_id, config = GuessAndReveal().alone({"lines": lines})
    assert type_id == kind.id
    fields = kind.response_schema(config)["properties"]
    assert list(fields["own"]["properties"]) == ["late"]
    assert "guess" not in fields
