"""The letter by turns: three parts that may take days, then the same the other way round; nothing of it is kept."""

import pytest
from fixtures.talks import at_random, straight

from nearer import Context, State, View
from nearer.rules.scripts import allowed, current, fold, waits
from nearer_plugins.communication.letter_by_turns import LetterByTurns

kind = LetterByTurns()
OPENING = [("a", "join", None), ("b", "join", None), ("a", "first", "me")]


def made(*moves):
    return [{"by": by, "do": do, "to": to} for by, do, to in (*OPENING, *moves)]


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_allowed_moves_comes_to_the_end(seed: int) -> None:
    assert at_random(kind.script({}), seed).finished


def test_each_writes_once_and_marks_once() -> None:
    assert straight(kind.script({})) == [
        ("write", "first"), ("mark", "second"), ("read", "first"),
        ("write", "second"), ("mark", "first"), ("read", "second"),
        ("closing", "both"),
    ]  # fmt: skip


def test_while_one_writes_the_other_waits_without_a_timer_or_a_pause() -> None:
    script = kind.script({})
    state = fold(script, made())
    assert (waits(script, state, "a"), waits(script, state, "b")) == (False, True)
    assert [each["do"] for each in allowed(script, state, "b")] == ["stop"]
    assert current(script, state)["seconds"] is None
    handed_over = fold(script, made(("a", "next", None)))
    assert (waits(script, handed_over, "a"), waits(script, handed_over, "b")) == (True, False)


def test_the_subject_stands_in_the_letter_and_is_escaped_in_the_outline() -> None:
    page = str(kind.render(View.PREVIEW, {"about": "<b>the car</b>"}, State(), Context()))
    assert "&lt;b&gt;the car" in page
    assert "<b>" not in page


def test_alone_it_is_a_letter_that_nobody_gets() -> None:
    assert kind.alone({"about": "The car"}) == ("communication.letter_alone", {"about": "The car"})
