"""Runs the benchmark and tells what came out: ratios against the bare reply, by size of the tables."""

from __future__ import annotations

import re
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import event

from nearer.bench import exercise
from nearer.bench.processes import Cost, Exchange, free_port, measure, server
from nearer.bench.seeding import Seated, bench_installation, seed
from nearer.installation import Installation
from nearer.web.dispatcher import wsgi
from nearer.web.tokens import cookie_name, form_token

ROUNDS = 6
"""Rounds of each kind, interleaved; the first warms up and the median of the others counts."""


@dataclass(frozen=True)
class Row:
    """One line of the report. ``times_bare`` compares CPU per request, ``rate`` requests per second."""

    answers: int
    work: str
    microseconds: float
    bare_microseconds: float
    times_bare: float
    per_second: float
    rate: float
    bytes: int


def run(sizes: tuple[int, ...], *, requests: int = 150, say: Callable[[str], None] = print) -> dict[str, Any]:
    """Measure at every size; gives the rows and the query plans that a step page relies on."""
    rows: list[Row] = []
    plans: list[str] = []
    for answers in sizes:
        with tempfile.TemporaryDirectory(prefix="nearer-bench-") as folder:
            say(f"{answers:,} answers: filling the tables ...")
            port = free_port()
            site = bench_installation(Path(folder), port)
            seated, sha = seed(site, answers, couples=_couples(requests))
            rows += _measure(site, port, Load(site, seated, sha, requests))
            plans = query_plans(site, Load(site, seated, sha, requests))
            site.engine.dispose()
    return {"rows": [asdict(row) for row in rows], "plans": plans}


def _couples(requests: int) -> int:
    return -(-requests * ROUNDS // exercise.STEPS) + 1


@dataclass(frozen=True)
class Load:
    """The requests that are made: a page looked at, and answers each sent at a place of its own."""

    site: Installation
    seated: list[Seated]
    sha: str
    requests: int

    def headers(self, who: Seated) -> dict[str, str]:
        """What the browser of *who* sends."""
        cookie = f"{cookie_name(self.site.base_url, who.seat)}={who.token}"
        return {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Host": self.site.base_url.removeprefix("http://")}

    def page(self) -> Exchange:
        """The last step of the last couple, which nobody answers."""
        who = self.seated[-1]
        return Exchange("GET", f"/s/{who.seat}/s-{exercise.STEPS - 1:02}/1", self.headers(who))

    def submissions(self) -> Iterator[Exchange]:
        """A first answer at every step of every couple but the last."""
        secret = self.site.keyring.secret("form")
        for who in self.seated[:-1]:
            for number in range(exercise.STEPS):
                step = f"s-{number:02}"
                hidden = {"token": form_token(secret, who.seat, "step", step, "1"), "n": "1", "edition": self.sha}
                body = urlencode(hidden | {"form": "any"} | exercise.answer()).encode()
                kind = {"Content-Type": "application/x-www-form-urlencoded"}
                yield Exchange("POST", f"/s/{who.seat}/{step}/1", self.headers(who) | kind, body)


def _measure(site: Installation, port: int, load: Load) -> list[Row]:
    environment = {"NEARER_DATA": str(site.data), "NEARER_PORT": str(port)}
    with server("nearer.bench.processes:site", port, environment) as pid:
        page = measure(pid, port, [load.page()], 200)
        with _bare(len(page.sample)) as (small, small_port):
            submissions = load.submissions()
            costs: dict[str, list[Cost]] = {"bare": [], "step page": [], "bare post": [], "submission": []}
            for _ in range(ROUNDS):
                posts = [next(submissions) for _ in range(load.requests)]
                pages = [load.page()] * load.requests
                costs["bare"].append(measure(small, small_port, pages, 200))
                costs["step page"].append(measure(pid, port, pages, 200))
                costs["bare post"].append(measure(small, small_port, posts, 200))
                costs["submission"].append(measure(pid, port, posts, 303))
    answers = _count(site)
    return [
        _row(answers, work, costs[work], costs[base])
        for work, base in (("step page", "bare"), ("submission", "bare post"))
    ]


@contextmanager
def _bare(size: int) -> Iterator[tuple[int, int]]:
    port = free_port()
    with server("nearer.bench.processes:bare", port, {"NEARER_BENCH_BYTES": str(size)}) as pid:
        yield pid, port


def _row(answers: int, work: str, costs: list[Cost], bare: list[Cost]) -> Row:
    cpu, base = (statistics.median(each.cpu for each in found[1:]) for found in (costs, bare))
    wall, base_wall = (statistics.median(each.wall for each in found[1:]) for found in (costs, bare))
    return Row(
        answers=answers,
        work=work,
        microseconds=round(cpu * 1e6),
        bare_microseconds=round(base * 1e6),
        times_bare=round(cpu / base, 1),
        per_second=round(1 / wall),
        rate=round(base_wall / wall, 2),
        bytes=len(costs[-1].sample),
    )


def _count(site: Installation) -> int:
    with site.engine.connect() as connection:
        return int(connection.exec_driver_sql("select count(*) from entry").scalar_one())


def query_plans(site: Installation, load: Load) -> list[str]:
    """How SQLite finds the rows of a step page: one line for each query and table, without the values."""
    statements: list[tuple[str, Any]] = []

    def keep(*told: Any) -> None:
        if told[2].lstrip().upper().startswith("SELECT"):
            statements.append((told[2], told[3]))

    event.listen(site.engine, "before_cursor_execute", keep)
    from werkzeug.test import Client

    page = load.page()
    Client(wsgi(site), use_cookies=False).get(page.path, headers=page.headers, base_url=site.base_url)
    event.remove(site.engine, "before_cursor_execute", keep)
    found: list[str] = []
    with site.engine.connect() as connection:
        for number, (statement, values) in enumerate(statements, 1):
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            found += [f"{number}. {re.sub(r' +', ' ', str(each[3]))}" for each in steps]
    return found
