"""Packages: program and media the same to the byte on the other side; strangers' within limits, looked over first."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from io import BytesIO

import pytest
from fixtures.materials import FILM, OTHER, program, shown
from fixtures.uploads import SCRIPT, picture, sound

from nearer import desk
from nearer.registry import load_plugins
from nearer_admin import packages


@pytest.fixture
def installation(installation):
    """The site takes pictures and sounds."""
    from nearer_plugins import media

    installation.registry.media |= load_plugins(modules={"media": media}).media
    return installation


@pytest.fixture
def checked(installation):
    """A real picture and a real sound, as they are kept."""
    return [desk.check_upload(each, installation.registry) for each in (picture(), sound())]


@pytest.fixture
def made(installation, people, clock, checked):
    """A program of ann's practice that shows both, and a film, published once."""
    document = program(*(shown(each) for each in checked), FILM, title="With material")
    about = {"registry": installation.registry, "now": clock()}
    with desk.session_scope(installation.engine, write=True) as session:
        for each in checked:
            words = {"title": each.kind.title(), "licence": "Our own", "alt": "Two", "language": "en"}
            desk.media.add_media(session, people["ann"], each, words, now=clock())
        row = desk.create_program(session, people["ann"], document, **about)
        desk.publish_program(session, people["ann"], row.id, **about)
        return row.id


@pytest.fixture
def package(ann, made):
    reply = ann.get(f"/exchange/{made}/file/package")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="with-material.zip"'
    return reply.data


def bring(who, raw, name="theirs.zip"):
    token = who.get("/programs/new/").text.split('name="csrf_token" value="')[1].split('"')[0]
    return who.post("/programs/new/", [("csrf_token", token), ("begin", "file"), ("file", (BytesIO(raw), name))])


def files_of(raw):
    with zipfile.ZipFile(BytesIO(raw)) as opened:
        return {each.filename: opened.read(each) for each in opened.infolist()}


