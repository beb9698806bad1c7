"""The quickest pace: on which day every occurrence comes."""

import pytest

from nearer_plugins.programs.pace import places


def step(rule: str, **more: object) -> dict:
    return {"delivery": {"rule": rule, **more}}


@pytest.mark.parametrize(
    ("steps", "days"),
    [
        ([step("at_once"), step("after_previous"), step("after_both")], [(0, 0), (1, 0), (2, 0)]),
        ([step("at_once"), step("after_delay", days=6), {}], [(0, 0), (1, 6), (2, 6)]),
        # days in a row hold up what follows until the last
        ([step("consecutive_days", days=3), step("after_previous")], [(0, 0), (0, 1), (0, 2), (1, 2)]),
        # of weeks, only the first does
        ([step("weekly", times=3), step("after_delay", days=1)], [(0, 0), (1, 1), (0, 7), (0, 14)]),
        # at once means the day of the beginning, wherever the step stands
        ([step("after_delay", days=9), step("at_once")], [(1, 0), (0, 9)]),
        ([step("weekly", times=3, every=2)], [(0, 0), (0, 14), (0, 28)]),
        ([step("monthly", times=3, months=4)], [(0, 0), (0, 122), (0, 244)]),
        ([step("on_day", day=15), step("after_previous")], [(0, 14), (1, 14)]),
        ([step("at_once"), step("after_both", days=3), step("after_release", days=2)], [(0, 0), (1, 3), (2, 5)]),
        (
            [step("on_day", day=3), step("on_day", day=9), step("after_some", of=["0", "1"], count=1)],
            [(0, 2), (2, 2), (1, 8)],
        ),
        ([], []),
    ],
)
def test_days_follow_from_the_delivery_rules(steps: list[dict], days: list[tuple[int, int]]) -> None:
    assert places(steps) == days
