"""Tests of turn scripts: the state is a fold over moves, and a move out of place changes nothing."""

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
moves = st.lists(
    st.sampled_from([START, NEXT, AGAIN, STOP, {"do": "pause"}, {"do": "resume"}, {"do": "again", "to": "x"}, {}])
)


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
        state = after
    assert state == scripts.fold(SCRIPT, given_moves)
