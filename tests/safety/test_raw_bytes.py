"""After the whole way neither the files of the database nor the logs hold a word, a name, a flag or a secret."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from fixtures.cards import code_of
from fixtures.marks import MARKS, sent, show_an_item, want_reminders, write_a_diary, write_alone, write_to
from sqlalchemy import select

from nearer import desk
from nearer.rules.vocabulary import CONTRAINDICATIONS
from nearer.store.tables import metadata

PASSCODE, PIN = "Passcode-9x7q", "739182640518"
OURS = {"edition", "exercise", "program", "program_revision", "practice", "counsellor", "publication", "link"}
"""Tables of what the desk makes: content, which is no secret. All others belong to couples."""


@pytest.fixture
def way(publish, enrol, new_client, new_clerk, installation, clock):
    """A couple's way through everything; gives every secret that was in anybody's hands."""
    published = publish(passcode=PASSCODE)
    stranger = new_client()
    page = stranger.post(f"/p/{published.link}", data={"passcode": PASSCODE})
    assert page.status_code == 200
    open_link = publish()
    ada, bo = enrol(open_link.link, names=(MARKS["name"], MARKS["name"] + "-too"))
    clerk = new_clerk("own@example.org", open_link.practice)
    with desk.session_scope(installation.engine) as session:
        (couple,) = desk.list_couples(session, open_link.practice)
    secrets = {PASSCODE, PIN}
    sent(clerk.post(f"/couples/{couple.public}/label", {"label": MARKS["label"]}))
    half = new_client()
    begun = half.post(f"/p/{open_link.link}/begin", data={"agree": ["own", "kind", "help"], "partner": "no"})
    home = begun.location
    token = re.search(r'name="token" value="([^"]+)"', half.get(home + "ways").text)[1]
    code = re.search(r"/i/([^<\s]+)", half.post(home + "ways", data={"token": token, "do": "invite"}).text)[1]
    secrets |= {code, code.replace("-", ""), half.get_cookie("n-" + home.split("/")[2]).value}
    sent(ada.post("ways", {"do": "pin", "pin": PIN}))
    typed = code_of(ada.post("ways", {"do": "code"}))
    assert new_client().post("/r", data={"code": typed}).status_code == 303
    secrets |= {typed, typed.lower(), typed.replace("-", ""), typed.lower().replace("-", "")}
    write_alone(ada)
    secrets |= set(want_reminders(ada, installation))
    for side in "ab":
        write_to(clerk, couple.public, side, once=f"letter-to-{side}")
    sent(ada.post("together", {"wish": "together"}))
    sent(bo.post("s-everything/1", {"f/feeling": MARKS["both"] + "-too"}))
    sent(bo.post("s-diary/1", {"f/entry": MARKS["private"] + "-too"}))
    write_a_diary(ada)
    sent(ada.post("s-plan/1", {"f/plan": MARKS["shared"]}))
    show_an_item(ada)
    secrets |= let_in_again(clerk, f"/couples/{couple.public}/", MARKS["name"] + "-too", new_client())
    for person in (ada, bo):
        secrets |= {person.way.rpartition("/")[2], person.client.get_cookie(f"n-{person.seat}").value}
    return ada, secrets, couple


def let_in_again(clerk, place, name, device) -> set[str]:
    """Let somebody in again; gives the counsellor's code and what the person got for it, however they are written."""
    back = re.search(rf'href="/desk({place}[^"]+)">Let {name} in again', clerk.get(place).text)[1]
    said = re.search(r"/r/([^<\s]+)", clerk.post(back, {"act": "make", "called": "yes"}).text)[1]
    found = {said.upper(), code_of(device.post(f"/r/{said}"))}
    found |= {each.replace("-", "") for each in found}
    return found | {each.lower() for each in found}


def files_of(engine) -> dict[str, bytes]:
    """Database, WAL and shared memory as they lie on the disk."""
    base = Path(engine.url.database)
    return {path.name: path.read_bytes() for path in base.parent.glob(base.name + "*")}


def leaks(files: dict[str, bytes], words: set[str]) -> list[tuple[str, str]]:
    return [(name, word) for name, content in files.items() for word in words if word.encode() in content]


def test_the_files_hold_no_word_no_name_and_no_secret(way, installation):
    _, secrets, couple = way
    words = set(MARKS.values()) | secrets
    files = files_of(installation.engine)
    assert {name.rpartition("-")[2] for name in files} >= {"wal", "shm"}
    assert couple.public.encode() in b"".join(files.values())  # what does lie there is found
    assert leaks(files, words) == []
    installation.engine.dispose()
    assert leaks(files_of(installation.engine), words) == []


def test_no_table_of_couples_holds_a_flag_in_the_clear(way, installation):
    """Flags are named in editions, as rules; of a couple none is."""
    with desk.session_scope(installation.engine) as session:
        rows = {
            name: str([tuple(row) for row in session.execute(select(table))])
            for name, table in metadata.tables.items()
            if name not in OURS
        }
    assert sum(len(text) > 2 for text in rows.values()) > 10
    found = [
        (name, flag)
        for name, text in rows.items()
        for flag in (*CONTRAINDICATIONS, "safety", "screen_missing")
        if flag in text
    ]
    assert found == []


def test_the_logs_hold_none_of_it_even_when_things_go_wrong(caplog, way, installation):
    ada, secrets, _ = way
    caplog.set_level(logging.DEBUG)
    ada.client.get(f"/r/{max(secrets, key=len)}")
    ada.client.post(f"/i/{MARKS['private']}")
    page = ada.get("s-everything/1?again=yes").text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    with installation.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE box RENAME TO elsewhere")
    broken = ada.client.post(f"{ada.home}s-everything/1", data=fields | {"f/diary": MARKS["private"]})
    assert broken.status_code == 500
    logged = "\n".join(f"{each.getMessage()} {each.exc_text or ''} {each.__dict__}" for each in caplog.records)
    assert "Error at" in logged  # what went wrong is logged, with its place
    assert "parameters:" not in logged
    words = set(MARKS.values()) | secrets
    assert [word for word in words if word in logged or word in caplog.text] == []
