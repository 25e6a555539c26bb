"""Signatures in a PDF (PAdES, EN 319 142; ISO 32000-2, 12.8)."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.signatures import Signature


def verify(content: bytes, trust_anchors: Sequence[bytes]) -> tuple[Signature, ...]:
    """Every signature in the PDF, in the order in which they were made."""
    return ()
