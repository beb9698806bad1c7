"""Undo and redo against the plainest model of them: a list and a place in it."""

from __future__ import annotations

import pytest
from fixtures import trial
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.errors import ConflictError
from nearer.store import programs, undoing

ACTS = st.lists(st.sampled_from(["save", "undo", "redo"]), max_size=14)


def run(session, practice, registry, now, acts):
    """Do *acts* to a new program and to the model; both have to say the same after each."""
    program = programs.create_program(session, practice.id, trial.program(title="0"), registry=registry, now=now)
    stack, place = ["0"], 0
    more = {"registry": registry, "now": now}
    for number, act in enumerate(acts, 1):
        reach = undoing.reach_of(session, program)
        assert (reach.undo is not None, reach.redo is not None) == (place > 0, place < len(stack) - 1)
        if act == "save":
            stack, place = [*stack[: place + 1], str(number)], place + 1
            document = programs.program_document(program) | {"title": str(number)}
            programs.save_program(session, program, document, revision=program.revision, **more)
            continue
        step, to = (undoing.undo_program, place - 1) if act == "undo" else (undoing.redo_program, place + 1)
        if not 0 <= to < len(stack):
            with pytest.raises(ConflictError):
                step(session, program, revision=program.revision, counsellor_id=None, **more)
            continue
        step(session, program, revision=program.revision, counsellor_id=None, **more)
        place = to
        assert program.title == stack[place]


def test_undo_and_redo_walk_along_what_was_edited(session, practice, registry, now):
    @settings(max_examples=40)
    @given(ACTS)
    def walk(acts):
        run(session, practice, registry, now, acts)

    walk()


def test_an_undo_of_what_a_colleague_changed_meanwhile_is_refused(session, practice, registry, now):
    program = programs.create_program(session, practice.id, trial.program(title="0"), registry=registry, now=now)
    for title in ("1", "2"):
        programs.save_program(
            session, program, trial.program(title=title), revision=program.revision, registry=registry, now=now
        )
    with pytest.raises(ConflictError):
        undoing.undo_program(session, program, revision=2, registry=registry, now=now, counsellor_id=None)
    assert program.title == "2"
