"""Drafts: sealed for the writer, replaced as it is typed, gone at submission."""

from dataclasses import replace

from fixtures.pairs import edition_of, form, schema_of
from sqlalchemy import select

from nearer.store.drafts import load_draft, save_draft
from nearer.store.engine import session_scope
from nearer.store.tables import metadata

PROGRAM = {"day": form(schema_of(note="private")), "screen": form(schema_of(afraid="screen"))}
FIELDS = {"/note": [{"value": "half a", "page": "p", "turn": 1}], "/wish": [{"value": ["1", "2"]}]}


def save(pair, who, step, fields):
    return pair.write(save_draft, who, step, lambda _: fields, timed=False)


def load(pair, who, step):
    with session_scope(pair.engine) as session:
        return load_draft(session, pair.place(who), pair.target(step))


def test_a_draft_comes_back_as_it_was_typed_and_only_to_its_writer(make_pair):
    pair = make_pair(edition_of(PROGRAM))
    assert load(pair, "me", "day") is None
    assert save(pair, "me", "day", {"/note": [{"value": "h"}]})
    assert save(pair, "me", "day", FIELDS)
    assert load(pair, "me", "day") == FIELDS
    assert load(pair, "you", "day") is None


def test_a_draft_is_gone_at_submission(make_pair):
    pair = make_pair(edition_of(PROGRAM))
    save(pair, "me", "day", FIELDS)
    save(pair, "you", "day", FIELDS)
    pair.answer("me", "day", {"note": "done"})
    assert load(pair, "me", "day") is None
    assert load(pair, "you", "day") == FIELDS


def test_a_conflict_keeps_the_draft(make_pair):
    pair = make_pair(edition_of(PROGRAM))
    pair.answer("me", "day", {"note": "done"})
    save(pair, "me", "day", FIELDS)
    pair.answer("me", "day", {"note": "other"})
    assert load(pair, "me", "day") == FIELDS


def test_a_write_only_step_never_has_a_draft(make_pair):
    pair = make_pair(edition_of(PROGRAM))
    assert not save(pair, "me", "screen", {"/afraid": [{"value": "yes"}]})
    with session_scope(pair.engine) as session:
        assert session.execute(select(metadata.tables["draft"])).all() == []


def test_a_draft_behind_an_earlier_own_key_stays_shut(make_pair):
    pair = make_pair(edition_of(PROGRAM))
    save(pair, "me", "day", FIELDS)
    place = pair.place("me")
    pair.places["me"] = replace(place, keys=replace(place.keys, own=b"n" * 32, generation=2))
    assert load(pair, "me", "day") is None


def test_a_change_is_made_to_what_stands(make_pair):
    pair = make_pair(edition_of(PROGRAM))
    save(pair, "me", "day", FIELDS)
    seen = []
    pair.write(save_draft, "me", "day", lambda kept: seen.append(kept) or kept | {"/more": []}, timed=False)
    assert seen == [FIELDS]
    assert load(pair, "me", "day") == FIELDS | {"/more": []}
