"""Whose couple it is, to whom a task opens, and lists that say whom to get in touch with and never why."""

from __future__ import annotations

import re

import pytest
from argon2 import PasswordHasher
from fixtures.desk import PASSWORD
from fixtures.trial import program as trial_program
from sqlalchemy import update

from nearer import desk
from nearer.rounds import milestones
from nearer.store.tables import metadata
from nearer_admin import charges


@pytest.fixture
def published(publish):
    """A program that asks about safety, with a step at which one can be stuck."""
    document = trial_program()
    for stage in document["stages"]:
        for step in stage["steps"]:
            if step["id"] == "s-diary":
                step |= {"delivery": {"rule": "at_once"}, "milestone": {"days": 1, "task_days": 1}}
    return publish(document)


@pytest.fixture
def ids(installation, people, published, clock):
    """The ids of ann, of sue (a supervisor) and of two more counsellors of the same practice."""
    hashed = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    with desk.session_scope(installation.engine, write=True) as session:
        for name in ("cleo", "dora"):
            address, more = f"{name}@example.org", {"practice_id": published.practice, "now": clock()}
            desk.create_counsellor(session, address, hashed, name=name.title(), **more)
        found = {
            name: desk.find_counsellor(session, email=f"{name}@example.org") for name in ("ann", "sue", "cleo", "dora")
        }
        return {name: str(person.id) for name, person in found.items()}


@pytest.fixture
def couple(installation, published, enrol):
    """One of the two said that they are afraid, the other passed nothing; and the couple's page."""
    one, two = enrol()
    one.post("s-screen/1", {"f/afraid": "yes"})
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
    return one, two, f"/couples/{public}/"


def name(browser, place, own, deputy=""):
    return browser.send(place, "/charge", own=own, deputy=deputy)


def tasks(installation, published):
    with desk.session_scope(installation.engine) as session:
        return {str(each.id): each.assignee_id for each in desk.list_tasks(session, published.practice)}


def path_of(installation, published):
    (task,) = tasks(installation, published)
    return f"/couples/tasks/{task}/"


def test_while_nobody_is_named_a_task_opens_to_all_who_work_there(ann, sign_in, ids, couple, installation, published):
    path = path_of(installation, published)
    assert "Nobody is named yet" in ann.get(couple[2]).text
    for browser in (ann, sign_in("cleo")):
        assert "Are you afraid" in browser.send(path, {"alone": "yes"}).text


def test_then_it_opens_to_the_own_counsellor_and_the_deputy_alone(ann, sign_in, ids, couple, installation, published):
    path = path_of(installation, published)
    assert name(ann, couple[2], ids["ann"], ids["cleo"]).status_code == 303
    for who, opens in (("ann", True), ("cleo", True), ("dora", False), ("sue", False)):
        reply = sign_in(who).get(path)
        assert (reply.status_code == 200) is opens, who
        if not opens:
            assert reply.status_code == 403
            assert "This is for Ann or Cleo" in reply.text


def test_what_is_not_theirs_reads_alike_for_safety_and_for_time(
    ann, sign_in, ids, couple, installation, published, clock
):
    name(ann, couple[2], ids["ann"])
    clock.move(days=3)
    assert milestones.open_tasks(installation) > 0
    dora = sign_in("dora")
    pages = {
        re.sub(r"[0-9a-f-]{36}|value=\"[^\"]+\"", "", dora.get(f"/couples/tasks/{each}/").text)
        for each in tasks(installation, published)
    }
    assert len(tasks(installation, published)) > 1
    assert len(pages) == 1


def test_the_way_to_let_somebody_in_again_is_theirs_alone_too(ann, sign_in, ids, couple):
    name(ann, couple[2], ids["ann"])
    assert ann.get(couple[2] + "a/back/").status_code == 200
    assert sign_in("dora").get(couple[2] + "a/back/").status_code == 403


def test_whose_couple_it_is_changes_one_of_the_two_or_a_supervisor(ann, sign_in, ids, couple):
    place = couple[2]
    page = sign_in("dora").get(place)
    name(ann, place, ids["ann"])
    dora = sign_in("dora")
    assert 'name="own"' not in dora.get(place).text
    assert dora.send(page, "/charge", own=ids["dora"], deputy="").status_code in (400, 403)
    assert name(sign_in("sue"), place, ids["cleo"], ids["dora"]).status_code == 303
    assert 'name="own"' not in ann.get(place).text
    assert 'name="own"' in dora.get(place).text


def test_nobody_from_elsewhere_and_nobody_twice_is_named(ann, ids, people, couple, installation):
    with desk.session_scope(installation.engine) as session:
        olga = str(desk.find_counsellor(session, email="olga@example.org").id)
        rita = str(desk.find_counsellor(session, email="rita@example.org").id)
    for own, deputy in ((olga, ""), (rita, ""), (ids["ann"], ids["ann"]), ("", ids["ann"]), ("x", "")):
        name(ann, couple[2], own, deputy)
        assert "Nobody is named yet" in ann.get(couple[2]).text


