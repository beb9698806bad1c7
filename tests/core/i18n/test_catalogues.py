"""Translators' files: complete when written, looked over when they come back, and never taken with broken names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from nearer.commands import main
from nearer.i18n.catalogues import CatalogueError, about, findings, read, renewed, written
from nearer.i18n.messages import Message, messages_of, packages, unmarked
from nearer.i18n.subjects import subject_of

FIRST = Path(__file__).parents[3] / "plugins/nearer_plugins/programs/library/a_first_evening.yaml"
MESSAGES = [
    Message(("Open",), ("a.html",)),
    Message(("Welcome, {name}",), ("b.py",)),
    Message(("{n} step", "{n} steps"), ("c.py",)),
]


def run(*arguments):
    return CliRunner().invoke(main, ["i18n", *map(str, arguments)])


def filled(tmp_path, **said):
    """The file of the three messages, with what is *said* put behind them."""
    text = written(renewed(read(tmp_path / "none.po", "es"), MESSAGES), "package nearer").decode()
    for source, string in said.items():
        ids = {"open": "Open", "welcome": "Welcome, {name}"}[source]
        text = text.replace(f'msgid "{ids}"\nmsgstr ""', f'msgid "{ids}"\nmsgstr "{string}"')
    file = tmp_path / "es.po"
    file.write_text(text, "utf-8")
    return file


def kinds(file):
    return {(each.kind, each.text) for each in findings(read(file), MESSAGES)}


def test_a_file_says_what_it_is_about_and_in_which_language(tmp_path):
    file = filled(tmp_path)
    assert about(file) == "package nearer"
    assert str(read(file).locale_identifier) == "es"


def test_writing_the_same_again_gives_the_same_bytes(tmp_path):
    file = filled(tmp_path, open="Abrir")
    assert written(renewed(read(file), MESSAGES), "package nearer") == file.read_bytes()


def test_what_is_translated_stays_and_what_went_is_kept_as_a_comment(tmp_path):
    file = filled(tmp_path, open="Abrir", welcome="Hola, {name}")
    text = written(renewed(read(file), MESSAGES[:1]), "package nearer").decode()
    assert 'msgstr "Abrir"' in text
    assert '#~ msgstr "Hola, {name}"' in text


def test_what_another_file_of_the_language_says_is_not_asked_for_again(tmp_path):
    known = read(filled(tmp_path, open="Abrir"))
    text = written(renewed(read(tmp_path / "none.po", "es"), MESSAGES, [known]), "package other").decode()
    assert 'msgstr "Abrir"' in text


def test_names_in_braces_have_to_be_the_same(tmp_path):
    file = filled(tmp_path, open="Abrir", welcome="Hola, {nombre}")
    assert ("error", "Welcome, {name}") in kinds(file)
    (wrong,) = [each for each in findings(read(file), MESSAGES) if each.kind == "error"]
    assert "{name}" in str(wrong)
    assert "{nombre}" in str(wrong)
    assert file.read_text("utf-8").splitlines()[wrong.line - 1] == 'msgid "Welcome, {name}"'


def test_a_brace_that_is_not_closed_is_an_error(tmp_path):
    assert ("error", "Welcome, {name}") in kinds(filled(tmp_path, welcome="Hola, {name"))


def test_missing_and_fuzzy_and_unknown_messages_are_told(tmp_path):
    file = filled(tmp_path, open="Abrir", welcome="Hola, {name}")
    text = (
        file.read_text("utf-8").replace('msgid "Open"', '#, fuzzy\nmsgid "Open"') + '\nmsgid "Shut"\nmsgstr "Cerrar"\n'
    )
    file.write_text(text, "utf-8")
    assert kinds(file) == {("fuzzy", "Open"), ("missing", "{n} step"), ("unknown", "Shut")}


def test_a_count_may_leave_out_its_number(tmp_path):
    file = filled(tmp_path, open="Abrir", welcome="Hola, {name}")
    text = (
        file.read_text("utf-8")
        .replace('msgstr[0] ""', 'msgstr[0] "un paso"')
        .replace('msgstr[1] ""', 'msgstr[1] "{n} pasos"')
    )
    file.write_text(text, "utf-8")
    assert kinds(file) == set()


def test_a_file_that_is_none_is_refused_with_its_name(tmp_path):
    (tmp_path / "es.po").write_text('msgid "a\nmsgstr', "utf-8")
    with pytest.raises(CatalogueError, match=r"es\.po"):
        read(tmp_path / "es.po")


def test_core_has_messages_from_templates_and_from_python(registry_of_all):
    found = {each.ids[0] for each in messages_of("nearer", registry_of_all)}
    assert {
        "Leave now",
        "Please answer this.",
        "Nothing here.",
        "Only you can read this. Nobody else here ever can.",
    } <= found


def test_every_plugin_with_types_can_have_a_catalogue(registry_of_all):
    families = {f"nearer_plugins.{kind.family}" for kind in registry_of_all.types.values()}
    assert families | {"nearer", "nearer_plugins"} <= set(packages(registry_of_all))


def test_what_stands_outside_the_marks_is_left():
    assert unmarked("⟦About ⟦Sundays⟧⟧, and more") == ", and more"


def test_extracting_writes_a_file_that_imports(tmp_path):
    file = tmp_path / "core.po"
    done = run("extract", "ar", "--package", "nearer", "-o", file, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)[0]["messages"] > 300
    assert "nplurals=6" in file.read_text("utf-8")


def test_a_program_file_goes_out_and_comes_back_with_its_texts(tmp_path):
    program = tmp_path / "first.yaml"
    program.write_text(FIRST.read_text("utf-8"), "utf-8")
    file = tmp_path / "first.es.po"
    assert run("extract", "es", "--program", program, "-o", file).exit_code == 0
    title = yaml.safe_load(program.read_text("utf-8"))["title"]
    text = file.read_text("utf-8")
    said = text.replace(f'msgid "{title}"\nmsgstr ""', f'msgid "{title}"\nmsgstr "Una primera noche"')
    file.write_text(said, "utf-8")
    done = run("import", file)
    assert done.exit_code == 0, done.output
    assert "missing" in done.output
    made = yaml.safe_load(program.read_text("utf-8"))
    assert made["languages"] == ["es"]
    assert made["texts"]["es"]["/title"]["text"] == "Una primera noche"
    again = tmp_path / "again.po"
    run("extract", "es", "--program", program, "-o", again)
    assert 'msgstr "Una primera noche"' in again.read_text("utf-8")


def test_a_file_with_broken_names_changes_nothing(tmp_path):
    program = tmp_path / "first.yaml"
    source = 'nearer: program/1\ntitle: "Welcome, {name}"\nlanguage: en\nstages: []\n'
    program.write_text(source, "utf-8")
    file = tmp_path / "first.es.po"
    run("extract", "es", "--program", program, "-o", file)
    file.write_text(file.read_text("utf-8").replace('{name}"\nmsgstr ""', '{name}"\nmsgstr "Hola"'), "utf-8")
    done = run("import", file)
    assert done.exit_code == 1
    assert "error" in done.output
    assert program.read_text("utf-8") == source


def test_what_is_not_here_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CatalogueError, match="no package"):
        subject_of(package="no_such_package")
    file = filled(tmp_path)
    file.write_text(file.read_text("utf-8").replace("package nearer", ""), "utf-8")
    assert "--package" in run("import", file).output
