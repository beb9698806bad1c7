"""Looking back: keep, change and drop stand side by side, and none is better."""

from nearer import Context, State, View
from nearer.dialect import problems
from nearer.rules.visibility import visibilities
from nearer_plugins.intentions.looking_back import NEXT, LookingBack

kind = LookingBack()


def test_all_three_ends_are_offered_and_none_is_demanded() -> None:
    schema = kind.response_schema({})
    assert [value for value, _ in NEXT] == ["keep", "change", "drop"]
    for value, _ in NEXT:
        assert problems(schema, {"reviews": [{"next": value}]}) == []
    assert problems(schema, {}) == []
    assert visibilities(schema) == {"private"}


def test_the_review_says_the_choice_in_words_and_counts_nothing() -> None:
    mine = {"reviews": [{"plan": "Tea at four", "tried": "not", "next": "drop"}], "learned": "I prefer coffee."}
    page = str(kind.render(View.REVIEW, {}, State(mine=mine), Context()))
    assert "Drop it" in page
    assert "Not this time" in page
    assert "fail" not in page.lower()
