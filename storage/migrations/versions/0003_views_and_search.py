"""The organisers' views and the search come: `storage.migrate` makes them after the last migration, none of the tables changes."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """See above."""
