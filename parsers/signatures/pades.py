"""Signatures in a PDF (PAdES, EN 319 142; ISO 32000-2, 12.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.errors import UnreadableDocument
from parsers.signatures import Signature, SignatureFormat, cades, unchecked

# Every signature has one in the clear, for it tells where the signed bytes are.
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")


def verify(content: bytes, trust_anchors: Sequence[bytes]) -> tuple[Signature, ...]:
    """Every signature in the PDF, in the order in which they were made; document time stamps are none."""
    if not _BYTE_RANGE.search(content):
        return ()
    from parsers.signatures import embedded  # noqa: PLC0415 - see `parsers.signatures`

    try:
        return embedded.verify(content, trust_anchors)
    # What damaged bytes cause inside pyHanko is of every kind; the signed bytes can still be checked without it.
    except Exception:
        return tuple(_verify_ranges(content, trust_anchors))


def _verify_ranges(content: bytes, trust_anchors: Sequence[bytes]) -> Iterator[Signature]:
    """The signatures of a PDF too damaged to be read as one, by their byte ranges alone."""
    for match in _BYTE_RANGE.finditer(content):
        start, length, after, rest = (int(number) for number in match.groups())
        envelope = re.sub(rb"[^0-9A-Fa-f]", b"", content[start + length : after])
        signed = content[start : start + length] + content[after : after + rest]
        try:
            info = cades.load(bytes.fromhex(envelope.decode("ascii")[: len(envelope) // 2 * 2]))
            found = cades.verify(info, signed, trust_anchors)
        except (UnreadableDocument, ValueError) as error:
            yield Signature(SignatureFormat.PADES, None, None, None, None, unchecked(error))
            continue
        yield from (replace(signature, format=SignatureFormat.PADES) for signature in found)
