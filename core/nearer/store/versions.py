"""Which versions of exercise types stand in drafts, libraries and editions, and how many answers hang on each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nearer.migrating import leads_here
from nearer.rules.contract import Json
from nearer.shapes import steps_of
from nearer.store.inside import Id, as_uuid
from nearer.store.sharing import Colleague, seen_by
from nearer.store.tables import Edition, Entry, Exercise, Program
from nearer.upgrading import Upgrade, upgrades

if TYPE_CHECKING:
    from nearer.registry import Registry


@dataclass(frozen=True)
class Outdated:
    """A step of a draft (or, with no step, an exercise of a library) with a form that is not of today."""

    document: UUID
    title: str
    step: str
    step_title: str
    upgrade: Upgrade


@dataclass(frozen=True)
class Published:
    """One type at one version in all editions: steps, answers, and how they are served."""

    type: str
    version: int
    today: int | None
    steps: int
    answers: int
    served: str


def list_outdated(
    session: Session, registry: Registry, practice_id: Id | None = None, *, who: Colleague | None = None
) -> Iterator[Outdated]:
    """What is not of today in drafts and libraries, of one practice or of all; what is archived stays out.

    With *who*, only exercises that they see.
    """
    for table in (Program, Exercise):
        columns: Any = table
        query = select(columns).where(columns.archived_at.is_(None)).order_by(columns.id)
        if practice_id is not None:
            query = query.where(columns.practice_id == as_uuid(practice_id))
        if who is not None and table is Exercise:
            query = query.where(seen_by(who))
        for row in session.scalars(query):
            document = json.loads(row.document)
            for content in [step for _, _, step in steps_of(document)] if table is Program else [document]:
                step, title = str(content.get("id", "")), str(content.get("title", ""))
                for each in upgrades(content, registry):
                    yield Outdated(row.id, row.title, step, title, each)


def list_published(session: Session, registry: Registry) -> list[Published]:
    """Every type and version that stands in an edition, by id and version."""
    entry: Any = Entry
    places = (entry.edition_sha, entry.step, entry.form)
    counted = select(*places, func.count()).where(entry.kind == "answer").group_by(*places)
    answers = {tuple(row[:3]): int(row[3]) for row in session.execute(counted)}
    steps: Counter[tuple[str, int]] = Counter()
    given: Counter[tuple[str, int]] = Counter()
    edition: Any = Edition
    for sha, text in session.execute(select(edition.sha, edition.document).order_by(edition.sha)):
        for step, form, frozen in _forms(json.loads(text)):
            what = (str(frozen["type"]), int(frozen["version"]))
            steps[what] += 1
            given[what] += answers.get((sha, step, form), 0)
    return [_published(*what, count, given[what], registry) for what, count in sorted(steps.items())]


def _forms(document: Json) -> Iterator[tuple[str, str, Json]]:
    for step, held in document["steps"].items():
        for form, frozen in held["forms"].items():
            yield step, form, frozen


def _published(type_id: str, version: int, steps: int, answers: int, registry: Registry) -> Published:
    kind = registry.types.get(type_id)
    served = "by core alone"
    if kind is not None and version in kind.versions:
        served = "as it is" if not leads_here(kind, version) else f"read as version {kind.version}"
    return Published(type_id, version, kind.version if kind else None, steps, answers, served)
