"""Papers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from medpeer.gate.triggers import guard_cleared, release_cleared

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXTS = ("title", "authors", "journal")
PICO = ("pico_population", "pico_intervention", "pico_comparator", "pico_outcome")


def _columns(name: str, *, nullable: bool) -> tuple[sa.Column[str], sa.Column[int]]:
    return (
        sa.Column(f"{name}_text", sa.Text(), nullable=nullable),
        sa.Column(f"{name}_clearance_id", sa.Integer(), nullable=nullable),
    )


def _keys(name: str) -> tuple[sa.Constraint, sa.Constraint]:
    column = f"{name}_clearance_id"
    return (
        sa.ForeignKeyConstraint([column], ["clearance.id"], name=op.f(f"fk_paper_{column}_clearance")),
        sa.UniqueConstraint(column, name=op.f(f"uq_paper_{column}")),
    )


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        *(column for name in TEXTS for column in _columns(name, nullable=False)),
        sa.Column("doi", sa.String(length=255), nullable=True),
        sa.Column("pmid", sa.String(length=255), nullable=True),
        sa.Column("design", sa.String(length=64), nullable=True),
        sa.Column("participants", sa.Integer(), nullable=True),
        *(column for name in PICO for column in _columns(name, nullable=True)),
        sa.CheckConstraint("year BETWEEN 1800 AND 2200", name=op.f("ck_paper_year")),
        sa.CheckConstraint("participants > 0", name=op.f("ck_paper_participants")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_paper_thread_id_thread")),
        *(key for name in (*TEXTS, *PICO) for key in _keys(name)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_paper_thread_id")),
        sa.UniqueConstraint("doi", name=op.f("uq_paper_doi")),
        sa.UniqueConstraint("pmid", name=op.f("uq_paper_pmid")),
        sqlite_autoincrement=True,
    )
    dialect = op.get_bind().dialect.name
    for name in (*TEXTS, *PICO):
        for statement in guard_cleared(dialect, "paper", name):
            op.execute(statement)


def downgrade() -> None:
    """Undo."""
    dialect = op.get_bind().dialect.name
    for name in (*TEXTS, *PICO):
        for statement in release_cleared(dialect, "paper", name):
            op.execute(statement)
    op.drop_table("paper")
