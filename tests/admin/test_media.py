"""Pictures and sounds at the desk: brought in, described, archived, let go; and put into steps and exercises."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from fixtures.counting import counted
from fixtures.desk import forms_of
from fixtures.materials import OTHER, PICTURE, SOUND, bring, program, shown
from fixtures.uploads import SCRIPT, moving_picture, picture, sound

from nearer import desk
from nearer.registry import load_plugins
from nearer_admin import uploads
from nearer_admin.material import with_material

STEP = "s-everything"


@pytest.fixture
def installation(installation):
    """The site takes pictures and sounds."""
    from nearer_plugins import media

    installation.registry.media |= load_plugins(modules={"media": media}).media
    return installation


@pytest.fixture
def kept(installation, published, clock):
    """A picture and a sound that the practice has."""
    with desk.session_scope(installation.engine, write=True) as session:
        return [str(each.id) for each in bring(session, published.practice, now=clock())]


@pytest.fixture
def page(published):
    return f"/material/program/{published.program}/{STEP}"


@pytest.fixture
def material(program):
    """The material of the step as the draft has it now."""
    return lambda: step_of(program()[1]).get("material", [])


def step_of(document):
    return next(each for stage in document["stages"] for each in stage["steps"] if each["id"] == STEP)


def upload(ann, address, raw, act="", name="whatever.svg"):
    form = next(each for each in forms_of(ann.get(address).text) if not act or ("act", act) in each.fields)
    for each in forms_of(ann.get(address).text):
        if ("act", act) in each.fields or (not act and "logout" not in each.action and each.method == "post"):
            form = each
    return ann.post(address, [*form.fields, ("file", (BytesIO(raw), name))])


def test_the_empty_list_says_what_it_is_for_and_where_to_begin(ann):
    text = ann.get("/media/").text
    assert "No pictures or sounds yet" in text
    assert "/desk/media/new/" in text


def test_a_picture_is_brought_in_described_and_shown(ann, installation, published):
    made = upload(ann, "/media/new/", picture())
    assert made.status_code == 303
    assert ann.follow(made).status_code == 200
    address = made.location.removeprefix("/desk")
    saved = ann.send(address, "", **{"f/title": "Chairs", "f/alt_en": "Two chairs", "f/alt_es": "Dos sillas",
                                     "f/licence": "Our own"})  # fmt: skip
    assert saved.status_code == 303
    with desk.session_scope(installation.engine) as session:
        (row,) = desk.media.list_media(session, published.practice)
        document = desk.media.media_document(row)
    assert (document["title"], document["alt"], document["language"]) == ("Chairs", "Two chairs", "en")
    assert document["texts"]["es"]["/alt"]["text"] == "Dos sillas"
    reply = ann.get(f"/media/file/{row.sha}")
    assert (reply.mimetype, reply.status_code) == ("image/webp", 200)
    assert "Chairs" in ann.get("/media/").text
    assert "Chairs" not in ann.get("/media/?search=table").text


@pytest.mark.parametrize(
    ("raw", "why"),
    [(SCRIPT, "no file that can be shown"), (moving_picture(), "moves"), (b"\xff\xd8\xff" + SCRIPT, "damaged")],
)
def test_a_file_that_is_no_good_is_refused_with_its_reason_and_nothing_is_kept(ann, installation, published, raw, why):
    reply = upload(ann, "/media/new/", raw, name="photo.jpg")
    assert reply.status_code == 422
    assert why in reply.text
    with desk.session_scope(installation.engine) as session:
        assert not desk.media.list_media(session, published.practice)


def test_only_where_files_come_in_may_a_body_be_large(ann, sign_in, desk_app, page, monkeypatch):
    desk_app.config["MAX_CONTENT_LENGTH"] = 20_000
    large = b"\0" * 50_000
    assert upload(ann, "/media/new/", large).status_code == 422
    assert upload(ann, page, large, act="upload").status_code == 422
    assert ann.post("/practice/", [("file", (BytesIO(large), "large"))]).status_code == 413
    assert sign_in("").post("/media/new/", [("file", (BytesIO(large), "large"))]).status_code == 413
    monkeypatch.setattr(uploads, "LARGEST", 40_000)
    assert upload(ann, "/media/new/", large).status_code == 413


def test_archived_things_are_offered_no_more_and_come_back(ann, kept, page):
    picture_id = kept[0]
    assert ann.send(f"/media/{picture_id}/", "archive").status_code == 303
    assert picture_id not in ann.get("/media/").text
    assert picture_id in ann.get("/media/?archived=yes").text
    assert picture_id not in ann.get(page).text
    ann.send(f"/media/{picture_id}/", "archive")
    assert picture_id in ann.get(page).text


def test_what_nobody_shows_can_be_removed_for_good(ann, kept):
    assert ann.send(f"/media/{kept[0]}/remove", "").status_code == 303
    assert ann.get(f"/media/file/{PICTURE.sha}").status_code == 404
    assert ann.get(f"/media/{kept[0]}/").status_code == 404


def test_what_an_edition_shows_stays(ann, installation, publish, people, clock, kept):
    with desk.session_scope(installation.engine, write=True) as session:
        made = desk.create_program(session, people["ann"], program(), registry=installation.registry, now=clock())
        desk.publish_program(session, people["ann"], made.id, registry=installation.registry, now=clock())
    gone = ann.send(f"/media/{kept[0]}/remove", "")
    assert "stays" in ann.follow(gone).text
    assert ann.get(f"/media/file/{PICTURE.sha}").data == PICTURE.content


def test_another_practice_sees_nothing_of_it(sign_in, kept):
    olga = sign_in("olga")
    assert olga.get(f"/media/file/{PICTURE.sha}").status_code == 404
    for path in ("", "remove"):
        assert olga.get(f"/media/{kept[0]}/{path}").status_code == 404
    assert kept[0] not in olga.get("/media/").text


def test_a_step_takes_what_the_practice_has_with_its_words(ann, page, material, kept):
    for media in kept:
        assert ann.send(page, {"media": media}).status_code == 303
    assert [(each["kind"], each["media"]) for each in material()] == [("picture", PICTURE.sha), ("sound", SOUND.sha)]
    assert material()[0]["alt"] == "Two chairs by a window"
    assert material()[1]["transcript"] == "Breathe in."
    assert "Two chairs" in ann.get(f"/program/{page.split('/')[3]}/step/{STEP}").text


def test_a_new_file_comes_into_the_step_and_the_practice_at_once(ann, page, material, installation, published):
    assert upload(ann, page, sound(), act="upload").status_code == 303
    (each,) = material()
    assert (each["kind"], each["seconds"]) == ("sound", 1)
    saved = ann.send(page, {"act": "words"}, m0__title="A tone", m0__transcript="A tone for a second.")
    assert saved.status_code == 303, saved.text
    assert material()[0]["transcript"] == "A tone for a second."
    with desk.session_scope(installation.engine) as session:
        (row,) = desk.media.list_media(session, published.practice)
        assert desk.media.media_document(row)["transcript"] == "A tone for a second."
        assert row.title == "A tone"


def test_a_refused_file_leaves_the_step_as_it_was(ann, page, material):
    reply = upload(ann, page, moving_picture(), act="upload")
    assert (reply.status_code, material()) == (422, [])
    assert "moves" in reply.text


def test_a_film_is_a_link_that_has_to_be_https(ann, page, material):
    typed = {"film__title": "By the sea", "film__link": "http://films.example/sea"}
    wrong = ann.send(page, {"act": "film"}, **typed)
    assert (wrong.status_code, material()) == (422, [])
    assert "http://films.example/sea" in wrong.text
    ann.send(page, {"act": "film"}, **{**typed, "film__link": "https://films.example/sea"})
    assert material() == [{"kind": "film", "title": "By the sea", "link": "https://films.example/sea"}]


def test_pieces_are_moved_and_taken_out_without_script(ann, page, material, kept):
    for media in kept:
        ann.send(page, {"media": media})
    ann.send(page, {"act": "down"})
    assert [each["kind"] for each in material()] == ["sound", "picture"]
    ann.send(page, {"act": "up"})
    ann.send(page, {"act": "remove"})
    assert [each["kind"] for each in material()] == ["sound"]
    ann.send(page, {"act": "remove"})
    assert material() == []


def test_what_was_typed_is_kept_when_a_colleague_was_faster(ann, sign_in, page, material, kept):
    ann.send(page, {"media": kept[0]})
    old = ann.get(page)
    sign_in("sue").send(page, {"media": kept[1]})
    reply = ann.send(old, {"act": "words"}, m0__alt="Typed with care")
    assert reply.status_code == 409
    assert "Typed with care" in reply.text
    assert material()[0]["alt"] == "Two chairs by a window"
    assert ann.send(reply, {"act": "words"}).status_code == 303
    assert material()[0]["alt"] == "Typed with care"


def test_an_exercise_has_material_and_steps_that_copy_it_have_it_too(ann, installation, people, clock, kept, program):
    with desk.session_scope(installation.engine, write=True) as session:
        document = {
            "nearer": "exercise/1",
            "title": "Own",
            "variants": [{"form": "any", "type": "trial.diary", "config": {}}],
        }
        row = desk.create_exercise(session, people["ann"], document, registry=installation.registry, now=clock())
        key = str(row.id)
    assert ann.send(f"/material/exercise/{key}", {"media": kept[0]}).status_code == 303
    assert "/media/file/" in ann.get(f"/preview/exercise/{key}").text
    _, draft = program()
    address = f"/add/?program={ann_program(ann)}&stage={draft['stages'][0]['id']}"
    ann.send(address, {"exercise": key})
    assert any(each.get("material") for stage in program()[1]["stages"] for each in stage["steps"])


def ann_program(ann):
    return re.search(r"/desk/program/([0-9a-f-]{36})/", ann.get("/programs/").text)[1]


def test_the_composer_says_what_is_missing_of_material(ann, page, installation, published, people, clock, kept):
    ann.send(page, {"media": kept[0]})
    with desk.session_scope(installation.engine, write=True) as session:
        found = desk.get_program(session, published.practice, published.program)
        document = desk.program_document(found)
        step_of(document)["material"].append(shown(OTHER))
        about = {"registry": installation.registry, "now": clock()}
        desk.save_program(session, found, document, revision=found.revision, **about)
    text = ann.get(f"/program/{published.program}/step/{STEP}").text
    assert "not among the pictures and sounds of your practice" in text
    assert "not among the pictures and sounds" in ann.get(f"/publish/{published.program}/").text


def test_a_step_without_material_asks_the_database_no_more(ann, installation, published, kept, page):
    address, cost = f"/program/{published.program}/step/{STEP}", []
    for _ in range(2):
        with counted(installation.engine) as statements:
            ann.get(address)
        cost.append([each for each in statements if "media" in each])
        ann.send(page, {"media": kept[0]})
    assert (len(cost[0]), len(cost[1])) == (0, 1)


def test_translations_stay_with_their_text_when_pieces_move():
    from nearer_admin.material import put_in

    spanish = {"texts": {"es": {"/alt": {"text": "Dos sillas", "of": "x"}}}, "language": "en"}
    content = put_in({"title": "T"}, {**shown(PICTURE), **spanish}, "en")
    assert content["texts"]["es"]["/material/0/alt"]["text"] == "Dos sillas"
    swapped = with_material(content, [shown(SOUND), content["material"][0]])
    assert list(swapped["texts"]["es"]) == ["/material/1/alt"]
    alone = with_material(swapped, [shown(SOUND)])
    assert "texts" not in {key for key, value in alone.items() if value}
    inverse = put_in({"title": "T"}, {**shown(PICTURE), **spanish}, "es")
    assert inverse["material"][0]["alt"] == "Dos sillas"
    assert inverse["texts"]["en"]["/material/0/alt"]["text"] == "Two chairs by a window"


def test_a_rehearsal_shows_the_material_of_the_draft(ann, page, published, kept, installation):
    from werkzeug.test import Client

    from nearer.web.dispatcher import wsgi

    ann.send(page, {"media": kept[1]})
    began = ann.send(f"/program/{published.program}/", "rehearsal/begin")
    assert began.status_code == 303, began.text
    name = began.location.rstrip("/").rpartition("/")[2]
    rehearsal = desk.find_rehearsal(installation, name)
    seat = rehearsal.seats["a"]
    client = Client(wsgi(installation))
    client.set_cookie(f"n-{seat}", rehearsal.told["tokens"]["a"])
    reply = client.get(f"/s/{seat}/media-{SOUND.sha}", headers={"Range": "bytes=0-1"})
    assert (reply.status_code, reply.data) == (206, SOUND.content[:2])


def test_differences_are_said_in_words():
    from nearer_admin.differences import difference

    before = program(shown(PICTURE))
    after = program(shown(PICTURE, alt="Three chairs"), shown(SOUND))
    (changed,) = difference(before, after, {}).steps
    (change,) = changed.changes
    assert change.label == "Material"
    assert "<ins>" in change.after
    assert "Sound: A quiet minute" in re.sub("</?ins>", "", str(change.after))
