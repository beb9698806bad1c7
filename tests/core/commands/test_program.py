"""`nearer program`: files in and out, with exit codes that a script can trust."""

from __future__ import annotations

import json

import pytest

WRITTEN = """
nearer: program/1
title: By hand   # comments are allowed
x-own: [kept, ~, 1.50]
stages:
  - id: first
    title: First
    steps:
      - id: s-pulse
        title: How are you?
        variants: [{form: any, type: measures.pulse, version: 1, config: {}}]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "program.yaml"
    path.write_text(WRITTEN)
    return path


def test_a_good_file_is_said_to_be_good(nearer, file):
    done = nearer("program", "check", file)
    assert (done.exit_code, "can be published" in done.stdout) == (0, True)


def test_everything_wrong_is_named_and_the_exit_code_says_so(nearer, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(WRITTEN.replace("title: First", "title: 5"))
    done = nearer("program", "check", path, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["problems"][0]["pointer"] == "/stages/0/title"


@pytest.mark.parametrize("text", ["a: &x 1", "[", "just words", "", "a: 1\na: 2"])
def test_what_is_no_program_is_one_sentence_and_no_trace(nearer, tmp_path, text):
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    done = nearer("program", "check", path)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert done.stdout.startswith("error: ")


def test_a_file_that_is_not_there_is_one_sentence(nearer):
    done = nearer("program", "check", "nowhere.yaml")
    assert (done.exit_code, done.stderr) == (1, "nowhere.yaml: No such file or directory.\n")


def test_import_and_export_come_back_to_the_byte(ready, file, tmp_path):
    first = json.loads(ready("program", "import", file, "--json").stdout)["id"]
    exported = ready("program", "export", first).stdout_bytes
    (tmp_path / "export.yaml").write_bytes(exported)
    second = json.loads(ready("program", "import", tmp_path / "export.yaml", "--json").stdout)["id"]
    assert ready("program", "export", second).stdout_bytes == exported
    assert b"x-own:" in exported
    value = json.loads(ready("program", "export", second, "--json").stdout)
    assert value["x-own"] == ["kept", None, 1.5]


def test_import_reads_standard_input_and_export_writes_a_file(ready, tmp_path):
    made = json.loads(ready("program", "import", "-", "--json", input=WRITTEN).stdout)
    assert ready("program", "export", made["id"], "-o", tmp_path / "out.yaml").exit_code == 0
    assert "By hand" in (tmp_path / "out.yaml").read_text()


def test_publishing_at_import_gives_a_link(ready, file):
    done = json.loads(ready("program", "import", file, "--publish", "--json").stdout)
    assert done["link"].startswith("http://127.0.0.1:8000/p/")
    assert len(done["edition"]) == 64


def test_what_can_not_be_published_is_not_even_imported(ready, tmp_path):
    path = tmp_path / "lacks.yaml"
    path.write_text(WRITTEN.replace("measures.pulse", "gone.away"))
    done = ready("program", "import", path, "--publish")
    assert done.exit_code == 1
    assert "error: /stages/0/steps/0/variants/0/type: " in done.stderr
    assert json.loads(ready("program", "list", "--json").stdout) == []
    assert ready("program", "import", path).exit_code == 0


def test_the_list_names_ids(ready, file):
    assert "nearer program import" in ready("program", "list").stdout
    made = json.loads(ready("program", "import", file, "--json").stdout)["id"]
    assert ready("program", "list", "--practice", "Our practice").stdout == f"{made}  By hand\n"


def test_an_unknown_id_or_practice_is_said(ready):
    assert ready("program", "export", "nonsense").stderr == "There is no such program here.\n"
    assert "Our practice" in ready("program", "list", "--practice", "Nobody").stderr


def test_without_an_installation_the_next_command_is_named(nearer):
    done = nearer("program", "list")
    assert done.exit_code == 1
    assert "`nearer init` makes one" in done.stderr


def test_a_file_of_another_kind_is_recognised_and_what_is_left_behind_is_told(ready, tmp_path):
    path = tmp_path / "ours.json"
    item = {"linkId": "a", "type": "boolean", "text": "Do you sleep well?", "required": True}
    path.write_text(json.dumps({"resourceType": "Questionnaire", "title": "Sleep", "item": [item]}))
    checked = ready("program", "check", path)
    assert (checked.exit_code, checked.stdout.count("left behind: ")) == (0, 2)
    made = json.loads(ready("program", "import", path, "--json").stdout)
    assert made["title"] == "Sleep"
    assert len(made["losses"]) == 2
    exported = ready("program", "export", made["id"], "--format", "fhir")
    assert json.loads(exported.stdout)["item"]
    assert "left behind: Nearer reads this file back" in exported.stderr


def test_an_unknown_format_is_one_sentence(ready, file):
    done = ready("program", "import", file, "--format", "docx")
    assert (done.exit_code, "There is no format docx. Known are: fhir.questionnaire." in done.stderr) == (1, True)
