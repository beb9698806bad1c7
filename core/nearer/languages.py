"""Says words in the language of whoever reads them: catalogues by package, plurals, numbers, dates and lists by locale.

A message is its own English text. Where a catalogue lacks it, the English stands. What a request speaks is one context
variable, set when it is known who reads; everything that is drawn meanwhile follows it.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, time
from functools import cache, lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from babel import Locale

SOURCE = "en"
"""The language that messages are written in."""

MARKED = "qps-marked"
"""A language for tools: every message stands between two signs, so that words without a catalogue show."""

OPENS, CLOSES = "\u27e6", "\u27e7"
FOLDER = "locale"
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

RTL_SIGNS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")

_spoken: ContextVar[str] = ContextVar("nearer_language", default=SOURCE)


def spoken() -> str:
    """The language that is spoken now, as a BCP 47 tag."""
    return _spoken.get()


def speak(language: str) -> None:
    """Speak *language* from now on, in this context: for whoever owns the whole of it, such as a request."""
    _spoken.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak *language* inside, and what was spoken before after it."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def direction_of(language: str) -> str:
    """``rtl`` where the language is written so, else ``ltr``."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def marked(text: str) -> str:
    """*text* between the two signs of the marked language."""
    return f"{OPENS}{text}{CLOSES}"


def N_(text: str) -> str:  # noqa: N802 - the word that gettext's tools and translators know
    """Mark *text* as a message that is looked up later, where it is drawn."""
    return text


class Translations:
    """The messages of one folder of catalogues, and behind them those of *behind*.

    Values that a message names in braces are given beside it; one that is markup makes markup of the whole, and the
    rest is escaped. A count is written as the locale writes numbers.
    """

    def __init__(self, folder: Path | None, behind: Translations | None = None) -> None:
        self.folder, self.behind = folder, behind

    def _(self, text: str, **values: object) -> str:
        """*text* in the language that is spoken."""
        return _filled(self.find(text), values)

    def n_(self, one: str, many: str, n: int, **values: object) -> str:
        """The form of a message that fits the count *n*, which it may name in braces."""
        return _filled(self._plural(one, many, n), {"n": number(n), **values})

    def find(self, text: str) -> str:
        """*text* in the language that is spoken, with the names in braces as they are."""
        language = _spoken.get()
        if language == SOURCE or not text:
            return text
        if language == MARKED:
            return marked(text)
        found = (known.find(text) for known in self._known(language))
        return next((each for each in found if each), text)

    def _plural(self, one: str, many: str, n: int) -> str:
        language = _spoken.get()
        if language == MARKED:
            return marked(many)
        for known in self._known(language) if language != SOURCE else ():
            if (one, 1) in known.ids:
                return known.ngettext(one, many, n)
        return one if n == 1 else many

    def _known(self, language: str) -> Iterator[Catalogue]:
        """The catalogues to look in: the exact tag before the language alone, one's own before those behind."""
        tags = dict.fromkeys((language, language.partition("-")[0]))
        if self.folder is not None:
            yield from (found for tag in tags if (found := catalogue(self.folder, tag)) is not None)
        if self.behind is not None:
            yield from self.behind._known(language)


class Catalogue(gettext.GNUTranslations):
    """A catalogue as it is looked up; ``ids`` holds each message with 1 for one that has plurals, else 0."""

    ids: frozenset[tuple[str, int]]

    def find(self, text: str) -> str | None:
        """What stands for *text*; None where nothing does."""
        return self.gettext(text) if (text, 0) in self.ids else None


@cache
def catalogue(folder: Path, language: str) -> Catalogue | None:
    """The catalogue of *language* in *folder*, read once; None where there is none. Fuzzy messages are left out.

    Before the language may stand the key of a bundled program or exercise, and a dot: its texts in that language.
    """
    file = folder / f"{language.replace('-', '_')}.po"
    if not file.is_file():
        return None
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with file.open("rb") as stream:
        read = read_po(stream, locale=language.rpartition(".")[2].replace("-", "_"))
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    found = Catalogue(compiled)
    said = [each for each in read if each.id and each.string and not each.fuzzy]
    found.ids = frozenset((each.id[0], 1) if each.pluralizable else (str(each.id), 0) for each in said)
    return found


