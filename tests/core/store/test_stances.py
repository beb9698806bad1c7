"""Together or alone: alone by default, together only from many causes at once, decided once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fixtures.pairs import edition_of, form, schema_of
from sqlalchemy import select

from nearer.store.engine import session_scope
from nearer.store.keys import keys_for_counsellor, seal_row
from nearer.store.stances import find_wish
from nearer.store.tables import Seat, metadata
from nearer.store.tasks import close_task, list_tasks, read_task

FLAGS = [
    {"flag": flag, "when": {"properties": {"afraid": {"const": flag}}, "required": ["afraid"]}, "screen": True}
    for flag in ("fear", "intoxication")
]
SCREEN = form(schema_of(afraid="screen"), "solo", flags=FLAGS)
DAY = timedelta(days=1)


def two_ways(contraindications):
    protocol = {"contraindications": contraindications}
    together = form(schema_of(plan="both"), "together", protocol=protocol)
    return {"together": together, "alone": form(schema_of(plan="private"), "solo")}


def program(contraindications=("fear",), **more):
    return edition_of({"screen": SCREEN, "talk": two_ways(contraindications)}, **more)


def ready(pair, *, me="no", you="no"):
    """Both wish it and both did the screen."""
    for who, answer in (("me", me), ("you", you)):
        pair.wish(who)
        pair.answer(who, "screen", {"afraid": answer})


def draw(pair, fell: bool):
    """The draw at the beginning, as it fell."""
    for who, place in pair.places.items():
        box = seal_row(place.keys, "couple", place.couple, {"label": "", "draw": fell})
        pair.places[who] = replace(place, couple=replace(place.couple, box=box))


def tasks(pair, *, only_open=True):
    with session_scope(pair.engine) as session:
        keys = keys_for_counsellor(session, pair.keyring, pair.place("me").couple.id)
        practice = pair.place("me").couple.practice_id
        return [read_task(session, practice, t.id, keys).kind for t in list_tasks(session, practice)]


def test_together_needs_the_release_both_wishes_and_both_screens(make_pair):
    pair = make_pair(program())
    ready(pair)
    assert pair.decide("me", at=pair.now + DAY, released=True) == {"start": "together"}
    with session_scope(pair.engine) as session:
        assert pair.journey(session, at=pair.now + DAY).decision(pair.edition.steps["talk"]) == "together"


@pytest.mark.parametrize(("marked", "answer"), [(False, {"afraid": "no"}), (True, {})])
def test_what_asks_only_in_part_or_was_left_blank_is_no_screen(make_pair, marked, answer):
    rules = [rule | {"screen": marked} for rule in FLAGS]
    partly = form(schema_of(afraid="screen"), "solo", flags=rules)
    pair = make_pair(edition_of({"screen": partly, "talk": two_ways(("fear",))}))
    for who in ("me", "you"):
        pair.wish(who)
        pair.answer(who, "screen", answer)
    assert pair.decide("me", at=pair.now + DAY, released=True) == {"start": "alone"}


def test_without_the_release_it_is_alone(make_pair):
    pair = make_pair(program())
    ready(pair)
    draw(pair, True)  # a draw counts only where no counsellor accompanies
    assert pair.decide("me", at=pair.now + DAY) == {"start": "alone"}


@pytest.mark.parametrize(("fell", "form_"), [(True, "together"), (False, "alone")])
def test_without_a_personal_counsellor_the_draw_takes_the_place_of_the_release(make_pair, fell, form_):
    pair = make_pair(program(personal=False))
    ready(pair)
    draw(pair, fell)
    assert pair.decide("you", at=pair.now + DAY) == {"start": form_}


def test_a_stance_counts_only_from_the_day_after(make_pair):
    pair = make_pair(program())
    ready(pair)
    assert pair.decide("me", at=pair.now, released=True) == {"start": "alone"}


@pytest.mark.parametrize("missing", ["my wish", "your wish", "my screen", "your screen", "everything"])
def test_whatever_is_missing_makes_it_alone(make_pair, missing):
    pair = make_pair(program())
    for who, name in (("me", "my"), ("you", "your")):
        if missing not in (f"{name} wish", "everything"):
            pair.wish(who)
        if missing not in (f"{name} screen", "everything"):
            pair.answer(who, "screen", {"afraid": "no"})
    assert pair.decide("me", at=pair.now + DAY, released=True) == {"start": "alone"}


def test_a_wish_can_be_withdrawn(make_pair):
    pair = make_pair(program())
    ready(pair)
    pair.wish("you", together=False)
    assert pair.decide("me", at=pair.now + DAY, released=True) == {"start": "alone"}


@pytest.mark.parametrize(
    ("contraindications", "flag", "form_"),
    [
        (["fear"], "fear", "alone"),
        (["fear"], "intoxication", "together"),
        ([], "fear", "together"),
        (None, "intoxication", "alone"),
    ],
)
def test_a_flag_objects_where_a_step_of_the_stage_names_it(make_pair, contraindications, flag, form_):
    pair = make_pair(program(contraindications))
    ready(pair, you=flag)
    assert pair.decide("me", at=pair.now + DAY, released=True) == {"start": form_}


def test_a_flag_stays_when_the_screen_is_done_again(make_pair):
    pair = make_pair(program())
    ready(pair, me="fear")
    pair.answer("me", "screen", {"afraid": "no"}, n=2)
    assert pair.decide("me", at=pair.now + DAY, released=True) == {"start": "alone"}


def test_what_was_decided_never_changes(make_pair):
    pair = make_pair(program())
    ready(pair)
    assert pair.decide("me", at=pair.now + DAY, released=True) == {"start": "together"}
    pair.answer("you", "screen", {"afraid": "fear"}, n=2)
    assert pair.decide("you", at=pair.now + 3 * DAY, released=True) == {"start": "together"}


def test_a_stage_of_one_form_needs_no_decision(make_pair):
    pair = make_pair(edition_of({"screen": SCREEN}))
    assert pair.decide("me", released=True) == {}


def test_the_wish_is_shown_to_nobody_but_the_person(make_pair):
    pair = make_pair(program())
    pair.wish("me")
    with session_scope(pair.engine) as session:
        mine, theirs = (replace(at, seat=session.get(Seat, at.seat.id)) for at in map(pair.place, ("me", "you")))
        assert find_wish(mine) is True
        assert find_wish(theirs) is None


def test_a_flag_asks_the_counsellor_to_get_in_touch_once(make_pair):
    pair = make_pair(program())
    ready(pair, me="fear")
    assert tasks(pair) == ["safety"]
    pair.answer("me", "screen", {"afraid": "fear"}, n=2)
    assert tasks(pair) == ["safety"]
    with session_scope(pair.engine, write=True) as session:
        practice = pair.place("me").couple.practice_id
        close_task(session, practice, list_tasks(session, practice)[0].id)
    assert tasks(pair) == []


def test_passing_a_screen_that_was_answered_takes_nothing_back(make_pair):
    pair = make_pair(program())
    ready(pair, me="fear")
    assert pair.skip("me", "screen", n=1).state == "stored"
    assert pair.desk_sees("me", "screen", safety=True).theirs == {"afraid": "fear"}
    assert pair.decide("me", at=pair.now + DAY, released=True) == {"start": "alone"}


def test_a_passed_screen_means_alone(make_pair):
    pair = make_pair(program())
    for who in ("me", "you"):
        pair.wish(who)
    pair.answer("me", "screen", {"afraid": "no"})
    pair.skip("you", "screen")
    assert tasks(pair) == ["screen_missing"]
    assert pair.decide("me", at=pair.now + DAY, released=True) == {"start": "alone"}


def test_a_broken_rule_fails_closed_and_loses_no_answer(make_pair):
    broken = form(schema_of(afraid="screen"), "solo", flags=[{"flag": "fear"}])
    pair = make_pair(edition_of({"screen": broken, "talk": two_ways(["fear"])}))
    ready(pair)
    assert tasks(pair) == ["safety", "safety"]
    assert pair.desk_sees("me", "screen", safety=True).theirs == {"afraid": "no"}
    assert pair.decide("me", at=pair.now + DAY, released=True) == {"start": "alone"}


def test_stances_and_care_have_one_size(make_pair):
    pair = make_pair(program())
    ready(pair, me="fear", you="no")
    with session_scope(pair.engine) as session:
        stances = {len(row.box) for row in session.execute(select(metadata.tables["stance"]))}
        cares = {len(row.care_box) for row in session.execute(select(metadata.tables["seat"]))}
    assert stances == cares == {512 + 12 + 16}
