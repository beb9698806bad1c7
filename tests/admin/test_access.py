"""Every address of the desk, anonymously and as each role; and practices that cannot see each other."""

from __future__ import annotations

import pytest

from nearer import desk

OPEN = {"security.login", "static"}
BOTH_ROLES = {
    "home.index_view",
    "account.index_view",
    "account.end",
    "plugins.index_view",
    "security.change_password",
    "security.verify",
    "security.logout",
}
COUNSELLORS = {
    "editions",
    "programs",
    "composer",
    "shelf",
    "publish",
    "exchange",
    "previews",
    "library",
    "couples",
    "results",
    "notes",
    "links",
    "practice",
}
ADMINISTRATORS = {"practices", "counsellors", "log"}
SUPERVISORS = COUNSELLORS | {"log", "team"}
EVERY = SUPERVISORS | ADMINISTRATORS


@pytest.fixture
def walk(desk_app, installation, published, enrol, people):
    """Every (endpoint, path, method) of the desk, with ids that are there."""
    enrol()
    with desk.session_scope(installation.engine) as session:
        link = desk.list_links(session, published.practice)[0]
        couple = desk.list_couples(session, published.practice)[0]
        person = desk.find_counsellor(session, email="olga@example.org")  # walkers end nobody's sign-in but hers
        publication = desk.find_publication(session, published.practice, published.program)
    values = {
        "program_id": published.program, "stage_id": "arrive", "step_id": "s-diary", "kind": "step",
        "target": "s-diary", "known": "nearer", "played": "rehearsal-0000000000000000",
        "link_id": link.id, "public": couple.public, "step": "s-diary", "occurrence": 1, "person_id": person.id,
        "side": "a", "token": "x",
        "publication_id": publication.id, "hold_id": published.program, "note_id": published.program,
        "task_id": published.program, "key": "nothing.here", "filename": "desk.css", "name": "x", "export_type": "csv",
    }  # fmt: skip
    adapter = desk_app.url_map.bind("localhost")
    found = []
    for rule in desk_app.url_map.iter_rules():
        path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
        found += [(rule.endpoint, path, method) for method in sorted(rule.methods & {"GET", "POST"})]
    assert len(found) > 60
    return found


def _ask(browser, path, method):
    if method == "GET":
        return browser.get(path)
    page = browser.get("/account/password" if browser.get("/").status_code == 200 else "/login").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0] if 'csrf_token" value="' in page else ""
    token = token or page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    return browser.post("/desk" + path, [("csrf_token", token)])


def test_nobody_comes_in_without_signing_in(walk, sign_in):
    stranger = sign_in("")
    for endpoint, path, method in walk:
        reply = _ask(stranger, path, method)
        if endpoint in OPEN:
            continue
        assert reply.status_code in (302, 303, 404, 405), (endpoint, method, reply.status_code)
        if reply.status_code in (302, 303):
            assert "/desk/login" in reply.location, (endpoint, reply.location)


@pytest.mark.parametrize(("who", "own"), [("ann", COUNSELLORS), ("sue", SUPERVISORS), ("admin", ADMINISTRATORS)])
def test_each_role_has_its_own_pages_and_no_others(walk, sign_in, who, own):
    browser = sign_in(who)
    for endpoint, path, method in walk:
        if endpoint in OPEN | BOTH_ROLES or endpoint.startswith("security."):
            continue
        reply = _ask(browser, path, method)
        assert reply.status_code < 500, (endpoint, method, reply.text[:500])
        area = endpoint.split(".")[0]
        if area in EVERY - own:
            assert reply.status_code == 403, (endpoint, method, reply.status_code)
        elif area in own:
            assert reply.status_code != 403, (endpoint, method)


def test_another_practices_things_are_not_there(walk, sign_in):
    olga = sign_in("olga")
    theirs = ("<uuid:program_id>", "<uuid:link_id>", "<public>")
    rules = {rule.endpoint: rule.rule for rule in olga.client.application.url_map.iter_rules()}
    asked = 0
    for endpoint, path, method in walk:
        if any(part in rules[endpoint] for part in theirs):
            asked += 1
            assert _ask(olga, path, method).status_code == 404, (endpoint, method)
    assert asked > 15
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
