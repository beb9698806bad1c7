"""`nearer package`: a program with its media into one file and out of it, on a real installation."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from fixtures.materials import program, shown
from fixtures.uploads import picture

from nearer import desk
from nearer.commands import main
from nearer.registry import load_plugins


@pytest.fixture(scope="module")
def registry():
    return load_plugins()


@pytest.fixture
def site(tmp_path, monkeypatch, registry):
    monkeypatch.setenv("NEARER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NEARER_DEMO", "true")
    made = desk.make_installation(desk.Settings(), registry=registry)
    yield made
    made.engine.dispose()


def run(*words, code=0):
    done = CliRunner().invoke(main, ["package", *map(str, words)])
    assert done.exit_code == code, done.output
    return done.output


def material(site, name):
    with desk.session_scope(site.engine) as session:
        (practice,) = (each for each in desk.list_practices(session) if each.name == name)
        rows = desk.media.list_media(session, practice.id)
        return [(each.sha, each.title) for each in rows], [
            each.title for each in desk.list_programs(session, practice.id)
        ]


def test_out_of_one_practice_and_into_another(site, tmp_path):
    checked, now = desk.check_upload(picture(), site.registry), site.clock()
    document = {"nearer": "program/1", "title": "Chairs", "stages": []}
    step = {"id": "s", "title": "S", "variants": [], "material": [shown(checked)]}
    step["variants"] = [{"form": "any", "type": "measures.pulse", "config": {}}]
    document["stages"] = [{"id": "one", "title": "One", "steps": [step]}]
    with desk.session_scope(site.engine, write=True) as session:
        one, _ = (desk.create_practice(session, name, now=now) for name in ("One", "Two"))
        desk.media.add_media(session, one.id, checked, {"title": "Chairs", "licence": "Our own"}, now=now)
        made = desk.create_program(session, one.id, document, registry=site.registry, now=now)
        made = str(made.id)
    file = tmp_path / "chairs.zip"
    run("export", made, "-o", file, "--practice", "One")
    told = json.loads(run("import", file, "--practice", "Two", "--dry-run", "--json"))
    assert (told["title"], told["media"], told["missing"]) == ("Chairs", "1", "nothing")
    assert material(site, "Two") == ([], [])
    assert "yes" in run("import", file, "--practice", "Two")
    assert material(site, "Two") == ([(checked.sha, "Chairs")], ["Chairs"])
    assert "--practice" in run("import", file, code=1)


def test_what_is_no_package_ends_with_a_sentence(site, tmp_path):
    file = tmp_path / "x.zip"
    file.write_bytes(b"PK\x03\x04 and nothing")
    with desk.session_scope(site.engine, write=True) as session:
        desk.create_practice(session, "One", now=site.clock())
    assert "damaged" in run("import", file, code=1)
    file.write_text(json.dumps(program(title="Trial")))
    assert "missing" in run("import", file, "--dry-run")
