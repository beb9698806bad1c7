"""The library: bundled and own exercises, variations, archiving, protocol cards and previews."""

from __future__ import annotations

import pytest

from nearer import desk

BUNDLED = {
    "nearer": "exercise/1", "key": "trial.everything.weekly", "title": "A bundled one",
    "summary": "It came with a plugin.",
    "language": "en", "minutes": 9, "factors": ["trust", "communication"],
    "variants": [{"form": "any", "type": "trial.everything", "version": 1, "config": {"intro": "Begin gently."}}],
    "texts": {},
}  # fmt: skip


@pytest.fixture(autouse=True)
def bundled(installation):
    installation.registry.library[BUNDLED["key"]] = BUNDLED


def own(installation, practice):
    with desk.session_scope(installation.engine) as session:
        return [desk.exercise_document(row) for row in desk.list_exercises(session, practice)]


def test_search_and_filters_find_by_words_factor_family_and_participation(ann):
    for query, found in (
        ("search=BUNDLED", True), ("search=plugin", True), ("search=desert", False), ("factor=trust", True),
        ("factor=culture", False), ("family=trial", True), ("family=other", False), ("participation=each", True),
        ("participation=turns", False), ("factor=nonsense", True),
    ):  # fmt: skip
        assert ("A bundled one" in ann.get(f"/library/?{query}").text) == found, query


def test_an_exercise_shows_its_protocol_card_and_preview(ann):
    page = ann.get("/library/exercise/trial.everything.weekly/").text
    assert "clinical tradition" in page
    assert "/desk/preview/exercise/trial.everything.weekly" in page
    assert "Edit</a>" not in page
    preview = ann.get("/preview/exercise/trial.everything.weekly").text
    assert "How was your week?" in preview
    assert "Only you can read this" in preview


def test_a_variation_is_the_practices_own_and_starts_at_grade_d(ann, installation, people):
    page = ann.get("/library/new/?like=trial.everything.weekly")
    reply = ann.send(page, {"like": "trial.everything.weekly"}, **{"basics/title": "Mine", "form_any/intro": "Slower."})
    assert reply.status_code == 303, reply.text
    (made,) = own(installation, people["ann"])
    assert made["title"] == "Mine"
    assert made["variants"][0]["config"] == {"intro": "Slower."}
    assert made["protocol"]["grade"] == "D"
    assert made["factors"] == ["communication", "trust"]
    assert "your own" in ann.get("/library/").text


def test_an_exercise_is_made_from_any_type(ann, installation, people):
    for kind in installation.registry.types:
        page = ann.get(f"/library/new/?type={kind}")
        assert page.status_code == 200
        reply = ann.send(page, {"type": kind}, **{"basics/title": f"From {kind}"})
        assert reply.status_code == 303, reply.text
    assert len(own(installation, people["ann"])) == len(installation.registry.types)


@pytest.fixture
def mine(ann):
    page = ann.get("/library/new/?like=trial.everything.weekly")
    return ann.send(page, {"like": "trial.everything.weekly"}, **{"basics/title": "Mine"}).location.split("/desk")[1]


def test_two_tabs_on_one_exercise_lose_nothing(ann, mine, installation, people):
    one, two = ann.get(mine + "edit"), ann.get(mine + "edit")
    assert ann.send(one, {"basics/title": "Mine"}, **{"basics/title": "First"}).status_code == 303
    conflict = ann.send(two, {"basics/title": "Mine"}, **{"basics/title": "Second"})
    assert conflict.status_code == 409
    assert "Second" in conflict.text
    assert own(installation, people["ann"])[0]["title"] == "First"
    assert ann.send(conflict, {"basics/title": "Second"}).status_code == 303
    assert own(installation, people["ann"])[0]["title"] == "Second"


def test_a_wrong_exercise_comes_back_with_what_was_typed(ann, mine):
    reply = ann.send(
        mine + "edit", {"basics/title": "Mine"}, **{"basics/minutes": "long", "form_any/intro": "x" * 2500}
    )
    assert reply.status_code == 422
    assert "x" * 2500 in reply.text
    assert "field-error" in reply.text


def test_own_exercises_are_archived_and_another_practices_are_not_there(ann, mine, sign_in):
    olga = sign_in("olga")
    for path in (mine, mine + "edit", mine + "archive", mine.replace("/library/", "/preview/").rstrip("/")):
        assert olga.get(path).status_code == 404
    assert "Mine" not in olga.get("/library/").text
    assert ann.send(mine + "archive", "").status_code == 303
    assert ">Mine<" not in ann.get("/library/").text


def test_plugins_show_their_types_troubles_and_traces_by_role(sign_in, installation):
    from nearer.registry import Failures, Trouble

    installation.registry.plugins[0].troubles.append(Trouble("The plugin trial stumbled.", "TRACE-OF-IT"))
    installation.registry.failures["trial.diary"] = Failures(3, "PLACE-OF-IT")
    for who, sees in (("ann", False), ("admin", True)):
        page = sign_in(who).get("/plugins/").text
        assert "The plugin trial stumbled." in page
        assert "Failed 3 times" in page
        assert ("TRACE-OF-IT" in page) == sees
        assert ("PLACE-OF-IT" in page) == sees
