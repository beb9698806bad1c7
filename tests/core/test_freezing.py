"""Freezing: an edition is complete without its plugins; what is wrong or missing is said with its pointer."""

from __future__ import annotations

import copy
import json

import pytest
from fixtures import trial

from nearer import CONTRAINDICATIONS, Participation
from nearer.dialect import problems
from nearer.freezing import draft_problems, findings, freeze, preview_edition
from nearer.registry import load_plugins
from nearer.rules.canonical import canonical, digest
from nearer.rules.edition import compile_edition

EDITION = {"$ref": "https://nearer.invalid/schemas/edition"}


def only(step, **more):
    stages = [{"id": "one", "title": "One", "steps": [step]}]
    return {"nearer": "program/1", "title": "T", "language": "en", "stages": stages, **more}


def errors(found):
    return [each for each in found if each.severity == "error"]


def test_an_edition_meets_its_schema_and_compiles(registry):
    edition, found = freeze(trial.program(), registry)
    assert found == []
    assert problems(EDITION, edition) == []
    compiled = compile_edition(json.loads(canonical(edition)))
    assert compiled.order[0].id == "s-screen"
    assert compiled.steps["s-talk"].has_two_forms
    assert compiled.steps["s-talk"].contraindications == {"fear"}


def test_freezing_the_same_twice_gives_the_same_name(registry):
    document = trial.program()
    before = copy.deepcopy(document)
    assert digest(freeze(document, registry)[0]) == digest(freeze(document, registry)[0])
    assert document == before


def test_what_may_be_wrong_for_a_couple_gets_its_form_for_one_person(registry):
    edition, found = freeze(only(trial.step("talk", trial.Talk)), registry)
    forms = edition["steps"]["s-talk"]["forms"]
    assert found == []
    assert {name: form["type"] for name, form in forms.items()} == {"together": "trial.talk", "alone": "trial.diary"}
    assert forms["alone"]["participation"] == Participation.SOLO


def test_a_counsellor_can_add_contraindications_but_not_take_them_away(registry):
    added = trial.step("plan", trial.Plan, protocol={"contraindications": ["acute_crisis"]})
    assert errors(freeze(only(added), registry)[1])[0].pointer == "/stages/0/steps/0/variants/0"
    emptied = trial.step("talk", trial.Talk, protocol={"contraindications": []})
    forms = freeze(only(emptied), registry)[0]["steps"]["s-talk"]["forms"]
    assert forms["together"]["protocol"]["contraindications"] == ["fear"]


def test_a_type_that_does_not_speak_of_contraindications_counts_as_heavy():
    class Silent(trial.Talk):
        id, protocol = "trial.silent", trial.Protocol("p", "s", 2020, "D", "l", None)

    class Module:
        register_exercise_types = staticmethod(trial.hookimpl(lambda: [Silent(), trial.Diary()]))

    registry = load_plugins(modules={"trial": Module})
    forms = freeze(only(trial.step("x", Silent)), registry)[0]["steps"]["s-x"]["forms"]
    assert set(forms) == {"together", "alone"}
    assert forms["together"]["protocol"]["contraindications"] == list(CONTRAINDICATIONS)


def test_a_wrong_config_is_a_problem_at_its_place(registry):
    document = only(trial.step("diary", trial.Diary, config={"intro": 7}))
    found = errors(draft_problems(document, registry))
    assert [each.pointer for each in found] == ["/stages/0/steps/0/variants/0/config/intro"]


def test_a_missing_plugin_lets_a_draft_be_saved_and_stops_publishing(registry):
    step = trial.step("gone", trial.Diary)
    step["variants"][0]["type"] = "gone.away"
    assert [each.severity for each in draft_problems(only(step), registry)] == ["warning"]
    found = errors(findings(only(step), registry))
    assert [each.pointer for each in found] == ["/stages/0/steps/0/variants/0/type"]
    assert "gone.away" in found[0].message


def test_a_type_that_fails_while_freezing_is_a_problem_and_no_crash(registry, monkeypatch):
    monkeypatch.setattr(trial.Diary, "response_schema", lambda self, config, role="self": 1 / 0)
    found = errors(findings(only(trial.step("diary", trial.Diary)), registry))
    assert found[0].pointer == "/stages/0/steps/0/variants/0/config"
    assert registry.failures["trial.diary"].count


def test_a_draft_may_lack_what_publishing_asks_for(registry):
    empty = {"nearer": "program/1", "stages": [{"id": "a", "steps": []}]}
    assert errors(draft_problems(empty, registry)) == []
    assert [each.pointer for each in errors(findings(empty, registry))] == ["/stages", "/stages/0/title", "/title"]


def test_findings_stand_in_the_order_of_the_program(registry):
    steps = [{**trial.step(str(n), trial.Diary), "title": ""} for n in range(12)]
    document = only(steps[0])
    document["stages"][0]["steps"] = steps
    pointers = [each.pointer for each in findings(document, registry)]
    assert pointers == [f"/stages/0/steps/{n}/title" for n in range(12)]


@pytest.mark.parametrize("kind", [trial.Everything, trial.Plan, trial.Talk])
def test_an_exercise_can_be_previewed_before_it_is_in_a_program(registry, kind):
    step = trial.step("x", kind)
    edition, found = preview_edition({key: step[key] for key in ("title", "variants")}, registry)
    assert found == []
    assert edition.order[0].form("together").type == kind.id
