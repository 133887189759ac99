"""rounds for which partners that nobody asked may sign up too, and deals that each side says by itself"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default stays: to take it away SQLite would make the table anew, and all that refers to it would be deleted.
    op.add_column("round", sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("first_said", "second_said"):
        op.add_column("round_deal", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for name in ("first_said", "second_said"):
        op.drop_column("round_deal", name)
    op.drop_column("round", "is_open")
