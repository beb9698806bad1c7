"""Guess and reveal: surprises in both directions, one question each, and never a score."""

from nearer import Context, State, View
from nearer_plugins.communication.guess_and_reveal import QUESTIONS, GuessAndReveal, surprises
from nearer_plugins.fields import filled

kind = GuessAndReveal()
MINE = {"own": {"company": 2, "plans": 6}, "guess": {"company": 6, "plans": 5}, "confidence": {"company": 3}}
THEIRS = {"own": {"company": 3, "plans": 5}, "guess": {"company": 2, "plans": 1}}


def test_only_guesses_that_are_off_are_surprises() -> None:
    (found,) = surprises(filled(kind.config_schema, {}), MINE, THEIRS)
    assert (found.guess, found.own, found.sure, found.ask) == (6, 3, "quite sure", QUESTIONS[0])


def test_the_distance_that_counts_can_be_set() -> None:
    assert surprises(filled(kind.config_schema, {"notable": 4}), MINE, THEIRS) == []


def test_what_either_left_out_is_no_surprise() -> None:
    settings = filled(kind.config_schema, {})
    assert surprises(settings, {"guess": {"company": 7}}, {}) == []
    assert surprises(settings, {}, {"own": {"company": 7}}) == []


def test_every_line_can_bring_its_own_question() -> None:
    settings = filled(kind.config_schema, {"lines": [{"id": "late", "text": "Late", "ask": "Late for what?"}]})
    (found,) = surprises(settings, {"guess": {"late": 1}}, {"own": {"late": 7}})
    assert found.ask == "Late for what?"


def test_the_reveal_shows_both_directions_without_any_sum() -> None:
    page = str(kind.render(View.REVEAL, {}, State(mine=MINE, theirs=THEIRS), Context(my_name="<i>", their_name="Alex")))
    assert "Alex guessed 1" in page
    assert "&lt;i&gt; guessed 6 (quite sure)" in page
    assert page.count("One question:") == 2
    assert not [word for word in ("score", "points", "per cent", "match") if word in page.lower()]


def test_a_guess_names_what_it_guesses_and_opens_with_it() -> None:
    fields = kind.response_schema({})["properties"]
    assert fields["guess"]["x-guess-of"] == "own"
    assert {name: each["x-visibility"] for name, each in fields.items()} == {
        "own": "both",
        "guess": "guess",
        "confidence": "guess",
    }


def test_a_short_name_stands_once() -> None:
    lines = [{"id": "late", "text": "One"}, {"id": "late", "text": "Two"}]
    assert [each.pointer for each in kind.check_config({"lines": lines})] == ["/lines/1/id"]


def test_how_sure_one_is_can_be_left_out() -> None:
    assert "confidence" not in kind.response_schema({"sure": False})["properties"]
