"""The practice's pictures and sounds: brought in and checked, described in every language, archived, let go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, g, request, url_for
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer.dialect import problems
from nearer.forms import read_form, render_form
from nearer_admin import material
from nearer_admin.paging import PAGE
from nearer_admin.uploads import Upload, read_upload
from nearer_admin.views.base import RecordView, answer, go, installation, practice_id, store, tell

Page = str | AnyResponse
CHOOSE = "Choose a file first."
TEACHES = (
    "A step can show pictures and play sounds above its content: a photo to talk about, a minute in your own voice. "
    "Bring them in here, say in words what they are, and put them into steps."
)


class MediaView(RecordView):
    """What steps may show, newest first; the archived ones on a page of their own."""

    columns = (("title", "Title"),)
    searchable = True
    search_label = "Search by title"
    create_label = "Bring in a picture or sound"
    list_template = "desk/media.html"
    filters = ("archived",)
    empty = ("No pictures or sounds yet", TEACHES)

    def __init__(self) -> None:
        super().__init__("Pictures and sounds", "media")

    def prepare(self) -> None:
        """Check what was posted."""
        g.upload = read_upload()

    def rows(self, search: str, after: Any) -> list[Any]:
        """By title, by key."""
        archived = request.args.get("archived") == "yes"
        limit = PAGE + 1
        return desk.media.list_media(store(), practice_id(), text=search, archived=archived, after=after, limit=limit)

    def row(self, record: Any) -> dict[str, Any]:
        """What a card shows."""
        document = desk.media.media_document(record)
        lacks = not document.get(material.WORDS_OF[record.kind])
        return {
            "key": record.id,
            "href": url_for("media.one", media_id=record.id),
            "title": record.title or "Untitled",
            "each": document,
            "size": size(record.size),
            "lacks": lacks,
        }

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Page:
        """One file at a time; then its words."""
        if request.method == "GET":
            return self._new()
        try:
            made = bring_in(g.upload)
        except (desk.UnreadableError, desk.ConflictError) as error:
            return answer(self._new(str(error)), 422)
        tell("It is here. Say in words what it is; that is read to whoever can't see or hear it.")
        return go("media.one", media_id=made.id)

    def _new(self, refused: str = "") -> str:
        kinds = installation().registry.media.values()
        return self.render("desk/media_new.html", kinds=kinds, refused=refused)

    @expose("/<uuid:media_id>/", methods=("GET", "POST"))
    def one(self, media_id: UUID) -> Page:
        """Title, words in every language, licence and source."""
        row = desk.media.get_media(store(), practice_id(), media_id)
        document = desk.media.media_document(row)
        schema = material.about_form(row.kind)
        value = material.about(document) if request.method == "GET" else read_form(schema, request.form)
        found = problems(schema, value) if request.method == "POST" else []
        if request.method == "POST" and not found:
            desk.media.save_media(row, material.described(document, value))
            tell("Saved. Steps that show it already keep the words that they took.")
            return go("media.one", media_id=row.id)
        fields = render_form(schema, value, found)
        body = self.render("desk/media_one.html", row=row, each=document, fields=fields, size=size(row.size))
        return answer(body, 422 if found else 200)

    @expose("/<uuid:media_id>/archive", methods=("POST",))
    def archive(self, media_id: UUID) -> Page:
        """Take it out of the choice, or back."""
        row = desk.media.get_media(store(), practice_id(), media_id)
        back = request.form.get("act") == "back"
        desk.media.archive_media(row, None if back else installation().clock())
        tell("It is offered again." if back else "Archived. Steps and couples that have it keep it.")
        return go("media.one", media_id=row.id)

    @expose("/<uuid:media_id>/remove", methods=("GET", "POST"))
    def remove(self, media_id: UUID) -> Page:
        """Let it go for good, after asking; what a published edition shows stays."""
        row = desk.media.get_media(store(), practice_id(), media_id)
        if request.method == "GET":
            return self.render("desk/media_remove.html", row=row)
        try:
            desk.media.remove_media(store(), row)
        except desk.ConflictError as error:
            tell(str(error), "error")
            return go("media.one", media_id=row.id)
        tell(f"“{row.title or 'It'}” is gone.")
        return go("media.index_view")

    @expose("/file/<digest>")
    def file(self, digest: str) -> Response:
        """The bytes, of the own practice only."""
        if not desk.media.find_media(store(), practice_id(), [digest]):
            abort(404)
        return desk.send_media(store(), digest)


def bring_in(upload: Upload) -> Any:
    """Keep what the check gave back.

    Raises:
        UnreadableError, ConflictError: there is no file, it is refused, or there is no room for it.
    """
    if upload.checked is None:
        raise desk.UnreadableError(upload.refused or CHOOSE)
    return desk.media.add_media(store(), practice_id(), upload.checked, {}, now=installation().clock())


def size(count: int) -> str:
    """So many bytes, for people."""
    return f"{count / 1024**2:.1f} MB" if count > 1024**2 else f"{max(1, round(count / 1024))} kB"
