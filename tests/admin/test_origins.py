"""What an exercise or a step was made from changes: it is told quietly, compared field by field, and taken in."""

from __future__ import annotations

import copy
import html
from typing import ClassVar

import pytest
from fixtures import trial
from fixtures.counting import counted
from fixtures.desk import colleague

from nearer import Migration, desk
from nearer_admin import composing
from nearer_admin.comparison import at_row, place_of, rows_of
from nearer_admin.origins import Made, fields_of, has_news, taken_in

KEY = "trial.everything.weekly"
BUNDLED = {
    "nearer": "exercise/1", "key": KEY, "title": "A bundled one", "summary": "It came with a plugin.",
    "language": "en", "minutes": 9, "factors": ["communication", "trust"],
    "variants": [{"form": "any", "type": "trial.everything", "version": 1, "config": {"intro": "Begin gently."}}],
    "texts": {},
}  # fmt: skip


@pytest.fixture(autouse=True)
def bundled(installation):
    installation.registry.library[KEY] = copy.deepcopy(BUNDLED)


@pytest.fixture
def newer_plugin(installation):
    """A newer version of the plugin's library file, as it is after the next start."""

    def come(intro=None, **more):
        after = copy.deepcopy(BUNDLED) | more
        after["variants"][0]["config"] = {"intro": intro or "Begin gently."}
        installation.registry.library[KEY] = after

    return come


@pytest.fixture
def mine(ann):
    """A variation of ann's with another introduction; the address of its page."""
    page = ann.get(f"/library/new/?like={KEY}")
    changes = {"basics/title": "Mine", "form_any/intro": "Slower."}
    return ann.send(page, {"like": KEY}, sees="practice", **changes).location.split("/desk")[1]


def compared(path):
    return "/origin" + path.removeprefix("/library").rstrip("/")


@pytest.fixture
def own(installation, people):
    def read():
        with desk.session_scope(installation.engine) as session:
            (row,) = desk.list_exercises(session, people["ann"], who=colleague(session))
            return desk.exercise_document(row)

    return read


def test_a_variation_knows_what_it_was_made_from_and_says_nothing_while_that_stays(ann, mine, own):
    assert own()["origin"] == {"exercise": KEY, "digest": desk.digest(BUNDLED)}
    page = ann.get(mine).text
    assert "A variation of" in page
    assert "has changed since" not in page
    assert "Its original has changed" not in ann.get("/library/").text
    assert "Nothing to take in" in ann.get(compared(mine)).text


def test_a_newer_original_is_told_at_the_variation_and_in_the_library(ann, mine, newer_plugin):
    newer_plugin(minutes=12)
    assert "has changed since" in ann.get(mine).text
    assert "Its original has changed" in ann.get("/library/").text


def test_what_only_they_changed_is_taken_in_and_what_only_you_changed_stays(ann, mine, own, newer_plugin):
    newer_plugin(minutes=12, summary="It came with a newer plugin.")
    page = ann.get(compared(mine))
    assert "Both changed" not in page.text
    reply = ann.send(page, {"act": "take"}, act="take")
    assert reply.status_code == 303, reply.text
    after = own()
    assert (after["minutes"], after["summary"], after["title"]) == (12, "It came with a newer plugin.", "Mine")
    assert after["variants"][0]["config"] == {"intro": "Slower."}
    assert after["protocol"] == {"grade": "D"}
    assert "has changed since" not in ann.get(mine).text


def test_what_they_changed_can_be_left_too(ann, mine, own, newer_plugin):
    newer_plugin(minutes=12, factors=["conflict"])
    ann.send(compared(mine), {"act": "take"}, act="take", pick__minutes="yours")
    assert (own()["minutes"], own()["factors"]) == (9, ["conflict"])


def test_what_both_changed_is_asked_at_the_field_and_nothing_is_done_meanwhile(ann, mine, own, newer_plugin):
    newer_plugin("Begin slowly.", minutes=12)
    before, page = own(), ann.get(compared(mine))
    text = html.unescape(page.text)
    for words in ("Both changed", "Begin gently.", "Begin <ins>slowly</ins>.", "<ins>Slower</ins>."):
        assert words in text, words
    refused = ann.send(page, {"act": "take"}, act="take", pick__minutes="yours")
    assert refused.status_code == 422
    assert "Choose one of the two." in refused.text
    assert 'name="pick/minutes" value="yours" checked' in refused.text
    assert own() == before
    reply = ann.send(refused, {"act": "take"}, act="take", pick__variants__any__config__intro="theirs")
    assert reply.status_code == 303
    assert own()["variants"][0]["config"] == {"intro": "Begin slowly."}
    assert own()["minutes"] == 9


