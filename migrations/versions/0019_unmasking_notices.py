"""What a notification asks of a privacy officer."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMN = "unmasking_id"
KEY = "fk_notification_unmasking_id_unmasking"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("notification") as table:
        table.add_column(sa.Column(COLUMN, sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(KEY), "unmasking", [COLUMN], ["id"])


def downgrade() -> None:
    """Take back; what was told of requests goes too."""
    op.execute(sa.text("DELETE FROM notification WHERE unmasking_id IS NOT NULL"))
    with op.batch_alter_table("notification") as table:
        table.drop_constraint(op.f(KEY), type_="foreignkey")
        table.drop_column(COLUMN)
