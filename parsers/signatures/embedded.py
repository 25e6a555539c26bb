"""The signatures embedded in a PDF that can be read as one, checked with what was appended after them."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from parsers.signatures import Signature, SignatureFormat, cades, unchecked
from parsers.signatures.certificates import is_trusted, signer_name

# It logs a broken signature with a traceback each; what is to be said of it is in the signature's reason.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


def verify(content: bytes, trust_anchors: Sequence[bytes]) -> tuple[Signature, ...]:
    """Every signature in the PDF, in the order in which they were made; document time stamps are none.

    Raises whatever damaged bytes cause inside pyHanko, which is of every kind.
    """
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
        return ()
    embedded = reader.embedded_regular_signatures
    return tuple(_verify_one(each, trust_anchors) for each in embedded if not _is_time_stamp(each))


def _is_time_stamp(embedded: EmbeddedPdfSignature) -> bool:
    """Whether this is a document time stamp, which some programs file under the type of signatures."""
    return str(embedded.signed_data["encap_content_info"]["content_type"].native) == "tst_info"


def _verify_one(embedded: EmbeddedPdfSignature, trust_anchors: Sequence[bytes]) -> Signature:
    try:
        signer = embedded.signer_info
        certificates = cades.certificates_in(embedded.signed_data)
        certificate = cades.signer_certificate(signer, certificates)
        moment = cades.signing_time(signer) or embedded.self_reported_timestamp
        if certificate is None:
            return Signature(SignatureFormat.PADES, None, moment, None, None, "The signer's certificate is not in it.")
        intact, reason = cades.check_digest(signer, certificate, "data", embedded.compute_digest())
        if intact:
            intact, reason = _check_what_came_after(embedded)
        trusted = is_trusted(certificate, certificates, trust_anchors, moment)
        return Signature(SignatureFormat.PADES, signer_name(certificate), moment, intact, trusted, reason)
    # This one signature stays unchecked, whatever its bytes cause; the others are told.
    except Exception as error:
        return Signature(SignatureFormat.PADES, None, None, None, None, unchecked(error))


def _check_what_came_after(embedded: EmbeddedPdfSignature) -> tuple[bool, str]:
    """Whether what was appended after signing leaves the signed document as it was.

    Further signatures, time stamps and validation data do. An answer filled into a form, an annotation, other content
    on a page do not: they change what a reader sees, though the signed bytes are still there.
    """
    embedded.compute_integrity_info()
    if embedded.coverage in {SignatureCoverageLevel.UNCLEAR, SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START}:
        return False, "The signature does not cover the document."
    changes = embedded.diff_result
    if not isinstance(changes, DiffResult) or changes.modification_level > ModificationLevel.FORM_FILLING:
        return False, "The document was changed after it was signed."
    signature_fields = {name for name, _, _ in enumerate_sig_fields(embedded.reader)}
    if changes.changed_form_fields - signature_fields:
        return False, "The document's form was filled in after it was signed."
    if embedded.summarise_integrity_info()["docmdp_ok"] is False:
        return False, "The document was changed after it was signed, which its signer had forbidden."
    return True, ""
