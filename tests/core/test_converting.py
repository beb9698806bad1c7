"""Kinds of file that plugins bring: found, guarded, held to the limits of strangers' files, told about in sentences."""

from __future__ import annotations

import types
from typing import Any

import pytest

from nearer import Checked, Converted, Format, MediaKind, UnreadableError, hookimpl
from nearer.converting import MAX_LOSSES, check_upload, format_of, read_file, write_file
from nearer.registry import load_plugins

PROGRAM = {"nearer": "program/1", "title": "Lines", "stages": []}


class Lines(Format):
    """A title in the first line."""

    name, title, ending = "lines.text", "A list of lines", ".txt"

    def matches(self, text: str) -> bool:
        return text.startswith("LINES")

    def read(self, text: str) -> Converted:
        return Converted({**PROGRAM, "title": text.split("\n")[1]}, ("The rest was left out.",))

    def write(self, edition: Any) -> Converted:
        return Converted("LINES\n" + edition["program"]["title"], ("Only the title is written.",))


def loaded(*formats: Any) -> Any:
    module = types.ModuleType("lines")
    module.register_formats = hookimpl(lambda: formats)
    return load_plugins(modules={"lines": module})


def failing(**members: Any) -> Any:
    return loaded(type("Failing", (Lines,), members)())


def boom(*_: Any) -> Any:
    raise SystemExit("words of a sec" + "ret")


def test_register_formats():
    registry = loaded(Lines())
    assert list(registry.formats) == registry.plugin("lines").formats == ["lines.text"]
    assert registry.is_well


def test_a_file_is_recognised_and_what_did_not_fit_is_told():
    found = read_file("LINES\nHello\n", loaded(Lines()))
    assert (found.document["title"], found.losses, found.format.name) == (
        "Hello",
        ("The rest was left out.",),
        "lines.text",
    )


def test_a_file_of_ours_is_no_other_kind_and_loses_nothing():
    found = read_file("nearer: program/1\ntitle: LINES\nstages: []\n", loaded(Lines()))
    assert (found.document["title"], found.losses, found.format) == ("LINES", (), None)


def test_a_program_is_written_and_what_keeps_it_from_publishing_is_told_too():
    step = {
        "id": "s-1",
        "title": "Gone",
        "variants": [{"form": "any", "type": "gone.away", "version": 1, "config": {}}],
    }
    document = {**PROGRAM, "stages": [{"id": "t-1", "steps": [step]}]}
    registry = loaded(Lines())
    found = write_file(document, registry, format_of("lines", registry))
    assert found.content == "LINES\nLines"
    assert found.losses[-1] == "Only the title is written."
    assert "gone" in found.losses[0]


@pytest.mark.parametrize("name", ["lines", "lines.text"])
def test_a_format_is_named_by_itself_or_by_its_plugin(name):
    assert format_of(name, loaded(Lines())).title == "A list of lines"


def test_an_unknown_format_is_refused_with_those_that_there_are():
    with pytest.raises(UnreadableError, match=r"Known are: lines\.text"):
        read_file("x", loaded(Lines()), "docx")


@pytest.mark.parametrize(
    "members",
    [
        {"read": boom, "write": boom},
        {"read": lambda self, text: {"nearer": "program/1"}, "write": lambda self, edition: "text"},
        {"read": lambda self, text: Converted(object()), "write": lambda self, edition: Converted(b"bytes")},
    ],
)
def test_a_format_that_fails_is_one_sentence_and_is_named_at_the_desk(members):
    registry = failing(**members)
    for call in (
        lambda: read_file("LINES\nx", registry),
        lambda: write_file(PROGRAM, registry, registry.formats["lines.text"]),
    ):
        with pytest.raises(UnreadableError) as refused:
            call()
        assert "secret" not in str(refused.value)
    assert "secret" not in registry.failures.get("lines.text", types.SimpleNamespace(trace="")).trace


def test_a_format_that_fails_to_recognise_a_file_leaves_it_to_the_others():
    assert read_file("nearer: program/1\nstages: []", failing(matches=boom)).format is None


def test_what_a_format_says_of_a_file_is_told_as_it_is_and_is_no_failure():
    def read(self, text):
        raise UnreadableError("There are no lines in it.")

    registry = failing(read=read)
    with pytest.raises(UnreadableError, match=r"There are no lines in it\."):
        read_file("LINES", registry)
    assert not registry.failures


@pytest.mark.parametrize("content", [{"a": 2**60}, {"a": float("inf")}, {"a": ["x"] * 60_000}, {"a": "\ud800"}])
def test_what_a_format_makes_of_a_strangers_file_is_held_to_the_limits_once_more(content):
    with pytest.raises(UnreadableError):
        read_file("LINES", failing(read=lambda self, text: Converted(content)))


def test_a_deep_document_is_refused():
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(UnreadableError):
        read_file("LINES", failing(read=lambda self, text: Converted({"a": deep})))


def test_a_long_report_is_cut_and_says_so():
    losses = tuple(f"Number {n}." for n in range(MAX_LOSSES + 5))
    found = read_file("LINES", failing(read=lambda self, text: Converted(PROGRAM, losses)))
    assert found.losses[-1] == "And 5 more of the same kind."


@pytest.mark.parametrize("value", [object(), type("Foreign", (Lines,), {"name": "docx"})()])
def test_what_is_no_format_or_bears_a_foreign_name_is_left_out_and_named(value):
    registry = loaded(value)
    assert not registry.formats
    assert "was left out" in registry.plugin("lines").problem


# --- uploads ----------------------------------------------------------------


class Drawing(MediaKind):
    """Anything that begins with DRAW, as it is."""

    name, title, accept = "lines.drawing", "a drawing", "image/png"

    def matches(self, raw: bytes) -> bool:
        return raw.startswith(b"DRAW")

    def check(self, raw: bytes) -> Checked:
        return Checked("picture", "image/png", raw, {})

    def check_kept(self, content: bytes) -> Checked:
        return self.check(content)


def taking(**members: Any) -> Any:
    module = types.ModuleType("lines")
    module.register_media = hookimpl(lambda: [type("Kind", (Drawing,), members)()])
    return load_plugins(modules={"lines": module})


def test_register_media():
    registry = taking()
    assert list(registry.media) == registry.plugin("lines").media == ["lines.drawing"]
    assert check_upload(b"DRAW me", registry).content == b"DRAW me"


def test_what_no_plugin_takes_is_refused_with_what_could_be_taken():
    with pytest.raises(UnreadableError, match="a drawing"):
        check_upload(b"something", taking())


@pytest.mark.parametrize(
    "members",
    [{"check": boom}, {"check": lambda *_: None}, {"check": lambda *_: Checked("picture", "image/svg+xml", b"", {})}],
)
def test_a_check_that_fails_or_lets_through_what_a_browser_runs_is_refused(members):
    with pytest.raises(UnreadableError, match="could not be read"):
        check_upload(b"DRAW me", taking(**members))
