"""Every word that a bundled type shows can be translated: it stands in a catalogue, or it is content of a program."""

from __future__ import annotations

from functools import cache

import pytest
from fixtures.unspoken import unspoken_in_drawings

from nearer.i18n.messages import messages_of, packages, walk_type
from nearer.languages import OPENS, Translations
from nearer.registry import load_plugins

REGISTRY = load_plugins()
PASTED = {"measures.questionnaire"}
"""Types that show lines which a counsellor pastes from a protected instrument; nobody may translate those here."""


@cache
def extracted():
    return {
        text for package in packages(REGISTRY) for message in messages_of(package, REGISTRY) for text in message.ids
    }


@pytest.mark.parametrize("name", sorted(REGISTRY.types))
def test_every_word_of_a_drawing_is_spoken(name, monkeypatch):
    asked: set[str] = set()
    find = Translations.find

    def heard(self, text):
        asked.add(text)
        return find(self, text)

    monkeypatch.setattr(Translations, "find", heard)
    left = [] if name in PASTED else list(unspoken_in_drawings(REGISTRY.types[name], REGISTRY))
    assert left == []
    words = {each for each in asked if OPENS not in each and any(sign.isalpha() for sign in each)}
    assert words - extracted() == set(), "said by _(), but nothing marks it with N_() for translators"


@pytest.mark.parametrize("name", sorted(REGISTRY.types))
def test_no_text_of_a_form_or_script_is_half_content_and_half_untranslatable(name):
    assert walk_type(REGISTRY.types[name], REGISTRY).leaks == ()
