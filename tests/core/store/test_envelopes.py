"""Envelopes from a device: only the session that they were sealed to opens them."""

import json

import pytest
from fixtures.sealing import seal

from nearer.errors import SealError
from nearer.store.envelopes import open_envelope, public_key
from nearer.store.sealing import new_session_token


def test_only_the_session_opens_it():
    token, page = new_session_token(), "page"
    envelope = seal("f/diary=half a thought", public_key(token, page), page)
    assert "diary" not in envelope
    assert open_envelope(token, envelope) == "f/diary=half a thought"
    with pytest.raises(SealError):
        open_envelope(new_session_token(), envelope)


def test_every_page_has_a_key_of_its_own():
    token = new_session_token()
    assert public_key(token, "one") == public_key(token, "one") != public_key(token, "two")
    envelope = seal("words", public_key(token, "one"), "one")
    with pytest.raises(SealError):
        open_envelope(token, json.dumps(json.loads(envelope) | {"page": "two"}))


@pytest.mark.parametrize(
    "envelope",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"page": 1, "key": "", "iv": "", "box": ""}',
        '{"page":"x","key":"AA==","iv":"A","box":3}',
    ],
)
def test_what_is_none_is_refused(envelope):
    with pytest.raises(SealError):
        open_envelope(new_session_token(), envelope)
