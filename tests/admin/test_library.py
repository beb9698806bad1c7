"""The library: bundled and own exercises, variations, archiving, protocol cards and previews."""

from __future__ import annotations

import re

import pytest
from fixtures.counting import counted
from fixtures.desk import colleague

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
        return [desk.exercise_document(row) for row in desk.list_exercises(session, practice, who=colleague(session))]


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


def test_an_archived_exercise_stands_apart_until_it_is_taken_back(ann, mine, sign_in):
    assert "Nothing is archived" in ann.get("/library/archived/").text
    ann.send(mine + "archive", "")
    archived = ann.get("/library/archived/")
    assert ">Mine</a>" in archived.text
    assert "Mine" not in sign_in("sue").get("/library/archived/").text
    assert "/edit" not in ann.get(mine).text
    assert ann.send(archived, "/back").status_code == 303
    assert "Nothing is archived" in ann.get("/library/archived/").text
    assert ">Mine<" in ann.get("/library/").text


def test_a_new_exercise_is_for_its_author_until_she_shares_it(ann, mine, sign_in, published):
    sue = sign_in("sue")
    shelf = f"/add/?program={published.program}&stage=meet"
    assert "only you" in ann.get("/library/").text
    for path in (mine, mine + "edit", mine.replace("/library/", "/preview/").rstrip("/")):
        assert sue.get(path).status_code == 404, path
    assert ">Mine<" not in sue.get("/library/").text
    assert "Mine" not in sue.get(shelf).text
    assert ann.send(mine, "/share", sees="practice").status_code == 303
    assert "only you" not in ann.get("/library/").text
    assert ">Mine<" in sue.get("/library/").text
    assert "Mine" in sue.get(shelf).text
    page = sue.get(mine)
    assert "Made by Ann" in page.text
    assert "/share" not in page.text
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert sue.post(mine + "share", [("csrf_token", token), ("sees", "alone")]).status_code == 404
    assert ">Mine<" in sue.get("/library/").text


def test_an_author_shares_at_once_if_she_likes(ann, sign_in):
    page = ann.get("/library/new/?like=trial.everything.weekly")
    reply = ann.send(page, {"like": "trial.everything.weekly"}, basics__title="Ours", sees="practice", new_tags="new")
    assert reply.status_code == 303
    assert ">Ours<" in sign_in("sue").get("/library/").text


def test_tags_are_suggested_filter_library_and_shelf_and_stay_in_the_practice(ann, mine, sign_in, published):
    assert ann.send(mine, "/tags", new_tags="First talk, evenings").status_code == 303
    bundled = "/library/exercise/trial.everything.weekly/"
    page = ann.get(bundled)
    assert 'value="First talk">' in page.text
    assert ann.send(page, "/tags", tag="evenings").status_code == 303
    shelf = f"/add/?program={published.program}&stage=meet&"
    for place in ("/library/?", shelf):
        assert "A bundled one" in ann.get(place + "tag=Evenings").text
        found = ann.get(place + "tag=first+talk").text
        assert "Mine" in found
        assert "A bundled one" not in found
        assert "Mine" in ann.get(place + "search=first+talk").text
    assert "evenings" not in sign_in("olga").get("/library/").text
    assert "First talk" not in sign_in("sue").get("/library/").text, "a word that stands on what only ann sees"
    assert ann.send(bundled, "/tags", tag=None).status_code == 303
    assert "A bundled one" not in ann.get("/library/?tag=evenings").text


def test_the_library_shows_whose_an_exercise_is(ann, mine):
    for whose, titles in (("own", ["Mine"]), ("alone", ["Mine"]), ("bundled", ["A bundled one"])):
        page = ann.get(f"/library/?whose={whose}").text
        assert [each for each in ("Mine", "A bundled one") if f">{each}<" in page] == titles, whose
    ann.send(mine, "/share", sees="practice")
    assert ">Mine<" not in ann.get("/library/?whose=alone").text


def test_the_library_asks_the_same_number_of_times_however_much_stands_in_it(ann, installation, mine, published):
    places = ("/library/", f"/add/?program={published.program}&stage=meet", mine)

    def asked():
        found = []
        for place in places:
            with counted(installation.engine) as count:
                ann.get(place)
            found.append(len(count))
        return found

    before = asked()
    for n in range(8):
        page = ann.get("/library/new/?like=trial.everything.weekly")
        ann.send(page, {"like": "trial.everything.weekly"}, basics__title=f"Mine {n}", new_tags=f"tag {n}")
    assert asked() == before


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


def test_more_than_a_page_holds_is_a_page_further_with_the_same_filters(ann, installation, published):
    for n in range(250):
        installation.registry.library[f"trial.many.n{n}"] = BUNDLED | {"key": f"trial.many.n{n}", "title": f"Many {n}."}
    for place in ("/library/?search=many", f"/add/?program={published.program}&stage=meet&search=many"):
        first = ann.get(place).text
        assert "Many 199." in first
        assert "Many 200." not in first
        following = re.search(r'href="(\?[^"]*from=200[^"]*)"', first)[1].replace("&amp;", "&")
        second = ann.get(place.partition("?")[0] + following).text
        assert "Many 200." in second
        assert "Many 249." in second
        assert "Many 199." not in second
        assert "A bundled one" not in second
