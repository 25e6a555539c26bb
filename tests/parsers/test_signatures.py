"""Electronic signatures: whose they are, and whether what was signed is still what is there."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from parsers import attachments
from parsers.attachments import File
from parsers.message import Part
from parsers.rules import ReadingRules
from parsers.signatures import SignatureFormat, pades
from tests.parsers import signing
from tests.parsers.signing import Authority, Signer

LETTER = "Deleģējuma vēstule. Rīga, 2023. gada 11. aprīlī.".encode()


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def rector(authority: Authority) -> Signer:
    return authority.person("Ilgonis", "Krūmkalns-Āboliņš")


def unpack(name: str, content: bytes, rules: ReadingRules) -> tuple[File, ...]:
    return attachments.walk([Part(name, "application/octet-stream", content)], rules)


class TestContainers:
    def test_signature_over_the_letter_is_intact_and_names_its_signer(
        self, rector: Signer, rules: ReadingRules
    ) -> None:
        (letter,) = unpack("vēstule.edoc", signing.asice({"vēstule.txt": LETTER}, [rector]), rules)
        (signature,) = letter.signatures
        assert letter.filename == "vēstule.txt"
        assert letter.inside == ("vēstule.edoc",)
        assert signature.format is SignatureFormat.XADES
        assert signature.signer == "Ilgonis Krūmkalns-Āboliņš"
        assert signature.signed_at == signing.SIGNED_AT
        assert signature.intact is True
        assert signature.trusted is None

    @pytest.mark.parametrize("c14n", [signing.EXCLUSIVE, signing.INCLUSIVE])
    @pytest.mark.parametrize("digest", ["sha256", "sha512"])
    @pytest.mark.parametrize("key", ["rsa", "p256", "p384", "p521"])
    def test_every_usual_algorithm_is_checked(
        self, authority: Authority, rules: ReadingRules, key: str, digest: str, c14n: str
    ) -> None:
        curves = {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1()}
        made = rsa.generate_private_key(65537, 2048) if key == "rsa" else ec.generate_private_key(curves[key])
        signer = authority.person("Velga", "Upmale", key=made)
        container = signing.asice({"a b+c (ž).txt": LETTER}, [signer], c14n=c14n, digest=digest)
        (letter,) = unpack("a.asice", container, rules)
        assert [s.intact for s in letter.signatures] == [True], letter.signatures

    def test_letter_changed_after_signing_is_not_intact(self, rector: Signer, rules: ReadingRules) -> None:
        signature = signing.xades({"v.txt": LETTER}, rector)
        container = signing.zipped(
            [
                ("mimetype", b"application/vnd.etsi.asic-e+zip"),
                ("v.txt", LETTER + b"!"),
                ("META-INF/signatures0.xml", signature),
            ]
        )
        (letter,) = unpack("v.asice", container, rules)
        assert [s.intact for s in letter.signatures] == [False]
        assert "v.txt was changed" in letter.signatures[0].reason

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b"2023-04-11T09:30:00Z", b"2023-04-10T09:30:00Z"),
            (b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA"),
        ],
        ids=["signing time", "signature value"],
    )
    def test_altered_signature_is_not_intact(self, rector: Signer, rules: ReadingRules, old: bytes, new: bytes) -> None:
        signature = signing.xades({"v.txt": LETTER}, rector)
        assert old in signature
        container = signing.zipped([("v.txt", LETTER), ("META-INF/signatures0.xml", signature.replace(old, new))])
        (letter,) = unpack("v.asice", container, rules)
        assert [s.intact for s in letter.signatures] == [False]

    def test_certificate_of_someone_else_in_its_place_is_noticed(
        self, authority: Authority, rector: Signer, rules: ReadingRules
    ) -> None:
        other = authority.person("Zigmārs", "Svešais", key=rector.key)
        signature = signing.xades({"v.txt": LETTER}, rector)
        forged = signature.replace(base64.b64encode(rector.der), base64.b64encode(other.der))
        container = signing.zipped([("v.txt", LETTER), ("META-INF/signatures0.xml", forged)])
        (letter,) = unpack("v.asice", container, rules)
        assert [s.intact for s in letter.signatures] == [False]

    def test_file_that_no_signature_refers_to_is_not_signed(self, rector: Signer, rules: ReadingRules) -> None:
        container = signing.asice({"v.txt": LETTER}, [rector], extra={"pielikums.txt": b"Pielikums"})
        letter, appendix = unpack("v.asice", container, rules)
        assert [s.intact for s in letter.signatures] == [True]
        assert appendix.signatures == ()

    def test_file_put_in_place_of_the_signed_one_bears_the_broken_signature(
        self, rector: Signer, rules: ReadingRules
    ) -> None:
        signature = signing.xades({"v.txt": LETTER}, rector)
        container = signing.zipped([("cita.txt", LETTER), ("META-INF/signatures0.xml", signature)])
        (letter,) = unpack("v.asice", container, rules)
        assert [s.intact for s in letter.signatures] == [False]
        assert "v.txt was signed and is missing" in letter.signatures[0].reason

    def test_two_files_of_one_name_are_told_apart_and_neither_is_signed(
        self, rector: Signer, rules: ReadingRules
    ) -> None:
        signature = signing.xades({"v.txt": LETTER}, rector)
        with pytest.warns(UserWarning, match="Duplicate name"):
            container = signing.zipped([("v.txt", LETTER), ("v.txt", b"Cita"), ("META-INF/signatures0.xml", signature)])
        files = unpack("v.asice", container, rules)
        assert [f.content for f in files] == [LETTER, b"Cita"]
        assert not any(s.intact for f in files for s in f.signatures)

    def test_every_signer_is_listed(self, authority: Authority, rector: Signer, rules: ReadingRules) -> None:
        dean = authority.person("Maija", "Lāce")
        (letter,) = unpack("v.asice", signing.asice({"v.txt": LETTER}, [rector, dean]), rules)
        assert [s.signer for s in letter.signatures] == ["Ilgonis Krūmkalns-Āboliņš", "Maija Lāce"]
        assert all(s.intact for s in letter.signatures)

    def test_container_without_its_type_is_known_by_its_signature(self, rector: Signer, rules: ReadingRules) -> None:
        container = signing.asice({"v.txt": LETTER}, [rector], mimetype=False)
        (letter,) = unpack("arhīvs.zip", container, rules)
        assert [s.intact for s in letter.signatures] == [True]

    def test_signature_with_a_document_type_is_refused_and_stops_nothing(self, rules: ReadingRules) -> None:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
        container = signing.zipped([("v.txt", LETTER), ("META-INF/signatures0.xml", bomb)])
        (letter,) = unpack("v.asice", container, rules)
        assert letter.content == LETTER
        assert [s.intact for s in letter.signatures] == [None]

    def test_trust_is_told_only_where_there_is_an_anchor(
        self, authority: Authority, rector: Signer, rules: ReadingRules
    ) -> None:
        container = signing.asice({"v.txt": LETTER}, [rector])
        for anchors, expected in (((), None), ((authority.der,), True), ((Authority().der,), False)):
            anchored = ReadingRules(rules.vocabulary, trust_anchors=anchors)
            (letter,) = unpack("v.asice", container, anchored)
            assert [s.trusted for s in letter.signatures] == [expected]


class TestNames:
    @pytest.mark.parametrize(
        ("subject", "expected"),
        [
            (
                {NameOID.COMMON_NAME: "BĒRZIŅŠ,JĀNIS,PNOLV-123456-12345", NameOID.SERIAL_NUMBER: "PNOLV-123456-12345"},
                "Jānis Bērziņš",
            ),
            ({NameOID.COMMON_NAME: "JĀNIS BĒRZIŅŠ 123456-12345"}, "Jānis Bērziņš"),
            ({NameOID.COMMON_NAME: "ANNA MARIJA O'NĪLA-ŠĶĒLE"}, "Anna Marija O'Nīla-Šķēle"),
            (
                {NameOID.COMMON_NAME: "Valfrīds Ozoliņmuiža", NameOID.ORGANIZATION_NAME: "Latvijas Universitāte"},
                "Valfrīds Ozoliņmuiža",
            ),
            (
                {NameOID.COMMON_NAME: "RĪGAS TEHNISKĀ UNIVERSITĀTE", NameOID.ORGANIZATION_NAME: "RTU"},
                "RĪGAS TEHNISKĀ UNIVERSITĀTE",
            ),
            (
                {
                    NameOID.ORGANIZATION_NAME: "Rīgas Stradiņa universitāte",
                    NameOID.ORGANIZATION_NAME: "Rīgas Stradiņa universitāte",
                },
                "Rīgas Stradiņa universitāte",
            ),
        ],
    )
    def test_signer_is_named_as_people_write_it_and_without_code(
        self, authority: Authority, rules: ReadingRules, subject: dict[object, str], expected: str
    ) -> None:
        signer = authority.issue(subject)  # type: ignore[arg-type]  # names of attributes
        (letter,) = unpack("v.asice", signing.asice({"v.txt": LETTER}, [signer]), rules)
        (signature,) = letter.signatures
        assert signature.signer == expected
        assert "12345" not in repr(signature)


class TestCms:
    def test_signed_file_is_taken_out_with_its_signature(self, rector: Signer, rules: ReadingRules) -> None:
        (letter,) = unpack("vēstule.txt.p7m", signing.cms(LETTER, rector), rules)
        assert letter.filename == "vēstule.txt"
        assert letter.content == LETTER
        assert [(s.format, s.intact) for s in letter.signatures] == [(SignatureFormat.CADES, True)]

    def test_armoured_envelope_is_opened_too(self, rector: Signer, rules: ReadingRules) -> None:
        (letter,) = unpack("vēstule.txt.p7m", signing.cms(LETTER, rector, pem=True), rules)
        assert letter.content == LETTER

    def test_detached_signature_is_joined_to_the_file_beside_it(self, rector: Signer, rules: ReadingRules) -> None:
        parts = [
            Part("cits.txt", "text/plain", b"Cits fails"),
            Part("v.txt", "text/plain", LETTER),
            Part("v.txt.p7s", "application/pkcs7-signature", signing.cms(LETTER, rector, detached=True)),
        ]
        other, letter = attachments.walk(parts, rules)
        assert other.signatures == ()
        assert [s.intact for s in letter.signatures] == [True]

    def test_detached_signature_over_something_else_is_not_intact(self, rector: Signer, rules: ReadingRules) -> None:
        parts = [
            Part("v.txt", "text/plain", b"Cita"),
            Part("v.txt.p7s", "application/pkcs7-signature", signing.cms(LETTER, rector, detached=True)),
        ]
        (letter,) = attachments.walk(parts, rules)
        assert [s.intact for s in letter.signatures] == [False]

    @pytest.mark.parametrize("length", [None, 500])
    def test_signature_of_a_mail_is_no_document_damaged_or_not(
        self, length: int | None, rector: Signer, rules: ReadingRules
    ) -> None:
        signature = signing.cms(b"the mail", rector, detached=True)[:length]
        parts = [Part("v.txt", "text/plain", LETTER), Part("smime.p7s", "application/pkcs7-signature", signature)]
        (letter,) = attachments.walk(parts, rules)
        assert (letter.filename, letter.signatures) == ("v.txt", ())


def appended(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """`content` with a change appended as an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def draw_over(writer: IncrementalPdfFileWriter) -> None:
    drawing = b"q 1 1 1 rg 0 700 600 100 re f 0 g BT /F1 12 Tf 72 760 Td (Another team) Tj ET Q"
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=drawing)))


