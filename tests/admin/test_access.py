"""Every address of the desk, anonymously and as each role; and practices that cannot see each other."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest
from fixtures.desk import DESK, PASSWORD, forms_of

from nearer import desk
from nearer_admin.rights import ANYBODY, TABLE, Right, may

ENDING = {"account.end", "security.logout", "security.two_factor_token_validation"}
"""These end the walker's own sign-in."""

WHO = {"rita": "reader", "ann": "counsellor", "sue": "supervisor", "admin": "administrator"}
VALUES = {
    "stage_id": "arrive", "step_id": "s-diary", "kind": "step", "target": "s-diary", "step": "s-diary",
    "known": "nearer", "played": "rehearsal-0000000000000000", "occurrence": 1, "side": "a", "token": "x",
    "key": "nothing.here", "letter_id": "nothing-here", "filename": "desk.css", "chapter": "composing",
    "type_id": "trial.diary", "slug": "your-own-lines",
}  # fmt: skip
THEIRS = ("program_id", "link_id", "public")
"""Parameters that name a thing of one practice."""


@dataclass(frozen=True)
class Asked:
    """One address with ids that are there, and a method."""

    endpoint: str
    path: str
    method: str
    names: frozenset[str]

    @property
    def right(self) -> Right:
        """What the table says of it."""
        return TABLE[self.endpoint]


@pytest.fixture
def walk(desk_app, installation, published, enrol, people):
    """Every address of the desk that is there, with ids of ann's practice."""
    enrol()
    with desk.session_scope(installation.engine) as session:
        link = desk.list_links(session, published.practice)[0]
        couple = desk.list_couples(session, published.practice)[0]
        person = desk.find_counsellor(session, email="olga@example.org")  # walkers end nobody's sign-in but hers
        publication = desk.find_publication(session, published.practice, published.program)
    nothing = published.program
    values = VALUES | {
        "program_id": published.program, "link_id": link.id, "public": couple.public, "person_id": person.id,
        "publication_id": publication.id, "hold_id": nothing, "note_id": nothing, "task_id": nothing,
        "media_id": nothing, "digest": "0" * 64,
        "sign_in_id": nothing,
    }  # fmt: skip
    adapter = desk_app.url_map.bind("localhost")
    found = []
    for rule in desk_app.url_map.iter_rules():
        if missing := rule.arguments - set(values):
            pytest.fail(f"{rule.rule}: give a value for {missing} in the fixture `walk` of tests/admin/test_access.py")
        if rule.endpoint in TABLE:
            path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
            methods = sorted(rule.methods & {"GET", "POST"})
            found += [Asked(rule.endpoint, path, method, frozenset(rule.arguments)) for method in methods]
    assert len(found) > 60
    return found


def _ask(browser, asked):
    if asked.method == "GET":
        return browser.get(asked.path)
    page = browser.get("/account/password" if browser.get("/").status_code == 200 else "/login").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0] if 'csrf_token" value="' in page else ""
    token = token or page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    return browser.post("/desk" + asked.path, [("csrf_token", token)])


def test_every_address_stands_in_the_table_with_its_methods(desk_app):
    there = {}
    for rule in desk_app.url_map.iter_rules():
        there.setdefault(rule.endpoint, set()).update(rule.methods & {"GET", "POST"})
    assert set(TABLE) <= set(there), "nearer_admin/rights.py names addresses that are not there"
    for endpoint, right in TABLE.items():
        listed = {method for method in ("GET", "POST") if right.roles(method)}
        assert there[endpoint] == listed, f"{endpoint}: mend its line in nearer_admin/rights.py"


def test_an_address_without_a_line_is_not_there(desk_app, sign_in):
    desk_app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert desk_app.url_map.is_endpoint_expecting("security.two_factor_rescue")  # Flask-Security's; it would send mail
    for who in ("", "ann", "admin"):
        browser = sign_in(who)
        assert browser.get("/forgotten").status_code == 404
        assert browser.get("/tf-rescue").status_code == 404


def test_nobody_comes_in_without_signing_in(walk, sign_in):
    stranger = sign_in("")
    for asked in walk:
        reply = _ask(stranger, asked)
        if asked.right.roles(asked.method) != ANYBODY:
            assert reply.status_code in (302, 303), (asked, reply.status_code)
            assert "/desk/login" in reply.location, (asked, reply.location)


@pytest.mark.parametrize("who", WHO)
def test_each_role_has_its_own_pages_and_no_others(walk, sign_in, who):
    role = WHO[who]
    browser = sign_in(who)
    for asked in walk:
        if asked.endpoint in ENDING:
            continue
        reply = _ask(browser, asked)
        assert reply.status_code < 500, (asked, reply.text[:500])
        assert (reply.status_code != 403) == may(role, asked.endpoint, asked.method), (asked, reply.status_code)


@pytest.mark.parametrize("who", ["ann", "sue", "admin"])
def test_what_the_table_says_asks_for_a_fresh_sign_in_and_nothing_else_does(walk, sign_in, who):
    browser = sign_in(who)
    role = WHO[who]
    for asked in walk:
        if asked.endpoint in ENDING or not may(role, asked.endpoint, asked.method):
            continue
        with browser.client.session_transaction(path="/desk/", base_url="http://localhost/desk") as session:
            session["fs_paa"] -= 3600 if session["fs_paa"] > time.time() - 1800 else 0
        reply = _ask(browser, asked)
        asks = reply.status_code in (302, 303) and "/desk/verify" in reply.location
        assert asks == asked.right.fresh, (asked, reply.status_code, reply.headers.get("Location"))


