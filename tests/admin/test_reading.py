"""A reader sees programs, library and figures and changes nothing; and nobody is shown a way that is shut."""

from __future__ import annotations

import pytest
from fixtures.crawling import Crawl

from nearer_admin.rights import may

ROLES = {"rita": "reader", "ann": "counsellor", "sue": "supervisor", "admin": "administrator"}
READABLE = {
    "home.index_view", "programs.index_view", "programs.one", "previews.step", "previews.exercise",
    "editions.page", "library.index_view", "library.one", "links.index_view", "results.stops",
    "holds.index_view", "plugins.index_view", "account.index_view",
}  # fmt: skip


@pytest.fixture(autouse=True)
def bundled(installation):
    installation.registry.library["trial.everything.weekly"] = {
        "nearer": "exercise/1", "key": "trial.everything.weekly", "title": "A bundled one", "summary": "", "texts": {},
        "language": "en", "minutes": 9, "factors": ["trust"],
        "variants": [{"form": "any", "type": "trial.everything", "version": 1, "config": {"intro": "Gently."}}],
    }  # fmt: skip


@pytest.mark.parametrize(("who", "role"), ROLES.items())
def test_no_page_shows_a_button_or_link_that_is_shut(sign_in, enrol, who, role):
    enrol()
    ways = list(Crawl(sign_in(who)).ways())
    assert len(ways) > 15
    for way in ways:
        assert may(role, way.endpoint, way.method), f"{way.page} leads to {way.path}: ask may({way.endpoint!r}) first"


def test_a_reader_comes_to_everything_that_is_hers_and_finds_no_way_to_change_anything(sign_in, enrol):
    enrol()
    crawl = Crawl(sign_in("rita"))
    ways = list(crawl.ways())
    assert set(crawl.opened) >= READABLE
    assert {way.endpoint for way in ways if way.method == "POST"} <= {
        "security.logout", "account.end", "security.change_password", "security.two_factor_setup",
        "security.verify", "security.wan_register",
    }  # fmt: skip


def test_a_reader_sees_no_couple_no_address_of_a_link_and_no_name(sign_in, enrol, published):
    enrol()
    rita = sign_in("rita")
    for path in ("/", "/programs/", "/links/", f"/programs/{published.program}/", f"/editions/{published.program}/"):
        page = rita.get(path)
        assert page.status_code == 200
        for word in ("Ada", published.link, "/couples/"):
            assert word not in page.text, (path, word)
    assert "open" in rita.get("/links/").text


def test_a_reader_reads_a_program_step_by_step(sign_in, published):
    page = sign_in("rita").get(f"/programs/{published.program}/").text
    assert "Where couples stop" in page
    assert f"/desk/preview/program/{published.program}/s-diary" in page
    assert "Compose" not in page


def test_a_supervisor_invites_a_reader(sign_in):
    sign_in("sue").send("/team/new/", {"f/email": ""}, f__email="reed@example.org", f__role="1")
    assert "<td>reader</td>" in sign_in("sue").get("/team/").text
