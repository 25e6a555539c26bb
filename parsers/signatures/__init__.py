"""Electronic signatures found in a file or its container: who, when, intact, trusted.

ETSI EN 319 132 (XAdES), 319 142 (PAdES), 319 122 (CAdES); containers after EN 319 162 (ASiC).

pyHanko is imported where a signature is checked and not before: it takes most of a second to load, and few files are signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from parsers.text import one_line


class SignatureFormat(StrEnum):
    """The standard a signature follows."""

    XADES = "XAdES"
    PADES = "PAdES"
    CADES = "CAdES"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature.

    `signer` is the name in the certificate, never its personal code; `signed_at` the time stamp where there is one, else
    the time the signer claims, aware. `intact` tells whether the signed bytes are those that were signed (None: could not
    be checked, `reason` says why). `trusted` tells whether the chain ends at a configured trust anchor, None: not checked.
    """

    format: SignatureFormat
    signer: str | None
    signed_at: datetime | None
    intact: bool | None
    trusted: bool | None = None
    reason: str = ""


def unchecked(error: Exception) -> str:
    """The reason of a signature that could not be checked, for its `reason`."""
    return f"It could not be checked ({one_line(f'{type(error).__name__}: {error}', 150)})."
