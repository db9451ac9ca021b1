"""Authenticator apps, recovery codes, passkeys, known devices; what a sign-in's browser is."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(length=64)
DIGEST = sa.String(length=255)


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("device_session") as batch_op:
        batch_op.add_column(sa.Column("browser", WORD, nullable=False, server_default="other"))
        batch_op.add_column(sa.Column("system", WORD, nullable=False, server_default="other"))
        batch_op.add_column(sa.Column("proved_at", MOMENT, nullable=True))
    op.create_table(
        "authenticator",
        _physician("authenticator"),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("physician_id", name=op.f("pk_authenticator")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        _physician("recovery_code"),
        sa.Column("code_digest", DIGEST, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_recovery_code_code_digest")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        _physician("passkey"),
        sa.Column("credential_digest", DIGEST, nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("is_synced", sa.Boolean(), nullable=False),
        sa.Column("browser", WORD, nullable=False),
        sa.Column("system", WORD, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_digest", name=op.f("uq_passkey_credential_digest")),
    )
    op.create_table(
        "spent_slip",
        sa.Column("slip_digest", DIGEST, nullable=False),
        sa.Column("spent_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("slip_digest", name=op.f("pk_spent_slip")),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        _physician("sign_in_link"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("token_digest", DIGEST, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sign_in_link_token_digest")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "known_device",
        _physician("known_device"),
        sa.Column("token_digest", DIGEST, nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("physician_id", "token_digest", name=op.f("pk_known_device")),
    )
    op.create_index(op.f("ix_recovery_code_physician_id"), "recovery_code", ["physician_id"])
    op.create_index(op.f("ix_passkey_physician_id"), "passkey", ["physician_id"])
    op.create_index(op.f("ix_sign_in_link_physician_id"), "sign_in_link", ["physician_id"])
    op.create_index(op.f("ix_spent_slip_spent_at"), "spent_slip", ["spent_at"])


def _physician(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("physician.id", name=op.f(f"fk_{table}_physician_id_physician"))
    return sa.Column("physician_id", sa.Integer(), key, nullable=False)


def downgrade() -> None:
    """Take back."""
    for table in ("known_device", "sign_in_link", "spent_slip", "passkey", "recovery_code", "authenticator"):
        op.drop_table(table)
    with op.batch_alter_table("device_session") as batch_op:
        for column in ("proved_at", "system", "browser"):
            batch_op.drop_column(column)
