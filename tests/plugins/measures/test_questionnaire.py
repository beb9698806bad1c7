"""The questionnaire: everything that scoring needs is config, the slot is checked, the own value is shown with care."""

import pytest

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.rules.visibility import visibilities
from nearer_plugins.measures.questionnaire import OPENS, Questionnaire

kind = Questionnaire()
PASTED = {"instrument": "csi_4", "lines": "One | a | b | c | d | e | f | g\n\n Two \nThree\nFour", "may_use": True}
MINE = {"answers": {"understood": 5, "respected": 6, "cared_for": 7}}
SCORED = {"mine": {"total": {"value": 18, "missing": 0, "band": "middle"}}}


def found(config: dict) -> list[tuple[str, str]]:
    return [(each.pointer, each.keyword) for each in kind.check_config(config)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"lines": "One\nTwo"}, [("/lines", "maxItems")]),
        ({"lines": "1\n2\n3\n4\n5"}, [("/lines", "maxItems")]),
        ({"lines": " \n\n"}, [("/lines", "minItems")]),
        ({"may_use": False}, [("/may_use", "const")]),
    ],
)
def test_a_pasted_instrument_needs_its_number_of_lines_and_the_right_to_them(change: dict, expected: list) -> None:
    assert found({**PASTED, **change}) == expected


def test_ranges_come_from_the_instrument_and_words_of_answers_from_the_lines() -> None:
    fields = kind.response_schema(PASTED)["properties"]["answers"]["properties"]
    first, second = (fields[name]["oneOf"] for name in ("i1", "i2"))
    assert [each["title"] for each in first] == ["0, a", "1, b", "2, c", "3, d", "4, e", "5, f", "6, g"]
    assert (second[0], second[-1]) == ({"const": 0, "title": "0"}, {"const": 5, "title": "5"})
    assert (fields["i2"]["title"], len(fields)) == ("Two", 4)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], [("/items", "minItems")]),
        ([{"key": "a", "text": "A"}, {"key": "a", "text": "B"}], [("/items/1/key", "uniqueId")]),
        ([{"key": "a", "text": "A", "min": 5, "max": 5}], [("/items/0/max", "minimum")]),
        ([{"key": "a", "text": "A", "min": -5, "max": 6}], [("/items/0/max", "minimum")]),
        ([{"key": "a", "text": "A", "min": 0, "max": 10}], []),
    ],
)
def test_own_questions_are_checked_one_by_one(items: list, expected: list) -> None:
    assert found({"items": items}) == expected


def test_a_band_needs_an_edge_in_the_right_order_and_a_source() -> None:
    bands = [{"label": "x", "source": "y"}, {"from": 5, "to": 4, "label": "x", "source": "y"}]
    assert found({"bands": bands}) == [("/bands/0", "required"), ("/bands/1/to", "minimum")]
    assert [each.keyword for each in problems(kind.config_schema, {"bands": [{"label": "x"}]})] == ["required"]


def test_reliable_change_needs_a_source() -> None:
    assert found({"reliable_change": {"value": 6}}) == [("/reliable_change/source", "required")]
    assert found({"reliable_change": {"value": 6, "source": "A study."}}) == []
    assert found({"reliable_change": {}}) == []


@pytest.mark.parametrize("opens", [name for name, _ in OPENS])
def test_who_sees_the_answers_is_the_counsellors_choice(opens: str) -> None:
    assert visibilities(kind.response_schema({"opens": opens})) == {opens}


def test_an_empty_slot_tells_a_person_that_it_is_empty() -> None:
    page = str(kind.render(View.ANSWER, {"instrument": "ras"}, State(), Context()))
    assert "This slot is empty." in page
    assert "7 items" in page
    assert "slot is empty" not in str(kind.render(View.ANSWER, {}, State(), Context()))


def test_the_own_value_stands_within_its_range_and_is_no_diagnosis() -> None:
    page = str(kind.render(View.REVIEW, {}, State(mine=MINE, scores=SCORED), Context()))
    assert "Taken together: 18, where 3 is the lowest and 21 the highest." in page
    assert "The source calls this: middle." in page
    assert "no diagnosis" in page


def test_without_a_value_none_is_shown() -> None:
    scores = {"mine": {"total": {"value": None, "missing": 2, "band": None}}}
    page = str(kind.render(View.REVIEW, {}, State(mine=MINE, scores=scores), Context()))
    assert "Taken together" not in page


@pytest.mark.parametrize(
    ("before", "said"), [(1, "good direction"), (7, "no change"), (4, "by more than chance"), (None, "")]
)
def test_change_since_the_last_time_is_said_only_from_a_reliable_difference_on(before: int | None, said: str) -> None:
    config = {"reliable_change": {"value": 6, "source": "Made up."}}
    earlier = () if before is None else ({"answers": dict.fromkeys(MINE["answers"], before)},)
    page = str(kind.render(View.REVIEW, config, State(mine=MINE, scores=SCORED), Context(earlier=earlier)))
    assert said in page
    assert ("Since the last time" in page) == (before is not None)


def test_a_screen_is_never_reviewed() -> None:
    config = {"instrument": "hits", "lines": "a\nb\nc\nd", "may_use": True}
    for view in (View.REVIEW, View.REVEAL, View.PRINT):
        assert kind.render(view, config, State(mine={"i1": 5}), Context()) is None
