"""The organisers' views and the search come: `storage.migrate` makes them after the last migration; here is what they read by."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_messages_application_id_status_arrived_at", "messages", ["application_id", "status", "arrived_at"]
    )
