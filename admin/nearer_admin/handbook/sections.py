"""Which section of the handbook belongs to which page of the desk: where each page's "Help" leads."""

from __future__ import annotations

WRONG = "when-something-is-wrong"

SECTIONS = {
    "home.index_view": "accompanying#the-first-page",
    # Signing in
    "account.index_view": "people#your-sign-in",
    "security.change_password": "people#your-sign-in",
    "security.verify": "people#being-asked-once-more",
    "security.two_factor_setup": "people#the-second-step",
    "security.wan_register": "people#passkeys",
    "security.wan_delete": "people#passkeys",
    "security.mf_recovery_codes": "people#recovery-codes",
    # Programs
    "programs.index_view": "composing#the-list-of-programs",
    "programs.one": "people#readers",
    "programs.create_view": "composing#beginning-a-program",
    "programs.archive": "composing#removing-and-archiving",
    "composer.details": "composing#the-whole-program",
    "composer.stage": "composing#stages",
    "composer.step": "composing#steps",
    "composer.remove": "composing#removing-and-archiving",
    "composer.history": "composing#undo-and-earlier-states",
    "shelf.index_view": "composing#adding-steps",
    "previews.step": "composing#the-preview",
    "previews.exercise": "composing#the-preview",
    "previews.kind": "composing#the-preview",
    "exchange.page": "files#giving-a-program-to-a-colleague",
    "rehearsal.page": "rehearsal",
    # Library and plugins
    "library.index_view": "library#finding-an-exercise",
    "library.one": "library#looking-at-an-exercise",
    "library.create_view": "library#making-your-own",
    "library.edit": "library#changing-an-exercise",
    "library.archive": "library#archiving",
    "library.archived": "library#archiving",
    "media.index_view": "library#pictures-and-sounds",
    "media.create_view": "library#pictures-and-sounds",
    "media.one": "library#words-for-whoever-cant-see-or-hear",
    "media.remove": "library#pictures-and-sounds",
    "material.step": "composing#pictures-sounds-and-films",
    "material.exercise": "composing#pictures-sounds-and-films",
    "gallery.index_view": "library#the-gallery",
    "gallery.one": "library#the-gallery",
    "doors.one": "library#your-own-questions-and-acts",
    "origins.exercise": "library#when-an-original-changes",
    "origins.step": "library#when-an-original-changes",
    "plugins.index_view": "when-something-is-wrong#a-plugin-does-not-work",
    # Out with couples
    "publish.page": "publishing#before-you-publish",
    "editions.page": "publishing#editions",
    "editions.compare": "publishing#editions",
    "editions.back": "publishing#going-back-to-an-earlier-edition",
    "links.index_view": "publishing#links",
    "links.one": "publishing#who-may-come-by-a-link",
    "links.card": "publishing#what-you-send",
    "holds.index_view": "publishing#holds",
    "holds.new": "publishing#holds",
    # Couples
    "couples.index_view": "accompanying#the-list-of-couples",
    "couples.one": "accompanying#the-page-of-a-couple",
    "couples.answers": "accompanying#reading-answers",
    "couples.copy": "publishing#a-program-for-one-couple",
    "couples.back": "accompanying#letting-somebody-in-again",
    "couples.task": "accompanying#why-to-get-in-touch",
    "letters.page": "accompanying#writing-to-them",
    "tasks.index_view": "accompanying#whose-it-is",
    "notes.page": "accompanying#notes",
    "results.page": "accompanying#results",
    "results.export": "accompanying#taking-answers-out",
    "results.stops": "accompanying#where-couples-stop",
    # People
    "practice.index_view": "people#the-page-of-your-practice",
    "team.index_view": "people#your-team",
    "team.one": "people#your-team",
    "team.create_view": "people#invitations",
    "log.index_view": "people#the-log",
    "practices.index_view": "people#for-administrators",
    "practices.create_view": "people#for-administrators",
    "counsellors.index_view": "people#for-administrators",
    "counsellors.create_view": "people#invitations",
    "counsellors.one": "people#for-administrators",
}
"""By endpoint: a chapter, or a chapter and the anchor of one of its sections."""


def section_of(endpoint: str | None) -> tuple[str, str | None]:
    """The chapter and anchor for the page of *endpoint*; what is no page of ours is something that went wrong."""
    chapter, _, anchor = SECTIONS.get(endpoint or "", WRONG).partition("#")
    return chapter, anchor or None