def test_who_can_not_sign_in_any_more_counts_as_nobody(ann, sign_in, ids, couple, installation, published):
    name(ann, couple[2], ids["cleo"])
    assert ann.get(path_of(installation, published)).status_code == 403
    with desk.session_scope(installation.engine, write=True) as session:
        desk.set_active(session, desk.find_counsellor(session, email="cleo@example.org"), active=False)
    assert ann.get(path_of(installation, published)).status_code == 200


def test_at_first_a_couple_is_whose_who_published(installation, published, ids, enrol, ann):
    publication = metadata.tables["publication"]
    with desk.session_scope(installation.engine, write=True) as session:
        ann_id = desk.find_counsellor(session, email="ann@example.org").id
        session.execute(update(publication).values(counsellor_id=ann_id))
    one, _ = enrol()
    one.post("s-screen/1", {"f/afraid": "yes"})
    with desk.session_scope(installation.engine) as session:
        couple = desk.list_couples(session, published.practice)[0]
        assert desk.find_charges(session, [couple.id]) == {couple.id: (ann_id, None)}
        assert [each.assignee_id for each in desk.list_tasks(session, published.practice)] == [ann_id]


def test_the_three_lists_and_handing_on(ann, sign_in, ids, couple, installation, published):
    cleo = sign_in("cleo")
    label = "A couple without a label"
    assert [label in ann.get(f"/tasks/?show={each}").text for each in ("mine", "nobody", "all")] == [False, True, True]
    assert ann.send("/tasks/?show=all", "/give", to=ids["cleo"]).status_code == 303
    assert [label in ann.get(f"/tasks/?show={each}").text for each in ("mine", "nobody", "all")] == [False, False, True]
    assert label in cleo.get("/tasks/").text
    assert couple[2] in cleo.get("/").text
    assert couple[2] not in ann.get("/").text
    page = ann.get("/tasks/?show=all").text.lower()
    assert not [word for word in ("afraid", "stuck", "has been open") if word in page]


def test_naming_the_two_takes_what_others_had(ann, ids, couple, installation, published):
    ann.send("/tasks/?show=all", "/give", to=ids["dora"])
    name(ann, couple[2], ids["ann"], ids["cleo"])
    assert [str(each) for each in tasks(installation, published).values()] == [ids["ann"]]
    ann.send("/tasks/?show=all", "/give", to=ids["cleo"])
    name(ann, couple[2], ids["ann"], ids["cleo"])
    assert [str(each) for each in tasks(installation, published).values()] == [ids["cleo"]]


def test_what_may_be_about_safety_goes_to_the_two_only_and_what_is_about_time_to_any_colleague(
    ann, sign_in, ids, couple, installation, published, clock
):
    name(ann, couple[2], ids["ann"])
    page = ann.get("/tasks/?show=all")
    ann.send(page, "/give", to=ids["dora"])
    assert [str(each) for each in tasks(installation, published).values()] == [ids["ann"]]
    opened = ann.send(path_of(installation, published), {"alone": "yes"})
    assert ann.send(opened, {"act": "give"}, act="give", to=ids["dora"]).status_code == 409
    safety = {*tasks(installation, published)}
    clock.move(days=3)
    milestones.open_tasks(installation)
    (stuck, *_) = {*tasks(installation, published)} - safety
    ann = sign_in("ann")
    opened = ann.send(f"/couples/tasks/{stuck}/", {"alone": "yes"})
    assert "has been open for long" in opened.text
    assert ann.send(opened, {"act": "give"}, act="give", to=ids["dora"]).status_code == 303
    assert str(tasks(installation, published)[stuck]) == ids["dora"]


def test_seen_to_with_a_neutral_note(ann, couple, installation, published):
    opened = ann.send(path_of(installation, published), {"alone": "yes"})
    assert ann.send(opened, {"act": "done"}, act="done", note="Spoke on Monday.").status_code == 303
    assert tasks(installation, published) == {}
    assert "Spoke on Monday." in ann.get(couple[2].replace("/couples/", "/notes/")).text


def test_another_practice_gives_and_names_nothing(ann, sign_in, people, couple, installation, published):
    pages = ann.get("/tasks/?show=all"), ann.get(couple[2])
    olga = sign_in("olga")
    token = olga.get("/account/password").text.split('name="csrf_token" value="')[1].split('"')[0]
    give = re.search(r'action="([^"]+/give[^"]*)"', pages[0].text)[1]
    assert olga.post(give, [("csrf_token", token), ("to", "")]).status_code == 404
    assert olga.post("/desk" + couple[2] + "charge", [("csrf_token", token), ("own", "")]).status_code == 404
    assert "A couple" not in olga.get("/tasks/?show=all").text


def test_nobody_is_overlooked_in_a_large_practice(ann, ids, couple, installation, published, monkeypatch):
    name(ann, couple[2], ids["ann"], ids["cleo"])
    with desk.session_scope(installation.engine) as session:
        before = charges.workers(session, published.practice)
        monkeypatch.setattr(charges, "AT_ONCE", 1)
        assert charges.workers(session, published.practice) == before
    assert {*ids.values()} == {str(each) for each in before}
