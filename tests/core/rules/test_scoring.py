"""Scores, comparisons and flags."""

import pytest

from nearer.rules.scoring import compare, raised, score, sources


def _scale(items=4, **more):
    rows = [{"at": f"/rating/{i}", "reverse": False, "min": 0, "max": 4} for i in range(items)]
    return {"scales": {"calm": {"items": rows, "rule": "sum", "missing": 0.25, "higher_is": "better", **more}}}


def test_a_sum_adds_and_turns_reversed_items_round():
    scoring = _scale()
    scoring["scales"]["calm"]["items"][0]["reverse"] = True
    assert score(scoring, {"rating": [4, 1, 2, 3]})["calm"]["value"] == 0 + 1 + 2 + 3


def test_a_mean_stays_on_the_scale_of_its_items():
    assert score(_scale(rule="mean"), {"rating": [1, 2, 2, 2]})["calm"]["value"] == 1.75


def test_a_sum_with_an_allowed_gap_is_prorated():
    assert score(_scale(), {"rating": [2, 3, 4]})["calm"] == {"value": 12, "missing": 1, "band": None}


def test_too_many_gaps_give_no_value():
    assert score(_scale(), {"rating": [2, 3]})["calm"] == {"value": None, "missing": 2, "band": None}
    assert score(_scale(missing=1), {})["calm"]["value"] is None


@pytest.mark.parametrize("wrong", [5, -1, "3", True, None, [1]])
def test_what_is_no_number_in_range_counts_as_missing(wrong):
    assert score(_scale(), {"rating": [wrong, 1, 1, 1]})["calm"]["missing"] == 1


def test_the_tenth_is_the_rule_where_none_is_given():
    scoring = _scale(items=10)
    del scoring["scales"]["calm"]["missing"]
    assert score(scoring, {"rating": [1] * 9})["calm"]["value"] == 10
    assert score(scoring, {"rating": [1] * 8})["calm"]["value"] is None


BANDS = [
    {"to": 4, "exclusive": "to", "label": "low", "source": "made up"},
    {"from": 4, "to": 8, "label": "middle", "source": "made up"},
    {"from": 8, "exclusive": "from", "label": "high", "source": "made up"},
]


@pytest.mark.parametrize(
    ("ratings", "band"),
    [([3, 0, 0, 0], "low"), ([4, 0, 0, 0], "middle"), ([4, 4, 0, 0], "middle"), ([4, 4, 1, 0], "high")],
)
def test_an_edge_belongs_to_a_band_unless_it_is_exclusive(ratings, band):
    assert score(_scale(bands=BANDS), {"rating": ratings})["calm"]["band"] == band


def test_a_value_between_bands_has_none():
    assert (
        score(_scale(bands=[{"from": 5, "to": 6, "label": "only"}]), {"rating": [1, 1, 1, 1]})["calm"]["band"] is None
    )


def test_pointers_reach_keys_that_need_escaping():
    scoring = {"scales": {"s": {"items": [{"at": "/a~1b/c~0d", "min": 1, "max": 5}], "rule": "mean"}}}
    assert score(scoring, {"a/b": {"c~d": 5}})["s"]["value"] == 5
    assert sources(scoring["scales"]["s"]) == {"a/b"}


def test_no_scoring_gives_no_scores():
    assert score(None, {"rating": [1]}) == {}


@pytest.mark.parametrize(
    ("theirs", "word"),
    [([1, 1, 1, 1], "lower"), ([5, 4, 5, 5], "higher"), ([3, 3, 3, 3], "similar"), ([2, 4, 3, 3], "similar")],
)
def test_a_comparison_says_only_where_the_others_lie(theirs, word):
    assert compare({"a": [3, 3, 3, 3]}, {"a": theirs}) == word


def test_fewer_than_four_numbers_that_both_gave_are_not_compared():
    assert compare({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 2, "c": 3}) is None
    assert compare({"a": 1, "b": 2, "c": 3, "d": 4}, {"a": 1, "b": 2, "c": 3, "e": 4}) is None
    assert compare({"a": True, "b": 2, "c": 3, "d": 4}, {"a": True, "b": 2, "c": 3, "d": 4}) is None


AFRAID = {"flag": "fear", "when": {"properties": {"afraid": {"enum": ["often", "always"]}}, "required": ["afraid"]}}


def test_a_flag_is_raised_where_its_rule_holds():
    assert raised([AFRAID], {"afraid": "often"}) == {"fear"}
    assert raised([AFRAID], {"afraid": "never"}) == set()
    assert raised([AFRAID], {}) == set()


def test_a_rule_that_cannot_be_checked_raises_its_flag():
    assert raised([{"flag": "fear", "when": {"pattern": 3, "type": 7, "$ref": "#/nowhere"}}], {"afraid": "never"}) == {
        "fear"
    }
