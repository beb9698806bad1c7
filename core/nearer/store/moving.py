"""Moves couples to another edition, one transaction each, and says beforehand what becomes of what they did.

Nothing is deleted: what does not fit any more stands aside (:mod:`nearer.store.before`), and counts again when the
couple comes back to an edition that it fits. Forecast and move ask the same rules about the same rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from nearer.comparing import AGAIN, GONE, Comparison, Kinds, Mark, fates, heaviest, is_unaffected
from nearer.rules import journey
from nearer.rules.edition import Edition
from nearer.rules.visibility import Moment
from nearer.rules.vocabulary import SIDES
from nearer.store.editions import load_edition
from nearer.store.engine import Reader
from nearer.store.facts import load_facts
from nearer.store.keyring import Keyring
from nearer.store.keys import SHARED, keys_of_couples
from nearer.store.tables import Couple, metadata
from nearer.store.writing import lock_couple, put_once, put_row

NOBODY, UNAFFECTED, ALL = "nobody", "unaffected", "all"
CHOICES = (NOBODY, UNAFFECTED, ALL)
MOST, BATCH = 1_000, 200
_tables = metadata.tables
_entry, _draft, _fact, _lift, _release, _renewal, _couple = (
    _tables[name].c for name in ("entry", "draft", "fact", "lift", "release", "renewal", "couple")
)
_SPOT = ("step", "occurrence", "seat")
_OF_THESE = _entry.couple_id.in_(bindparam("couples", expanding=True))
_LAST = select(_entry.couple_id, *(_entry[name] for name in _SPOT), func.max(_entry.n).label("n")).where(_OF_THESE)
_LATEST = _LAST.group_by(_entry.couple_id, *(_entry[name] for name in _SPOT)).subquery()
_MARKS = select(_entry.couple_id, *(_entry[name] for name in _SPOT), _entry.edition_sha, _entry.form, _entry.n).join(
    _LATEST, and_(*(_entry[name] == _LATEST.c[name] for name in ("couple_id", *_SPOT, "n")))
)
_DRAFTS = select(_draft.couple_id, *(_draft[name] for name in _SPOT), _draft.edition_sha).where(
    _draft.couple_id.in_(bindparam("couples", expanding=True))
)


class Latest(NamedTuple):
    """The latest that was given at a place by a seat, and its number."""

    mark: Mark
    n: int


@dataclass(frozen=True)
class Doings:
    """What a couple did (the latest of each seat at each place) and what it has begun to write; no word of it."""

    latest: tuple[Latest, ...] = ()
    drafts: tuple[Mark, ...] = ()

    def fates(self, comparisons: Mapping[str, Comparison]) -> dict[tuple[str, int, str], str]:
        """What becomes of all that was given."""
        return fates((each.mark for each in self.latest), comparisons)

    def begun(self, comparisons: Mapping[str, Comparison]) -> dict[tuple[str, int, str], str]:
        """What becomes of all that was given or begun."""
        given = self.fates(comparisons)
        return fates((each for each in self.drafts if each[:3] not in given), comparisons) | given


@dataclass
class Forecast:
    """What moving would do: ``steps`` counts, for each step, the couples by the heaviest that becomes of it there.

    ``couples`` are those looked at; ``more``: there are others. ``bound`` agreed to something else and can't be moved.
    """

    couples: int = 0
    more: bool = False
    there: int = 0
    bound: int = 0
    unaffected: int = 0
    affected: int = 0
    steps: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, found: Mapping[tuple[str, int, str], str]) -> None:
        """Count one couple."""
        by_step: dict[str, list[str]] = defaultdict(list)
        for (step, _, _), fate in found.items():
            by_step[step].append(fate)
        for step, each in by_step.items():
            self.steps[step][heaviest(each)] += 1
        if is_unaffected(found.values()):
            self.unaffected += 1
        else:
            self.affected += 1


class Compared(dict[str, Comparison]):
    """The ways from editions to one, compared when they are first asked for."""

    def __init__(self, session: Reader, new: Edition, kinds: Kinds) -> None:
        super().__init__()
        self.session, self.new, self.kinds = session, new, kinds

    def __missing__(self, sha: str) -> Comparison:
        found = self[sha] = Comparison(load_edition(self.session, sha), self.new, self.kinds)
        return found


def forecast_move(
    session: Reader, program_id: UUID, new: Edition, kinds: Kinds, *, most: int = MOST, only: UUID | None = None
) -> Forecast:
    """What moving the couples of a program (or the couple *only*) to *new* would do to each step.

    It looks at up to *most* couples.
    """
    found, compared = Forecast(), Compared(session, new, kinds)
    one = select(_couple.id, _couple.edition_sha).where(_couple.id == only)
    for rows in _batches(session, program_id, most + 1) if only is None else [session.execute(one).all()]:
        touched = [row.id for row in rows if row.edition_sha != new.sha and compared[row.edition_sha].is_way]
        doings = list_doings(session, touched)
        for row in rows:
            if found.couples == most:
                found.more = True
                return found
            found.couples += 1
            if row.edition_sha == new.sha:
                found.there += 1
            elif not compared[row.edition_sha].is_way:
                found.bound += 1
            else:
                found.add(doings[row.id].begun(compared))
    return found


def _batches(session: Reader, program_id: UUID, most: int) -> Iterator[Sequence[Any]]:
    after: UUID | None = None
    while most > 0:
        rows = list_couples_of(session, program_id, after=after, limit=min(BATCH, most))
        if rows:
            yield rows
        if len(rows) < BATCH:
            return
        after, most = rows[-1].id, most - len(rows)


def list_couples_of(
    session: Reader, program_id: UUID, *, after: UUID | None = None, limit: int = BATCH
) -> Sequence[Any]:
    """Couples of a program (``id``, ``edition_sha``), oldest first, behind *after*."""
    later = [] if after is None else [_couple.id > after]
    query = select(_couple.id, _couple.edition_sha).where(_couple.program_id == program_id, *later)
    return session.execute(query.order_by(_couple.id).limit(limit)).all()


def list_doings(session: Reader, couples: Iterable[UUID]) -> dict[UUID, Doings]:
    """What each of *couples* did and has begun, in two queries."""
    wanted = {"couples": list(couples)}
    latest: dict[UUID, list[Latest]] = defaultdict(list)
    drafts: dict[UUID, list[Mark]] = defaultdict(list)
    for row in session.execute(_MARKS, wanted):
        latest[row.couple_id].append(Latest(Mark(*row[1:4], row.edition_sha, row.form), row.n))
    for row in session.execute(_DRAFTS, wanted):
        drafts[row.couple_id].append(Mark(*row[1:4], row.edition_sha, ""))
    return {each: Doings(tuple(latest[each]), tuple(drafts[each])) for each in wanted["couples"]}


def move_couple(
    session: Session, keyring: Keyring, couple_id: UUID, new: Edition, kinds: Kinds, *, choice: str, now: datetime
) -> bool:
    """Move one couple to *new*; False where it stays by *choice*, or agreed to something else. Again is once.

    What does not fit stands aside, with what had been opened of it; what fits (again) counts (again).
    """
    lock_couple(session, couple_id)
    couple = session.get_one(Couple, couple_id, populate_existing=True)
    if couple.edition_sha == new.sha:
        return True
    compared = Compared(session, new, kinds)
    doings = list_doings(session, [couple_id])[couple_id]
    is_way, found = compared[couple.edition_sha].is_way, doings.begun(compared)
    if not is_way or (choice == UNAFFECTED and not is_unaffected(found.values())):
        return False
    _Moving(session, keyring, couple, new, now).apply(doings, found)
    couple.edition_sha = new.sha
    session.flush()
    return True


@dataclass(frozen=True)
class _Moving:
    session: Session
    keyring: Keyring
    couple: Couple
    new: Edition
    now: datetime

    def apply(self, doings: Doings, found: Mapping[tuple[str, int, str], str]) -> None:
        """Let what does not fit stand aside, and what fits count."""
        aside = {(row.step, row.occurrence, row.seat): row for row in self._renewals()}
        leaving = [each for each in doings.latest if found[each.mark[:3]] in (AGAIN, GONE)]
        leaving = [each for each in leaving if each.mark[:3] not in aside or aside[each.mark[:3]].n < each.n]
        for spot, row in aside.items():
            if found.get(spot, found.get((*spot[:2], SHARED))) not in (AGAIN, GONE):
                self._take_back(row)
        if leaving:
            then = self._then()
            for each in leaving:
                self._put_aside(each.mark, each.n, then)
                for side in SIDES if each.mark.seat == SHARED else ():
                    if (*each.mark[:2], side) not in found and then.fact(side, *each.mark[:2]):
                        self._put_aside(each.mark._replace(seat=side), 0, then)  # what both share is this one's, too
        for (step, occurrence), is_kept in _by_spot(found).items():
            here = (_fact.couple_id == self.couple.id, _fact.step == step, _fact.occurrence == occurrence)
            for side, kept in is_kept.items():
                seat = () if side == SHARED else (_fact.seat == side,)
                self.session.execute(update(_tables["fact"]).where(*here, *seat).values(done=kept))

    def _renewals(self) -> Sequence[Row[Any]]:
        return self.session.execute(select(_tables["renewal"]).where(_renewal.couple_id == self.couple.id)).all()

    def _then(self) -> journey.Journey:
        """Where both stood in the edition that they leave."""
        keys = keys_of_couples(self.session, self.keyring, [self.couple.id])[self.couple.id]
        before = load_edition(self.session, self.couple.edition_sha)
        return journey.state(before, load_facts(self.session, self.couple, keys), self.now)

    def _put_aside(self, mark: Mark, n: int, then: journey.Journey) -> None:
        step, occurrence, seat, edition, form = mark
        place = {"couple_id": self.couple.id, "step": step, "occurrence": occurrence}
        known = then.edition.steps.get(step)
        moment = then.moment("a" if seat == SHARED else seat, known, occurrence) if known else Moment()
        opened = {"both": moment.both, "joint": " ".join(sorted(moment.joint)), "released": moment.released}
        put_row(self.session, "renewal", place | {"seat": seat, "n": n, "edition_sha": edition, "form": form} | opened)
        # A release was given for these words, not for those that come in their place.
        at = [_release[name] == value for name, value in place.items()]
        self.session.execute(delete(_tables["release"]).where(*at, _release.side == seat, _release.side != SHARED))
        at = [_lift[name] == value for name, value in place.items()]
        self.session.execute(delete(_tables["lift"]).where(*at, _lift.seat == seat, _lift.opens_at > self.now))

    def _take_back(self, row: Row[Any]) -> None:
        here = (_renewal[name] == getattr(row, name) for name in ("couple_id", *_SPOT))
        self.session.execute(delete(_tables["renewal"]).where(*here))
        if row.released:
            place = {"couple_id": row.couple_id, "step": row.step, "occurrence": row.occurrence, "side": row.seat}
            put_once(self.session, "release", place | {"day": journey.local_day(self.couple.zone, self.now)})


def _by_spot(found: Mapping[tuple[str, int, str], str]) -> dict[tuple[str, int], dict[str, bool]]:
    """For each place whether facts there count: of both, as what they share there says, then of each seat."""
    kept: dict[tuple[str, int], dict[str, bool]] = defaultdict(dict)
    for (step, occurrence, seat), fate in sorted(found.items(), key=lambda each: each[0][2]):
        kept[step, occurrence][seat] = fate not in (AGAIN, GONE)
    return kept
