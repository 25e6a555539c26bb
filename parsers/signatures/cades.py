"""Signatures in CMS (CAdES, EN 319 122; RFC 5652), and the time stamps that all formats share (RFC 3161)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, tsp, x509

from parsers.errors import UnreadableDocument
from parsers.signatures import Signature, SignatureFormat, unchecked
from parsers.signatures.certificates import is_trusted, signer_name
from parsers.text import one_line


def load(content: bytes) -> cms.ContentInfo:
    """The CMS structure in DER or BER. Raises `UnreadableDocument`."""
    try:
        info = cms.ContentInfo.load(content)
        info["content_type"].native  # noqa: B018 - parsing is lazy, and this is where damage shows
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableDocument("Its signature envelope (CMS) is damaged. Please send the file without it.") from error
    return info


def verify(info: cms.ContentInfo, signed: bytes, trust_anchors: Sequence[bytes]) -> tuple[Signature, ...]:
    """Every signature in a CMS SignedData over `signed`, the content inside it or the file beside it."""
    try:
        signed_data = info["content"]
        kind = signed_data["encap_content_info"]["content_type"].native
        certificates = certificates_in(signed_data)
        signers = list(signed_data["signer_infos"])
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableDocument("Its signature envelope (CMS) is damaged. Please send the file without it.") from error
    return tuple(_verify_one(signer, kind, certificates, signed, trust_anchors) for signer in signers)


def certificates_in(signed_data: cms.SignedData) -> list[x509.Certificate]:
    return [choice.chosen for choice in signed_data["certificates"] or () if choice.name == "certificate"]


def signer_certificate(signer: cms.SignerInfo, certificates: Sequence[x509.Certificate]) -> x509.Certificate | None:
    """The certificate that a SignerInfo names."""
    identifier = signer["sid"]
    for certificate in certificates:
        if identifier.name == "issuer_and_serial_number":
            named = identifier.chosen
            if certificate.serial_number == named["serial_number"].native and certificate.issuer == named["issuer"]:
                return certificate
        elif certificate.key_identifier == identifier.chosen.native:
            return certificate
    return None


def _verify_one(
    signer: cms.SignerInfo,
    kind: str,
    certificates: Sequence[x509.Certificate],
    signed: bytes,
    trust_anchors: Sequence[bytes],
) -> Signature:
    try:
        certificate = signer_certificate(signer, certificates)
        moment = signing_time(signer)
        if certificate is None:
            return Signature(SignatureFormat.CADES, None, moment, None, None, "The signer's certificate is not in it.")
        intact, reason = check(signer, certificate, kind, signed)
        trusted = is_trusted(certificate, certificates, trust_anchors, moment)
        return Signature(SignatureFormat.CADES, signer_name(certificate), moment, intact, trusted, reason)
    except (ValueError, TypeError, KeyError) as error:
        return Signature(SignatureFormat.CADES, None, None, None, None, unchecked(error))


def check(signer: cms.SignerInfo, certificate: x509.Certificate, kind: str, signed: bytes) -> tuple[bool | None, str]:
    """Whether the bytes are those that were signed, and what is wrong where they are not, or could not be told."""
    algorithm = signer["digest_algorithm"]["algorithm"].native
    try:
        digest = hashlib.new(algorithm, signed).digest()
    except ValueError:
        return None, f"The digest {algorithm} is not checked here."
    return check_digest(signer, certificate, kind, digest)


def check_digest(
    signer: cms.SignerInfo, certificate: x509.Certificate, kind: str, digest: bytes
) -> tuple[bool | None, str]:
    """The same for content of which the digest, by the signer's algorithm, is known."""
    from pyhanko.sign.general import CMSStructuralError  # noqa: PLC0415 - see `parsers.signatures`
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415

    try:
        same, valid = validate_sig_integrity(signer, certificate, kind, digest)
    except (SignatureValidationError, CMSStructuralError) as error:
        return False, f"The signature does not hold ({one_line(str(error), 150)})."
    # What damaged attributes and unknown algorithms cause inside pyHanko and its libraries is of every kind.
    except Exception as error:
        return None, unchecked(error)
    if not same:
        return False, "The content was changed after it was signed."
    return (True, "") if valid else (False, "The signature does not match its certificate.")


def signing_time(signer: cms.SignerInfo) -> datetime | None:
    """When it was signed: by its time stamp, else as the signer claims."""
    for token in _attributes(signer["unsigned_attrs"], "signature_time_stamp_token"):
        stamped = time_stamped(token, signer["signature"].native)
        if stamped is not None:
            return stamped
    return next(
        (_aware(value.native) for value in _attributes(signer["signed_attrs"], "signing_time")),
        None,
    )


def time_stamped(token: cms.ContentInfo, stamped: bytes) -> datetime | None:
    """The time in a time stamp (RFC 3161) over `stamped`; None where the token is about something else or does not hold."""
    try:
        signed_data = token["content"]
        content = signed_data["encap_content_info"]["content"]
        info = content.parsed
        if not isinstance(info, tsp.TSTInfo):
            return None
        imprint = info["message_imprint"]
        digest = hashlib.new(imprint["hash_algorithm"]["algorithm"].native, stamped).digest()
        signer = signed_data["signer_infos"][0]
        certificate = signer_certificate(signer, certificates_in(signed_data))
        if digest != imprint["hashed_message"].native:
            return None
        # A stamp without its certificate cannot be checked; the time that it tells is still better than a bare claim.
        if certificate is not None and check(signer, certificate, "tst_info", bytes(content))[0] is False:
            return None
        return _aware(info["gen_time"].native)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def _attributes(attributes: cms.CMSAttributes, name: str) -> list[Any]:
    """The values of a CMS attribute."""
    if not attributes:
        return []
    return [value for attribute in attributes if attribute["type"].native == name for value in attribute["values"]]


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
