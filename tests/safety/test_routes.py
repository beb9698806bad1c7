"""Nobody reads more than the table below says, through any route there is, and nothing differs in a way that tells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from fixtures.installation import Person
from fixtures.marks import MARKS, sent, show_an_item, want_reminders, write_a_diary, write_alone, write_to
from fixtures.walking import COUPLES, DESK, Address, Seen, token_maker, walk_couples, walk_desk
from fixtures.whole import Browser, Clerk
from sqlalchemy import select

from nearer import desk
from nearer.store.tables import metadata

MOMENTS = ("alone", "both", "joint", "written", "released", "shown")
ALWAYS = {"name"}
BOTH = ALWAYS | {"both", "guess"}
JOINT = BOTH | {"joint"}
WRITTEN = JOINT | {"shared"}
RELEASED = WRITTEN | {"released"}
DESK_ALWAYS = {"name", "label", "released", "counsellor", "letter"}
OWN = {
    "name",
    "private",
    "draft",
    "kept",
    "choose",
    "both",
    "guess",
    "joint",
    "released",
    "aggregate",
    "counsellor",
    "address",
    "letter",
}
ALLOWED = {
    # what may be read of what A wrote, by viewer and moment; everything else may not
    "partner": {
        "alone": ALWAYS, "both": BOTH, "joint": JOINT, "written": WRITTEN, "released": RELEASED,
        "shown": RELEASED | {"choose"},
    },
    "own counsellor": {
        "alone": DESK_ALWAYS, "both": DESK_ALWAYS | BOTH, "joint": DESK_ALWAYS | JOINT,
        "written": DESK_ALWAYS | JOINT, "released": DESK_ALWAYS | WRITTEN, "shown": DESK_ALWAYS | WRITTEN,
    },
    "writer": {"alone": OWN},
    "own counsellor in a safety task": {moment: {"name", "label", "screen", "contact"} for moment in MOMENTS},
    "stranger": {moment: set() for moment in MOMENTS},
    "stranger at the desk": {moment: set() for moment in MOMENTS},
    "another practice's counsellor": {moment: set() for moment in MOMENTS},
    "administrator": {moment: set() for moment in MOMENTS},
}  # fmt: skip
OUTSIDERS = ("stranger", "stranger at the desk", "another practice's counsellor", "administrator")
VIEWERS = {
    # who looks when: the partner always, outsiders at the beginning and when everything is open
    "alone": ("writer", "partner", "own counsellor", *OUTSIDERS),
    "both": ("partner", "own counsellor"),
    "joint": ("partner", "own counsellor"),
    "written": ("partner",),
    "released": ("partner", "own counsellor"),
    "shown": ("partner", "own counsellor", *OUTSIDERS),
}
SAFETY_TASK = (("couples.task", "POST"), ("couples.back", "POST"))


def marks_in(walked: list[Seen]) -> dict[str, str]:
    """The marks that came back, each with the first route that gave it."""
    found: dict[str, str] = {}
    for seen in walked:
        text = seen.everything
        for word, mark in MARKS.items():
            if mark in text and word not in found:
                found[word] = f"{seen.method} {seen.path}"
    return found


@dataclass
class Scene:
    """Ada, who wrote everything, Bo, who looks, the people of the desk, and real values for every route."""

    site: Any
    clock: Any
    ada: Person
    bo: Person
    clerks: dict[str, Clerk]
    address: Address
    side: str
    maps: tuple[Any, Any]

    def reach(self, moment: str) -> None:
        """What happens until *moment* from the one before."""
        getattr(self, f"_{moment}")()

    def _alone(self) -> None:
        write_alone(self.ada)
        self.address.values["token"] = want_reminders(self.ada, self.site)
        sent(self.clerks["own counsellor"].post(f"/couples/{self.couple}/label", {"label": MARKS["label"]}))
        write_to(self.clerks["own counsellor"], self.couple, self.side)
        self.address.values["task_id"] = [self.find_task()]

    def _both(self) -> None:
        ratings = {"f/ratings~is": "1"} | {f"f/ratings/{name}": "2" for name in ("talk", "trust", "touch", "time")}
        sent(self.bo.post("s-everything/1", {"f/feeling": "Bo is well"} | ratings))

    def _joint(self) -> None:
        sent(self.bo.post("s-diary/1", {"f/entry": "of Bo's own"}))
        write_a_diary(self.ada)

    def _written(self) -> None:
        sent(self.ada.post("s-plan/1", {"f/plan": MARKS["shared"]}))

    def _released(self) -> None:
        sent(self.bo.post("s-plan/1/confirm"))
        fields = {"side": self.side, "step": "s-everything"}
        sent(self.clerks["own counsellor"].post(f"/couples/{self.couple}/release", fields))

    def _shown(self) -> None:
        self.address.forms["item"] = show_an_item(self.ada)
        self.clock.move(hours=25)
        self.come_back()

    def come_back(self, *viewers: str) -> None:
        """These (or all) sign in again: after a walk, which ends with leaving, or after a day."""
        people = {"partner": self.bo, "writer": self.ada}
        for viewer in viewers or (*people, *self.clerks):
            if viewer in people:
                people[viewer].come_back()
            elif viewer in self.clerks:
                self.clerks[viewer].sign_in()

    @property
    def couple(self) -> str:
        return self.address.values["public"][0]

    def find_task(self) -> Any:
        with desk.session_scope(self.site.engine) as session:
            return session.scalars(select(metadata.tables["task"].c.id)).one()

    def walk(self, viewer: str) -> list[Seen]:
        """Every route that *viewer* could try."""
        if viewer in self.clerks or viewer == "stranger at the desk":
            return walk_desk(self.clerks.get(viewer) or Clerk(self.new_browser()), self.maps[1], self.address)
        return self._walk_couples({"partner": self.bo, "writer": self.ada}.get(viewer))

    def _walk_couples(self, person: Person | None) -> list[Seen]:
        """The couples' pages as *person*, or as somebody who was never here."""
        seats = {self.ada.seat, person.seat if person else self.ada.seat}
        address = replace(self.address, values=self.address.values | {"seat": sorted(seats)})
        address.forms["own_way"] = person.way if person else "/r/AAAAAAAAAAAAAAAAAAAAAA"
        browser = person.client if person else self.new_browser()
        if person is self.bo:  # a cookie of the other's name, with the token that is good for one's own seat
            browser.set_cookie(f"n-{self.ada.seat}", browser.get_cookie(f"n-{person.seat}").value)
        return walk_couples(browser, self.maps[0], address, token=token_maker(self.site, person))

    def new_browser(self) -> Browser:
        return Browser(self.ada.client.application)


