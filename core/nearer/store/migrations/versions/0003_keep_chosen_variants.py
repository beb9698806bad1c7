"""Keep which variant of a step was chosen for a seat, or for both."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('choice',
    sa.Column('couple_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.String(length=64), nullable=False),
    sa.Column('seat', sa.String(length=1), nullable=False),
    sa.Column('box', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['couple_id'], ['couple.id'], name=op.f('fk_choice_couple_id_couple')),
    sa.PrimaryKeyConstraint('couple_id', 'step', 'seat', name=op.f('pk_choice'))
    )


def downgrade() -> None:
    op.drop_table('choice')
