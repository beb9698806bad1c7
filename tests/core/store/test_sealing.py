"""Boxes and wraps open with their key at their place, and in no other way."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nearer.errors import SealError
from nearer.store.sealing import (
    BUCKET,
    About,
    Names,
    door_of,
    door_of_code,
    new_code,
    new_key,
    new_link_secret,
    new_session_token,
    read_code,
    seal,
    unseal,
    unwrap,
    wrap,
)

KEY = new_key()
ABOUT = About("box", "couple-1", "a", "e" * 64, "s-12345678", 1, 1, "own")
NAMES = Names("couple-1", "a", "own", 1, "door-1")
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_words_come_back_as_they_were(words):
    box = seal(KEY, words, ABOUT)
    assert unseal(KEY, box, ABOUT) == words
    assert (len(box) - 28) % BUCKET == 0  # nonce and tag


def test_what_is_bound_is_exactly_the_list_of_names():
    expected = '["nearer",1,"box","couple-1","a","' + "e" * 64 + '","s-12345678",1,1,"own"]'
    assert ABOUT.bound().decode() == expected


def test_within_a_bucket_sizes_are_alike():
    sizes = {len(seal(KEY, {"t": "x" * n}, ABOUT)) for n in range(BUCKET - 4 - len('{"t":""}') + 1)}
    assert len(sizes) == 1
    assert len(seal(KEY, {"t": "x" * BUCKET}, ABOUT)) == sizes.pop() + BUCKET


def test_the_same_words_twice_are_two_different_boxes():
    assert seal(KEY, {}, ABOUT) != seal(KEY, {}, ABOUT)


@pytest.mark.parametrize("name", [field.name for field in fields(About)])
def test_a_moved_or_relabelled_box_does_not_open(name):
    value = getattr(ABOUT, name)
    elsewhere = replace(ABOUT, **{name: value + 1 if isinstance(value, int) else value + "x"})
    with pytest.raises(SealError):
        unseal(KEY, seal(KEY, {"secret": 1}, ABOUT), elsewhere)


@pytest.mark.parametrize("name", [field.name for field in fields(Names)])
def test_a_moved_or_relabelled_wrap_does_not_open(name):
    value = getattr(NAMES, name)
    elsewhere = replace(NAMES, **{name: value + 1 if isinstance(value, int) else value + "x"})
    wrapped = wrap(KEY, new_key(), NAMES)
    with pytest.raises(SealError):
        unwrap(KEY, wrapped, elsewhere)


@given(st.binary(max_size=600))
def test_a_stranger_s_bytes_do_not_open(noise):
    with pytest.raises(SealError):
        unseal(KEY, noise, ABOUT)


@given(st.integers(0, BUCKET + 27), st.integers(1, 255))
def test_a_damaged_box_does_not_open(at, change):
    box = bytearray(seal(KEY, {"a": 1}, ABOUT))
    box[at] ^= change
    with pytest.raises(SealError):
        unseal(KEY, bytes(box), ABOUT)


def test_another_key_opens_nothing():
    with pytest.raises(SealError):
        unseal(new_key(), seal(KEY, {}, ABOUT), ABOUT)
    with pytest.raises(SealError):
        unwrap(new_key(), wrap(KEY, new_key(), NAMES), NAMES)


def test_a_wrap_is_no_box_and_opens_to_what_was_wrapped():
    inner = new_key()
    assert unwrap(KEY, wrap(KEY, inner, NAMES), NAMES) == inner


def test_a_secret_leads_to_one_door_and_tells_nothing():
    secret = new_link_secret()
    locator, key = door_of(secret)
    assert door_of(secret) == (locator, key)
    assert locator != key
    assert not set(door_of(new_link_secret())) & {locator, key}


def test_secrets_hold_the_bits_they_promise():
    assert len(new_link_secret()) == 22  # 128 bits
    assert len(new_session_token()) == 43  # 256 bits


@pytest.mark.parametrize("letters", [9, 15])
def test_a_code_is_read_however_it_is_written(letters):
    code = new_code(letters)
    plain = code.replace("-", "")
    assert len(plain) == letters + 1
    assert not set(plain) & set("ilou")
    assert read_code(code) == read_code(f" {code.upper()} ") == read_code(plain) == plain


def test_a_slip_in_a_code_is_noticed():
    plain = new_code().replace("-", "")
    slips = [plain[:i] + ("z" if plain[i] != "z" else "y") + plain[i + 1 :] for i in range(16)]
    assert sum(read_code(slip) is None for slip in slips) >= 14  # "0" and "z" weigh the same
    assert read_code("") is read_code("?") is read_code("not a code") is None


def test_a_code_s_door_depends_on_the_salt():
    assert door_of_code("abc", b"1" * 32) == door_of_code("abc", b"1" * 32) != door_of_code("abc", b"2" * 32)
