"""Composing: every operation gives a new document, leaves the old one alone, and keeps ids that were made."""

from __future__ import annotations

import copy

import pytest

from nearer.ids import with_ids
from nearer.shapes import program_shape_problems, steps_of
from nearer_admin import composing

EXERCISE = {
    "nearer": "exercise/1", "key": "trial.talk.one", "title": "Talk", "language": "en", "minutes": 10, "x-own": [1],
    "variants": [{"form": "any", "type": "trial.talk", "version": 1, "config": {"a": 1}}],
}  # fmt: skip


@pytest.fixture
def program():
    made = composing.add_stage(composing.new_program("A program"), "Second")
    for name in ("one", "two", "three"):
        made = composing.add_step(made, made["stages"][0]["id"], {**composing.step_of(EXERCISE), "id": f"s-{name}"})
    return made


def order(program):
    return [[step["id"][2:] for step in stage["steps"]] for stage in program["stages"]]


def test_a_step_is_a_copy_that_knows_its_origin():
    step = composing.step_of(EXERCISE)
    assert step["origin"]["exercise"] == "trial.talk.one"
    assert len(step["origin"]["digest"]) == 64
    assert not {"nearer", "key", "language"} & step.keys()
    step["variants"][0]["config"]["a"] = 2
    assert EXERCISE["variants"][0]["config"] == {"a": 1}


@pytest.mark.parametrize(
    ("step", "by", "expected"),
    [
        ("s-two", -1, [["two", "one", "three"], []]),
        ("s-two", 1, [["one", "three", "two"], []]),
        ("s-three", 1, [["one", "two"], ["three"]]),
        ("s-one", -1, [["one", "two", "three"], []]),
    ],
)
def test_a_step_moves_within_and_between_stages(program, step, by, expected):
    assert order(composing.move_step(program, step, by)) == expected


def test_a_step_can_be_dragged_anywhere(program):
    second = program["stages"][1]["id"]
    assert order(composing.place_step(program, "s-one", second, 0)) == [["two", "three"], ["one"]]


def test_a_duplicate_gets_an_id_of_its_own(program):
    after = composing.duplicate_step(program, "s-one")
    ids = [step["id"] for _, _, step in steps_of(after)]
    assert len(set(ids)) == 4
    assert ids[0] == "s-one"
    assert program_shape_problems(after) == []


def test_no_operation_changes_what_it_was_given(program):
    before = copy.deepcopy(program)
    stage = program["stages"][0]["id"]
    composing.remove_step(program, "s-one")
    composing.remove_stage(program, stage)
    composing.move_stage(program, stage, 1)
    composing.edit_stage(program, stage, title="New")
    composing.set_program(program, title="New")
    after = composing.edit_step(program, "s-two", title="New", id="s-other")
    composing.set_delivery(program, "s-two", {"rule": "weekly", "times": 3})
    composing.set_config(program, "s-two", "any", {"a": 9})
    assert program == before
    assert composing.find_step(after, "s-two")["title"] == "New"


def test_what_is_not_there_is_said(program):
    for call in (composing.remove_step, composing.duplicate_step, composing.remove_stage):
        with pytest.raises(LookupError):
            call(program, "s-nowhere")
    with pytest.raises(LookupError):
        composing.set_config(program, "s-one", "together", {})


def test_a_hand_written_file_gets_ids_once():
    written = {"nearer": "program/1", "stages": [{"steps": [{"variants": EXERCISE["variants"]}]}]}
    once = with_ids(written)
    assert program_shape_problems(once) == []
    assert with_ids(once) == once


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"nearer": "program/2"}, "/nearer"),
        ({"weeks": "four"}, "/weeks"),
        ({"stages": [{"id": "a", "steps": []}, {"id": "a", "steps": []}]}, "/stages/1/id"),
        ({"stages": [{"id": "a", "steps": [{"id": "a", "variants": EXERCISE["variants"]}]}]}, "/stages/0/steps/0/id"),
        (
            {"stages": [{"id": "a", "steps": [{"id": "b", "variants": EXERCISE["variants"] * 2}]}]},
            "/stages/0/steps/0/variants",
        ),
        ({"stages": [{"id": "a", "steps": [{"id": "b/c", "variants": EXERCISE["variants"]}]}]}, "/stages/0/steps/0/id"),
    ],
)
def test_a_wrong_shape_is_named_by_its_pointer(program, change, pointer):
    assert pointer in [each.pointer for each in program_shape_problems(program | change)]
