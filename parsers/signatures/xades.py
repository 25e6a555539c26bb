"""XML signatures over the files of a container (XAdES, EN 319 132; XML-DSig)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

from asn1crypto import cms, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key
from lxml import etree

from parsers.signatures import Signature, SignatureFormat, unchecked
from parsers.signatures.cades import time_stamped
from parsers.signatures.certificates import is_trusted, signer_name
from parsers.signatures.markup import DS, UnknownAlgorithm, canonical, is_canonicalisation, parse, text_of

_SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature and the names of the files that it is about."""

    signature: Signature
    covers: frozenset[str]


class _Broken(Exception):
    """What makes a signature invalid, in words."""


def verify(content: bytes, files: Mapping[str, bytes], trust_anchors: Sequence[bytes]) -> tuple[Verified, ...]:
    """Every signature in a signature file over `files`, by their names in the container.

    Raises `UnreadableDocument` where the file is no XML.
    """
    root = parse(content)
    signatures = [
        each for each in root.iter(f"{DS}Signature") if next(each.iterancestors(f"{DS}Signature"), None) is None
    ]
    named = {_normal(name): name for name in files}
    return tuple(_verify_one(each, files, named, trust_anchors) for each in signatures)


def _verify_one(
    signature: etree._Element, files: Mapping[str, bytes], named: Mapping[str, str], trust_anchors: Sequence[bytes]
) -> Verified:
    certificates = _certificates(signature)
    certificate = _signing_certificate(signature, certificates)
    moment = _signing_time(signature)
    covers = _covered(signature, named)
    intact: bool | None = True
    reason = ""
    try:
        _check_references(signature, files, named)
        _check_value(signature, certificate)
        _check_certificate(signature, certificate)
    except _Broken as error:
        intact, reason = False, str(error)
    except UnknownAlgorithm as error:
        intact, reason = None, f"It could not be checked: it needs {error}."
    except (ValueError, TypeError, KeyError, UnsupportedAlgorithm) as error:
        intact, reason = None, unchecked(error)
    name = signer_name(certificate) if certificate else None
    trusted = is_trusted(certificate, certificates, trust_anchors, moment) if certificate else None
    return Verified(Signature(SignatureFormat.XADES, name, moment, intact, trusted, reason), covers)


# References: what was signed


def _references(signature: etree._Element) -> list[etree._Element]:
    return signature.findall(f"{DS}SignedInfo/{DS}Reference")


def _covered(signature: etree._Element, named: Mapping[str, str]) -> frozenset[str]:
    """The files that a signature is about: where one is missing, all, since any may stand in its place."""
    uris = (reference.get("URI") or "" for reference in _references(signature))
    signed = {_normal(unquote(uri)) for uri in uris if uri and not uri.startswith("#")}
    return frozenset(named.values() if signed - named.keys() else (named[name] for name in signed))


def _check_references(signature: etree._Element, files: Mapping[str, bytes], named: Mapping[str, str]) -> None:
    """Raises `_Broken` where something that is referred to is missing or other than it was, `UnknownAlgorithm`."""
    references = _references(signature)
    properties = signature.find(f"{DS}Object/{{*}}QualifyingProperties/{{*}}SignedProperties")
    if properties is not None and not any(reference.get("Type") == _SIGNED_PROPERTIES for reference in references):
        raise _Broken("Its signed properties are not signed.")
    for reference in references:
        expected = _base64(text_of(reference.find(f"{DS}DigestValue")))
        algorithm = _digest(reference.find(f"{DS}DigestMethod"))
        uri = reference.get("URI") or ""
        if hashlib.new(algorithm, _referenced(signature, uri, reference, files, named)).digest() != expected:
            what = "Its own properties were" if uri.startswith("#") else f"{_normal(unquote(uri))} was"
            raise _Broken(f"{what} changed after signing.")


