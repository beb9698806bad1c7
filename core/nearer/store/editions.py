"""Editions: stored once under the digest of their content, compiled once per process."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from datetime import datetime
from threading import Lock

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from nearer.errors import NotFoundError
from nearer.rules import edition as compiled
from nearer.rules.canonical import canonical
from nearer.rules.contract import Json
from nearer.store.engine import Reader
from nearer.store.tables import metadata
from nearer.store.writing import put_once

KEPT = 64
_edition = metadata.tables["edition"].c
_DOCUMENT = select(_edition.document).where(_edition.sha == bindparam("sha"))

_kept: OrderedDict[str, compiled.Edition] = OrderedDict()
_lock = Lock()


def load_edition(session: Reader, sha: str) -> compiled.Edition:
    """The compiled edition named *sha*: many requests share one object, since an edition never changes.

    Raises:
        NotFoundError: there is none.
    """
    with _lock:
        if sha in _kept:
            _kept.move_to_end(sha)
            return _kept[sha]
    document = session.execute(_DOCUMENT, {"sha": sha}).scalar()
    if document is None:
        raise NotFoundError("There is no such edition.")
    edition = compiled.compile_edition(json.loads(document), sha)
    with _lock:
        _kept[sha] = edition
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return edition


def keep_edition(session: Session, document: Json, *, now: datetime) -> str:
    """Store an edition document under its digest, unless it is there; returns the digest."""
    text = canonical(document)
    sha = hashlib.sha256(text.encode()).hexdigest()
    put_once(session, "edition", {"sha": sha, "document": text, "created_at": now})
    return sha
