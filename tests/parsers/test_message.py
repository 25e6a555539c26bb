"""What a message says is read from it, however it was put together."""

from __future__ import annotations

import base64
import io
import quopri
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from parsers.addresses import Address
from parsers.limits import Limits
from parsers.message import Message, Part, parse, with_content

LIMITS = Limits()
ANNA = "From: Anna Ozola <anna.ozola@lu.lv>"


def _parse(*lines: str, charset: str = "utf-8") -> Message:
    return parse("\n".join(lines).encode(charset), LIMITS)


def _multipart(subtype: str, *parts: str, header: str = ANNA, boundary: str = "b") -> str:
    return (
        "\n".join(
            (
                header,
                f'Content-Type: multipart/{subtype}; boundary="{boundary}"',
                "",
                *(f"--{boundary}\n{p}" for p in parts),
            )
        )
        + f"\n--{boundary}--\n"
    )


def _message(subtype: str, *parts: str) -> Message:
    return parse(_multipart(subtype, *parts).encode(), LIMITS)


def _nested(subtype: str, *parts: str, boundary: str) -> str:
    return _multipart(subtype, *parts, header="X-Part: y", boundary=boundary)


def _text(text: str, more: str = "") -> str:
    return f"Content-Type: text/plain; charset=utf-8{more}\n\n{text}"


