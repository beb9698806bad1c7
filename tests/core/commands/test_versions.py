"""`nearer plugin migrate --dry-run` and `list`: versions and numbers, never words; what is left out is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from nearer.commands import main

OLD = {"opening": "Look.", "seen": "What held?", "tags": [{"id": "money", "text": "Money"}]}
WORDS = "words-of-somebody-77"
OLD_ANSWER = {"seen": WORDS, "seen_tags": ["money"]}


def run(*words: str) -> Any:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def home(tmp_path, monkeypatch) -> Any:
    """A real installation, opened again by each command."""
    from nearer.installation import make_installation
    from nearer.settings import Settings

    monkeypatch.setenv("NEARER_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    made = make_installation(Settings())
    yield made
    made.engine.dispose()


def document(config: dict[str, Any], version: int) -> dict[str, Any]:
    variant = {"form": "any", "type": "trust_journal.taking_stock", "version": version, "config": config}
    step = {
        "id": "s-stock", "title": "Stock", "summary": "", "minutes": 5, "factors": ["trust"], "origin": None,
        "delivery": {"rule": "at_once"}, "variants": [variant],
    }  # fmt: skip
    stages = [{"id": "one", "title": "One", "summary": "", "steps": [step]}]
    return {"nearer": "program/1", "title": "Mine", "summary": "", "language": "en", "weeks": 1, "sealed": False,
            "personal": True, "stages": stages, "texts": {}}  # fmt: skip


@pytest.fixture
def draft(home):
    """Makes a draft whose step was written for version 1."""
    from nearer.store.engine import session_scope
    from nearer.store.practices import create_practice
    from nearer.store.programs import create_program

    def make(config: dict[str, Any]) -> Any:
        with session_scope(home.engine, write=True) as session:
            practice = create_practice(session, "Hill", now=home.now())
            return create_program(
                session, practice.id, document(config, 1), registry=home.registry, now=home.now()
            ).document

    return make


def test_a_draft_of_before_is_named_with_what_would_change_and_stays_as_it_is(home, draft):
    before = draft(OLD)
    told = run("plugin", "migrate", "--dry-run")
    assert told.exit_code == 0, told.output
    assert "Mine, Stock (s-stock): trust_journal.taking_stock 1 -> 2 would change: tags, subjects" in told.output
    from sqlalchemy import text

    with home.engine.connect() as connection:
        assert connection.execute(text("SELECT document FROM program")).scalar() == before


def test_what_is_refused_says_why_and_is_a_failure_for_scripts(draft):
    draft({**OLD, "subjects": []})
    told = run("plugin", "migrate", "--dry-run", "--json")
    assert told.exit_code == 1
    (row,) = json.loads(told.output)["drafts"]
    assert row["refused"] == "Both “tags” and “subjects” stand here; version 1 knew only tags."
    assert (row["stored"], row["today"], row["step"]) == (1, 2, "s-stock")


def test_of_editions_only_versions_and_numbers_are_told(home, draft):
    from nearer.freezing import freeze
    from nearer.store.editions import keep_edition
    from nearer.store.engine import session_scope

    new, found = freeze(document({"opening": "Look."}, 2), home.registry)
    assert found == []
    old = json.loads(json.dumps(new))
    old["steps"]["s-stock"]["forms"]["any"] |= {"version": 1, "config": OLD}
    gone = json.loads(json.dumps(new))
    gone["steps"]["s-stock"]["forms"]["any"] |= {"type": "gone.away"}
    with session_scope(home.engine, write=True) as session:
        for each in (new, old, gone):
            keep_edition(session, each, now=home.now())
    told = run("plugin", "migrate", "--dry-run", "--json")
    rows = {(each["type"], each["version"]): each for each in json.loads(told.output)["published"]}
    assert rows["trust_journal.taking_stock", 1]["served"] == "read as version 2"
    assert rows["trust_journal.taking_stock", 2]["served"] == "as it is"
    assert rows["gone.away", 2]["served"] == "by core alone"
    assert rows["trust_journal.taking_stock", 1]["answers"] == 0


def test_it_does_nothing_without_being_told_that_it_is_dry(home):
    told = run("plugin", "migrate")
    assert told.exit_code == 2
    assert "--dry-run" in told.output


def test_what_is_left_out_is_listed_with_its_trace_when_asked(home):
    from nearer.leaving_out import LeftOut

    home.registry.left_out.add(LeftOut("trust_journal.openness", "render", "PLACE-OF-IT"))
    told = run("plugin", "list")
    assert told.exit_code == 1
    assert "trust_journal.openness: render failed again and again and is left out" in told.output
    assert "PLACE-OF-IT" not in told.output
    assert "PLACE-OF-IT" in run("plugin", "list", "--trace").output
    value = {each["name"]: each["left_out"] for each in json.loads(run("plugin", "list", "--json").output)}
    assert value["trust_journal"] == [{"type": "trust_journal.openness", "override": "render"}]
