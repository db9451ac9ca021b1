"""Registers: whole, weekly and deactivation files, one row a number, what changed for members.

The rows of a register are public data in a shape that is gone; the files are to be loaded again.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    _drop("register_licence", "register_name", "register_physician")
    _widen_import()
    _create_physician()
    _create_change()
    _create_exclusions()
    _create_boards()
    _create_institutions()


def downgrade() -> None:
    """Undo."""
    _drop("institution_domain", "board_licence", "board_edition", "exclusion_name", "exclusion_entry")
    _drop("register_change", "register_physician")
    with op.batch_alter_table("register_import") as table:
        table.drop_constraint(op.f("fk_register_import_base_id_register_import"), type_="foreignkey")
        table.drop_column("rows_changed")
        table.drop_column("base_id")
        table.drop_column("kind")
        table.alter_column("rows_kept", new_column_name="physicians", existing_type=sa.Integer())
    op.execute("DELETE FROM register_import WHERE register <> 'nppes'")
    op.execute("UPDATE register_import SET completed_at = NULL")
    _create_old()


def _drop(*tables: str) -> None:
    for table in tables:
        op.drop_table(table)


def _widen_import() -> None:
    op.execute("UPDATE register_import SET completed_at = NULL")
    with op.batch_alter_table("register_import") as table:
        table.add_column(sa.Column("kind", sa.String(64), nullable=False, server_default="full"))
        table.add_column(sa.Column("base_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("rows_changed", sa.Integer(), nullable=False, server_default="0"))
        table.alter_column("physicians", new_column_name="rows_kept", existing_type=sa.Integer())
        table.create_foreign_key(
            op.f("fk_register_import_base_id_register_import"), "register_import", ["base_id"], ["id"]
        )
    with op.batch_alter_table("register_import") as table:
        table.alter_column("kind", server_default=None, existing_type=sa.String(64))
        table.alter_column("rows_changed", server_default=None, existing_type=sa.Integer())


_TEXTS = (
    "last_name",
    "first_name",
    "middle_name",
    "credential",
    "other_last_name",
    "other_first_name",
    "other_middle_name",
)
_PACKED = ("practice_address", "mailing_address", "phone", "fax", "licences")
_DATES = ("enumerated_on", "updated_on", "deactivated_on", "reactivated_on")


def _texts(names: Iterable[str]) -> Iterator[sa.Column[str]]:
    return (sa.Column(name, sa.Text(), nullable=False) for name in names)


def _create_physician() -> None:
    op.create_table(
        "register_physician",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("npi", sa.String(255), nullable=False),
        sa.Column("entity", sa.String(64), nullable=False),
        *_texts(_TEXTS),
        sa.Column("other_kind", sa.String(64), nullable=False),
        *_texts(_PACKED),
        sa.Column("replacement_npi", sa.String(255), nullable=False),
        sa.Column("deactivation_reason", sa.String(255), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in _DATES),
        sa.PrimaryKeyConstraint("import_id", "npi", name=op.f("pk_register_physician")),
    )
    op.create_index("ix_register_physician_name", "register_physician", ["import_id", "last_name", "first_name"])


def _create_change() -> None:
    op.create_table(
        "register_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(255), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["register_import.id"], name=op.f("fk_register_change_import_id_register_import")
        ),
        sa.ForeignKeyConstraint(
            ["physician_id"], ["physician.id"], name=op.f("fk_register_change_physician_id_physician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_register_change_physician_id"), "register_change", ["physician_id"])


def _of_import(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_import_id_register_import")
    return (
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["register_import.id"], name=name),
    )


def _days(*names: str) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, sa.Date(), nullable=True) for name in names)


def _create_exclusions() -> None:
    op.create_table(
        "exclusion_entry",
        *_of_import("exclusion_entry"),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("npi", sa.String(255), nullable=True),
        *_texts(("last_name", "first_name", "middle_name", "business_name", "state", "grounds", "waiver_state")),
        *_days("birth_date", "excluded_on", "reinstated_on", "waived_on"),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_exclusion_entry")),
    )
    op.create_index("ix_exclusion_entry_npi", "exclusion_entry", ["import_id", "npi"])
    op.create_table(
        "exclusion_name",
        *_of_import("exclusion_name"),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "name_key", "line", name=op.f("pk_exclusion_name")),
        sqlite_with_rowid=False,
    )


def _create_boards() -> None:
    op.create_table(
        "board_edition",
        *_of_import("board_edition"),
        sa.Column("jurisdiction", sa.String(255), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authority", sa.String(64), nullable=False),
        sa.Column("max_age_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "jurisdiction", name=op.f("pk_board_edition")),
    )
    op.create_table(
        "board_licence",
        *_of_import("board_licence"),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("jurisdiction", sa.String(255), nullable=False),
        *_texts(("number", "number_key", "last_name", "last_key", "first_name", "middle_name")),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("status", sa.String(64), nullable=False),
        *_texts(("type_written", "status_written")),
        *_days("first_issued_on", "expires_on", "birth_date"),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("has_discipline", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_board_licence")),
    )
    op.create_index("ix_board_licence_number", "board_licence", ["import_id", "jurisdiction", "number_key"])
    op.create_index("ix_board_licence_name", "board_licence", ["import_id", "last_key"])


def _create_institutions() -> None:
    op.create_table(
        "institution_domain",
        *_of_import("institution_domain"),
        sa.Column("domain", sa.String(255), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "domain", name=op.f("pk_institution_domain")),
    )


def _create_old() -> None:
    _create_rows_of(
        "register_licence",
        sa.Column("slot", sa.Integer(), primary_key=True),
        sa.Column("taxonomy_code", sa.String(255), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
    )
    _create_rows_of("register_name", sa.Column("kind", sa.String(64), primary_key=True), *_texts(_TEXTS[:3]))
    _create_rows_of(
        "register_physician",
        sa.Column("entity", sa.String(64), nullable=False),
        *_texts((*_TEXTS[:4], "city", "state")),
        *(sa.Column(name, sa.Date(), nullable=True) for name in _DATES[2:]),
    )


def _create_rows_of(table: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("import_id", sa.Integer(), sa.ForeignKey("register_import.id"), primary_key=True),
        sa.Column("npi", sa.String(255), primary_key=True),
        *columns,
    )
