"""Move couples between editions, let steps rest, keep texts to send and notes of editions."""

import sqlalchemy as sa
from alembic import op
from nearer.store.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column, length in (("practice", "text_both", 2000), ("practice", "text_each", 2000), ("publication", "note", 500)):
        op.add_column(table, sa.Column(column, sa.String(length=length), nullable=False, server_default=""))
    op.create_index("ix_link_program_id_id", "link", ["program_id", "id"])
    op.create_table(
        "move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("at_link", sa.Uuid(), nullable=True),
        sa.Column("at_couple", sa.Uuid(), nullable=True),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("stayed", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_move_practice_id_practice")),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_move_program_id_program")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_move_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
    )
    op.create_index("ix_move_program_id_id", "move", ["program_id", "id"])
    op.create_index("ix_move_done_id", "move", ["done", "id"])
    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("counsellor_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["counsellor_id"], ["counsellor.id"], name=op.f("fk_hold_counsellor_id_counsellor")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_hold_practice_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index("ix_hold_practice_id_id", "hold", ["practice_id", "id"])
    op.create_table(
        "renewal",
        sa.Column("couple_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=1), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("edition_sha", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("both", sa.Boolean(), nullable=False),
        sa.Column("joint", sa.String(length=4000), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["couple_id"], ["couple.id"], name=op.f("fk_renewal_couple_id_couple")),
        sa.PrimaryKeyConstraint("couple_id", "step", "occurrence", "seat", name=op.f("pk_renewal")),
    )


def downgrade() -> None:
    for table in ("renewal", "hold", "move"):
        op.drop_table(table)
    op.drop_index("ix_link_program_id_id", "link")
    with op.batch_alter_table("practice") as batch_op:
        batch_op.drop_column("text_each")
        batch_op.drop_column("text_both")
    with op.batch_alter_table("publication") as batch_op:
        batch_op.drop_column("note")
