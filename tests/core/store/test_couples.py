"""Beginning, inviting and claiming, on both databases."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from nearer.errors import ConflictError, NotReadyError, UnknownSecretError
from nearer.store import couples, invitations
from nearer.store.engine import is_postgres, session_scope
from nearer.store.keys import keys_for_counsellor
from nearer.store.partners import list_partners
from nearer.store.tables import Couple, Door, Invitation, Seat, metadata


def test_beginning_makes_one_couple_with_one_taken_seat(begin, enter, engine, link, edition):
    place = enter(begin())
    assert (place.couple.link_id, place.couple.edition_sha) == (link.id, edition.sha)
    assert not place.partner_taken
    with session_scope(engine) as session:
        assert session.scalar(select(func.count()).select_from(Couple)) == 1
        assert sorted(s.taken for s in session.scalars(select(Seat))) == [False, True]


def test_who_begins_gets_either_seat(begin, enter):
    assert {enter(begin()).seat.side for _ in range(24)} == {"a", "b"}


def test_nobody_begins_or_claims_without_agreeing(engine, keyring, link, edition, begin, invite, now):
    code = invite(begin())
    with session_scope(engine, write=True) as session:
        with pytest.raises(NotReadyError):
            couples.begin(session, keyring, link, edition, agreed=False, now=now)
        with pytest.raises(NotReadyError):
            couples.claim(session, keyring, code, agreed=False, now=now)


def test_the_partner_takes_the_other_seat_with_own_secrets(couple, enter, engine):
    first, second = (enter(person) for person in couple)
    assert first.couple == second.couple
    assert {first.seat.side, second.seat.side} == {"a", "b"}
    assert first.partner_taken
    assert second.partner_taken
    assert first.keys.own != second.keys.own
    with session_scope(engine) as session:
        names = {p.name for p in list_partners(session, first.couple.id, first.keys).values()}
    assert names == {"Noor", "Jules"}


def test_an_invitation_can_be_seen_again_by_who_made_it_and_stays_the_same(begin, invite, enter, engine, now):
    began = begin()
    code = invite(began)
    assert invite(began) == code
    with session_scope(engine) as session:
        assert invitations.find_code(session, enter(began), now=now) == code
        assert invitations.find_code(session, enter(began), now=now + invitations.LIFE) is None
        assert session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_looking_at_an_invitation_uses_nothing_up(begin, invite, claim, engine, keyring, now, enter):
    first = begin()
    code = invite(first)
    for _ in range(2):
        with session_scope(engine) as session:
            assert invitations.find_invitation(session, keyring, code, now=now).couple == first.couple
    assert enter(claim(code.upper())).couple.id == first.couple


def test_unknown_used_and_run_out_codes_are_refused_in_one_way(begin, invite, claim, couple, engine, now):
    with session_scope(engine) as session:
        used = session.scalars(select(Invitation)).one()
        assert used.claimed
    late = invite(begin())
    refusals = []
    for code, at in (("zzzzz-zzzzz", now), ("", now), ("?", now), (late, now + timedelta(days=14))):
        with pytest.raises(UnknownSecretError) as caught:
            claim(code, at=at)
        refusals.append(str(caught.value))
    assert len(set(refusals)) == 1
    assert claim(late, at=now + timedelta(days=13)).seat


def test_a_taken_seat_has_no_more_invitations(couple, invite):
    with pytest.raises(ConflictError):
        invite(couple[0])


def test_of_two_who_claim_at_once_one_gets_the_seat(begin, invite, claim, engine):
    code = invite(begin())
    both_ready, outcomes = threading.Barrier(2), []

    def try_it() -> None:
        both_ready.wait()
        try:
            outcomes.append(claim(code))
        except UnknownSecretError as error:
            outcomes.append(error)

    racers = [threading.Thread(target=try_it) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sum(isinstance(outcome, couples.Began) for outcome in outcomes) == 1
    assert len(outcomes) == 2
    with session_scope(engine) as session:
        assert session.scalar(select(func.count()).where(Seat.taken)) == 2
        assert session.scalar(select(func.count()).where(Door.kind == "link")) == 2


def test_the_label_is_the_desk_s_and_sealed(begin, engine, keyring):
    first, second = begin().couple, begin().couple
    with session_scope(engine, write=True) as session:
        couples.label_couple(session, keyring, first, " Tuesday evenings ")
    with session_scope(engine) as session:
        assert couples.list_labels(session, keyring, [first, second]) == {first: "Tuesday evenings", second: ""}


def test_a_program_without_a_personal_counsellor_draws_once_and_others_never(
    engine, keyring, link, edition, sealed_edition, now
):
    def draws(session, edition) -> set[bool]:
        begun = [couples.begin(session, keyring, link, edition, agreed=True, now=now).couple for _ in range(30)]
        keys = {couple: keys_for_counsellor(session, keyring, couple) for couple in begun}
        return {couples.read_couple(keys[couple], session.get_one(Couple, couple)).draw for couple in begun}

    with session_scope(engine, write=True) as session:
        assert draws(session, sealed_edition) == {True, False}
        assert draws(session, edition) == {False}


def test_the_raw_database_holds_no_secret_and_no_name(engine, begin, invite, claim, tmp_path):
    first = begin("Philippa-Noor")
    code = invite(first)
    second = claim(code, "Jean-Jules")
    with engine.connect() as connection:
        rows = [connection.execute(select(table)).all() for table in metadata.tables.values()]
    files = b"".join(file.read_bytes() for file in tmp_path.glob("nearer.db*"))  # SQLite's, with its WAL
    assert is_postgres(engine) or len(files) > 100_000
    raw = files + repr(rows).encode()
    assert first.seat.encode() in raw
    secrets = [p.link_secret for p in (first, second)] + [p.session_token for p in (first, second)]
    for word in [*secrets, code, code.replace("-", ""), "Philippa-Noor", "Jean-Jules"]:
        assert word.encode() not in raw
        assert word.encode().hex().encode() not in raw
