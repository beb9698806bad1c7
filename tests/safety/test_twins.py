"""Twin couples with one clock and the same acts: how A answered about safety shows in nothing that B ever gets."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fixtures.installation import Person, Published
from fixtures.masks import OF_ONE_PAGE
from sqlalchemy import select

from nearer import desk
from nearer.store.care import read_care
from nearer.store.facts import load_facts
from nearer.store.keys import keys_for_counsellor
from nearer.store.tables import metadata

PROGRAM = "programs.deepening_emotional_intimacy"
RANDOM = re.compile(OF_ONE_PAGE + r"|[A-Za-z0-9_-]{20,}")
CONCERNING = {"afraid": "often", "free_to_say_no": "no", "hurt": "yes", "controlled": "often", "drink": "often"}
CALM = {"afraid": "no", "free_to_say_no": "yes", "hurt": "no", "controlled": "no", "drink": "no"}


@pytest.fixture(scope="module")
def bundled() -> Any:
    """Everything that is installed, as a real installation loads it."""
    from nearer.registry import load_plugins

    return load_plugins()


@pytest.fixture
def registry(bundled):
    return bundled


@pytest.fixture
def published(publish, registry) -> Published:
    """The real program."""
    return publish({name: value for name, value in registry.templates[PROGRAM].items() if name != "key"})


def told(reply: Any) -> tuple[Any, ...]:
    """All that a reply tells, with random ids masked."""
    assert reply.status_code in (200, 303), reply.text  # pages that fail alike would prove nothing
    headers = sorted((name, RANDOM.sub("#", value)) for name, value in reply.headers)
    return reply.status_code, len(reply.data), headers, RANDOM.sub("#", reply.text)


class Twin:
    """One of the couples: what both do, and everything that B got of it."""

    def __init__(self, pair: tuple[Person, Person], paths: list[str], answers: dict[str, str]) -> None:
        self.ada, self.bo = pair
        self.paths, self.answers = paths, {f"f/{name}": value for name, value in answers.items()}
        self.got: list[tuple[str, Any]] = []
        self.own: list[Any] = []

    def look(self, when: str) -> None:
        """B opens every page there is."""
        self.got += [(f"{when}: {path}", told(self.bo.get(path))) for path in self.paths]

    def act(self, when: str, person: Person, path: str, fields: dict[str, str]) -> None:
        """Somebody sends a form; B gets the reply to B's own."""
        reply = person.post(path, fields)
        assert reply.status_code == 303, (when, path, reply.text)
        (self.got if person is self.bo else self.own).append((f"{when}: sent {path}", told(reply)))

    def screen(self, step: str, when: str) -> None:
        """A answers about safety, then sees what comes next; B answers as everybody might."""
        self.act(when, self.ada, step, self.answers)
        self.own += [told(self.ada.get(path)) for path in (step, "", step + "?again=yes")]
        self.look(f"{when}, A answered")
        self.act(when, self.bo, step, {f"f/{name}": value for name, value in CALM.items()})

    def go_on(self, when: str, screens: list[str]) -> None:
        """Both finish whatever is open, in turns, until nothing is."""
        for step in screens:
            if f"{self.ada.home}{step}" in self.ada.get().text and 'name="f/afraid"' in self.ada.get(step).text:
                self.screen(step, when)
        done: set[str] = set()
        while todo := [each for each in self.open_places() if f"{each[0].seat}{each[1]}" not in done]:
            for person, path in todo:
                done.add(f"{person.seat}{path}")
                if 'value="pass"' in person.get(path).text:
                    self.act(when, person, path, {"do": "pass"})
        self.look(f"{when}, later")

    def open_places(self) -> list[tuple[Person, str]]:
        """The steps that the overviews lead to."""
        found = [(p, re.findall(rf'href="{p.home}(s-[^"]+)"', p.get().text)) for p in (self.ada, self.bo)]
        return [(person, path) for person, paths in found for path in dict.fromkeys(paths)]

    def come_back(self) -> None:
        for person in (self.ada, self.bo):
            person.come_back()


@pytest.fixture
def twins(installation, published, enrol):
    """Two couples of the real program, the second with a concerning screen, and the paths of its screens."""
    with desk.session_scope(installation.engine) as session:
        (publication,) = session.execute(select(metadata.tables["publication"].c.edition_sha)).all()
        edition = desk.load_edition(session, publication.edition_sha)
    paths = [
        f"{step.id}/{n}{end}" for step in edition.order for n in range(1, step.occurrences + 1) for end in ("", "/live")
    ]
    screens = [f"{step.id}/1" for step in edition.order if step.form("alone").type == "safety.screen"]
    assert len(screens) == 2
    pairs = [Twin(enrol(), ["", "ways", "together", *paths], answers) for answers in (CALM, CONCERNING)]
    return pairs, screens


def run(twins: Any, clock: Any, days: int, *, wishes: tuple[str, str] = ("together", "together")) -> None:
    """The same days for both couples."""
    pairs, screens = twins
    for day in range(days):
        for twin in pairs:
            if day:
                twin.come_back()
            else:
                twin.act("at first", twin.ada, "together", {"wish": wishes[0]})
                twin.act("at first", twin.bo, "together", {"wish": wishes[1]})
            twin.go_on(f"day {day}", screens)
        clock.move(days=1)


def first_difference(twins: Any) -> Any:
    calm, concerned = twins[0]
    assert len(calm.got) == len(concerned.got)
    return next((one[0] for one, other in zip(calm.got, concerned.got, strict=True) if one != other), None)


def release(installation: Any, published: Any) -> None:
    """The counsellor releases both couples for what is done together."""
    with desk.session_scope(installation.engine, write=True) as session:
        for couple in desk.list_couples(session, published.practice):
            desk.release_together(session, published.practice, couple.public, released=True)


def forms_decided(installation: Any, published: Any) -> list[set[str]]:
    """The forms decided so far, of each couple."""
    found = []
    with desk.session_scope(installation.engine) as session:
        for couple in desk.list_couples(session, published.practice):
            keys = keys_for_counsellor(session, installation.keyring, couple.id)
            found.append(set(load_facts(session, couple, keys).decisions.values()))
    return found


def test_without_a_release_days_pass_alike(twins, clock, installation, published):
    run(twins, clock, 5)
    assert len(twins[0][0].got) > 300
    assert first_difference(twins) is None
    assert twins[0][0].own == twins[0][1].own
    assert forms_decided(installation, published) == [{"alone"}, {"alone"}]


def test_with_a_release_on_the_same_day_nothing_shows_at_once(twins, clock, installation, published):
    release(installation, published)
    run(twins, clock, 1)
    assert first_difference(twins) is None
    assert twins[0][0].own == twins[0][1].own


def test_with_a_release_and_one_wish_only_days_pass_alike(twins, clock, installation, published):
    release(installation, published)
    run(twins, clock, 3, wishes=("together", "alone"))
    assert first_difference(twins) is None


def test_the_flags_are_there_all_the_same(twins, clock, installation, published):
    """The comparison means something: one couple has flags and a task, the other none."""
    run((twins[0], twins[1][:1]), clock, 1)
    found = []
    with desk.session_scope(installation.engine) as session:
        for couple in desk.list_couples(session, published.practice):
            keys = keys_for_counsellor(session, installation.keyring, couple.id)
            found.append({flag for side in "ab" for flag in read_care(session, couple.id, side, keys)["flags"]})
        tasks = desk.list_tasks(session, published.practice)
    assert sorted(found, key=len) == [set(), {"fear", "ipv_clinical", "intoxication"}]
    assert len(tasks) == 1
