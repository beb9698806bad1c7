"""What the linter says of material: words for whoever can't see or hear, a licence, safe links."""

from __future__ import annotations

import pytest

from nearer_plugins.media.findings import findings

GOOD = {"licence": "own"}


def found(**material):
    step = {"id": "s", "material": [material]}
    return [(each.pointer, each.keyword, each.severity) for each in findings({"stages": [{"steps": [step]}]})]


@pytest.mark.parametrize(
    "material",
    [
        {"kind": "picture", "alt": "Two chairs", **GOOD},
        {"kind": "picture", "decorative": True, **GOOD},
        {"kind": "sound", "transcript": "Breathe in.", **GOOD},
        {"kind": "film", "link": "https://films.example/1"},
    ],
)
def test_good_material_needs_no_word(material):
    assert not found(**material)


@pytest.mark.parametrize(
    ("material", "name", "keyword", "severity"),
    [
        ({"kind": "picture", **GOOD}, "alt", "missing", "error"),
        ({"kind": "picture", "alt": "  ", "decorative": False, **GOOD}, "alt", "missing", "error"),
        ({"kind": "sound", "decorative": True, **GOOD}, "transcript", "missing", "error"),
        ({"kind": "sound", "transcript": "Breathe in."}, "licence", "licence", "warning"),
        ({"kind": "film", "link": "http://films.example/1"}, "link", "link", "error"),
        ({"kind": "film"}, "link", "link", "error"),
    ],
)
def test_what_is_missing_is_named_at_its_place(material, name, keyword, severity):
    assert found(**material) == [(f"/stages/0/steps/0/material/0/{name}", keyword, severity)]