def _html(text: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\n\n{text}"


def _file(filename: str, media_type: str = "application/pdf", disposition: str = "attachment", **fields: str) -> str:
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return f'Content-Type: {media_type}\nContent-Disposition: {disposition}; filename="{filename}"\n{more}\ncontent'


def _picture(
    width: int, height: int, filename: str, *, disposition: str = "inline", content_id: str | None = None
) -> str:
    buffer = io.BytesIO()
    Image.new("L", (width, height), 255).save(buffer, "PNG")
    identifier = f"Content-ID: <{content_id}>\n" if content_id else ""
    content = base64.encodebytes(buffer.getvalue()).decode()
    return (
        f'Content-Type: image/png; name="{filename}"\nContent-Disposition: {disposition}; filename="{filename}"\n'
        f"{identifier}Content-Transfer-Encoding: base64\n\n{content}"
    )


def _names(message: Message) -> list[str | None]:
    return [part.filename for part in message.parts if not part.inline]


def test_the_samples_are_read_without_a_defect(samples: Path) -> None:
    """Orderly mail gives no defect, and its logos are no documents."""
    for path in sorted(samples.glob("[AB]/*/*.eml")):
        message = parse(path.read_bytes(), LIMITS)
        assert message.defects == ()
        assert message.from_
        assert message.text
        assert [part.inline for part in message.parts if part.media_type == "image/png"] in ([], [True])


class TestHeaders:
    """Fields as they come are read, and nothing that misleads comes out of them."""

    @pytest.mark.parametrize(
        ("raw", "subject"),
        [
            ("=?utf-8?Q?Pieteikums_=E2=80=93_B=C4?= =?utf-8?Q?=81ze?=", "Pieteikums – Bāze"),
            ("=?utf-8?B?UGlldGVpa3Vtcw==?=", "Pieteikums"),
            ("=?utf-8?B?UGlldGVpa3Vtcw?=", "Pieteikums"),
            ("=?windows-1257?Q?Izgl=EEt=EEba?=", "Izglītība"),
            ("=?us-ascii?Q?Izgl=EEt=EEba?=", "Izglītība"),
            ("=?iso-8859-13?q?Dele=EC=E7jums?=", "Deleģējums"),
            ("=?utf-8?Q?Pieteikums no LU?=", "Pieteikums no LU"),
            ("=?utf-8*lv?Q?Anketa?= un =?utf-8?Q?v=C4=93stule?=", "Anketa un vēstule"),
            ("=?unknown-set?Q?Anketa?=", "Anketa"),
            ("=?utf-8?Q?hi=0d=0aBcc:_evil@example.com?=", "hi Bcc: evil@example.com"),
            ("=?utf-8?Q?A=00B=E2=80=AEC?=", "A BC"),
            ("Cena = 5? Jā!", "Cena = 5? Jā!"),
        ],
    )
    def test_a_subject_is_one_clean_line(self, raw: str, subject: str) -> None:
        assert _parse(ANNA, f"Subject: {raw}", "", "x").subject == subject

    @pytest.mark.parametrize("charset", ["utf-8", "windows-1257", "iso-8859-13"])
    def test_raw_letters_in_a_header_are_read_in_any_baltic_charset(self, charset: str) -> None:
        message = _parse("From: Jānis Bērziņš <janis@lu.lv>", "Subject: Pieteikums „Šķēle”", "", "x", charset=charset)
        assert message.subject == "Pieteikums „Šķēle”"
        assert message.from_ == (Address("Jānis Bērziņš", "janis@lu.lv"),)

    @pytest.mark.parametrize(
        ("raw", "addresses"),
        [
            ("anna@lu.lv", [("", "anna@lu.lv")]),
            ("Anna Ozola <Anna.Ozola@LU.lv>", [("Anna Ozola", "anna.ozola@lu.lv")]),
            ('"Ozola, Anna" <anna@lu.lv>', [("Ozola, Anna", "anna@lu.lv")]),
            ("=?utf-8?Q?Anna_Bērziņa?= <anna@lu.lv>", [("Anna Bērziņa", "anna@lu.lv")]),
            ('"=?utf-8?Q?Anna_B=C4=93rzi=C5=86a?=" <anna@lu.lv>', [("Anna Bērziņa", "anna@lu.lv")]),
            ("'anna@lu.lv' <anna@lu.lv>", [("", "anna@lu.lv")]),
            ('"info@rbs.lv" <evil@example.com>', [("info@rbs.lv", "evil@example.com")]),
            ("Komanda: anna@lu.lv, Juris <juris@lu.lv>;", [("", "anna@lu.lv"), ("Juris", "juris@lu.lv")]),
            ("undisclosed-recipients:;", []),
            ("anna@lu.lv (Anna)", [("Anna", "anna@lu.lv")]),
            ("Anna <anna@jūrmala.lv>", [("Anna", "anna@xn--jrmala-bmb.lv")]),
            ("Anna Ozola anna@lu.lv", [("Anna Ozola", "anna@lu.lv")]),
            ("no address at all", []),
            ("Anna <anna@lu.lv\x00.evil.example>", []),
            ("", []),
        ],
    )
    def test_addresses_are_found_in_every_notation(self, raw: str, addresses: list[tuple[str, str]]) -> None:
        assert _parse(f"From: {raw}", "", "x").from_ == tuple(Address(*address) for address in addresses)

    def test_several_authors_are_all_told(self) -> None:
        message = _parse(ANNA, "From: evil@example.com", "Sender: sekretare@lu.lv", "", "x")
        assert [author.email for author in message.from_] == ["anna.ozola@lu.lv", "evil@example.com"]
        assert message.sender == (Address("", "sekretare@lu.lv"),)

    @pytest.mark.parametrize(
        ("raw", "moment"),
        [
            ("Mon, 3 Apr 2023 10:00:00 +0300", datetime(2023, 4, 3, 7, tzinfo=UTC)),
            ("Tue, 3 Apr 2023 10:00:00 +0300 (EEST)", datetime(2023, 4, 3, 7, tzinfo=UTC)),
            ("3 Apr 23 10:00 GMT", datetime(2023, 4, 3, 10, tzinfo=UTC)),
            ("Mon, 03 Apr 2023 10:00:00", datetime(2023, 4, 3, 10, tzinfo=UTC)),
            ("Mon, 1 Jan 1900 00:00:00 +0000", None),
            ("Fri, 1 Jan 2199 00:00:00 +0000", None),
            ("Mon, 31 Feb 2023 10:00:00 +0300", None),
            ("vakar", None),
            ("", None),
        ],
    )
    def test_a_date_is_read_or_unknown(self, raw: str, moment: datetime | None) -> None:
        date = _parse(ANNA, f"Date: {raw}", "", "x").date
        assert date == moment
        assert date is None or date.tzinfo is not None

    def test_the_topmost_received_field_tells_the_arrival(self) -> None:
        message = _parse(
            "Received: from mx1.rbs.lv by imap.rbs.lv with LMTP id 1;",
            "\tThu, 20 Apr 2023 23:59:58 +0300",
            "Received: from a by b; Thu, 20 Apr 2023 20:00:00 +0000",
            ANNA, "", "x",
        )  # fmt: skip
        assert message.received == datetime(2023, 4, 20, 20, 59, 58, tzinfo=UTC)

    def test_identifiers_keep_their_brackets_wherever_they_come_from(self) -> None:
        message = _parse(
            ANNA, "Message-ID: abc@lu.lv", "In-Reply-To: Your mail <a@rbs.lv> of Monday",
            "References: <z@rbs.lv>\n\t<a@rbs.lv> junk <z@rbs.lv>", "", "x",
        )  # fmt: skip
        assert message.message_id == "<abc@lu.lv>"
        assert message.in_reply_to == ("<a@rbs.lv>",)
        assert message.references == ("<z@rbs.lv>", "<a@rbs.lv>")

    @pytest.mark.parametrize(("field", "value"), [("<anna@lu.lv>", "anna@lu.lv"), ("<>", ""), (None, None)])
    def test_the_envelope_sender_is_told_from_none(self, field: str | None, value: str | None) -> None:
        assert _parse(*([f"Return-Path: {field}"] if field else []), ANNA, "", "x").return_path == value

    def test_a_header_beyond_the_limit_is_cut_and_said_to_be(self) -> None:
        message = _parse(ANNA, "Subject: " + "a" * 1_000_000, "", "x")
        assert len(message.subject) <= 1000
        assert "subject" in message.defects[0]

    def test_fields_keep_their_order_and_lose_their_folding(self) -> None:
        message = _parse("X-B: 1", "X-A: 2\n  3", "x-b: 4", "", "x")
        assert message.fields == (("x-b", "1"), ("x-a", "2 3"), ("x-b", "4"))
        assert message.headers["x-b"] == ("1", "4")
        assert message.header("X-A") == "2 3"

    def test_a_line_that_was_folded_without_a_space_does_not_end_the_header(self) -> None:
        message = _parse("Subject: Pieteikums", "programmai", ANNA, "Content-Type: text/html", "", "<p>teksts</p>")
        assert message.from_[0].email == "anna.ozola@lu.lv"
        assert message.text == "teksts"


class TestFileNames:
    """A file has the name its sender gave it, whatever was done to the name on the way."""

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ("Content-Disposition: attachment; filename=\"Anketa LU.docx\"", "Anketa LU.docx"),
            ("Content-Disposition: attachment; filename=Anketa LU v2.docx", "Anketa LU v2.docx"),
            ("Content-Disposition: attachment; filename*=utf-8''Dele%C4%A3%C4%93jums.pdf", "Deleģējums.pdf"),
            ("Content-Disposition: attachment; filename*=windows-1257''Dele%EC%E7jums.pdf", "Deleģējums.pdf"),
            ("Content-Disposition: attachment; filename*=Dele%C4%A3%C4%93jums.pdf", "Deleģējums.pdf"),
            ("Content-Disposition: attachment; filename=\"=?utf-8?Q?V=C4=93stule.pdf?=\"", "Vēstule.pdf"),
            ("Content-Disposition: attachment; filename==?utf-8?B?VsSTc3R1bGUucGRm?=", "Vēstule.pdf"),
            (
                "Content-Disposition: attachment; filename=\"=?utf-8?Q?Ļoti_gar=C5=A1?=\n =?utf-8?Q?_nosaukums.pdf?=\"",
                "Ļoti garš nosaukums.pdf",
            ),
            (
                "Content-Disposition: attachment;\n filename*0*=utf-8''Dele%C4%A3%C4;\n filename*1*=%93juma%20;\n"
                " filename*2=\"vēstule.pdf\"",
                "Deleģējuma vēstule.pdf",
            ),
            ("Content-Disposition: attachment; filename*1=b.pdf; filename*0=a", "ab.pdf"),
            ("Content-Disposition: attachment; filename=x.pdf; filename*=utf-8''%C5%A1.pdf", "š.pdf"),
            ("Content-Disposition: attachment; filename=\"Anketa%20LU.docx\"", "Anketa LU.docx"),
            ("Content-Disposition: attachment; filename=\"100% gatavs.docx\"", "100% gatavs.docx"),
            ("Content-Type: application/pdf; name=\"Anketa.pdf\"\nContent-Disposition: attachment", "Anketa.pdf"),
            ("Content-Type: application/pdf name=\"Anketa.pdf\"", "Anketa.pdf"),
            (
                "Content-Type: application/pdf; name*=utf-8''%C5%A0.pdf\n"
                "Content-Disposition: attachment; filename=\"???.pdf\"",
                "Š.pdf",
            ),
            ("Content-Disposition: attachment; filename=\"../../etc/passwd\"", "passwd"),
            ("Content-Disposition: attachment; filename=\"C:\\Dokumenti\\Anketa.docx\"", "Anketa.docx"),
            ("Content-Disposition: attachment; filename=\"a\\\"b.pdf\"", 'a"b.pdf'),
            ("Content-Disposition: attachment; filename=\"anketa\u202efdp.exe\"", "anketafdp.exe"),
            ("Content-Disposition: attachment; filename=\"a;b.pdf\"; size=3", "a;b.pdf"),
            ("Content-Disposition: attachment; filename=\"never closed.pdf", "never closed.pdf"),
            ("Content-Disposition: attachment; filename=\"..\"", None),
            ("Content-Disposition: attachment; filename=\"\"", None),
            ("Content-Disposition: attachment", None),
        ],
    )  # fmt: skip
    def test_names_are_read_in_every_notation(self, fields: str, name: str | None) -> None:
        fields = fields if "Content-Type" in fields else f"Content-Type: application/pdf\n{fields}"
        assert [part.filename for part in _message("mixed", _text("x"), f"{fields}\n\n%PDF").parts] == [name]

    @pytest.mark.parametrize("charset", ["utf-8", "windows-1257"])
    def test_raw_letters_in_a_name_are_read(self, charset: str) -> None:
        raw = _multipart("mixed", _text("x"), _file("Pieteikums Rīgā.pdf")).encode(charset)
        assert [part.filename for part in parse(raw, LIMITS).parts] == ["Pieteikums Rīgā.pdf"]

    def test_a_very_long_name_keeps_its_extension(self) -> None:
        name = _message("mixed", _text("x"), _file("a" * 5000 + ".docx")).parts[0].filename
        assert name is not None
        assert len(name) <= 200
        assert name.endswith(".docx")