def _referenced(
    signature: etree._Element,
    uri: str,
    reference: etree._Element,
    files: Mapping[str, bytes],
    named: Mapping[str, str],
) -> bytes:
    transforms = reference.findall(f"{DS}Transforms/{DS}Transform")
    if not uri:
        return _enveloping_document(signature, transforms)
    if uri.startswith("#"):
        return _transformed(_by_id(signature, uri[1:]), transforms)
    name = named.get(_normal(unquote(uri)))
    if name is None:
        raise _Broken(f"{_normal(unquote(uri))} was signed and is missing.")
    if not transforms:
        return files[name]
    return _transformed(parse(files[name]), transforms)


def _transformed(element: etree._Element, transforms: Sequence[etree._Element]) -> bytes:
    method = None
    for transform in transforms:
        if not is_canonicalisation(transform.get("Algorithm", "")):
            raise UnknownAlgorithm(f"the transform {transform.get('Algorithm')}")
        method = transform
    return canonical(element, method)


def _enveloping_document(signature: etree._Element, transforms: Sequence[etree._Element]) -> bytes:
    """The document that a signature lies in, without the signature."""
    others = [transform for transform in transforms if transform.get("Algorithm") != _ENVELOPED]
    if len(others) == len(transforms):
        raise UnknownAlgorithm("a reference to the whole document")
    path = signature.getroottree().getelementpath(signature)
    copy = parse(etree.tostring(signature.getroottree().getroot()))
    inner = copy.find(path)
    parent = inner.getparent() if inner is not None else None
    if inner is None or parent is None:
        raise UnknownAlgorithm("a reference to itself")
    if inner.tail:
        before = inner.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + inner.tail
        else:
            parent.text = (parent.text or "") + inner.tail
    parent.remove(inner)
    return _transformed(copy, others)


def _by_id(signature: etree._Element, identifier: str) -> etree._Element:
    """The one element of this name. Two of them are a wrapping attack: one would be checked and the other read."""
    found = [
        element
        for element in signature.getroottree().getroot().iter(etree.Element)
        if identifier in (element.get("Id"), element.get("ID"), element.get("id"))
    ]
    if len(found) != 1:
        raise _Broken("What it refers to is missing." if not found else "What it refers to is there twice.")
    return found[0]


# The signature's value, and whose it is


def _check_value(signature: etree._Element, certificate: x509.Certificate | None) -> None:
    """Raises `_Broken` where the signature was not made by the certificate's key over this SignedInfo."""
    if certificate is None:
        raise UnknownAlgorithm("a certificate that is not in it")
    info = signature.find(f"{DS}SignedInfo")
    method = info.find(f"{DS}SignatureMethod") if info is not None else None
    if info is None or method is None:
        raise _Broken("It says nothing of what was signed.")
    signed = canonical(info, info.find(f"{DS}CanonicalizationMethod"))
    value = _base64(text_of(signature.find(f"{DS}SignatureValue")))
    try:
        _check_with_key(certificate, method, value, signed)
    except InvalidSignature as error:
        raise _Broken("The signature does not match its certificate.") from error


def _check_with_key(certificate: x509.Certificate, method: etree._Element, value: bytes, signed: bytes) -> None:
    algorithm = method.get("Algorithm", "")
    fragment = algorithm.rpartition("#")[2].lower()
    key = load_der_public_key(certificate.public_key.dump())
    if isinstance(key, ec.EllipticCurvePublicKey) and fragment.startswith("ecdsa-"):
        half = len(value) // 2
        r, s = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
        key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(_hash(fragment.removeprefix("ecdsa-"))))
    elif isinstance(key, rsa.RSAPublicKey) and fragment.endswith("-rsa-mgf1"):
        digest = _hash(fragment.removesuffix("-rsa-mgf1"))
        key.verify(value, signed, padding.PSS(padding.MGF1(digest), padding.PSS.AUTO), digest)
    elif isinstance(key, rsa.RSAPublicKey) and fragment.startswith("rsa-") and fragment != "rsa-pss":
        key.verify(value, signed, padding.PKCS1v15(), _hash(fragment.removeprefix("rsa-")))
    else:
        raise UnknownAlgorithm(f"the algorithm {algorithm}")


def _hash(name: str) -> hashes.HashAlgorithm:
    if name not in _HASHES:
        raise UnknownAlgorithm(f"the digest {name}")
    return _HASHES[name]()


_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sha3-256": hashes.SHA3_256,
    "sha3-384": hashes.SHA3_384,
    "sha3-512": hashes.SHA3_512,
}


