"""Whose behaviour a sentence is about, and how long an act may be."""

import pytest

from nearer_plugins.intentions.subject import count_words, is_own, other_subject


@pytest.mark.parametrize(
    "sentence", ["I listen.", "i'd like to call", "… then I sit down", "“I will wait”", "I'm home"]
)
def test_a_sentence_that_begins_with_i_is_ones_own(sentence: str) -> None:
    assert is_own(sentence)


@pytest.mark.parametrize(
    "sentence", ["You listen.", "It is quiet", "In the evening I call", "Ice cream", "", "my partner waits"]
)
def test_any_other_subject_is_not(sentence: str) -> None:
    assert not is_own(sentence)


@pytest.mark.parametrize(
    ("act", "who"),
    [
        ("you say sorry", "you"),
        ("then my partner waits", "my partner"),
        ("We go out", "we"),
        ("I ask you", None),
        ("Welcome guests", None),
        ("put the phone away", None),
    ],
)
def test_an_act_of_somebody_else_is_named(act: str, who: str | None) -> None:
    found = other_subject(act)
    assert (found.lower() if found else None) == who


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 0),
        ("I don't shout", 3),
        ("I make tea - and wait.", 5),
        ("one two three four five six seven eight nine ten", 10),
    ],
)
def test_words_are_counted_as_a_reader_does(words: str, count: int) -> None:
    assert count_words(words) == count