def test_all_of_mine_can_stay_and_it_is_quiet_until_the_next_change(ann, mine, own, newer_plugin):
    newer_plugin("Begin slowly.")
    before = own()
    assert ann.send(compared(mine), {"act": "keep"}, act="keep").status_code == 303
    assert {**own(), "origin": None} == {**before, "origin": None}
    assert "Its original has changed" not in ann.get("/library/").text
    newer_plugin("Begin slowly.", minutes=3)
    assert "Its original has changed" in ann.get("/library/").text


@pytest.mark.parametrize("which", ["mine", "theirs"])
def test_a_change_meanwhile_of_either_is_never_written_over(which, ann, mine, own, newer_plugin):
    newer_plugin(minutes=12)
    page = ann.get(compared(mine))
    if which == "mine":
        ann.send(mine + "edit", {"basics/title": "Mine"}, basics__title="Meanwhile")
    else:
        newer_plugin(minutes=15)
    before = own()
    reply = ann.send(page, {"act": "take"}, act="take")
    assert reply.status_code == 409
    assert "meanwhile" in reply.text
    assert own() == before
    assert ann.send(reply, {"act": "take"}, act="take").status_code == 303


def test_what_does_not_fit_together_is_told_at_its_field(ann, mine, own, newer_plugin):
    newer_plugin("x" * 2500, minutes=12)
    before = own()
    wrong = ann.send(compared(mine), {"act": "take"}, act="take", pick__variants__any__config__intro="theirs")
    assert wrong.status_code == 422
    assert 'class="card compared invalid"' in wrong.text
    assert own() == before


def test_a_variation_of_an_own_exercise_hears_of_its_edits_and_colleagues_too(ann, mine, sign_in):
    sue = sign_in("sue")
    name = mine.rstrip("/").rpartition("/")[2]
    page = sue.get(f"/library/new/?like={name}")
    hers = sue.send(page, {"like": name}, basics__title="Hers").location.split("/desk")[1]
    assert "Its original has changed" not in sue.get("/library/").text
    ann.send(mine + "edit", {"basics/title": "Mine"}, basics__minutes="21")
    assert "Its original has changed" in sue.get("/library/").text
    assert "21" in sue.get(compared(hers)).text
    ann.send(mine, "/share", sees="alone")
    assert "Its original has changed" not in sue.get("/library/").text
    assert sue.get(compared(hers)).status_code == 404
    assert "not in your library now" in sue.get(hers).text


@pytest.fixture
def step(ann, published, program):
    """A step that was copied from the bundled exercise and then changed; the address of its page."""
    shelf = f"/add/?program={published.program}&stage=meet"
    ann.send(shelf, {"exercise": KEY})
    _, document = program()
    (found,) = [each for stage in document["stages"] for each in stage["steps"] if (each.get("origin") or {})]
    where = f"/program/{published.program}/step/{found['id']}"
    ann.send(where, {"basics/title": "A bundled one"}, basics__title="Ours", rule="after_both")
    return where


def read(program, step):
    revision, document = program()
    return revision, composing.find_step(document, step.rpartition("/")[2])


def test_a_step_says_beside_itself_that_the_library_has_something_newer(ann, step, newer_plugin):
    assert "newer in the library" not in ann.get(step).text
    newer_plugin("Begin slowly.")
    page = ann.get(step).text
    assert page.count("newer in the library") == 1
    assert "See what changed" in page


def test_a_step_takes_it_in_keeps_its_own_and_undo_brings_back_what_was(ann, step, program, newer_plugin):
    newer_plugin("Begin slowly.", minutes=12)
    _, before = read(program, step)
    where = "/origin" + step.replace("/step/", "/")
    assert ann.send(where, {"act": "take"}, act="take").status_code == 303
    _, after = read(program, step)
    assert after["variants"][0]["config"] == {"intro": "Begin slowly."}
    assert (after["title"], after["minutes"], after["id"]) == ("Ours", 12, before["id"])
    assert after["delivery"] == before["delivery"]
    assert "newer in the library" not in ann.get(step).text
    assert ann.send(step, {"act": "undo"}).status_code == 303
    assert read(program, step)[1] == before
    assert "newer in the library" in ann.get(step).text


def test_a_step_of_a_program_that_somebody_saved_meanwhile_is_not_touched(ann, step, program, newer_plugin):
    newer_plugin("Begin slowly.")
    page = ann.get("/origin" + step.replace("/step/", "/"))
    ann.send(step, {"basics/title": "Ours"}, basics__title="Meanwhile")
    before = read(program, step)
    assert ann.send(page, {"act": "take"}, act="take").status_code == 409
    assert read(program, step) == before


