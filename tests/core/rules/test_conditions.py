"""Tests of conditions: what is missing fails, the first that fits is taken, and only what may be known is known."""

from types import SimpleNamespace

import pytest

from nearer.rules.conditions import choose, holds, named

FACTS = {
    "steps": {"s-1": {"done": True, "passed": False, "n": 2}},
    "scores": {"s-2": {"strain": {"value": 14, "band": "high"}}},
    "answers": {"s-3": {"wish": "rest"}},
}


def at(*path, **schema):
    """A condition on the fact at *path*."""
    *above, last = path
    found = {"properties": {last: schema}}
    for name in reversed(above):
        found = {"properties": {name: found}}
    return found


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (at("steps", "s-1", "done", const=True), True),
        (at("steps", "s-1", "done", const=False), False),
        (at("steps", "s-1", "n", minimum=2), True),
        (at("scores", "s-2", "strain", "value", minimum=12), True),
        (at("scores", "s-2", "strain", "value", minimum=15), False),
        (at("answers", "s-3", "wish", enum=["rest", "sleep"]), True),
        # what is missing fails, though a schema alone would let it pass
        (at("scores", "s-9", "strain", "value", minimum=0), False),
        (at("answers", "s-3", "other"), False),
        ({"not": at("answers", "s-3", "other", const="x")}, False),
        ({"anyOf": [at("steps", "s-1", "done", const=True), at("steps", "s-9", "done", const=True)]}, False),
        ({"allOf": [at("steps", "s-1", "done", const=True), at("answers", "s-3", "wish", const="rest")]}, True),
        # a score that could not be counted is there, and no number
        (at("scores", "s-2", "strain", "value", type="number", minimum=0), True),
    ],
)
def test_a_condition_holds_only_of_what_is_known(when, expected):
    assert holds(when, FACTS) is expected


def test_every_fact_that_a_condition_names_is_found_wherever_it_stands():
    when = {"if": at("steps", "a", "done"), "then": {"anyOf": [at("answers", "b", "x")]}}
    assert {"/".join(path) for path in named(when)} == {
        "steps", "steps/a", "steps/a/done", "answers", "answers/b", "answers/b/x"
    }  # fmt: skip


def test_the_first_that_fits_is_taken_and_none_leaves_the_default():
    def variant(name, **rule):
        return SimpleNamespace(name=name, frozen=rule)

    done, never = at("steps", "s-1", "done", const=True), at("steps", "s-1", "done", const=False)
    # A name for what is written several times below.
    of = lambda *variants, part="": getattr(choose(variants, FACTS, part), "name", None)  # noqa: E731
    assert of(variant("x", when=never), variant("y", when=done), variant("z", when=done)) == "y"
    assert of(variant("x", when=never)) is None
    assert of(variant("x", part="stayed"), variant("y", part="returned"), part="returned") == "y"
    assert of(variant("x", part="stayed", when=never), part="stayed") is None
    assert of(variant("x", part="stayed")) is None  # who has no part gets what everybody gets
