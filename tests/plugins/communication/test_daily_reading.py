"""The daily reading: short, in a fixed order, and no complaint without a request."""

import pytest

from nearer import Context, State, View
from nearer.dialect import problems
from nearer_plugins.communication.daily_reading import POINTS, DailyReading

kind = DailyReading()


@pytest.mark.parametrize("complaint", [{"complaint": "The door."}, {"complaint": "The door.", "request": ""}])
def test_a_complaint_without_a_request_is_sent_back(complaint: dict) -> None:
    found = problems(kind.response_schema({}), {"complaints": [complaint]})
    assert [each.pointer for each in found] == ["/complaints/0/request"]


def test_a_day_without_any_complaint_is_fine() -> None:
    assert problems(kind.response_schema({}), {"hopes": ["Snow."]}) == []
    assert problems(kind.response_schema({}), {}) == []


def test_the_points_keep_their_order_whatever_the_config_says() -> None:
    fields = kind.response_schema({"points": ["hopes", "news"]})["properties"]
    assert list(fields) == ["news", "hopes"]
    assert fields["news"]["x-order"] < fields["hopes"]["x-order"]


def test_words_at_the_start_are_drawn_as_words() -> None:
    assert "&lt;b&gt;" in str(kind.render(View.ANSWER, {"opening": "<b>"}, State(), Context()))


def test_the_form_for_one_asks_the_same_points() -> None:
    _, config = kind.alone({"points": ["complaints", "hopes"]})
    assert [each["id"] for each in config["sets"][0]["prompts"]] == ["complaints", "hopes"]
    _, whole = kind.alone({})
    assert len(whole["sets"][0]["prompts"]) == len(POINTS)
