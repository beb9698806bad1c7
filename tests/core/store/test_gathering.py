"""A joint step that gathers what is prepared again and again: the same number, or the latest that both prepared."""

import pytest
from fixtures.pairs import form, schema_of

from nearer.rules.edition import compile_edition
from nearer.store.boxes import Target
from nearer.store.door import Viewer, read_step
from nearer.store.engine import session_scope

PREPARED = form(schema_of(word="joint"))
TALK = form(schema_of(plan="both"), "together", config={"gathers": [{"step": "prepare", "property": "word"}]})


def edition(talk):
    """Three weekly preparations and a talk with that delivery."""
    weekly = {"id": "prepare", "delivery": {"rule": "weekly", "times": 3}}
    stages = [{"id": "t", "steps": [weekly, {"id": "talk", "delivery": talk}]}]
    steps = {"prepare": {"forms": {"any": PREPARED}}, "talk": {"forms": {"any": TALK}}}
    return compile_edition({"program": {"personal": True, "stages": stages}, "steps": steps}, "e" * 64)


def write(pair, who, occurrence, word):
    from nearer.store import entries

    with session_scope(pair.engine, write=True) as session:
        step = pair.edition.steps["prepare"]
        target = Target(pair.edition, step, occurrence, step.form("alone"))
        entries.submit_answer(session, pair.place(who), target, {"word": word}, n=1, now=pair.now)


def gathered(pair, who, occurrence=1):
    """What the talk shows of both to one of them."""
    with session_scope(pair.engine) as session:
        state = pair.journey(session)
        place = state.place(pair.place(who).seat.side, "talk", occurrence)
        viewer = Viewer.partner(session, pair.keyring, pair.place(who))
        (found,) = read_step(session, viewer, Target.of(pair.edition, place), state, now=pair.now).gathered
        return found["mine"], found["theirs"]


@pytest.fixture
def at_once(make_pair):
    return make_pair(edition({"rule": "at_once"}))


def test_the_latest_that_both_prepared_is_gathered_and_a_later_one_of_the_other_moves_nothing(at_once):
    pair = at_once
    write(pair, "me", 1, "mine 1")
    write(pair, "you", 1, "yours 1")
    assert gathered(pair, "me") == ("mine 1", "yours 1")
    write(pair, "you", 2, "yours 2")  # ahead by a week: that must not show
    assert gathered(pair, "me") == ("mine 1", "yours 1")
    write(pair, "me", 2, "mine 2")
    assert gathered(pair, "me") == ("mine 2", "yours 2")


def test_a_talk_that_comes_again_gathers_what_was_prepared_for_its_own_time(make_pair):
    from datetime import timedelta

    pair = make_pair(edition({"rule": "weekly", "times": 3}))
    for who in ("me", "you"):
        write(pair, who, 1, f"{who} 1")
        write(pair, who, 2, f"{who} 2")
    assert gathered(pair, "me") == ("me 1", "you 1")
    assert gathered(pair, "me", 2) == (None, None)  # the second talk has not opened to both
    pair.now += timedelta(days=7)
    assert gathered(pair, "me", 2) == ("me 2", "you 2")
    assert gathered(pair, "you", 3) == (None, None)
