"""Log who at the desk read what was written for a counsellor."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reading',
    sa.Column('couple_id', sa.Uuid(), nullable=False),
    sa.Column('seat', sa.String(length=1), nullable=False),
    sa.Column('step', sa.String(length=64), nullable=False),
    sa.Column('occurrence', sa.Integer(), nullable=False),
    sa.Column('counsellor_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['counsellor_id'], ['counsellor.id'], name=op.f('fk_reading_counsellor_id_counsellor')),
    sa.ForeignKeyConstraint(['couple_id'], ['couple.id'], name=op.f('fk_reading_couple_id_couple')),
    sa.PrimaryKeyConstraint('couple_id', 'seat', 'step', 'occurrence', 'counsellor_id', 'day', name=op.f('pk_reading'))
    )


def downgrade() -> None:
    op.drop_table('reading')
