"""The round of milestones looks at everybody once in a while, and asks once."""

from fixtures import two_stages
from fixtures.installation import Person
from sqlalchemy import func, select

from nearer.rounds import milestones
from nearer.store.tables import metadata


def tasks(installation):
    with installation.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(metadata.tables["task"]))


def test_a_task_comes_when_it_is_due_and_only_once(installation, publish, enrol, clock):
    first = two_stages.step("diary", "trial.diary") | {"milestone": {"days": 2, "task_days": 1}}
    document = two_stages.program()
    document["stages"] = [{**document["stages"][0], "steps": [first]}]
    one, _ = enrol(publish(document).link)
    assert isinstance(one, Person)
    assert milestones.open_tasks(installation) == 0
    clock.move(days=2)
    assert milestones.open_tasks(installation) == 0
    clock.move(days=1)
    assert milestones.open_tasks(installation) == 2  # both are stuck
    clock.move(days=1)
    assert (milestones.open_tasks(installation), tasks(installation)) == (0, 2)
