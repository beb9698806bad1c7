"""Measures every list of the desk with few couples and with many, in one run: `nearer bench-desk`."""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nearer.bench import Crowd, Watched, bench_installation, fill_practice, watching
from nearer.desk import Installation
from nearer_admin.app import desk_app
from nearer_admin.passwords import hash_password, new_password

EMAIL = "bench@example.org"


def pages(crowd: Crowd) -> dict[str, str]:
    """The lists of a desk by name, with the address of each; those of the couple in the middle are deep ones."""
    program, couple = crowd.program, crowd.public
    return {
        "home": "/",
        "get in touch": "/tasks/?show=all",
        "couples": "/couples/",
        "couples, deep": f"/couples/?after={crowd.couple}",
        "couples, deep and back": f"/couples/?before={crowd.couple}",
        "couples to get in touch": "/couples/?state=call",
        "couples that rest": "/couples/?state=rests",
        "couples of a program": f"/couples/?program={program}",
        "couples of a link": f"/couples/?link={crowd.link}&after={crowd.couple}",
        "couples, all filters": f"/couples/?program={program}&state=call&after={crowd.couple}",
        "couples, by address": f"/couples/?search={couple}",
        "couples, by label": "/couples/?search=ada+cleo",
        "couples, no such label": "/couples/?search=nobody",
        "one couple": f"/couples/{couple}/",
        "results of one": f"/results/{couple}/",
        "tasks, mine": "/tasks/",
        "tasks, nobody's": "/tasks/?show=nobody",
        "tasks, all": "/tasks/?show=all",
        "where couples stop": f"/results/program/{program}/",
        "programs": "/programs/",
        "programs, searched": "/programs/?search=7",
        "history of a program": f"/editions/{program}/",
        "publishing, forecast": f"/publish/{program}/",
        "links": "/links/",
        "log": "/log/",
        "library": "/library/",
        "team": "/team/",
        "exchange": f"/exchange/{program}/",
        "holds": "/holds/",
    }


@dataclass(frozen=True)
class Row:
    """One page: milliseconds with few couples and with many, their ratio, and what the latter asks of the database."""

    page: str
    few: float
    many: float
    ratio: float
    statements: int
    rows: int
    steps_few: int
    steps_many: int


@dataclass(frozen=True)
class Bench:
    """A desk that somebody is signed in at."""

    site: Installation
    crowd: Crowd
    client: Any

    @property
    def pages(self) -> dict[str, str]:
        """The lists by name, with their addresses."""
        return pages(self.crowd)

    def get(self, path: str) -> Any:
        """Open a page."""
        reply = self.client.get(path, base_url=f"{self.site.base_url}/desk", buffered=True)
        if reply.status_code != 200:
            raise RuntimeError(f"{path} gave {reply.status_code}")
        return reply

    def watched(self, path: str) -> Watched:
        """Open a page and say what it asks of the database."""
        with watching(self.site.engine) as found:
            self.get(path)
        return found

    def seconds(self, path: str) -> float:
        """How long this process takes for a page."""
        began = time.process_time()
        self.get(path)
        return time.process_time() - began


@contextmanager
def bench(folder: Path, couples: int, *, port: int = 8000, database: str = "") -> Iterator[Bench]:
    """A desk in *folder* with *couples*, made if it is not there."""
    site = bench_installation(folder, port, database=database)
    password = new_password()
    crowd = fill_practice(site, couples, email=EMAIL, password_hash=hash_password(password))
    client = desk_app(site).test_client()
    page = client.get("/login", base_url=f"{site.base_url}/desk").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    fields = {"email": EMAIL, "password": password, "csrf_token": token[1] if token else ""}
    headers = {"Referer": f"{site.base_url}/desk/"}
    reply = client.post("/login", base_url=f"{site.base_url}/desk", data=fields, headers=headers)
    if reply.status_code != 302:
        raise RuntimeError(f"signing in gave {reply.status_code}")
    try:
        yield Bench(site, crowd, client)
    finally:
        site.engine.dispose()


def compare(
    few: int, many: int, *, rounds: int, databases: Sequence[str] = (), say: Callable[[str], None]
) -> list[dict[str, Any]]:
    """Measure every page with *few* couples and with *many*, in turn; *databases* are for these two, empty."""
    with ExitStack() as stack:
        desks: list[Bench] = []
        for number, couples in enumerate((few, many)):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nearer-bench-")))
            say(f"{couples:,} couples: filling the tables ...")
            database = databases[number] if databases else ""
            desks.append(stack.enter_context(bench(folder, couples, port=8000 + number, database=database)))
        say("measuring ...")
        small, large = (desk.pages for desk in desks)
        return [asdict(_row(name, desks, (small[name], large[name]), rounds)) for name in small]


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as text."""
    widths = {"page": -24, "few": 8, "many": 9, "ratio": 7, "statements": 12, "rows": 7}
    widths |= {"steps_few": 11, "steps_many": 12}
    head = {"few": "few ms", "many": "many ms"} | {name: name.replace("_", " ") for name in widths if "_" in name}
    lines = [{name: head.get(name, name) for name in widths}, *rows]
    return "\n".join("".join(_cell(each[name], width) for name, width in widths.items()) for each in lines)


def _cell(value: Any, width: int) -> str:
    return f"{value:<{-width}}" if width < 0 else f"{value:>{width}}"


def _times(desks: Sequence[Bench], paths: Sequence[str], rounds: int) -> list[float]:
    """The median for one page at each desk, in milliseconds; the first round warms up."""
    found = [[desk.seconds(path) for desk, path in zip(desks, paths, strict=True)] for _ in range(rounds + 1)]
    return [statistics.median(each) * 1000 for each in zip(*found[1:], strict=True)]


def _row(page: str, desks: Sequence[Bench], paths: Sequence[str], rounds: int) -> Row:
    few, many = _times(desks, paths, rounds)
    small, large = (desk.watched(path) for desk, path in zip(desks, paths, strict=True))
    return Row(
        page=page,
        few=round(few, 1),
        many=round(many, 1),
        ratio=round(many / few, 2),
        statements=len(large.statements),
        rows=large.rows(),
        steps_few=small.steps,
        steps_many=large.steps,
    )
