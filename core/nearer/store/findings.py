"""Scores, computed once in the writer's request and sealed under the key of their narrowest source."""

from __future__ import annotations

from sqlalchemy.orm import Session

from nearer.rules.contract import Json
from nearer.rules.scoring import score, sources
from nearer.rules.visibility import CARE, OPEN, OWN, TABLE
from nearer.store.boxes import Target, sealed, terms
from nearer.store.seats import Place
from nearer.store.writing import put_row


def keep_findings(session: Session, place: Place, target: Target, content: Json) -> None:
    """Compute the scores of *content* and keep them in place of earlier ones, with the visibilities they rest on."""
    scales = (target.form.scoring or {}).get("scales") or {}
    values = score(target.form.scoring, content)
    parts: dict[str, Json] = {}
    for name, scale in scales.items():
        given = terms(target.form.schema, sources(scale))
        part = parts.setdefault(narrowest(given), {"scores": {}, "as": {}})
        part["scores"][name], part["as"][name] = values[name], given
    for key, words in parts.items():
        about = {"key": key, "generation": place.keys.generation, "edition_sha": target.edition.sha}
        row = target.names(place.couple.id, place.seat.side) | about
        put_row(session, "finding", sealed(place.keys, "finding", row, words))


def narrowest(given: dict[str, str]) -> str:
    """The key for what rests on properties of these visibilities: own before care before open; own for nothing."""
    keys = {TABLE[word].key for word in given.values()} or {OWN}
    return next(key for key in (OWN, CARE, OPEN) if key in keys)
