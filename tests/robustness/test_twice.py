"""Every post of the couples' app may come twice, after a double tap or a lost response: same success, one effect."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from fixtures import chat, trial
from fixtures.installation import AGREED, Person, hidden
from fixtures.letters import write_letter
from fixtures.posts import Post, at_once
from fixtures.sealing import seal
from sqlalchemy import func, select

from nearer.store.engine import session_scope
from nearer.store.tables import metadata

HARMLESS = {
    "public.leave": "sessions that have ended are ended again",
    "welcome.show_welcome": "looks, and counts a try",
    "welcome.begin": "the one-time number of the form stands for one session, so for one place",
    "welcome.join": "looks a code up, and counts a try",
    "welcome.claim": "the one-time number of the form stands for one session, so for one place",
    "returning.open_private_link": "one more session of the same browser, which ends within a day, or with leaving",
    "returning.open_with_code": "the same, with a typed code",
    "doors.change_doors": "what is ended is ended; the one-time number of the form stands for one link or code",
    "steps.submit_step": "same number and same content is the same success",
    "steps.save_draft": "a field that reads as it did changes nothing",
    "steps.confirm": "a confirmation of what is confirmed changes nothing",
    "steps.lift": "what is shown or taken back already stays so",
    "turns.make_move": "same number and same move is the same success; who came in is in",
    "ways.change_ways": "each sets what is set already; the one-time number of the form stands for one private link",
    "envelopes.keep": "an envelope that was opened before says nothing new",
    "ways.wish": "the same wish on the same day",
    "ways.unlock": "what is open is open; a wrong PIN counts as another try",
    "leaving.change_leave": "what rests, goes on or has ended does so already",
    "leaving.erase": "what is erased says so again to the form that erased it",
    "reminders.change_reminders": "a code on its way is not sent again; choices are set already; one number, one feed",
    "letters.change_letters": "what is put away is put away already",
    "feeds.stop_messages": "what is stopped stays stopped",
    "returning.answer_first": "who has said so is in; the one-time number of the form stands for one new code",
    "returning.cancel_replacement": "what is cancelled is gone, and the way on is the same",
    "doors.open_earlier": "words that are open already stay so",
    "exits.learn_exit": "keeps what is kept",
    "consents.change_consent": "keeps what is kept, since the first day",
    "ways.join": "the code that brought somebody here says so again",
}
"""Every endpoint that takes a post, and why its repetition is harmless."""

ELSEWHERE = {"returning.cancel_replacement", "doors.open_earlier"}
"""Those that need a counsellor who lets somebody in again: only named here, not yet sent twice."""

UNCOUNTED = {"attempt"}


@dataclass
class Scene:
    """What the cases are made from."""

    enrol: Callable[..., tuple[Person, Person]]
    publish: Callable[..., Any]
    link: str
    new_client: Callable[[], Any]
    installation: Any

    def at(self, person: Person, path: str, form: str = "", more: frozenset[str] = frozenset(), **fields: str) -> Post:
        """A post of the form of a person's page."""
        page = person.get(form or re.sub(r"/(draft|script|confirm)$", "", path)).text
        given = {name.replace("__", "/"): value for name, value in fields.items()}
        return Post(person.client, person.home + path, hidden(page) | given, more)

    def waiting(self) -> tuple[Person, Person]:
        """Two for whom what waits for both is open."""
        ada, bo = self.enrol()
        for each in (ada, bo):
            each.post("s-screen/1", {"do": "pass"})
            each.post("s-everything/1", {"f/feeling": "Well", "f/wishes/0": "A walk"})
            each.post("s-diary/1", {"do": "pass"})
        return ada, bo

    def half(self) -> Any:
        """Somebody at the question whether the partner has begun: browser and page."""
        client = self.new_client()
        return client, client.post(f"/p/{self.link}/begin", data=AGREED).text

    def begin(self) -> Post:
        client, page = self.half()
        return Post(client, f"/p/{self.link}/begin", hidden(page) | AGREED)

    def passcode(self) -> Post:
        link = self.publish(passcode="apple tree").link
        return Post(self.new_client(), f"/p/{link}", {"passcode": "apple tree"})

    def code(self) -> tuple[Person, str]:
        """Somebody alone, and a code for the other."""
        start = self.begin()
        person = Person(start.client, start.client.post(start.path, data=start.fields).location.split("/")[2])
        return person, re.search(r"/i/([^<\s]+)", person.post("ways", {"do": "invite"}).text)[1]

    def find(self) -> Post:
        _, code = self.code()
        client, page = self.half()
        return Post(client, f"/p/{self.link}/join", hidden(page) | AGREED | {"code": code})

    def claim(self) -> Post:
        _, code = self.code()
        client = self.new_client()
        return Post(client, f"/i/{code}", hidden(client.get(f"/i/{code}").text) | AGREED | {"name": "Bo"})

    def join(self) -> Post:
        _, code = self.code()
        two, _ = self.code()
        return self.at(two, "join", "ways", code=code)

    def open(self) -> Post:
        ada, _ = self.enrol()
        return Post(ada.client, ada.way, {}, frozenset({"door"}))

    def type_code(self) -> Post:
        ada, _ = self.enrol()
        card = ada.post("doors", {"do": "code"}).text
        code = "".join(re.findall(r'<span class="code">([^<]+)', card))
        return Post(ada.client, "/r", {"code": code}, frozenset({"door"}))

    def doors(self, **fields: str) -> Post:
        return self.at(self.enrol()[0], "doors", **fields)

    def end_door(self) -> Post:
        ada, _ = self.enrol()
        assert self.new_client().post(ada.way).status_code == 303
        lines = ada.get("doors").text.split("<li")
        other = next(each for each in lines if 'name="end"' in each and "Another device" in each)
        return self.at(ada, "doors", end=re.search(r'name="end" value="(\w+)"', other)[1])

    def leave(self) -> Post:
        ada, _ = self.enrol()
        here = self.at(ada, "s-diary/1", f__entry="half")
        return Post(ada.client, "/exit", here.fields)

    def answer(self) -> Post:
        return self.at(self.enrol()[0], "s-diary/1", f__entry="Mine")

    def pass_by(self) -> Post:
        return self.at(self.enrol()[0], "s-diary/1", do="pass")

    def screen(self) -> Post:
        return self.at(self.enrol()[0], "s-screen/1", f__afraid="yes")

    def step(self, path: str, **fields: str) -> Post:
        return self.at(self.waiting()[0], path, **fields)

    def again(self) -> Post:
        ada, _ = self.enrol()
        assert ada.post("s-diary/1", {"f/entry": "Mine"}).status_code == 303
        return self.at(ada, "s-diary/1", "s-diary/1?again=yes", f__entry="Better")

    def draft(self) -> Post:
        return self.at(self.enrol()[0], "s-diary/1/draft", "s-diary/1", f__entry="half")

    def envelope(self) -> Post:
        ada, _ = self.enrol()
        page = ada.get("s-diary/1").text
        words = urlencode(hidden(page) | {"f/entry": "half"})
        key, number = re.search(r'data-key="([^"]+)"', page)[1], hidden(page)["page"]
        return Post(ada.client, "/kept", {"envelope": seal(words, key, number)})

    def confirm(self) -> Post:
        ada, bo = self.waiting()
        ada.post("s-plan/1", {"f/plan": "A walk"})
        return self.at(bo, "s-plan/1/confirm", "s-plan/1")

    def lift(self) -> Post:
        ada, _ = self.waiting()
        page = ada.get("s-everything/1").text
        form = page[page.index('action="' + ada.home + 's-everything/1/lift"') :].partition("</form>")[0]
        return Post(ada.client, ada.home + "s-everything/1/lift", hidden(form))

    def take_back(self) -> Post:
        first = self.lift()
        first.send()
        page = first.client.get(first.path.removesuffix("/lift")).text
        form = next(part for part in page.split("<form")[1:] if 'name="back"' in part).partition("</form>")[0]
        return replace(first, fields=hidden(form))

    def talk(self, *before: str, do: str) -> Post:
        ada, _ = self.enrol(self.publish(chat.program(trial.step("talk", chat.Chat))).link)
        for each in before:
            ada.post("s-talk/1/script", {"do": each})
        return self.at(ada, "s-talk/1/script", "s-talk/1", do=do)

    def ways(self, **fields: str) -> Post:
        return self.at(self.enrol()[0], "ways", **fields)

    def reminding(self, **fields: str) -> Post:
        return self.at(self.enrol()[0], "reminders", **fields)

    def feed(self) -> Post:
        ada, _ = self.enrol()
        ada.post("reminders", {"do": "days", "on": "2", "at": "19:00", "title": "0"})
        return self.at(ada, "reminders", do="feed")

    def parting(self, path: str, **fields: str) -> Post:
        return self.at(self.waiting()[0], path, **fields)

    def go_on(self) -> Post:
        ada, _ = self.waiting()
        ada.post("leave", {"do": "rest"})
        return self.at(ada, "leave", do="on")

    def put_away(self) -> Post:
        ada, _ = self.enrol()
        write_letter(self.installation, ada.seat)
        return self.at(ada, "letters", letter="letter-one", do="away")

    def say_mine(self) -> Post:
        ada, _ = self.enrol()
        other = Person(self.new_client(), ada.seat)
        assert other.client.post(ada.way).status_code == 303
        return self.at(other, "first", do="mine")

    def invite(self) -> Post:
        return self.at(self.code()[0], "ways", do="invite")

    def wish(self) -> Post:
        return self.at(self.enrol()[0], "together", wish="together")

    def unlock(self) -> Post:
        ada, _ = self.enrol()
        ada.post("ways", {"do": "pin", "pin": "2580"})
        ada.post("ways", {"do": "lock"})
        return Post(ada.client, f"{ada.home}lock", {"pin": "2580"})


