"""The tables of what the desk makes, practices to links; the others are in :mod:`nearer.store.tables`."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, MetaData, UniqueConstraint, true
from sqlmodel import Field, SQLModel

from nearer.store.columns import inside_id, moment, public_id

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Practice(SQLModel, table=True):
    """The group whose programs and couples belong together; its details are read live by couples' pages."""

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    name: str = Field(max_length=120)
    contact: str = Field(default="", max_length=2000)
    local_help: str = Field(default="", max_length=4000)
    privacy_notice: str = Field(default="", max_length=8000)
    zone: str = Field(default="UTC", max_length=64)
    text_both: str = Field(default="", max_length=2000)
    text_each: str = Field(default="", max_length=2000)
    created_at: datetime = moment()


class Counsellor(SQLModel, table=True):
    """Somebody who signs in at the desk; the columns are the ones Flask-Security asks for."""

    __table_args__ = (Index("ix_counsellor_practice_id_id", "practice_id", "id"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    practice_id: UUID | None = Field(default=None, foreign_key="practice.id")
    email: str = Field(max_length=254, unique=True)
    name: str = Field(default="", max_length=120)
    password: str | None = Field(default=None, max_length=255)
    active: bool = True
    role: str = Field(default="counsellor", max_length=20)
    fs_uniquifier: str = Field(max_length=64, unique=True)
    tf_primary_method: str | None = Field(default=None, max_length=20)
    tf_totp_secret: str | None = Field(default=None, max_length=1000)
    totp_counter: int | None = None
    mf_recovery_codes: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})
    fs_webauthn_user_handle: str | None = Field(default=None, max_length=64)
    invited_until: datetime | None = moment(default=None)
    created_at: datetime = moment()


class SignIn(SQLModel, table=True):
    """Where a counsellor is signed in: the browser holds a token, ``locator`` is its digest; ``used_at`` is an hour."""

    __tablename__ = "sign_in"

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    counsellor_id: UUID = Field(foreign_key="counsellor.id", index=True)
    locator: bytes = Field(unique=True)
    device: str = Field(max_length=80)
    kept: bool = False
    made_at: datetime = moment()
    used_at: datetime = moment()


class Passkey(SQLModel, table=True):
    """A passkey by which a counsellor takes the second step; its secret half never leaves their device."""

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    counsellor_id: UUID = Field(foreign_key="counsellor.id", index=True)
    name: str = Field(max_length=64)
    credential_id: bytes = Field(unique=True)
    public_key: bytes
    sign_count: int = 0
    transports: str = "[]"
    made_at: datetime = moment()
    used_at: datetime = moment()


