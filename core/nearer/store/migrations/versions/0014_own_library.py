"""Note whose an exercise is and for whom, its tags, and what it was made from."""

import sqlalchemy as sa
from alembic import op

from nearer.store.columns import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("exercise") as batch_op:
        batch_op.add_column(sa.Column("author_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("shared", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.create_foreign_key(op.f("fk_exercise_author_id_counsellor"), "counsellor", ["author_id"], ["id"])
    op.create_table(
        "exercise_tag",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("exercise", sa.String(length=120), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_exercise_tag_practice_id_practice")),
        sa.PrimaryKeyConstraint("practice_id", "exercise", "word", name=op.f("pk_exercise_tag")),
    )
    op.create_table(
        "original",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_original_practice_id_practice")),
        sa.PrimaryKeyConstraint("practice_id", "digest", name=op.f("pk_original")),
    )


def downgrade() -> None:
    op.drop_table("original")
    op.drop_table("exercise_tag")
    with op.batch_alter_table("exercise") as batch_op:
        batch_op.drop_constraint(op.f("fk_exercise_author_id_counsellor"), type_="foreignkey")
        batch_op.drop_column("shared")
        batch_op.drop_column("author_id")
