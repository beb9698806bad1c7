"""Beginning anew, and replacing a lost way back: which doors open what, and when."""

from datetime import timedelta

import pytest
from fixtures.pairs import Pair, edition_of, form, schema_of

from nearer.errors import ConflictError, NotFoundError, NotSignedInError, OldDoorError, UnknownSecretError
from nearer.store import drafts, replacing, seats, signed_in
from nearer.store.care import change_care, read_care
from nearer.store.doors import door_of_secret
from nearer.store.earlier import remove_spare
from nearer.store.engine import session_scope
from nearer.store.generations import SHUT_FOR, begin_anew
from nearer.store.replacing import LIFE
from nearer.store.rotating import rotate

MINUTE = timedelta(minutes=1)
EDITION = edition_of({"s-1": form(schema_of(mine="private", ours="both")), "s-2": form(schema_of(mine="private"))})
WORDS = {"mine": "only for me", "ours": "for both"}


@pytest.fixture
def write(engine):
    """Run one writer in a transaction of its own."""

    def run(writer, *args, **options):
        with session_scope(engine, write=True) as session:
            return writer(session, *args, **options)

    return run


@pytest.fixture
def go_in(engine, keyring, now):
    """Enter a seat with a token."""

    def enter(seat, token, at=now):
        with session_scope(engine) as session:
            return seats.enter(session, keyring, seat, token, at)

    return enter


@pytest.fixture
def reads(engine, keyring, now):
    """What somebody reads of their own answer at a step."""

    def read(place, step="s-1", at=now):
        pair = Pair(engine, keyring, EDITION, at, {"me": place})
        return pair.sees("me", step).mine

    return read


@pytest.fixture
def answer(engine, keyring, now):
    def submit(place, instance, *, n=1, step="s-1"):
        return Pair(engine, keyring, EDITION, now, {"me": place}).answer("me", step, instance, n=n)

    return submit


@pytest.fixture
def wrote(couple, enter, answer):
    """Two people; the first wrote something private."""
    assert answer(enter(couple[0]), WORDS).is_safe
    return couple


@pytest.fixture
def given(wrote, write, keyring, enter, go_in, now):
    """The first seat was given to somebody else; (who had it, who sits there now)."""
    token = write(begin_anew, keyring, enter(wrote[0]), now=now)
    return wrote[0], go_in(wrote[0].seat, token)


@pytest.fixture
def replace(write, keyring, enter, go_in, now):
    """Let somebody in again who lost their way back."""

    def run(began, at=now, side=None, couple=None):
        side = side or enter(began).seat.side
        code = write(replacing.offer_way_back, keyring, couple or began.couple, side, now=at)
        opened = write(replacing.pick_up, keyring, door_of_secret(keyring, code)[0], now=at)
        return go_in(opened.seat, opened.token, at)

    return run


def test_who_was_given_a_place_reads_nothing_of_before_and_writes_anew(given, reads, answer):
    _, here = given
    assert reads(here) == {"ours": "for both"}
    assert here.keys.earlier == {}
    assert answer(here, {"mine": "of my own"}, n=2).is_safe
    assert reads(here) == {"mine": "of my own"}


def test_no_door_of_before_opens_the_seat_any_more(given, write, keyring, enter, go_in, now):
    before, _ = given
    with pytest.raises(OldDoorError):
        enter(before)
    opened = write(seats.open_link, keyring, before.link_secret, now=now)
    with pytest.raises(OldDoorError):
        go_in(before.seat, opened.token)


def test_the_words_of_before_open_neither_by_the_old_link_nor_by_time(given, write, keyring, go_in, reads, now):
    before, here = given
    with pytest.raises(UnknownSecretError):
        write(replacing.open_earlier, keyring, here, before.link_secret)
    token = write(seats.make_session, keyring, here.station, here.keys.own, now=now, today=now.date(), generation=2)
    assert reads(go_in(before.seat, token, now + 2 * MINUTE)) == {"ours": "for both"}
    with pytest.raises(OldDoorError):
        go_in(before.seat, before.session_token, now)
    assert not write(replacing.cancel, before.seat, before.session_token, now=now)


def test_an_old_door_finds_the_contact_and_nothing_else(given, engine, now):
    before, _ = given
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE practice SET contact = 'Room 4'")
    with session_scope(engine) as session:
        found = replacing.find_old_door(session, before.seat, before.session_token, now=now)
        assert (found.contact, found.can_cancel) == ("Room 4", False)
        assert replacing.find_old_door(session, before.seat, "x" * 43, now=now) is None


def test_beginning_anew_twice_at_once_is_once(wrote, write, keyring, enter, now):
    place = enter(wrote[0])
    write(begin_anew, keyring, place, now=now)
    with pytest.raises(ConflictError):
        write(begin_anew, keyring, place, now=now)


