"""Programs begin, are published with their findings, and get links that can be sent, closed and guarded."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from fixtures.trial import program as trial_program

from nearer import desk
from nearer_admin import composing


@pytest.fixture
def new_program(ann):
    """Makes a program at the desk; returns the path of its composer."""

    def make(title="A new one"):
        reply = ann.send("/programs/new/", {"begin": "blank"}, title=title)
        assert reply.status_code == 303
        return reply.location.split("/desk")[1]

    return make


def listed(ann, search=""):
    return ann.get(f"/programs/?search={search}").text


def test_a_blank_program_is_made_listed_and_found_by_title(ann, new_program):
    new_program("Evenings by the lake")
    new_program("Letters")
    assert "Evenings by the lake" in listed(ann)
    assert "Letters" not in listed(ann, "LAKE")
    assert "Nothing matches" in listed(ann, "desert")


def test_a_list_pages_by_key(ann, installation, published, clock):
    with desk.session_scope(installation.engine, write=True) as session:
        for number in range(45):
            document = composing.new_program(f"Number {number:02}")
            desk.create_program(session, published.practice, document, registry=installation.registry, now=clock())
    first = ann.get("/programs/").text
    older = first.split('href="/desk/programs/?after=')[1].split('"')[0]
    second = ann.get(f"/programs/?after={older}").text
    numbers = [n for n in range(45) if f"Number {n:02}" in first], [n for n in range(45) if f"Number {n:02}" in second]
    assert sorted(numbers[0] + numbers[1]) == list(range(45))
    assert not set(numbers[0]) & set(numbers[1])


def test_a_template_becomes_a_draft_of_the_practices_own(ann, installation):
    installation.registry.templates["trial.sample"] = {
        **trial_program(),
        "key": "trial.sample",
        "title": "From a template",
    }
    reply = ann.send("/programs/new/", {"begin": "trial.sample"})
    assert "From a template" in ann.follow(reply).text


def test_a_file_is_imported_or_refused_with_its_reason(ann):
    def bring(content):
        token = ann.get("/programs/new/").text.split('name="csrf_token" value="')[1].split('"')[0]
        fields = {"csrf_token": token, "begin": "file", "file": (BytesIO(content), "program.json")}
        options = {"base_url": "http://localhost/desk", "content_type": "multipart/form-data"}
        return ann.client.post("/programs/new/", data=fields, headers={"Referer": "http://localhost/desk/"}, **options)

    good = {**trial_program(), "title": "From a file"}
    page = bring(json.dumps(good).encode())
    assert page.status_code == 200
    assert "From a file" not in listed(ann)
    assert ann.send(page, {"begin": "brought"}).status_code == 303
    assert "From a file" in listed(ann)
    for bad, words in ((b"a: 1\na: 2", "stands twice"), (b"", "not a document"), (b"\xff\xfe\x00", "not UTF-8")):
        reply = bring(bad)
        assert reply.status_code == 422, bad
        assert words in reply.text


def test_publishing_says_what_will_happen_and_gives_link_code_and_text(
    ann, new_program, installation, program, published
):
    page = ann.get(f"/publish/{published.program}/")
    assert "publishing again changes nothing" in page.text
    ann.send(f"/program/{published.program}/", {"act": "step_down", "target": "s-screen"})
    page = ann.get(f"/publish/{published.program}/")
    assert "couples already on the way keep theirs" in page.text
    done = ann.follow(ann.send(page, {"revision": str(program()[0])}))
    assert f"http://localhost/p/{published.link}" in done.text
    assert "<svg" in done.text
    assert "Text to send" in done.text


def test_a_first_publication_makes_its_link(ann, installation, published, clock):
    with desk.session_scope(installation.engine, write=True) as session:
        made = desk.create_program(
            session, published.practice, trial_program(), registry=installation.registry, now=clock()
        )
    page = ann.get(f"/publish/{made.id}/")
    assert "nobody has begun yet" in page.text
    done = ann.follow(ann.send(page, {"revision": "1"}))
    assert "http://localhost/p/" in done.text


def test_an_empty_program_is_not_published(ann, new_program):
    home = new_program()
    place = home.replace("/program/", "/publish/")
    page = ann.get(place)
    assert "can't be published yet" in page.text
    assert "at least one step" in page.text


def test_a_wrong_config_blocks_publishing_and_stands_beside_its_step(ann, installation, published, program):
    """A plugin may come to refuse what a draft holds; then the draft says where."""
    kind = installation.registry.types["trial.diary"]
    kind.config_schema = {**kind.config_schema, "required": ["intro"]}
    try:
        page = ann.get(f"/publish/{published.program}/")
        assert "can't be published yet" in page.text
        assert f'href="/desk/program/{published.program}/step/s-diary"' in page.text
        composer = ann.get(f"/program/{published.program}/")
        assert "to mend" in composer.text
        step = ann.get(f"/program/{published.program}/step/s-diary")
        assert "field-error" in step.text
        token = step.text.split('name="csrf_token" value="')[1].split('"')[0]
        fields = [("csrf_token", token), ("revision", str(program()[0]))]
        assert ann.post(f"/desk/publish/{published.program}/", fields).status_code == 422
    finally:
        del kind.config_schema


def test_a_stale_publish_button_publishes_nothing(ann, published, program):
    page = ann.get(f"/publish/{published.program}/")
    ann.send(f"/program/{published.program}/", {"act": "step_down", "target": "s-screen"})
    reply = ann.send(page, {"revision": "1"})
    assert "Look at it once more" in ann.follow(reply).text


@pytest.fixture
def link(installation, published):
    def read():
        with desk.session_scope(installation.engine) as session:
            return desk.list_links(session, published.practice)[0]

    return read


def test_a_link_is_closed_reopened_and_guarded(ann, link, new_client, published):
    place, public = f"/links/{link().id}/", f"/p/{published.link}"
    assert new_client().get(public).status_code == 200
    ann.send(place, {"act": "close"}, act="close")
    assert new_client().get(public).status_code in (404, 410)
    ann.send(place, {"act": "reopen"}, act="reopen")
    assert new_client().get(public).status_code == 200
    ann.send(place, {"for": "any"}, **{"for": "one", "passcode": "lighthouse", "until": "2027-01-31", "act": "set"})
    kept = link()
    assert kept.one_couple
    assert kept.passcode_hash
    assert "lighthouse" not in kept.passcode_hash
    assert kept.expires_at.isoformat().startswith("2027-02-01")
    assert "lighthouse" not in ann.get(place).text
    ann.send(place, {"for": "one"}, no_passcode="1", until="not a day", act="set")
    assert link().passcode_hash, "nothing changes when the day is not understood"


def test_a_program_is_archived_after_asking(ann, published):
    ask = f"/programs/{published.program}/archive"
    assert "Archive this program?" in ann.get(ask).text
    assert ann.send(ask, "").status_code == 303
    assert "No program yet" in listed(ann)
