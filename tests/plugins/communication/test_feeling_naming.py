"""Feeling naming: words are offered until they fit, at most three are kept, and who told is right."""

import pytest
from fixtures.talks import at, at_random, straight

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.rules.scripts import current, step
from nearer_plugins.communication.feeling_naming import FeelingNaming

kind = FeelingNaming()


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_allowed_moves_comes_to_the_end(times: int, seed: int) -> None:
    assert at_random(kind.script({"times": times}), seed).finished


@pytest.mark.parametrize("times", [1, 2])
def test_both_tell_equally_often(times: int) -> None:
    made = straight(kind.script({"times": times}))
    assert [who for name, who in made if name == "tell"] == ["first", "second"] * times


def test_who_told_can_ask_for_other_words() -> None:
    script = kind.script({})
    assert current(script, step(script, at(script, "fits"), {"do": "again", "to": "offer"}))["id"] == "offer"


def test_three_words_are_enough() -> None:
    schema = kind.response_schema({})
    assert problems(schema, {"fitting": ["glad", "calm", "torn"]}) == []
    assert [each.pointer for each in problems(schema, {"fitting": ["glad", "calm", "torn", "sad"]})] == ["/fitting"]


def test_the_reveal_says_words_and_not_their_codes() -> None:
    state = State(mine={"fitting": ["let_down"], "keep": "<mine>"}, theirs={"own_word": "<wobbly>"})
    page = str(kind.render(View.REVEAL, {}, state, Context()))
    assert "let down" in page
    assert "&lt;wobbly&gt;" in page
    assert "&lt;mine&gt;" in page


def test_without_moments_any_moment_will_do() -> None:
    assert (
        "any small moment" in current(kind.script({"moments": []}), at(kind.script({"moments": []}), "tell"))["prompt"]
    )
