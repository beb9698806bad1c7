"""Tests of what is said about delivery, variants, parts and dates before a program is published."""

from datetime import date

import pytest
from fixtures import trial

from nearer.freezing import draft_problems, findings, freeze
from nearer.registry import load_plugins
from nearer.rules.edition import compile_edition
from nearer.rules.journey import Fact, Facts, state

REGISTRY = load_plugins()
DAY = date(2026, 3, 2)
ALONE = {"form": "any", "type": "trust_journal.kept_in_sight", "version": 1}
SIGHT = next(v for v in REGISTRY.library.values() if v["variants"][0]["type"] == ALONE["type"])["variants"][0]
PULSE = REGISTRY.library["measures.pulse.for_both"]["variants"][0]
SCREEN = REGISTRY.library["safety.screen.beginning"]["variants"][0]
TALK = REGISTRY.library["communication.check_in.short"]["variants"]


def step(name, *variants, **more):
    return {
        "id": name, "title": name, "summary": "", "minutes": 5, "delivery": {"rule": "after_previous"},
        "variants": list(variants or [SIGHT]), **more,
    }  # fmt: skip


def program(*steps, **more):
    stage = {"id": "t", "title": "T", "summary": "", "steps": list(steps)}
    return {"nearer": "program/1", "title": "P", "summary": "", "language": "en", "stages": [stage], **more}


def found(document, **options):
    ours = ("missing", "forms", "date", "alone", "unique", "$ref", "enum", "required", "uniqueItems", "format")
    seen = [each for each in findings(document, REGISTRY, **options) if each.keyword in ours]
    return list(dict.fromkeys((each.pointer.removeprefix("/stages/0/steps/"), each.severity) for each in seen))


def chosen(base, name="v-1", **rule):
    return {**base, "name": name, **rule}


def when(kind, source, *path, **schema):
    inner = schema
    for part in reversed((kind, source, *path)):
        inner = {"properties": {part: inner}}
    return inner


DONE = when("steps", "one", "done", const=True)


@pytest.mark.parametrize(
    ("delivery", "expected"),
    [
        ({"rule": "after_both", "step": "one"}, []),
        ({"rule": "after_both", "step": "two"}, [("2/delivery/step", "error")]),  # one person's own affair
        ({"rule": "after_both", "step": "three"}, [("2/delivery/step", "error")]),  # itself
        ({"rule": "after_both", "step": "gone"}, [("2/delivery/step", "error")]),
        ({"rule": "after_some", "of": ["one", "two"], "count": 1}, []),
        ({"rule": "after_some", "of": ["one", "gone"], "count": 1}, [("2/delivery/of/1", "error")]),
        ({"rule": "after_some", "of": ["one", "two"], "count": 3}, [("2/delivery/count", "error")]),
        ({"rule": "after_some", "of": ["one", "one"], "count": 1}, [("2/delivery/of", "error")]),
        ({"rule": "on_date"}, [("2/delivery", "error")]),
        ({"rule": "on_date", "date": "2026-02-30"}, [("2/delivery/date", "error")]),
        ({"rule": "monthly", "times": 3}, [("2/delivery", "error")]),
        ({"rule": "by_moon"}, [("2/delivery/rule", "error")]),
    ],
)
def test_what_can_not_work_is_said_at_its_place(delivery, expected):
    document = program(step("one", PULSE), step("two"), step("three", delivery=delivery))
    assert [each for each in found(document) if "delivery" in each[0]] == expected


def test_a_reference_to_nothing_keeps_a_draft_from_nothing_but_being_published():
    document = program(step("one"), step("two", delivery={"rule": "after_both", "step": "gone"}))
    assert [each.severity for each in draft_problems(document, REGISTRY)] == ["warning"]


def test_a_date_that_has_passed_is_worth_a_look():
    document = program(step("one", PULSE, delivery={"rule": "on_date", "date": "2026-03-01"}))
    assert found(document, today=date(2026, 3, 2)) == [("0/delivery/date", "warning")]
    assert found(document, today=date(2026, 3, 1)) == found(document) == []


PARTS = [{"id": "returned", "title": "Who returned"}, {"id": "stayed", "title": "Who stayed"}]


