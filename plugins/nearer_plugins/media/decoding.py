"""Decodes one picture or sound and makes it anew; run as a program of its own, within limits, and never imported.

It reads the file from standard input and writes a line of JSON: why it is refused, or what it is, and then its bytes.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

MEMORY, SECONDS = 1 << 30, 180
"""What this process may use; a file that wants more is no file for a page."""

PIXELS, WIDTH, HEIGHT = 50_000_000, 1280, 4000
"""Twice the width of the page: what is served is kept on no phone, so it comes anew with every look."""

QUALITY = 82
PICTURES = ("JPEG", "PNG", "WEBP", "GIF")
MINUTES, RATE = 30, 44_100
BAD = 8
"""So many damaged places are passed over in a sound."""

BITS = {"mono": 64_000, "stereo": 96_000}
FAST = {"compression_level": "7"}
SOUNDS = {"mp3": ("mp3", "mp3float"), "ogg": ("vorbis", "opus", "libopus"), "mov": ("aac",)}
"""The containers that are read, by the name of their reader, and the codecs in them."""


class RefusedError(Exception):
    """The file is not taken; the text says why, to whoever brought it."""


def picture(raw: bytes) -> tuple[bytes, dict[str, Any]]:
    """A still picture as WebP: upright, at most so wide and high, without anything but its pixels."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted below, in a sentence
    with Image.open(io.BytesIO(raw), formats=PICTURES) as found:
        if found.width * found.height > PIXELS:
            raise RefusedError(f"This picture has more than {PIXELS // 1_000_000} million points. Make it smaller.")
        if getattr(found, "n_frames", 1) > 1:
            raise RefusedError("This picture moves. Only still pictures stand in a step.")
        found.load()
        upright = in_common_colours(ImageOps.exif_transpose(found))
    upright.thumbnail((WIDTH, HEIGHT))
    clean = Image.frombytes(upright.mode, upright.size, upright.tobytes())  # what else came with it stays behind
    made = io.BytesIO()
    clean.save(made, "WEBP", quality=QUALITY, method=4)
    return made.getvalue(), {"width": clean.width, "height": clean.height}


def in_common_colours(found: Any) -> Any:
    """The picture in the colours that every screen shows, see-through where it was."""
    from PIL import ImageCms

    profile = found.info.get("icc_profile")
    if profile and found.mode == "RGB":
        with suppress(ImageCms.PyCMSError, OSError):
            target = ImageCms.createProfile("sRGB")
            found = ImageCms.profileToProfile(found, io.BytesIO(profile), target) or found
    return found.convert("RGBA" if found.has_transparency_data else "RGB")


def kept_picture(raw: bytes) -> dict[str, Any]:
    """What a picture is that :func:`picture` made before, and that has to stay as it is."""
    from PIL import Image

    if not is_bare_webp(raw):
        raise RefusedError("This picture is not as it is kept here: something else stands in its file.")
    with Image.open(io.BytesIO(raw), formats=("WEBP",)) as found:
        if found.width > WIDTH or found.height > HEIGHT or getattr(found, "n_frames", 1) > 1:
            raise RefusedError("This picture is not as it is kept here.")
        found.load()
        return {"width": found.width, "height": found.height}


