"""Documents in and out: ours come back to the byte, hand-written ones as the same value, harmful ones not at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nearer.documents import UnreadableError, read_document, write_json, write_yaml

ODD = [
    "yes",
    "1e3",
    "0o7",
    "012",
    "~",
    "=",
    "<<",
    "2024-01-01",
    "1:20",
    "- a",
    "a: b",
    "a #b",
    "\n a",
    "a\n b\n",
    "...",
    "--- a",
]
ODD += [
    "|",
    "#",
    "!x",
    "&a",
    "*a",
    "\ufeffx",
    "x\u2028y\nz",
    "\x85",
    "a\n#b",
    "a\n---",
    "",
    " ",
    "\t",
    "a \nb",
    "\x7f",
    "null",
]
texts = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(ODD) | st.text("ab \n\t:#-'\"", max_size=30)
numbers = st.integers(-(2**53), 2**53) | st.floats(-(2.0**53), 2.0**53, allow_nan=False)
leaves = st.none() | st.booleans() | numbers | texts
values = st.recursive(leaves, lambda c: st.lists(c, max_size=4) | st.dictionaries(texts, c, max_size=4), max_leaves=12)
documents = st.dictionaries(texts, values, max_size=4)


@settings(max_examples=300)
@given(documents)
@example(
    {"\x85": "\x85", "text": "two\nlines\n", "nested": [[], {}, [{"a": None}]], "n": [1.0, 1, -0.0, 1e300 / 1e290]}
)
def test_what_export_wrote_comes_back_to_the_byte(document):
    written = write_yaml(document)
    back = read_document(written.encode())
    assert back == document
    assert write_yaml(back) == written
    assert write_json(back) == write_json(document)


@settings(max_examples=100)
@given(documents)
def test_json_comes_back_as_the_same_value(document):
    assert read_document(write_json(document)) == document
    assert read_document(json.dumps(document, indent=3)) == document


def test_a_hand_written_file_means_what_yaml_1_2_says():
    lines = ["answer: no", "day: 2027-01-31", "time: 12:30", "ten: 0o12", "big: 1e3", "nothing:"]
    text = "\n".join(["# a comment", *lines, "list: [yes, ~, 'true', é]"])
    assert read_document(text) == {
        "answer": "no", "day": "2027-01-31", "time": "12:30", "ten": 10, "big": 1000.0, "nothing": None,
        "list": ["yes", None, "true", "é"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &x [1]\nb: *x", "Anchors"),
        ("b: *x", "Aliases"),
        ("a: !!python/object:os.system {}", "Tags"),
        ("a: !!str 1", "Tags"),
        ("a: 1\na: 2", "twice"),
        ('{"a": 1, "a": 2}', "twice"),
        ("1: a", "has to be a text"),
        ("[1]: a", "has to be a text"),
        ("a: 1e999", "finite"),
        ('{"a": 1e999}', "finite"),
        ("a: .inf", "not a number"),
        ("a: .nan", "not a number"),
        ('{"a": NaN}', "NaN"),
        ("a: 9007199254740993", "2 to the power of 53"),
        ('{"a": 9007199254740993}', "2 to the power of 53"),
        ("a: " + "9" * 5000, "2 to the power of 53"),
        ('{"a": "\\ud800"}', "surrogate"),
        ("[" * 200_000, "nested deeper"),
        ("- " * 200_000, "nested deeper"),
        ('{"a":' * 200_000, "nested deeper"),
        ("{a: " * 40 + "1" + "}" * 40, "nested deeper"),
        ("a: 1\n---\nb: 2", "one document"),
        ("a: [1", "not valid YAML"),
        ("a: '\x00'", "not valid YAML"),
        ("- 1\n" * 60_000, "more than 50000"),
        ("[" + "1," * 60_000 + "1]", "more than 50000"),
        ("x" * (2 * 1024 * 1024 + 1), "2 MB"),
    ],
    ids=range(27),
)
def test_harmful_files_are_refused_with_a_reason(text, told):
    with pytest.raises(UnreadableError, match=told):
        read_document(text.encode())


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(UnreadableError, match="UTF-8"):
        read_document(b"a: \xff\xfe")


def test_a_refusal_names_the_line():
    with pytest.raises(UnreadableError, match="line 3"):
        read_document("a: 1\nb: 2\na: 3\n")


def test_a_package_is_led_to_where_it_comes_in():
    with pytest.raises(UnreadableError, match="nearer package import"):
        read_document(b"PK\x03\x04\xff\xfe")
