"""List the couples of a program, those that rest and those with tasks each by one index."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("couple", sa.Column("program_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE couple SET program_id = (SELECT program_id FROM link WHERE link.id = couple.link_id)")
    op.create_index("ix_couple_program_id_id", "couple", ["program_id", "id"])
    resting = sa.text("rested")
    op.create_index("ix_couple_rested", "couple", ["practice_id", "id"], sqlite_where=resting, postgresql_where=resting)
    op.create_index("ix_task_practice_id_open_couple_id", "task", ["practice_id", "open", "couple_id", "id"])
    op.create_index("ix_hold_practice_id_lifted_at", "hold", ["practice_id", "lifted_at"])
    op.create_index("ix_counsellor_practice_id_id", "counsellor", ["practice_id", "id"])
    op.drop_index("ix_counsellor_practice_id", "counsellor")
    # Couples of a move go in another order now; it begins again, and those that it moved are there already.
    op.execute("UPDATE move SET at_couple = NULL WHERE NOT done")
    op.drop_column("move", "at_link")


def downgrade() -> None:
    op.add_column("move", sa.Column("at_link", sa.Uuid(), nullable=True))
    op.execute("UPDATE move SET at_couple = NULL WHERE NOT done")
    op.create_index("ix_counsellor_practice_id", "counsellor", ["practice_id"])
    op.drop_index("ix_counsellor_practice_id_id", "counsellor")
    op.drop_index("ix_hold_practice_id_lifted_at", "hold")
    op.drop_index("ix_task_practice_id_open_couple_id", "task")
    op.drop_index("ix_couple_rested", "couple")
    op.drop_index("ix_couple_program_id_id", "couple")
    op.drop_column("couple", "program_id")