CASES: dict[str, tuple[str, Callable[[Scene], Post]]] = {
    "leaving with half an answer": ("public.leave", Scene.leave),
    "a passcode": ("welcome.show_welcome", Scene.passcode),
    "beginning": ("welcome.begin", Scene.begin),
    "finding the other's code": ("welcome.join", Scene.find),
    "taking the second place": ("welcome.claim", Scene.claim),
    "opening a private link": ("returning.open_private_link", Scene.open),
    "a typed code": ("returning.open_with_code", Scene.type_code),
    "ending another device's door": ("doors.change_doors", Scene.end_door),
    "another code": ("doors.change_doors", lambda scene: scene.doors(do="code")),
    "a link from the list": ("doors.change_doors", lambda scene: scene.doors(do="link")),
    "an answer": ("steps.submit_step", Scene.answer),
    "a changed answer": ("steps.submit_step", Scene.again),
    "a shared answer": ("steps.submit_step", lambda scene: scene.step("s-plan/1", f__plan="A walk")),
    "a pass": ("steps.submit_step", Scene.pass_by),
    "a pass of what is shared": ("steps.submit_step", lambda scene: scene.step("s-plan/1", do="pass")),
    "private questions": ("steps.submit_step", Scene.screen),
    "a draft": ("steps.save_draft", Scene.draft),
    "words that waited on a device": ("envelopes.keep", Scene.envelope),
    "a confirmation": ("steps.confirm", Scene.confirm),
    "showing one thing": ("steps.lift", Scene.lift),
    "taking it back": ("steps.lift", Scene.take_back),
    "coming into a talk": ("turns.make_move", lambda scene: scene.talk(do="join")),
    "a shared device": ("turns.make_move", lambda scene: scene.talk(do="start")),
    "a move": ("turns.make_move", lambda scene: scene.talk("start", "first me", do="next")),
    "a pause": ("turns.make_move", lambda scene: scene.talk("start", "first me", do="pause")),
    "the end of a talk": ("turns.make_move", lambda scene: scene.talk("start", "first me", do="stop")),
    "a pass of a talk": ("turns.make_move", lambda scene: scene.talk(do="pass")),
    "another private link": ("ways.change_ways", lambda scene: scene.ways(do="link")),
    "saying that the place is one's own": ("returning.answer_first", Scene.say_mine),
    "knowing how to leave": ("exits.learn_exit", lambda scene: scene.parting("quickly", do="know")),
    "a consent": ("consents.change_consent", lambda scene: scene.parting("consent", name="export", do="give")),
    "a way for the other": ("ways.change_ways", Scene.invite),
    "a PIN": ("ways.change_ways", lambda scene: scene.ways(do="pin", pin="2580")),
    "a lock": ("ways.change_ways", lambda scene: scene.ways(do="lock")),
    "no spare key": ("ways.change_ways", lambda scene: scene.ways(do="spare", sure="yes")),
    "a rest": ("leaving.change_leave", lambda scene: scene.parting("leave", do="rest")),
    "going on": ("leaving.change_leave", Scene.go_on),
    "a stop": ("leaving.change_leave", lambda scene: scene.parting("leave", do="stop", sure="yes")),
    "erasing": ("leaving.erase", lambda scene: scene.parting("erase", do="erase", sure="yes")),
    "a wish": ("ways.wish", Scene.wish),
    "a PIN typed": ("ways.unlock", Scene.unlock),
    "asking for a code": (
        "reminders.change_reminders",
        lambda scene: scene.reminding(do="address", address="a@example.org"),
    ),
    "a calendar": (
        "reminders.change_reminders",
        lambda scene: scene.reminding(do="days", on="2", at="19:00", title="0"),
    ),
    "a calendar's address": ("reminders.change_reminders", Scene.feed),
    "no calendar": ("reminders.change_reminders", lambda scene: scene.reminding(do="end")),
    "no messages": ("reminders.change_reminders", lambda scene: scene.reminding(do="stop")),
    "stopping by the link": (
        "feeds.stop_messages",
        lambda scene: Post(scene.new_client(), "/m/AAAAAAAAAAAAAAAAAAAAAA"),
    ),
    "putting a letter away": ("letters.change_letters", Scene.put_away),
    "joining two places": ("ways.join", Scene.join),
}
"""A name, the endpoint, and what makes the scene and the post."""

