"""The rows behind signing in, on both databases: what lives, what ran out, what is ended, and passkeys beside them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from nearer import desk
from nearer_admin.access import CounsellorStore
from nearer_admin.sign_in_rows import IDLE, KEPT, begin_sign_in, end_sign_ins, find_sign_in, list_sign_ins, note_use

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def ann(engine):
    with desk.session_scope(engine, write=True) as session:
        return desk.create_counsellor(session, "ann@example.org", "x", practice_id=None, now=NOW).id


@pytest.mark.parametrize(("kept", "life"), [(False, IDLE), (True, KEPT)])
def test_a_sign_in_lives_from_the_hour_of_its_last_use(engine, ann, kept, life):
    with desk.session_scope(engine, write=True) as session:
        token = begin_sign_in(session, ann, "Firefox on Linux", kept=kept, now=NOW)
        hour = NOW.replace(minute=0)
        assert find_sign_in(session, token, now=hour + life - timedelta(seconds=1))
        assert find_sign_in(session, token, now=hour + life) is None
        later = NOW + timedelta(hours=5)
        note_use(session, token, now=later)
        session.expire_all()
        found = find_sign_in(session, token, now=hour + life)
        assert found.used_at == later.replace(minute=0)


def test_another_token_finds_nothing(engine, ann):
    with desk.session_scope(engine, write=True) as session:
        token = begin_sign_in(session, ann, "Firefox", kept=True, now=NOW)
        for wrong in ("", token[:-1], token + "x"):
            assert find_sign_in(session, wrong, now=NOW) is None


def test_what_ran_out_is_forgotten_at_the_next_sign_in_and_all_but_one_are_ended(engine, ann):
    with desk.session_scope(engine, write=True) as session:
        begin_sign_in(session, ann, "old", kept=False, now=NOW)
        late = NOW + timedelta(days=2)
        tokens = [begin_sign_in(session, ann, name, kept=False, now=late) for name in ("one", "two")]
        assert [each.device for each in list_sign_ins(session, ann, now=late)] == ["two", "one"]
        end_sign_ins(session, ann, but=tokens[0])
        assert [each.device for each in list_sign_ins(session, ann, now=late)] == ["one"]


def test_a_new_password_ends_every_sign_in(engine, ann):
    with desk.session_scope(engine, write=True) as session:
        begin_sign_in(session, ann, "one", kept=True, now=NOW)
        desk.set_password(session, desk.find_counsellor(session, id=ann), "y")
        assert list_sign_ins(session, ann, now=NOW) == []


def test_a_passkey_is_kept_used_and_gone_with_the_second_step(engine, ann):
    store = CounsellorStore(engine, lambda: NOW)
    user = store.find_user(id=ann)
    made = {"name": "Key", "credential_id": b"\x00id", "public_key": b"\xffkey", "sign_count": 1}
    store.create_webauthn(user, transports=["usb"], **made)
    found = store.find_webauthn(b"\x00id")
    assert (found.name, found.public_key, found.transports) == ("Key", b"\xffkey", ["usb"])
    found.sign_count = 7
    store.put(found)
    assert [each.sign_count for each in store.list_webauthn(ann)] == [7]
    with desk.session_scope(engine, write=True) as session:
        desk.remove_second_step(session, desk.find_counsellor(session, id=ann))
    assert store.list_webauthn(ann) == []
