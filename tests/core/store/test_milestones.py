"""Milestones: a task for whoever is stuck, once, and nothing for anybody else."""

from datetime import timedelta

from fixtures.pairs import form, schema_of

from nearer.rules.edition import compile_edition
from nearer.store.engine import session_scope
from nearer.store.keys import keys_for_counsellor
from nearer.store.milestones import open_stuck_tasks
from nearer.store.tables import Couple
from nearer.store.tasks import close_task, list_tasks, read_task


def edition():
    step = {"id": "one", "delivery": {"rule": "at_once"}, "milestone": {"days": 5, "task_days": 3}}
    document = {"program": {"personal": True, "stages": [{"id": "t", "steps": [step]}]}}
    return compile_edition(document | {"steps": {"one": {"forms": {"any": form(schema_of(it="both"))}}}}, "e" * 64)


def stuck(pair, days):
    with session_scope(pair.engine, write=True) as session:
        couple = session.get_one(Couple, pair.place("me").couple.id)
        return open_stuck_tasks(session, pair.keyring, couple, pair.edition, pair.now + timedelta(days=days))


def reasons(pair):
    with session_scope(pair.engine) as session:
        couple = pair.place("me").couple
        keys = keys_for_counsellor(session, pair.keyring, couple.id)
        tasks = list_tasks(session, couple.practice_id)
        return [(read_task(session, couple.practice_id, each.id, keys), each.id) for each in tasks]


def test_who_is_stuck_gets_one_task_and_never_a_second(make_pair):
    pair = make_pair(edition())
    pair.answer("you", "one", {"it": "words"})
    assert stuck(pair, 7) == 0
    assert stuck(pair, 8) == 1
    assert stuck(pair, 9) == 0
    ((reason, task),) = reasons(pair)
    assert (reason.kind, reason.side, reason.step) == ("stuck", pair.place("me").seat.side, "one")
    with session_scope(pair.engine, write=True) as session:
        close_task(session, pair.place("me").couple.practice_id, task)
    assert stuck(pair, 30) == 0
    assert reasons(pair) == []


def test_nobody_is_asked_about_a_program_that_rests_or_is_done(make_pair):
    pair = make_pair(edition())
    with session_scope(pair.engine, write=True) as session:
        session.get_one(Couple, pair.place("me").couple.id).rested = True
    assert stuck(pair, 60) == 0
