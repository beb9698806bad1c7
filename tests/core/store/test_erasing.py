"""Erasing a person: every row of theirs goes, the other keeps what is theirs, and the couple goes with the last."""

from pathlib import Path

import pytest
from fixtures.pairs import edition_of, form, schema_of
from sqlalchemy import Engine, select

from nearer.errors import NotSignedInError
from nearer.store import caseload, drafts, erasing, lifts
from nearer.store.care import read_care
from nearer.store.engine import is_postgres, session_scope
from nearer.store.invitations import find_code
from nearer.store.keys import keys_of_couples
from nearer.store.tables import metadata
from nearer.store.tombstones import Tombstones

OF_COUPLES = [table for table in metadata.sorted_tables if "couple_id" in table.c]
SCREEN = {"type": "object", "properties": {"afraid": {"type": "string", "x-visibility": "screen"}}}
FLAGS = [{"flag": "fear", "when": {"properties": {"afraid": {"const": "yes"}}}, "screen": True}]
SCALE = {"scales": {"warmth": {"items": [{"at": "/both", "min": 0, "max": 9}]}}}


@pytest.fixture
def pair(make_pair):
    """Two people who both wrote something of every kind."""
    words = schema_of(private="private", choose="choose", both="both", counsellor="counsellor")
    made = make_pair(
        edition_of({
            "s-words": form(words, scoring=SCALE),
            "s-screen": form(SCREEN, "solo", flags=FLAGS),
            "s-shared": form(schema_of(plan="both"), "together"),
            "s-later": form(words),
        })
    )  # fmt: skip
    for who in ("me", "you"):
        made.answer(who, "s-words", {name: f"{name} of {who}" for name in words["properties"]})
        made.answer(who, "s-screen", {"afraid": "yes"})
        made.wish(who)
        made.write(
            drafts.save_draft,
            who,
            "s-later",
            lambda _, who=who: {"/private": [{"value": f"draft of {who}"}]},
            timed=False,
        )
        (item,) = made.sees(who, "s-words").items["choose"]
        made.write(lifts.lift_item, who, "s-words", item, reader="partner")
    made.answer("me", "s-shared", {"plan": "first"}, n=1)
    made.answer("you", "s-shared", {"plan": "second"}, n=2)
    return made


@pytest.fixture
def erase(engine: Engine, keyring):
    def run(seat: str) -> None:
        with session_scope(engine, write=True) as session:
            erasing.erase_seat(session, keyring, seat)

    return run


def rows_by_table(engine: Engine) -> dict[str, list]:
    with session_scope(engine) as session:
        return {table.name: session.execute(select(table)).all() for table in OF_COUPLES}


def whose(row, seat) -> bool:
    """Whether a row names that seat as its own."""
    names = row._mapping
    if "seat_id" in names:
        return names["seat_id"] == seat.id
    return next((names[name] for name in ("writer", "seat", "side") if name in names), None) == seat.side


def test_every_row_of_the_person_goes_and_every_row_of_the_other_stays(pair, engine, erase):
    me, you = pair.place("me").seat, pair.place("you").seat
    before = rows_by_table(engine)
    written = {name for name, rows in before.items() if any(whose(row, me) for row in rows)}
    assert written >= {"key", "door", "entry", "box", "draft", "fact", "lift", "stance", "finding"}
    erase(me.id)
    after = rows_by_table(engine)
    for name, rows in after.items():
        if name not in ("seat", "invitation"):
            assert not [row for row in rows if whose(row, me)], name
            assert [row for row in rows if whose(row, you)] == [row for row in before[name] if whose(row, you)], name
    assert {row.id for row in after["seat"]} & {me.id, you.id} == {you.id}
    assert after["invitation"] == []


def test_what_the_two_share_loses_the_words_of_the_one_and_keeps_those_of_the_other(pair, engine, erase):
    erase(pair.place("me").seat.id)
    shared = [row for row in rows_by_table(engine)["box"] if row.seat == "-"]
    assert [row.n for row in shared] == [2]


def test_tasks_about_the_person_go_and_those_about_the_other_stay(pair, engine, erase, keyring):
    before = len(rows_by_table(engine)["task"])
    erase(pair.place("me").seat.id)
    assert (before, len(rows_by_table(engine)["task"])) == (2, 1)


