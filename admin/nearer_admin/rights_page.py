"""Writes docs/access.md out of the table of rights: ``python -m nearer_admin.rights_page > docs/access.md``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from nearer_admin.rights import ANYBODY, ROLES, TABLE, Right

INTRODUCTION = """\
# Who may open what at the desk

Every address of the desk, by role. The desk itself asks this table (`admin/nearer_admin/rights.py`) before any page
opens, and this page is made from it; a test keeps the two alike. What is not listed is not there.

- **Reader**: a trainee, or who answers the telephone. Reads programs, library, the state of links and figures of the
  practice that speak of five couples or more; changes nothing, and finds no couple, no word, name or task of one.
- **Counsellor**: composes, publishes and accompanies the couples of the own practice.
- **Supervisor**: a counsellor who also invites people to the practice and reads its log.
- **Administrator**: runs the installation and belongs to no practice: sees no couple and no words of one.

Everything stays inside the own practice: of another's programs, links and couples nobody finds anything. *Looks* opens
a page; *changes* may also press its buttons. **Fresh** asks for the password or passkey again if that was more than ten
minutes ago. **Log** leaves a line in the audit log: who, what, when, and never a word of anybody.
"""
AREAS = {
    "Signing in": ("static", "security", "welcome", "home", "help", "account"),
    "Programs": ("programs", "composer", "shelf", "exchange", "previews", "rehearsal"),
    "Out with couples": ("publish", "editions", "links", "holds"),
    "Library and plugins": ("library", "gallery", "doors", "origins", "media", "material", "plugins"),
    "Couples": ("couples", "tasks", "letters", "notes", "results"),
    "People and practices": ("practice", "team", "log", "practices", "counsellors"),
}


def page() -> str:
    """The whole page, as Markdown."""
    rows = sorted((_area(endpoint), endpoint) for endpoint in TABLE)
    parts = [INTRODUCTION]
    for area, found in groupby(rows, key=lambda row: row[0]):
        head = f"## {[*AREAS, 'More'][area]}\n\n| what | {' | '.join(ROLES)} | fresh | log | address |\n"
        lines = [_line(endpoint, TABLE[endpoint]) for _, endpoint in found]
        parts.append(head + "|---" * (len(ROLES) + 4) + "|\n" + "".join(lines))
    return "\n".join(parts)


def _area(endpoint: str) -> int:
    begins = endpoint.partition(".")[0]
    return next((number for number, names in enumerate(AREAS.values()) if begins in names), len(AREAS))


def _line(endpoint: str, right: Right) -> str:
    marks = ["fresh" if right.fresh else "", "log" if right.noted else ""]
    return f"| {' | '.join([right.what, *_cells(right), *marks, f'`{endpoint}`'])} |\n"


def _cells(right: Right) -> Iterator[str]:
    for role in ROLES:
        looks, changes = (who == ANYBODY or role in who for who in (right.look, right.change))
        yield "changes" if changes else "looks" if looks else ""


if __name__ == "__main__":
    print(page(), end="")
