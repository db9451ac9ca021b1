"""Reports and decisions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from medpeer.gate.triggers import guard_cleared, release_cleared

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CLEARED = ("report", "second_request", "decision")


def upgrade() -> None:
    """Apply."""
    _reports()
    _decisions()
    _certificates()
    for table in CLEARED:
        for statement in guard_cleared(op.get_bind().dialect.name, table, "note"):
            op.execute(statement)


def _note(table: str, *, nullable: bool) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("note_text", sa.Text(), nullable=nullable),
        sa.Column("note_clearance_id", sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(
            ["note_clearance_id"], ["clearance.id"], name=op.f(f"fk_{table}_note_clearance_id_clearance")
        ),
        sa.UniqueConstraint("note_clearance_id", name=op.f(f"uq_{table}_note_clearance_id")),
    )


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_kind", sa.String(length=64), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *_note("report", nullable=True),
        sa.ForeignKeyConstraint(["reporter_id"], ["physician.id"], name=op.f("fk_report_reporter_id_physician")),
        sa.ForeignKeyConstraint(["case_id"], ["report.id"], name=op.f("fk_report_case_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_report_reporter_id"), "report", ["reporter_id"])
    op.create_index(op.f("ix_report_case_id"), "report", ["case_id"])
    leads = sa.text("closed_at IS NULL AND case_id IS NULL")
    op.create_index(
        "uq_report_open_case",
        "report",
        ["content_kind", "content_id"],
        unique=True,
        sqlite_where=leads,
        postgresql_where=leads,
    )
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_report_open_reason",
        "report",
        ["content_kind", "content_id", "reporter_id", "reason"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "case_opening",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["report.id"], name=op.f("fk_case_opening_case_id_report")),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["physician.id"], name=op.f("fk_case_opening_moderator_id_physician")
        ),
        sa.PrimaryKeyConstraint("case_id", "moderator_id", name=op.f("pk_case_opening")),
    )
    op.create_table(
        "second_request",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *_note("second_request", nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["report.id"], name=op.f("fk_second_request_case_id_report")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_second_request")),
    )


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        *_note("decision", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["report.id"], name=op.f("fk_decision_case_id_report")),
        sa.ForeignKeyConstraint(["moderator_id"], ["physician.id"], name=op.f("fk_decision_moderator_id_physician")),
        sa.ForeignKeyConstraint(["second_id"], ["physician.id"], name=op.f("fk_decision_second_id_physician")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decision_case_id"), "decision", ["case_id"])
    waits = sa.text("state = 'waits_for_second'")
    op.create_index(
        "uq_decision_waiting", "decision", ["case_id"], unique=True, sqlite_where=waits, postgresql_where=waits
    )


def _certificates() -> None:
    op.create_table(
        "purge_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content_kind", sa.String(length=64), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("content_created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.String(length=255), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("rewritten", sa.Boolean(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_purge_certificate_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purge_certificate")),
        sa.UniqueConstraint("salt", name=op.f("uq_purge_certificate_salt")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_purge_certificate_content_kind_content_id", "purge_certificate", ["content_kind", "content_id"]
    )
    op.create_index(op.f("ix_purge_certificate_decision_id"), "purge_certificate", ["decision_id"])
    op.create_table(
        "purge_scan",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("store", sa.String(length=64), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["purge_certificate.id"], name=op.f("fk_purge_scan_certificate_id_purge_certificate")
        ),
        sa.PrimaryKeyConstraint("certificate_id", "store", name=op.f("pk_purge_scan")),
    )
    op.create_table(
        "purge_echo",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("content_kind", sa.String(length=64), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["purge_certificate.id"], name=op.f("fk_purge_echo_certificate_id_purge_certificate")
        ),
        sa.PrimaryKeyConstraint("certificate_id", "content_kind", "content_id", name=op.f("pk_purge_echo")),
    )


def downgrade() -> None:
    """Undo."""
    for table in CLEARED:
        for statement in release_cleared(op.get_bind().dialect.name, table, "note"):
            op.execute(statement)
    for table in ("purge_echo", "purge_scan", "purge_certificate", "decision", "second_request", "case_opening"):
        op.drop_table(table)
    op.drop_table("report")
