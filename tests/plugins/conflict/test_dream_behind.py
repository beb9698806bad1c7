"""What is behind it: the listener only asks, both tell, and nothing said is kept."""

import pytest
from fixtures.talks import at, at_random, straight

from nearer import Context, State, View
from nearer.rules.scripts import current, step
from nearer_plugins.conflict.dream_behind import QUESTIONS, DreamBehind

kind = DreamBehind()


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_allowed_moves_comes_to_the_end(seed: int) -> None:
    assert at_random(kind.script({}), seed).finished


def test_whoever_listens_asks_and_sums_up_and_does_nothing_else() -> None:
    rounds = [each for each in kind.script({})["rounds"] if each["title"] != "To end"]
    acts = {move["act"] for part in rounds for move in part["moves"] if move["actor"] == "second"}
    assert acts == {"ask", "sum_up"}


def test_both_tell_and_there_can_always_be_one_more_question() -> None:
    script = kind.script({})
    assert [who for name, who in straight(script) if name == "tell"] == ["first", "second"]
    assert current(script, step(script, at(script, "answer"), {"do": "again", "to": "ask"}))["id"] == "ask"


def test_without_questions_one_is_still_offered() -> None:
    assert QUESTIONS[0] in current(kind.script({"questions": []}), at(kind.script({"questions": []}), "ask"))["prompt"]
    assert kind.alone({"questions": []})[1]["prompts"] == [{"id": "meaning", "text": QUESTIONS[0]}]


def test_the_reveal_shows_what_each_understood_and_only_the_own_note() -> None:
    state = State(mine={"understood_them": "A <door>.", "keep": "mine"}, theirs={"understood_them": "A table."})
    page = str(kind.render(View.REVEAL, {}, state, Context()))
    assert "A &lt;door&gt;." in page
    assert "A table." in page
    assert page.index("<details>") < page.index("mine</blockquote>")
