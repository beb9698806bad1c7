"""Remember what an edit began with, so that it can be undone and made again."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('program_revision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('made_from', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('stands_for', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('redo', sa.String(), nullable=False, server_default='[]'))


def downgrade() -> None:
    with op.batch_alter_table('program_revision', schema=None) as batch_op:
        batch_op.drop_column('redo')
        batch_op.drop_column('stands_for')
        batch_op.drop_column('made_from')
