"""The visibility table, written out a second time by hand: visibility x viewer x moment."""

from itertools import product

import pytest

from nearer.rules.visibility import (
    TABLE,
    Moment,
    closed,
    filter_answer,
    is_write_only,
    keys_of,
    may_see,
    opened,
    sentence,
    split,
)
from nearer.rules.visibility_names import VISIBILITIES

START = Moment()
BOTH = Moment(both=True)
JOINT = Moment(both=True, joint=frozenset({"it"}))
OTHER_JOINT = Moment(both=True, joint=frozenset({"another"}))
RELEASED = Moment(released=True)
MOMENTS = {"start": START, "both": BOTH, "joint": JOINT, "other": OTHER_JOINT, "released": RELEASED}

# For each visibility and viewer the moments at which it is open; everything not written here is shut.
OPEN = {
    ("private", "self"): "start both joint other released",
    ("choose", "self"): "start both joint other released",
    ("both", "self"): "start both joint other released",
    ("both", "partner"): "both joint other",
    ("both", "counsellor"): "both joint other",
    ("guess", "self"): "start both joint other released",
    ("guess", "partner"): "both joint other",
    ("guess", "counsellor"): "both joint other",
    ("joint", "self"): "start both joint other released",
    ("joint", "partner"): "joint",
    ("joint", "counsellor"): "joint",
    ("released", "self"): "start both joint other released",
    ("released", "partner"): "released",
    ("released", "counsellor"): "start both joint other released",
    ("aggregate", "self"): "start both joint other released",
    ("counsellor", "self"): "start both joint other released",
    ("counsellor", "counsellor"): "start both joint other released",
    ("screen", "safety"): "start both joint other released",
}
VIEWERS = ("self", "partner", "counsellor", "safety", "stranger")
KEYS = {"private": "own", "choose": "own", "counsellor": "care", "screen": "care"}
SCHEMA = {"properties": {f"{name}_it": {"x-visibility": name} for name in VISIBILITIES}}
ANSWER = {f"{name}_it": f"marker {name}" for name in VISIBILITIES} | {"unknown": "marker unknown"}


def test_the_table_holds_the_nine_visibilities_of_the_dialect():
    assert tuple(TABLE) == VISIBILITIES


@pytest.mark.parametrize(("name", "viewer", "moment"), list(product((*VISIBILITIES, "surprise"), VIEWERS, MOMENTS)))
def test_each_viewer_sees_each_visibility_at_exactly_these_moments(name, viewer, moment):
    expected = OPEN.get(("private" if name == "surprise" else name, viewer), "").split()
    assert may_see(name, viewer, MOMENTS[moment], "it") is (moment in expected)


def test_an_answer_is_cut_down_to_what_is_open():
    seen = filter_answer(SCHEMA, ANSWER, "partner", Moment(both=True, joint={"joint_it"}))
    assert seen == {"both_it": "marker both", "guess_it": "marker guess", "joint_it": "marker joint"}


def test_a_key_that_the_schema_does_not_name_is_private():
    every = Moment(both=True, joint=frozenset({"unknown"}), released=True)
    for viewer in ("partner", "counsellor", "safety"):
        assert "unknown" not in filter_answer(SCHEMA, ANSWER, viewer, every)
    assert split(SCHEMA, ANSWER)["own"]["unknown"] == "marker unknown"


@pytest.mark.parametrize(
    "broken", [None, {}, {"properties": {"it": True}}, {"properties": {"it": {"x-visibility": ["both"]}}}]
)
def test_a_schema_without_a_readable_visibility_opens_nothing(broken):
    assert filter_answer(broken, {"it": 1}, "partner", JOINT) == {}
    assert split(broken, {"it": 1}) == {"own": {"it": 1}}


def test_the_writer_never_gets_a_screen_back():
    assert "screen_it" not in filter_answer(SCHEMA, ANSWER, "self", JOINT)
    assert is_write_only(SCHEMA)
    assert not is_write_only({"properties": {"it": {"x-visibility": "counsellor"}}})


def test_a_submission_splits_by_key_and_loses_nothing():
    parts = split(SCHEMA, ANSWER)
    assert {k: v for part in parts.values() for k, v in part.items()} == ANSWER
    for name in VISIBILITIES:
        assert f"{name}_it" in parts[KEYS.get(name, "open")]


def test_a_shared_answer_lies_under_the_couples_key():
    assert split(SCHEMA, ANSWER, shared=True) == {"couple": ANSWER}


def test_only_the_keys_of_open_properties_are_asked_for():
    assert keys_of(SCHEMA, "partner", START) == frozenset()
    assert keys_of(SCHEMA, "partner", BOTH) == {"open"}
    assert keys_of(SCHEMA, "counsellor", START) == {"open", "care"}
    assert opened(SCHEMA, "safety", BOTH) == {"screen_it"}


def test_what_was_shown_or_compared_is_closed_and_nothing_before():
    assert closed(SCHEMA, START) == frozenset()
    assert closed(SCHEMA, BOTH) == {"both_it", "guess_it", "aggregate_it"}
    assert closed(SCHEMA, RELEASED) == {"released_it"}


@pytest.mark.parametrize("name", VISIBILITIES)
def test_no_sentence_names_a_counsellor_where_there_is_none(name):
    assert "{" not in sentence(name)
    without = sentence(name, counsellor=False)
    assert "your counsellor" not in without.lower()
    assert "{" not in without


def test_an_unknown_visibility_reads_as_private():
    assert sentence("surprise") == sentence("private")
