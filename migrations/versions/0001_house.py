"""The house: clearances, outbox, audit, accounts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from medpeer.gate.triggers import append_only, guard_cleared, not_append_only, release_cleared

revision: str = '0001'
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table('audit_entry',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('action', sa.String(length=64), nullable=False),
    sa.Column('object_kind', sa.String(length=64), nullable=False),
    sa.Column('object_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=255), nullable=False),
    sa.Column('clearance_id', sa.Integer(), nullable=True),
    sa.Column('previous_hash', sa.String(length=255), nullable=False),
    sa.Column('hash', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('hash', name=op.f('uq_audit_entry_hash'))
    )
    op.create_table('clearance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('surface', sa.String(length=64), nullable=False),
    sa.Column('policy_version', sa.String(length=255), nullable=False),
    sa.Column('digest', sa.String(length=255), nullable=False),
    sa.Column('cleared_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clearance')),
    sqlite_autoincrement=True
    )
    op.create_table('outbox_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('dispatched_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_event'))
    )
    with op.batch_alter_table('outbox_event', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_event_waiting', ['dispatched_at', 'id'], unique=False)

    op.create_table('clearance_attestation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clearance_id', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['clearance_id'], ['clearance.id'], name=op.f('fk_clearance_attestation_clearance_id_clearance'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clearance_attestation'))
    )
    with op.batch_alter_table('clearance_attestation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clearance_attestation_clearance_id'), ['clearance_id'], unique=False)

    op.create_table('outbox_delivery',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('handler', sa.String(length=255), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['outbox_event.id'], name=op.f('fk_outbox_delivery_event_id_outbox_event')),
    sa.PrimaryKeyConstraint('event_id', 'handler', name=op.f('pk_outbox_delivery'))
    )
    op.create_table('physician',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('email_digest', sa.String(length=255), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=False),
    sa.Column('standing', sa.String(length=64), nullable=False),
    sa.Column('specialty', sa.String(length=64), nullable=True),
    sa.Column('first_name_text', sa.Text(), nullable=True),
    sa.Column('first_name_clearance_id', sa.Integer(), nullable=True),
    sa.Column('last_name_text', sa.Text(), nullable=True),
    sa.Column('last_name_clearance_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('email_proved_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['first_name_clearance_id'], ['clearance.id'], name=op.f('fk_physician_first_name_clearance_id_clearance')),
    sa.ForeignKeyConstraint(['last_name_clearance_id'], ['clearance.id'], name=op.f('fk_physician_last_name_clearance_id_clearance')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_physician')),
    sa.UniqueConstraint('email_digest', name=op.f('uq_physician_email_digest')),
    sa.UniqueConstraint('first_name_clearance_id', name=op.f('uq_physician_first_name_clearance_id')),
    sa.UniqueConstraint('last_name_clearance_id', name=op.f('uq_physician_last_name_clearance_id'))
    )
    op.create_table('rendered_text',
    sa.Column('clearance_id', sa.Integer(), nullable=False),
    sa.Column('renderer_version', sa.String(length=255), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['clearance_id'], ['clearance.id'], name=op.f('fk_rendered_text_clearance_id_clearance'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('clearance_id', name=op.f('pk_rendered_text'))
    )
    op.create_table('device_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('physician_id', sa.Integer(), nullable=False),
    sa.Column('token_digest', sa.String(length=255), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['physician_id'], ['physician.id'], name=op.f('fk_device_session_physician_id_physician')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device_session')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_device_session_token_digest'))
    )
    with op.batch_alter_table('device_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_session_physician_id'), ['physician_id'], unique=False)

    op.create_table('email_proof',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('physician_id', sa.Integer(), nullable=False),
    sa.Column('token_digest', sa.String(length=255), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['physician_id'], ['physician.id'], name=op.f('fk_email_proof_physician_id_physician')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_email_proof')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_email_proof_token_digest'))
    )
    with op.batch_alter_table('email_proof', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_email_proof_physician_id'), ['physician_id'], unique=False)

    op.create_table('physician_role',
    sa.Column('physician_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['physician_id'], ['physician.id'], name=op.f('fk_physician_role_physician_id_physician')),
    sa.PrimaryKeyConstraint('physician_id', 'role', name=op.f('pk_physician_role'))
    )
    dialect = op.get_bind().dialect.name
    for name in ("first_name", "last_name"):
        for statement in guard_cleared(dialect, "physician", name):
            op.execute(statement)
    for statement in append_only(dialect, "audit_entry"):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    dialect = op.get_bind().dialect.name
    for statement in not_append_only(dialect, "audit_entry"):
        op.execute(statement)
    for name in ("first_name", "last_name"):
        for statement in release_cleared(dialect, "physician", name):
            op.execute(statement)
    op.drop_table('physician_role')
    with op.batch_alter_table('email_proof', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_email_proof_physician_id'))

    op.drop_table('email_proof')
    with op.batch_alter_table('device_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_device_session_physician_id'))

    op.drop_table('device_session')
    op.drop_table('rendered_text')
    op.drop_table('physician')
    op.drop_table('outbox_delivery')
    with op.batch_alter_table('clearance_attestation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clearance_attestation_clearance_id'))

    op.drop_table('clearance_attestation')
    with op.batch_alter_table('outbox_event', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_event_waiting')

    op.drop_table('outbox_event')
    op.drop_table('clearance')
    op.drop_table('audit_entry')
