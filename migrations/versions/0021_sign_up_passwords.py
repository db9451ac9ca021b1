"""The password that was chosen at a sign-up stays with its mailed link until the address is proved."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply; a link mailed before goes on asking for the password of the account."""
    op.add_column("email_proof", sa.Column("password_hash", sa.Text(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("email_proof", "password_hash")
