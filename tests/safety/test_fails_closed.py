"""Where a screen can't be evaluated, steps stay alone and somebody is asked to call; nothing of it shows to the two."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update

from nearer import desk
from nearer.store import editions
from nearer.store.tables import metadata

_edition = metadata.tables["edition"].c


RULES = {
    "unreadable": {"flag": "fear", "when": {"$ref": "#/nowhere"}},
    "damaged": {"flag": "fear"},
}


def break_the_rule(installation, rule) -> None:
    """Damage the screen's rule in the published edition, so that asking it fails."""
    with desk.session_scope(installation.engine, write=True) as session:
        sha, text = session.execute(select(_edition.sha, _edition.document)).one()
        document = json.loads(text)
        document["steps"]["s-screen"]["forms"]["any"]["flags"] = [RULES[rule]]
        session.execute(
            update(metadata.tables["edition"]).where(_edition.sha == sha).values(document=json.dumps(document))
        )
    editions._kept.pop(sha, None)


def forget_the_edition(installation) -> None:
    """The compiled edition is shared by the whole process: leave no broken one behind."""
    with desk.session_scope(installation.engine) as session:
        editions._kept.pop(session.scalars(select(_edition.sha)).one(), None)


@pytest.mark.parametrize(
    ("rule", "form", "tasks"),
    [("whole", "Talk", 0), ("unreadable", "Talk alone", 2), ("damaged", "Talk alone", 2), ("gone", "Talk alone", 1)],
)
def test_a_screen_that_fails_means_alone_and_a_task(rule, form, tasks, installation, publish, enrol, clock, new_clerk):
    """The whole rule is the control: with both wishes, a release and a day between, the talk is together."""
    published = publish()
    if rule in RULES:
        break_the_rule(installation, rule)
    pair = enrol(published.link)
    clerk = new_clerk("own@example.org", published.practice)
    with desk.session_scope(installation.engine) as session:
        (couple,) = desk.list_couples(session, published.practice)
    assert clerk.post(f"/couples/{couple.public}/together", {"released": "yes"}).status_code == 303
    afterwards = []
    for person in pair:
        assert person.post("s-screen/1", {"f/afraid": "no"}).status_code == 303
        afterwards.append(person.get("s-screen/1").text.replace(person.seat, "#"))
        person.post("together", {"wish": "together"})
    clock.move(days=1)
    if rule == "gone":  # the answers stand and the frozen rules would work, but nobody vouches for them any more
        del installation.registry.types["trial.screen"]
    for person in pair:
        person.come_back()
        person.post("s-everything/1", {"f/feeling": "Well"})
        person.post("s-diary/1", {"f/entry": "Mine"})
    pair[0].post("s-plan/1", {"f/plan": "A walk"})
    pair[1].post("s-plan/1/confirm")
    with desk.session_scope(installation.engine) as session:
        assert len(desk.list_tasks(session, published.practice)) == tasks
    pages = [person.get("s-talk/1").text for person in pair]
    is_together = ['name="do" value="start"' in page for page in pages]
    assert is_together == [form == "Talk"] * 2
    assert ("A couple without a label" in clerk.sign_in().get("/").text) is bool(tasks)
    assert "Thank you" in afterwards[0]
    forget_the_edition(installation)
