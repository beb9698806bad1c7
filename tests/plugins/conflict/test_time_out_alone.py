"""The time-out for one: a private plan that promises nothing to anybody."""

from nearer_plugins.conflict.time_out import TimeOut
from nearer_plugins.conflict.time_out_alone import TimeOutAlone

kind = TimeOutAlone()


def test_it_offers_the_times_of_the_form_for_two() -> None:
    _, config = TimeOut().alone({"shortest": 30, "longest": 60, "may_reset": True})
    offered = kind.response_schema(config)["properties"]["return_minutes"]["oneOf"]
    assert [each["const"] for each in offered] == [30, 45, 60]


def test_nothing_has_to_be_promised() -> None:
    schema = kind.response_schema({})
    assert "required" not in schema
    assert "comes_back" not in schema["properties"]
