"""`nearer plugin dev` as a real process: samples in every view, a change that shows, an error with file and line."""

from __future__ import annotations

import html
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROJECT = '[project]\nname = "swaps"\nversion = "0"\n\n[project.entry-points."nearer.plugins"]\nswap = "swaps"\n'
SOURCE = '''from nearer import ExerciseType, Markup, Participation, Protocol, Sample, View, hookimpl


class Thanks(ExerciseType):
    """Each says thank you."""

    id, title = "swap.thanks", "A word of thanks"
    participation, factors = Participation.EACH, ("trust",)
    protocol = Protocol("To thank.", "Ours", 2026, "D", "Not tested.", (), 1, 5)
    config_schema = {"type": "object", "properties": {}}
    samples = (
        Sample("plain", {}, {
            "a": {"thanks": "You cooked.", "note": "Kim only"}, "b": {"thanks": "You rang.", "note": "Robin only"},
        }),
    )

    def response_schema(self, config, role="self"):
        text = {"type": "string", "title": "Thanks", "maxLength": 200}
        return {"type": "object", "properties": {
            "thanks": {**text, "x-visibility": "both"}, "note": {**text, "title": "Note", "x-visibility": "private"},
        }}

    def render(self, view, config, state, context):
        if view is not View.ANSWER:
            return None
        lead = f"FIRST WORDS {context.language} {context.direction} {context.occurrence} {context.now:%H:%M}"
        return Markup("<p>{}</p>{}").format(lead, state.fields)


@hookimpl
def register_exercise_types():
    return [Thanks()]
'''


class Bench:
    """The workbench, as a browser sees it."""

    def __init__(self, folder: Path, process: subprocess.Popen[str], address: str) -> None:
        self.module = folder / "swaps.py"
        self.process, self.address = process, address

    def get(self, path: str = "", host: str = "") -> tuple[int, str]:
        """Status and text, with entities read."""
        asked = urllib.request.Request(self.address + path, headers={"Host": host} if host else {})
        try:
            with urllib.request.urlopen(asked, timeout=60) as reply:
                return reply.status, html.unescape(reply.read().decode())
        except urllib.error.HTTPError as error:
            return error.code, html.unescape(error.read().decode())

    def frame(self, **asked: Any) -> str:
        """The page of one partner."""
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        status, text = self.get(f"frame/swap.thanks/0?{query}")
        assert status == 200, text
        return text

    def write(self, source: str) -> None:
        """Save the module."""
        self.module.write_text(source)


def start(folder: Path) -> Iterator[Bench]:
    command = [str(Path(sys.executable).with_name("nearer")), "plugin", "dev", str(folder), "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
    try:
        assert process.stdout is not None
        yield Bench(folder, process, json.loads(process.stdout.readline())["address"])
    finally:
        process.terminate()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("swaps")
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "swaps.py").write_text(SOURCE)
    yield from start(folder)


@pytest.fixture
def bench(running) -> Bench:
    """The workbench on the module as it was written first."""
    running.write(SOURCE)
    return running


def test_the_gallery_lists_types_and_samples(bench):
    status, page = bench.get()
    assert status == 200
    assert "A word of thanks" in page
    assert 'href="/type/swap.thanks/0"' in page
    assert "safety" not in page  # only the project's own


def test_both_partners_stand_side_by_side_with_every_choice(bench):
    status, page = bench.get("type/swap.thanks/0?view=reveal&width=tablet&look=dark")
    assert status == 200
    assert page.count("<iframe") == 2
    assert 'class="tablet"' in page
    for name in ("view", "moment", "language", "direction", "width", "look", "now", "occurrence"):
        assert f'name="{name}"' in page
    for view in ("answer", "review", "reveal", "preview", "print"):
        assert f'<option value="{view}"' in page


