"""Certificates: whose they are, without personal codes, and whether they end at a trust anchor."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from asn1crypto import x509

from parsers.text import one_line

# Personal codes as certificates carry them: "PNOLV-123456-12345", "IDCLV-…" (EN 319 412-1), or the bare digits.
_CODE = re.compile(r"\b(?:[A-Z]{3}[A-Z]{2}-[\w./-]+|\d{6}\s?-\s?\d{5}|\d{9,})\b")


def signer_name(certificate: x509.Certificate) -> str | None:
    """The person's or the organisation's name, as one writes it ("Jānis Bērziņš"), never with a personal code."""
    subject = {key: _first(value) for key, value in certificate.subject.native.items()}
    given, family = _without_code(subject.get("given_name")), _without_code(subject.get("surname"))
    common = subject.get("common_name", "")
    if given and family:
        return _as_written(f"{given} {family}")
    pieces = [piece for piece in (_without_code(part) for part in common.split(",")) if piece]
    if len(pieces) == 2 and _is_person(subject, common):
        return _as_written(f"{pieces[1]} {pieces[0]}")
    name = ", ".join(pieces) or _without_code(subject.get("organization_name"))
    if not name:
        return None
    return _as_written(name) if _is_person(subject, common) else one_line(name)


def is_trusted(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    trust_anchors: Sequence[bytes],
    moment: datetime | None,
) -> bool | None:
    """Whether the certificate's chain ended at a trust anchor when it signed; None where there are no anchors to ask.

    Revocation is not asked about, for that needs the network. Without a time of signing, the beginning of the
    certificate's validity stands in.
    """
    if not trust_anchors:
        return None
    if certificate.dump() in trust_anchors:
        return True
    from pyhanko_certvalidator import CertificateValidator, ValidationContext  # noqa: PLC0415 - see `parsers.signatures`
    from pyhanko_certvalidator.errors import (  # noqa: PLC0415
        PathBuildingError,
        PathValidationError,
        ValidationError,
    )

    context = ValidationContext(
        trust_roots=[x509.Certificate.load(anchor) for anchor in trust_anchors],
        other_certs=list(others),
        moment=moment or certificate.not_valid_before,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    validator = CertificateValidator(certificate, intermediate_certs=list(others), validation_context=context)
    try:
        asyncio.run(validator.async_validate_path())
    except (PathBuildingError, PathValidationError, ValidationError):
        return False
    return True


def _first(value: object) -> str:
    return str(value[0]) if isinstance(value, list) and value else str(value)


def _is_person(subject: Mapping[str, str], common: str) -> bool:
    code = subject.get("serial_number", "")
    return bool(_CODE.search(common) or _CODE.search(code)) or ("organization_name" not in subject and common.isupper())


def _without_code(text: str | None) -> str:
    return one_line(_CODE.sub("", text or "")).strip(" ,;-")


def _as_written(name: str) -> str:
    """A name that certificates write in capitals, as people write it; one in mixed case stays."""
    line = one_line(name)
    if not line.isupper():
        return line
    return re.sub(r"[^\W\d_]+", lambda word: word.group()[0] + word.group()[1:].lower(), line)
