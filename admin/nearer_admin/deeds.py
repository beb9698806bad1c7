"""What the audit log says of a request that changed something, and the words in which the desk shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

KINDS = {
    "public": "couple",
    "person_id": "person",
    "program_id": "program",
    "link_id": "link",
    "hold_id": "hold",
    "task_id": "task",
    "media_id": "media",
    "key": "exercise",
}
PAGES = {
    "couple": ("couples.one", "public"),
    "program": ("composer.details", "program_id"),
    "link": ("links.one", "link_id"),
    "person": ("counsellors.one", "person_id"),
}
CHOICES = ("act", "released", "rests", "spoken")
"""Fields of our own buttons whose value is a word of ours; anything else of a form may be somebody's words."""

WORDS = {
    "composer": "Changed a draft",
    "shelf": "Added exercises to a draft",
    "programs.create_view": "Made a program",
    "programs.archive": "Archived a program",
    "publish.page": "Published a program",
    "publish.add_link": "Made a link",
    "publish.move": "Moved couples to an edition",
    "editions.back": "Went back to an earlier edition",
    "exchange": "Brought in a file",
    "library.create_view": "Made an exercise",
    "doors": "Made an exercise",
    "library.edit": "Changed an exercise",
    "library.upgrade": "Took in a new version of an exercise",
    "origins": "Took in what changed in an original",
    "origins.exercise:keep": "Left an exercise as it is beside its original",
    "origins.step:keep": "Left a step as it is beside its original",
    "library.archive": "Archived an exercise",
    "library.restore": "Took an exercise back from the archive",
    "library.keep": "Kept a step as an exercise",
    "library.tags": "Changed the tags of an exercise",
    "library.share": "Changed who sees an exercise",
    "media.create_view": "Brought in a picture or sound",
    "media.one": "Described a picture or sound",
    "media.archive": "Archived a picture or sound",
    "media.archive:back": "Offered a picture or sound again",
    "media.remove": "Removed a picture or sound",
    "material.step": "Changed the material of a step",
    "material.exercise": "Changed the material of an exercise",
    "links.change": "Changed a link",
    "holds.new": "Let something rest everywhere",
    "holds.lift": "Ended a rest",
    "practice": "Changed the practice's page",
    "notes.page": "Wrote a note on a couple",
    "notes.change": "Changed a note on a couple",
    "notes.change:remove": "Removed a note on a couple",
    "letters.page": "Wrote to both of a couple",
    "letters.page:send": "Wrote to one of a couple",
    "letters.withdraw": "Took a message to a couple back",
    "results.export": "Took a couple's answers out as a file",
    "couples.copy": "Made a copy of a program for a couple",
    "couples.label": "Changed a couple's label",
    "couples.spoken": "Changed the note of a talk",
    "couples.spoken:yes": "Noted a talk with one of the two",
    "couples.spoken:no": "Took back the note of a talk",
    "couples.back": "Looked at the way to reach somebody",
    "couples.back:make": "Let somebody in again",
    "couples.together": "Changed whether steps are done together",
    "couples.together:yes": "Released steps together",
    "couples.together:no": "Took back steps together",
    "couples.rest": "Changed a couple's rest",
    "couples.rest:yes": "Let a couple's program rest",
    "couples.rest:no": "Stopped holding a program back",
    "couples.open_step": "Opened a step for a couple",
    "couples.release": "Released answers to the partner",
    "couples.task": "Read why to get in touch",
    "couples.task:done": "Closed a task",
    "couples.task:give": "Gave a task to somebody",
    "couples.charge": "Said whose couple it is",
    "tasks.give": "Gave a task to somebody",
    "practices.create_view": "Made a practice",
    "counsellors.create_view": "Added a person",
    "counsellors.reset": "Made a new password for somebody",
    "counsellors.set_active": "Ended or gave back somebody's access",
    "counsellors.set_rule:require": "Asked everybody for a second step",
    "counsellors.set_rule": "Let each decide about a second step",
    "counsellors.remove_step": "Took away somebody's lost second step",
    "account.end": "Ended all their other sign-ins",
    "account.end_one": "Ended one of their sign-ins",
    "team.create_view": "Invited somebody",
    "team.end_sign_ins": "Ended every sign-in of somebody",
    "team.renew": "Renewed an invitation",
    "team.withdraw": "Withdrew an invitation",
    "counsellors.end_sign_ins": "Ended every sign-in of somebody",
    "counsellors.renew": "Renewed an invitation",
    "counsellors.withdraw": "Withdrew an invitation",
    "signed_in": "Signed in",
    "signed_in:code": "Signed in, with a code of the app",
    "signed_in:passkey": "Signed in, with a passkey",
    "signed_in:recovery": "Signed in, with a recovery code",
    "refused": "A try to sign in failed",
    "own.password": "Changed their password",
    "own.app": "Set up the app for their second step",
    "own.app_off": "Turned the app for their second step off",
    "own.passkey": "Added a passkey",
    "own.passkey_off": "Removed a passkey",
    "own.recovery_codes": "Made recovery codes",
    "welcome": "Came in by an invitation",
    "plugins.again": "Let a plugin try again",
}


def action_of(endpoint: str, form: Mapping[str, str]) -> str:
    """The action word of a request: its endpoint, and which of our buttons was pressed."""
    pressed = next((form[name] for name in CHOICES if form.get(name)), "")
    return f"{endpoint}:{pressed}" if re.fullmatch(r"[a-z_]{1,24}", pressed) else endpoint


def thing_of(view_args: Mapping[str, Any]) -> tuple[str, str]:
    """The kind and the id of what a request was about; empty when its address names nothing."""
    return next(((kind, str(view_args[name])) for name, kind in KINDS.items() if name in view_args), ("", ""))


def words_of_action(action: str) -> str:
    """An action word as a sentence: the closest that is known, or nothing for an address that changes nothing."""
    endpoint = action.partition(":")[0]
    known = (action, endpoint, endpoint.partition(".")[0])
    return next((WORDS[each] for each in known if each in WORDS), "")