def test_a_step_is_kept_as_an_exercise_of_ones_own_that_knows_the_same_original(ann, step, own, newer_plugin, sign_in):
    assert "Compare it with the original" in ann.get(step).text
    reply = ann.send(step, "/library/from/")
    kept = own()
    assert (kept["title"], kept["origin"]["exercise"]) == ("Ours", KEY)
    assert not {"id", "delivery", "milestone"} & set(kept)
    page = reply.location.split("/desk")[1]
    assert sign_in("sue").get(page).status_code == 404
    newer_plugin(minutes=12)
    assert "has changed since" in ann.get(page).text


def test_the_composer_asks_the_same_number_of_times_however_many_steps_are_behind(
    ann, step, published, newer_plugin, installation
):
    newer_plugin("Begin slowly.")

    def asked():
        with counted(installation.engine) as found:
            ann.get(step)
        return len(found)

    before = asked()
    for _ in range(4):
        ann.send(f"/add/?program={published.program}&stage=meet", {"exercise": KEY})
    newer_plugin("Begin more slowly.")
    assert asked() == before


# --- the comparison itself ---


def made(then, today, document):
    origin = {"exercise": KEY, "digest": desk.digest(then) if then else "0" * 64}
    return Made({**document, "origin": origin}, KEY, then, today)


def test_what_was_not_kept_is_asked_and_yours_stays_unless_chosen(installation):
    registry = installation.registry
    found = made(None, BUNDLED | {"minutes": 12}, BUNDLED)
    assert has_news(found, registry)
    (row,) = rows_of(fields_of(found, registry), found, registry)
    assert (row.label, row.changed_by, row.choice) == ("Minutes", "both", "yours")
    assert taken_in(found, registry, {})["minutes"] == 9
    assert not has_news(made(None, BUNDLED, BUNDLED), registry)


def test_what_is_blank_and_the_order_of_factors_make_no_difference(installation):
    then = BUNDLED | {"summary": "", "factors": ["trust", "communication"]}
    yours = {key: value for key, value in BUNDLED.items() if key not in ("summary", "texts")}
    assert fields_of(made(then, then, yours), installation.registry) == []


def test_forms_of_different_types_are_never_mixed(installation):
    other = BUNDLED | {"variants": [{"form": "any", "type": "trial.diary", "version": 1, "config": {"intro": "So."}}]}
    yours = copy.deepcopy(BUNDLED)
    yours["variants"][0]["config"]["intro"] = "Mine."
    found = made(BUNDLED, other, yours)
    assert [each.path for each in fields_of(found, installation.registry)] == [("variants", "any")]
    assert taken_in(found, installation.registry, {})["variants"] == yours["variants"]
    chosen = taken_in(found, installation.registry, {("variants", "any"): "theirs"})
    assert chosen["variants"] == other["variants"]


class Newer(trial.Diary):
    """The diary at version 2: its introduction is called opening."""

    version = 2
    config_schema: ClassVar = {
        "type": "object",
        "properties": {"opening": {**trial.TEXT, "title": "Opening"}, "closing": {**trial.TEXT, "title": "Closing"}},
    }
    migrations: ClassVar = {
        1: Migration(lambda config: {"opening": config["intro"]}, [({"intro": "x"}, {"opening": "x"})])
    }


def diary(version, config):
    variant = {"form": "any", "type": "trial.diary", "version": version, "config": config}
    return {"nearer": "exercise/1", "title": "Diary", "variants": [variant]}


def test_an_original_of_a_newer_version_is_compared_at_that_version(installation):
    registry = installation.registry
    registry.types["trial.diary"] = Newer()
    then, today = diary(1, {"intro": "Begin."}), diary(2, {"opening": "Begin.", "closing": "Good night."})
    found = made(then, today, diary(1, {"intro": "Begin, slowly."}))
    rows = {row.label: row.changed_by for row in rows_of(fields_of(found, registry), found, registry)}
    assert rows == {"Opening": "yours", "Closing": "theirs"}
    after = taken_in(found, registry, {})
    assert after["variants"] == diary(2, {"opening": "Begin, slowly.", "closing": "Good night."})["variants"]


def test_a_problem_is_placed_at_the_field_it_stands_in(installation):
    cards = {"variants": [{"form": "any", "config": {"cards": [{"id": "a"}, {"id": "b", "text": ""}]}}]}
    path = place_of(desk.Problem("/variants/0/config/cards/1/text", "Too short."), cards)
    assert path == ("variants", "any", "config", "cards", "b", "text")
    assert at_row(path, []) is None
