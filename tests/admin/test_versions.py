"""What a new version would change is shown before it is accepted; what was left out can try again."""

from __future__ import annotations

import html
from typing import ClassVar

import pytest
from fixtures import trial
from fixtures.desk import colleague

from nearer import Migration, RefusedError, desk
from nearer.leaving_out import LeftOut
from nearer_admin import composing


def renamed(config):
    if "intro" not in config:
        raise RefusedError("Without an introduction nothing can be carried over.")
    return {"opening": config["intro"], **{k: v for k, v in config.items() if k != "intro"}}


class Newer(trial.Diary):
    """The diary at version 2: its introduction is called opening."""

    version = 2
    config_schema: ClassVar = {"type": "object", "properties": {"opening": {**trial.TEXT, "title": "Opening"}}}
    migrations: ClassVar = {1: Migration(renamed, [({"intro": "x"}, {"opening": "x"})], [{}])}


class Broken(Newer):
    """Says no in a way that nobody foresaw."""

    migrations: ClassVar = {1: Migration(lambda config: config["nothing"])}


@pytest.fixture
def written(ann, program):
    """The diary step of the draft, with an introduction, written at version 1."""
    where = f"/program/{program_id(ann)}/step/s-diary"
    assert ann.send(where, {"basics/title": "Diary"}, form_any__intro="Begin gently.").status_code == 303
    return where


def program_id(ann) -> str:
    page = ann.get("/programs/").text
    return page.partition("/desk/program/")[2].partition("/")[0]


def variant(program):
    return composing.find_step(program()[1], "s-diary")["variants"][0]


def become(installation, kind) -> None:
    """What an update of the plugin and a restart do."""
    installation.registry.types[kind.id] = kind()


def test_the_step_page_shows_before_and_after_and_changes_only_when_accepted(ann, written, program, installation):
    become(installation, Newer)
    page = ann.get(written)
    text = html.unescape(page.text)
    assert "made for version 1 of “Diary”; here is version 2" in text
    assert "<code>intro</code>" in text
    assert "<code>opening</code>" in text
    assert variant(program) == {**variant(program), "version": 1, "config": {"intro": "Begin gently."}}
    reply = ann.send(page, {"act": "step_upgrade"})
    assert reply.status_code == 303, reply.text
    assert variant(program)["version"] == 2
    assert variant(program)["config"] == {"opening": "Begin gently."}
    after = ann.get(written).text
    assert "Begin gently." in after
    assert "made for version" not in after


def test_saving_the_step_meanwhile_loses_nothing_of_the_older_content(ann, written, program, installation):
    become(installation, Newer)
    reply = ann.send(written, {"basics/title": "Diary"}, basics__title="Another title")
    assert reply.status_code == 303, reply.text
    assert composing.find_step(program()[1], "s-diary")["title"] == "Another title"
    assert variant(program)["config"] == {"intro": "Begin gently."}


def test_two_tabs_can_not_upgrade_over_a_newer_state(ann, written, program, installation):
    become(installation, Newer)
    early = ann.get(written)
    ann.send(written, {"basics/title": "Diary"}, basics__title="Meanwhile")
    assert ann.send(early, {"act": "step_upgrade"}).status_code == 409
    assert variant(program)["version"] == 1


@pytest.mark.parametrize("kind", [Newer, Broken])
def test_what_can_not_be_carried_over_says_so_and_stays(kind, ann, program, installation):
    where = f"/program/{program_id(ann)}/step/s-diary"
    become(installation, kind)
    page = ann.get(where)
    assert "be brought up to date" in page.text
    assert ("Without an introduction" in page.text) == (kind is Newer)
    assert ann.send(page, {"act": "step_upgrade"}).status_code == 303
    assert variant(program)["version"] == 1


def test_an_exercise_of_ones_own_is_brought_up_to_date_the_same_way(ann, installation, people):
    reply = ann.send(
        "/library/new/?type=trial.diary", {"type": "trial.diary"}, basics__title="Mine", form_any__intro="So."
    )
    where = reply.location.split("/desk")[1] + "edit"
    become(installation, Newer)
    page = ann.get(where)
    assert "<code>opening</code>" in page.text
    assert ann.send(page, "upgrade").status_code == 303
    with desk.session_scope(installation.engine) as session:
        (row,) = desk.list_exercises(session, people["ann"], who=colleague(session))
        assert desk.exercise_document(row)["variants"][0] == {
            "form": "any", "type": "trial.diary", "version": 2, "config": {"opening": "So."},
        }  # fmt: skip


def test_the_page_of_plugins_names_drafts_to_their_counsellor_only(ann, written, sign_in, installation):
    become(installation, Newer)
    for who, named in (("ann", True), ("olga", False), ("admin", False)):
        page = sign_in(who).get("/plugins/").text
        assert ("step/s-diary" in page) == named, who
        assert ("Begin gently." in page) == named, who
    assert "made for another version" in sign_in("admin").get("/plugins/").text


def test_what_is_left_out_is_told_to_all_and_tried_again_by_an_administrator(sign_in, installation):
    left = LeftOut("trial.diary", "render", "PLACE-OF-IT")
    installation.registry.left_out.add(left)
    ann, admin = sign_in("ann"), sign_in("admin")
    told = ann.get("/plugins/")
    assert "failed three times in a row while drawing its pages" in told.text
    assert "PLACE-OF-IT" not in told.text
    assert "Try again" not in told.text
    token = [("csrf_token", told.text.partition('name="csrf_token" value="')[2].partition('"')[0])]
    refused = ann.post("/plugins/again", [*token, ("type", left.type), ("override", left.override)])
    assert refused.status_code == 403
    assert installation.registry.left_out.every() == [left]
    page = admin.get("/plugins/")
    assert "PLACE-OF-IT" in page.text
    assert admin.send(page, "again").status_code == 303
    assert installation.registry.left_out.every() == []
    assert "Try again" not in admin.get("/plugins/").text


def test_the_health_line_says_that_something_is_worth_a_look_and_not_what(site, installation):
    assert site.test_client().get("/healthz").get_json()["plugins"] == "ok"
    installation.registry.left_out.add(LeftOut("trial.diary", "render", "PLACE-OF-IT"))
    told = site.test_client().get("/healthz")
    assert told.get_json()["plugins"] == "worth a look"
    assert "trial" not in told.text
    assert "PLACE" not in told.text
