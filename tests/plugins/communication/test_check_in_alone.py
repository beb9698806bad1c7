"""The check-in for one: own preparation only."""

from nearer import Context, State, View
from nearer_plugins.communication.check_in import AGENDA
from nearer_plugins.communication.check_in_alone import CheckInAlone

kind = CheckInAlone()


def test_only_own_preparation_is_drawn() -> None:
    gathered = (
        {"step": "s-1", "property": "wish", "mine": "More quiet", "theirs": "their secret"},
        {"step": "s-1", "property": "situation", "mine": None, "theirs": "another secret"},
    )
    page = str(kind.render(View.ANSWER, {}, State(gathered=gathered), Context()))
    assert "More quiet" in page
    assert "secret" not in page
    assert "Situation" not in page
    assert 'data-fields=""' in page


def test_the_points_are_those_of_the_talk_for_two() -> None:
    assert list(kind.response_schema({})["properties"]) == [name for name, _ in AGENDA]
    assert list(kind.response_schema({"agenda": ["next_date", "issue"]})["properties"]) == ["issue", "next_date"]
