"""Walking what was attached down to plain files: names, limits, and what is left out."""

from __future__ import annotations

import email.message
import email.policy
import gzip
import io
import random
import struct
import time
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers import attachments
from parsers.attachments import File
from parsers.filetypes import FileType
from parsers.limits import MEGABYTE, Limits
from parsers.message import Part
from parsers.rules import ReadingRules
from tests.parsers.signing import Authority, asice, cms, pdf, zipped

FORM = "Pieteikuma anketa\nUniversitāte: Latvijas Universitāte\n".encode()
LETTER = "Par institūcijas deleģējumu\n".encode()


def unpack(name: str | None, content: bytes, rules: ReadingRules) -> tuple[File, ...]:
    return attachments.walk([Part(name, "application/octet-stream", content)], rules)


def names(files: tuple[File, ...]) -> list[str | None]:
    return [file.filename for file in files]


def limited(rules: ReadingRules, **changes: int) -> ReadingRules:
    return replace(rules, limits=replace(Limits(), **changes))


def zip_with_raw_names(*entries: tuple[bytes, bytes], flags: int = 0, extra: bytes = b"") -> bytes:
    """An archive whose names are these very bytes, as a program would write them that knows only its own code page."""
    body, directory = b"", b""
    for name, content in entries:
        packed = zlib.compress(content)[2:-4]
        head = struct.pack("<HHHHHIII", 20, flags, 8, 0, 0x5000, zlib.crc32(content), len(packed), len(content))
        tail = struct.pack("<HH", len(name), len(extra))
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + head + tail
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name + extra
        body += b"PK\x03\x04" + head + tail + name + extra + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


