"""One safe thing: what was seen opens to both, a doubt never does, a need by choice."""

from fixtures.planting import visible

from nearer import Context, State, View
from nearer.rules.visibility import rule_of
from nearer_plugins.trust_journal.one_safe_thing import OneSafeThing

kind = OneSafeThing()
MINE = {"seen": "You rang.", "own": "I waited.", "doubt": "Do you tell me all?", "needs": ["To hear early."]}
THEIRS = {"seen": "You cooked.", "own": "I paid.", "doubt": "Are you bored?", "needs": ["An evening out."]}


def test_visibilities_go_from_open_to_closed() -> None:
    schema = kind.response_schema({})
    shown = {name: rule_of(schema, name).name for name in schema["properties"]}
    assert shown == {"seen": "both", "kind": "private", "own": "private", "doubt": "private", "needs": "choose"}


def test_both_see_what_each_saw_and_nothing_else() -> None:
    page = str(kind.render(View.REVEAL, {}, visible(kind, {}, MINE, THEIRS), Context(their_name="Alex")))
    assert "You rang." in page
    assert "You cooked." in page
    assert not [each for each in ("I paid.", "Are you bored", "An evening") if each in page]


def test_what_is_only_for_oneself_stays_folded_away_on_a_page_that_two_may_look_at() -> None:
    page = str(kind.render(View.REVEAL, {}, visible(kind, {}, MINE, THEIRS), Context(their_name="Alex")))
    seen, folded = page.split("<details>")
    assert not [each for each in ("I waited.", "Do you tell") if each in seen]
    assert "Do you tell me all?" in folded


def test_before_both_have_answered_core_draws_the_own_answer() -> None:
    assert kind.render(View.REVEAL, {}, State(mine=MINE), Context()) is None


def test_a_passed_answer_reads_as_nothing_here() -> None:
    page = str(kind.render(View.REVEAL, {}, visible(kind, {}, MINE, {}), Context(their_name="Alex")))
    assert page.count("Nothing here.") == 1


def test_doubts_are_asked_only_where_the_config_says_so() -> None:
    assert set(kind.response_schema({"doubts": False})["properties"]) == {"seen", "kind", "own"}
