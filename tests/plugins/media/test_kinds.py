"""Pictures and sounds of strangers: decoded, made anew, or refused in a sentence; whatever they claim to be."""

from __future__ import annotations

import io

import av
import pytest
from fixtures.uploads import PLACE, SCRIPT, film, huge_picture, moving_picture, picture, sound, telling_picture
from PIL import Image

from nearer import UnreadableError
from nearer.converting import check_upload
from nearer.registry import load_plugins

OPUS, AAC = ("ogg", "libopus"), ("ipod", "aac")


@pytest.fixture(scope="module")
def registry():
    from nearer_plugins import media

    return load_plugins(modules={"media": media})


def refused(registry, raw, *, kept=False):
    with pytest.raises(UnreadableError) as caught:
        check_upload(raw, registry, kept=kept)
    return str(caught.value)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_comes_out_as_webp_with_its_size(registry, form):
    found = check_upload(picture(form), registry)
    assert (found.kind, found.type, found.facts) == ("picture", "image/webp", {"width": 64, "height": 48})
    with Image.open(io.BytesIO(found.content)) as shown:
        assert shown.format == "WEBP"


@pytest.mark.parametrize("which", [(), OPUS, AAC])
def test_a_sound_comes_out_as_mp3_with_its_length(registry, which):
    found = check_upload(sound(*which), registry)
    assert (found.kind, found.type, found.facts) == ("sound", "audio/mpeg", {"seconds": 1})
    with av.open(io.BytesIO(found.content)) as heard:
        assert heard.format.name == "mp3"


def test_a_picture_loses_where_it_was_taken_and_is_turned_upright(registry):
    found = check_upload(telling_picture(), registry)
    assert found.facts == {"width": 48, "height": 64}
    assert PLACE in telling_picture()
    assert PLACE not in found.content
    assert SCRIPT not in found.content
    with Image.open(io.BytesIO(found.content)) as shown:
        assert not shown.getexif()


@pytest.mark.parametrize("which", [("mp3", "libmp3lame"), OPUS, AAC])
def test_a_sound_loses_what_is_said_about_it(registry, which):
    raw = sound(*which, title=SCRIPT.decode(), comment=PLACE.decode())
    assert PLACE in raw
    found = check_upload(raw, registry)
    assert PLACE not in found.content
    assert SCRIPT not in found.content


def test_a_wide_picture_is_made_narrower(registry):
    assert check_upload(picture(size=(4000, 200)), registry).facts == {"width": 1280, "height": 64}


@pytest.mark.parametrize("raw", [picture() + SCRIPT, picture("PNG") + b"PK\x03\x04" + SCRIPT, sound() + SCRIPT])
def test_what_hangs_on_behind_is_left_behind(registry, raw):
    assert SCRIPT not in check_upload(raw, registry).content


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "no file that can be shown"),
        (SCRIPT, "no file that can be shown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no file that can be shown"),
        (b"PK\x03\x04" + SCRIPT, "no file that can be shown"),
        (b"#EXTM3U\nfile:///etc/passwd", "no file that can be shown"),
        (b"\xff\xd8\xff" + SCRIPT, "can't be read as a picture"),
        (b"GIF89a" + SCRIPT, "can't be read as a picture"),
        (picture()[:-200], "can't be read as a picture"),
        (b"ID3" + SCRIPT * 50, "can't be read as a sound"),
        (b"OggS" + SCRIPT * 50, "can't be read as a sound"),
        (b"\0\0\0\x18ftypM4A " + SCRIPT * 50, "can't be read as a sound"),
        (moving_picture(), "moves"),
        (film(), "film"),
        (huge_picture(), "million points"),
        (huge_picture(7000, 7000), "can't be read as a picture"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str | bytes) else "",
)
def test_what_is_no_good_file_is_refused_in_a_sentence(registry, raw, why):
    assert why in refused(registry, raw)


def test_a_sound_longer_than_half_an_hour_is_refused_by_what_was_decoded(registry):
    second = check_upload(sound(), registry).content
    assert "longer than 30 minutes" in refused(registry, second * 1900, kept=True)


@pytest.mark.parametrize("raw", [picture(), picture("PNG"), sound(), sound(*AAC)])
def test_what_came_out_is_kept_as_it_is_when_it_comes_again(registry, raw):
    once = check_upload(raw, registry)
    again = check_upload(once.content, registry, kept=True)
    assert again == once
    assert again.sha == once.sha


@pytest.mark.parametrize(
    "spoil",
    [
        lambda each: each + SCRIPT,
        lambda each: each[:-1],
        lambda each: each[:-4] + b"EXIF" + b"\4\0\0\0abcd",
        lambda each: each[: len(each) // 2] + SCRIPT + each[len(each) // 2 :],
    ],
)
@pytest.mark.parametrize("raw", [picture(), sound()], ids=["picture", "sound"])
def test_what_was_changed_since_is_not_kept(registry, raw, spoil):
    assert refused(registry, spoil(check_upload(raw, registry).content), kept=True)


@pytest.mark.parametrize("raw", [picture(), picture("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"), sound(*AAC)])
def test_what_never_came_out_of_here_is_not_kept(registry, raw):
    assert "not as it is kept here" in refused(registry, raw, kept=True)


def test_a_decoder_that_dies_is_a_sentence_and_no_more(registry, monkeypatch, tmp_path):
    from nearer_plugins.media import kinds

    died = tmp_path / "died.py"
    died.write_text("import os; os.abort()")
    monkeypatch.setattr(kinds, "DECODING", died)
    assert "too much time or memory" in refused(registry, picture())
    assert not registry.failures
