"""Holds the page of commands to the commands: every one has a row, and no other has."""

import re
from pathlib import Path

import click

from nearer.commands import OWN, main

PAGE = (Path(__file__).parents[2] / "docs/commands.md").read_text()


def names():
    for name in OWN:
        command = main.get_command(click.Context(main), name)
        inner = command.commands if isinstance(command, click.Group) else {"": None}
        yield from (f"nearer {name} {each}".strip() for each in inner)


def test_every_command_stands_in_the_table_and_no_other():
    rows = re.findall(r"^\| `(nearer [a-z0-9 ]+?)(?: [A-Z]+)?` \|", PAGE, re.M)
    assert rows == sorted(names())


def test_every_command_prints_json_where_a_script_would_want_it():
    for line in (
        "db check",
        "doctor",
        "key check",
        "key rotate",
        "plugin check",
        "plugin list",
        "plugin new",
        "program check",
        "program import",
        "program list",
        "worker",
    ):
        command = main
        for word in line.split():
            command = command.get_command(click.Context(command), word)
        assert "--json" in {option for each in command.params for option in each.opts}, line
