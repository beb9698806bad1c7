"""The two kinds of upload: a picture and a sound, each decoded apart from the site and made anew."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

from nearer import Checked, MediaKind, UnreadableError

DECODING = Path(__file__).with_name("decoding.py")
PATIENCE = 200
"""So many seconds a file may take; the limits on processor time and memory stand in the program itself."""


class Decoded(MediaKind):
    """What both kinds share: their files are opened only by a process that can be lost."""

    word: ClassVar[str]
    type: ClassVar[str]
    starts: ClassVar[tuple[tuple[int, bytes], ...]]

    def matches(self, raw: bytes) -> bool:
        """By the first bytes, which only choose the decoder: the decoder decides."""
        return any(raw[at : at + len(begin)] == begin for at, begin in self.starts)

    def check(self, raw: bytes) -> Checked:
        """Decoded, cut to size, and written anew."""
        facts, content = _apart(self.word, "new", raw)
        return Checked(self.word, self.type, content, facts)

    def check_kept(self, content: bytes) -> Checked:
        """Decoded to its end, and held to be nothing else from its first byte to its last."""
        facts, _ = _apart(self.word, "kept", content)
        return Checked(self.word, self.type, content, facts)


class Picture(Decoded):
    """A still picture; out comes WebP."""

    name, title, word, type = "media.picture", "a picture (JPEG, PNG, WebP or GIF)", "picture", "image/webp"
    accept = "image/jpeg,image/png,image/webp,image/gif"
    starts = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG"), (8, b"WEBP"), (0, b"GIF8"))


class Sound(Decoded):
    """A sound of at most half an hour; out comes MP3."""

    name, title, word, type = "media.sound", "a sound (MP3, Ogg or M4A)", "sound", "audio/mpeg"
    accept = "audio/mpeg,audio/ogg,audio/mp4,audio/x-m4a,.mp3,.ogg,.oga,.opus,.m4a"
    starts = (
        (0, b"ID3"),
        *((0, b"\xff" + bytes([low])) for low in (0xFA, 0xFB, 0xF2, 0xF3)),
        (0, b"OggS"),
        (4, b"ftyp"),
    )


def _apart(word: str, how: str, raw: bytes) -> tuple[dict[str, object], bytes]:
    """Facts and bytes from a process of its own, which a hostile file may take down without harm."""
    program = [sys.executable, "-I", str(DECODING), word, how]
    try:
        # No shell, and nothing of the file's in the arguments.
        done = subprocess.run(program, input=raw, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        head, _, content = done.stdout.partition(b"\n")
        told = json.loads(head) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        told, content = {}, b""
    if "refused" in told or not told:
        reason = str(told.get("refused", f"This can't be read as a {word}: reading it took too much time or memory."))
        raise UnreadableError(reason)
    return told, content
