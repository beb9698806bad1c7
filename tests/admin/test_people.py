"""Administrators run practices and people; counsellors their practice's page and their own password."""

from __future__ import annotations

import re

import pytest

from nearer import desk


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


def test_a_practice_and_a_counsellor_are_made_and_can_sign_in(admin, sign_in):
    admin.send("/practices/new/", {"f/name": ""}, f__name="By the Sea")
    page = admin.get("/counsellors/new/")
    practice = re.search(r'value="([^"]+)"[^>]*> ?<span>By the Sea|<option value="([^"]+)">By the Sea', page.text)
    chosen = next(filter(None, practice.groups())).replace("&#34;", '"').replace("&quot;", '"')
    having = {"f/email": ""}
    told = admin.send(page, having, f__email="New@Example.org", f__name="Nell", f__practice=chosen)
    link = re.search(r'/desk(/welcome/[^"]+)"', told.text)[1]
    nell, chosen = sign_in(""), "chosen-by-nell-herself"
    nell.send(link, {"username": "new@example.org"}, password=chosen, again=chosen)
    assert nell.send("/login", "login", email="new@example.org", password=chosen).status_code == 302
    assert "By the Sea" in nell.get("/").text


@pytest.mark.parametrize(("email", "words"), [("ann@example.org", "here already"), ("nonsense", "field-error")])
def test_a_wrong_person_comes_back_with_the_reason(admin, email, words):
    reply = admin.send("/counsellors/new/", {"f/email": ""}, f__email=email, f__name="KEPT")
    assert reply.status_code == 422
    assert words in reply.text
    assert "KEPT" in reply.text


def test_a_new_password_ends_every_sign_in(admin, ann, installation):
    assert ann.get("/").status_code == 200
    with desk.session_scope(installation.engine) as session:
        person = desk.find_counsellor(session, email="ann@example.org").id
    told = admin.send(f"/counsellors/{person}/", "reset")
    assert "shown only now" in told.text
    assert ann.get("/").status_code == 302


def test_an_administrator_ends_access_but_not_their_own(admin, ann, installation):
    with desk.session_scope(installation.engine) as session:
        theirs, own = (desk.find_counsellor(session, email=f"{who}@example.org").id for who in ("ann", "admin"))
    admin.send(f"/counsellors/{theirs}/", "active")
    assert ann.get("/").status_code == 302
    assert "active" not in "".join(re.findall(r'action="([^"]+)"', admin.get(f"/counsellors/{own}/").text))


def test_the_practices_page_is_read_live_by_couples(ann, new_client, published):
    reply = ann.send("/practice/", {"f/name": "Practice on the Hill"}, f__local_help="Harbour line 555 0199")
    assert reply.status_code == 303, reply.text
    assert "Harbour line 555 0199" in new_client().get(f"/p/{published.link}").text


def test_a_wrong_zone_is_refused_at_its_field(ann):
    reply = ann.send("/practice/", {"f/name": "Practice on the Hill"}, f__zone="Middle/Earth", f__contact="KEPT")
    assert reply.status_code == 422
    assert "Europe/Vienna" in reply.text
    assert "KEPT" in reply.text


def test_the_own_password_is_changed(ann, sign_in):
    fields = {
        "password": "a-long-enough-password",
        "new_password": "another-long-one",
        "new_password_confirm": "another-long-one",
    }
    assert ann.send("/account/password", "password", **fields).status_code == 302
    fresh = sign_in("")
    assert fresh.send("/login", "login", email="ann@example.org", password="another-long-one").status_code == 302
    assert fresh.get("/").status_code == 200
