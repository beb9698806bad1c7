"""What the page before an import says: what a file brings, what this site lacks for it, and what does not fit. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nearer import desk
from nearer_admin.bringing import Brought, Piece

Json = dict[str, Any]


@dataclass(frozen=True)
class Needed:
    """An exercise type that the program is made of, and how it stands here."""

    type: str
    title: str
    wanted: int
    here: int

    @property
    def lacks(self) -> str:
        """What is wrong with it, nothing where all is well."""
        if not self.here:
            return (
                "No plugin here brings it. Its steps are kept as they are, and can't be published before it is there."
            )
        if self.wanted == self.here:
            return ""
        return f"The file has version {self.wanted}, here is version {self.here}: its steps say what that would change."


@dataclass(frozen=True)
class Overview:
    """All that there is to say of a file."""

    title: str
    kind: str
    steps: tuple[tuple[str, str], ...]
    losses: tuple[str, ...]
    pieces: tuple[Piece, ...]
    unused: frozenset[str]
    missing: tuple[str, ...]
    films: tuple[str, ...]
    needed: tuple[Needed, ...]
    is_as_taken: bool = True
    edition: str = ""
    is_same: bool = False

    @property
    def size(self) -> int:
        """The bytes of everything to see and hear."""
        return sum(each.size for each in self.pieces)


def overview(brought: Brought, registry: desk.Registry, known: set[str]) -> Overview:
    """What is in *brought*; *known* are the digests that the practice has already."""
    document = brought.document
    steps = [step for stage in document.get("stages", ()) for step in stage.get("steps", ())]
    shown = [each for step in steps for each in step.get("material") or ()]
    wanted = {each["media"] for each in shown if "media" in each}
    good = {each.sha for each in brought.pieces if each.checked is not None}
    edition = brought.package.manifest.get("program")
    sha = str(edition.get("edition") or "") if isinstance(edition, dict) else ""
    return Overview(
        title=str(document.get("title") or "Untitled program"),
        kind=brought.kind,
        steps=tuple((step.get("title") or "Untitled", _type_of(step, registry)) for step in steps),
        losses=brought.losses,
        pieces=brought.pieces,
        unused=frozenset(good - wanted),
        missing=tuple(sorted(wanted - good - known)),
        films=tuple(str(each.get("link", "")) for each in shown if each.get("kind") == "film"),
        needed=tuple(_needed(steps, registry)),
        is_as_taken=brought.package.is_as_taken,
        edition=sha,
        is_same=bool(sha) and desk.digest(desk.freeze(document, registry)[0]) == sha,
    )


def _type_of(step: Json, registry: desk.Registry) -> str:
    type_id = str(step["variants"][0]["type"])
    return str(getattr(registry.types.get(type_id), "title", type_id))


def _needed(steps: list[Json], registry: desk.Registry) -> Iterator[Needed]:
    found = {each["type"]: int(each.get("version") or 0) for step in steps for each in step["variants"]}
    for type_id, version in sorted(found.items()):
        kind = registry.types.get(type_id)
        here = kind.version if kind else 0
        yield Needed(type_id, kind.title if kind else type_id, version or here, here)
