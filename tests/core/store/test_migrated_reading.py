"""Answers of older versions: a migration is given only what the door let through, and nothing it adds comes out."""

from __future__ import annotations

import pytest
from fixtures.pairs import edition_of, form, schema_of

from nearer import ExerciseType, Migration
from nearer.migrating import answer_of_today
from nearer.rules.visibility_names import VISIBILITIES

MARKERS = {word: f"marker of {word}" for word in VISIBILITIES}


class Curious(ExerciseType):
    """Its migration remembers all that it was given, and answers with more than that."""

    id, version = "made.up", 2

    def __init__(self):
        self.given = []
        self.migrations = {1: Migration(dict, answers=self.widen)}

    def widen(self, answer):
        self.given.append(answer)
        return {**MARKERS, **answer, "more": "made up"}


@pytest.mark.parametrize("finished", [False, True])
def test_what_a_viewer_may_not_see_neither_goes_in_nor_comes_out(make_pair, finished):
    pair = make_pair(edition_of({"all": form(schema_of(**{word: word for word in VISIBILITIES}))}))
    pair.answer("me", "all", MARKERS)
    if finished:
        pair.skip("you", "all")
    views = (pair.sees("me", "all").mine, pair.sees("you", "all").theirs, pair.desk_sees("me", "all").theirs)
    for seen in views:
        if seen is not None:
            kind = Curious()
            assert answer_of_today(kind, 1, seen) == seen
            assert kind.given == [seen]
    assert (views[1] is not None) == finished
