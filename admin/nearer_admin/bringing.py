"""A file that somebody brings: kept aside while they look over what is in it, then made into a draft, or forgotten."""

from __future__ import annotations

import re
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from nearer import desk
from nearer.dialect import problems
from nearer_admin import packages
from nearer_admin.material import named

Json = dict[str, Any]
HOUR = 3600
SHAPE = "https://nearer.invalid/schemas/program#/$defs/"


@dataclass(frozen=True)
class Piece:
    """One picture or sound of a package: what came of its check, or why it is refused; and what is said of it."""

    sha: str
    size: int
    about: Json
    checked: desk.Checked | None = None
    refused: str = ""

    @property
    def name(self) -> str:
        """What it is recognised by."""
        return named(self.about)


@dataclass(frozen=True)
class Brought:
    """A file as it was understood: a package, or a program file of any kind that is known."""

    package: packages.Package
    kind: str = ""
    losses: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def document(self) -> Any:
        """The program."""
        return self.package.document


def understand(raw: bytes, registry: desk.Registry) -> Brought:
    """What is in a file, its pictures and sounds decoded; that takes a while, so no transaction is to be open.

    Raises:
        UnreadableError, NotReadyError: nothing that can be used, or no program; the texts say why.
    """
    if not packages.looks_like(raw):
        found = desk.read_file(raw, registry)
        kind = found.format.title if found.format else "program file"
        return Brought(packages.Package(_fit(found.document, registry)), kind, found.losses)
    package = packages.unpack(raw)
    package = replace(package, document=_fit(package.document, registry))
    pieces = tuple(_piece(package, sha, registry) for sha in sorted(package.media))
    return Brought(package, "package", pieces=pieces)


def shas_of(brought: Brought) -> list[str]:
    """The digests of all pictures and sounds that it holds, or that its steps show."""
    steps = [step for stage in brought.document.get("stages", ()) for step in stage.get("steps", ())]
    shown = [each["media"] for step in steps for each in step.get("material") or () if "media" in each]
    return sorted({*shown, *(each.sha for each in brought.pieces)})


def make(
    session: Session, practice: Any, brought: Brought, *, site: desk.Installation, counsellor: Any
) -> desk.Program:
    """A draft of the program in the own practice, and what it shows among the practice's pictures and sounds.

    Raises:
        NotReadyError, ConflictError: something in the program is wrong, or there is no room for its media.
    """
    now = site.clock()
    for each in brought.pieces:
        if each.checked is not None:
            desk.media.add_media(session, practice, each.checked, each.about, now=now)
    return desk.create_program(
        session, practice, brought.document, registry=site.registry, now=now, counsellor_id=counsellor
    )


def _fit(document: Any, registry: desk.Registry) -> Any:
    """A program as it may become a draft; what a hand-written file left out of ids is made."""
    document = desk.with_ids(document) if isinstance(document, dict) else document
    wrong = [each for each in desk.draft_problems(document, registry) if each.severity == "error"]
    if wrong:
        raise desk.NotReadyError(wrong)
    return document


def _piece(package: packages.Package, sha: str, registry: desk.Registry) -> Piece:
    content = package.media[sha]
    about = _about(package.about(sha))
    if not package.is_sound(sha):
        return Piece(sha, len(content), about, refused="its checksum does not match: it was changed, or damaged")
    try:
        checked = desk.check_upload(content, registry, kept=True)
    except desk.UnreadableError as error:
        return Piece(sha, len(content), about, refused=str(error))
    return Piece(sha, len(content), {**about, "kind": checked.kind, "media": sha}, checked)


def _about(listed: Json) -> Json:
    """What a list says of a piece, as far as it has the shape of what we keep."""
    texts = listed.get("texts")
    own = {key: value for key, value in listed.items() if key not in ("texts", "file", "sha256", "bytes", "type")}
    if problems({"$ref": SHAPE + "material"}, own):
        return {}
    return own | ({"texts": texts} if texts and not problems({"$ref": SHAPE + "texts"}, texts) else {})


# --- aside -------------------------------------------------------------------


def put_aside(folder: Path, owner: str, raw: bytes) -> str:
    """Keep a file for an hour for *owner* alone; gives the word by which it is found again."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        with suppress(OSError):
            if old.stat().st_mtime < time.time() - HOUR:
                old.unlink()
    word = secrets.token_hex(16)
    kept = folder / f"{owner}.{word}"
    kept.touch(mode=0o600)
    kept.write_bytes(raw)
    return word


def take_up(folder: Path, owner: str, word: str) -> bytes:
    """A file that was put aside.

    Raises:
        UnreadableError: it is there no more, or was somebody else's.
    """
    if re.fullmatch("[0-9a-f]{32}", word):
        with suppress(OSError):
            return (folder / f"{owner}.{word}").read_bytes()
    raise desk.UnreadableError("This file is not here any more. Please choose it again.")


def forget(folder: Path, owner: str, word: str) -> None:
    """Throw a file away that was put aside."""
    if re.fullmatch("[0-9a-f]{32}", word):
        (folder / f"{owner}.{word}").unlink(missing_ok=True)
