"""Which overrides of exercise types are left out after failing again and again; known to every process of a site."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

IN_A_ROW = 3
"""So many failures one after the other, and core does the work until somebody lets the type try again."""


@dataclass(frozen=True)
class LeftOut:
    """One override that is left out; ``trace`` holds places, never words."""

    type: str
    override: str
    trace: str = ""


class LeftOuts:
    """What is left out, kept in *folder* (one file each) where there is one, and here where there is none."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._here: dict[tuple[str, str], LeftOut] = {}

    def holds(self, type_id: str, override: str) -> bool:
        """Whether that override is left out."""
        return (type_id, override) in self._here or (self.folder is not None and self._file(type_id, override).exists())

    def add(self, left: LeftOut) -> None:
        """Leave it out from now on; where the folder can't be written, at least in this process."""
        try:
            if self.folder is None:
                raise FileNotFoundError
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file(left.type, left.override).write_text(json.dumps(asdict(left)), "utf-8")
        except OSError:
            self._here[left.type, left.override] = left

    def remove(self, type_id: str, override: str) -> None:
        """Let it try again, in every process."""
        self._here.pop((type_id, override), None)
        if self.folder is not None and self._file(type_id, override).exists():
            self._file(type_id, override).unlink(missing_ok=True)

    def every(self) -> list[LeftOut]:
        """All of them, by type; a file that can't be read is passed over."""
        found = list(self._here.values())
        for file in self.folder.glob("*.json") if self.folder is not None else ():
            try:
                found.append(LeftOut(**json.loads(file.read_text("utf-8"))))
            except (OSError, ValueError, TypeError):
                continue
        return sorted(found, key=lambda each: (each.type, each.override))

    def _file(self, type_id: str, override: str) -> Path:
        assert self.folder is not None  # noqa: S101 - asked only where there is one
        return self.folder / f"{sha256(f'{type_id} {override}'.encode()).hexdigest()[:24]}.json"
