"""Problem solving: both are heard before ideas come, ideas have no veto, and a day to look again is set."""

import pytest
from fixtures.talks import at, at_random, straight

from nearer import Context, State, View
from nearer.rules.scripts import current, step
from nearer_plugins.conflict.problem_solving import ProblemSolving

kind = ProblemSolving()


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_allowed_moves_comes_to_the_end(seed: int) -> None:
    assert at_random(kind.script({}), seed).finished


def test_both_are_heard_before_the_first_idea() -> None:
    made = straight(kind.script({}))
    names = [name for name, _ in made]
    assert (
        max(names.index(f"heard_{who}") for who in ("first", "second")) < names.index("heard") < names.index("collect")
    )
    assert ("speak_first", "first") in made
    assert ("back_first", "second") in made
    assert ("speak_second", "second") in made


def test_who_does_not_feel_heard_leads_back_to_talking() -> None:
    script = kind.script({})
    assert (
        current(script, step(script, at(script, "heard"), {"do": "again", "to": "speak_first"}))["id"] == "speak_first"
    )


def test_ideas_are_not_judged_while_they_come() -> None:
    script = kind.script({"ideas_minutes": 3})
    move = current(script, at(script, "collect"))
    assert "no but" in move["prompt"]
    assert move["seconds"] == 180


def test_nothing_agreed_is_a_result_too() -> None:
    assert "that is a result too" in " ".join(current(kind.script({}), at(kind.script({}), "try"))["prompt"].split())
    assert list(kind.check_response({}, {})) == []


@pytest.mark.parametrize(
    ("until", "again", "pointers"),
    [("2026-02-15", "2026-02-14", ["/review_on"]), ("2026-02-15", "2026-02-15", []), (None, "2026-02-14", [])],
)
def test_the_day_to_look_again_is_not_before_the_end(until: str | None, again: str, pointers: list[str]) -> None:
    answer = {"review_on": again} | ({"try_until": until} if until else {})
    assert [each.pointer for each in kind.check_response({}, answer)] == pointers


def test_two_wordings_stand_side_by_side_and_two_days_are_noticed() -> None:
    mine = {"agreement": "Tea <first>.", "review_on": "2026-02-15", "for_me": "only mine"}
    page = str(kind.render(View.REVEAL, {}, State(mine=mine, theirs={"review_on": "2026-02-16"}), Context()))
    assert "Tea &lt;first&gt;." in page
    assert "Sunday, 15 February 2026" in page
    assert "two different days" in page
    assert page.index("<details>") < page.index("only mine")
    same = str(kind.render(View.REVEAL, {}, State(mine=mine, theirs={"review_on": "2026-02-15"}), Context()))
    assert "two different days" not in same
