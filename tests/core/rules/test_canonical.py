"""Tests of canonical JSON: equal values have equal names, and what JSON can't say is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nearer.rules.canonical import canonical, digest

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
)


@given(plain)
def test_what_was_written_reads_back_and_writes_alike(value):
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_the_order_of_keys_makes_no_difference():
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})
    assert canonical({"b": "é", "a": 1}) == '{"a":1,"b":"é"}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError):
        canonical([value])