LOCKS = {"a lock"}
"""What a repetition meets a closed door after: it says that the place is locked."""


@pytest.fixture
def registry():
    """The trial plugin, with a talk that is open to all."""
    return chat.registry()


@pytest.fixture
def installation(installation, engine):
    """The installation on either database."""
    return replace(installation, engine=engine)


@pytest.fixture
def new_client(site):
    """Makes browsers of the couples' app alone."""

    def make():
        client = site.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return client

    return make


@pytest.fixture
def scene(enrol, publish, published, new_client, installation):
    return Scene(enrol, publish, published.link, new_client, installation)


def counts(engine: Any) -> Counter[str]:
    """How many rows each table holds."""
    with session_scope(engine) as session:
        return Counter(
            {
                name: session.scalar(select(func.count()).select_from(table))
                for name, table in metadata.tables.items()
                if name not in UNCOUNTED
            }
        )


def added(engine: Any, work: Callable[[], Any]) -> tuple[Any, dict[str, int]]:
    """What *work* gives, and how many rows more or less each table holds afterwards."""
    before = counts(engine)
    given, after = work(), counts(engine)
    return given, {name: after[name] - before[name] for name in before if after[name] != before[name]}


def test_every_post_is_in_the_table_and_tried(site):
    posts = {rule.endpoint for rule in site.url_map.iter_rules() if "POST" in rule.methods}
    assert posts == set(HARMLESS)
    assert {endpoint for endpoint, _ in CASES.values()} == posts - ELSEWHERE


@pytest.mark.parametrize("name", CASES)
def test_a_post_that_comes_twice_at_once_and_then_again_has_one_effect(scene, installation, new_client, name):
    once, effect = added(installation.engine, CASES[name][1](scene).send)
    assert once[0] in (200, 303)
    post = CASES[name][1](scene)
    (one, two), changes = added(installation.engine, lambda: at_once(post, new_client))
    again, later = added(installation.engine, post.send)
    assert once[0] in (one[0], two[0])
    assert one == two == again or name in LOCKS
    for table in {*effect, *changes, *later} - post.more:
        assert changes.get(table, 0) == effect.get(table, 0)
        assert later.get(table, 0) == 0