def test_what_the_first_person_said_for_care_does_not_speak_for_the_next(wrote, write, keyring, enter, engine, now):
    place = enter(wrote[0])
    about = (place.couple.id, place.seat.side, place.keys)
    write(change_care, *about, {"contact": "555 0107", "spoken": True, "wish": True})
    write(begin_anew, keyring, place, now=now)
    with session_scope(engine) as session:
        care = read_care(session, *about)
    assert (care["contact"], care["spoken"], care["wish"]) == ("", False, True)


def test_the_other_sees_nothing_of_it(wrote, write, keyring, enter, now):
    before = enter(wrote[1])
    write(begin_anew, keyring, enter(wrote[0]), now=now)
    assert enter(wrote[1]) == before


def test_private_words_stay_shut_for_72_hours_and_then_open_by_the_spare(
    wrote, replace, reads, go_in, write, keyring, now
):
    here = replace(wrote[0])
    assert reads(here) == {"ours": "for both"}
    link = write(seats.make_way_back, keyring, here, now=now)
    for wait, found in ((SHUT_FOR - MINUTE, {"ours": "for both"}), (SHUT_FOR, WORDS)):
        opened = write(seats.open_link, keyring, link, now=now + wait)
        assert reads(go_in(here.seat.id, opened.token, now + wait), at=now + wait) == found


def test_an_old_code_opens_them_at_once_and_for_good(wrote, replace, reads, write, keyring, go_in, now):
    here = replace(wrote[0])
    write(replacing.open_earlier, keyring, here, wrote[0].link_secret)
    write(replacing.open_earlier, keyring, here, wrote[0].link_secret)
    token = write(seats.make_session, keyring, here.station, here.keys.own, now=now, today=now.date(), generation=2)
    assert reads(go_in(here.seat.id, token)) == WORDS


def test_the_other_ones_link_opens_nothing_of_before(wrote, replace, write, keyring):
    here = replace(wrote[0])
    for secret in (wrote[1].link_secret, wrote[0].session_token, "unknown"):
        with pytest.raises(UnknownSecretError):
            write(replacing.open_earlier, keyring, here, secret)


def test_in_a_sealed_program_only_the_old_code_opens_them(
    begin, sealed_edition, replace, reads, write, keyring, enter, answer, go_in, now
):
    began = begin(edition=sealed_edition)
    answer(enter(began), WORDS)
    here, late = replace(began), now + 2 * SHUT_FOR
    link = write(seats.make_way_back, keyring, here, now=now)
    opened = write(seats.open_link, keyring, link, now=late)
    assert reads(go_in(began.seat, opened.token, late), at=late) == {"ours": "for both"}
    write(replacing.open_earlier, keyring, go_in(began.seat, opened.token, late), began.link_secret)
    assert reads(go_in(began.seat, opened.token, late), at=late) == WORDS


def test_a_removed_spare_stays_removed_and_what_was_open_stays_open(wrote, replace, write, keyring, go_in, reads, now):
    here, late = replace(wrote[0]), now + SHUT_FOR
    link = write(seats.make_way_back, keyring, here, now=now)
    opened = write(seats.open_link, keyring, link, now=late)
    place = go_in(here.seat.id, opened.token, late)
    write(remove_spare, keyring, place.station, place.keys)
    assert reads(go_in(here.seat.id, opened.token, late), at=late) == WORDS
    again = replace(wrote[0], at=late, side=here.seat.side)
    write(replacing.open_earlier, keyring, again, link)
    assert reads(replace_session(write, keyring, go_in, again, late), at=late) == WORDS  # 3 leads to 2, and 2 to 1


def replace_session(write, keyring, go_in, place, at):
    """The same person in a session of now."""
    own, generation = place.keys.own, place.keys.generation
    token = write(seats.make_session, keyring, place.station, own, now=at, today=at.date(), generation=generation)
    return go_in(place.seat.id, token, at)


def test_within_72_hours_removing_the_spare_leaves_that_of_the_shut_words(
    wrote, replace, write, keyring, reads, go_in, now
):
    here = replace(wrote[0])
    write(remove_spare, keyring, here.station, here.keys)
    late = now + SHUT_FOR
    assert reads(replace_session(write, keyring, go_in, here, late), at=late) == WORDS


def test_not_me_ends_the_new_door_and_brings_the_old_ones_back(
    wrote, replace, write, keyring, enter, go_in, reads, answer, engine, now
):
    here = replace(wrote[0])
    link = write(seats.make_way_back, keyring, here, now=now)
    answer(here, {"mine": "by whoever that was"}, step="s-2")
    with session_scope(engine) as session:
        assert replacing.find_old_door(session, here.seat.id, wrote[0].session_token, now=now).can_cancel
    assert write(replacing.cancel, here.seat.id, wrote[0].session_token, now=now)
    with pytest.raises(UnknownSecretError):
        write(seats.open_link, keyring, link, now=now)
    with session_scope(engine) as session:
        kinds = [each.kind for each in signed_in.list_doors(session, enter(wrote[0]), now=now)]
    assert kinds == ["here", "link"]
    assert reads(enter(wrote[0])) == WORDS
    assert reads(enter(wrote[0]), "s-2") == {}
    assert not write(replacing.cancel, here.seat.id, wrote[0].session_token, now=now)


