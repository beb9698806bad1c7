"""A thousand simulated couples: alone is what release, draw and wishes make it, so that no form tells of a flag."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fixtures.installation import Person
from fixtures.masks import OF_ONE_PAGE
from sqlalchemy import func, select, update

from nearer import desk
from nearer.rules.edition import Edition, compile_edition
from nearer.rules.journey import Fact, Facts, local_day, state
from nearer.store import care, couples, editions, entries, invitations, seats, stances
from nearer.store.boxes import Target
from nearer.store.keys import keys_for_counsellor, seal_row
from nearer.store.tables import Link, metadata

COUPLES, PAIRS = 500, 20
"""Of each of two programs, one that a counsellor releases and one with a draw; and the pairs that live them in turn.

Claiming a place is slow by design (its code is hashed), so each pair lives many lives, each undone before the next.
"""

WISHED, RELEASED, FLAGGED, DRAWN = 0.9, 0.6, 0.3, 2 / 3
"""How often a person wishes for together, a counsellor releases, a screen raises a flag, and the draw falls so."""

SCREEN = "safety.screen"
RANDOM = re.compile(OF_ONE_PAGE + r"|[A-Za-z0-9_-]{20,}")
CONCERNING = {
    "afraid": "often", "free_to_say_no": "no", "later_price": "yes", "hurt": "yes", "pressed": "yes",
    "controlled": "often", "own_force": "yes", "no_wish_to_live": "often", "overwhelmed": "yes", "drink": "often",
}  # fmt: skip
"""An answer to each question that speaks against every talk; two more speak only against some."""
CALM = {"afraid": "no", "free_to_say_no": "yes", "hurt": "no"}


@pytest.fixture(scope="module")
def registry() -> Any:
    """Everything that is installed, as a real installation loads it."""
    from nearer.registry import load_plugins

    return load_plugins()


@dataclass(frozen=True)
class Outcome:
    """What one couple brought, and the form that the second stage got."""

    flagged: bool
    wished: bool
    allowed: bool
    form: str

    @property
    def expected(self) -> str:
        """The rule, said once more."""
        return "together" if self.wished and self.allowed and not self.flagged else "alone"


class Simulation:
    """Couples of one program in the real store: begin, claim, wish, answer the screen; decide when the stage comes."""

    def __init__(self, installation: Any, document: dict[str, Any], publish: Any) -> None:
        kept = {name: value for name, value in document.items() if name != "key"}
        self.installation, self.published = installation, publish(kept)
        self.now = installation.clock()
        with desk.session_scope(installation.engine) as session:
            self.link = session.scalars(select(Link)).one()
            session.expunge(self.link)
            sha = session.scalars(select(metadata.tables["edition"].c.sha)).one()
            self.edition: Edition = editions.load_edition(session, sha)

    def place(self, session: Any, began: Any) -> Any:
        return seats.enter(session, self.installation.keyring, began.seat, began.session_token, self.now)

    def couple(self, session: Any) -> list[Any]:
        """Two people who began at the link."""
        keyring, options = self.installation.keyring, {"agreed": True, "now": self.now}
        first = couples.begin(session, keyring, self.link, self.edition, **options)
        code = invitations.invite(session, keyring, self.place(session, first), now=self.now)
        return [first, couples.claim(session, keyring, code, **options)]

    def answer(self, session: Any, place: Any, instance: dict[str, str]) -> None:
        """Answer the first screen."""
        step = self.edition.order[0]
        assert step.forms["any"].type == SCREEN
        target = Target(self.edition, step, 1, step.form("alone"))
        assert entries.submit_answer(session, place, target, instance, n=1, now=self.now).state == "stored"

    def decide(self, session: Any, began: Any) -> str:
        """The form of the second stage, when both have done the first and come there a week later."""
        stage = next(each for each in self.edition.two_form_stages if each.index > 0)
        before = [step for step in self.edition.order if self.edition.steps[stage.steps[0]].index > step.index]
        today = local_day("UTC", self.now)
        done = {(step.id, 1): Fact(today) for step in before}
        calls = {(s.id, 1, "-"): today for s in self.edition.order if s.delivery["rule"] == "after_release"}
        later = self.now + timedelta(days=8)
        facts = Facts("UTC", today, {"a": done, "b": done}, releases=calls)
        return stances.decide_stages(session, self.place(session, began), state(self.edition, facts, later))[stage.id]

    def draws(self, session: Any) -> Iterator[bool]:
        """How the draw fell for each of the couples, as they begin."""
        for _ in range(COUPLES):
            options = {"agreed": True, "now": self.now}
            began = couples.begin(session, self.installation.keyring, self.link, self.edition, **options)
            place = self.place(session, began)
            yield couples.read_couple(place.keys, place.couple).draw

    def run(self, chance: random.Random) -> list[Outcome]:
        """All couples; some with a flag, some without both wishes, some released."""
        found = []
        with desk.session_scope(self.installation.engine, write=True) as session:
            pairs = [self.couple(session) for _ in range(PAIRS)]
            for number, draw in enumerate(self.draws(session)):
                life = session.begin_nested()
                found.append(self.live(session, pairs[number % PAIRS], chance, drawn=draw))
                life.rollback()
        return found

    def allow(self, session: Any, place: Any, chance: random.Random, *, drawn: bool) -> bool:
        """Let the counsellor release the couple or not; where none accompanies, let the draw be as it fell."""
        row = metadata.tables["couple"]
        allowed = chance.random() < RELEASED if self.edition.program["personal"] else drawn
        box = seal_row(place.keys, "couple", place.couple, {"label": "", "draw": drawn})
        released = allowed and self.edition.program["personal"]
        values = {"together_released": released, "box": box}
        session.execute(update(row).where(row.c.id == place.couple.id).values(values))
        return allowed

    def live(self, session: Any, pair: list[Any], chance: random.Random, *, drawn: bool) -> Outcome:
        """One couple, from its first day to the decision."""
        places = [self.place(session, each) for each in pair]
        wishes = [chance.random() < WISHED for _ in pair]
        flagged = chance.random() < FLAGGED
        name = chance.choice(sorted(CONCERNING))
        answers = [{name: CONCERNING[name]} if flagged else CALM, CALM]
        chance.shuffle(answers)
        for place, wish, answer in zip(places, wishes, answers, strict=True):
            stances.set_wish(session, place, self.edition, together=wish, now=self.now)
            self.answer(session, place, answer)
        allowed = self.allow(session, places[0], chance, drawn=drawn)
        return Outcome(flagged, all(wishes), allowed, self.decide(session, chance.choice(pair)))


def share(outcomes: list[Outcome]) -> float:
    """How many of *outcomes* are alone."""
    return sum(each.form == "alone" for each in outcomes) / len(outcomes)


@pytest.mark.parametrize(
    ("program", "chance_of_leave"), [("programs.three_conversations", RELEASED), ("programs.a_talk_every_week", DRAWN)]
)
def test_the_share_of_alone_is_what_release_draw_and_wishes_make_it(
    program, chance_of_leave, installation, registry, publish
):
    outcomes = Simulation(installation, registry.templates[program], publish).run(random.Random(7))
    assert [each for each in outcomes if each.form != each.expected] == []
    flagged, others = ([each for each in outcomes if each.flagged is which] for which in (True, False))
    assert len(flagged) > COUPLES / 5
    assert share(flagged) == 1
    # A deviation beyond five standard errors would come once in more than a million runs.
    by_chance = 1 - chance_of_leave * WISHED**2
    allowed_error = 5 * (by_chance * (1 - by_chance) / len(others)) ** 0.5
    assert abs(share(others) - by_chance) < allowed_error
    willing = [each for each in others if each.wished]
    assert abs(share(willing) - (1 - chance_of_leave)) < 5 * (0.25 / len(willing)) ** 0.5
    # Who sees "alone" and wished for together can't conclude a flag: many others see the same.
    alone = [each for each in outcomes if each.form == "alone" and each.wished]
    assert 0.3 < sum(not each.flagged for each in alone) / len(alone) < 0.7


def break_the_screen(edition: Edition, damage: dict[str, Any]) -> Edition:
    """The edition with damage in the frozen form of its first step."""
    first = edition.order[0].id
    whole = edition.document["steps"][first]
    damaged = {**whole, "forms": {"any": {**whole["forms"]["any"], **damage}}}
    return compile_edition({**edition.document, "steps": {**edition.document["steps"], first: damaged}}, edition.sha)


@pytest.mark.parametrize(
    "broken",
    [
        {"flags": [{"flag": "fear", "screen": True, "when": {"$ref": "#/nowhere"}}]},
        {"flags": [{"flag": "fear", "screen": True, "when": {"type": "object", "pattern": 7, "properties": 5}}]},
        {"flags": []},
    ],
    ids=["a rule that leads nowhere", "a rule that is no rule", "no rules at all"],
)
def test_a_broken_screen_leads_to_alone_for_everybody(broken, installation, registry, publish):
    simulation = Simulation(installation, registry.templates["programs.three_conversations"], publish)
    simulation.edition = break_the_screen(simulation.edition, broken)
    forms = []
    with desk.session_scope(installation.engine, write=True) as session:
        for _ in range(20):
            pair = simulation.couple(session)
            for began in pair:
                place = simulation.place(session, began)
                stances.set_wish(session, place, simulation.edition, together=True, now=simulation.now)
                simulation.answer(session, place, CALM)
            session.execute(update(metadata.tables["couple"]).values(together_released=True))
            forms.append(simulation.decide(session, pair[0]))
    assert forms == ["alone"] * 20


def test_the_same_couples_with_a_whole_screen_are_together(installation, registry, publish):
    """The control: nothing else keeps them apart."""
    simulation = Simulation(installation, registry.templates["programs.three_conversations"], publish)
    with desk.session_scope(installation.engine, write=True) as session:
        pair = simulation.couple(session)
        for began in pair:
            place = simulation.place(session, began)
            stances.set_wish(session, place, simulation.edition, together=True, now=simulation.now)
            simulation.answer(session, place, CALM)
        session.execute(update(metadata.tables["couple"]).values(together_released=True))
        assert simulation.decide(session, pair[0]) == "together"


def told(reply: Any) -> tuple[Any, ...]:
    """All that a reply tells, with random ids masked."""
    assert reply.status_code in (200, 303), reply.text
    headers = sorted((name, RANDOM.sub("#", value)) for name, value in reply.headers)
    return reply.status_code, len(reply.data), headers, RANDOM.sub("#", reply.text)


def everything_of(person: Person, paths: list[str]) -> list[Any]:
    return [told(person.get(path)) for path in paths]


@pytest.fixture
def published(publish, registry):
    """A real program behind a link."""
    document = registry.templates["programs.three_conversations"]
    return publish({name: value for name, value in document.items() if name != "key"})


def test_pages_sizes_and_messages_of_the_other_are_alike_in_twenty_couples(installation, registry, published, enrol):
    """Ten positive screens, each for another reason, and ten negative ones; everybody wished for together."""
    document = registry.templates["programs.three_conversations"]
    first = document["stages"][0]["steps"][0]["id"]
    paths = ["", "ways", "together", *(f"{s['id']}/1" for stage in document["stages"] for s in stage["steps"])]
    seen, sent = [], []
    for name in [*CONCERNING, *[""] * 10]:
        before = messages(installation)
        ada, bo = enrol(published.link)
        for person in (ada, bo):
            person.post("together", {"wish": "together"})
        own = {name: CONCERNING[name]} if name else CALM
        assert ada.post(f"{first}/1", {f"f/{key}": value for key, value in own.items()}).status_code == 303
        seen.append(everything_of(bo, paths))
        assert bo.post(f"{first}/1", {f"f/{key}": value for key, value in CALM.items()}).status_code == 303
        seen[-1] += everything_of(bo, paths)
        sent.append(messages(installation) - before)
    assert len({repr(each) for each in seen}) == 1
    assert len(set(sent)) == 1
    assert flags_of(installation, published) == 10


def messages(installation: Any) -> int:
    """How many rows wait to be announced or sent."""
    with desk.session_scope(installation.engine) as session:
        return int(session.scalar(select(func.count()).select_from(metadata.tables["outbox"])) or 0)


def flags_of(installation: Any, published: Any) -> int:
    """In how many couples somebody has a flag."""
    found = 0
    with desk.session_scope(installation.engine) as session:
        for couple in desk.list_couples(session, published.practice, limit=50):
            keys = keys_for_counsellor(session, installation.keyring, couple.id)
            found += any(care.read_care(session, couple.id, side, keys)["flags"] for side in "ab")
    return found
