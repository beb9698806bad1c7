"""Note who changed what at the desk."""

import sqlalchemy as sa
from alembic import op

from nearer.store.columns import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.Column("counsellor_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["counsellor_id"], ["counsellor.id"], name=op.f("fk_deed_counsellor_id_counsellor")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_deed_practice_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
    )
    op.create_index("ix_deed_practice_id_id", "deed", ["practice_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_deed_practice_id_id", "deed")
    op.drop_table("deed")
