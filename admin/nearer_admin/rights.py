"""Who may open what: every address of the desk, by role; what is not listed here is not there."""

from __future__ import annotations

from dataclasses import dataclass

ADMINISTRATOR = "administrator"
SUPERVISOR = "supervisor"
COUNSELLOR = "counsellor"
READER = "reader"
ANYBODY = ("anybody",)
WORK = (COUNSELLOR, SUPERVISOR)
PRACTICE = (READER, *WORK)
ROLES = (*PRACTICE, ADMINISTRATOR)
ADMIN = (ADMINISTRATOR,)
HOLDING = (*WORK, ADMINISTRATOR)
FRESH_MINUTES = 10


@dataclass(frozen=True)
class Right:
    """One address: for what, who may look, who may change, whether after a fresh sign-in, whether the log notes it."""

    what: str
    look: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    fresh: bool = False
    quiet: bool = False

    @property
    def noted(self) -> bool:
        """Whether the log notes a change made here; what is only tried out is quiet."""
        return bool(self.change) and not self.quiet

    def roles(self, method: str) -> tuple[str, ...]:
        """Who may come with *method*."""
        return self.change if method == "POST" else self.look


def _see(who: tuple[str, ...], what: str, *, fresh: bool = False) -> Right:
    return Right(what, look=who, fresh=fresh)


def _do(who: tuple[str, ...], what: str, *, fresh: bool = False, quiet: bool = False) -> Right:
    return Right(what, change=who, fresh=fresh, quiet=quiet)


def _form(who: tuple[str, ...], what: str, *, fresh: bool = False, quiet: bool = False) -> Right:
    return Right(what, look=who, change=who, fresh=fresh, quiet=quiet)


_ON = "On to another page"

