"""A program taken out of a practice as a package: with its media, and the checksums of its editions."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from nearer import desk
from nearer_admin import packages

EDITIONS = 50
"""So many of the newest editions stand in the list of a package."""


def package_of(session: Session, practice: Any, program: desk.Program, registry: desk.Registry) -> bytes:
    """The package of a draft as it stands; what it shows and the practice does not have is left out."""
    document = desk.program_document(program)
    frozen, problems = desk.freeze(document, registry)
    rows = desk.media.find_media(session, practice, frozen.get("media") or ())
    found = {row.sha: (desk.media.find_file(session, row.sha) or ("", 0))[0] for row in rows}
    is_whole = not any(each.severity == "error" for each in problems)
    published = desk.list_publications(session, practice, program.id, limit=EDITIONS)
    forms = [form for step in frozen["steps"].values() for form in step["forms"].values()]
    manifest = {
        "program": {"edition": desk.digest(frozen)} if is_whole else {},
        "editions": [{"sha256": row.edition_sha, "published": f"{row.created_at:%Y-%m-%d}"} for row in published],
        "types": {form["type"]: form["version"] for form in forms},
        "media": [
            {**desk.media.media_document(row), "type": found[row.sha], "bytes": row.size}
            for row in sorted(rows, key=lambda row: row.sha)
        ],
    }
    media = {row.sha: (found[row.sha], desk.media.read_file(session, row.sha)) for row in rows}
    return packages.pack(document, manifest, media)
