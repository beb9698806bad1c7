"""A program with all that belongs to it as one file: a ZIP of its program file, its media and a list of both. Pure."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nearer.desk import UnreadableError, read_document, write_json, write_yaml

Json = dict[str, Any]
FORMAT = "package/1"
MANIFEST, PROGRAM = "manifest.json", "program.yaml"
ENDINGS = {
    "image/webp": "webp",
    "image/png": "png",
    "image/jpeg": "jpg",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
}
NAME = re.compile(r"manifest\.json|program\.(?:yaml|json)|media/(?P<sha>[0-9a-f]{64})\.[a-z0-9]{3,4}")
TEXT = 2 * 1024 * 1024
PIECE, WHOLE, ENTRIES = 32 * 1024 * 1024, 96 * 1024 * 1024, 300
"""What a package may hold unpacked: bytes of one piece, bytes of all, files. Declared sizes are counted first."""

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of every file in it, so that the same program is the same package."""


@dataclass(frozen=True)
class Package:
    """What a package holds: the program document, what its list says, and bytes by the digest in their name."""

    document: Any
    is_as_taken: bool = True
    """Whether the program file still has the checksum that the list says."""

    manifest: Json = field(default_factory=dict)
    media: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def is_sound(self, sha: str) -> bool:
        """Whether a piece has the checksum that is its name."""
        return hashlib.sha256(self.media[sha]).hexdigest() == sha

    def about(self, sha: str) -> Json:
        """What the list says of one piece; nothing where it says nothing that can be used."""
        listed = self.manifest.get("media")
        found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        return next((each for each in found if each.get("media") == sha), {})


def looks_like(raw: bytes) -> bool:
    """Whether a file begins like a ZIP."""
    return raw[:4] == b"PK\x03\x04"


def pack(document: Json, manifest: Json, media: Mapping[str, tuple[str, bytes]]) -> bytes:
    """The package of a program; *media* are type and bytes by digest. The same again is the same to the byte."""
    text = write_yaml(document).encode()
    told = {"nearer": FORMAT, **manifest}
    told["program"] = {"file": PROGRAM, "sha256": hashlib.sha256(text).hexdigest(), **manifest.get("program", {})}
    files = {MANIFEST: write_json(told).encode(), PROGRAM: text}
    files |= {f"media/{sha}.{ENDINGS[kind]}": content for sha, (kind, content) in sorted(media.items())}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content, zipfile.ZIP_STORED if name[:6] == "media/" else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def unpack(raw: bytes) -> Package:
    """What a stranger's package holds, within the limits for strangers' files.

    Raises:
        UnreadableError: it is no package, holds what does not belong there, or more than it may.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            files = {name: _read(opened, entry) for name, entry in _entries(opened).items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("This package is damaged: it can't be opened to its end.") from None
    programs = [name for name in files if name.startswith("program.")]
    if len(programs) != 1:
        raise UnreadableError("This package holds no program file, or two: it needs program.yaml or program.json.")
    manifest = read_document(files[MANIFEST]) if MANIFEST in files else {}
    if not isinstance(manifest, dict) or (manifest and manifest.get("nearer") != FORMAT):
        raise UnreadableError(f"The list in this package (manifest.json) has to say 'nearer: {FORMAT}'.")
    media = {found["sha"]: files[name] for name in files if (found := NAME.fullmatch(name)) and found["sha"]}
    told, text = manifest.get("program"), files[programs[0]]
    wanted = told.get("sha256") if isinstance(told, dict) else None
    is_as_taken = wanted in (None, hashlib.sha256(text).hexdigest())
    return Package(read_document(text), is_as_taken, manifest, media)


def _entries(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Every file by name, after looking at names and declared sizes only."""
    listed = opened.infolist()
    if len(listed) > ENTRIES:
        raise UnreadableError(f"This package holds more than {ENTRIES} files.")
    for entry in listed:
        if NAME.fullmatch(entry.orig_filename) is None:
            raise UnreadableError(f"This package holds “{entry.orig_filename[:60]}”, which does not belong in it.")
        if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableError("This package is locked or packed in a way that is not read here.")
        if entry.file_size > _most(entry):
            raise UnreadableError(f"“{entry.filename}” is larger than it may be.")
    found = {entry.filename: entry for entry in listed}
    if len(found) < len(listed):
        raise UnreadableError("Two files in this package have the same name.")
    if sum(entry.file_size for entry in listed) > WHOLE:
        raise UnreadableError(f"This package holds more than {WHOLE // 1024**2} MB.")
    return found


def _read(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one file; one that holds more than it declared is refused."""
    with opened.open(entry) as stream:
        content = stream.read(_most(entry) + 1)
    if len(content) != entry.file_size:
        raise UnreadableError(f"“{entry.filename}” is not as large as the package says.")
    return content


def _most(entry: zipfile.ZipInfo) -> int:
    return PIECE if entry.filename.startswith("media/") else TEXT
