"""Name who accompanies a couple, and to whom a task was given."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "charge",
        sa.Column("couple_id", sa.Uuid(), nullable=False),
        sa.Column("counsellor_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["counsellor_id"], ["counsellor.id"], name=op.f("fk_charge_counsellor_id_counsellor")),
        sa.ForeignKeyConstraint(["couple_id"], ["couple.id"], name=op.f("fk_charge_couple_id_couple")),
        sa.ForeignKeyConstraint(["deputy_id"], ["counsellor.id"], name=op.f("fk_charge_deputy_id_counsellor")),
        sa.PrimaryKeyConstraint("couple_id", name=op.f("pk_charge")),
    )
    op.add_column("task", sa.Column("assignee_id", sa.Uuid(), nullable=True))
    op.create_index("ix_task_practice_id_open_assignee_id", "task", ["practice_id", "open", "assignee_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_task_practice_id_open_assignee_id", "task")
    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_column("assignee_id")
    op.drop_table("charge")
