"""The handbook's pages: its contents, a chapter, and all of it on one page to print."""

from __future__ import annotations

from flask import abort, request, url_for
from flask_admin import expose

from nearer_admin.handbook import chapters, find_chapter
from nearer_admin.handbook.sections import section_of
from nearer_admin.views.base import DeskView


class HelpView(DeskView):
    """For everybody who signs in; it reads nothing from the database."""

    def __init__(self) -> None:
        super().__init__("Help", endpoint="help", url="/help")

    @expose("/")
    def index_view(self) -> str:
        """The contents."""
        return self.render("desk/help.html", chapters=chapters())

    @expose("/all")
    def whole(self) -> str:
        """Every chapter, to print or to search."""
        return self.render("desk/help_whole.html", chapters=chapters())

    @expose("/<chapter>")
    def chapter(self, chapter: str) -> str:
        """One chapter."""
        found = find_chapter(chapter) or abort(404)
        at = chapters().index(found)
        before, after = chapters()[max(0, at - 1) : at], chapters()[at + 1 : at + 2]
        return self.render("desk/help_chapter.html", chapter=found, before=before, after=after)


def help_address() -> str:
    """Where "Help" in the header of this page leads."""
    if (request.endpoint or "").startswith("help."):
        return url_for("help.index_view")
    chapter, anchor = section_of(request.endpoint)
    return url_for("help.chapter", chapter=chapter, _anchor=anchor)
