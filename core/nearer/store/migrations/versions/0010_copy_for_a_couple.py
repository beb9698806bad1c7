"""Note for which couple a copy of a program was made."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("program", sa.Column("for_couple", sa.Uuid(), nullable=True))
    op.create_index("ix_program_practice_id_for_couple", "program", ["practice_id", "for_couple"])


def downgrade() -> None:
    op.drop_index("ix_program_practice_id_for_couple", "program")
    with op.batch_alter_table("program") as batch_op:
        batch_op.drop_column("for_couple")
