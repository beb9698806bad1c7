"""Keep the counsellor's sealed notes on a couple."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("couple_id", sa.Uuid(), nullable=False),
        sa.Column("counsellor_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["counsellor_id"], ["counsellor.id"], name=op.f("fk_note_counsellor_id_counsellor")),
        sa.ForeignKeyConstraint(["couple_id"], ["couple.id"], name=op.f("fk_note_couple_id_couple")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_couple_id_id", "note", ["couple_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_note_couple_id_id", "note")
    op.drop_table("note")
