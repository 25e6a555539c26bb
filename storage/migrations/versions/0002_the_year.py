"""What organisers decide and what the year brings; the tables of applications and documents leave their names to views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Table, its name before, and the columns of its indexes: indexes are named after their table.
_RENAMED = (
    ("stored_applications", "applications", ("institution", "status")),
    ("stored_documents", "documents", ("application_id", "message_id", "sha256")),
)
# Columns are added one by one: SQLite would have to copy a table for anything else, and rows of other tables refer to it.
_ADDED = (
    ("raw_messages", "erased_at", sa.DateTime()),
    ("stored_applications", "extended_to", sa.Date()),
    (
        "stored_applications",
        "decision",
        sa.Enum("accepted", "declined", "waiting", name="decision", native_enum=False, length=32),
    ),
    ("stored_applications", "decided_at", sa.DateTime()),
    ("stored_applications", "announced_at", sa.DateTime()),
    ("stored_applications", "assignee", sa.Text()),
    ("stored_applications", "anonymised_at", sa.DateTime()),
)


def upgrade() -> None:
    for name, before, indexed in _RENAMED:
        for column in indexed:
            op.drop_index(f"ix_{before}_{column}", before)
        op.rename_table(before, name)
        for column in indexed:
            op.create_index(f"ix_{name}_{column}", name, [column])
    for table, column, type_ in _ADDED:
        op.add_column(table, sa.Column(column, type_, nullable=True))
    op.execute("ALTER TABLE stored_applications ADD COLUMN decision_note TEXT NOT NULL DEFAULT ''")
    op.execute(
        "ALTER TABLE stored_applications ADD COLUMN merged_into_id INTEGER"
        " CONSTRAINT fk_stored_applications_merged_into_id REFERENCES stored_applications (id)"
    )
    op.create_index("ix_stored_applications_decision", "stored_applications", ["decision"])
    op.create_table(
        "programme_days",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name_lv", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_programme_days")),
    )
    op.create_table(
        "programme_words",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lv", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_programme_words")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("read", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["stored_applications.id"], name=op.f("fk_corrections_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("application_id", "field", name=op.f("uq_corrections_application_id_field")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrections_application_id"), ["application_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["stored_applications.id"], name=op.f("fk_invitations_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("application_id", "event", name=op.f("uq_invitations_application_id_event")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_application_id"), ["application_id"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("deliverable", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["stored_applications.id"], name=op.f("fk_deliveries_application_id")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_deliveries_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("application_id", "deliverable", name=op.f("uq_deliveries_application_id_deliverable")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_application_id"), ["application_id"], unique=False)
