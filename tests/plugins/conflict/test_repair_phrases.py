"""Repair phrases: private until shown one by one; only how each shows that they heard opens by itself."""

import pytest

from nearer import Context, State, View
from nearer_plugins.conflict.repair_phrases import GROUPS, RepairPhrases

kind = RepairPhrases()


def test_phrases_are_the_writers_to_show() -> None:
    fields = kind.response_schema({})["properties"]
    assert {fields[name]["x-visibility"] for name, _, _ in GROUPS} == {"choose"}
    assert fields["noticed"]["x-visibility"] == "both"
    assert fields["mine_to_learn"]["x-visibility"] == "private"


@pytest.mark.parametrize("left_out", [name for name, _, _ in GROUPS])
def test_a_group_that_is_left_out_is_not_asked(left_out: str) -> None:
    groups = [name for name, _, _ in GROUPS if name != left_out]
    assert left_out not in kind.response_schema({"groups": groups})["properties"]


def test_the_reveal_folds_away_what_is_ones_own() -> None:
    state = State(mine={"sorry": ["<Oh>", "Again?"], "noticed": "I nod."}, theirs={"noticed": "I say: heard."})
    page = str(kind.render(View.REVEAL, {}, state, Context()))
    assert page.index("<details>") < page.index("&lt;Oh&gt; · Again?")
    assert page.index("I say: heard.") < page.index("<details>")


def test_who_wrote_no_phrase_sees_no_empty_fold() -> None:
    assert "<details>" not in str(kind.render(View.REVEAL, {}, State(mine={}, theirs={}), Context()))