class TestZip:
    def test_files_come_out_under_their_own_names_in_order(self, rules: ReadingRules) -> None:
        files = unpack("Pieteikums.zip", zipped([("Anketa.txt", FORM), ("Vēstules/Deleģējums.txt", LETTER)]), rules)
        assert names(files) == ["Anketa.txt", "Deleģējums.txt"]
        assert all(file.inside == ("Pieteikums.zip",) for file in files)
        assert [file.content for file in files] == [FORM, LETTER]

    @pytest.mark.parametrize(
        "name",
        [
            "Deleģējums RSU.pdf",
            "Pieteikuma veidlapa – Jūrmala.docx",
            "PIETEIKUMS_ŠĶĒLE.docx",
            "Ķīmijas fakultāte, čiekuri.docx",
            "Āboliņa Žanete (rīkojums).pdf",
            "vēstule.pdf",
        ],
    )
    @pytest.mark.parametrize("encoding", ["cp775", "cp1257", "utf-8"])
    def test_names_in_the_code_page_of_a_latvian_machine_are_read(
        self, rules: ReadingRules, name: str, encoding: str
    ) -> None:
        raw = name.replace("–", "-").encode(encoding)
        (file,) = unpack("a.zip", zip_with_raw_names((raw, FORM)), rules)
        assert file.filename == name.replace("–", "-")

    @pytest.mark.parametrize(("raw", "expected"), [("Übersicht.pdf", "cp437"), ("Résumé.pdf", "cp437")])
    def test_western_names_are_read_too(self, rules: ReadingRules, raw: str, expected: str) -> None:
        (file,) = unpack("a.zip", zip_with_raw_names((raw.encode(expected), FORM)), rules)
        assert file.filename == raw

    def test_unicode_name_beside_the_plain_one_is_the_name(self, rules: ReadingRules) -> None:
        told = b"\x01" + struct.pack("<I", zlib.crc32(b"V_stule.pdf")) + "Vēstule.pdf".encode()
        extra = struct.pack("<HH", 0x7075, len(told)) + told
        (file,) = unpack("a.zip", zip_with_raw_names((b"V_stule.pdf", FORM), extra=extra), rules)
        assert file.filename == "Vēstule.pdf"

    @pytest.mark.parametrize(
        ("hostile", "clean"),
        [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("/etc/anketa.txt", "anketa.txt"),
            ("C:\\Users\\x\\anketa.txt", "anketa.txt"),
            ("anketa\u202etxt.exe", "anketatxt.exe"),
            ("a\r\nBcc: x.txt", "a Bcc: x.txt"),
            ("..", None),
            ("x" * 5000 + ".docx", "x" * 195 + ".docx"),
        ],
    )
    def test_hostile_name_becomes_a_clean_base_name(self, rules: ReadingRules, hostile: str, clean: str | None) -> None:
        (file,) = unpack("a.zip", zip_with_raw_names((hostile.encode(), FORM), flags=0x800), rules)
        assert file.filename == clean

    def test_what_systems_put_into_archives_is_left_out(self, rules: ReadingRules) -> None:
        junk = ["__MACOSX/._Anketa.txt", ".DS_Store", "mape/Thumbs.db", "desktop.ini", "~$Anketa.docx"]
        files = unpack("a.zip", zipped([(name, b"junk") for name in junk] + [("Anketa.txt", FORM)]), rules)
        assert names(files) == ["Anketa.txt"]

    def test_symbolic_link_is_not_followed(self, rules: ReadingRules) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            link = zipfile.ZipInfo("anketa.txt")
            link.external_attr = 0o120777 << 16
            archive.writestr(link, "/etc/passwd")
            archive.writestr("Anketa.txt", FORM)
        assert names(unpack("a.zip", packed.getvalue(), rules)) == ["Anketa.txt"]

    def test_archive_with_a_password_is_listed_itself(self, rules: ReadingRules) -> None:
        encrypted = zip_with_raw_names((b"Anketa.txt", FORM), flags=0x1)
        (file,) = unpack("Anketa.zip", encrypted, rules)
        assert file.filename == "Anketa.zip"
        assert file.content == encrypted
        assert file.trouble is not None
        assert file.trouble[0] == "encrypted_document"

    def test_archive_cut_short_gives_what_is_whole(self, rules: ReadingRules) -> None:
        noise = bytes(range(256)) * 400
        whole = zipped([("Anketa.txt", FORM), ("Foto.bin", zlib.compress(noise) * 20)])
        files = unpack("a.zip", whole[: len(whole) * 2 // 3], rules)
        assert names(files) == ["Anketa.txt", "Foto.bin"]
        assert files[0].content == FORM
        assert files[0].trouble is None
        assert files[1].trouble is not None
        assert files[1].trouble[0] == "unreadable_document"

    @pytest.mark.parametrize("kept", [40, 2000])
    def test_archive_in_which_nothing_is_whole_is_listed_itself(self, rules: ReadingRules, kept: int) -> None:
        noise = random.Random(1).randbytes(5000)
        (file,) = unpack("Dokumenti.zip", zipped([("Foto.bin", noise)])[:kept], rules)
        assert file.filename == "Dokumenti.zip"
        assert file.trouble is not None
        assert file.trouble[0] == "unreadable_document"

    def test_archives_are_opened_within_archives_but_not_without_end(self, rules: ReadingRules) -> None:
        inner = zipped([("Anketa.txt", FORM)])
        twice = zipped([("b.zip", inner)])
        thrice = zipped([("a.zip", twice)])
        assert names(unpack("x.zip", twice, rules)) == ["Anketa.txt"]
        (file,) = unpack("x.zip", thrice, rules)
        assert file.filename == "b.zip"
        assert file.trouble is not None

    def test_bomb_stops_at_the_limit_and_others_are_still_read(self, rules: ReadingRules) -> None:
        bomb = zipped([("nulles.txt", bytes(200 * MEGABYTE))])
        started = time.process_time()
        files = attachments.walk(
            [Part("bomb.zip", "application/zip", bomb), Part("Anketa.txt", "text/plain", FORM)], rules
        )
        assert time.process_time() - started < 2
        assert files[0].trouble is not None
        assert files[-1].content == FORM

    def test_file_that_repeats_itself_is_accepted_however_small_it_packs(self, rules: ReadingRules) -> None:
        (file,) = unpack("a.zip", zipped([("a.txt", b"a" * 5 * MEGABYTE)]), rules)
        assert len(file.content) == 5 * MEGABYTE

    def test_more_files_than_a_mail_may_hold_are_refused(self, rules: ReadingRules) -> None:
        many = zipped([(f"{number}.txt", b"x") for number in range(30)])
        (file,) = unpack("a.zip", many, limited(rules, container_members=20))
        assert file.filename == "a.zip"
        assert file.trouble is not None

    @pytest.mark.parametrize(
        "entries",
        [[], [("mape/", b"")], [(".DS_Store", b"x")], [("mimetype", b"application/vnd.etsi.asic-e+zip")]],
        ids=["nothing", "a folder", "junk", "a container without document"],
    )
    def test_archive_without_a_file_does_not_vanish(
        self, rules: ReadingRules, entries: list[tuple[str, bytes]]
    ) -> None:
        (file,) = unpack("tukšs.zip", zipped(entries), rules)
        assert file.filename == "tukšs.zip"
        assert file.trouble is not None
        assert file.trouble[0] == "unreadable_document"


class TestOtherContainers:
    def test_gzip_holds_a_file(self, rules: ReadingRules) -> None:
        (file,) = unpack("anketa.txt.gz", gzip.compress(FORM), rules)
        assert (file.filename, file.content) == ("anketa.txt", FORM)

    def test_encrypted_container_of_id_cards_is_encrypted(self, rules: ReadingRules) -> None:
        cdoc = b'<?xml version="1.0"?><denc:EncryptedData xmlns:denc="http://www.w3.org/2001/04/xmlenc#"/>'
        (file,) = unpack("Deleģējums.cdoc", cdoc, rules)
        assert file.trouble is not None
        assert file.trouble[0] == "encrypted_document"

    def test_forwarded_message_gives_its_attachments(self, rules: ReadingRules) -> None:
        inner = email.message.EmailMessage(policy=email.policy.SMTP)
        inner["From"], inner["Subject"], inner["Date"] = "anna@lu.lv", "Pieteikums", "Tue, 11 Apr 2023 09:00:00 +0300"
        inner.set_content("Labdien! Pielikumā anketa.")
        inner.add_attachment(FORM, maintype="text", subtype="plain", filename="Anketa.txt")
        unpacked = attachments.unpack([Part(None, "message/rfc822", inner.as_bytes())], rules)
        assert names(unpacked.files) == ["Anketa.txt"]
        assert [message.subject for message in unpacked.messages] == ["Pieteikums"]

    def test_what_mail_programs_add_is_no_document(self, rules: ReadingRules) -> None:
        parts = [
            Part("invite.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"),
            Part("anna.vcf", "text/vcard", b"BEGIN:VCARD\r\nFN:Anna\r\nEND:VCARD\r\n"),
            Part("signature.asc", "application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----\n\nx\n"),
            Part("key.asc", "application/pgp-keys", b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nx\n"),
            Part("logo.png", "image/png", b"\x89PNG\r\n\x1a\n", content_id="logo", inline=True),
        ]
        assert attachments.walk(parts, rules) == ()

    def test_same_name_twice_stays_two_files(self, rules: ReadingRules) -> None:
        parts = [Part("scan.pdf", "application/pdf", pdf("one")), Part("scan.pdf", "application/pdf", pdf("two"))]
        assert names(attachments.walk(parts, rules)) == ["scan.pdf", "scan.pdf"]


def tnef(*attachments_: tuple[bytes, dict[int, tuple[int, bytes]]], title: bytes = b"ANKETA~1.TXT") -> bytes:
    """winmail.dat with these attachments: data, and MAPI properties as identifier: (type, value)."""

    def attribute(level: int, identifier: int, value: bytes) -> bytes:
        checksum = sum(value) & 0xFFFF
        return struct.pack("<BHHI", level, identifier, 6, len(value)) + value + struct.pack("<H", checksum)

    stream = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x9006, b"\x00\x00\x01\x00")
    stream += attribute(1, 0x9007, struct.pack("<II", 1257, 0))
    for data, properties in attachments_:
        packed = struct.pack("<I", len(properties))
        for identifier, (kind, value) in properties.items():
            packed += struct.pack("<HH", kind, identifier)
            if kind in (0x1E, 0x1F, 0x102, 0x0D):
                packed += struct.pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)
            else:
                packed += value
        stream += attribute(2, 0x9002, bytes(14)) + attribute(2, 0x8010, title + b"\0")
        stream += attribute(2, 0x800F, data) + attribute(2, 0x9005, packed)
    return stream


class TestTnef:
    def test_attachment_has_its_long_unicode_name(self, rules: ReadingRules) -> None:
        properties = {0x3707: (0x1F, "Pieteikuma anketa – ĶF.txt\0".encode("utf-16-le"))}
        (file,) = unpack("winmail.dat", tnef((FORM, properties)), rules)
        assert file.filename == "Pieteikuma anketa – ĶF.txt"
        assert file.content == FORM
        assert file.inside == ("winmail.dat",)

    def test_plain_name_is_in_the_code_page_that_the_message_tells(self, rules: ReadingRules) -> None:
        properties = {0x3707: (0x1E, "Vēstule.txt\0".encode("cp1257"))}
        assert names(unpack("winmail.dat", tnef((FORM, properties)), rules)) == ["Vēstule.txt"]

    def test_title_names_what_has_no_long_name(self, rules: ReadingRules) -> None:
        assert names(unpack("winmail.dat", tnef((FORM, {})), rules)) == ["ANKETA~1.TXT"]

    def test_picture_shown_in_the_text_is_no_document(self, rules: ReadingRules) -> None:
        hidden = {0x7FFE: (0x0B, b"\x01\x00\x00\x00")}
        files = unpack("winmail.dat", tnef((b"\x89PNG\r\n\x1a\n", hidden), (FORM, {})), rules)
        assert [file.content for file in files] == [FORM]

    def test_attached_message_is_opened(self, rules: ReadingRules) -> None:
        embedded = {0x3701: (0x0D, bytes(16) + tnef((FORM, {})))}
        (file,) = unpack("winmail.dat", tnef((b"", embedded)), rules)
        assert file.content == FORM

    def test_stream_cut_short_gives_the_attachments_before(self, rules: ReadingRules) -> None:
        stream = tnef((FORM, {}), (LETTER * 200, {}))
        files = unpack("winmail.dat", stream[: len(stream) - 3000], rules)
        assert files[0].content == FORM


class TestCorpora:
    @pytest.mark.parametrize("folder", ["asic", "hostile", "tnef", "mail/poi-msg"])
    def test_every_file_is_walked_within_the_limits(self, corpora: Path, rules: ReadingRules, folder: str) -> None:
        for path in sorted((corpora / folder).rglob("*")):
            if path.is_file():
                files = unpack(path.name, path.read_bytes(), rules)
                assert sum(len(file.content) for file in files) <= rules.limits.unpacked_total
                assert all(file.filename is None or "/" not in file.filename for file in files)

    def test_valid_containers_of_digidoc4j_are_intact(self, corpora: Path, rules: ReadingRules) -> None:
        checked = [
            signature
            for path in sorted((corpora / "asic/digidoc4j/testFiles/valid-containers").glob("*.*"))
            for file in unpack(path.name, path.read_bytes(), rules)
            if not path.name.endswith(".ddoc")
            for signature in file.signatures
        ]
        assert len(checked) > 30
        assert {signature.intact for signature in checked} == {True}

    @pytest.mark.parametrize(
        "name",
        [
            "digidoc4j/testFiles/invalid-containers/bdoc-tm-with-changed-data-file-name.bdoc",
            "digidoc4j/testFiles/invalid-containers/multiple_signed_properties.asice",
            "libdigidocpp/forged_lt.asice",
            "siva-test/bdoc/live/timemark/REF-14_filesisumuudetud.4.bdoc",
            "siva-test/bdoc/live/timemark/IB-3960_bdoc2.1_TSA_SignatureValue_altered.bdoc",
            "siva-test/document_validation_test_files/bdoc/2f_2signed_1f_deleted.bdoc",
            "dss/dss-asic-cades/src/test/resources/validation/removedReference.asice",
        ],
    )
    def test_altered_containers_are_not_intact(self, corpora: Path, rules: ReadingRules, name: str) -> None:
        path = corpora / "asic" / name
        files = unpack(path.name, path.read_bytes(), rules)
        assert False in {signature.intact for file in files for signature in file.signatures}

    def test_highly_packed_valid_containers_are_accepted(self, corpora: Path, rules: ReadingRules) -> None:
        for path in (corpora / "asic/digidoc4j/testFiles/valid-containers").glob("compression-ratio-*"):
            assert all(file.trouble is None for file in unpack(path.name, path.read_bytes(), rules))


def test_unpacked_file_tells_its_media_type_by_content(rules: ReadingRules) -> None:
    (file,) = unpack("anketa.docx", pdf("Form"), rules)
    assert file.type is FileType.PDF
    assert file.media_type == "application/pdf"


_BEGINNINGS = (
    *(b"", b"PK\x03\x04", b"PK\x05\x06", b"\x78\x9f\x3e\x22", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b\x08"),
    *(bytes.fromhex("3082010006092a864886f70d010702"), b"-----BEGIN PKCS7-----\n", b"From: a\nTo: b\nSubject: c\n\n"),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(beginning=st.sampled_from(_BEGINNINGS), rest=st.binary(max_size=400), name=st.none() | st.text(max_size=20))
def test_no_bytes_make_it_raise(rules: ReadingRules, beginning: bytes, rest: bytes, name: str | None) -> None:
    for file in unpack(name, beginning + rest, rules):
        assert file.filename is None or file.filename.strip(". /\\")


_SIGNER = Authority().person("Anna", "Ozola")
_CONTAINERS = (
    zipped([("a.txt", FORM), ("b/c.txt", LETTER * 20)]),
    tnef((FORM, {0x3707: (0x1F, "Anketa.txt\0".encode("utf-16-le"))})),
    asice({"v.txt": LETTER}, [_SIGNER]),
    cms(LETTER, _SIGNER),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    which=st.integers(0, len(_CONTAINERS) - 1),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
    kept=st.floats(0, 1),
)
def test_no_damage_to_a_container_makes_it_raise(
    rules: ReadingRules, which: int, changes: list[tuple[float, int]], kept: float
) -> None:
    content = bytearray(_CONTAINERS[which])
    for place, value in changes:
        content[int(place * len(content))] = value
    unpack("x", bytes(content[: round(kept * len(content))]), rules)