def zipped(files, *, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as target:
        for name, content in files.items() if isinstance(files, dict) else files:
            target.writestr(name, content)
    return out.getvalue()


def practice_media(installation, practice):
    with desk.session_scope(installation.engine) as session:
        return {each.sha: desk.media.read_file(session, each.sha) for each in desk.media.list_media(session, practice)}


def newest(installation, practice):
    with desk.session_scope(installation.engine) as session:
        row = desk.list_programs(session, practice)[0]
        return row.id, desk.program_document(row)


def test_a_package_says_what_is_in_it(package, checked, installation, people):
    files = files_of(package)
    manifest = json.loads(files["manifest.json"])
    assert set(files) == {"manifest.json", "program.yaml", *(f"media/{each.sha}.{end}" for each, end in
                                                             zip(checked, ("webp", "mp3"), strict=True))}  # fmt: skip
    assert manifest["nearer"] == "package/1"
    assert manifest["program"]["edition"] == manifest["editions"][0]["sha256"]
    assert [each["media"] for each in manifest["media"]] == sorted(each.sha for each in checked)
    assert manifest["types"]["trial.everything"] == 1


def test_the_same_program_is_the_same_package(ann, made, package):
    assert ann.get(f"/exchange/{made}/file/package").data == package


def test_out_and_in_again_elsewhere_everything_is_the_same_to_the_byte(sign_in, installation, people, package, checked):
    olga = sign_in("olga")
    page = bring(olga, package)
    assert page.status_code == 200
    assert "With material" not in olga.get("/programs/").text
    assert not practice_media(installation, people["olga"])
    assert olga.send(page, {"begin": "brought"}).status_code == 303
    row, _ = newest(installation, people["olga"])
    assert practice_media(installation, people["olga"]) == {each.sha: each.content for each in checked}
    again = files_of(olga.get(f"/exchange/{row}/file/package").data)
    before = files_of(package)
    assert {name: again[name] for name in again if name != "manifest.json"} == {
        name: before[name] for name in before if name != "manifest.json"
    }
    told = json.loads(again["manifest.json"]), json.loads(before["manifest.json"])
    assert told[0]["program"] == told[1]["program"]
    assert told[0]["media"] == told[1]["media"]
    published = olga.send(f"/publish/{row}/", {"revision": "1"})
    assert published.status_code == 303, published.text


def test_the_page_before_says_what_comes_what_is_needed_and_whether_it_is_the_same(sign_in, package):
    text = bring(sign_in("olga"), package).text
    for words in ("Picture", "Sound", "Our own", "Comes in.", FILM["link"], "trial.everything", "the very edition"):
        assert words in text, words


def test_what_the_practice_has_already_is_said(ann, package):
    assert "You have it already." in bring(ann, package).text


def test_a_missing_plugin_and_missing_media_are_said_and_the_draft_can_be_made(sign_in, installation, people, package):
    files = files_of(package)
    document = desk.read_document(files["program.yaml"])
    step = next(each for stage in document["stages"] for each in stage["steps"] if each["id"] == "s-everything")
    step["variants"][0] |= {"type": "elsewhere.new", "version": 3}
    step["material"].append(shown(OTHER))
    olga = sign_in("olga")
    page = bring(olga, zipped(files | {"program.yaml": desk.write_yaml(document)}))
    assert "No plugin here brings it" in page.text
    assert OTHER.sha[:16] in page.text
    assert "is not as it was when it was taken out" in page.text
    assert "another edition" in page.text
    assert olga.send(page, {"begin": "brought"}).status_code == 303
    assert newest(installation, people["olga"])[1] == document


def test_what_was_changed_on_the_way_or_is_no_picture_is_left_behind(sign_in, installation, people, package, checked):
    files = files_of(package)
    sound_name = next(name for name in files if checked[1].sha in name)
    forged = picture() + SCRIPT
    strange = f"media/{hashlib.sha256(forged).hexdigest()}.webp"
    olga = sign_in("olga")
    page = bring(olga, zipped(files | {sound_name: files[sound_name] + b"x", strange: forged}))
    assert "its checksum does not match" in page.text
    assert "not as it is kept here" in page.text
    assert olga.send(page, {"begin": "brought"}).status_code == 303
    assert set(practice_media(installation, people["olga"])) == {checked[0].sha}


@pytest.mark.parametrize(
    "name", ["../program.yaml", "/etc/passwd", "media/../x", "media\\x.webp", "extra.html", "media/"]
)
def test_names_that_do_not_belong_are_refused(ann, package, name):
    reply = bring(ann, zipped(files_of(package) | {name: b"x"}))
    assert (reply.status_code, "does not belong in it" in reply.text) == (422, True)


def test_the_same_name_twice_is_refused(ann, package):
    files = [*files_of(package).items(), ("program.yaml", b"nearer: program/1\nstages: []\n")]
    with pytest.warns(UserWarning, match="Duplicate"):
        raw = zipped(files)
    assert "the same name" in bring(ann, raw).text


def test_a_file_that_unpacks_to_more_than_it_may_is_refused(ann, package, monkeypatch):
    assert "larger than it may be" in bring(ann, zipped(files_of(package) | {"program.yaml": b"\0" * 3_000_000})).text
    monkeypatch.setattr(packages, "WHOLE", 1000)
    assert "more than 0 MB" in bring(ann, package).text
    monkeypatch.setattr(packages, "ENTRIES", 2)
    assert "more than 2 files" in bring(ann, package).text


def test_a_file_that_is_larger_than_it_says_is_refused(ann, package):
    name, large = "program.yaml", b"nearer: program/1\nstages: []\n" + b"#" * 50_000
    raw = zipped({name: large}).replace(len(large).to_bytes(4, "little"), (30).to_bytes(4, "little"))
    reply = bring(ann, raw)
    assert reply.status_code == 422
    assert "damaged" in reply.text or "not as large" in reply.text


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"manifest.json": "{}"}, "no program file"),
        ({"program.yaml": "nearer: program/1\nstages: []\n", "program.json": "{}"}, "or two"),
        ({"program.yaml": "a: &b 1\nc: *b\n"}, "Anchors"),
        ({"program.yaml": "nearer: program/2\nstages: []\n"}, "program/1"),
        ({"program.yaml": "nearer: program/1\nstages: []\n", "manifest.json": '{"nearer": "package/9"}'}, "package/1"),
        ({"program.yaml": "nearer: program/1\nstages: []\n", "manifest.json": "[" * 5000}, "deeper"),
    ],
)
def test_what_is_no_package_is_refused_with_its_reason(ann, files, why):
    reply = bring(ann, zipped(files))
    assert (reply.status_code, why in reply.text) == (422, True), reply.text


@pytest.mark.parametrize("cut", [30, 200, -1, -30])
def test_a_damaged_package_is_refused(ann, package, cut):
    assert bring(ann, package[:cut]).status_code == 422
    broken = bytearray(package)
    broken[len(broken) // 2] ^= 0xFF
    assert bring(ann, bytes(broken)).status_code in (200, 422)


@pytest.mark.parametrize(
    "listed", ["x", [1, {"media": 5}], [{"media": "SHA", "title": 5}], [{"media": "SHA", "alt": "x" * 9000}]]
)
def test_a_list_of_odd_shape_says_nothing(sign_in, installation, people, package, checked, listed):
    files = files_of(package)
    manifest = json.loads(files["manifest.json"])
    manifest["media"] = json.loads(json.dumps(listed).replace("SHA", checked[0].sha))
    olga = sign_in("olga")
    page = bring(olga, zipped(files | {"manifest.json": json.dumps(manifest)}))
    assert olga.send(page, {"begin": "brought"}).status_code == 303
    with desk.session_scope(installation.engine) as session:
        assert {each.title for each in desk.media.list_media(session, people["olga"])} == {""}


def test_what_is_kept_aside_is_forgotten_after_an_hour(tmp_path, monkeypatch):
    import os

    from nearer_admin import bringing

    old = bringing.put_aside(tmp_path, "ann", b"old")
    os.utime(tmp_path / f"ann.{old}", (0, 0))
    new = bringing.put_aside(tmp_path, "ann", b"new")
    assert bringing.take_up(tmp_path, "ann", new) == b"new"
    assert (tmp_path / f"ann.{new}").stat().st_mode & 0o777 == 0o600
    for owner, word in (("ann", old), ("bo", new)):
        with pytest.raises(desk.UnreadableError):
            bringing.take_up(tmp_path, owner, word)