class TestBody:
    """The text is what the writer sees, in whatever parts and charsets it was sent."""

    @pytest.mark.parametrize(
        ("charset", "declared"),
        [
            ("utf-8", "utf-8"),
            ("windows-1257", "windows-1257"),
            ("iso-8859-13", "iso-8859-13"),
            ("windows-1257", None),
            ("windows-1257", "us-ascii"),
            ("windows-1257", "utf-8"),
            ("utf-8", "iso-8859-1"),
            ("utf-8", "no-such-set"),
            ("cp775", "cp775"),
            ("iso-8859-4", "iso-8859-4"),
        ],
    )
    def test_letters_survive_a_missing_or_wrong_charset(self, charset: str, declared: str | None) -> None:
        text = "Labdien! Pielikumā pieteikuma anketa un deleģējums, lūdzam izskatīt."
        label = f"; charset={declared}" if declared else ""
        raw = f"{ANNA}\nContent-Type: text/plain{label}\n\n".encode() + text.encode(charset)
        assert parse(raw, LIMITS).text == text

    @pytest.mark.parametrize(
        ("encoding", "content"),
        [
            ("base64", base64.encodebytes("Labdien, pielikumā anketa!".encode())),
            ("BASE64 ", base64.b64encode("Labdien, pielikumā anketa!".encode()).rstrip(b"=")),
            ("base64", base64.b64encode("Labdien, pielikumā anketa!".encode()).replace(b"W", b"*W!\n")),
            ("base64", base64.b64encode(b"Labdien") + b"\n" + base64.b64encode(", pielikumā anketa!".encode())),
            ("quoted-printable", quopri.encodestring("Labdien, pielikumā anketa!".encode())),
            ("8bit", "Labdien, pielikumā anketa!".encode()),
            ("x-unknown", "Labdien, pielikumā anketa!".encode()),
        ],
    )
    def test_transfer_encodings_are_undone_however_dirty(self, encoding: str, content: bytes) -> None:
        raw = (
            f"{ANNA}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n".encode()
            + content
        )
        assert parse(raw, LIMITS).text == "Labdien, pielikumā anketa!"

    def test_a_flowed_text_is_made_whole(self) -> None:
        message = _parse(
            ANNA,
            "Content-Type: text/plain; format=flowed; delsp=no",
            "",
            "Labdien, sūtu ",
            "anketu.",
            "> vecs ",
            "> teksts",
            "-- ",
            "Anna",
        )
        assert message.text == "Labdien, sūtu anketu.\n> vecs teksts\n--\nAnna"
        assert message.new_text == "Labdien, sūtu anketu."

    def test_the_plain_view_is_the_text_and_the_html_is_kept(self) -> None:
        message = _message("alternative", _text("Labdien!"), _html("<p>Labdien!</p>"))
        assert message.text == "Labdien!"
        assert "<p>" in message.html

    def test_html_alone_is_read_as_text(self) -> None:
        html = "<style>p{}</style><p>Labdien!</p><p>Sūtu&nbsp;anketu.<br>Anna</p><script>alert(1)</script>"
        assert _message("mixed", _html(html)).text.split("\n") == ["Labdien!", "Sūtu anketu.", "Anna"]

    def test_an_empty_or_apologising_plain_view_gives_way_to_html(self) -> None:
        for plain in ("  ", "Your mail program does not show HTML."):
            assert _message("alternative", _text(plain), _html("<p>Labdien!</p>")).text == "Labdien!"

    def test_a_plain_view_that_leaves_nearly_all_out_gives_way_to_html(self) -> None:
        answers = "".join(
            f"<tr><td>Projekta ideja {n}</td><td>Studenti mācās pētot un pēta mācoties.</td></tr>" for n in range(20)
        )
        html = _html(f"<p>Anketa zemāk.</p><table>{answers}</table>")
        assert "Projekta ideja 19" in _message("alternative", _text("Anketa zemāk."), html).text

    def test_a_plain_view_that_leaves_a_little_out_is_the_text(self) -> None:
        html = _html(f"<p>Labdien!</p><p>{'Universitātes adrese. ' * 20}</p>")
        assert _message("alternative", _text("Labdien!"), html).text == "Labdien!"

    def test_all_passages_between_attachments_are_read(self) -> None:
        """Apple Mail puts files between passages of text."""
        message = _message(
            "mixed", _text("Labdien! Te anketa:"), _file("anketa.pdf", disposition="inline"), _text("un te vēstule:"),
            _file("vestule.pdf", disposition="inline"), _text("Anna"),
        )  # fmt: skip
        assert message.text.split("\n") == ["Labdien! Te anketa:", "un te vēstule:", "Anna"]
        assert _names(message) == ["anketa.pdf", "vestule.pdf"]

    def test_files_within_the_html_view_are_found(self) -> None:
        """Apple Mail puts the files into the HTML alternative."""
        inner = _nested(
            "mixed", _html("<p>Te:</p>"), _file("anketa.pdf", disposition="inline"), _html("<p>Anna</p>"), boundary="c"
        )
        message = _message("alternative", _text("Te:\n\nAnna"), inner)
        assert message.text == "Te:\n\nAnna"
        assert _names(message) == ["anketa.pdf"]

    def test_a_text_with_a_file_name_is_a_file(self) -> None:
        message = _message(
            "mixed", _text("Labdien!"), _text("saturs", '; name="anketa.txt"'), _file("b.txt", "text/plain")
        )
        assert message.text == "Labdien!"
        assert _names(message) == ["anketa.txt", "b.txt"]
        assert message.parts[0].charset == "utf-8"

    def test_a_body_that_only_has_a_name_is_still_the_body(self) -> None:
        message = _message("mixed", _text("Labdien!", "; name=TEXT.htm"), _file("anketa.pdf"))
        assert message.text == "Labdien!"

    def test_text_that_exchange_cut_off_is_text(self) -> None:
        message = _message("mixed", _text("Te anketa:"), _file("anketa.pdf"), _file("ATT00001.txt", "text/plain"))
        assert message.text == "Te anketa:\ncontent"
        assert _names(message) == ["anketa.pdf"]

    def test_a_single_file_without_any_text_is_a_file(self) -> None:
        message = _parse(
            ANNA, "Content-Type: application/pdf", 'Content-Disposition: attachment; filename="a.pdf"', "", "%PDF"
        )
        assert message.text == ""
        assert message.parts == (Part("a.pdf", "application/pdf", b"%PDF"),)

    def test_a_uuencoded_file_in_the_text_is_a_file(self) -> None:
        message = _parse(ANNA, "", "Labdien!", "", "begin 644 anketa.txt", "%2&5L;&\\", "`", "end", "", "Anna")
        assert message.parts == (Part("anketa.txt", "application/octet-stream", b"Hello"),)
        assert "begin" not in message.text
        assert message.text.startswith("Labdien!")
        assert message.text.endswith("Anna")

    def test_a_missing_closing_boundary_loses_nothing(self) -> None:
        raw = _multipart("mixed", _text("Labdien!"), _file("anketa.pdf")).removesuffix("--b--\n")
        message = parse(raw.encode(), LIMITS)
        assert _names(message) == ["anketa.pdf"]
        assert message.defects == ("a multipart has no closing boundary",)

    def test_an_undeclared_boundary_is_found(self) -> None:
        raw = _multipart("mixed", _text("Labdien!"), _file("anketa.pdf")).replace('boundary="b"', 'boundary="x"')
        assert _names(parse(raw.encode(), LIMITS)) == ["anketa.pdf"]

    def test_a_boundary_that_begins_like_another_is_told_from_it(self) -> None:
        inner = _nested("mixed", _text("iekšā"), boundary="bb")
        assert _message("mixed", inner, _file("anketa.pdf")).text == "iekšā"

    def test_the_same_text_twice_is_said_once(self) -> None:
        assert _message("mixed", _text("Labdien!"), _html("<p>Labdien!</p>")).text == "Labdien!"


