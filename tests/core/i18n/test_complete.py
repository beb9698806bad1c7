"""What is translated: every catalogue keeps the names in braces, and whole languages lack nothing that couples read."""

from __future__ import annotations

from pathlib import Path

import pytest

from nearer.i18n.catalogues import findings, read
from nearer.i18n.subjects import all_packages, subject_in, subject_of

TOP = Path(__file__).parents[3]
COMPLETE: tuple[str, ...] = ("es", "ar")
"""The languages in which core, the bundled families and the example program are whole; a translator adds theirs."""

EXAMPLE = "programs.deepening_emotional_intimacy"
CATALOGUES = sorted([*(TOP / "core").rglob("locale/*.po"), *(TOP / "plugins").rglob("locale/*.po")])


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: f"{file.parent.parent.name}/{file.name}")
def test_a_catalogue_keeps_every_name_in_braces(file):
    found = findings(read(file), subject_in(file).messages)
    assert [str(each) for each in found if each.kind == "error"] == []


@pytest.mark.parametrize("language", COMPLETE)
def test_a_whole_language_lacks_no_message(language):
    lacking = []
    for subject in [*all_packages(), subject_of(program=EXAMPLE)]:
        found = findings(subject.known(language), subject.messages)
        lacking += [f"{subject.what}: {each}" for each in found if each.kind in ("missing", "fuzzy")]
    assert lacking == []


@pytest.mark.parametrize("language", COMPLETE)
def test_the_example_program_offers_a_whole_language(language, registry_of_all):
    assert language in registry_of_all.templates[EXAMPLE]["languages"]
