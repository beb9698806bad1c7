"""With many couples the desk's lists ask the database no more than with few, and find every row by an index."""

from __future__ import annotations

import re

import pytest

from nearer.bench import watching
from nearer.rounds.milestones import open_tasks
from nearer.store.engine import session_scope
from nearer.store.links import find_open_link
from nearer.store.tables import Link, metadata
from nearer_admin.measuring import bench

pytestmark = pytest.mark.slow

FEW, MANY = 1_100, 2_200
"""More than the most that any page looks at."""

SMALL = {"practice", "desk_rule", "beat"}
"""Tables that do not grow with what couples or counsellors do."""

GROWING = "|".join(sorted(metadata.tables.keys() - SMALL))
OF_ONE = {"one couple", "results of one"}
"""Pages that may sort what they show: it is all of one couple's, found by an index."""

SORTS = re.compile(r"TEMP B-TREE|Sort Key")
SLOW = re.compile(rf"\bSCAN (?:{GROWING})\b|TEMP B-TREE FOR (?:RIGHT PART OF |LAST \d+ TERMS OF )?ORDER BY")
SLOW_POSTGRES = re.compile(rf"\bSeq Scan on (?:{GROWING}|\"key\")\b|Sort Key: (?:\w+\.)?(?:couple_)?id(?: DESC)?$")


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    """Two desks, with few couples and with many."""
    with (
        bench(tmp_path_factory.mktemp("few"), FEW) as few,
        bench(tmp_path_factory.mktemp("many"), MANY) as many,
    ):
        yield few, many


def slow(desk, pattern):
    """What of the plans of each page goes through a table, or sorts."""
    plans = {name: desk.watched(path).plans() for name, path in desk.pages.items()}
    found = {
        name: [each for each in lines if pattern.search(each) and not (name in OF_ONE and SORTS.search(each))]
        for name, lines in plans.items()
    }
    return {name: lines for name, lines in found.items() if lines}


def test_every_list_finds_its_rows_by_an_index(desks):
    assert slow(desks[0], SLOW) == {}


@pytest.mark.postgres
def test_every_list_finds_its_rows_by_an_index_of_postgresql(tmp_path, fresh_postgres):
    with bench(tmp_path, 80, database=fresh_postgres) as desk:
        assert slow(desk, SLOW_POSTGRES) == {}


def test_no_list_asks_more_where_there_are_more_couples(desks):
    for name in desks[0].pages:
        small, large = (each.watched(each.pages[name]) for each in desks)
        assert len(small.statements) == len(large.statements), name
        assert abs(small.rows() - large.rows()) <= 10, name
        assert large.steps <= 1.1 * small.steps + 500, name


def test_the_round_of_milestones_looks_at_no_couple_where_no_program_has_any(desks):
    site = desks[0].site
    with watching(site.engine) as watched:
        assert open_tasks(site) == 0
    assert watched.statements
    assert not [statement for statement, _ in watched.statements if re.search(r"FROM couple\b", statement)]


def test_whether_a_link_is_open_takes_no_more_where_more_began(desks):
    found = []
    for each in desks:
        with session_scope(each.site.engine) as session:
            token = session.get_one(Link, each.crowd.link).token
            with watching(each.site.engine) as watched:
                assert find_open_link(session, token, now=each.site.now()).is_open
        assert not [line for line in watched.plans() if SLOW.search(line)]
        found.append(watched.steps)
    assert found[1] <= 1.1 * found[0] + 100