class TestPictures:
    """Logos belong to the look of a mail; photographed documents are documents."""

    def test_a_small_picture_that_the_html_shows_is_inline_even_if_attached(self) -> None:
        for disposition in ("inline", "attachment"):
            logo = _picture(220, 64, "image001.png", disposition=disposition, content_id="image001.png@01D9")
            message = _message("related", _html('<p>x</p><img src="cid:image001.png@01D9">'), logo)
            assert [part.inline for part in message.parts] == [True]

    def test_a_photo_of_a_page_is_a_document_though_it_is_shown(self) -> None:
        photo = _picture(1200, 1600, "IMG_0042.png", content_id="photo1")
        message = _message("related", _html('<p>x</p><img src="cid:photo1">'), photo)
        assert [part.inline for part in message.parts] == [False]

    def test_a_large_logo_that_is_shown_small_is_inline(self) -> None:
        for size in ('width="180"', 'style="width:1.9in;height:1in"'):
            logo = _picture(2000, 1400, "logo.png", content_id="logo")
            message = _message("related", _html(f'<p>x</p><img {size} src="cid:logo">'), logo)
            assert [part.inline for part in message.parts] == [True]

    def test_a_photo_with_an_identifier_that_nothing_shows_is_a_document(self) -> None:
        """Phones give every picture a Content-ID."""
        message = _message("mixed", _text("x"), _picture(900, 1200, "IMG_1.png", content_id="A1-B2"), _text("y"))
        assert _names(message) == ["IMG_1.png"]

    def test_a_small_attached_picture_that_nothing_shows_is_a_document(self) -> None:
        assert _names(
            _message("mixed", _text("x"), _picture(400, 500, "paraksts_lapa.png", disposition="attachment"))
        ) == ["paraksts_lapa.png"]

    def test_a_logo_left_behind_by_a_plain_text_answer_is_inline(self) -> None:
        message = _message("mixed", _text("x"), _picture(220, 64, "image003.png", content_id="image003.png@01D9"))
        assert _names(message) == []

    def test_a_logo_of_an_undeclared_type_is_inline(self) -> None:
        logo = _picture(220, 64, "image001.png", content_id="l").replace(
            "Content-Type: image/png", "Content-Type: application/octet-stream"
        )
        assert _names(_message("related", _html('<p>x</p><img src="cid:l">'), logo)) == []

    def test_a_heavy_picture_of_an_unknown_format_is_a_document(self) -> None:
        """Phones send HEIC."""
        photo = "Content-Type: image/heic\nContent-Disposition: inline; filename=IMG_7.heic\n\n" + "x" * 200_000
        assert _names(_message("related", _html("<p>x</p>"), photo)) == ["IMG_7.heic"]

    def test_a_document_that_is_inline_stays_a_document(self) -> None:
        pdf = _file("vestule.pdf", disposition="inline", Content_ID="<p1>")
        assert _names(_message("related", _html('<p>x</p><a href="cid:p1">v</a>'), pdf)) == ["vestule.pdf"]


