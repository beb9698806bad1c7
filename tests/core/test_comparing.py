"""Editions compare by rule: what is the same, reworded, carried over, asked again, gone."""

from __future__ import annotations

import copy
from typing import ClassVar

from fixtures import trial
from fixtures.editing import add, ask_otherwise, move, remove, reword, shorten, steps_in
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer import Migration
from nearer.comparing import (
    AGAIN,
    CARRIED,
    FATES,
    GONE,
    REWORDED,
    STAYS,
    Comparison,
    Mark,
    fates,
    is_unaffected,
    without_words,
)
from nearer.freezing import freeze
from nearer.registry import load_plugins
from nearer.rules.edition import compile_edition

REGISTRY = load_plugins(modules={"trial": trial.module()})


def compiled(document, registry=REGISTRY):
    return compile_edition(freeze(document, registry)[0])


def compare(before, after, registry=REGISTRY):
    return Comparison(compiled(before), compiled(after, registry), registry.types)


def mark(step, occurrence=1, seat="a", form="any"):
    return Mark(step, occurrence, seat, "x", form)


def test_other_material_is_another_wording_and_loses_nothing():
    before, after = trial.program(), trial.program()
    steps = [step for stage in after["stages"] for step in stage["steps"]]
    steps[1]["material"] = [{"kind": "film", "title": "A film", "link": "https://films.example/1"}]
    found = compare(before, after)
    assert found.fate(mark(steps[1]["id"])) == REWORDED
    assert found.fate(mark("s-diary")) == STAYS


def test_each_edit_has_its_fate():
    document = trial.program()
    cases = [
        (document, "s-diary", STAYS),
        (reword(document, "s-diary"), "s-diary", REWORDED),
        (ask_otherwise(document, "s-diary"), "s-diary", AGAIN),
        (remove(document, "s-diary"), "s-diary", GONE),
        (move(document, "s-diary", 1, 0), "s-diary", STAYS),
    ]
    for after, step, fate in cases:
        assert compare(document, after).fate(mark(step)) == fate, fate


def test_days_that_are_cut_off_are_gone_and_the_others_stay():
    found = compare(trial.program(), shorten(trial.program(), "s-days", 2))
    assert [found.fate(mark("s-days", n)) for n in (1, 2, 3)] == [STAYS, STAYS, GONE]


def test_a_step_of_two_forms_that_goes_to_another_stage_is_asked_again():
    found = compare(trial.program(), move(trial.program(), "s-talk", 0, 0))
    assert found.fate(mark("s-talk", form="together")) == AGAIN
    assert "s-talk" in found.moved


def test_only_what_changed_places_counts_as_moved():
    found = compare(trial.program(), move(trial.program(), "s-screen", 0, 2))
    assert found.moved == {"s-screen"}


def test_words_that_leave_the_meaning_alone_are_taken_out_and_nothing_else():
    schema = {
        "properties": {
            "hint": {"type": "string", "x-answer-affecting": False},
            "items": {"items": {"$ref": "#/$defs/item"}},
        },
        "$defs": {"item": {"properties": {"name": {}, "help": {"x-answer-affecting": False}}}},
    }
    config = {"hint": "Take your time", "items": [{"name": "a", "help": "b"}], "other": 1}
    assert without_words(config, schema) == {"items": [{"name": "a"}], "other": 1}


class Renewed(trial.Diary):
    """The diary in its second version."""

    version = 2
    migrations: ClassVar = {1: Migration(lambda config: config, answers=lambda answer: answer)}


def of_version(kind, document):
    after = copy.deepcopy(document)
    for _, _, step in steps_in(after):
        for variant in step["variants"]:
            if variant["type"] == kind.id:
                variant["version"] = kind.version
    return after


def test_a_newer_version_with_a_migration_carries_over_and_without_one_asks_again():
    registry = load_plugins(modules={"trial": trial.module()})
    registry.types["trial.diary"] = Renewed()
    after = of_version(Renewed, trial.program())
    assert compare(trial.program(), after, registry).fate(mark("s-diary")) == CARRIED
    registry.types["trial.diary"] = type("Bare", (Renewed,), {"migrations": {}})()
    assert compare(trial.program(), after, registry).fate(mark("s-diary")) == AGAIN


def test_a_newer_version_that_would_show_more_is_asked_again():
    class Wider(Renewed):
        def response_schema(self, config, role="self"):
            found = super().response_schema(config, role)
            return {**found, "properties": {"entry": {**found["properties"]["entry"], "x-visibility": "both"}}}

    registry = load_plugins(modules={"trial": trial.module()})
    registry.types["trial.diary"] = Wider()
    assert compare(trial.program(), of_version(Wider, trial.program()), registry).fate(mark("s-diary")) == AGAIN


def test_a_property_that_opens_to_others_now_is_asked_again():
    registry = load_plugins(modules={"trial": trial.module()})

    class Open(trial.Diary):
        def response_schema(self, config, role="self"):
            return {
                "type": "object",
                "properties": {"entry": {"type": "string", "maxLength": 9, "x-visibility": "both"}},
            }

    registry.types["trial.diary"] = Open()
    assert compare(trial.program(), trial.program(), registry).fate(mark("s-diary")) == AGAIN


def test_no_couple_goes_where_other_people_read_along_or_words_are_locked_otherwise():
    for terms in ({"personal": False}, {"sealed": True}):
        assert not compare(trial.program(), trial.program(**terms)).is_way
    assert compare(trial.program(), reword(trial.program(), "s-plan")).is_way


def test_what_both_share_decides_for_each():
    found = compare(trial.program(), ask_otherwise(trial.program(), "s-plan"))
    got = fates([mark("s-plan", seat="-"), mark("s-diary")], {"x": found})
    assert got == {("s-plan", 1, "-"): AGAIN, ("s-diary", 1, "a"): STAYS}
    assert not is_unaffected(got.values())


IDS = [step["id"] for _, _, step in steps_in(trial.program())]
EDITS = st.lists(
    st.tuples(st.sampled_from([reword, ask_otherwise, remove, move, add]), st.sampled_from(IDS), st.integers(0, 1)),
    max_size=5,
)


def edited(document, edits):
    for n, (edit, step, stage) in enumerate(edits):
        if edit is add:
            document = add(document, trial.step(f"fresh{n}", trial.Diary), stage, 0)
        elif any(found["id"] == step for _, _, found in steps_in(document)):
            document = edit(document, step, stage, 0) if edit is move else edit(document, step)
    return document


@settings(max_examples=60)
@given(EDITS, EDITS)
def test_whatever_is_edited_every_place_has_a_fate_and_going_back_restores_it(first, then):
    one, two = (compiled(edited(trial.program(), each)) for each in (first, then))
    there, back = Comparison(one, two, REGISTRY.types), Comparison(two, two, REGISTRY.types)
    home = Comparison(one, one, REGISTRY.types)
    for step in one.order:
        for form in step.forms:
            here = mark(step.id, form=form)
            fate = there.fate(here)
            assert fate in FATES
            assert (fate == GONE) == (step.id not in two.steps)
            assert home.fate(here) == STAYS
            if fate in (STAYS, REWORDED):
                schemas = (step.forms[form].schema, two.steps[step.id].forms[form].schema)
                terms = [
                    {k: v["x-visibility"] for k, v in (each or {}).get("properties", {}).items()} for each in schemas
                ]
                assert terms[0] == terms[1], "nothing opens by a move"
    assert there.moved <= set(one.steps) & set(two.steps)
    assert not back.moved
