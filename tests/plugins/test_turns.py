"""What holds for every bundled talk in turns: it ends, nobody is trapped in it, and its samples are possible."""

import pytest
from fixtures.talks import at_random

from nearer import ExerciseType, Participation
from nearer.rules.scripts import ScriptState, current, fold, step
from nearer.testing import load_plugins
from nearer_plugins.turns import back, closing, move, onward, part

TALKS = [kind for kind in load_plugins().types.values() if kind.participation is Participation.TURNS]

each_talk = pytest.mark.parametrize("kind", TALKS, ids=lambda kind: kind.id)


@each_talk
def test_every_move_of_a_sample_has_an_effect(kind: ExerciseType) -> None:
    for sample in kind.samples:
        assert fold(kind.script(sample.config), sample.moves).made == len(sample.moves)


@each_talk
def test_any_order_of_allowed_moves_comes_to_the_end(kind: ExerciseType) -> None:
    for sample in kind.samples:
        assert at_random(kind.script(sample.config), seed=7).finished


@each_talk
def test_going_on_is_always_possible_and_either_can_stop_anywhere(kind: ExerciseType) -> None:
    script = kind.script({})
    state = step(script, ScriptState(), {"do": "start"})
    while not state.is_over:
        assert step(script, state, {"do": "stop"}).stopped
        before, state = state, step(script, state, {"do": "next"})
        assert (before.round, before.move) != (state.round, state.move) or state.finished


@each_talk
def test_prompts_are_short_enough_for_a_phone(kind: ExerciseType) -> None:
    prompts = [each["prompt"] for part in kind.script({})["rounds"] for each in part["moves"]]
    assert max(map(len, prompts)) <= 420


def test_the_short_ways_make_a_script_that_core_runs() -> None:
    script = {
        "rounds": [
            part("One", move("say", "first", "speak", "Say it.", onward("Said"), back("Once more", "say"), seconds=30)),
            closing("Good night."),
        ]
    }
    state = fold(script, [{"do": "start"}, {"do": "again", "to": "say"}, {"do": "next"}])
    assert current(script, state)["id"] == "closing"