def note_over(writer: IncrementalPdfFileWriter) -> None:
    """An annotation that shows other text in place of what was signed."""
    name = generic.NameObject
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (72, 700, 400, 780))),
            name("/Contents"): generic.TextStringObject("Another team"),
            name("/DA"): generic.TextStringObject("/Helv 12 Tf 0 g"),
        }
    )
    page = writer.root["/Pages"]["/Kids"][0]
    page.get("/Annots", None)
    page[name("/Annots")] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))


def add_validation_data(writer: IncrementalPdfFileWriter) -> None:
    """A Document Security Store, as archiving adds it."""
    certificate = writer.add_object(generic.StreamObject(stream_data=b"a certificate"))
    store = generic.DictionaryObject({generic.NameObject("/Certs"): generic.ArrayObject([certificate])})
    writer.root[generic.NameObject("/DSS")] = writer.add_object(store)
    writer.update_root()


class TestPdf:
    def test_signature_in_a_letter_is_intact(self, rector: Signer) -> None:
        (signature,) = pades.verify(signing.signed_pdf(signing.pdf("Delegation"), rector), ())
        assert signature.format is SignatureFormat.PADES
        assert signature.signer == "Ilgonis Krūmkalns-Āboliņš"
        assert signature.intact is True
        assert signature.signed_at is not None
        assert signature.signed_at.tzinfo is not None

    def test_second_signature_leaves_the_first_intact(self, authority: Authority, rector: Signer) -> None:
        once = signing.signed_pdf(signing.pdf("Delegation"), rector)
        twice = signing.signed_pdf(once, authority.person("Maija", "Lāce"), "Signature2")
        assert [s.intact for s in pades.verify(twice, ())] == [True, True]

    def test_validation_data_for_archiving_leaves_it_intact(self, rector: Signer) -> None:
        archived = appended(signing.signed_pdf(signing.pdf("Delegation"), rector), add_validation_data)
        assert [s.intact for s in pades.verify(archived, ())] == [True]

    @pytest.mark.parametrize("change", [draw_over, note_over])
    def test_content_put_over_a_signed_page_breaks_it(
        self, rector: Signer, change: Callable[[IncrementalPdfFileWriter], None]
    ) -> None:
        covered = appended(signing.signed_pdf(signing.pdf("Delegation"), rector), change)
        (signature,) = pades.verify(covered, ())
        assert signature.intact is False
        assert "after it was signed" in signature.reason

    def test_byte_changed_under_the_signature_breaks_it(self, rector: Signer) -> None:
        signed = signing.signed_pdf(signing.pdf("Delegation"), rector)
        position = signed.index(b"/MediaBox")
        changed = signed[:position] + signed[position:].replace(b"595", b"596", 1)
        assert [s.intact for s in pades.verify(changed, ())] == [False]

    def test_signature_in_a_pdf_whose_structure_is_lost_is_still_checked(self, rector: Signer) -> None:
        signed = signing.signed_pdf(signing.pdf("Delegation"), rector)
        damaged = b"%XXX" + signed[4:]
        assert [s.intact for s in pades.verify(damaged, ())] == [False]

    def test_pdf_without_signature_has_none(self) -> None:
        assert pades.verify(signing.pdf("Delegation"), ()) == ()

    def test_trust_is_told_of_a_pdf_too(self, authority: Authority, rector: Signer) -> None:
        signed = signing.signed_pdf(signing.pdf("Delegation"), rector)
        assert [s.trusted for s in pades.verify(signed, (authority.der,))] == [True]
        assert [s.trusted for s in pades.verify(signed, (Authority().der,))] == [False]
