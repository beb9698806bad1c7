"""Runs the contract over every registered exercise type, bundled or not: a new one is tested before its author is."""

from __future__ import annotations

import pytest

from nearer import CONTRAINDICATIONS, FACTORS, GRADES, Participation
from nearer.dialect import problems, schema_problems
from nearer.testing import CLOSED, contract_problems, load_plugins, sample_form, sample_state

REGISTRY = load_plugins()
TYPES = sorted(REGISTRY.types.values(), key=lambda kind: kind.id)
SAMPLES = [pytest.param(kind, sample, id=f"{kind.id}-{sample.name}") for kind in TYPES for sample in kind.samples]
FOR_TWO = (Participation.TOGETHER, Participation.TURNS)

every_type = pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.id)
every_sample = pytest.mark.parametrize(("kind", "sample"), SAMPLES)


def test_every_bundled_plugin_works():
    assert [(each.name, each.problem) for each in REGISTRY.plugins if each.state == "broken"] == []
    assert len(TYPES) >= 9


@every_type
def test_it_keeps_the_contract(kind):
    assert contract_problems(kind, REGISTRY) == []


@every_type
def test_its_protocol_card_is_complete(kind):
    card = kind.protocol
    assert card.grade in GRADES
    assert all((card.purpose, card.source, card.limits))
    assert 1900 <= card.year <= 2027
    assert 1 <= card.intensity <= 5
    assert card.minutes >= 1
    assert set(card.contraindications or ()) <= set(CONTRAINDICATIONS)


@every_type
def test_it_names_known_factors(kind):
    assert kind.factors
    assert set(kind.factors) <= set(FACTORS)


@every_type
def test_its_config_form_works_before_anything_is_filled_in(kind):
    from nearer.forms import render_form

    assert schema_problems(kind.config_schema, response=False) == []
    assert render_form(kind.config_schema)


@every_sample
def test_a_sample_freezes_into_data_that_core_can_serve_alone(kind, sample):
    forms, found = sample_form(kind, sample, REGISTRY)
    assert found == []
    for form in forms.values():
        assert form.schema is None or schema_problems(form.schema, response=True) == []
        assert form.schema is not None or form.script is not None


@every_sample
def test_answers_of_a_sample_are_valid_and_drawable_without_the_type(kind, sample):
    from nearer.forms import render_form

    forms, _ = sample_form(kind, sample, REGISTRY)
    form = forms.get("any") or forms["together"]
    if form.schema is None:
        assert not sample.answers
        return
    assert render_form(form.schema)
    for answer in sample.answers.values():
        assert problems(form.schema, answer) == []
        assert render_form(form.schema, answer)


@every_sample
def test_what_may_be_wrong_for_some_couples_has_a_form_for_one_person(kind, sample):
    forms, _ = sample_form(kind, sample, REGISTRY)
    if kind.participation in FOR_TWO and kind.protocol.contraindications != ():
        assert set(forms) == {"together", "alone"}
        assert forms["alone"].participation is Participation.SOLO


@every_sample
def test_nothing_of_the_other_is_in_a_state_before_both_finished(kind, sample):
    forms, _ = sample_form(kind, sample, REGISTRY)
    form = forms.get("any") or forms["together"]
    if not form.is_shared and not form.is_script:
        assert sample_state(form, sample, "a", CLOSED).theirs is None


@pytest.mark.parametrize("key", REGISTRY.library)
def test_every_exercise_of_the_library_can_be_published_once_its_slots_are_filled(key):
    from nearer.freezing import exercise_problems

    found = exercise_problems(REGISTRY.library[key], REGISTRY)
    assert [each for each in found if (each.severity, each.keyword) != ("warning", "minItems")] == []


@pytest.mark.parametrize("key", REGISTRY.templates)
def test_every_program_template_can_be_published(key):
    from nearer.freezing import findings

    assert [each for each in findings(REGISTRY.templates[key], REGISTRY) if each.severity == "error"] == []
