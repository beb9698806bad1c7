"""Pictures and sounds of steps: shown above their content, served to whose edition shows them, in parts too."""

from __future__ import annotations

import re

import pytest
from fixtures.counting import counted
from fixtures.materials import FILM, OTHER, PICTURE, SOUND, program, shown
from fixtures.trial import program as without
from fixtures.two_stages import settle

SECRETLY = shown(PICTURE, alt='A "quoted" <script>', title="By the <sea>", source="Photo: Ada")
BOTH_FORMS = ("s-everything", "s-talk")


@pytest.fixture
def published(publish):
    return publish(program(at=BOTH_FORMS), media=[PICTURE, SOUND, OTHER])


def media_in(page):
    return re.findall(r'(?:src)="(/s/[^"]+/media-[0-9a-f]{64})"', page)


def test_material_stands_above_the_form_and_beside_the_answers(enrol):
    ada, _ = enrol()
    page = ada.get("s-everything/1").text
    assert 'alt="Two chairs by a window" width="16" height="9"' in page
    assert '<audio controls preload="none"' in page
    assert "autoplay" not in page
    assert "Breathe in." in page
    assert page.index("media-") < page.index("<textarea")
    ada.post("s-everything/1", {"f/feeling": "Well"})
    assert media_in(ada.get("s-everything/1").text) == media_in(page)
    paper = ada.get("s-everything/1?print=yes").text
    assert "<audio" not in paper
    assert "<details open>" in paper


def test_a_film_is_a_plain_link_that_says_that_it_leaves(enrol):
    ada, _ = enrol()
    page = ada.get("s-everything/1").text
    assert f'<a href="{FILM["link"]}" rel="noreferrer noopener">{FILM["title"]}</a>' in page
    assert "films.example" in page
    assert "leaves the site" in page
    assert not re.search(r"<(iframe|video|embed|object)", page)


def test_a_link_that_is_not_https_is_not_shown(publish, enrol):
    link = "http://films.example/old"
    ada, _ = enrol(publish(program({**FILM, "link": link})).link)
    assert link not in ada.get("s-everything/1").text


def test_words_of_material_are_escaped(publish, enrol):
    ada, _ = enrol(publish(program(SECRETLY), media=[PICTURE]).link)
    page = ada.get("s-everything/1").text
    assert "<script>" not in page.replace('<script type="module"', "")
    assert "By the &lt;sea&gt;" in page


def test_decoration_has_an_empty_text(publish, enrol):
    ada, _ = enrol(publish(program(shown(PICTURE, decorative=True)), media=[PICTURE]).link)
    assert 'alt=""' in ada.get("s-everything/1").text


def test_a_picture_is_served_whole_with_every_header_and_kept_nowhere(enrol):
    ada, _ = enrol()
    reply = ada.get(f"media-{PICTURE.sha}")
    assert (reply.status_code, reply.mimetype, reply.data) == (200, "image/webp", PICTURE.content)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(reply.headers.keys())


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-1", 206, slice(0, 2)),  # what iOS asks first
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-16", 206, slice(-16, None)),
        ("bytes=10000-20000", 206, slice(10000, None)),
        ("bytes=999999-", 416, slice(0, 0)),
        ("bytes=0-1,5-6", 416, slice(0, 0)),
        ("lines=1-2", 416, slice(0, 0)),
        ("nonsense", 200, slice(None)),
    ],
)
def test_a_sound_is_served_in_the_part_that_is_asked_for(enrol, asked, status, part):
    ada, _ = enrol()
    reply = ada.get(f"media-{SOUND.sha}", headers={"Range": asked})
    assert (reply.status_code, reply.data) == (status, SOUND.content[part])
    if status == 206:
        start, stop, _ = part.indices(len(SOUND.content))
        assert reply.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(SOUND.content)}"
    assert reply.headers["Cache-Control"] == "no-store"


def test_nobody_gets_what_no_step_of_their_own_edition_shows(enrol, publish, new_client):
    ada, _ = enrol()
    elsewhere, _ = enrol(publish(program(shown(OTHER)), media=[OTHER]).link)
    assert ada.get(f"media-{PICTURE.sha}").status_code == 200
    nothing = ada.get("media-" + "0" * 64)
    assert nothing.status_code == 404
    for person, sha in ((ada, OTHER.sha), (elsewhere, PICTURE.sha)):
        reply = person.get(f"media-{sha}")
        assert (reply.status_code, reply.data) == (404, nothing.data)
    assert new_client().get(f"{ada.home}media-{PICTURE.sha}").status_code == 401
    assert elsewhere.client.get(f"{ada.home}media-{PICTURE.sha}").status_code == 401


@pytest.mark.parametrize("step", ["s-talk"])
def test_together_and_alone_show_and_load_the_same(enrol, installation, clock, publish, step):
    seen = []
    for together in (True, False):
        link = publish(program(at=("s-everything", step)), media=[PICTURE, SOUND]).link
        one, two = settle(lambda link=link: enrol(link), installation, clock, together=together)
        for before in ("s-everything/1", "s-diary/1", "s-plan/1"):
            assert {each.post(before, {"do": "pass"}).status_code for each in (one, two)} == {303}
        page = one.get(f"{step}/1").text
        seen.append((f"{step}/1/script" in page, [each.rpartition("media-")[2] for each in media_in(page)]))
    assert seen[0][0] != seen[1][0]  # it is the talk, and what stands in its place
    assert seen[0][1] == seen[1][1] == [PICTURE.sha, SOUND.sha]


def test_a_page_with_material_costs_no_more_queries_than_one_without(enrol, publish, installation):
    ada, _ = enrol()
    bare, _ = enrol(publish(without()).link)
    cost = []
    for person in (ada, bare):
        person.get("s-everything/1")
        with counted(installation.engine) as statements:
            assert person.get("s-everything/1").status_code == 200
        cost.append(len(statements))
    assert cost[0] == cost[1]


def test_couples_go_on_with_what_their_counsellor_archived(enrol, installation, published):
    from nearer.store import media
    from nearer.store.engine import session_scope

    ada, _ = enrol()
    with session_scope(installation.engine, write=True) as session:
        for each in media.list_media(session, published.practice):
            media.archive_media(each, installation.clock())
    assert ada.get(f"media-{PICTURE.sha}").data == PICTURE.content


def test_texts_of_material_are_read_in_ones_own_language(publish, enrol):
    from nearer.overlays import digest_of

    document = program(languages=["es"])
    (step,) = (each for stage in document["stages"] for each in stage["steps"] if each["id"] == "s-everything")
    alt = step["material"][0]["alt"]
    step["texts"] = {"es": {"/material/0/alt": {"text": "Dos sillas junto a una ventana", "of": digest_of(alt)}}}
    ada, _ = enrol(publish(document, media=[PICTURE, SOUND]).link)
    assert "Two chairs" in ada.get("s-everything/1").text
    ada.post("ways", {"do": "language", "speak": "es"})
    assert "Dos sillas junto a una ventana" in ada.get("s-everything/1").text
