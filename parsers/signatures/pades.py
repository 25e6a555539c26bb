"""Signatures in a PDF (PAdES, EN 319 142; ISO 32000-2, 12.8)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from parsers.signatures import Signature, SignatureFormat, cades
from parsers.signatures.certificates import is_trusted, signer_name

# Every signature has one in the clear, for it tells where the signed bytes are.
_SIGNED = b"/ByteRange"


def verify(content: bytes, trust_anchors: Sequence[bytes]) -> tuple[Signature, ...]:
    """Every signature in the PDF, in the order in which they were made; document time stamps are none."""
    if _SIGNED not in content:
        return ()
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
            return ()
        embedded = reader.embedded_regular_signatures
    # What damaged bytes cause inside pyHanko is of every kind; that there is a signature is known all the same.
    except Exception as error:  # noqa: BLE001
        return (_unchecked(error),)
    return tuple(_verify_one(each, trust_anchors) for each in embedded)


def _verify_one(embedded: EmbeddedPdfSignature, trust_anchors: Sequence[bytes]) -> Signature:
    try:
        signer = embedded.signer_info
        certificates = cades.certificates_in(embedded.signed_data)
        certificate = cades.signer_certificate(signer, certificates)
        moment = cades.signing_time(signer) or embedded.self_reported_timestamp
        intact, reason = _check(embedded)
        found = Signature(SignatureFormat.PADES, None, moment, intact, None, reason)
        if certificate is None:
            return replace(found, intact=intact and None, reason=reason or "the signer's certificate is not in it")
        trusted = is_trusted(certificate, certificates, trust_anchors, moment)
        return replace(found, signer=signer_name(certificate), trusted=trusted)
    except Exception as error:  # noqa: BLE001 - as above
        return _unchecked(error)


def _unchecked(error: Exception) -> Signature:
    reason = f"it could not be checked ({type(error).__name__}: {error})"[:200]
    return Signature(SignatureFormat.PADES, None, None, None, None, reason)