@pytest.fixture
def maps(installation):
    """The URL maps of both apps."""
    from nearer.web.app import couples_app
    from nearer_admin.app import desk_app

    return couples_app(installation).url_map, desk_app(installation).url_map


@pytest.fixture
def scene(enrol, new_clerk, installation, published, clock, publish, maps):
    """Two who begin at a link of the practice where the own counsellor works, and everybody else."""
    ada, bo = enrol(names=(MARKS["name"], "Bo"))
    clerks = {
        "own counsellor": new_clerk("own@example.org", published.practice),
        "another practice's counsellor": new_clerk("other@example.org", publish().practice),
        "administrator": new_clerk("admin@example.org"),
    }
    with desk.session_scope(installation.engine) as session:
        (couple,) = desk.list_couples(session, published.practice)
        (link,) = desk.list_links(session, published.practice)
        seat = metadata.tables["seat"].c
        side = session.scalars(select(seat.side).where(seat.id == ada.seat)).one()
        person = desk.find_counsellor(session, email="own@example.org")
        places = desk.load_edition(session, couple.edition_sha)
    address = Address(
        values={
            "seat": [ada.seat], "step": list(places.steps), "occurrence": [1], "link": [published.link],
            "code": ["0000-0000-0000-0000"], "secret": [ada.way.rpartition("/")[2]], "filename": ["nearer.css"],
            "name": ["lists"], "icon": ["leaf"], "digest": ["0" * 64],
            "public": [couple.public], "program_id": [published.program], "stage_id": ["arrive"],
            "step_id": ["s-everything"], "side": [side],
            "kind": ["step", "stage"], "target": ["s-everything", "arrive"],
            "played": ["rehearsal-0000000000000000"],
            "known": ["nearer"], "chapter": ["people"], "type_id": ["trial.diary"], "slug": ["nothing-here"],
            "sign_in_id": [published.program],
            "link_id": [link.id], "person_id": [person.id], "key": ["trial.nothing"], "export_type": ["csv"],
            "task_id": [], "token": ["AAAAAAAAAAAAAAAAAAAAAA"],
            "publication_id": [published.program], "hold_id": [published.program], "note_id": [published.program],
            "media_id": [published.program],
            "letter_id": ["letter-to-one"],
        },
        forms={"letter": "letter-to-one",
               "edition": couple.edition_sha, "code": "0000-0000-0000-0000", "item": "", "lift": "", "task_id": "",
               "program_id": str(published.program), "stage_id": "arrive"},
    )  # fmt: skip
    return Scene(installation, clock, ada, bo, clerks, address, side, maps)


def check(viewer: str, moment: str, walked: list[Seen]) -> None:
    """No more than the table allows; and all of it but the name, so that the walk is known to see."""
    found, allowed = marks_in(walked), ALLOWED[viewer][moment]
    assert found.keys() <= allowed, (viewer, moment, found)
    assert found.keys() >= allowed - {"name"}, (viewer, moment, found)


def test_the_lists_of_routes_are_complete(maps):
    couples, at_desk = ({rule.endpoint for rule in url_map.iter_rules()} for url_map in maps)
    assert couples == set(COUPLES)
    assert at_desk == set(DESK)


def test_nobody_reads_more_than_the_table_says_at_any_moment(scene, snapshots):
    for moment in MOMENTS:
        scene.reach(moment)
        for viewer in VIEWERS[moment]:
            with snapshots.undone():
                walked = scene.walk(viewer)
            scene.come_back(viewer)
            assert not [seen for seen in walked if seen.reply.status_code >= 500], (viewer, moment)
            task = [seen for seen in walked if (seen.endpoint, seen.method) in SAFETY_TASK]
            if viewer == "own counsellor":
                check("own counsellor in a safety task", moment, task)
                walked = [seen for seen in walked if seen not in task]
            check(viewer, moment, walked)
