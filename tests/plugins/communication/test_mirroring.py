"""Mirroring: it starts with a yes, it loops until nothing is missing, and both get their turn."""

import pytest
from fixtures.talks import at, at_random, straight

from nearer import Context, State, View
from nearer.rules.scripts import current, fold, step, waits
from nearer_plugins.communication.mirroring import Mirroring

kind = Mirroring()


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_allowed_moves_comes_to_the_end(seed: int) -> None:
    assert at_random(kind.script({}), seed).finished


def test_both_send_once_and_the_roles_are_swapped() -> None:
    made = straight(kind.script({}))
    assert [who for name, who in made if name == "send"] == ["first", "second"]
    assert [who for name, who in made if name == "sense"] == ["second", "first"]


def test_it_begins_with_the_question_whether_now_is_all_right() -> None:
    script = kind.script({})
    assert straight(script)[:2] == [("ask", "first"), ("answer", "second")]
    later = step(script, at(script, "answer"), {"do": "again", "to": "ask"})
    assert current(script, later)["id"] == "ask"


def test_at_two_devices_the_answer_may_wait_for_the_other() -> None:
    opening = [("a", "join", None), ("b", "join", None), ("a", "first", "me"), ("a", "next", None)]
    state = fold(script := kind.script({}), [{"by": by, "do": do, "to": to} for by, do, to in opening])
    assert (waits(script, state, "a"), waits(script, state, "b")) == (True, False)
    assert current(script, step(script, state, {"by": "b", "do": "next"}))["id"] == "send"


@pytest.mark.parametrize(
    ("place", "to"), [("got_it", "send"), ("more", "send"), ("complete", "send"), ("felt", "feeling")]
)
def test_what_is_missing_leads_back(place: str, to: str) -> None:
    script = kind.script({})
    assert current(script, step(script, at(script, place), {"do": "again", "to": to}))["id"] == to


def test_a_hot_subject_is_refused_with_the_form_for_one() -> None:
    (found,) = kind.check_config({"topic": "Money", "heat": 4})
    assert (found.pointer, found.severity) == ("/heat", "error")
    assert "form for one" in found.message
    assert kind.alone({"topic": "Money"}) == ("communication.own_view", {"about": "Money"})


def test_the_subject_stands_in_the_question_and_is_escaped_in_the_outline() -> None:
    page = str(kind.render(View.PREVIEW, {"topic": "<b>noise</b>"}, State(), Context()))
    assert "&lt;b&gt;noise" in page
    assert "<b>" not in page


def test_the_reveal_shows_two_feelings_and_only_the_own_note() -> None:
    state = State(mine={"understood": 6, "keep": "a <word>"}, theirs={"understood": 2})
    page = str(kind.render(View.REVEAL, {}, state, Context(my_name="Kim", their_name="Alex")))
    assert "<h3>Alex</h3><p>2</p>" in page
    assert "a &lt;word&gt;" in page