def test_what_may_put_somebody_at_risk_or_let_somebody_in_asks_for_a_fresh_sign_in():
    read = {"couples.task", "couples.back", "results.export"}
    lets_in = {
        "team.create_view", "team.renew", "counsellors.create_view", "counsellors.renew", "counsellors.reset",
        "counsellors.remove_step", "counsellors.set_active", "counsellors.set_rule", "security.two_factor_setup",
        "security.mf_recovery_codes", "security.wan_register", "security.wan_delete",
    }  # fmt: skip
    assert {endpoint for endpoint in read | lets_in if not TABLE[endpoint].fresh} == set()


def test_a_button_that_needs_a_fresh_sign_in_leads_back_to_its_page(sign_in, installation):
    with desk.session_scope(installation.engine) as session:
        page = f"/counsellors/{desk.find_counsellor(session, email='ann@example.org').id}/"
    admin = sign_in("admin")
    drawn = admin.get(page)
    with admin.client.session_transaction(path="/desk/", base_url="http://localhost/desk") as session:
        session["fs_paa"] -= 3600
    form = next(each for each in forms_of(drawn.text) if "reset" in each.action)
    reply = admin.client.post(
        form.action.removeprefix("/desk"), base_url=DESK, data=dict(form.fields), headers={"Referer": DESK + page}
    )
    assert reply.location.endswith("/desk/verify?next=/desk" + page)
    asks = admin.get(reply.location.removeprefix("/desk"))
    assert "Nothing was changed yet" in asks.text
    assert admin.send(asks, "verify", password=PASSWORD).location.endswith(page)
    assert "shown only now" in admin.send(page, "reset").text


def test_another_practices_things_are_not_there(walk, sign_in):
    olga = sign_in("olga")
    asked_for = [each for each in walk if each.names & set(THEIRS) and may("counsellor", each.endpoint, each.method)]
    assert len(asked_for) > 30
    for asked in asked_for:
        assert _ask(olga, asked).status_code == 404, asked
    sue = sign_in("sue")  # the person of the walk is olga, who works elsewhere
    people = [each for each in walk if "person_id" in each.names and may("supervisor", each.endpoint, each.method)]
    assert len(people) > 3
    for asked in people:
        assert _ask(sue, asked).status_code == 404, asked
    for path in ("/programs/", "/couples/", "/links/", "/"):
        page = olga.get(path).text
        assert "Practice on the Hill" not in page
        assert "Trial" not in page


def test_an_administrator_finds_no_couple_anywhere(sign_in, enrol):
    enrol()
    admin = sign_in("admin")
    for path in ("/", "/practices/", "/counsellors/", "/plugins/"):
        page = admin.get(path)
        assert page.status_code == 200
        assert "Ada" not in page.text


def test_posts_need_their_token(ann, published):
    reply = ann.post(f"/desk/program/{published.program}/change", [("act", "stage_add"), ("revision", "1")])
    assert reply.status_code == 400
    assert "no longer valid" in reply.text


def test_every_response_carries_the_desks_headers_and_cookie_path(sign_in):
    ann = sign_in("ann")
    for path in ("/", "/nothing", "/login", "/static/desk.css"):
        reply = ann.get(path)
        policy = reply.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
    reply = sign_in("").get("/login")
    assert "Path=/desk" in reply.headers["Set-Cookie"]
    assert "HttpOnly" in reply.headers["Set-Cookie"]


def test_a_shut_out_person_is_out_at_once(ann, installation):
    assert ann.get("/").status_code == 200
    with desk.session_scope(installation.engine, write=True) as session:
        desk.set_active(session, desk.find_counsellor(session, email="ann@example.org"), active=False)
    assert ann.get("/").status_code == 302


def test_a_wrong_password_tells_nothing_about_who_is_here(sign_in):
    stranger = sign_in("")
    known = stranger.send("/login", "login", email="ann@example.org", password="wrong-wrong-wrong")
    unknown = stranger.send("/login", "login", email="nobody@example.org", password="wrong-wrong-wrong")
    assert known.status_code == unknown.status_code
    strip = [page.text.replace("ann@example.org", "").replace("nobody@example.org", "") for page in (known, unknown)]
    assert len(strip[0]) == len(strip[1])


def test_database_errors_never_reach_the_page(ann, installation):
    with installation.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE program RENAME TO elsewhere")
    reply = ann.get("/programs/")
    assert reply.status_code == 500
    assert "sql" not in reply.text.lower()
    assert "Nothing was changed" in reply.text


def test_tries_at_passwords_are_limited_by_address_not_by_person(sign_in, clock):
    stranger = sign_in("")
    for _ in range(20):
        stranger.send("/login", "login", email="ann@example.org", password="wrong-wrong-wrong")
    right = {"email": "ann@example.org", "password": "a-long-enough-password"}
    late = stranger.send("/login", "login", **right)
    assert late.status_code == 429
    assert "Too many tries" in late.text
    elsewhere = sign_in("")
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert elsewhere.send("/login", "login", **right).status_code == 302
    clock.move(hours=1)
    assert sign_in("").send("/login", "login", **right).status_code == 302