class TestEnclosed:
    """What is signed, forwarded or reported is kept for those who open it."""

    def test_a_signed_body_is_read_and_its_signature_is_a_part(self) -> None:
        message = _message("signed", _nested("mixed", _text("Labdien!"), _file("anketa.pdf"), boundary="c"),
                           _file("smime.p7s", "application/pkcs7-signature"))  # fmt: skip
        assert message.text == "Labdien!"
        assert [(part.filename, part.media_type) for part in message.parts] == [
            ("anketa.pdf", "application/pdf"),
            ("smime.p7s", "application/pkcs7-signature"),
        ]

    def test_an_opaque_signature_is_opened_by_whoever_can_and_then_read(self) -> None:
        outer = _parse(ANNA, "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", "", "DER")
        assert [part.filename for part in outer.parts] == ["smime.p7m"]
        inner = _multipart("mixed", _text("Atsaucam pieteikumu."), _file("anketa.pdf"), header="X: y").encode()
        message = with_content(outer, inner, LIMITS)
        assert (message.text, _names(message)) == ("Atsaucam pieteikumu.", ["anketa.pdf"])
        assert message.from_ == outer.from_
        assert message.fingerprint == outer.fingerprint

    def test_an_attached_message_stays_the_bytes_that_were_sent(self) -> None:
        inner = "From: Juris Kalns <juris@lu.lv>\nSubject: =?utf-8?q?Anketa?=\nContent-Type: text/plain\n\nTe. \n"
        message = _message("mixed", _text("Pārsūtu."), f"Content-Type: message/rfc822\n\n{inner}")
        assert [(part.media_type, part.content) for part in message.parts] == [("message/rfc822", inner.encode())]
        assert message.original_sender == Address("Juris Kalns", "juris@lu.lv")

    def test_the_innermost_author_of_attached_forwards_is_found(self) -> None:
        inner = "From: Ilze <ilze@rtu.lv>\n\nTe."
        middle = _multipart(
            "mixed", f"Content-Type: message/rfc822\n\n{inner}", header="From: Juris <juris@rtu.lv>", boundary="c"
        )
        message = _message("mixed", f"Content-Type: message/rfc822\n\n{middle}")
        assert message.original_sender == Address("Ilze", "ilze@rtu.lv")

    def test_a_digest_holds_messages(self) -> None:
        message = _message("digest", "\nFrom: a@lu.lv\n\nviens", "\nFrom: b@lu.lv\n\ndivi")
        assert [part.media_type for part in message.parts] == ["message/rfc822", "message/rfc822"]

    def test_calendar_and_tnef_are_parts_of_their_type(self) -> None:
        message = _message("alternative", _text("x"), "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR",
                           _file("winmail.dat", "application/ms-tnef"))  # fmt: skip
        assert [part.media_type for part in message.parts] == ["text/calendar", "application/ms-tnef"]


