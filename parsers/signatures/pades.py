"""Signatures in a PDF (PAdES, EN 319 142; ISO 32000-2, 12.8)."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
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
    except Exception as error:
        return (_unchecked(error),)
    return tuple(_verify_one(each, trust_anchors) for each in embedded)


def _verify_one(embedded: EmbeddedPdfSignature, trust_anchors: Sequence[bytes]) -> Signature:
    try:
        signer = embedded.signer_info
        certificates = cades.certificates_in(embedded.signed_data)
        certificate = cades.signer_certificate(signer, certificates)
        moment = cades.signing_time(signer) or embedded.self_reported_timestamp
        if certificate is None:
            return Signature(SignatureFormat.PADES, None, moment, None, None, "the signer's certificate is not in it")
        intact, reason = cades.check_digest(signer, certificate, "data", embedded.compute_digest())
        if intact:
            intact, reason = _check_what_came_after(embedded)
        trusted = is_trusted(certificate, certificates, trust_anchors, moment)
        return Signature(SignatureFormat.PADES, signer_name(certificate), moment, intact, trusted, reason)
    except Exception as error:
        return _unchecked(error)


def _check_what_came_after(embedded: EmbeddedPdfSignature) -> tuple[bool, str]:
    """Whether what was appended after signing leaves the signed document as it was.

    Further signatures, time stamps and validation data do. An answer filled into a form, an annotation, other content
    on a page do not: they change what a reader sees, though the signed bytes are still there.
    """
    embedded.compute_integrity_info()  # type: ignore[no-untyped-call]  # pyHanko types it not
    if embedded.coverage in {SignatureCoverageLevel.UNCLEAR, SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START}:
        return False, "the signature does not cover the document"
    changes = embedded.diff_result
    if not isinstance(changes, DiffResult) or changes.modification_level > ModificationLevel.FORM_FILLING:
        return False, "the document was changed after it was signed"
    signature_fields = {name for name, _, _ in enumerate_sig_fields(embedded.reader)}
    if changes.changed_form_fields - signature_fields:
        return False, "the document's form was filled in after it was signed"
    if embedded.summarise_integrity_info()["docmdp_ok"] is False:
        return False, "the document was changed after it was signed, which its signer had forbidden"
    return True, ""


def _unchecked(error: Exception) -> Signature:
    reason = f"it could not be checked ({type(error).__name__}: {error})"[:200]
    return Signature(SignatureFormat.PADES, None, None, None, None, reason)
