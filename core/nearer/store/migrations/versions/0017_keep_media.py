"""Keep pictures and sounds: bytes by their digest, a practice's own, and which editions show them."""

import sqlalchemy as sa
from alembic import op

from nearer.store.columns import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media_file",
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha", name=op.f("pk_media_file")),
    )
    op.create_table(
        "media",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_media_practice_id_practice")),
        sa.ForeignKeyConstraint(["sha"], ["media_file.sha"], name=op.f("fk_media_sha_media_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("practice_id", "sha", name=op.f("uq_media_practice_id_sha")),
    )
    op.create_index("ix_media_practice_id_id", "media", ["practice_id", "id"])
    op.create_index(op.f("ix_media_sha"), "media", ["sha"])
    op.create_table(
        "edition_media",
        sa.Column("edition_sha", sa.String(length=64), nullable=False),
        sa.Column("media_sha", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["edition_sha"], ["edition.sha"], name=op.f("fk_edition_media_edition_sha_edition")),
        sa.ForeignKeyConstraint(["media_sha"], ["media_file.sha"], name=op.f("fk_edition_media_media_sha_media_file")),
        sa.PrimaryKeyConstraint("edition_sha", "media_sha", name=op.f("pk_edition_media")),
    )
    op.create_index(op.f("ix_edition_media_media_sha"), "edition_media", ["media_sha"])


def downgrade() -> None:
    op.drop_table("edition_media")
    op.drop_table("media")
    op.drop_table("media_file")