def test_the_other_comes_in_finds_the_program_resting_and_keeps_every_word(pair, couple, enter, erase):
    erase(pair.place("me").seat.id)
    place = enter(couple[1])
    assert (place.couple.rested, place.partner_taken, place.partner_box) == (True, True, None)
    assert place.keys == pair.place("you").keys
    assert pair.sees("you", "s-words").mine == {
        name: f"{name} of you" for name in ("private", "choose", "both", "counsellor")
    }


def test_whoever_was_erased_has_no_way_back(pair, couple, enter, erase):
    erase(pair.place("me").seat.id)
    with pytest.raises(NotSignedInError):
        enter(couple[0])


def test_the_counsellor_still_opens_the_couple_and_sees_only_the_other(pair, engine, erase, keyring, now):
    me, you = pair.place("me"), pair.place("you")
    erase(me.seat.id)
    with session_scope(engine) as session:
        couple = session.get_one(caseload.Couple, me.couple.id)
        assert caseload.list_couples(session, couple.practice_id) == [couple]
        assert caseload.list_partners(session, couple.id, you.keys)[me.seat.side].name == ""
        assert read_care(session, couple.id, you.seat.side, you.keys)["flags"] == ["fear"]
    assert pair.desk_sees("you", "s-words").theirs == {"counsellor": "counsellor of you"}
    assert not pair.desk_sees("me", "s-words").theirs


def test_where_nobody_is_left_the_couple_goes_wholly(pair, engine, erase):
    for who in ("me", "you"):
        erase(pair.place(who).seat.id)
    assert not any(rows_by_table(engine).values())
    with session_scope(engine) as session:
        assert session.execute(select(metadata.tables["couple"])).all() == []


def test_somebody_whose_partner_never_came_takes_the_couple_along(begin, invite, engine, erase, enter, now):
    began = begin("Noor")
    invite(began)
    with session_scope(engine) as session:
        assert find_code(session, enter(began), now=now)
    erase(began.seat)
    assert not any(rows_by_table(engine).values())


def test_erasing_twice_is_erasing_once_and_an_unknown_seat_is_nothing(pair, engine, erase):
    seat = pair.place("me").seat.id
    erase(seat)
    before = rows_by_table(engine)
    erase(seat)
    erase("nobody")
    assert rows_by_table(engine) == before


def test_what_a_tombstone_names_is_erased_again_even_without_the_couples_key(pair, engine, keyring, tmp_path):
    tombstones, place = Tombstones(tmp_path / "erased"), pair.place("me")
    tombstones.add(place.seat.id)
    tombstones.add("somebody-of-long-ago")
    with session_scope(engine, write=True) as session:
        key = metadata.tables["key"]
        session.execute(key.update().where(key.c.name == "couple").values(epoch=99))
    assert erasing.erase_again(engine, keyring, tombstones) == 1
    assert not [row for row in rows_by_table(engine)["box"] if whose(row, place.seat)]
    assert erasing.erase_again(engine, keyring, tombstones) == 0


def test_after_scrubbing_the_files_hold_none_of_the_boxes(pair, engine, erase, keyring):
    if is_postgres(engine):
        erase(pair.place("me").seat.id)
        erasing.scrub(engine)  # what PostgreSQL leaves in its files is its own affair; the keys are gone
        return
    side = pair.place("me").seat.side
    before = [row for table in ("box", "draft", "lift") for row in rows_by_table(engine)[table]]
    boxes = [row.box for row in before if row.seat == side]
    files = list(Path(engine.url.database).parent.glob(Path(engine.url.database).name + "*"))
    assert boxes
    assert all(any(box[:64] in path.read_bytes() for path in files) for box in boxes)
    erase(pair.place("me").seat.id)
    erasing.scrub(engine)
    assert not any(box[:64] in path.read_bytes() for path in files for box in boxes)


def test_every_table_of_couples_says_whose_its_rows_are(couple, enter):
    """A new table without one of the columns that erasing knows fails here, before anybody needs it."""
    seat = enter(couple[0]).seat
    for table in OF_COUPLES:
        if table.name not in erasing.KEPT_FOR_BOTH:
            assert erasing._of_seat(table, seat) is not None


def test_the_couples_key_stays(pair, engine, erase, keyring):
    place = pair.place("me")
    erase(place.seat.id)
    with session_scope(engine) as session:
        assert keys_of_couples(session, keyring, [place.couple.id])[place.couple.id].couple == place.keys.couple
