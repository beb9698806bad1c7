"""Programs as files of several kinds: what does not fit stands there before anything is made."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from fixtures.installation import hidden

from nearer import Converted, Format, desk
from nearer.registry import load_plugins

BUNDLED = load_plugins()


@pytest.fixture
def formats(installation):
    """The site knows FHIR and what its questions become."""
    registry = installation.registry
    registry.formats |= BUNDLED.formats
    for name in ("measures.questionnaire", "communication.question_deck_alone"):
        registry.types[name] = BUNDLED.types[name]
    yield registry
    registry.formats.clear()


@pytest.fixture
def bring(ann):
    """Brings a file to the desk."""

    def send(text):
        token = ann.get("/programs/new/").text.split('name="csrf_token" value="')[1].split('"')[0]
        fields = {"csrf_token": token, "begin": "file", "file": (BytesIO(text.encode()), "theirs.json")}
        return ann.client.post("/programs/new/", data=fields, headers={"Referer": "http://localhost/desk/"},
                               base_url="http://localhost/desk", content_type="multipart/form-data")  # fmt: skip

    return send


def titles(installation, people):
    with desk.session_scope(installation.engine) as session:
        return [each.title for each in desk.list_programs(session, people["ann"], limit=50)]


THEIRS = {"resourceType": "Questionnaire", "status": "active", "title": "Sleep", "item": [
    {"linkId": "a", "type": "boolean", "text": "Do you sleep well?", "required": True},
    {"linkId": "b", "type": "date", "text": "Since when?"}]}  # fmt: skip


def test_a_questionnaire_is_looked_over_before_anything_is_made(formats, ann, bring, installation, people):
    page = bring(json.dumps(THEIRS))
    assert page.status_code == 200
    assert "Look over “Sleep”" in page.text
    assert "“Since when?” was left out" in page.text
    assert "Sleep" not in titles(installation, people)
    made = ann.send(page, {"begin": "brought"})
    assert made.status_code == 303
    assert "Sleep" in titles(installation, people)
    assert "Do you sleep well?" not in ann.follow(made).text
    assert "Sleep" in ann.follow(made).text


def test_only_whoever_brought_a_file_makes_something_of_it_and_only_once(formats, ann, bring, sign_in):
    page = bring(json.dumps(THEIRS))
    again = sign_in("sue").send("/programs/new/", {"begin": "blank"}, begin="brought", word=hidden(page.text)["word"])
    assert again.status_code == 422
    assert "choose it again" in again.text
    assert ann.send(page, {"begin": "brought"}).status_code == 303
    for word in (None, "x", "../keyring", "0" * 32):
        assert ann.send(page, {"begin": "brought"}, word=word).status_code == 422


def test_a_file_of_our_own_comes_in_as_it_went_out(formats, ann, bring, published, program, installation, people):
    own = ann.get(f"/exchange/{published.program}/file/nearer")
    assert own.headers["Content-Disposition"].startswith('attachment; filename="')
    _, document = program()
    assert desk.read_document(own.text) == document
    for text in (own.text, ann.get(f"/exchange/{published.program}/file/fhir.questionnaire").text):
        page = bring(text)
        assert page.status_code == 200, page.text
        assert ann.send(page, {"begin": "brought"}).status_code == 303
    assert titles(installation, people).count(document["title"]) == 3


def test_what_a_file_cant_say_stands_beside_its_button(formats, ann, published):
    page = ann.get(f"/exchange/{published.program}/").text
    assert "FHIR R4 Questionnaire" in page
    assert "who may see which answer" in page
    assert f"/exchange/{published.program}/file/fhir.questionnaire" in page
    assert f"/exchange/{published.program}/" in ann.get(f"/program/{published.program}/").text


def test_another_practice_takes_nothing_out(formats, sign_in, published):
    olga = sign_in("olga")
    for path in ("", "file/nearer", "file/fhir.questionnaire"):
        assert olga.get(f"/exchange/{published.program}/{path}").status_code == 404


class Breaks(Format):
    """A format that fails."""

    name, title, ending = "breaks.always", "A broken kind", ".x"

    def write(self, edition):
        raise ValueError(edition["program"]["title"])

    def read(self, text):
        return Converted(object())

    def matches(self, text):
        return text.startswith("BREAK")


def test_a_format_that_fails_is_told_and_takes_nothing_with_it(formats, ann, bring, published, sign_in):
    formats.formats["breaks.always"] = Breaks()
    formats.plugins[0].formats.append("breaks.always")
    page = ann.get(f"/exchange/{published.program}/")
    assert "A broken kind could not be written." in page.text
    assert "FHIR R4 Questionnaire" in page.text
    assert ann.get(f"/exchange/{published.program}/file/breaks.always").status_code == 404
    assert ann.get(f"/exchange/{published.program}/file/nothing").status_code == 404
    refused = bring("BREAK it")
    assert (refused.status_code, "A broken kind" in refused.text) == (422, True)
    assert "the file was not read or written" in sign_in("admin").get("/plugins/").text
