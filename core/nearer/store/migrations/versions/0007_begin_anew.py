"""Let a seat have several generations of its own key, and a lost way back be replaced."""

import sqlalchemy as sa
from alembic import op
from nearer.store.columns import UtcDateTime

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pick_up',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('couple_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.String(length=64), nullable=False),
    sa.Column('locator', sa.LargeBinary(), nullable=False),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['couple_id'], ['couple.id'], name=op.f('fk_pick_up_couple_id_couple')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_pick_up_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pick_up')),
    sa.UniqueConstraint('locator', name=op.f('uq_pick_up_locator'))
    )
    op.create_index('ix_pick_up_couple_id', 'pick_up', ['couple_id'])
    with op.batch_alter_table('door', schema=None) as batch_op:
        batch_op.add_column(sa.Column('known', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('proved_at', UtcDateTime(), nullable=True))
    with op.batch_alter_table('door', schema=None) as batch_op:
        batch_op.alter_column('known', server_default=None)
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.add_column(sa.Column('own_generation', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('came_from', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('spare_opens_at', UtcDateTime(), nullable=True))
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.alter_column('own_generation', server_default=None)
        batch_op.alter_column('came_from', server_default=None)
    with op.batch_alter_table('key', schema=None) as batch_op:
        batch_op.add_column(sa.Column('holder', sa.Integer(), nullable=False, server_default='0'))
        batch_op.drop_constraint(batch_op.f('uq_key_couple_id_side_name_generation'), type_='unique')
        batch_op.create_unique_constraint(
            batch_op.f('uq_key_couple_id_side_name_generation_holder'),
            ['couple_id', 'side', 'name', 'generation', 'holder'],
        )
    with op.batch_alter_table('key', schema=None) as batch_op:
        batch_op.alter_column('holder', server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM key WHERE name = 'earlier'")
    with op.batch_alter_table('key', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_key_couple_id_side_name_generation_holder'), type_='unique')
        batch_op.create_unique_constraint(
            batch_op.f('uq_key_couple_id_side_name_generation'), ['couple_id', 'side', 'name', 'generation']
        )
        batch_op.drop_column('holder')
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.drop_column('spare_opens_at')
        batch_op.drop_column('came_from')
        batch_op.drop_column('own_generation')
    with op.batch_alter_table('door', schema=None) as batch_op:
        batch_op.drop_column('proved_at')
        batch_op.drop_column('known')
    op.drop_index('ix_pick_up_couple_id', 'pick_up')
    op.drop_table('pick_up')