@pytest.mark.parametrize(
    ("variants", "expected"),
    [
        ([chosen(SIGHT, when=DONE), SIGHT], []),
        ([chosen(SIGHT, part="returned"), chosen(SIGHT, "v-2", part="stayed"), SIGHT], []),
        ([chosen(SIGHT, when=when("scores", "one", "nothing", "value")), SIGHT], [("2/variants/0/when", "error")]),
        ([SIGHT, chosen(SIGHT, when=DONE)], [("2/variants/1/form", "error")]),
        ([chosen(SIGHT, when=DONE), chosen(SIGHT, when=DONE), SIGHT], [("2/variants/1/name", "error")]),
        ([chosen(SIGHT, part="nobody"), SIGHT], [("2/variants/0/part", "error")]),
        ([chosen(SIGHT, when=when("steps", "three", "done")), SIGHT], [("2/variants/0/when", "error")]),
        ([chosen(SIGHT, when=when("steps", "one", "mood")), SIGHT], [("2/variants/0/when", "error")]),
        ([chosen(SIGHT, when=when("weather", "one")), SIGHT], [("2/variants/0/when", "error")]),
        ([chosen(SIGHT, when={}), SIGHT], [("2/variants/0/when", "error")]),
        ([chosen(SIGHT, when={"$ref": "#/x"}), SIGHT], [("2/variants/0/when", "error")]),
        # a screen chooses nothing here: together or alone has its own way
        ([chosen(SIGHT, when=when("answers", "zero", "afraid", const="yes")), SIGHT], [("2/variants/0/when", "error")]),
        # what opens to the partner may rest on nothing but what both have done
        ([chosen(PULSE, when=DONE), PULSE], []),
        ([chosen(PULSE, when=when("steps", "one", "passed", const=True)), PULSE], [("2/variants/0/when", "error")]),
        ([chosen(PULSE, when=when("answers", "one", "close", minimum=3)), PULSE], [("2/variants/0/when", "error")]),
        ([chosen(PULSE, when=when("steps", "zero", "done", const=True)), PULSE], [("2/variants/0/when", "error")]),
        ([chosen(TALK[0], part="stayed"), *TALK], [("2/variants/0/part", "error")]),
        # what is for two and may harm can't come in by a side door
        ([chosen(TALK[0] | {"form": "any"}, when=DONE), SIGHT], [("2/variants/0/type", "error")]),
    ],
)
def test_what_chooses_a_variant_is_checked(variants, expected):
    document = program(step("zero", SCREEN), step("one", PULSE), step("three", *variants), parts=PARTS)
    seen = [each for each in found(document) if "variants" in each[0]]
    assert seen == expected


def test_the_variants_of_a_step_stand_beside_its_form_whatever_became_of_that():
    document = program(step("one", PULSE), step("three", chosen(TALK[0], when=DONE), *TALK))
    edition, problems = freeze(document, REGISTRY)
    assert problems == []
    forms = compile_edition(edition).steps["three"].forms
    assert {name: form.of for name, form in forms.items()} == {
        "together": "together",
        "alone": "alone",
        "v-1": "together",
    }


def test_a_seat_gets_what_was_chosen_for_it_and_the_default_until_then():
    document = program(step("one", PULSE), step("three", chosen(SIGHT, when=DONE), SIGHT))
    edition = compile_edition(freeze(document, REGISTRY)[0])
    from datetime import UTC, datetime

    known = Facts("UTC", DAY, {"a": {("one", 1): Fact(DAY)}, "b": {}}, choices={("three", "a"): "v-1"})
    now = state(edition, known, datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert [now.place(side, "three").form.name for side in "ab"] == ["v-1", "any"]
    assert (now.unchosen("a"), [each.id for each in now.unchosen("b")]) == ([], [])
    assert now.known("a", edition.steps["three"]) == {"one": {"done": True, "passed": False, "n": 1}}


def test_the_trial_program_has_no_such_problem():
    registry = load_plugins(modules={"trial": trial.module()})
    assert [p for p in findings(trial.program(), registry) if p.severity == "error"] == []
