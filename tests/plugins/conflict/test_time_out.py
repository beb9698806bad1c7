"""The time-out: within twenty minutes and a day, back for certain, put off once at most."""

import pytest

from nearer import Context, State, View
from nearer.dialect import problems
from nearer_plugins.conflict.time_out import TimeOut

kind = TimeOut()

AGREED = {"return_minutes": 30, "comes_back": True}


def times(config: dict, name: str = "return_minutes") -> list[int]:
    return [each["const"] for each in kind.response_schema(config)["properties"][name]["oneOf"]]


@pytest.mark.parametrize("config", [{}, {"shortest": 45}, {"longest": 60}, {"shortest": 1440, "longest": 20}])
def test_times_lie_between_twenty_minutes_and_a_day_whatever_the_config(config: dict) -> None:
    assert times(config)
    assert all(20 <= minutes <= 1440 for minutes in times(config))


def test_the_config_narrows_the_times() -> None:
    assert times({"shortest": 45, "longest": 120}) == [45, 60, 120]


@pytest.mark.parametrize("minutes", [0, 19, 21, 1441, "30", None, 30.5])
def test_any_other_time_is_refused(minutes: object) -> None:
    found = problems(kind.response_schema({}), {**AGREED, "return_minutes": minutes})
    assert {each.pointer for each in found} == {"/return_minutes"}


@pytest.mark.parametrize("answer", [{"return_minutes": 30}, {**AGREED, "comes_back": False}])
def test_nobody_agrees_to_a_time_out_without_coming_back(answer: dict) -> None:
    assert [each.pointer for each in problems(kind.response_schema({}), answer)] == ["/comes_back"]


@pytest.mark.parametrize("resets", [2, -1, 1.5])
def test_it_is_put_off_once_at_most(resets: float) -> None:
    assert problems(kind.response_schema({}), {**AGREED, "resets": resets})


def test_a_practice_can_leave_putting_off_out() -> None:
    assert not {"resets", "reset_minutes"} & set(kind.response_schema({"may_reset": False})["properties"])


@pytest.mark.parametrize(
    ("answer", "pointers"),
    [
        (AGREED, []),
        ({**AGREED, "resets": 1, "reset_minutes": 60}, []),
        ({**AGREED, "resets": 0, "reset_minutes": 60}, ["/reset_minutes"]),
        ({**AGREED, "reset_minutes": 60}, ["/reset_minutes"]),
        ({"return_minutes": 720, "comes_back": True, "resets": 1, "reset_minutes": 720}, []),
        ({"return_minutes": 1440, "comes_back": True, "resets": 1, "reset_minutes": 20}, ["/reset_minutes"]),
    ],
)
def test_both_times_together_stay_within_a_day(answer: dict, pointers: list[str]) -> None:
    assert [each.pointer for each in kind.check_response({}, answer)] == pointers


def test_a_longest_below_the_shortest_is_refused() -> None:
    assert [each.pointer for each in kind.check_config({"shortest": 60, "longest": 30})] == ["/longest"]


def test_the_agreement_becomes_a_card_in_words() -> None:
    shared = {
        **AGREED,
        "place": "kitchen",
        "calming": ["walk"],
        "calming_own": "knitting",
        "resets": 1,
        "reset_minutes": 120,
    }
    page = str(kind.render(View.REVIEW, {}, State(shared=shared), Context()))
    for words in ("30 minutes", "kitchen", "<li>Walk</li><li>knitting</li>", "Once, for another 2 hours"):
        assert words in page


def test_a_value_that_is_known_no_more_is_still_drawn() -> None:
    shared = {"return_minutes": 25, "comes_back": True, "calming": ["juggling"], "states": ["gone"], "begins": "nobody"}
    page = str(kind.render(View.REVIEW, {}, State(shared=shared), Context()))
    assert "25" in page
    assert "juggling" in page
