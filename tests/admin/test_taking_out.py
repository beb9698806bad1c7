"""A couple's file: what the door opens to the counsellor, joint words only with both consents, never a formula."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from fixtures.installation import hidden
from fixtures.marks import EACH_READER

from nearer import desk


@pytest.fixture
def couple(installation, published, enrol):
    """Two who answered everything, also about safety, and the path of their file."""
    one, two = enrol()
    assert one.post("s-screen/1", {"f/afraid": "yes", "f/story": "MARK-SCREEN"}).status_code == 303
    assert one.post("s-everything/1", EACH_READER).status_code == 303
    assert two.post("s-everything/1", {"f/feeling": "=SUM(A1)", "f/worry": "@nobody"}).status_code == 303
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
    return one, two, f"/results/{public}/export"


def consent(*people, do="give"):
    for person in people:
        fields = hidden(person.get("consent").text) | {"do": do, "name": "export"}
        assert person.client.post(person.home + "consent", data=fields).status_code == 303


def taken(ann, place, kind="json"):
    reply = ann.send(ann.get(place), {"format": kind}, format=kind)
    assert reply.status_code == 200, reply.text
    assert "attachment" in reply.headers["Content-Disposition"]
    return reply.get_data(as_text=True)


def marks(text):
    return set(re.findall(r"MARK-[A-Z]+", text))


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_without_both_consents_only_what_was_written_for_the_counsellor_leaves(ann, couple, kind):
    one, _, place = couple
    assert marks(taken(ann, place, kind)) == {"MARK-COUNSELLOR"}
    consent(one)
    text = taken(ann, place, kind)
    assert marks(text) == {"MARK-COUNSELLOR"}
    assert "needs the consent of both" in text
    assert "needs the consent of both" in ann.get(place).text


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_with_both_consents_what_opens_to_both_leaves_and_nothing_private_ever(ann, couple, kind):
    one, two, place = couple
    consent(one, two)
    text = taken(ann, place, kind)
    assert marks(text) == {"MARK-COUNSELLOR", "MARK-BOTH", "MARK-GUESS", "MARK-RELEASED"}
    assert "needs the consent of both" not in text
    assert "that never leaves here" in text
    consent(two, do="take")
    assert marks(taken(ann, place, kind)) == {"MARK-COUNSELLOR"}


def test_no_cell_is_a_formula(ann, couple):
    one, two, place = couple
    consent(one, two)
    rows = list(csv.DictReader(io.StringIO(taken(ann, place, "csv").lstrip("\ufeff"))))
    values = {row["value"] for row in rows}
    assert {"'=SUM(A1)", "'@nobody"} <= values
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())


def test_the_other_file_keeps_values_as_they_are(ann, couple):
    one, two, place = couple
    consent(one, two)
    file = json.loads(taken(ann, place))
    assert file["consent_of_both"] is True
    assert {"=SUM(A1)", "MARK-BOTH"} <= {line["value"] for line in file["values"] if line["item"] == "feeling"}


def test_taking_out_needs_a_fresh_sign_in(ann, couple):
    _, _, place = couple
    page = ann.get(place)
    with ann.client.session_transaction(path="/desk/", base_url="http://localhost/desk") as session:
        session["fs_paa"] -= 3600
    assert "/desk/verify" in ann.get(place).location
    assert "MARK" not in ann.send(page, {"format": "csv"}, format="csv").text


def test_what_was_written_for_the_counsellor_is_noted_for_its_writer(ann, couple, clock):
    one, two, place = couple
    ann.get(place)
    assert "Nothing was opened so far." in one.get("mine").text
    taken(ann, place)
    clock.move(days=1)
    for each in (one, two):
        each.come_back()
        assert each.get("mine").text.count("Ann, ") == 1


def test_another_practice_takes_nothing_out(sign_in, couple):
    _, _, place = couple
    assert sign_in("olga").get(place).status_code == 404
