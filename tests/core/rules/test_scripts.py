"""Tests of turn scripts: the state is a fold over moves, and a move out of place changes nothing."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nearer.rules import scripts

SCRIPT = {
    "ready": "Is now a good time?",
    "rounds": [
        {
            "title": "One",
            "moves": [
                {"id": "speak", "actor": "first", "act": "speak", "prompt": "Say it", "seconds": 45},
                {
                    "id": "confirm",
                    "actor": "first",
                    "act": "confirm",
                    "prompt": "Was that it?",
                    "choices": [{"do": "next", "label": "Yes"}, {"do": "again", "to": "speak", "label": "Once more"}],
                },
            ],
        },
        {
            "title": "Two",
            "swap": True,
            "moves": [{"id": "speak", "actor": "first", "act": "speak", "prompt": "Say it"}],
        },
    ],
}
START, NEXT, AGAIN, STOP = {"do": "start"}, {"do": "next"}, {"do": "again", "to": "speak"}, {"do": "stop"}
PAUSE, RESUME, JOIN, FIRST = {"do": "pause"}, {"do": "resume"}, {"do": "join"}, {"do": "first", "to": "me"}
NOON = datetime.fromisoformat("2026-11-02T12:00:00+01:00")
ANY = [START, JOIN, FIRST, {"do": "first", "to": "them"}, NEXT, AGAIN, {"do": "again", "to": "x"}, {"do": "both"}]
ANY += [PAUSE, RESUME, STOP, {}, *({"do": "return", "to": each} for each in (*scripts.RETURNS, "never"))]
moves = st.lists(st.builds(lambda move, by: move | {"by": by}, st.sampled_from(ANY), st.sampled_from(["a", "b", ""])))


def by(side, *made, at=NOON):
    """Moves of one side, all at one time."""
    return [each | {"by": side, "at": at.isoformat()} for each in made]


def of(*moves_of_a_round, **more):
    """A script with one round."""
    return {"rounds": [{"title": "", "moves": [{"id": str(i), **m} for i, m in enumerate(moves_of_a_round)], **more}]}


BOTH_IN = [*by("a", JOIN), *by("b", JOIN), *by("a", FIRST)]


def test_a_talk_goes_through_its_rounds_and_swaps():
    state = scripts.fold(SCRIPT, [START])
    assert scripts.actor(SCRIPT, state) == "first"
    state = scripts.fold(SCRIPT, [START, NEXT, AGAIN])
    assert scripts.current(SCRIPT, state)["id"] == "speak"
    state = scripts.fold(SCRIPT, [START, NEXT, AGAIN, NEXT, NEXT])
    assert (state.round, scripts.actor(SCRIPT, state)) == (1, "second")
    assert scripts.fold(SCRIPT, [START, NEXT, NEXT, NEXT]).finished


def test_nothing_moves_before_the_start_nor_in_a_pause_nor_after_a_stop():
    assert scripts.fold(SCRIPT, [NEXT]) == scripts.ScriptState()
    paused = scripts.fold(SCRIPT, [START, {"do": "pause"}, NEXT])
    assert (paused.move, paused.paused) == (0, True)
    stopped = scripts.fold(SCRIPT, [START, STOP, NEXT])
    assert stopped.is_over
    assert scripts.allowed(SCRIPT, stopped) == []


@given(moves)
def test_only_allowed_moves_count_in_any_order(given_moves):
    state = scripts.ScriptState()
    for each in given_moves:
        after = scripts.step(SCRIPT, state, each)
        assert (after == state) == (not scripts.is_allowed(SCRIPT, state, each))
        assert after.made == state.made + (after != state)
        assert state.joined <= after.joined
        state = after
    assert state == scripts.fold(SCRIPT, given_moves)


@given(moves)
def test_who_takes_part_can_always_go_on_or_stop_until_it_is_over(given_moves):
    state = scripts.fold(SCRIPT, given_moves)
    for side in state.joined:
        offered = [each["do"] for each in scripts.allowed(SCRIPT, state, side)]
        assert bool(offered) is not state.is_over
        assert not (state.started and offered) or {"next", "resume"} & set(offered)
        assert not (state.started and offered) or "stop" in offered


@given(moves)
def test_who_has_not_come_in_is_offered_the_same_whatever_the_other_did(given_moves):
    state = scripts.fold(SCRIPT, [each for each in given_moves if each.get("by") == "a" and each.get("do") != "stop"])
    assert state.is_over or scripts.allowed(SCRIPT, state, "b") == [START, JOIN]
    assert state.has_met == (START | {"by": "a"} in given_moves)


def test_each_comes_in_at_their_own_device_and_one_of_them_says_who_is_first():
    state = scripts.fold(SCRIPT, [*by("a", JOIN), *by("a", JOIN)])
    assert (state.joined, state.has_met, state.made) == ({"a"}, False, 1)
    assert scripts.allowed(SCRIPT, state, "a") == [START]
    state = scripts.fold(SCRIPT, [*by("a", JOIN), *by("b", JOIN, {"do": "first", "to": "them"})])
    assert (state.first, state.started) == ("a", True)
    assert [scripts.is_turn(SCRIPT, state, side) for side in "ab"] == [True, False]
    state = scripts.fold(SCRIPT, [*BOTH_IN, *by("b", NEXT, NEXT)])
    assert (state.round, scripts.is_turn(SCRIPT, state, "b")) == (1, True)


def test_at_a_shared_device_only_the_two_know_who_is_first_and_the_other_may_come_in_later():
    state = scripts.fold(SCRIPT, [*by("a", START, NEXT), *by("b", JOIN)])
    assert (state.joined, state.move) == ({"a", "b"}, 1)
    assert scripts.is_turn(SCRIPT, state, "a") is None
    assert scripts.fold(SCRIPT, [*by("a", START, NEXT), *by("b", PAUSE)]).paused is False


def test_what_both_end_takes_each_of_two_devices_and_one_press_at_a_shared_one():
    script = of({"actor": "both", "ends": "both"}, {"actor": "both"})
    assert scripts.fold(script, by("a", START, NEXT)).move == 1
    state = scripts.fold(script, [*BOTH_IN, *by("a", NEXT)])
    assert (state.move, state.confirmed) == (0, {"a"})
    assert [each["do"] for each in scripts.allowed(script, state, "a")] == ["both", "pause", "stop"]
    assert scripts.fold(script, [*BOTH_IN, *by("a", NEXT, NEXT)]) == state
    assert scripts.fold(script, [*BOTH_IN, *by("a", NEXT), *by("b", NEXT)]).move == 1
    assert scripts.fold(script, [*BOTH_IN, *by("a", NEXT, {"do": "both"})]).move == 1
    assert scripts.confirms_too(state, NEXT, NEXT, "b")
    assert not scripts.confirms_too(state, NEXT, NEXT, "a")


def test_a_move_that_may_take_days_is_ended_by_whose_it_is():
    script = of({"actor": "first", "days": True, "seconds": 60}, {"actor": "second", "days": True})
    state = scripts.fold(script, BOTH_IN)
    assert (scripts.waits(script, state, "a"), scripts.waits(script, state, "b")) == (False, True)
    assert scripts.allowed(script, state, "b") == [STOP]
    assert scripts.allowed(script, state, "a") == [NEXT, STOP]
    assert scripts.fold(script, [*BOTH_IN, *by("b", NEXT)]) == state
    assert scripts.fold(script, [*BOTH_IN, *by("a", NEXT), *by("b", NEXT)]).finished
    assert scripts.fold(script, by("a", START, NEXT)).move == 1


def test_the_time_of_a_move_goes_on_over_a_pause_and_begins_anew_with_the_next():
    later = [NOON + timedelta(seconds=each) for each in (20, 600, 610, 700)]
    made = [*by("a", START), *by("a", PAUSE, at=later[0])]
    assert scripts.seconds_left(SCRIPT, scripts.fold(SCRIPT, made), later[1]) == 25
    made += by("a", RESUME, at=later[1])
    assert scripts.seconds_left(SCRIPT, scripts.fold(SCRIPT, made), later[2]) == 15
    assert scripts.seconds_left(SCRIPT, scripts.fold(SCRIPT, made), later[3]) == 0
    made += by("a", NEXT, AGAIN, at=later[3])
    assert scripts.seconds_left(SCRIPT, scripts.fold(SCRIPT, made), later[3]) == 45
    assert scripts.seconds_left(SCRIPT, scripts.fold(SCRIPT, made[:-1]), later[3]) is None


@pytest.mark.parametrize(
    ("choice", "at", "until"),
    [
        ("soon", "12:00", "2026-11-02T12:20:00+01:00"),
        ("hour", "23:30", "2026-11-03T00:30:00+01:00"),
        ("tonight", "12:00", "2026-11-02T20:00:00+01:00"),
        ("tonight", "21:00", "2026-11-02T21:20:00+01:00"),
        ("tomorrow", "12:00", "2026-11-03T12:00:00+01:00"),
    ],
)
def test_a_pause_has_a_time_to_go_on_from_either(choice, at, until):
    when = datetime.fromisoformat(f"2026-11-02T{at}:00+01:00")
    made = [*BOTH_IN, *by("a", PAUSE, at=when), *by("b", {"do": "return", "to": choice}, at=when)]
    state = scripts.fold(SCRIPT, made)
    assert (state.paused, state.until) == (True, datetime.fromisoformat(until))
    assert scripts.fold(SCRIPT, [*made, *by("b", RESUME)]).until is None


def test_how_a_move_ends():
    assert [scripts.ends(each) for each in ({"seconds": 5}, {}, {"ends": "both", "seconds": 5})] == list(scripts.ENDS)
