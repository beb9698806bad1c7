"""Keep what counsellors write to couples."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("couple_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.String(length=1), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("made", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["couple_id"], ["couple.id"], name=op.f("fk_letter_couple_id_couple")),
        sa.PrimaryKeyConstraint("couple_id", "seat", "id", name=op.f("pk_letter")),
    )


def downgrade() -> None:
    op.drop_table("letter")
