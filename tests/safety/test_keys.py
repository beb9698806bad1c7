"""The second wall: what B holds opens nothing of A's but what is shared, even with the first wall taken out."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from fixtures.letters import write_letter
from fixtures.marks import MARKS, sent, show_an_item, write_a_diary, write_alone
from sqlalchemy import select

from nearer import desk
from nearer.errors import SealError
from nearer.rules import visibility
from nearer.store import doors
from nearer.store.doors import Station
from nearer.store.engine import session_scope
from nearer.store.sealing import Names, about_of, door_of, unseal, unwrap
from nearer.store.seats import enter
from nearer.store.tables import metadata

SEALED = {"box": 4} | dict.fromkeys(
    ("draft", "lift", "stance", "task", "decision", "couple", "seat", "seat_care", "letter", "note"), 1
)
"""The tables with sealed words, and how many rows of A's there are at least."""

SHARED = {(table, "couple") for table in ("box", "stance", "decision", "couple", "seat", "task", "note")}
"""What the couple's key opens: for both; so a counsellor's note is to be neutral.

A stance says the same for a wish, a flag and an unfinished screen.
"""


@pytest.fixture
def scene(enrol, installation, clock, published):
    """Both, after A wrote everything, with all that a request of each holds."""
    ada, bo = enrol(names=(MARKS["name"], "Bo"))
    write_alone(ada)
    sent(bo.post("s-everything/1", {"f/feeling": "Well"}))
    sent(bo.post("s-diary/1", {"f/entry": "Mine"}))
    write_a_diary(ada)
    sent(ada.post("s-plan/1", {"f/plan": MARKS["shared"]}))
    sent(ada.post("together", {"wish": "together"}))
    show_an_item(ada)
    write_letter(installation, ada.seat, MARKS["letter"])
    write_a_note(installation, published.practice, clock())
    places = []
    with session_scope(installation.engine) as session:
        for person in (ada, bo):
            token = person.client.get_cookie(f"n-{person.seat}").value
            places.append(enter(session, installation.keyring, person.seat, token, clock()))
    return SimpleNamespace(site=installation, ada=ada, bo=bo, a=places[0], b=places[1])


def write_a_note(installation: Any, practice: Any, now: Any) -> None:
    """The counsellor's note on the couple."""
    with session_scope(installation.engine, write=True) as session:
        (couple,) = desk.list_couples(session, practice)
        case = desk.open_case(session, installation.keyring, practice, couple.public, now=now)
        ann = desk.create_counsellor(session, "ann@example.org", "", practice_id=practice, now=now)
        desk.write_note(session, case, "Spoke with both.", counsellor=ann.id, now=now)


def keys_of(place: Any, person: Any) -> dict[str, bytes]:
    """Every key that a person's own request holds, and what their secrets make."""
    token, secret = person.client.get_cookie(f"n-{person.seat}").value, person.way.rpartition("/")[2]
    made = {f"{name} {which}": key for name, which in product((token, secret), (0, 1)) if (key := door_of(name)[which])}
    held = {"couple": place.keys.couple, "own": place.keys.own}
    held |= {f"open {side}": key for side, key in place.keys.open.items() if key}
    held |= {f"care {side}": key for side, key in place.keys.care.items() if key}
    return held | made


def rows_of(scene: Any, side: str) -> list[tuple[str, Any, bytes]]:
    """(table, row, box) of everything sealed that belongs to *side* or to both."""
    found = []
    with session_scope(scene.site.engine) as session:
        for name in SEALED:
            table = metadata.tables[name.removesuffix("_care")]
            for row in session.execute(select(table)):
                box = row.care_box if name == "seat_care" else row.box
                if box and getattr(row, "seat", None) in (side, "-", None) and getattr(row, "side", side) == side:
                    found.append((name, row, box))
    return found


def opened(scene: Any, keys: dict[str, bytes]) -> list[tuple[str, str, Any]]:
    """(table, key of the box, words) of A's rows that any of *keys* opens."""
    found = []
    for table, row, box in rows_of(scene, scene.a.seat.side):
        about = about_of(table, row)
        for key in keys.values():
            try:
                found.append((table, about.visibility, unseal(key, box, about)))
            except SealError:
                continue
    return found


def test_the_keys_of_the_writer_open_all_of_it(scene):
    rows = rows_of(scene, scene.a.seat.side)
    for table, count in SEALED.items():
        assert sum(each[0] == table for each in rows) >= count, table
    assert len(opened(scene, keys_of(scene.a, scene.ada))) == len(rows)


def test_the_keys_of_the_other_open_only_what_is_shared(scene):
    found = opened(scene, keys_of(scene.b, scene.bo))
    assert {(table, key) for table, key, _ in found} == SHARED
    words = str([each for each in found if each[0] != "task"])
    assert MARKS["shared"] in words
    assert not [word for word, mark in MARKS.items() if mark in words and word not in ("shared", "name")]
    assert not [word for word in ("wish", "fear", "flag", "screen") if f"'{word}'" in words]


def test_the_keys_of_the_other_open_no_wrapped_key_and_no_door(scene):
    keys, side = keys_of(scene.b, scene.bo), scene.a.seat.side
    tried = 0
    with session_scope(scene.site.engine) as session:
        wraps = session.execute(select(metadata.tables["key"])).all()
        door = metadata.tables["door"]
        ways = session.execute(select(door).where(door.c.seat_id == scene.a.seat.id)).all()
    for key, row in product(keys.values(), wraps):
        tried += 1
        with pytest.raises(SealError):
            unwrap(key, row.wrapped, Names(str(row.couple_id), row.side, row.name, row.generation))
    at = Station(scene.a.couple.id, side, scene.a.seat.id, scene.a.seat.home)
    for key, row in product(keys.values(), ways):
        tried += 1
        way = SimpleNamespace(**row._mapping, door_id=row.id)
        with pytest.raises(SealError):  # even with the epoch key, which the server lends for the outer wrap
            doors.open_door(scene.site.keyring, way, at, key)
    assert tried > 50


def test_with_the_policy_taken_out_the_keys_still_hold(scene, monkeypatch):
    """Everything counts as open to everybody: what lies under keys that B's request has no right to stays shut."""
    monkeypatch.setattr(visibility, "has_happened", lambda event, moment, name: True)
    shut = [MARKS[word] for word in ("private", "draft", "kept", "choose", "counsellor", "screen")]
    for path in ("", "s-everything/1", "s-diary/1", "s-screen/1", "s-plan/1", "s-plan/1?again=yes"):
        page = scene.bo.get(path).text
        assert not [mark for mark in shut if mark in page], path
