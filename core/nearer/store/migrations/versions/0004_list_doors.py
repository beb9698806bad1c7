"""Keep the days of doors, for a person's own list of them."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('door', schema=None) as batch_op:
        batch_op.add_column(sa.Column('made_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('used_on', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('door', schema=None) as batch_op:
        batch_op.drop_column('used_on')
        batch_op.drop_column('made_on')
