"""`nearer plugin new` and `nearer plugin check`: what they make, say and return."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from nearer.commands import main
from nearer.testing.scaffold import UnusableNameError, make_project


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return lambda *words: CliRunner().invoke(main, ["plugin", *words])


def test_a_new_project_has_three_files_under_eighty_lines_and_says_what_to_type_next(run, tmp_path):
    done = run("new", "kind-notice")
    assert done.exit_code == 0
    assert "cd kind-notice && nearer plugin check" in done.output
    files = sorted(each for each in (tmp_path / "kind-notice").rglob("*") if each.is_file())
    assert [each.name for each in files] == ["kind_notice.py", "pyproject.toml", "test_kind_notice.py"]
    assert sum(len(each.read_text().splitlines()) for each in files) < 80


@pytest.mark.parametrize(("name", "more"), [("kind-word", []), ("kind-look", ["--data-only"])])
def test_a_new_project_holds_every_check_as_it_is(run, tmp_path, name, more):
    made = json.loads(run("new", name, *more, "--json").output)
    assert made["type"] == name.replace("-", ".")
    done = run("check", name, "--quick", "--json")
    report = json.loads(done.output)
    assert done.exit_code == 0, done.output
    assert {each["subject"] for each in report["outcomes"]} == {"kind", made["type"]}
    assert not more or not list((tmp_path / name).rglob("*.py"))


@pytest.mark.parametrize(
    ("name", "next_"),
    [
        ("Kind Notice", "nearer plugin new kind-notice"),
        ("../there", "nearer plugin new there"),
        ("class", "nearer plugin new class-exercise"),
        ("42", "nearer plugin new gratitude-swap"),
        ("json", "nearer plugin new my-json"),
        ("communication-more", "nearer plugin new my-communication-more"),
        ("here-already", "nearer plugin new here-already-two"),
    ],
)
def test_a_name_that_can_not_be_used_is_refused_with_what_to_type(tmp_path, name, next_):
    (tmp_path / "here-already").mkdir()
    with pytest.raises(UnusableNameError) as refused:
        make_project(name, tmp_path)
    assert next_ in str(refused.value)
    assert [each.name for each in tmp_path.iterdir()] == ["here-already"]


def test_a_broken_project_fails_with_place_and_remedy(run, tmp_path):
    run("new", "kind-broken")
    module = tmp_path / "kind-broken/kind_broken.py"
    module.write_text(module.read_text().replace(', "x-visibility": "both"', ""))
    done = run("check", "kind-broken", "--quick")
    assert done.exit_code == 1
    assert "response-visibility-named" in done.output
    assert "/properties/text" in done.output
    assert "To do:" in done.output
    assert "type: nearer plugin check kind-broken" in done.output


def test_a_module_file_and_an_installed_family_can_be_checked(run, tmp_path):
    run("new", "kind-module")
    assert run("check", "kind-module/kind_module.py", "--quick").exit_code == 0
    assert run("check", "safety", "--only", "id-well-formed").exit_code == 0


def test_what_is_not_there_or_not_known_is_exit_code_two(run, tmp_path):
    (tmp_path / "empty").mkdir()
    for words in (["check", "empty"], ["check", "nowhere_at_all"], ["check", "--only", "no-such-check"]):
        done = run(*words)
        assert done.exit_code == 2
        assert "Traceback" not in done.output


def test_the_list_of_checks_says_what_each_holds_and_how_to_mend_it(run):
    listed = json.loads(run("check", "--checks", "--json").output)
    assert len(listed) >= 30
    assert all(each["holds"] and each["fix"] for each in listed)


def test_normal_starts_load_nothing_of_the_kit():
    look = (
        "import sys, nearer.web.app, nearer.registry; print([m for m in sys.modules if m.startswith('nearer.testing')])"
    )
    assert subprocess.check_output([sys.executable, "-c", look], text=True).strip() == "[]"


def test_a_mistake_in_the_code_or_in_a_file_is_named_with_its_place(run, tmp_path):
    run("new", "kind-slip")
    module = tmp_path / "kind-slip/kind_slip.py"
    module.write_text(module.read_text().replace("return [Slip()]", "retrun [Slip()]"))
    assert module.read_text().count("retrun") == 1
    line = module.read_text().splitlines().index("    retrun [Slip()]") + 1
    found = run("check", "kind-slip", "--quick")
    assert (
        f"; kind_slip.py, line {line})" in found.output
        or f"(SyntaxError: invalid syntax (kind_slip.py, line {line})" in found.output
    )
    assert "type: nearer plugin check kind-slip --quick" in found.output
    run("new", "kind-file", "--data-only")
    schema = tmp_path / "kind-file/kind_file/response.schema.yaml"
    schema.write_text(schema.read_text().replace("maxLength", "maxLenght"))
    assert (
        "response.schema.yaml/properties/text: Every text needs a maxLength"
        in run("check", "kind-file", "--quick").output
    )


def test_the_list_can_be_of_some_and_names_what_each_brings(run):
    done = run("list", "measures", "fhir")
    assert (done.exit_code, done.output.splitlines()[0].split()) == (0, ["fhir", "0.1.0", "works"])
    assert "  measures.pictures, a control" in done.output
    assert "  fhir.questionnaire, a kind of file" in done.output
    assert "communication" not in done.output
    assert run("list", "nothing_here").exit_code == 2
