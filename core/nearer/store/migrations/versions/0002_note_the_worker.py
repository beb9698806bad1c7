"""Note when a worker last did its rounds."""

import sqlalchemy as sa
from alembic import op
from nearer.store.columns import UtcDateTime

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('beat',
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_beat'))
    )


def downgrade() -> None:
    op.drop_table('beat')
