"""The visibility table: who may ever see an answer, and when; the only place where that is decided.

Visibility stands on the top-level properties of a response schema; all below inherit. Whatever the schema does not
name, or names with a word that is not in the table, is private.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from nearer.languages import N_
from nearer.rules.contract import Json

OWN, OPEN, CARE, COUPLE = "own", "open", "care", "couple"
"""The keys that boxes of words are sealed under."""

SELF, PARTNER, COUNSELLOR, SAFETY = "self", "partner", "counsellor", "safety"
"""The viewers; ``safety`` is the counsellor inside a safety task, after a fresh sign-in."""


@dataclass(frozen=True)
class Moment:
    """What has happened at one occurrence of a step that may open the answers of one seat.

    ``both`` finished it (a pass counts); ``joint`` names the properties that a joint step which both reached gathers;
    ``released`` by the counsellor.
    """

    both: bool = False
    joint: Collection[str] = frozenset()
    released: bool = False


@dataclass(frozen=True)
class Rule:
    """One row of the table: the key, and for every viewer the event that opens.

    Events are ``submitted``, ``both``, ``joint``, ``released`` and ``never``. ``closes`` is the event after which the
    writer may not replace what stood then: for ``aggregate`` that is earlier than any opening, because answering again
    and again against a fixed comparison would find out the other's values.
    """

    name: str
    key: str
    self: str
    partner: str
    counsellor: str
    safety: str
    closes: str


TABLE = {
    rule.name: rule
    for rule in (
        #     name          key   self         partner     counsellor   safety       closes
        Rule("private", OWN, "submitted", "never", "never", "never", "never"),
        Rule("choose", OWN, "submitted", "never", "never", "never", "never"),  # single items open as lifts
        Rule("both", OPEN, "submitted", "both", "both", "never", "both"),
        Rule("guess", OPEN, "submitted", "both", "both", "never", "both"),
        Rule("joint", OPEN, "submitted", "joint", "joint", "never", "joint"),
        Rule("released", OPEN, "submitted", "released", "submitted", "never", "released"),
        Rule("aggregate", OPEN, "submitted", "never", "never", "never", "both"),  # only compared, by core
        Rule("counsellor", CARE, "submitted", "never", "submitted", "never", "never"),
        Rule("screen", CARE, "never", "never", "never", "submitted", "never"),
    )
}
_PRIVATE = TABLE["private"]

_SENTENCES = {
    "private": N_("Only you can read this. Nobody else here ever can."),
    "choose": N_(
        "Only you can read this. Later you may show single entries to your partner or your counsellor; an entry you "
        "show opens a day later, and until then you can take it back."
    ),
    "both": N_("Your partner and your counsellor can read this as soon as you have both finished this step."),
    "guess": N_(
        "This is your guess. Your partner and your counsellor can read it, together with what your partner answered, "
        "as soon as you have both finished this step."
    ),
    "joint": N_(
        "Your partner and your counsellor can read this when you have both reached the step that brings your answers "
        "together."
    ),
    "released": N_("Your counsellor can read this as soon as you send it, and decides when your partner can."),
    "aggregate": N_(
        "Nobody else reads these answers. Once you have both finished this step, your partner and your counsellor can "
        "see only whether they lie lower, higher or about where your partner's do."
    ),
    "counsellor": N_("You and your counsellor can read this as soon as you send it. Your partner never can."),
    "screen": N_(
        "Your partner never sees this, and it is not shown to you again. It is read only where your safety asks for "
        "it, and only by your counsellor."
    ),
}
_WITHOUT_COUNSELLOR = {
    "private": _SENTENCES["private"],
    "choose": N_(
        "Only you can read this. Later you may show single entries to your partner; an entry you show opens a day "
        "later, and until then you can take it back."
    ),
    "both": N_("Your partner can read this as soon as you have both finished this step."),
    "guess": N_(
        "This is your guess. Your partner can read it, together with what your partner answered, as soon as you have "
        "both finished this step."
    ),
    "joint": N_("Your partner can read this when you have both reached the step that brings your answers together."),
    "released": N_("Nobody but you can read this: it would open only if a counsellor released it."),
    "aggregate": N_(
        "Nobody else reads these answers. Once you have both finished this step, your partner can see only whether "
        "they lie lower, higher or about where your partner's do."
    ),
    "counsellor": N_("Only you can read this. Your partner never can."),
    "screen": N_(
        "Your partner never sees this, and it is not shown to you again. It only helps to choose what suits you."
    ),
}


def rule_of(schema: Json | None, name: str) -> Rule:
    """The row of the table that stands on the top-level property *name* of a response schema."""
    return _rule(_properties(schema).get(name))


def _properties(schema: Json | None) -> Json:
    return (schema or {}).get("properties") or {}


def _rule(found: Any) -> Rule:
    # Asked for every property many times a page; of the two, the exact kind is the quick question.
    word = found.get("x-visibility") if isinstance(found, (dict, Mapping)) else None
    return TABLE.get(word, _PRIVATE) if isinstance(word, str) else _PRIVATE


def _rules(schema: Json | None) -> list[tuple[str, Rule]]:
    return [(name, _rule(found)) for name, found in _properties(schema).items()]


def has_happened(event: str, moment: Moment, name: str) -> bool:
    """Whether *event* of the table has happened for the property *name*."""
    if event == "joint":
        return name in moment.joint
    return event == "submitted" or (event == "both" and moment.both) or (event == "released" and moment.released)


def may_see(visibility: str, viewer: str, moment: Moment, name: str = "") -> bool:
    """The decision: whether *viewer* may see words of that visibility in the property *name* at *moment*.

    An unknown visibility is private, and an unknown viewer sees nothing.
    """
    return has_happened(_event(TABLE.get(visibility, _PRIVATE), viewer), moment, name)


def _event(rule: Rule, viewer: str) -> str:
    """What has to happen before *viewer* may see words under *rule*."""
    return str(getattr(rule, viewer)) if viewer in (SELF, PARTNER, COUNSELLOR, SAFETY) else "never"


def filter_answer(schema: Json | None, instance: Json, viewer: str, moment: Moment) -> Json:
    """What *viewer* may see of *instance* at *moment*."""
    return {k: v for k, v in instance.items() if may_see(rule_of(schema, k).name, viewer, moment, k)}


def opened(schema: Json | None, viewer: str, moment: Moment) -> frozenset[str]:
    """The properties that *viewer* may see at *moment*, whether or not anything was written there."""
    return frozenset(k for k, rule in _rules(schema) if has_happened(_event(rule, viewer), moment, k))


def closed(schema: Json | None, moment: Moment) -> frozenset[str]:
    """The properties that the writer may no longer replace, because something of them was shown."""
    return frozenset(k for k, rule in _rules(schema) if has_happened(rule.closes, moment, k))


def keys_of(schema: Json | None, viewer: str, moment: Moment) -> frozenset[str]:
    """The keys that *viewer* needs for what is open at *moment*; a key not named here has no business being there."""
    return frozenset(r.key for k, r in _rules(schema) if has_happened(_event(r, viewer), moment, k))


def split(schema: Json | None, instance: Json, *, shared: bool = False) -> dict[str, Json]:
    """*instance* in parts, one for each key it has to be sealed under; a shared answer lies under the couple's."""
    parts: dict[str, Json] = {}
    for name, value in instance.items():
        parts.setdefault(COUPLE if shared else rule_of(schema, name).key, {})[name] = value
    return parts


def visibilities(schema: Json | None) -> frozenset[str]:
    """The rows of the table that stand in a response schema."""
    return frozenset(rule.name for _, rule in _rules(schema))


def keys_held(schema: Json | None) -> frozenset[str]:
    """The keys that answers of this schema lie under."""
    return frozenset(TABLE[name].key for name in visibilities(schema))


def is_write_only(schema: Json | None) -> bool:
    """Whether a schema asks for anything that its writer is never shown again: then no draft and no review."""
    return "screen" in visibilities(schema)


def sentence(visibility: str, *, counsellor: bool = True) -> str:
    """Who will read it, and when, for who is about to write; a message to be looked up where it is drawn.

    *counsellor*: whether one accompanies them.
    """
    words = _SENTENCES if counsellor else _WITHOUT_COUNSELLOR
    return words.get(visibility, words["private"])
