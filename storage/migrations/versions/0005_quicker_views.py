"""Views that tell days and first arrivals with less work; no table changes."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Views are made again after every migration."""
