"""Steps that wait for the counsellor, and people who are stuck at one: what the desk shows and does."""

import pytest
from fixtures.trial import program as trial_program

from nearer import desk
from nearer.rounds import milestones


@pytest.fixture
def published(publish):
    """A program whose first step has a milestone and whose second waits for the counsellor."""
    document = trial_program()
    steps = {step["id"]: step for stage in document["stages"] for step in stage["steps"]}
    first = {**steps["s-diary"], "delivery": {"rule": "at_once"}, "milestone": {"days": 1, "task_days": 1}}
    then = {**steps["s-plan"], "delivery": {"rule": "after_release"}}
    document["stages"] = [{**document["stages"][0], "steps": [first, then]}]
    return publish(document)


@pytest.fixture
def couple(installation, published, enrol):
    """Two people, of whom one has done the first step, and the path of their page at the desk."""
    one, two = enrol()
    one.post("s-diary/1", {"f/entry": "MARK"})
    with desk.session_scope(installation.engine) as session:
        public = desk.list_couples(session, published.practice)[0].public
    return one, two, f"/couples/{public}/"


def test_a_step_that_waits_for_the_counsellor_opens_with_one_press(couple, ann):
    one, two, place = couple
    assert "opens in its own time" in one.get("s-plan/1").text
    page = ann.get(place)
    assert page.text.count("Open this step for the couple") == 1
    assert ann.send(page, "/open", step="s-diary").status_code == 404
    for _ in range(2):  # opening twice is opening once
        assert ann.send(page, "/open", step="s-plan").status_code == 303
    assert "Open this step" not in ann.get(place).text
    assert "What will you two do?" in one.get("s-plan/1").text
    assert "opens in its own time" in two.get("s-plan/1").text  # who has not come so far yet sees what they saw


def test_being_stuck_is_a_task_like_any_other_that_shows_nothing_written(
    couple, sign_in, installation, published, clock
):
    clock.move(days=3)
    ann = sign_in("ann")
    assert milestones.open_tasks(installation) == 1
    with desk.session_scope(installation.engine) as session:
        (task,) = desk.list_tasks(session, published.practice)
    assert "stuck" not in ann.get("/").text
    asked = ann.get(f"/couples/tasks/{task.id}/")
    page = ann.send(asked, {"alone": "yes"}, alone="yes").text
    assert "has been open for long" in page
    assert "MARK" not in page
