"""What differs between two states of a program: in words, side by side, and every sign as it was written."""

from __future__ import annotations

import re
from html import unescape

from fixtures import trial
from fixtures.editing import add, ask_otherwise, change, move, remove, reword
from hypothesis import given
from hypothesis import strategies as st

from nearer_admin.differences import difference, marked

KINDS = {kind.id: kind for kind in trial.register_exercise_types()}


def steps(before, after, moved=()):
    return {each.title: each for each in difference(before, after, KINDS, moved).steps}


def test_nothing_differs_from_itself():
    found = difference(trial.program(), trial.program(), KINDS)
    assert found.is_empty
    assert found.same == 6


def test_added_removed_moved_and_changed_steps_are_named():
    before = trial.program()
    after = add(remove(reword(before, "s-diary"), "s-plan"), trial.step("fresh", trial.Everything), 1, 0)
    after = move(after, "s-screen", 1, 0)
    found = steps(before, after, {"s-screen"})
    assert {title: each.kinds for title, each in found.items()} == {
        "Fresh": ("added",), "Plan": ("removed",), "Diary again": ("changed",), "Screen": ("moved",),
    }  # fmt: skip


def test_delivery_rules_stand_in_plain_sentences():
    later = change(trial.program(), "s-diary", lambda step: step.update(delivery={"rule": "after_delay", "days": 3}))
    (found,) = steps(trial.program(), later)["Diary"].changes
    assert found.label == "Comes"
    assert "3 days" in re.sub("<[^>]+>", "", found.after)


def test_a_field_is_called_as_it_is_in_the_editor():
    (found,) = steps(trial.program(), ask_otherwise(trial.program(), "s-diary", "Look"))["Diary"].changes
    assert (found.label, found.before, found.after) == ("Introduction", "", "Look")


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_texts_say_what_was_written_and_nothing_runs(before, after):
    for text, shown in zip((before, after), marked(before, after), strict=True):
        assert unescape(re.sub("</?(ins|del)>", "", shown)) == text
        assert "<" not in re.sub("</?(ins|del)>", "", shown)
