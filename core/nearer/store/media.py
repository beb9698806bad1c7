"""A practice's pictures and sounds: bytes once under their SHA-256, kept while an edition shows them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from nearer.errors import ConflictError
from nearer.rules.canonical import canonical
from nearer.rules.contract import Json
from nearer.rules.media import Checked
from nearer.rules.problems import Problem
from nearer.shapes import media_of, steps_of
from nearer.store.desk_tables import Media, MediaFile, Publication
from nearer.store.engine import Reader
from nearer.store.inside import PAGE, Id, Turn, as_uuid, get_inside, list_inside
from nearer.store.practices import get_practice
from nearer.store.tables import metadata
from nearer.store.writing import put_once

MOST = 500 * 1024 * 1024
"""So many bytes a practice may keep: they lie in the database, and so in every backup."""

MISSING = "This {kind} is not among the pictures and sounds of your practice. Put another in its place, or bring it in."
_media: Any = Media
_publication: Any = Publication
_file, _named = (metadata.tables[name].c for name in ("media_file", "edition_media"))


def add_media(session: Session, practice_id: Id, checked: Checked, document: Json, *, now: datetime) -> Media:
    """Keep what a check gave back, with what is said of it; the same bytes again are the same thing, brought back.

    Raises:
        ConflictError: the practice would keep more than it may.
    """
    known = next(iter(find_media(session, practice_id, [checked.sha])), None)
    if known is not None:
        known.archived_at = None
        return known
    kept = session.scalar(select(func.sum(_media.size)).where(_media.practice_id == as_uuid(practice_id))) or 0
    if kept + len(checked.content) > MOST:
        raise ConflictError(
            f"Your practice keeps {MOST // 1024**2} MB already. Remove what is not shown any more first."
        )
    values = {"type": checked.type, "size": len(checked.content), "content": checked.content, "created_at": now}
    put_once(session, "media_file", {"sha": checked.sha, **values})
    own, size = get_practice(session, practice_id).id, len(checked.content)
    row = Media(practice_id=own, sha=checked.sha, kind=checked.kind, size=size, document="", created_at=now)
    facts = {"kind": checked.kind, "media": checked.sha, **checked.facts}
    save_media(row, {**document, **facts})
    session.add(row)
    session.flush()
    return row


def save_media(media: Media, document: Json) -> None:
    """Say other words of it; steps that show it already keep the words that they took."""
    media.document, media.title = canonical(document), str(document.get("title", ""))


def archive_media(media: Media, now: datetime | None) -> None:
    """Take it out of the choice, or back (None): steps and editions that show it go on."""
    media.archived_at = now


def remove_media(session: Session, media: Media) -> None:
    """Let it go for good, and its bytes with the last practice that keeps them.

    Raises:
        ConflictError: an edition of this practice shows it.
    """
    named = select(_named.media_sha).where(_named.media_sha == media.sha)
    own = named.join(Publication, _publication.edition_sha == _named.edition_sha)
    if session.execute(own.where(_publication.practice_id == media.practice_id).limit(1)).first() is not None:
        raise ConflictError(
            "An edition that was published shows this, so it stays. Archived, it is not offered any more."
        )
    session.delete(media)
    session.flush()
    others = select(_media.sha).where(_media.sha == media.sha).union(named)
    session.execute(delete(MediaFile).where(_file.sha == media.sha, _file.sha.not_in(others)))


def get_media(session: Session, practice_id: Id, media_id: Id) -> Media:
    """One of the practice's own, archived or not.

    Raises:
        NotFoundError: there is none.
    """
    return get_inside(session, Media, practice_id, media_id)


def find_media(session: Session, practice_id: Id, shas: Iterable[str]) -> list[Media]:
    """Those of the practice's own with these digests, archived or not."""
    where = (_media.practice_id == as_uuid(practice_id), _media.sha.in_(list(shas)))
    return list(session.scalars(select(Media).where(*where)))


def list_media(
    session: Session, practice_id: Id, *, text: str = "", archived: bool = False, after: Turn = None,
    limit: int = PAGE,
) -> list[Media]:  # fmt: skip
    """The practice's own, newest first: those on offer, or the *archived* ones, with *text* in the title."""
    kept = _media.archived_at.is_not(None) if archived else _media.archived_at.is_(None)
    where = [kept, _media.title.icontains(text, autoescape=True)] if text else [kept]
    return list_inside(session, Media, practice_id, *where, after=after, limit=limit)


def media_document(media: Media) -> Json:
    """What it becomes in a step, with its texts in other languages."""
    document: Json = json.loads(media.document)
    return document


def find_file(reader: Reader, sha: str) -> tuple[str, int] | None:
    """Media type and size of the bytes of that digest; None if they are not here."""
    found = reader.execute(select(_file.type, _file.size).where(_file.sha == sha)).first()
    return None if found is None else (found.type, found.size)


def read_file(reader: Reader, sha: str, start: int = 0, end: int | None = None) -> bytes:
    """The bytes of that digest, from *start* up to *end*."""
    part = func.substr(_file.content, start + 1, *([] if end is None else [end - start]), type_=_file.content.type)
    found = reader.execute(select(part if start or end else _file.content).where(_file.sha == sha)).scalar_one()
    return bytes(found)


def missing_media(session: Session, practice_id: Id, document: Json) -> list[Problem]:
    """What a program shows and the practice does not have, each at its place; asks nothing where nothing is shown."""
    lost = set(media_of(document))
    lost -= {each.sha for each in find_media(session, practice_id, lost)} if lost else set()
    return [
        Problem(f"{pointer}/material/{index}", MISSING.format(kind=each.get("kind")), "missing")
        for pointer, _, step in steps_of(document)
        for index, each in enumerate(step.get("material") or ())
        if each.get("media") in lost
    ]


def carry_media(source: Session, practice_id: Id, document: Json, target: Session, into: Id, *, now: datetime) -> None:
    """Copy what a program shows into a practice of another database: a rehearsal has one of its own."""
    for each in find_media(source, practice_id, media_of(document)):
        kind, _ = find_file(source, each.sha) or ("", 0)
        checked = Checked(each.kind, kind, read_file(source, each.sha), {})
        add_media(target, into, checked, media_document(each), now=now)


def name_media(session: Session, edition_sha: str, shas: Iterable[str]) -> None:
    """Note that an edition shows these: from now on they can't be removed."""
    for sha in shas:
        put_once(session, "edition_media", {"edition_sha": edition_sha, "media_sha": sha})
