"""Bundled words need no more than six or seven years of school, each exercise and each type by itself."""

from statistics import mean

import pytest
from fixtures.bundled_texts import of_card, of_exercise, of_program, of_type
from fixtures.reading import hardest, read, read_all, syllables

from nearer.registry import load_plugins

REGISTRY = load_plugins()

LIMIT = 7.0
"""For what couples and counsellors read on pages: no exercise, type or program may be harder."""

CARD_LIMIT = 8.0
"""For a card by itself: it is four sentences about research, and a counsellor says them to a client."""

AVERAGE = 6.0


@pytest.mark.parametrize("key", REGISTRY.library)
def test_an_exercise_is_easy_to_read(key: str) -> None:
    texts = list(of_exercise(REGISTRY.library[key]))
    assert read_all(texts).grade <= LIMIT, hardest(texts)


@pytest.mark.parametrize("key", REGISTRY.types)
def test_the_pages_of_a_type_are_easy_to_read(key: str) -> None:
    texts = list(of_type(REGISTRY.types[key]))
    assert read_all(texts).words > 20
    assert read_all(texts).grade <= LIMIT, hardest(texts)


@pytest.mark.parametrize("key", REGISTRY.types)
def test_a_card_can_be_said_to_a_client(key: str) -> None:
    texts = of_card(REGISTRY.types[key])
    assert read_all(texts).words > 10
    assert read_all(texts).grade <= CARD_LIMIT, hardest(texts)


@pytest.mark.parametrize("key", REGISTRY.templates)
def test_a_program_is_easy_to_read(key: str) -> None:
    texts = list(of_program(REGISTRY.templates[key]))
    assert read_all(texts).grade <= AVERAGE, hardest(texts)


def test_all_of_it_is_easier_than_any_of_it_may_be() -> None:
    assert mean(read_all(of_exercise(each)).grade for each in REGISTRY.library.values()) <= AVERAGE
    assert mean(read_all(of_type(kind)).grade for kind in REGISTRY.types.values()) <= AVERAGE
    assert mean(read_all(of_card(kind)).grade for kind in REGISTRY.types.values()) <= AVERAGE


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "makes talked both does years used words you guess breathe real cried edge whole rules times shared tried"),
        (2, "closeness partner people little changes wanted quiet being alone question special safety something table"),
        (2, "houses noticed sentence agreed evening moment lonely trial lovely studied matches gentle honest places"),
        (3, "together idea area created counsellor agreement families rituals everything decided violence mirroring"),
        (4, "relationship situation usually emotional everybody"),
        (5, "communication evaluation university"),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(number: int, words: str) -> None:
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), number)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        # 6 words, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
        ("The cat sat on the mat.", -1.45),
        # 2 sentences, 13 words, 18 syllables: 0.39 * 6.5 + 11.8 * 18 / 13 - 15.59
        ("You are allowed to stop. Nobody asks either of you for a reason.", 3.28),
        # labels are not read: there is nothing to count
        ("Not at all", 0.0),
    ],
)
def test_the_grade_is_that_of_the_formula(text: str, grade: float) -> None:
    assert read(text).grade == pytest.approx(grade, abs=0.01)


def test_a_hard_text_is_found() -> None:
    """The limit means something: words of a research abstract are far above it."""
    hard = "Dyadic psychoeducational interventions demonstrate heterogeneous effectiveness regarding satisfaction."
    assert read_all([hard]).grade > 2 * LIMIT
    assert hardest(["This is easy to read.", hard])[0][1] == hard