class TestFingerprint:
    """A message is the same whatever way it came, and another one with the same Message-ID is not."""

    RAW = _multipart(
        "mixed", _text("Labdien!\n\nPielikumā.\n"), _file("a.pdf"),
        header=f"{ANNA}\nMessage-ID: <1@lu.lv>\nDate: Mon, 3 Apr 2023 10:00:00 +0300\nSubject: Pieteikums",
    ).encode()  # fmt: skip

    def _of(self, raw: bytes) -> str:
        return parse(raw, LIMITS).fingerprint

    def test_trace_headers_and_line_ends_make_no_difference(self) -> None:
        again = b"Received: from a by b; Mon, 3 Apr 2023 10:00:09 +0300\nX-Spam: no\n" + self.RAW
        assert self._of(again) == self._of(self.RAW)
        assert self._of(self.RAW.replace(b"\n", b"\r\n")) == self._of(self.RAW)
        assert self._of(self.RAW + b"\n\n") == self._of(self.RAW)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b"Labdien", b"Sveiki"),
            (b"\ncontent", b"\nanother"),
            (b"a.pdf", b"b.pdf"),
            (b"<1@lu.lv>", b"<2@lu.lv>"),
            (b"anna.ozola@", b"ilze@"),
        ],
    )
    def test_other_content_is_another_message(self, old: bytes, new: bytes) -> None:
        assert self._of(self.RAW.replace(old, new)) != self._of(self.RAW)
