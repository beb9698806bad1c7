"""Follows the tutorial in an empty directory and environment with the built wheel; counts files, lines and seconds."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

import pytest
from fixtures.wheels import make_elsewhere

PAGE = (Path(__file__).parents[2] / "docs/tutorial.md").read_text()
BLOCKS = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```", PAGE, re.M | re.S)
MOST_FILES, MOST_LINES, MOST_SECONDS = 3, 80, 300
LOOK = """
import sys
from nearer.installation import Settings, open_installation
from nearer.web.app import couples_app
app = couples_app(open_installation(Settings()))
print(app.test_client().get(sys.argv[1], base_url="http://127.0.0.1:8000").text)
"""


class Reader:
    """Somebody who does what the page says, in a directory of their own."""

    def __init__(self, environment, folder: Path) -> None:
        self.environment, self.folder = environment, folder
        self.old = self.said = ""

    def follow(self, language: str, word: str, text: str) -> None:
        """Do what one block says."""
        if (language, word) == ("sh", ""):
            self.type(text)
        elif word == "replace":
            self.old = text
        elif word == "with":
            module = self.folder / "gratitude_swap.py"
            assert self.old in module.read_text()
            module.write_text(module.read_text().replace(self.old, text))
        elif word.endswith(".yaml"):
            (self.folder / word).write_text(text)

    def type(self, commands: str) -> None:
        """Type commands; stay in the directory they lead to."""
        script = f"set -e\n{commands}\necho\npwd"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self.environment.variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        self.said, _, where = done.stdout.rstrip().rpartition("\n")
        self.folder = Path(where)


@pytest.mark.slow
def test_the_tutorial_leads_to_a_published_exercise(wheel, tmp_path):
    environment = make_elsewhere(tmp_path / "environment")
    environment.install(wheel)
    (tmp_path / "empty").mkdir()
    reader, began = Reader(environment, tmp_path / "empty"), time.monotonic()

    for block in BLOCKS:
        reader.follow(*block)

    seconds = time.monotonic() - began
    project = tmp_path / "empty/gratitude-swap"
    written = [each for each in project.glob("*") if each.suffix in {".py", ".toml"}]
    lines = sum(len(each.read_text().splitlines()) for each in written)
    print(f"{len(written)} files, {lines} lines, {seconds:.0f} seconds")
    assert (len(written), lines < MOST_LINES, seconds < MOST_SECONDS) == (MOST_FILES, True, True)
    link = re.search(r"http://127.0.0.1:8000(/p/\S+)", reader.said)
    assert link is not None
    page = environment.run("python", "-c", LOOK, link[1], cwd=project)
    assert "Thanks, for a week" in page.stdout, page.stderr


def test_the_tutorial_has_blocks_that_nobody_skips():
    kinds = {(language, word) for language, word, _ in BLOCKS}
    assert kinds == {
        ("sh", "setup"), ("sh", ""), ("python", "replace"), ("python", "with"), ("yaml", "program.yaml"),
        ("sh", "serve"),
    }  # fmt: skip
