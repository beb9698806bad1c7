"""Facts: what decisions rest on, read in one query."""

from fixtures.pairs import edition_of, form, schema_of
from sqlalchemy import event, insert

from nearer.rules.journey import Fact
from nearer.store.engine import session_scope
from nearer.store.facts import load_facts
from nearer.store.tables import metadata

PROGRAM = {"one": form(schema_of(it="both")), "two": form(schema_of(it="both"))}


def load(pair):
    with session_scope(pair.engine) as session:
        return load_facts(session, pair.place("me").couple, pair.place("me").keys)


def test_facts_say_who_finished_what_and_when_and_no_more(make_pair, now):
    pair = make_pair(edition_of(PROGRAM))
    me, you = (pair.place(who).seat.side for who in ("me", "you"))
    assert load(pair).seats == {"a": {}, "b": {}}
    pair.answer("me", "one", {"it": "words"})
    pair.skip("you", "two")
    facts = load(pair)
    assert facts.seats[me] == {("one", 1): Fact(now.date())}
    assert facts.seats[you] == {("two", 1): Fact(now.date(), passed=True)}
    assert (facts.taken, facts.rested, facts.zone, facts.began_on) == ({"a", "b"}, False, "UTC", now.date())


def test_releases_and_decisions_are_part_of_them(make_pair, now):
    two_ways = {"together": form(schema_of(it="both"), "together"), "alone": form(schema_of(it="private"), "solo")}
    pair = make_pair(edition_of({"one": two_ways}))
    pair.decide("me")
    row = {"couple_id": pair.place("me").couple.id, "step": "one", "occurrence": 1, "side": "b", "day": now.date()}
    with session_scope(pair.engine, write=True) as session:
        session.execute(insert(metadata.tables["release"]).values(**row))
    facts = load(pair)
    assert facts.decisions == {"start": "alone"}
    assert facts.releases == {("one", 1, "b"): now.date()}


def test_they_take_one_query_however_much_was_written(make_pair, engine):
    pair = make_pair(edition_of(PROGRAM))
    statements = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    for n in range(1, 4):
        pair.answer("me", "one", {"it": f"{n}"}, n=n)
        pair.answer("me", "two", {"it": f"{n}"}, n=n)
        statements.clear()
        load(pair)
        assert sum(not s.startswith(("PRAGMA", "BEGIN")) for s in statements) == 1
