"""A test authority, and signatures made with it: XAdES in ASiC-E containers, CAdES, PAdES. All persons are invented."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from lxml import etree
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen.canvas import Canvas

SIGNED_AT = dt.datetime(2023, 4, 11, 9, 30, tzinfo=dt.UTC)
_VALID = (dt.datetime(2022, 1, 1, tzinfo=dt.UTC), dt.datetime(2042, 1, 1, tzinfo=dt.UTC))
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_DS = "http://www.w3.org/2000/09/xmldsig#"
_XADES = "http://uri.etsi.org/01903/v1.3.2#"
_ASIC_TYPE = "application/vnd.etsi.asic-e+zip"
_DIGESTS = {
    "sha256": "http://www.w3.org/2001/04/xmlenc#sha256",
    "sha512": "http://www.w3.org/2001/04/xmlenc#sha512",
}

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate, its key, and the authority's certificate."""

    certificate: x509.Certificate
    key: Key
    issuer: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


class Authority:
    """Issues certificates like those of Latvian e-signatures; nobody trusts it."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Testa sertifikātu izdevējs")])
        self.certificate = _certificate(name, name, self.key.public_key(), self.key, authority=True)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def issue(self, subject: Mapping[x509.ObjectIdentifier, str], *, key: Key | None = None) -> Signer:
        key = key or ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(kind, value) for kind, value in subject.items()])
        certificate = _certificate(name, self.certificate.subject, key.public_key(), self.key)
        return Signer(certificate, key, self.certificate)

    def person(self, given: str, family: str, *, key: Key | None = None) -> Signer:
        return self.issue(
            {
                NameOID.COMMON_NAME: f"{given.upper()} {family.upper()}",
                NameOID.SURNAME: family.upper(),
                NameOID.GIVEN_NAME: given.upper(),
                NameOID.SERIAL_NUMBER: "PNOLV-010180-11111",
            },
            key=key,
        )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: object, signing_key: Key, *, authority: bool = False
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)  # type: ignore[arg-type]  # one of the two kinds of keys above
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID[0])
        .not_valid_after(_VALID[1])
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=False,
                content_commitment=not authority,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=authority,
                crl_sign=authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(signing_key, hashes.SHA256())
    )


def asice(
    files: Mapping[str, bytes],
    signers_: Sequence[Signer],
    *,
    extra: Mapping[str, bytes] | None = None,
    mimetype: bool = True,
    **how: str,
) -> bytes:
    """A container of `files`, each signed by every signer; `extra` files lie in it unsigned."""
    entries = [(name, content) for name, content in {**files, **(extra or {})}.items()]
    entries += [(f"META-INF/signatures{n}.xml", xades(files, signer, **how)) for n, signer in enumerate(signers_)]
    if mimetype:
        entries.insert(0, ("mimetype", _ASIC_TYPE.encode()))
    return zipped(entries)


def zipped(entries: Sequence[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name, (2023, 4, 11, 9, 30, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def xades(files: Mapping[str, bytes], signer: Signer, *, c14n: str = EXCLUSIVE, digest: str = "sha256") -> bytes:
    """A XAdES-B-B signature file over `files`."""
    root = etree.Element("{http://uri.etsi.org/02918/v1.2.1#}XAdESSignatures")
    signature = etree.SubElement(root, f"{{{_DS}}}Signature", {"Id": "S0"}, nsmap={"ds": _DS})
    info = etree.SubElement(signature, f"{{{_DS}}}SignedInfo")
    etree.SubElement(info, f"{{{_DS}}}CanonicalizationMethod", {"Algorithm": c14n})
    kind = "rsa" if isinstance(signer.key, rsa.RSAPrivateKey) else "ecdsa"
    method = f"http://www.w3.org/2001/04/xmldsig-more#{kind}-{digest}"
    etree.SubElement(info, f"{{{_DS}}}SignatureMethod", {"Algorithm": method})
    for name, content in files.items():
        _reference(info, {"URI": quote(name)}, hashlib.new(digest, content).digest(), digest)
    value = etree.SubElement(signature, f"{{{_DS}}}SignatureValue")
    holder = etree.SubElement(etree.SubElement(signature, f"{{{_DS}}}KeyInfo"), f"{{{_DS}}}X509Data")
    etree.SubElement(holder, f"{{{_DS}}}X509Certificate").text = base64.b64encode(signer.der).decode()
    properties = _signed_properties(etree.SubElement(signature, f"{{{_DS}}}Object"), signer, digest)
    signed = hashlib.new(digest, _canonical(properties, c14n)).digest()
    attributes = {"URI": "#SP", "Type": "http://uri.etsi.org/01903#SignedProperties"}
    _reference(info, attributes, signed, digest, c14n)
    value.text = base64.b64encode(_sign(signer.key, _canonical(info, c14n), digest)).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _reference(
    info: etree._Element, attributes: Mapping[str, str], digest: bytes, algorithm: str, c14n: str | None = None
) -> None:
    reference = etree.SubElement(info, f"{{{_DS}}}Reference", dict(attributes))
    if c14n:
        transforms = etree.SubElement(reference, f"{{{_DS}}}Transforms")
        etree.SubElement(transforms, f"{{{_DS}}}Transform", {"Algorithm": c14n})
    etree.SubElement(reference, f"{{{_DS}}}DigestMethod", {"Algorithm": _DIGESTS[algorithm]})
    etree.SubElement(reference, f"{{{_DS}}}DigestValue").text = base64.b64encode(digest).decode()


def _signed_properties(parent: etree._Element, signer: Signer, digest: str) -> etree._Element:
    qualifying = etree.SubElement(
        parent, f"{{{_XADES}}}QualifyingProperties", {"Target": "#S0"}, nsmap={"xades": _XADES}
    )
    properties = etree.SubElement(qualifying, f"{{{_XADES}}}SignedProperties", {"Id": "SP"})
    of_signature = etree.SubElement(properties, f"{{{_XADES}}}SignedSignatureProperties")
    etree.SubElement(of_signature, f"{{{_XADES}}}SigningTime").text = SIGNED_AT.strftime("%Y-%m-%dT%H:%M:%SZ")
    certificate = etree.SubElement(of_signature, f"{{{_XADES}}}SigningCertificateV2")
    told = etree.SubElement(etree.SubElement(certificate, f"{{{_XADES}}}Cert"), f"{{{_XADES}}}CertDigest")
    etree.SubElement(told, f"{{{_DS}}}DigestMethod", {"Algorithm": _DIGESTS[digest]})
    named = base64.b64encode(hashlib.new(digest, signer.der).digest()).decode()
    etree.SubElement(told, f"{{{_DS}}}DigestValue").text = named
    return properties


def _canonical(element: etree._Element, c14n: str) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=c14n == EXCLUSIVE)


def _sign(key: Key, data: bytes, digest: str) -> bytes:
    algorithm = {"sha256": hashes.SHA256(), "sha512": hashes.SHA512()}[digest]
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), algorithm)
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(algorithm)))
    width = (key.key_size + 7) // 8
    return r.to_bytes(width, "big") + s.to_bytes(width, "big")


def cms(content: bytes, signer: Signer, *, detached: bool = False, pem: bool = False) -> bytes:
    """A CMS signature over `content`, with the content inside it or beside it."""
    options = [pkcs7.PKCS7Options.Binary, *([pkcs7.PKCS7Options.DetachedSignature] if detached else [])]
    encoding = serialization.Encoding.PEM if pem else serialization.Encoding.DER
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    return builder.add_signer(signer.certificate, signer.key, hashes.SHA256()).sign(encoding, options)


def pdf(*lines: str) -> bytes:
    """A page with these lines."""
    written = io.BytesIO()
    canvas = Canvas(written)
    for number, line in enumerate(lines):
        canvas.drawString(72, 760 - 18 * number, line)
    canvas.save()
    return written.getvalue()


def signed_pdf(content: bytes, signer: Signer, field: str = "Signature1") -> bytes:
    """`content` with a PAdES signature in an invisible field, appended as an incremental update."""
    private = signer.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    registry = SimpleCertificateStore()
    registry.register(asn1_x509.Certificate.load(signer.issuer.public_bytes(serialization.Encoding.DER)))
    pdf_signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(signer.der),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=registry,
    )
    how = signers.PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    signed = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), how, signer=pdf_signer)
    return bytes(signed.getbuffer())
