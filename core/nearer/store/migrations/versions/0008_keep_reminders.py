"""Keep how each person wants to be reminded."""

import sqlalchemy as sa
from alembic import op
from nearer.store.columns import UtcDateTime

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reminder',
    sa.Column('seat_id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('couple_id', sa.Uuid(), nullable=False),
    sa.Column('seat', sa.String(length=1), nullable=False),
    sa.Column('slot', UtcDateTime(), nullable=True),
    sa.Column('locator', sa.LargeBinary(), nullable=True),
    sa.Column('box', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['couple_id'], ['couple.id'], name=op.f('fk_reminder_couple_id_couple')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_reminder_seat_id_seat')),
    sa.PrimaryKeyConstraint('seat_id', 'kind', name=op.f('pk_reminder')),
    sa.UniqueConstraint('locator', name=op.f('uq_reminder_locator'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_couple_id'), ['couple_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_slot'), ['slot'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reminder_slot'))
        batch_op.drop_index(batch_op.f('ix_reminder_couple_id'))

    op.drop_table('reminder')
