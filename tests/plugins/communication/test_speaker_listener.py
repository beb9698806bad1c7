"""Talking in turns: the script ends in every order of moves, and nothing said is kept."""

import random

import pytest

from nearer import Context, State, View
from nearer.rules.scripts import ScriptState, actor, allowed, current, fold, step
from nearer_plugins.communication.speaker_listener import SpeakerListener

kind = SpeakerListener()


def walk(script: dict, seed: int) -> tuple[ScriptState, list[dict]]:
    """Make allowed moves at random, without stopping for good, until the script is over."""
    choose, state, moves = random.Random(seed), ScriptState(), []
    while not state.is_over and len(moves) < 2000:
        offered = [move for move in allowed(script, state) if move["do"] != "stop"]
        moves.append(choose.choice(offered))
        state = step(script, state, moves[-1])
    return state, moves


@pytest.mark.parametrize("floors", [2, 4, 6])
@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_allowed_moves_comes_to_the_end(floors: int, seed: int) -> None:
    script = kind.script({"floors": floors})
    state, moves = walk(script, seed)
    assert state.finished
    assert fold(script, moves) == state


@pytest.mark.parametrize("floors", [2, 4, 6])
def test_going_straight_on_gives_both_the_floor_equally_often(floors: int) -> None:
    script = kind.script({"floors": floors})
    state, speakers = step(script, ScriptState(), {"do": "start"}), []
    while not state.is_over:
        if current(script, state)["id"] == "speak":
            speakers.append(actor(script, state))
        state = step(script, state, {"do": "next"})
    assert speakers == ["first", "second"] * (floors // 2)


def test_not_quite_leads_back_to_speaking() -> None:
    script = kind.script({})
    before = fold(script, [{"do": "start"}, *[{"do": "next"}] * 3])
    assert current(script, before)["id"] == "confirm"
    assert current(script, step(script, before, {"do": "again", "to": "speak"}))["id"] == "speak"


def test_either_can_stop_at_every_move() -> None:
    script = kind.script({"floors": 2})
    state = step(script, ScriptState(), {"do": "start"})
    while not state.is_over:
        assert step(script, state, {"do": "stop"}).stopped
        state = step(script, state, {"do": "next"})


def test_speaking_has_the_configured_time_and_nothing_else_is_timed() -> None:
    moves = [move for part in kind.script({"seconds": 60})["rounds"] for move in part["moves"]]
    assert {move["seconds"] for move in moves if move["id"] == "speak"} == {60}
    assert {move["seconds"] for move in moves if move["id"] != "speak"} == {None}


def test_a_hot_subject_is_refused_and_a_warm_one_is_noted() -> None:
    assert [each.severity for each in kind.check_config({"topic": "Money", "heat": 4})] == ["error"]
    assert [each.severity for each in kind.check_config({"topic": "Money", "heat": 3, "max_heat": 2})] == ["warning"]
    assert not list(kind.check_config({"topic": "", "heat": 5}))


def test_the_form_for_one_is_about_the_same_subject() -> None:
    assert kind.alone({"topic": "The garden"}) == ("communication.own_view", {"about": "The garden"})


def test_the_reveal_shows_both_ratings_and_only_the_own_note() -> None:
    state = State(mine={"understood": 6, "keep": "mine to keep"}, theirs={"understood": 2})
    page = str(kind.render(View.REVEAL, {}, state, Context(my_name="Kim", their_name="Alex")))
    assert "<h3>Kim</h3><p>6</p>" in page
    assert "<h3>Alex</h3><p>2</p>" in page
    assert "mine to keep" in page