@pytest.mark.parametrize("view", ["answer", "review", "reveal", "preview", "print"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_every_view_shows_what_each_may_see_and_no_more(bench, view, moment):
    for viewer, own, other in (("a", "Kim", "Robin"), ("b", "Robin", "Kim")):
        page = bench.frame(view=view, moment=moment, viewer=viewer)
        assert f"{other} only" not in page
        if view in ("review", "reveal", "print"):
            assert f"{own} only" in page
            assert ("You cooked." in page and "You rang." in page) == (moment == "after")


def test_language_direction_clock_occurrence_and_look_reach_the_page(bench):
    page = bench.frame(view="answer", language="ar", occurrence=3, now="2026-05-06T07:08", look="dark")
    assert "FIRST WORDS ar rtl 3 07:08" in page
    assert '<html lang="ar" dir="rtl">' in page
    assert "/look/dark/nearer.css" in page
    assert "color-scheme: dark" in bench.get("look/dark/nearer.css")[1]
    assert "prefers-color-scheme" not in bench.get("look/light/nearer.css")[1]


def test_the_table_says_what_each_viewer_sees_before_and_after(bench):
    table = bench.get("type/swap.thanks/0")[1].partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [row.split("<td")[2:] for row in table.split("<tr>")[1:]]
    assert [["open" in cell.partition(">")[0] for cell in row] for row in rows] == [
        [True, True, False, True, False, True, False, False],
        [True, True, False, False, False, False, False, False],
    ]
    assert table.count("Kim only") == 2


def test_a_change_shows_and_the_page_is_told_to_look_again(bench):
    before = json.loads(bench.get("live")[1])["stamp"]
    assert "FIRST WORDS" in bench.frame(view="answer")
    bench.write(SOURCE.replace("FIRST WORDS", "OTHER WORDS HERE"))
    assert json.loads(bench.get("live")[1])["stamp"] != before
    assert "OTHER WORDS HERE" in bench.frame(view="answer")


def test_a_syntax_error_shows_file_and_line_and_is_mended(bench):
    bench.write(SOURCE.replace("    def render(self", "    def render self"))
    line = SOURCE.splitlines().index("    def render(self, view, config, state, context):") + 1
    status, page = bench.get("type/swap.thanks/0")
    assert status == 500
    assert f"<code>{bench.module}</code>, line {line}" in page
    assert "SyntaxError" in page
    assert "live.js" in page
    bench.write(SOURCE)
    assert bench.get("type/swap.thanks/0")[0] == 200


def test_what_fails_while_drawing_stands_at_its_place(bench):
    bench.write(SOURCE.replace("lead = f", "oops = config['nothing']; lead = f"))
    page = bench.frame(view="answer")
    assert "KeyError: 'nothing'" in page
    assert "swaps.py</code>, line" in page
    assert 'name="f/thanks"' in page or "Thanks" in page  # core's own drawing stands below


def test_a_schema_that_breaks_the_dialect_is_shown_with_pointer_and_what_stands_there(bench):
    bench.write(SOURCE.replace(', "x-visibility": "private"', ""))
    status, page = bench.get()
    assert status == 200
    assert "<code>swap.thanks</code> was left out" in page
    assert "/samples/plain/schemas/self/properties/note" in page
    assert '"title": "Note"' in page


def test_a_plugin_that_ends_its_process_or_leaves_does_not_end_the_workbench(bench):
    for death, words in (("import os; os._exit(7)", "exit code 7"), ("import sys; sys.exit(3)", "could not be loaded")):
        bench.write(f"{death}\n{SOURCE}")
        status, page = bench.get("type/swap.thanks/0")
        assert status == 500
        assert words in page
    bench.write(SOURCE)
    assert bench.get("type/swap.thanks/0")[0] == 200
    assert bench.process.poll() is None


def test_it_answers_under_the_names_of_this_machine_only(bench):
    assert bench.get(host="evil.example:80")[0] == 403
    assert bench.get("nothing/here")[0] == 404


def test_a_folder_without_a_plugin_says_what_to_do(tmp_path):
    for each in start(tmp_path):
        status, page = each.get()
        assert status == 500
        assert "nearer plugin new" in page
