"""Fifty couples at different places: what the forecast says of each step is what then happens, for each choice."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import pytest
from fixtures import trial
from fixtures.editing import add, ask_otherwise, move, remove, reword, shorten
from sqlalchemy import func, select

from nearer import desk
from nearer.comparing import AGAIN, CARRIED, GONE, REWORDED, STAYS
from nearer.rules import journey
from nearer.rules.journey import DONE
from nearer.store.before import list_before
from nearer.store.editions import load_edition
from nearer.store.facts import load_facts
from nearer.store.keys import keys_of_couples
from nearer.store.moves import order_move, run_move
from nearer.store.moving import ALL, NOBODY, UNAFFECTED, forecast_move
from nearer.store.tables import Couple, Entry, Move, metadata

COUPLES = 50
DRAFT, ENTRY, FACT, SEAT = (metadata.tables[name] for name in ("draft", "entry", "fact", "seat"))


@pytest.fixture
def installation(empty_url, tmp_path, clock, registry):
    """An installation on each of the two databases."""
    from nearer.installation import make_installation
    from nearer.settings import Settings

    settings = Settings(base_url="http://localhost", data=tmp_path / "data", database=empty_url, demo=True)
    made = make_installation(settings, clock, registry=registry)
    yield made
    made.engine.dispose()


def full_program() -> dict[str, Any]:
    """The trial program, open from the beginning, so that couples can be anywhere."""
    document = trial.program()
    for stage in document["stages"]:
        for step in stage["steps"]:
            if step["delivery"]["rule"] == "after_both":
                step["delivery"] = {"rule": "at_once"}
    return document


@pytest.fixture
def published(publish):
    return publish(full_program())


@dataclass
class Crowd:
    """Couples of one program, and what a counsellor does to it."""

    installation: Any
    published: Any
    clock: Any

    def publish(self, document: dict[str, Any]) -> Any:
        """Publish *document* in place of what stands; the publication."""
        with desk.session_scope(self.installation.engine, write=True) as session:
            here = {"registry": self.installation.registry, "now": self.clock()}
            draft = desk.get_program(session, self.published.practice, self.published.program)
            desk.save_program(session, draft, document, revision=draft.revision, **here)
            return desk.publish_program(session, self.published.practice, self.published.program, **here)

    def forecast(self, sha: str) -> Any:
        """What moving to the edition *sha* would do."""
        with desk.session_scope(self.installation.engine) as session:
            edition, kinds = load_edition(session, sha), self.installation.registry.types
            return forecast_move(session, self.published.program, edition, kinds)

    def move(self, publication: Any, choice: str) -> None:
        """Carry the choice out."""
        if choice == NOBODY:
            return
        with desk.session_scope(self.installation.engine, write=True) as session:
            order = order_move(session, publication, choice, now=self.clock()).id
        while run_move(self.installation, order, most=7):
            pass

    def couples(self) -> list[Any]:
        """Every couple."""
        with desk.session_scope(self.installation.engine) as session:
            return list(session.scalars(select(Couple).order_by(metadata.tables["couple"].c.id)))

    def standing(self, couple: Any) -> dict[tuple[str, int, str], tuple[bool, bool]]:
        """For every place and seat where something was done: whether it counts, and whether it stands aside."""
        with desk.session_scope(self.installation.engine) as session:
            keys = keys_of_couples(session, self.installation.keyring, [couple.id])[couple.id]
            facts = load_facts(session, couple, keys)
            where = journey.state(load_edition(session, couple.edition_sha), facts, self.clock())
            rows = session.execute(
                select(metadata.tables["fact"]).where(metadata.tables["fact"].c.couple_id == couple.id)
            )
            spots = [(row.step, row.occurrence, row.seat) for row in rows]
            kept = {
                (each.target.step.id, each.target.occurrence, side)
                for side in "ab"
                for each in list_before(session, couple.id, side)
            }
            places = {spot: where.place(spot[2], spot[0], spot[1]) for spot in spots}
            return {spot: (bool(place) and place.status == DONE, spot in kept) for spot, place in places.items()}

    def seats(self, couple: Any) -> set[str]:
        """The ids of the two seats of a couple."""
        with desk.session_scope(self.installation.engine) as session:
            return set(session.scalars(select(SEAT.c.id).where(SEAT.c.couple_id == couple.id)))


def entries_of(couple: Any) -> Any:
    """The entries of a couple, for a query."""
    return select(ENTRY).where(ENTRY.c.couple_id == couple)


@pytest.fixture
def crowd(installation, published, clock) -> Crowd:
    return Crowd(installation, published, clock)


def live(ada, bo, chance: random.Random) -> None:
    """Lets two people get somewhere: some alone, some with drafts, passes, a talk begun, everything, or nothing."""
    if chance.random() < 0.3:
        ada.post("s-everything/1", {"f/feeling": "Only this"})
    else:
        live_on(ada, bo, chance)
    if chance.random() < 0.4:
        ada.post("s-talk/1/script", {"do": "start"})


def live_on(ada, bo, chance: random.Random) -> None:
    """The same for a couple that does more."""
    for person in (ada, bo) if chance.random() < 0.8 else (ada,):
        if chance.random() < 0.7:
            person.post("s-screen/1", {"f/afraid": chance.choice(["no", "yes"])})
        for step, field in (("s-everything", "f/feeling"), ("s-diary", "f/entry"), ("s-days", "f/entry")):
            does = chance.random()
            if does < 0.5:
                person.post(f"{step}/1", {field: "words"})
            elif does < 0.6:
                person.post(f"{step}/1", {"do": "pass"})
            elif does < 0.8:
                person.post(f"{step}/1/draft", {field: "half a"})
    if chance.random() < 0.5:
        ada.post("s-plan/1", {"f/plan": "A walk"})
        if chance.random() < 0.7:
            bo.post("s-plan/1/confirm")


def edited() -> dict[str, Any]:
    """The program after an edit of every kind."""
    document = reword(full_program(), "s-everything")
    document = ask_otherwise(document, "s-diary")
    document = ask_otherwise(document, "s-plan")
    document = remove(document, "s-screen")
    document = shorten(document, "s-days", 2)
    document = move(document, "s-days", 0, 0)
    return add(document, trial.step("fresh", trial.Everything), 1, 0)


KEPT = {STAYS: "kept", REWORDED: "kept", CARRIED: "kept", AGAIN: AGAIN, GONE: GONE}


def happened(crowd: Crowd, couple: Any, people: tuple[Any, Any]) -> dict[str, set[str]]:
    """What can be seen to have become of each step of a couple: by facts, by what stands aside, and on the pages."""
    found: dict[str, set[str]] = defaultdict(set)
    with desk.session_scope(crowd.installation.engine) as session:
        steps = load_edition(session, couple.edition_sha).steps
        drafts = session.execute(
            select(DRAFT).where(DRAFT.c.couple_id == couple.id).order_by(DRAFT.c.step, DRAFT.c.occurrence)
        ).all()
        entries = {(row.step, row.occurrence, row.seat) for row in session.execute(entries_of(couple.id))}
        sides = {row.id: row.side for row in session.execute(select(SEAT).where(SEAT.c.couple_id == couple.id))}

    def is_there(step: str, occurrence: int) -> bool:
        return step in steps and occurrence <= steps[step].occurrences

    for (step, occurrence, _), (counts, is_aside) in crowd.standing(couple).items():
        assert counts != is_aside
        found[step].add("kept" if counts else AGAIN if is_there(step, occurrence) else GONE)
    for row in drafts:
        person = next(each for each in people if sides[each.seat] == row.seat)
        if (row.step, row.occurrence, row.seat) not in entries:
            page = person.get(f"{row.step}/{row.occurrence}")
            if is_there(row.step, row.occurrence):
                assert "half a" in page.text, "the draft is there"
                found[row.step].add(AGAIN if "renewed meanwhile" in page.text else "kept")
            else:
                assert page.status_code == 404
                found[row.step].add(GONE)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("choice", [NOBODY, UNAFFECTED, ALL])
def test_the_forecast_equals_what_then_happens(choice, crowd, enrol):
    chance, everybody = random.Random(11), []
    for number in range(COUPLES):
        everybody.append(enrol(names=(f"Ada {number}", f"Bo {number}"), ready=False))
        live(*everybody[-1], chance)
    publication = crowd.publish(edited())
    forecast = crowd.forecast(publication.edition_sha)
    assert forecast.couples == forecast.unaffected + forecast.affected == COUPLES
    assert min(forecast.unaffected, forecast.affected) >= 5, "there are couples of both kinds"
    crowd.move(publication, choice)
    steps: dict[str, Counter[str]] = defaultdict(Counter)
    moved = 0
    for couple in crowd.couples():
        people = next(pair for pair in everybody if pair[0].seat in crowd.seats(couple))
        found = happened(crowd, couple, people)
        is_moved = couple.edition_sha == publication.edition_sha
        moved += is_moved
        if choice != ALL:
            assert {each for fates in found.values() for each in fates} <= {"kept"}
        for step, fates in found.items():
            steps[step][next(each for each in (GONE, AGAIN, "kept") if each in fates)] += 1
    assert moved == {NOBODY: 0, UNAFFECTED: forecast.unaffected, ALL: COUPLES}[choice]
    if choice == ALL:
        foreseen = {step: Counter() for step in forecast.steps}
        for step, counts in forecast.steps.items():
            for fate, number in counts.items():
                foreseen[step][KEPT[fate]] += number
        assert steps == foreseen
        assert {GONE, AGAIN, "kept"} <= {fate for counts in steps.values() for fate in counts}


def test_a_move_that_is_stopped_anywhere_goes_on_and_ends_as_one_that_was_not(crowd, enrol, monkeypatch):
    from nearer.store import moves

    for number in range(6):
        ada, _ = enrol(names=(f"Ada {number}", "Bo"), ready=False)
        ada.post("s-diary/1", {"f/entry": "x"})
    publication = crowd.publish(ask_otherwise(full_program(), "s-diary"))
    with desk.session_scope(crowd.installation.engine, write=True) as session:
        order = order_move(session, publication, ALL, now=crowd.clock()).id
        entries = session.scalar(select(func.count()).select_from(Entry))
    real, calls = moves.move_couple, []

    def dies(*args: Any, **options: Any) -> bool:
        is_moved = real(*args, **options)
        calls.append(1)
        if len(calls) % 2:
            raise KeyboardInterrupt  # after its writing, before its commit
        return is_moved

    monkeypatch.setattr(moves, "move_couple", dies)
    for _ in range(6):
        with pytest.raises(KeyboardInterrupt):
            run_move(crowd.installation, order, most=9)
    monkeypatch.setattr(moves, "move_couple", real)
    while run_move(crowd.installation, order, most=9):
        pass
    assert {each.edition_sha for each in crowd.couples()} == {publication.edition_sha}
    with desk.session_scope(crowd.installation.engine) as session:
        found = session.get_one(Move, order)
        assert (found.moved, found.stayed, found.done) == (6, 0, True)
        assert session.scalar(select(func.count()).select_from(Entry)) == entries, "nothing is deleted"
    assert run_move(crowd.installation, order) == 0


def test_who_publishes_anew_meanwhile_ends_an_older_order(crowd, enrol):
    enrol(ready=False)
    first = crowd.publish(ask_otherwise(full_program(), "s-diary"))
    crowd.publish(ask_otherwise(full_program(), "s-diary", "And again."))
    crowd.move(first, ALL)
    assert crowd.couples()[0].edition_sha not in {first.edition_sha}


def test_couples_do_not_go_where_other_people_would_read_along(crowd, enrol):
    ada, _ = enrol(ready=False)
    ada.post("s-everything/1", {"f/feeling": "x"})
    was = crowd.couples()[0].edition_sha
    publication = crowd.publish({**full_program(), "personal": False})
    assert crowd.forecast(publication.edition_sha).bound == 1
    crowd.move(publication, ALL)
    assert crowd.couples()[0].edition_sha == was