class Exercise(SQLModel, table=True):
    """Content of one exercise type in a practice's own library; ``document`` is canonical JSON of its step shape.

    One that is not ``shared`` is for its author; one without an author was made before authors were noted.
    """

    __table_args__ = (Index("ix_exercise_practice_id_id", "practice_id", "id"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    type_id: str = Field(max_length=120)
    title: str = Field(max_length=200)
    document: str
    revision: int = 1
    author_id: UUID | None = Field(default=None, foreign_key="counsellor.id")
    shared: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    archived_at: datetime | None = moment(default=None)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ExerciseTag(SQLModel, table=True):
    """A word that a practice put on an exercise: on one of its own (its id) or on a bundled one (its key)."""

    __tablename__ = "exercise_tag"

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    exercise: str = Field(primary_key=True, max_length=120)
    word: str = Field(primary_key=True, max_length=40)


class Original(SQLModel, table=True):
    """What an exercise of the library was when something in a practice was made from it; written once, by digest."""

    practice_id: UUID = Field(foreign_key="practice.id", primary_key=True)
    digest: str = Field(primary_key=True, max_length=64)
    document: str
    created_at: datetime = moment()


class Program(SQLModel, table=True):
    """A counsellor's mutable draft; ``document`` is its canonical JSON at ``revision``."""

    __table_args__ = (
        Index("ix_program_practice_id_id", "practice_id", "id"),
        Index("ix_program_practice_id_for_couple", "practice_id", "for_couple"),
    )

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    title: str = Field(max_length=200)
    document: str
    revision: int = 1
    for_couple: UUID | None = None
    archived_at: datetime | None = moment(default=None)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ProgramRevision(SQLModel, table=True):
    """An earlier state of a program, for undo and comparison.

    ``made_from`` is the revision that an edit began with. A revision that undo or redo made says in ``stands_for``
    which one it repeats, and in ``redo`` (a JSON list) which ones redo would repeat next.
    """

    __tablename__ = "program_revision"

    program_id: UUID = Field(foreign_key="program.id", primary_key=True)
    revision: int = Field(primary_key=True)
    document: str
    made_from: int | None = None
    stands_for: int | None = None
    redo: str = "[]"
    counsellor_id: UUID | None = Field(default=None, foreign_key="counsellor.id")
    created_at: datetime = moment()


class Edition(SQLModel, table=True):
    """A published, immutable, self-contained snapshot, named by the SHA-256 of its canonical JSON."""

    sha: str = Field(primary_key=True, max_length=64)
    document: str
    created_at: datetime = moment()


class MediaFile(SQLModel, table=True):
    """The bytes of a picture or sound as they are served, named by their SHA-256; only what a check gave back."""

    __tablename__ = "media_file"

    sha: str = Field(primary_key=True, max_length=64)
    type: str = Field(max_length=40)
    size: int
    content: bytes
    created_at: datetime = moment()


class Media(SQLModel, table=True):
    """A practice's picture or sound; ``document`` is canonical JSON of the material that it becomes in a step."""

    __table_args__ = (UniqueConstraint("practice_id", "sha"), Index("ix_media_practice_id_id", "practice_id", "id"))

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    sha: str = Field(foreign_key="media_file.sha", max_length=64, index=True)
    kind: str = Field(max_length=10)
    size: int
    title: str = Field(default="", max_length=200)
    document: str
    archived_at: datetime | None = moment(default=None)
    created_at: datetime = moment()


class EditionMedia(SQLModel, table=True):
    """That an edition shows a picture or sound, which can't be removed while this stands."""

    __tablename__ = "edition_media"

    edition_sha: str = Field(foreign_key="edition.sha", primary_key=True, max_length=64)
    media_sha: str = Field(foreign_key="media_file.sha", primary_key=True, max_length=64, index=True)


class Publication(SQLModel, table=True):
    """That a practice published a program as an edition: who and when."""

    __table_args__ = (Index("ix_publication_program_id_id", "program_id", "id"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    program_id: UUID = Field(foreign_key="program.id")
    edition_sha: str = Field(foreign_key="edition.sha", max_length=64)
    revision: int
    note: str = Field(default="", max_length=500)
    counsellor_id: UUID | None = Field(default=None, foreign_key="counsellor.id")
    created_at: datetime = moment()


class Move(SQLModel, table=True):
    """That the couples of a program are moved to a publication, and how far that is."""

    __table_args__ = (Index("ix_move_program_id_id", "program_id", "id"), Index("ix_move_done_id", "done", "id"))

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    program_id: UUID = Field(foreign_key="program.id")
    publication_id: UUID = Field(foreign_key="publication.id")
    choice: str = Field(max_length=10)
    at_couple: UUID | None = None
    moved: int = 0
    stayed: int = 0
    done: bool = False
    created_at: datetime = moment()


class Hold(SQLModel, table=True):
    """That a step, an exercise type or a program rests everywhere: in one practice or, without one, in all.

    ``reason`` is for colleagues; no page of a couple shows it.
    """

    __table_args__ = (
        Index("ix_hold_practice_id_id", "practice_id", "id"),
        Index("ix_hold_practice_id_lifted_at", "practice_id", "lifted_at"),
    )

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    practice_id: UUID | None = Field(default=None, foreign_key="practice.id")
    kind: str = Field(max_length=10)
    target: str = Field(max_length=120)
    title: str = Field(default="", max_length=200)
    reason: str = Field(default="", max_length=2000)
    counsellor_id: UUID | None = Field(default=None, foreign_key="counsellor.id")
    created_at: datetime = moment()
    lifted_at: datetime | None = moment(default=None)


class Link(SQLModel, table=True):
    """The public address of a program; it points at the current publication."""

    __table_args__ = (
        Index("ix_link_practice_id_id", "practice_id", "id"),
        Index("ix_link_program_id_id", "program_id", "id"),
    )

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    token: str = Field(default_factory=public_id, unique=True, max_length=64)
    practice_id: UUID = Field(foreign_key="practice.id")
    program_id: UUID = Field(foreign_key="program.id")
    publication_id: UUID = Field(foreign_key="publication.id")
    one_couple: bool = False
    passcode_hash: str | None = Field(default=None, max_length=255)
    opens_at: datetime | None = moment(default=None)
    expires_at: datetime | None = moment(default=None)
    closed_at: datetime | None = moment(default=None)
    created_at: datetime = moment()


class Reading(SQLModel, table=True):
    """That somebody at the desk read what a person wrote for their counsellor; shown to that person only."""

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    seat: str = Field(primary_key=True, max_length=1)
    step: str = Field(primary_key=True, max_length=64)
    occurrence: int = Field(default=1, primary_key=True)
    counsellor_id: UUID = Field(foreign_key="counsellor.id", primary_key=True)
    day: date = Field(primary_key=True)


class Note(SQLModel, table=True):
    """A counsellor's note on a couple, sealed under the couple key; no page of a partner reads it."""

    __table_args__ = (Index("ix_note_couple_id_id", "couple_id", "id"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    couple_id: UUID = Field(foreign_key="couple.id")
    counsellor_id: UUID = Field(foreign_key="counsellor.id")
    day: date
    box: bytes


class Charge(SQLModel, table=True):
    """In whose charge a couple is: its own counsellor's and, beside, one deputy's."""

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    counsellor_id: UUID = Field(foreign_key="counsellor.id")
    deputy_id: UUID | None = Field(default=None, foreign_key="counsellor.id")


class Letter(SQLModel, table=True):
    """What a counsellor wrote to one seat, sealed under its care key; to both, it is a row for each of the same ``id``.

    ``made`` orders them and stays inside; ``away`` is the reader's own and no page of the desk reads it.
    """

    couple_id: UUID = Field(foreign_key="couple.id", primary_key=True)
    seat: str = Field(primary_key=True, max_length=1)
    id: str = Field(default_factory=public_id, primary_key=True, max_length=64)
    made: UUID = Field(default_factory=inside_id)
    day: date
    away: bool = False
    box: bytes


class Deed(SQLModel, table=True):
    """That somebody changed something at the desk: who, what and when, never a word of anybody; written once.

    ``practice_id`` is that of whoever did it: none for administrators, whose deeds concern the installation.
    """

    __table_args__ = (Index("ix_deed_practice_id_id", "practice_id", "id"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    practice_id: UUID | None = Field(default=None, foreign_key="practice.id")
    counsellor_id: UUID = Field(foreign_key="counsellor.id")
    action: str = Field(max_length=80)
    kind: str = Field(default="", max_length=20)
    target: str = Field(default="", max_length=120)
    created_at: datetime = moment()


class DeskRule(SQLModel, table=True):
    """What an administrator decided for the whole installation."""

    __tablename__ = "desk_rule"

    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=40)