TABLE: dict[str, Right] = {
    # Signing in
    "static": _see(ANYBODY, "Style and scripts of the desk"),
    "security.static": _see(ANYBODY, "Scripts that come with signing in"),
    "security.login": _form(ANYBODY, "Sign in", quiet=True),
    "security.two_factor_token_validation": _form(ANYBODY, "The second step, after the password", quiet=True),
    "security.mf_recovery": _form(ANYBODY, "A recovery code, after the password", quiet=True),
    "security.tf_select": _form(ANYBODY, "Choose a second step, after the password", quiet=True),
    "security.wan_signin": _form(ANYBODY, "A passkey, after the password", quiet=True),
    "security.wan_signin_response": _do(ANYBODY, "What the passkey answered", quiet=True),
    "welcome": _form(ANYBODY, "Come in by an invitation"),
    "security.logout": _do(ROLES, "Sign out", quiet=True),
    "security.verify": _form(ROLES, "Say once more who one is", quiet=True),
    # One's own sign-in
    "home.index_view": _see(ROLES, "The first page"),
    "help.index_view": _see(ROLES, "Help: the contents of the handbook"),
    "help.chapter": _see(ROLES, "Help: a chapter"),
    "help.whole": _see(ROLES, "Help: the whole handbook, to print"),
    "account.index_view": _see(ROLES, "How one signs in"),
    "account.end": _do(ROLES, "End all of one's own sign-ins but this one"),
    "account.end_one": _do(ROLES, "End one of one's own sign-ins"),
    "security.change_password": _form(ROLES, "Change one's password", quiet=True),
    "security.two_factor_setup": _form(ROLES, "Set up or turn off the second step", fresh=True, quiet=True),
    "security.two_factor_setup_validate": _do(ROLES, "Try the first code of a new second step", quiet=True),
    "security.mf_recovery_codes": _form(ROLES, "Make recovery codes", fresh=True, quiet=True),
    "security.wan_register": _form(ROLES, "Add a passkey", fresh=True, quiet=True),
    "security.wan_register_response": _do(ROLES, "What the new passkey answered", quiet=True),
    "security.wan_delete": _form(ROLES, "Remove a passkey", fresh=True, quiet=True),
    # Programs
    "programs.index_view": _see(PRACTICE, "The programs"),
    "programs.one": _see(PRACTICE, "A program to read: stages and steps"),
    "programs.create_view": _form(WORK, "Begin a program"),
    "programs.archive": _form(WORK, "Archive a program"),
    "composer.index_view": _see(WORK, _ON),
    "composer.details": _form(WORK, "Compose: the whole program"),
    "composer.stage": _form(WORK, "Compose: a stage"),
    "composer.step": _form(WORK, "Compose: a step"),
    "composer.change": _do(WORK, "Compose: move, add, remove, undo"),
    "composer.remove": _see(WORK, "Asks before something is removed"),
    "composer.history": _form(WORK, "Earlier states of a draft"),
    "shelf.index_view": _form(WORK, "Add exercises to a draft"),
    "exchange.index_view": _see(WORK, _ON),
    "exchange.page": _see(WORK, "Take a program out"),
    "exchange.file": _see(WORK, "A program as a file; nothing of a couple is in it"),
    "previews.index_view": _see(PRACTICE, _ON),
    "previews.step": _see(PRACTICE, "Preview of a step, on made-up answers"),
    "previews.exercise": _see(PRACTICE, "Preview of an exercise, on made-up answers"),
    "rehearsal.index_view": _see(WORK, _ON),
    "rehearsal.begin": _do(WORK, "Begin a rehearsal with made-up people", quiet=True),
    "rehearsal.page": _see(WORK, "A rehearsal"),
    "rehearsal.do": _do(WORK, "Let somebody of a rehearsal do something", quiet=True),
    "rehearsal.end": _do(WORK, "Throw a rehearsal away", quiet=True),
    # Out with couples
    "publish.index_view": _see(WORK, _ON),
    "publish.page": _form(WORK, "Publish a program"),
    "publish.add_link": _do(WORK, "Make a link"),
    "publish.move": _do(WORK, "Move couples to an edition"),
    "editions.index_view": _see(PRACTICE, _ON),
    "editions.page": _see(PRACTICE, "The editions of a program"),
    "editions.compare": _see(PRACTICE, "What differs between two editions"),
    "editions.back": _form(WORK, "Go back to an earlier edition"),
    "links.index_view": _see(PRACTICE, "The links and their state"),
    "links.one": _see(WORK, "A link: address, texts to send"),
    "links.card": _see(WORK, "A link as a card to print"),
    "links.change": _do(WORK, "Change, close or reopen a link"),
    "holds.index_view": _see(ROLES, "What rests everywhere"),
    "holds.new": _form(HOLDING, "Let something rest everywhere"),
    "holds.lift": _do(HOLDING, "End a rest"),
    # Library and plugins
    "library.index_view": _see(PRACTICE, "The library"),
    "library.one": _see(PRACTICE, "An exercise"),
    "library.create_view": _form(WORK, "Make an exercise"),
    "library.edit": _form(WORK, "Change an exercise"),
    "library.upgrade": _do(WORK, "Take in a new version of an exercise"),
    "library.archive": _form(WORK, "Archive an exercise"),
    "library.archived": _see(WORK, "The archived exercises"),
    "library.restore": _do(WORK, "Take an exercise back from the archive"),
    "library.keep": _do(WORK, "Keep a step as an exercise of the library"),
    "library.tags": _do(WORK, "Put tags on an exercise"),
    "library.share": _do(WORK, "Say who sees an exercise"),
    "gallery.index_view": _see(PRACTICE, "Every installed type with live samples"),
    "gallery.one": _see(PRACTICE, "One installed type with its samples"),
    "previews.kind": _see(PRACTICE, "Preview of a type on a sample of its own"),
    "doors.index_view": _see(WORK, _ON),
    "doors.one": _form(WORK, "Make an exercise of lines of one's own"),
    "origins.index_view": _see(WORK, _ON),
    "origins.exercise": _form(WORK, "What changed in the original of an exercise"),
    "origins.step": _form(WORK, "What changed in the original of a step"),
    "media.index_view": _see(PRACTICE, "The pictures and sounds"),
    "media.file": _see(PRACTICE, "A picture or sound itself"),
    "media.create_view": _form(WORK, "Bring in a picture or sound"),
    "media.one": _form(WORK, "Describe a picture or sound"),
    "media.archive": _do(WORK, "Archive a picture or sound, or take it back"),
    "media.remove": _form(WORK, "Remove a picture or sound for good"),
    "material.index_view": _see(WORK, _ON),
    "material.step": _form(WORK, "The material of a step"),
    "material.exercise": _form(WORK, "The material of an exercise"),
    "plugins.index_view": _see(ROLES, "What plugins bring, and whether they work"),
    "plugins.again": _do(ADMIN, "Let a plugin try again"),
    # Couples
    "tasks.index_view": _see(WORK, "Whom to get in touch with; never why"),
    "tasks.give": _do(WORK, "Give to a colleague whom to get in touch with"),
    "couples.charge": _do(WORK, "Say whose couple it is"),
    "couples.index_view": _see(WORK, "The couples: how far, whom to get in touch with"),
    "couples.one": _see(WORK, "A couple"),
    "couples.answers": _see(WORK, "What a couple wrote, as far as its counsellor may see it"),
    "couples.label": _do(WORK, "Label a couple"),
    "couples.spoken": _do(WORK, "Note that one spoke with somebody"),
    "couples.together": _do(WORK, "Release steps together"),
    "couples.rest": _do(WORK, "Let a couple's program rest"),
    "couples.open_step": _do(WORK, "Open a step for a couple"),
    "couples.release": _do(WORK, "Release answers to the partner"),
    "couples.copy": _form(WORK, "A copy of a program for one couple"),
    "couples.back": _form(WORK, "Let somebody in again", fresh=True),
    "couples.task": _form(WORK, "Why to get in touch", fresh=True),
    "letters.index_view": _see(WORK, _ON),
    "letters.page": _form(WORK, "Write to a couple, or to one of the two"),
    "letters.withdraw": _do(WORK, "Take back what was written to a couple"),
    "notes.index_view": _see(WORK, _ON),
    "notes.page": _form(WORK, "Notes on a couple"),
    "notes.change": _do(WORK, "Change a note"),
    "results.index_view": _see(WORK, _ON),
    "results.page": _see(WORK, "What a couple's measures came to"),
    "results.export": _form(WORK, "A couple's answers as a file", fresh=True),
    "results.stops": _see(PRACTICE, "Where couples stop, in figures from five on"),
    # People
    "practice.index_view": _form(WORK, "The practice's page"),
    "team.index_view": _see((SUPERVISOR,), "The people of the practice"),
    "team.create_view": _form((SUPERVISOR,), "Invite somebody to the practice", fresh=True),
    "team.one": _see((SUPERVISOR,), "A person of the practice"),
    "team.end_sign_ins": _do((SUPERVISOR,), "End every sign-in of somebody of the practice"),
    "team.renew": _do((SUPERVISOR,), "Make a new link for an invitation", fresh=True),
    "team.withdraw": _do((SUPERVISOR,), "Withdraw an invitation"),
    "log.index_view": _see((SUPERVISOR, ADMINISTRATOR), "The log of changes"),
    "practices.index_view": _see(ADMIN, "The practices"),
    "practices.create_view": _form(ADMIN, "Make a practice"),
    "counsellors.index_view": _see(ADMIN, "Everybody who signs in"),
    "counsellors.create_view": _form(ADMIN, "Invite somebody", fresh=True),
    "counsellors.one": _see(ADMIN, "One person"),
    "counsellors.end_sign_ins": _do(ADMIN, "End every sign-in of somebody"),
    "counsellors.renew": _do(ADMIN, "Make a new link for an invitation", fresh=True),
    "counsellors.withdraw": _do(ADMIN, "Withdraw an invitation"),
    "counsellors.reset": _do(ADMIN, "Make a new password for somebody", fresh=True),
    "counsellors.remove_step": _do(ADMIN, "Take a lost second step away", fresh=True),
    "counsellors.set_active": _do(ADMIN, "End or give back somebody's access", fresh=True),
    "counsellors.set_rule": _do(ADMIN, "Say whether everybody needs a second step", fresh=True),
}
"""By endpoint, as Flask names it. An address of a view that has no line here is not opened at all."""


def may(role: str, endpoint: str, method: str = "") -> bool:
    """Whether *role* may go to *endpoint*; without a method, whether she may do what it is there for."""
    right = TABLE.get(endpoint)
    if right is None:
        return False
    allowed = right.roles(method) if method else right.change or right.look
    return role in allowed or allowed == ANYBODY