@cache
def translations(package: str) -> Translations:
    """The translations of *package*: of its ``locale`` folder, of the packages around it, then core's.

    A plugin without Python is named by its folder, one that is an object in a module by both: ``package.module:name``.
    """
    if package in ("", "nearer"):
        return _OURS
    if Path(package).is_absolute():
        return Translations(Path(package) / FOLDER, _OURS)
    package = package.partition(":")[0]
    behind = translations(package.rpartition(".")[0])
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return behind
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Translations(Path(places[0]) / FOLDER, behind) if places else behind


def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages that a folder of catalogues has, the source among them, in the order of their tags."""
    found = (
        {each.stem.replace("_", "-") for each in folder.glob("*.po") if "." not in each.stem}
        if folder.is_dir()
        else set()
    )
    return (SOURCE, *sorted(found - {SOURCE}))


_OURS = Translations(Path(__file__).parent / FOLDER)
_, n_ = _OURS._, _OURS.n_
OFFERED = languages_in(Path(__file__).parent / FOLDER)
"""The languages that the interface can be read in."""


def own_name(language: str) -> str:
    """What a language calls itself; its tag where nobody told."""
    found = _locale(language).get_language_name()
    return found[:1].upper() + found[1:] if found else language


def best_of(wanted: Iterable[str], offered: Iterable[str]) -> str | None:
    """The first of the *wanted* tags that is offered, exactly or by its language; None if none is."""
    known = {each.lower(): each for each in offered}
    for each in wanted:
        tag = each.lower().replace("_", "-")
        if found := known.get(tag) or known.get(tag.partition("-")[0]):
            return found
    return None


def number(value: float) -> str:
    """A number as the locale writes it."""
    if isinstance(value, int) and abs(value) < 1000:
        return str(value) if _locale(_spoken.get()).default_numbering_system == "latn" else _decimal(value)
    return _decimal(value)


def day_in_words(day: date, *, year: bool = False) -> str:
    """A date as people say it, with its weekday."""
    from babel.dates import format_date, match_skeleton

    language = _spoken.get()
    if language in (SOURCE, MARKED):
        return str(format_date(day, "EEEE, d MMMM y" if year else "EEEE, d MMMM", locale=SOURCE))
    known = _locale(language).datetime_skeletons
    pattern = known[match_skeleton("yMMMMEEEEd" if year else "MMMMEEEEd", known)].pattern
    # CLDR keeps one width of a pattern and leaves it to us to make its fields as wide as was asked for.
    return str(format_date(day, re.sub("E+", "EEEE", re.sub("MMM+", "MMMM", pattern)), locale=_locale(language)))


def time_in_words(moment: time) -> str:
    """A time of day as the locale writes it."""
    from babel.dates import format_time

    language = _spoken.get()
    if language in (SOURCE, MARKED):
        return f"{moment:%H:%M}"
    return str(format_time(moment, "short", locale=_locale(language)))


def listed(items: Iterable[str]) -> str:
    """Several things as one enumeration: a, b and c."""
    from babel.lists import format_list

    if _spoken.get() == MARKED:
        return ", ".join(items)
    return str(format_list(list(items), locale="en_GB" if _spoken.get() == SOURCE else _locale(_spoken.get())))


def isolated(name: str) -> str:
    """A name inside a sentence; where either is read from right to left, as markup that keeps them apart."""
    if direction_of(spoken()) == "ltr" and not RTL_SIGNS.search(name):
        return name
    return Markup("<bdi>{}</bdi>").format(name)


def _filled(text: str, values: dict[str, object]) -> str:
    if not values:
        return text
    if any(isinstance(each, Markup) for each in values.values()):
        return escape(text).format(**values)
    return text.format(**values)


def _decimal(value: float) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=_locale(_spoken.get())))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    """The locale of a tag; that of the source language where nothing is known of it."""
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(SOURCE)
