"""Choosing between variants: once, in the writer's own request, sealed, and never by more than may be known."""

from dataclasses import replace

import pytest
from fixtures.pairs import edition_of, form, schema_of
from sqlalchemy import select

from nearer.store import couples, invitations
from nearer.store.choosing import choose_variants
from nearer.store.engine import session_scope
from nearer.store.keys import keys_for_counsellor
from nearer.store.parts import part_here
from nearer.store.tables import metadata

OWN, OPEN = form(schema_of(word="private"), "solo"), form(schema_of(word="both"))
SCALE = {"items": [{"at": "/strain", "min": 0, "max": 20}], "rule": "sum"}
MEASURE = form({"type": "object", "properties": {"strain": {"type": "integer", "x-visibility": "private"},
                                                 "mood": {"type": "string", "x-visibility": "private"}}},
               "solo", scoring={"scales": {"strain": SCALE}})  # fmt: skip


def when(kind, source, *path, **schema):
    for part in reversed((kind, source, *path)):
        schema = {"properties": {part: schema}}
    return schema


def variant(base, at=0, *, of="any", **rule):
    return {**base, "of": of, "at": at, **rule}


def program(base, **variants):
    first = {"measure": MEASURE, "open": OPEN, "screen": form(schema_of(afraid="screen"), "solo")}
    return edition_of({**first, "then": {"any": base, **variants}})


def choose(pair, who, *, at=None):
    with session_scope(pair.engine, write=True) as session:
        state = pair.journey(session, at=at)
        return choose_variants(session, pair.keyring, pair.place(who), state, now=at or pair.now)


def form_of(pair, who):
    with session_scope(pair.engine) as session:
        return pair.journey(session).place(pair.place(who).seat.side, "then").form.name


STRAINED = when("scores", "measure", "strain", "value", minimum=12)


def test_a_score_chooses_once_for_the_one_whose_it_is(make_pair):
    pair = make_pair(program(OWN, calm=variant(OWN, when=STRAINED)))
    pair.answer("me", "measure", {"strain": 14})
    pair.answer("you", "measure", {"strain": 3})
    assert form_of(pair, "me") == "any"  # until it is chosen, and wherever it fails
    for who in ("me", "you"):
        choose(pair, who)
    assert (form_of(pair, "me"), form_of(pair, "you")) == ("calm", "any")
    pair.answer("me", "measure", {"strain": 0}, n=2)
    choose(pair, "me")
    assert form_of(pair, "me") == "calm"


@pytest.mark.parametrize(
    ("condition", "answer", "expected"),
    [
        (when("answers", "measure", "mood", const="low"), {"mood": "low"}, "calm"),
        (when("answers", "measure", "mood", const="low"), {"mood": "high"}, "any"),
        (when("answers", "measure", "mood", const="low"), {}, "any"),
        (when("steps", "measure", "done", const=True), {}, "calm"),
        (when("steps", "open", "done", const=False), {}, "calm"),
        (when("answers", "screen", "afraid"), {}, "any"),
        (when("answers", "measure", "mood", pattern="("), {"mood": "low"}, "any"),
    ],
)
def test_what_is_known_decides_and_what_is_missing_or_broken_leaves_the_default(make_pair, condition, answer, expected):
    pair = make_pair(program(OWN, calm=variant(OWN, when=condition)))
    pair.answer("me", "screen", {"afraid": "yes"})
    pair.answer("me", "measure", answer)
    choose(pair, "me")
    assert form_of(pair, "me") == expected


def test_what_both_see_is_chosen_for_both_by_what_both_have_done(make_pair):
    pair = make_pair(program(OPEN, more=variant(OPEN, when=when("steps", "open", "done", const=True))))
    pair.answer("me", "open", {"word": "mine"})
    choose(pair, "me")
    choose(pair, "you")
    assert (form_of(pair, "me"), form_of(pair, "you")) == ("any", "any")
    again = make_pair(program(OPEN, more=variant(OPEN, when=when("steps", "measure", "done", const=True))))
    again.answer("me", "measure", {})
    assert choose(again, "me") == {("then", "-"): "any"}  # one's own affair is not even known there


def test_what_is_kept_tells_nothing_and_has_one_size(make_pair):
    pair = make_pair(program(OWN, calm=variant(OWN, when=STRAINED)))
    pair.answer("me", "measure", {"strain": 14})
    for who in ("me", "you"):
        choose(pair, who)
    with session_scope(pair.engine) as session:
        rows = session.execute(select(metadata.tables["choice"])).all()
    assert len(rows) == 2
    assert len({len(row.box) for row in rows}) == 1
    assert not any(b"calm" in row.box or b"any" in row.box for row in rows)


PARTS = [{"id": "returned", "title": "Who returned"}, {"id": "stayed", "title": "Who stayed"}]


@pytest.fixture
def parted():
    found = program(OWN, back=variant(OWN, part="returned"), home=variant(OWN, 1, part="stayed"))
    document = {**found.document, "program": {**found.document["program"], "parts": PARTS}}
    return replace(found, document=document)


@pytest.fixture
def begin_parted(engine, keyring, link, parted, now):
    """Somebody begins in a program with parts, which is stored."""
    from nearer.rules.canonical import canonical

    with session_scope(engine, write=True) as session:
        edition = metadata.tables["edition"]
        session.execute(edition.update().where(edition.c.sha == parted.sha).values(document=canonical(parted.document)))

    def make(part):
        with session_scope(engine, write=True) as session:
            return couples.begin(session, keyring, link, parted, agreed=True, part=part, now=now)

    return make


def test_the_second_takes_the_part_that_is_left(begin_parted, enter, invite, engine, keyring, parted, make_pair, claim):
    first = begin_parted("stayed")
    second = claim(invite(first))
    me, you = enter(first), enter(second)
    assert (part_here(me), part_here(you)) == ("stayed", "returned")
    pair = make_pair(parted)
    pair.places = {"me": me, "you": you}
    for who in ("me", "you"):
        choose(pair, who)
    assert (form_of(pair, "me"), form_of(pair, "you")) == ("home", "back")
    with session_scope(engine) as session:
        sizes = {len(row.box) for row in session.execute(select(metadata.tables["seat"]))}
        assert keys_for_counsellor(session, keyring, me.couple.id)
    assert len(sizes) == 1


def test_two_who_both_took_the_same_part_have_different_ones_when_they_join(
    begin_parted, enter, engine, keyring, now, parted
):
    from nearer.store.joining import join

    first, second = begin_parted("stayed"), begin_parted("stayed")
    with session_scope(engine, write=True) as session:
        code = invitations.invite(session, keyring, enter(first), now=now)
    with session_scope(engine, write=True) as session:
        join(session, keyring, enter(second), code, now=now)
    assert (part_here(enter(first)), part_here(enter(second))) == ("stayed", "returned")
