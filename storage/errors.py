"""What can be wrong with a store."""

from __future__ import annotations


class StoreProblem(Exception):
    """The store cannot be used as it is; the message says why and what to do."""
