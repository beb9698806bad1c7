"""Checks of what a type says about itself: id, title, version, participation, factors, protocol card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nearer.rules.contract import ExerciseType
from nearer.rules.problems import Problem
from nearer.rules.vocabulary import CONTRAINDICATIONS, FACTORS, GRADES, Participation
from nearer.testing.checks import Check
from nearer.testing.subjects import Subject

ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\.[a-z][a-z0-9]*(_[a-z0-9]+)*")
MEMBERS = ("id", "title", "participation", "factors", "protocol", "config_schema")
LONGEST_TITLE = 80


def _members(subject: Subject) -> Iterator[Problem]:
    if not isinstance(subject.kind, ExerciseType):
        yield Problem(
            "", "This is no instance of nearer.ExerciseType; perhaps the class was returned, not an instance."
        )
        return
    for name in MEMBERS:
        if not hasattr(subject.kind, name):
            yield Problem(f"/{name}", "This member is missing.")


def _id(subject: Subject) -> Iterator[Problem]:
    name = subject.name
    if not ID.fullmatch(name):
        yield Problem("/id", f"{name!r} is not written like family.stem in small letters.")
    elif name.partition(".")[0] != subject.plugin:
        yield Problem("/id", f"{name} does not begin with {subject.plugin}., the name of its entry point.")


def _title(subject: Subject) -> Iterator[Problem]:
    title = getattr(subject.kind, "title", "")
    if not isinstance(title, str) or not title.strip():
        yield Problem("/title", "There is no title.")
    elif title != title.strip() or len(title) > LONGEST_TITLE or re.search(r"[<>\n]", title):
        yield Problem("/title", f"A title is one line of at most {LONGEST_TITLE} signs, without markup: {title!r}.")


def _versions(subject: Subject) -> Iterator[Problem]:
    version, versions = subject.kind.version, subject.kind.versions
    if type(version) is not int or version < 1:
        yield Problem("/version", f"{version!r} is not a whole number from 1 on.")
    if (
        version not in versions
        or len(set(versions)) != len(versions)
        or any(type(each) is not int for each in versions)
    ):
        yield Problem("/versions", f"{versions!r} has to hold {version!r} and other whole numbers, each once.")


def _participation(subject: Subject) -> Iterator[Problem]:
    if not isinstance(subject.kind.participation, Participation):
        yield Problem("/participation", f"{subject.kind.participation!r} is none of nearer.Participation.")


def _factors(subject: Subject) -> Iterator[Problem]:
    factors = tuple(subject.kind.factors)
    if not factors or len(set(factors)) != len(factors):
        yield Problem("/factors", "Name at least one factor, each once.")
    for each in factors:
        if each not in FACTORS:
            yield Problem("/factors", f"{each!r} is none of {', '.join(FACTORS)}.")


def _card(subject: Subject) -> Iterator[Problem]:
    card = subject.kind.protocol
    for name in ("purpose", "source", "limits"):
        if not isinstance(getattr(card, name), str) or not getattr(card, name).strip():
            yield Problem(f"/protocol/{name}", "The card says nothing here.")
    if card.grade not in GRADES:
        yield Problem("/protocol/grade", f"{card.grade!r} is none of {', '.join(GRADES)}.")
    for name, low, high in (("year", 1900, 2100), ("intensity", 1, 5), ("minutes", 1, 240)):
        value = getattr(card, name)
        if type(value) is not int or not low <= value <= high:
            yield Problem(f"/protocol/{name}", f"{value!r} is no whole number from {low} to {high}.")


def _contraindications(subject: Subject) -> Iterator[Problem]:
    named = subject.kind.protocol.contraindications
    for each in named or ():
        if each not in CONTRAINDICATIONS:
            yield Problem("/protocol/contraindications", f"{each!r} is none of {', '.join(CONTRAINDICATIONS)}.")
    if named is not None and len(set(named)) != len(named):
        yield Problem("/protocol/contraindications", "Something stands here twice.")


CHECKS = (
    Check(
        "members-present",
        "It is an instance of ExerciseType with id, title, participation, factors, protocol and config_schema.",
        "Return `[YourType()]` from register_exercise_types, and declare each of these members on the class.",
        _members,
    ),
    Check(
        "id-well-formed",
        "The id is family.stem in small letters and begins with the name of the entry point.",
        'Write `id = "family.stem"`, where family is the name on the left of the entry point in pyproject.toml.',
        _id,
    ),
    Check(
        "title-well-formed",
        "The title is one short line of plain words.",
        "Shorten the title to what a counsellor would look for in a list.",
        _title,
    ),
    Check(
        "versions-named",
        "The version is a whole number, and versions names every one that this code can draw.",
        "Start at `version = 1`; leave `versions` alone until an older step has to be drawn.",
        _versions,
    ),
    Check(
        "participation-known",
        "Participation is solo, each, together or turns.",
        "Write `participation = Participation.EACH` (or SOLO, TOGETHER, TURNS).",
        _participation,
    ),
    Check(
        "factors-known",
        "At least one of the eight factors is named, and no other word.",
        "Choose from nearer.FACTORS what the exercise works on.",
        _factors,
    ),
    Check(
        "card-complete",
        "The protocol card says purpose, source, year, grade, limits, intensity and minutes.",
        "Fill in Protocol(...); grade D is honest where nobody has tried it, and limits say what is not known.",
        _card,
    ),
    Check(
        "contraindications-listed",
        "Contraindications come from the list, each once.",
        "Choose from nearer.CONTRAINDICATIONS; `()` says that nothing speaks against it, None that nobody has thought.",
        _contraindications,
    ),
)