def _digest(method: etree._Element | None) -> str:
    """The name in hashlib of a DigestMethod."""
    algorithm = method.get("Algorithm", "") if method is not None else ""
    name = algorithm.rpartition("#")[2].lower()
    if name not in _HASHES:
        raise UnknownAlgorithm(f"the digest {algorithm}")
    return name.replace("-", "_")


def _certificates(signature: etree._Element) -> list[x509.Certificate]:
    """The certificates that came with a signature, those for validation later included."""
    found = [*signature.findall(f"{DS}KeyInfo//{DS}X509Certificate"), *signature.iter("{*}EncapsulatedX509Certificate")]
    certificates = []
    for element in found:
        try:
            certificate = x509.Certificate.load(_base64(text_of(element)))
            certificate.subject.native  # noqa: B018 - parsing is lazy, and this is where damage shows
            certificates.append(certificate)
        except (ValueError, TypeError, KeyError):
            continue  # a certificate that cannot be read leaves the signature without its signer, which is reported
    return certificates


def _signing_certificate(
    signature: etree._Element, certificates: Sequence[x509.Certificate]
) -> x509.Certificate | None:
    """The certificate that the signed properties name, else the first in KeyInfo."""
    for expected, algorithm in _certificate_digests(signature):
        for certificate in certificates:
            if hashlib.new(algorithm, certificate.dump()).digest() == expected:
                return certificate
    return certificates[0] if certificates else None


def _check_certificate(signature: etree._Element, certificate: x509.Certificate | None) -> None:
    """Raises `_Broken` where the certificate is not the one that the signer signed with."""
    if certificate is None:
        return
    named = _certificate_digests(signature)
    if named and not any(hashlib.new(algorithm, certificate.dump()).digest() == digest for digest, algorithm in named):
        raise _Broken("Its certificate is not the one that was signed with.")


def _certificate_digests(signature: etree._Element) -> list[tuple[bytes, str]]:
    found = []
    for digest in _signed_properties(signature).iterfind("{*}SigningCertificate/{*}Cert/{*}CertDigest"):
        found.append(digest)
    for digest in _signed_properties(signature).iterfind("{*}SigningCertificateV2/{*}Cert/{*}CertDigest"):
        found.append(digest)
    try:
        return [(_base64(text_of(d.find(f"{DS}DigestValue"))), _digest(d.find(f"{DS}DigestMethod"))) for d in found]
    except (UnknownAlgorithm, _Broken):
        return []


# When


def _signing_time(signature: etree._Element) -> datetime | None:
    """When it was signed: by its time stamp, else as the signer claims."""
    for stamp in signature.iterfind(
        f"{DS}Object/{{*}}QualifyingProperties/{{*}}UnsignedProperties/{{*}}UnsignedSignatureProperties/{{*}}SignatureTimeStamp"
    ):
        stamped = _time_stamped(signature, stamp)
        if stamped is not None:
            return stamped
    claimed = (_signed_properties(signature).findtext("{*}SigningTime") or "").strip()
    try:
        moment = datetime.fromisoformat(claimed)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _time_stamped(signature: etree._Element, stamp: etree._Element) -> datetime | None:
    value = signature.find(f"{DS}SignatureValue")
    token = stamp.find("{*}EncapsulatedTimeStamp")
    if value is None or token is None:
        return None
    try:
        return time_stamped(
            cms.ContentInfo.load(_base64(text_of(token))), canonical(value, stamp.find(f"{DS}CanonicalizationMethod"))
        )
    except (UnknownAlgorithm, _Broken, ValueError, TypeError, KeyError):
        return None


def _signed_properties(signature: etree._Element) -> etree._Element:
    found = signature.find(f"{DS}Object/{{*}}QualifyingProperties/{{*}}SignedProperties/{{*}}SignedSignatureProperties")
    return found if found is not None else etree.Element("none")


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error as error:
        raise _Broken("The signature is damaged.") from error


def _normal(name: str) -> str:
    """A name as containers and references may both write it."""
    return unicodedata.normalize("NFC", name).removeprefix("./").lstrip("/")
