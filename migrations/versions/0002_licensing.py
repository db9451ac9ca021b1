"""Registers, claims, checks, review."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from medpeer.gate.triggers import guard_cleared, release_cleared

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CLEARED = (
    ("licence_claim", "first_name"),
    ("licence_claim", "last_name"),
    ("claim_note", "body"),
    ("claim_decision", "note"),
)


def upgrade() -> None:
    """Apply."""
    op.create_table('register_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('register', sa.String(length=64), nullable=False),
    sa.Column('dated_on', sa.Date(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('file_digest', sa.String(length=255), nullable=True),
    sa.Column('rows_read', sa.Integer(), nullable=False),
    sa.Column('physicians', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_import')),
    sqlite_autoincrement=True
    )
    op.create_table('register_licence',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('npi', sa.String(length=255), nullable=False),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('taxonomy_code', sa.String(length=255), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('is_primary', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['register_import.id'], name=op.f('fk_register_licence_import_id_register_import')),
    sa.PrimaryKeyConstraint('import_id', 'npi', 'slot', name=op.f('pk_register_licence'))
    )
    op.create_table('register_name',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('npi', sa.String(length=255), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('last_name', sa.Text(), nullable=False),
    sa.Column('first_name', sa.Text(), nullable=False),
    sa.Column('middle_name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['register_import.id'], name=op.f('fk_register_name_import_id_register_import')),
    sa.PrimaryKeyConstraint('import_id', 'npi', 'kind', name=op.f('pk_register_name'))
    )
    op.create_table('register_physician',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('npi', sa.String(length=255), nullable=False),
    sa.Column('entity', sa.String(length=64), nullable=False),
    sa.Column('last_name', sa.Text(), nullable=False),
    sa.Column('first_name', sa.Text(), nullable=False),
    sa.Column('middle_name', sa.Text(), nullable=False),
    sa.Column('credential', sa.Text(), nullable=False),
    sa.Column('city', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('deactivated_on', sa.Date(), nullable=True),
    sa.Column('reactivated_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['register_import.id'], name=op.f('fk_register_physician_import_id_register_import')),
    sa.PrimaryKeyConstraint('import_id', 'npi', name=op.f('pk_register_physician'))
    )
    op.create_table('licence_claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('physician_id', sa.Integer(), nullable=False),
    sa.Column('register', sa.String(length=64), nullable=False),
    sa.Column('npi_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('number_digest', sa.String(length=255), nullable=False),
    sa.Column('licence_state', sa.String(length=64), nullable=False),
    sa.Column('licence_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('possession', sa.String(length=64), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('first_name_text', sa.Text(), nullable=False),
    sa.Column('first_name_clearance_id', sa.Integer(), nullable=False),
    sa.Column('last_name_text', sa.Text(), nullable=False),
    sa.Column('last_name_clearance_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['first_name_clearance_id'], ['clearance.id'], name=op.f('fk_licence_claim_first_name_clearance_id_clearance')),
    sa.ForeignKeyConstraint(['last_name_clearance_id'], ['clearance.id'], name=op.f('fk_licence_claim_last_name_clearance_id_clearance')),
    sa.ForeignKeyConstraint(['physician_id'], ['physician.id'], name=op.f('fk_licence_claim_physician_id_physician')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_licence_claim')),
    sa.UniqueConstraint('first_name_clearance_id', name=op.f('uq_licence_claim_first_name_clearance_id')),
    sa.UniqueConstraint('last_name_clearance_id', name=op.f('uq_licence_claim_last_name_clearance_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('licence_claim', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_licence_claim_number_digest'), ['number_digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_licence_claim_physician_id'), ['physician_id'], unique=False)
        batch_op.create_index('ix_licence_claim_queue', ['status', 'filed_at'], unique=False)

    op.create_table('claim_check',
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('result', sa.String(length=64), nullable=False),
    sa.Column('finding', sa.String(length=64), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('source_dated_on', sa.Date(), nullable=True),
    sa.Column('evidence_digest', sa.String(length=255), nullable=True),
    sa.ForeignKeyConstraint(['claim_id'], ['licence_claim.id'], name=op.f('fk_claim_check_claim_id_licence_claim')),
    sa.PrimaryKeyConstraint('claim_id', 'kind', name=op.f('pk_claim_check'))
    )
    op.create_table('claim_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=True),
    sa.Column('act', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.String(length=64), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note_text', sa.Text(), nullable=True),
    sa.Column('note_clearance_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['claim_id'], ['licence_claim.id'], name=op.f('fk_claim_decision_claim_id_licence_claim')),
    sa.ForeignKeyConstraint(['note_clearance_id'], ['clearance.id'], name=op.f('fk_claim_decision_note_clearance_id_clearance')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['physician.id'], name=op.f('fk_claim_decision_reviewer_id_physician')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_decision')),
    sa.UniqueConstraint('note_clearance_id', name=op.f('uq_claim_decision_note_clearance_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('claim_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_decision_claim_id'), ['claim_id'], unique=False)

    op.create_table('claim_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body_text', sa.Text(), nullable=False),
    sa.Column('body_clearance_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['body_clearance_id'], ['clearance.id'], name=op.f('fk_claim_note_body_clearance_id_clearance')),
    sa.ForeignKeyConstraint(['claim_id'], ['licence_claim.id'], name=op.f('fk_claim_note_claim_id_licence_claim')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_note')),
    sa.UniqueConstraint('body_clearance_id', name=op.f('uq_claim_note_body_clearance_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('claim_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_note_claim_id'), ['claim_id'], unique=False)

    op.create_table('licence_holding',
    sa.Column('number_digest', sa.String(length=255), nullable=False),
    sa.Column('physician_id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('held_since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['claim_id'], ['licence_claim.id'], name=op.f('fk_licence_holding_claim_id_licence_claim')),
    sa.ForeignKeyConstraint(['physician_id'], ['physician.id'], name=op.f('fk_licence_holding_physician_id_physician')),
    sa.PrimaryKeyConstraint('number_digest', name=op.f('pk_licence_holding')),
    sa.UniqueConstraint('physician_id', name=op.f('uq_licence_holding_physician_id'))
    )
    dialect = op.get_bind().dialect.name
    for table, name in CLEARED:
        for statement in guard_cleared(dialect, table, name):
            op.execute(statement)


def downgrade() -> None:
    """Undo."""
    dialect = op.get_bind().dialect.name
    for table, name in CLEARED:
        for statement in release_cleared(dialect, table, name):
            op.execute(statement)
    op.drop_table('licence_holding')
    with op.batch_alter_table('claim_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_claim_note_claim_id'))

    op.drop_table('claim_note')
    with op.batch_alter_table('claim_decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_claim_decision_claim_id'))

    op.drop_table('claim_decision')
    op.drop_table('claim_check')
    with op.batch_alter_table('licence_claim', schema=None) as batch_op:
        batch_op.drop_index('ix_licence_claim_queue')
        batch_op.drop_index(batch_op.f('ix_licence_claim_physician_id'))
        batch_op.drop_index(batch_op.f('ix_licence_claim_number_digest'))

    op.drop_table('licence_claim')
    op.drop_table('register_physician')
    op.drop_table('register_name')
    op.drop_table('register_licence')
    op.drop_table('register_import')