def is_bare_webp(raw: bytes) -> bool:
    """Whether a file is a WebP of pixels alone, from its first byte to its last."""
    if raw[:4] != b"RIFF" or raw[8:12] != b"WEBP" or int.from_bytes(raw[4:8], "little") + 8 != len(raw):
        return False
    at = 12
    while at + 8 <= len(raw):
        if raw[at : at + 4] not in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH"):
            return False
        size = int.from_bytes(raw[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return at == len(raw)


def sound(raw: bytes) -> tuple[bytes, dict[str, Any]]:
    """A sound as MP3, which every telephone plays: frames at one bit rate, without anything but what is heard."""
    import av

    made = io.BytesIO()
    bare = {"write_xing": "0", "id3v2_version": "0", "write_id3v1": "0"}
    with av.open(io.BytesIO(raw), "r", container_of(raw)) as found, av.open(made, "w", "mp3", options=bare) as target:
        source = only_sound(found)
        layout = "stereo" if source.codec_context.channels > 1 else "mono"
        out = target.add_stream("libmp3lame", rate=RATE, layout=layout, bit_rate=BITS[layout], options=FAST)
        change = av.AudioResampler(format="s16p", layout=layout, rate=RATE)
        samples = 0
        for frame in frames_of(found, source):
            for each in change.resample(frame):
                samples += each.samples
                limit_length(samples)
                each.pts = None
                target.mux(out.encode(each))
        target.mux(out.encode(None))
    if not samples:
        raise RefusedError("There is nothing to hear in this file.")
    return made.getvalue(), {"seconds": max(1, round(samples / RATE))}


def frames_of(found: Any, source: Any) -> Iterator[Any]:
    """Every frame that can be heard, then None; a few bad ones are passed over, as every player does."""
    import av

    bad = 0
    for packet in found.demux(source):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            bad += 1
            if bad > BAD:
                raise
    yield None


def limit_length(samples: int) -> None:
    """Refuse what is too long, by what was decoded: a file may say anything about itself."""
    if samples > MINUTES * 60 * RATE:
        raise RefusedError(f"This is longer than {MINUTES} minutes. Cut it, or lead to it by a link.")


def container_of(raw: bytes) -> str:
    """The reader for a file, by its first bytes."""
    if raw[:3] == b"ID3" or (raw[:1] == b"\xff" and raw[1:2] >= b"\xe0"):
        return "mp3"
    if raw[:4] == b"OggS":
        return "ogg"
    if raw[4:8] == b"ftyp":
        return "mov"
    raise RefusedError("This is no sound that can be used here: MP3, Ogg (Vorbis, Opus) or M4A (AAC).")


def only_sound(found: Any) -> Any:
    """The one stream that is heard; the picture of a cover is left behind, a film is refused."""
    import av

    cover = av.stream.Disposition.attached_pic
    if any(not each.disposition & cover for each in found.streams.video):
        raise RefusedError("This is a film. Lead to it by a link instead.")
    known = SOUNDS[found.format.name.partition(",")[0]]
    if len(found.streams.audio) != 1 or found.streams.audio[0].codec_context.name not in known:
        raise RefusedError("This is no sound that can be used here: MP3, Ogg (Vorbis, Opus) or M4A (AAC).")
    return found.streams.audio[0]


def kept_sound(raw: bytes) -> dict[str, Any]:
    """What a sound is that :func:`sound` made before, and that has to stay as it is."""
    import av

    if not is_bare_mp3(raw):
        raise RefusedError("This sound is not as it is kept here: something else stands in its file.")
    samples = 0
    with av.open(io.BytesIO(raw), "r", "mp3") as found:
        for frame in found.decode(only_sound(found)):
            samples += frame.samples
            limit_length(samples)
    return {"seconds": max(1, round(samples / RATE))}


def is_bare_mp3(raw: bytes) -> bool:
    """Whether a file is frames of MPEG-1 layer III of one kind and rate, end to end (ISO 11172-3, 2.4.1.3)."""
    kbits = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
    at, kind = 0, raw[:2] + bytes([raw[2] & 0xFD, raw[3] & 0xC0]) if len(raw) > 3 else b""
    while at + 4 <= len(raw):
        head = raw[at : at + 4]
        size = 144_000 * kbits[head[2] >> 4] // RATE + (head[2] >> 1 & 1)
        if head[0] != 0xFF or head[1] & 0xFE != 0xFA or head[2] & 0x0C or size < 24:
            return False
        if head[:2] + bytes([head[2] & 0xFD, head[3] & 0xC0]) != kind:
            return False
        at += size
    return at == len(raw) and at > 0


def main(kind: str, how: str) -> None:
    """Do what the arguments say; whatever goes wrong is a file that can't be read."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    raw, content = sys.stdin.buffer.read(), b""
    make, look = {"picture": (picture, kept_picture), "sound": (sound, kept_sound)}[kind]
    try:
        if how == "kept":
            told = look(raw)
        else:
            content, told = make(raw)
    except RefusedError as error:
        told = {"refused": str(error)}
    except Exception:  # noqa: BLE001 - decoders raise whatever they like at a stranger's file
        told = {"refused": f"This can't be read as a {kind}: it is damaged, or of another kind than it seems."}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content)


if __name__ == "__main__":
    main(*sys.argv[1:])