def test_after_a_cancel_a_new_generation_is_one_that_never_was(wrote, replace, write, now):
    here = replace(wrote[0])
    write(replacing.cancel, here.seat.id, wrote[0].session_token, now=now)
    assert replace(wrote[0]).keys.generation == 3


def test_cancelling_ends_with_the_72_hours(wrote, replace, write, keyring, now):
    here, late = replace(wrote[0]), now + SHUT_FOR
    opened = write(seats.open_link, keyring, wrote[0].link_secret, now=late)
    assert not write(replacing.cancel, here.seat.id, opened.token, now=late)


def test_a_door_from_before_the_place_was_given_away_cancels_no_replacement(given, replace, write, keyring, now):
    before, here = given
    replace(before, side=here.seat.side)
    assert not write(replacing.cancel, before.seat, before.session_token, now=now)


def test_a_code_of_the_counsellor_is_good_once_and_for_half_an_hour(wrote, write, keyring, enter, now):
    side = enter(wrote[0]).seat.side
    offer = (replacing.offer_way_back, keyring, wrote[0].couple, side)
    first, second = write(*offer, now=now), write(*offer, now=now)
    with pytest.raises(UnknownSecretError):  # the second took its place
        write(replacing.pick_up, keyring, door_of_secret(keyring, first)[0], now=now)
    with pytest.raises(UnknownSecretError):
        write(replacing.pick_up, keyring, door_of_secret(keyring, second)[0], now=now + LIFE)
    write(replacing.pick_up, keyring, door_of_secret(keyring, second)[0], now=now + LIFE - MINUTE)
    with pytest.raises(UnknownSecretError):
        write(replacing.pick_up, keyring, door_of_secret(keyring, second)[0], now=now)


def test_nobody_is_let_in_to_a_place_that_was_not_taken(begin, write, keyring, enter, now):
    began = begin()
    other = "b" if enter(began).seat.side == "a" else "a"
    with pytest.raises(NotFoundError):
        write(replacing.offer_way_back, keyring, began.couple, other, now=now)


def test_a_code_takes_nothing_before_it_is_picked_up(wrote, write, keyring, enter, now):
    before = enter(wrote[0])
    write(replacing.offer_way_back, keyring, wrote[0].couple, before.seat.side, now=now)
    assert enter(wrote[0]) == before


def test_rotation_brings_keys_that_lead_to_earlier_ones_along(
    wrote, replace, write, keyring, engine, reads, go_in, now
):
    here = replace(wrote[0])
    write(replacing.open_earlier, keyring, here, wrote[0].link_secret)
    rotate(engine, keyring, now=now)
    assert reads(replace_session(write, keyring, go_in, here, now)) == WORDS


def test_a_draft_of_before_is_shut_too(wrote, write, keyring, enter, go_in, engine, now):
    place = enter(wrote[0])
    target = Pair(engine, keyring, EDITION, now, {}).target("s-2")
    write(drafts.save_draft, place, target, lambda _before: [("f/mine", "half a thought")])
    token = write(begin_anew, keyring, place, now=now)
    with session_scope(engine) as session:
        assert not drafts.load_draft(session, go_in(place.seat.id, token), target)


def test_an_ended_session_cancels_nothing(wrote, replace, write, now):
    here = replace(wrote[0])
    write(seats.end_sessions, [wrote[0].session_token])
    assert not write(replacing.cancel, here.seat.id, wrote[0].session_token, now=now)


def test_a_new_device_has_to_say_who_made_the_place_and_a_known_one_keeps_its_pin(
    wrote, write, keyring, enter, go_in, now
):
    from nearer.errors import FirstUseError

    mine = wrote[0]
    opened = write(seats.open_link, keyring, mine.link_secret, now=now, browser={})
    with pytest.raises(FirstUseError):
        go_in(mine.seat, opened.token)
    again = write(seats.open_link, keyring, mine.link_secret, now=now, browser={mine.seat: opened.token})
    with pytest.raises(FirstUseError):  # it was asked and has not answered
        go_in(mine.seat, again.token)
    write(seats.set_pin, keyring, enter(mine), "2580", now=now)
    here = write(seats.open_link, keyring, mine.link_secret, now=now, browser={mine.seat: mine.session_token})
    assert go_in(mine.seat, here.token).has_pin
    with pytest.raises(NotSignedInError):
        enter(mine)
    write(seats.lock, go_in(mine.seat, here.token))
    assert write(seats.unlock, keyring, mine.seat, here.token, pin="2580", now=now)
