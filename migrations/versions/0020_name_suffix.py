"""The suffix that tells a father from his son, as the national register keeps it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply; the next file brings the suffixes."""
    # A default that stays lets both databases add the column without writing millions of rows anew.
    op.add_column("register_physician", sa.Column("name_suffix", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Undo."""
    op.drop_column("register_physician", "name_suffix")
