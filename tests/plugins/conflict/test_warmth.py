"""A subject that is too warm for two leads to the form for one, worded alike for both, in every type that sets one."""

import pytest

from nearer_plugins import conflict
from nearer_plugins.conflict.warmth import HOTTEST, too_warm

WITH_SUBJECT = [kind for kind in conflict.TYPES if "heat" in kind.config_schema["properties"]]
TALKS = [kind for kind in WITH_SUBJECT if kind.script({})]

each_type = pytest.mark.parametrize("kind", WITH_SUBJECT, ids=lambda kind: kind.id)


def test_there_are_types_to_hold_to_it() -> None:
    assert {kind.id for kind in WITH_SUBJECT} == {
        "conflict.problem_solving",
        "conflict.compromise_circles",
        "conflict.dream_behind",
    }


@each_type
@pytest.mark.parametrize("heat", [4, 5])
def test_a_set_subject_that_is_too_warm_is_refused(kind, heat: int) -> None:
    (found,) = kind.check_config({"about": "Money", "heat": heat})
    assert (found.pointer, found.severity) == ("/heat", "error")
    assert "each does alone" in found.message


@each_type
def test_up_to_three_it_is_for_two_and_without_a_subject_nothing_is_said(kind) -> None:
    assert list(kind.check_config({"about": "Money", "heat": HOTTEST})) == []
    assert list(kind.check_config({"heat": 5})) == []


@each_type
def test_the_form_for_one_is_about_the_same_subject(kind) -> None:
    type_id, config = kind.alone({"about": "Money", "heat": 3})
    assert (type_id, config["about"]) == ("conflict.own_side", "Money")


@pytest.mark.parametrize("kind", TALKS, ids=lambda kind: kind.id)
def test_a_talk_begins_by_offering_both_the_same_way_out(kind) -> None:
    first = kind.script({})["rounds"][0]["moves"][0]
    assert first["actor"] == "both"
    assert too_warm() in first["prompt"]
    assert "without saying it" in first["prompt"]
