"""A couple's measures as FHIR responses: by the same consent as every file, without names, told what does not fit."""

from __future__ import annotations

import json
import re

import pytest
from fhir.resources.R4B.bundle import Bundle
from fixtures import pulse, trial
from fixtures.installation import hidden
from fixtures.pulse import measured

from nearer import desk

FORMAT = "fhir.questionnaire"


@pytest.fixture
def registry():
    from nearer.registry import load_plugins
    from nearer_plugins import fhir

    return load_plugins(modules={"trial": trial.module(), "pulse": pulse.module(), "fhir": fhir})


@pytest.fixture
def published(publish):
    return publish(pulse.program(measured("start"), measured("told", "counsellor"), measured("own", "private")))


@pytest.fixture
def couple(installation, published, enrol):
    one, two = enrol()
    for person in (one, two):
        for step in ("s-start", "s-told", "s-own"):
            assert person.post(f"{step}/1", {"f/talk": "3", "f/trust": "2"}).status_code == 303
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
    return one, two, f"/results/{public}/export"


def agree(person):
    fields = hidden(person.get("consent").text) | {"do": "give", "name": "export"}
    assert person.client.post(person.home + "consent", data=fields).status_code == 303


def steps_in(text):
    entries = json.loads(text)["entry"]
    found = [each["resource"] for each in entries if each["resource"]["resourceType"] == "QuestionnaireResponse"]
    return sorted(each["questionnaire"].partition("Questionnaire/")[2].partition("|")[0] for each in found)


def taken(ann, place):
    page = ann.get(f"{place}?format={FORMAT}")
    reply = ann.send(page, {"format": FORMAT}, format=FORMAT)
    assert reply.status_code == 200
    assert reply.headers["Content-Disposition"] == 'attachment; filename="couple.json"'
    return page.text, reply.get_data(as_text=True)


def test_without_both_consents_only_what_was_measured_for_the_counsellor_leaves(ann, couple):
    one, two, place = couple
    assert steps_in(taken(ann, place)[1]) == ["s-told", "s-told"]
    agree(one)
    assert steps_in(taken(ann, place)[1]) == ["s-told", "s-told"]
    agree(two)
    assert steps_in(taken(ann, place)[1]) == ["s-start", "s-start", "s-told", "s-told"]


def test_it_parses_names_nobody_and_the_page_says_who_is_who_and_what_does_not_fit(ann, couple):
    page, text = taken(ann, couple[2])
    Bundle.model_validate(json.loads(text))
    assert "Ada" not in text
    assert "Bo" not in re.sub(r"Bo(th|unded)", "", text)
    signs = {
        each["resource"]["subject"]["identifier"]["value"]
        for each in json.loads(text)["entry"]
        if "subject" in each["resource"]
    }
    assert len(signs) == 2
    assert all(f"<code>{sign}</code>" in page for sign in signs)
    assert "No name is in this file." in page
    (outcome,) = [
        each["resource"] for each in json.loads(text)["entry"] if each["resource"]["resourceType"] == "OperationOutcome"
    ]
    assert any("consent of both" in each["diagnostics"] for each in outcome["issue"])


def test_looking_at_what_does_not_fit_is_no_reading_and_taking_it_is(ann, couple):
    one, _, place = couple
    ann.get(f"{place}?format={FORMAT}")
    assert "Nothing was opened so far." in one.get("mine").text
    taken(ann, place)
    assert "Ann, " in one.get("mine").text


def test_with_nothing_to_write_it_says_so_and_an_unknown_kind_is_refused(ann, publish, enrol, installation):
    here = publish(pulse.program(measured("own", "private")))
    enrol(here.link)
    with desk.session_scope(installation.engine, write=True) as session:
        public = desk.list_couples(session, here.practice)[0].public
        desk.find_counsellor(session, email="ann@example.org").practice_id = here.practice
    place = f"/results/{public}/export"
    reply = ann.get(f"{place}?format={FORMAT}")
    assert reply.status_code == 303
    assert "nothing to write" in ann.follow(reply).text
    assert ann.get(f"{place}?format=nothing").status_code == 400
