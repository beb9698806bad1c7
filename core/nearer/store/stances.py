"""Together or alone: what each seat privately contributes, and the decision at the border of a stage.

A stance says for every stage whether this seat speaks for doing it together; the wish, an unfinished screen and a
flag lead to the same words in it, so that not even who holds the couple's key can tell which it was.
"""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nearer.rules.contract import Json
from nearer.rules.edition import Edition, Stage, Step
from nearer.rules.journey import Journey, local_day
from nearer.rules.scoring import raised
from nearer.rules.vocabulary import CONTRAINDICATIONS, SIDES
from nearer.store.boxes import Target, sealed
from nearer.store.care import care_of, read_care
from nearer.store.keys import open_row, seal_row
from nearer.store.seats import Place
from nearer.store.tables import metadata
from nearer.store.tasks import open_task
from nearer.store.writing import lock_couple, put_once, put_row

_seat, _stance, _decision = (metadata.tables[name].c for name in ("seat", "stance", "decision"))


def find_wish(place: Place) -> bool | None:
    """What this person privately wished, to show it to them again; None where they never said."""
    wish: bool | None = care_of(place.keys, place.seat)["wish"]
    return wish


def set_wish(session: Session, place: Place, edition: Edition, *, together: bool, now: datetime) -> None:
    """Keep the private wish to do things together where both forms exist; it counts from the next day on."""
    lock_couple(session, place.couple.id)
    care = read_care(session, place.couple.id, place.seat.side, place.keys) | {"wish": together}
    _keep(session, place, edition, care, local_day(place.couple.zone, now))


def record_screen(session: Session, place: Place, target: Target, answer: Json | None, *, today: date) -> None:
    """Take from *answer* (None: passed) what it says about care; writes the same rows whatever it says.

    Flags stay once they are raised. A screen that is passed, left blank or can't be evaluated leaves the seat
    unscreened; that, and a new flag, ask the counsellor to get in touch.
    """
    care = read_care(session, place.couple.id, place.seat.side, place.keys)
    found, is_checked = _evaluate(target, answer)
    is_screen = target.form.is_screen
    kind = "safety" if found - set(care["flags"]) else ""
    if is_screen and not is_checked and not care["screened"]:
        kind = kind or "screen_missing"
    care["flags"] = sorted(found | set(care["flags"]))
    care["screened"] = care["screened"] or (is_screen and is_checked)
    _keep(session, place, target.edition, care, today)
    open_task(session, place, kind, step=target.step.id, today=today)


def objections(step: Step) -> frozenset[str]:
    """What speaks against doing *step* together; a type that does not say is taken to be the heaviest."""
    forms = [each for each in step.forms.values() if each.of == "together"]
    declared = [each.protocol.get("contraindications") for each in forms]
    return frozenset(name for each in declared for name in (CONTRAINDICATIONS if each is None else each))


def decide_stages(session: Session, place: Place, journey: Journey, *, can_screen: bool = True) -> dict[str, str]:
    """Decide the form of every stage that opened for this seat and has none; returns all decisions.

    Together only if the counsellor released it (or, without a personal counsellor, the draw at the beginning fell so)
    and the stances of both, as they stood before today, say so. What was decided never changes. *can_screen*: whether
    the plugins of all screens are here; if not, it is alone, and the counsellor is asked to get in touch.
    """
    waiting = journey.undecided(place.seat.side)
    if not waiting:
        return dict(journey.facts.decisions)
    may_open = can_screen and _may_open(place, journey.edition)
    willing = _willing(session, place, journey) if may_open else frozenset()
    if not can_screen:
        open_task(session, place, "screen_missing", step=_a_screen(journey.edition), today=journey.today)
    for stage in waiting:
        row = {"couple_id": place.couple.id, "stage": stage}
        words = {"form": "together" if stage in willing else "alone"}
        put_once(session, "decision", sealed(place.keys, "decision", row, words))
    stands = select(metadata.tables["decision"]).where(_decision.couple_id == place.couple.id)
    return {row.stage: str(open_row(place.keys, "decision", row)["form"]) for row in session.execute(stands)}


def _evaluate(target: Target, answer: Json | None) -> tuple[set[str], bool]:
    """The flags that *answer* raises, and whether it could be checked at all."""
    if not answer:
        return set(), False
    try:
        return raised(target.form.flags, answer), True
    except Exception:  # noqa: BLE001 - a broken rule must neither lose the answer nor pass for a good result
        return set(CONTRAINDICATIONS), False


def _keep(session: Session, place: Place, edition: Edition, care: Json, today: date) -> None:
    """Seal the care words, and the stance that follows from them, for today."""
    at = SimpleNamespace(couple_id=place.couple.id, side=place.seat.side)
    session.execute(
        update(metadata.tables["seat"])
        .where(_seat.id == place.seat.id)
        .values(care_box=seal_row(place.keys, "seat_care", at, care))
    )
    words = {"together": {stage.id: int(_speaks_for(edition, stage, care)) for stage in edition.stages}}
    row = {"couple_id": place.couple.id, "seat": place.seat.side, "day": today}
    put_row(session, "stance", sealed(place.keys, "stance", row, words))


def _speaks_for(edition: Edition, stage: Stage, care: Json) -> bool:
    against = frozenset[str]().union(*(objections(edition.steps[step]) for step in stage.steps))
    return care["wish"] is True and care["screened"] is True and not against & set(care["flags"])


def _a_screen(edition: Edition) -> str:
    return next(step.id for step in edition.order if any(form.is_screen for form in step.forms.values()))


def _may_open(place: Place, edition: Edition) -> bool:
    """Whether anything but the two people themselves lets stages open together."""
    if place.couple.together_released or edition.program.get("personal", True) or place.couple.box is None:
        return place.couple.together_released
    return open_row(place.keys, "couple", place.couple).get("draw") is True


def _willing(session: Session, place: Place, journey: Journey) -> frozenset[str]:
    """The stages that both seats' latest stances before today speak for."""
    before = (_stance.couple_id == place.couple.id, _stance.day < journey.today)
    latest: dict[str, frozenset[str]] = {}
    for row in session.execute(select(metadata.tables["stance"]).where(*before).order_by(_stance.day)):
        words = open_row(place.keys, "stance", row)["together"]
        latest[row.seat] = frozenset(stage for stage, yes in words.items() if yes == 1)
    return frozenset.intersection(*(latest.get(side, frozenset()) for side in SIDES))
