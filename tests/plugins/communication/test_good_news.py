"""Good news: both tell, the listener asks, and only the telling is rated."""

import pytest
from fixtures.talks import at, at_random, straight

from nearer import Context, State, View
from nearer.rules.scripts import current, step
from nearer_plugins.communication.good_news import FELT, GoodNews

kind = GoodNews()


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_allowed_moves_comes_to_the_end(seed: int) -> None:
    assert at_random(kind.script({}), seed).finished


def test_each_tells_once_and_the_other_asks() -> None:
    made = straight(kind.script({}))
    assert [who for name, who in made if name == "tell"] == ["first", "second"]
    assert [who for name, who in made if name == "ask"] == ["second", "first"]


def test_there_is_always_one_more_question_to_ask() -> None:
    script = kind.script({"questions": 3})
    assert "3 questions" in current(script, at(script, "ask"))["prompt"]
    assert current(script, step(script, at(script, "more"), {"do": "again", "to": "ask"}))["id"] == "ask"


def test_three_ratings_open_to_both_and_the_news_itself_only_by_choice() -> None:
    seen = {name: each["x-visibility"] for name, each in kind.response_schema({})["properties"].items()}
    assert seen == {"understood": "both", "validated": "both", "cared_for": "both", "event": "choose"}
    assert all(title.startswith("While I told it, I felt") for _, title in FELT)


def test_the_reveal_gives_nobody_a_mark_and_sums_nothing() -> None:
    state = State(mine={"understood": 7, "event": "A <prize>"}, theirs={"understood": 2, "cared_for": 5})
    page = str(kind.render(View.REVEAL, {}, state, Context(their_name="Alex")))
    assert "not a mark for whoever listened" in page
    assert page.count("<dd>") == 3
    assert "A &lt;prize&gt;" in page


def test_the_form_for_one_stays_with_the_same_news() -> None:
    _, config = kind.alone({"about": "A small thing you managed"})
    assert config["sets"][0]["prompts"][0]["text"] == "A small thing you managed: what is it?"
