"""The circuit breaker: an override that fails three times in a row is left out, in every process, until tried again."""

from __future__ import annotations

import types

import pytest

from nearer import Context, ExerciseType, Markup, Participation, Protocol, State, View, hookimpl
from nearer.leaving_out import IN_A_ROW, LeftOut, LeftOuts
from nearer.registry import load_plugins

FORM = {"type": "mine.word", "version": 1, "config": {}}
SECRET = "something somebody wrote"


class Word(ExerciseType):
    """Fails where its switches say."""

    id, title = "mine.word", "A word"
    participation, factors = Participation.EACH, ("trust",)
    protocol = Protocol("To try.", "None", 2026, "D", "Everything.", (), 2, 5)
    config_schema = {"type": "object"}

    def __init__(self):
        self.failing, self.asked = {"render"}, 0

    def response_schema(self, config, role="self"):
        return None

    def render(self, view, config, state, context):
        self.asked += 1
        if "render" in self.failing:
            raise RuntimeError(SECRET)
        return Markup("drawn")

    def check_response(self, config, response):
        if "check" in self.failing:
            raise RuntimeError(SECRET)
        return ()


@pytest.fixture
def kind():
    return Word()


@pytest.fixture
def load(kind, tmp_path):
    """Loads the plugin as one more process of the same installation."""

    def process():
        module = types.ModuleType("mine")
        module.register_exercise_types = hookimpl(lambda: [kind])
        registry = load_plugins(modules={"mine": module})
        registry.left_out = LeftOuts(tmp_path / "left-out")
        return registry

    return process


def draw(registry):
    return registry.render(FORM, View.REVIEW, State(), Context())


def test_after_three_failures_in_a_row_nobody_asks_any_more(kind, load):
    registry = load()
    assert [draw(registry) for _ in range(5)] == [None] * 5
    assert kind.asked == IN_A_ROW == 3
    (left,) = registry.left_out.every()
    assert (left.type, left.override) == ("mine.word", "render")
    assert "test_leaving_out.py" in left.trace
    assert SECRET not in left.trace


def test_one_that_works_in_between_begins_the_count_anew(kind, load):
    registry = load()
    for _ in range(3):
        draw(registry)
        kind.failing.clear()
        assert draw(registry) == "drawn"
        kind.failing.add("render")
    assert registry.left_out.every() == []
    assert registry.failures["mine.word"].count == 3


def test_only_the_override_that_fails_is_left_out(kind, load):
    registry = load()
    kind.failing = {"check"}
    for _ in range(4):
        assert registry.check_response(FORM, {}) == []
    assert draw(registry) == "drawn"
    assert [each.override for each in registry.left_out.every()] == ["check_response"]


def test_every_process_knows_and_one_lets_all_try_again(kind, load):
    here, there = load(), load()
    for _ in range(3):
        draw(here)
    kind.failing.clear()
    assert draw(there) is None
    there.try_again("mine.word", "render")
    assert draw(here) == draw(there) == "drawn"


def test_tried_again_and_still_failing_it_is_left_out_again(kind, load):
    registry = load()
    for _ in range(3):
        draw(registry)
    registry.try_again("mine.word", "render")
    assert [draw(registry) for _ in range(4)] == [None] * 4
    assert kind.asked == 6


def test_without_a_place_to_keep_it_the_process_itself_remembers(tmp_path):
    (tmp_path / "no-folder").write_text("a file stands where the folder should be")
    for left_out in (LeftOuts(), LeftOuts(tmp_path / "no-folder")):
        left_out.add(LeftOut("mine.word", "render"))
        assert left_out.holds("mine.word", "render")
        assert not left_out.holds("mine.word", "check_response")
        left_out.remove("mine.word", "render")
        assert not left_out.holds("mine.word", "render")


def test_a_damaged_file_is_passed_over(tmp_path):
    left_out = LeftOuts(tmp_path)
    left_out.add(LeftOut("mine.word", "render", "a place"))
    (tmp_path / "other.json").write_text("{")
    assert left_out.every() == [LeftOut("mine.word", "render", "a place")]
