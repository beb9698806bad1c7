"""The plan for an activity: one note of both, and something new for oneself where two can't."""

from nearer.dialect import problems
from nearer_plugins.shared_life.activity_plan import ActivityPlan
from nearer_plugins.shared_life.by_myself import ByMyself

kind = ActivityPlan()


def test_nothing_has_to_be_filled_in_and_four_people_can_see_to_something() -> None:
    schema = kind.response_schema({})
    assert problems(schema, {}) == []
    assert [each.pointer for each in problems(schema, {"steps": [{}] * 5})] == ["/steps"]


def test_how_it_was_is_asked_only_where_the_counsellor_wants_it() -> None:
    assert {"exciting", "again"} <= kind.response_schema({})["properties"].keys()
    assert not {"exciting", "again"} & kind.response_schema({"afterwards": False})["properties"].keys()


def test_the_form_for_one_plans_for_oneself() -> None:
    other, config = kind.alone({})
    assert other == ByMyself.id
    assert problems(ByMyself().config_schema, config) == []
