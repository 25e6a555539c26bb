"""Whole mails through the one door: which file is what, what counts where there are several, and what is said of the rest."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import docx
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers import submission
from parsers.content import Signed
from parsers.mail_kind import MailKind
from parsers.rules import ReadingRules
from parsers.submission import DocumentKind, Submission
from tests.parsers import signing
from tests.parsers.signing import Authority

FORM = DocumentKind.APPLICATION_FORM
LETTER = DocumentKind.DELEGATION_LETTER
OTHER = DocumentKind.OTHER

ANSWERS = {
    "Universitāte": "Rīgas Tehniskā universitāte",
    "Projekta nosaukums": "Tilti starp laboratorijām",
    "Tematiskā joma": "☒ Studentu pieredzes sistemātiski uzlabojumi",
    "Kontaktpersona (komandas pārstāvis)": "Ilze Strautmane, ilze.strautmane@rtu.lv, 29111222",
    "Vizītes MIT J-WEL dalībnieki (2)": "Ilze Strautmane, Gints Pumpurs",
    "Projekta ideja": "Kopīgas laboratorijas pirmā kursa studentiem.",
    "Problēma, kuru projekts risina": "Studenti laboratorijās nonāk tikai trešajā kursā.",
    "Vēlamie rezultāti": "Trīs laboratorijas, 200 studentu gadā.",
    "Galvenās aktivitātes un rīki": "Darbnīcas, mentori, rezervēšanas rīks.",
    "Aptuvenās izmaksas (EUR)": "48 000 EUR",
    "Potenciālie partneri": "Latvijas Mobilais laboratorijas fonds",
    "Atbilstība universitātes stratēģijai": "Praktiskas studijas ir stratēģijas mērķis.",
}
TEAM = (
    ("Ilze Strautmane", "docente", "Enerģētikas institūts", "ilze.strautmane@rtu.lv", "29111222"),
    ("Gints Pumpurs", "vadošais pētnieks", "Enerģētikas institūts", "gints.pumpurs@rtu.lv", "29333444"),
    ("Sanda Vītoliņa", "projektu vadītāja", "Attīstības departaments", "sanda.vitolina@rtu.lv", "29555666"),
)
DELEGATION = (
    "Rīgas Tehniskā universitāte",
    "Rīgā, 2023. gada 12. aprīlī",
    "Nr. 01000-2.2/77",
    "Rīgas Biznesa skolai",
    "Par institūcijas deleģējumu",
    "Rīgas Tehniskā universitāte deleģē dalībai Izglītības inovāciju programmā projekta „Tilti starp laboratorijām” komandu: "
    "docenti Ilzi Strautmani, vadošo pētnieku Gintu Pumpuru un projektu vadītāju Sandu Vītoliņu.",
    "Rektora vietniece Modra Ezermale",
)
STATED = "Dokuments parakstīts ar drošu elektronisko parakstu un satur laika zīmogu."


def form(answers: Mapping[str, str] = ANSWERS) -> bytes:
    """The application form as a Word file: labels and answers in a table, then the team."""
    document = docx.Document()
    document.add_heading("Pieteikuma anketa", 0)
    document.add_paragraph("Izglītības inovāciju programma")
    table = document.add_table(rows=0, cols=2)
    for label, answer in answers.items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, answer
    document.add_paragraph("Projekta komanda")
    team = document.add_table(rows=1, cols=6)
    headings = ("Nr.", "Vārds, uzvārds", "Amats", "Struktūrvienība", "E-pasts", "Tālrunis")
    for cell, heading in zip(team.rows[0].cells, headings, strict=True):
        cell.text = heading
    for number, member in enumerate(TEAM, 1):
        for cell, value in zip(team.add_row().cells, (str(number), *member), strict=True):
            cell.text = value
    return saved(document)


def letter(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines or DELEGATION:
        document.add_paragraph(line)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def picture(size: tuple[int, int] = (800, 1100)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "white").save(written, "PNG")
    return written.getvalue()


def mail(
    *files: tuple[str, bytes],
    text: str = "Labdien!\n\nPielikumā nosūtām komandas pieteikumu.\n\nAr cieņu\nIlze Strautmane\n",
    html: str = "",
    subject: str = "Pieteikums programmai",
    headers: Mapping[str, str] | None = None,
    forwarded: Sequence[EmailMessage] = (),
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Ilze Strautmane <ilze.strautmane@rtu.lv>"
    message["To"] = "innovationeducation@rbs.lv"
    message["Date"] = "Thu, 13 Apr 2023 10:00:00 +0300"
    message["Message-ID"] = "<1@rtu.lv>"
    message["Subject"] = subject
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    for inner in forwarded:
        message.add_attachment(inner)
    return message


def read(message: EmailMessage, rules: ReadingRules) -> Submission:
    return submission.read(message.as_bytes(), rules)


def kinds(found: Submission) -> list[tuple[str | None, DocumentKind]]:
    return [(document.filename, document.kind) for document in found.documents]


def troubles(found: Submission) -> list[tuple[str, str | None]]:
    return [(trouble.finding, trouble.filename) for trouble in found.troubles]


def title(found: Submission) -> str | None:
    return found.application.title if found.application else None


class TestWhatFilesAre:
    def test_form_and_letter_are_told_by_what_they_say_not_by_their_names(self, rules: ReadingRules) -> None:
        found = read(mail(("Deleģējums.docx", form()), ("Anketa.docx", letter())), rules)
        assert found.kind is MailKind.SUBMISSION
        assert kinds(found) == [("Deleģējums.docx", FORM), ("Anketa.docx", LETTER)]
        assert (found.form_document, found.letter_document) == (0, 1)
        assert title(found) == "Tilti starp laboratorijām"
        assert found.delegation is not None
        assert found.delegation.institution == "RTU"
        assert found.troubles == ()
        assert found.language == "lv"

    def test_delegates_are_spelt_as_on_the_form_that_came_with_the_letter(self, rules: ReadingRules) -> None:
        found = read(mail(("1.docx", letter()), ("2.docx", form())), rules)
        assert found.delegation is not None
        assert found.delegation.delegates == tuple(member[0] for member in TEAM)

    def test_file_that_holds_both_is_one_document(self, rules: ReadingRules) -> None:
        both = docx.Document(io.BytesIO(form()))
        for line in DELEGATION:
            both.add_paragraph(line)
        found = read(mail(("Pieteikums.docx", saved(both))), rules)
        assert kinds(found) == [("Pieteikums.docx", FORM)]
        assert (found.form_document, found.letter_document) == (0, 0)
        assert found.delegation is not None

    def test_document_tells_its_size_digest_and_type(self, rules: ReadingRules) -> None:
        content = form()
        (document,) = read(mail(("Anketa.pdf", content)), rules).documents
        assert document.size == len(content)
        assert document.sha256 == hashlib.sha256(content).hexdigest()
        assert document.media_type.endswith("wordprocessingml.document")
        assert "Tilti starp laboratorijām" in document.text


class TestContainers:
    def test_letter_in_a_signed_container_is_signed_electronically(self, rules: ReadingRules) -> None:
        signer = Authority().person("Modra", "Ezermale")
        container = signing.asice({"Deleģējums.docx": letter()}, [signer])
        found = read(mail(("Anketa.docx", form()), ("Deleģējums.edoc", container)), rules)
        assert kinds(found) == [("Anketa.docx", FORM), ("Deleģējums.docx", LETTER)]
        assert found.documents[1].inside == ("Deleģējums.edoc",)
        assert found.delegation is not None
        assert found.delegation.signed is Signed.ELECTRONIC
        assert [(s.signer, s.intact) for s in found.delegation.signatures] == [("Modra Ezermale", True)]

    def test_letter_changed_in_its_container_keeps_its_broken_signature(self, rules: ReadingRules) -> None:
        signature = signing.xades({"v.docx": letter()}, Authority().person("Modra", "Ezermale"))
        altered = letter(*DELEGATION[:1], "Rīgā, 2023. gada 13. aprīlī", *DELEGATION[2:])
        container = signing.zipped([("v.docx", altered), ("META-INF/signatures0.xml", signature)])
        found = read(mail(("v.asice", container)), rules)
        assert found.delegation is not None
        assert found.delegation.signed is Signed.ELECTRONIC
        assert [s.intact for s in found.delegation.signatures] == [False]

    def test_signature_of_another_file_does_not_sign_the_letter(self, rules: ReadingRules) -> None:
        signer = Authority().person("Modra", "Ezermale")
        container = signing.asice({"Anketa.docx": form()}, [signer], extra={"Deleģējums.docx": letter()})
        found = read(mail(("Pieteikums.edoc", container)), rules)
        assert kinds(found) == [("Anketa.docx", FORM), ("Deleģējums.docx", LETTER)]
        assert found.delegation is not None
        assert found.delegation.signed is not Signed.ELECTRONIC
        assert found.delegation.signatures == ()

    def test_signed_pdf_in_a_zip_keeps_its_signature(self, rules: ReadingRules) -> None:
        lines = (
            "Riga Technical University",
            "Letter of delegation",
            'Riga Technical University delegates the team of the project "Bridges"',
            "to the Education Innovation Programme: Ilze Strautmane, Gints Pumpurs.",
            "Vice-Rector Modra Ezermale",
        )
        signed = signing.signed_pdf(signing.pdf(*lines), Authority().person("Modra", "Ezermale"))
        found = read(mail(("a.zip", signing.zipped([("letter.pdf", signed)]))), rules)
        assert kinds(found) == [("letter.pdf", LETTER)]
        assert found.delegation is not None
        assert [s.signer for s in found.delegation.signatures] == ["Modra Ezermale"]

    def test_forwarded_message_brings_its_attachments(self, rules: ReadingRules) -> None:
        inner = mail(("Anketa.docx", form()), ("Deleģējums.docx", letter()))
        found = read(mail(text="Pārsūtu.", subject="Fwd: Pieteikums", forwarded=[inner]), rules)
        assert kinds(found) == [("Anketa.docx", FORM), ("Deleģējums.docx", LETTER)]
        assert found.message.from_[0].email == "ilze.strautmane@rtu.lv"

    def test_mail_in_an_opaque_signature_is_read(self, rules: ReadingRules) -> None:
        inside = EmailMessage(policy=SMTP)
        inside.set_content("Labdien! Pielikumā pieteikums.")
        inside.add_attachment(form(), maintype="application", subtype="octet-stream", filename="Anketa.docx")
        envelope = signing.cms(inside.as_bytes(), Authority().person("Ilze", "Strautmane"))
        message = mail()
        message.clear_content()
        message.set_content(
            envelope, "application", "pkcs7-mime", filename="smime.p7m", params={"smime-type": "signed-data"}
        )
        found = read(message, rules)
        assert kinds(found) == [("Anketa.docx", FORM)]
        assert "Pielikumā pieteikums" in found.message.new_text

    def test_document_is_taken_out_again_by_its_digest(self, rules: ReadingRules) -> None:
        content = form()
        raw = mail(("a.zip", signing.zipped([("Anketa.docx", content)]))).as_bytes()
        digest = hashlib.sha256(content).hexdigest()
        assert submission.extract_file(raw, digest, rules) == content
        assert submission.extract_file(raw, "0" * 64, rules) is None


class TestSeveral:
    def test_of_two_forms_the_fuller_one_counts(self, rules: ReadingRules) -> None:
        blank = form(dict.fromkeys(ANSWERS, ""))
        for files in ([("tukša.docx", blank), ("pilna.docx", form())], [("pilna.docx", form()), ("tukša.docx", blank)]):
            found = read(mail(*files), rules)
            assert [kind for _, kind in kinds(found)] == [FORM, FORM]
            assert found.form_document == [name for name, _ in files].index("pilna.docx")
            assert title(found) == "Tilti starp laboratorijām"

    @pytest.mark.parametrize(
        ("earlier", "later"),
        [("Anketa_v1.docx", "Anketa_v2.docx"), ("Anketa.docx", "Anketa_labota.docx"), ("draft.docx", "Anketa.docx")],
    )
    def test_of_two_full_forms_the_later_version_counts(self, rules: ReadingRules, earlier: str, later: str) -> None:
        newer = form({**ANSWERS, "Aptuvenās izmaksas (EUR)": "52 000 EUR"})
        for files in ([(earlier, form()), (later, newer)], [(later, newer), (earlier, form())]):
            found = read(mail(*files), rules)
            assert found.application is not None
            assert found.application.costs_eur == 52000

    def test_of_two_letters_the_signed_one_counts(self, rules: ReadingRules) -> None:
        signed = signing.asice({"Deleģējums.docx": letter()}, [Authority().person("Modra", "Ezermale")])
        for files in ([("v.edoc", signed), ("v.docx", letter())], [("v.docx", letter()), ("v.edoc", signed)]):
            found = read(mail(*files), rules)
            assert [kind for _, kind in kinds(found)] == [LETTER, LETTER]
            assert found.delegation is not None
            assert found.delegation.signed is Signed.ELECTRONIC

    def test_letter_of_the_forms_university_counts_before_that_of_a_partner(self, rules: ReadingRules) -> None:
        partner = letter(*(line.replace("Rīgas Tehniskā", "Rīgas Stradiņa") for line in DELEGATION))
        found = read(mail(("a.docx", form()), ("b.docx", letter()), ("c.docx", partner)), rules)
        assert found.letter_document == 1


class TestBody:
    PASTED = "\n".join(
        ["Pieteikuma anketa", *(f"{label}: {answer}" for label, answer in ANSWERS.items()), "Projekta komanda:"]
        + [f"{number}. {', '.join(member)}" for number, member in enumerate(TEAM, 1)]
    )

    def test_form_pasted_into_the_body_counts(self, rules: ReadingRules) -> None:
        found = read(mail(text=f"Labdien!\n\n{self.PASTED}\n\nAr cieņu\nIlze Strautmane\n"), rules)
        assert found.kind is MailKind.SUBMISSION
        assert found.documents == ()
        assert found.form_document is None
        assert title(found) == "Tilti starp laboratorijām"

    def test_form_pasted_as_a_table_is_read_from_the_html(self, rules: ReadingRules) -> None:
        rows = "".join(f"<tr><td>{label}</td><td>{answer}</td></tr>" for label, answer in ANSWERS.items())
        html = f"<html><body><p>Labdien!</p><p>Pieteikuma anketa</p><table>{rows}</table><p>Ar cieņu</p></body></html>"
        found = read(mail(text=f"Labdien!\n\n{self.PASTED}\n", html=html), rules)
        assert found.application is not None
        assert found.application.idea == ANSWERS["Projekta ideja"]
        assert found.application.partners == ANSWERS["Potenciālie partneri"]

    def test_attached_form_counts_before_one_in_the_body(self, rules: ReadingRules) -> None:
        body = self.PASTED.replace("Tilti starp laboratorijām", "Vecais nosaukums")
        found = read(mail(("Anketa.docx", form()), text=body), rules)
        assert found.form_document == 0
        assert title(found) == "Tilti starp laboratorijām"

    def test_form_in_a_quoted_answer_is_no_new_form(self, rules: ReadingRules) -> None:
        quoted = "\n".join(f"> {line}" for line in self.PASTED.split("\n"))
        text = f"Paldies!\n\nOn Thu, 13 Apr 2023 at 10:00, Programma <innovationeducation@rbs.lv> wrote:\n{quoted}\n"
        found = read(mail(text=text, subject="Re: IIP-2023-0004"), rules)
        assert found.application is None
        assert found.kind is MailKind.OTHER

    def test_an_answer_to_our_letter_fills_in_fields_by_their_labels(self, rules: ReadingRules) -> None:
        text = "Labdien!\n\nVēlamie rezultāti: Trīs laboratorijas.\nPartneri: vēl nav zināmi\n\nAr cieņu\nIlze Strautmane\n"
        found = read(mail(text=text, subject="Re: [IIP-2023-0004] Pieteikums nav pilnīgs"), rules)
        assert found.kind is MailKind.SUBMISSION
        assert found.application is not None
        assert (found.application.results, found.application.partners) == ("Trīs laboratorijas.", "vēl nav zināmi")
        assert found.application.title is None

    @pytest.mark.parametrize(
        ("subject", "text"),
        [
            ("Re: Pieteikums", "Problēma: studenti laboratorijā nonāk vēlu."),
            ("Re: [IIP-2023-0004] Pieteikums", "Problēma: nevaram atvērt veidlapu. Ko darīt?"),
            ("Re: [IIP-2023-0004] Pieteikums", "Atsaucam pieteikumu.\n\nKontaktpersona: Ilze Strautmane"),
            ("Re: [IIP-2023-0004] Pieteikums", "Problēma ir tā, ka rektors ir prom."),
            ("Re: [IIP-2023-0004] Pieteikums", "Problēma: nevaram atvērt veidlapu."),
            ("Re: [IIP-2023-0004] Application", "Problem: we are unable to open the form."),
        ],
    )
    def test_other_talk_with_the_words_of_labels_fills_in_nothing(
        self, subject: str, text: str, rules: ReadingRules
    ) -> None:
        assert read(mail(text=text, subject=subject), rules).application is None


class TestPictures:
    """Telephones put photos into the text of a mail; mail programs put logos there."""

    @staticmethod
    def shown(content: bytes, *files: tuple[str, bytes]) -> EmailMessage:
        message = mail(*files)
        related = EmailMessage(policy=SMTP)
        related.set_content('<p>Attached.</p><img src="cid:photo@x">', subtype="html")
        related.add_related(content, "image", "png", cid="<photo@x>", filename="IMG_1.png", disposition="inline")
        message.attach(related)
        return message

    def test_photo_of_the_letter_in_the_text_is_a_document(self, rules: ReadingRules) -> None:
        page = Image.new("RGB", (1240, 1000), "white")
        lines = (
            "Riga Technical University",
            "12 April 2023, No. 01000-2.2/77",
            "Letter of delegation",
            "Riga Technical University delegates the team of the project",
            "Bridges to the Education Innovation Programme:",
            "Ilze Strautmane, Gints Pumpurs and Sanda Vitolina.",
            "Vice-Rector Modra Ezermale",
        )
        for number, line in enumerate(lines):
            ImageDraw.Draw(page).text((80, 80 + 90 * number), line, "black", ImageFont.load_default(36))
        written = io.BytesIO()
        page.save(written, "PNG")
        found = read(self.shown(written.getvalue(), ("Anketa.docx", form())), rules)
        assert kinds(found) == [("Anketa.docx", FORM), ("IMG_1.png", LETTER)]

    @pytest.mark.parametrize("size", [(200, 80), (900, 900)])
    def test_logo_in_the_text_is_none(self, rules: ReadingRules, size: tuple[int, int]) -> None:
        found = read(self.shown(picture(size), ("Anketa.docx", form())), rules)
        assert kinds(found) == [("Anketa.docx", FORM)]
        assert found.troubles == ()


class TestTroubles:
    @pytest.mark.parametrize(
        ("name", "content", "finding"),
        [
            ("Anketa.docx", b"", "unreadable_document"),
            ("Anketa.docx", bytes(range(1, 255)) * 20, "unreadable_document"),
            ("Anketa.docx", form()[:9000], "unreadable_document"),
            ("Anketa.pdf", b"%PDF-1.4\n" + b"\xde\xad" * 500, "unreadable_document"),
            ("Anketa.zip", b"PK\x03\x04" + b"\xde\xad" * 500, "unreadable_document"),
            ("Anketa.docx", b"MZ\x90\0" + bytes(500), "unsupported_attachment"),
            ("Video.mp4", b"\0\0\0\x18ftypmp42" + bytes(500), "unsupported_attachment"),
            ("Anketa.7z", b"7z\xbc\xaf\x27\x1c" + bytes(500), "unsupported_attachment"),
            ("Anketa.cdoc", b"<EncryptedData xmlns='http://www.w3.org/2001/04/xmlenc#'/>", "encrypted_document"),
        ],
    )
    def test_file_that_cannot_be_read_is_said_and_stops_nothing(
        self, rules: ReadingRules, name: str, content: bytes, finding: str
    ) -> None:
        found = read(mail((name, content), ("Deleģējums.docx", letter())), rules)
        assert kinds(found) == [(name, OTHER), ("Deleģējums.docx", LETTER)]
        assert troubles(found) == [(finding, name)]
        assert found.kind is MailKind.SUBMISSION

    def test_picture_without_words_is_a_trouble_only_while_something_is_missing(self, rules: ReadingRules) -> None:
        whole = read(mail(("a.docx", form()), ("b.docx", letter()), ("Komanda.png", picture())), rules)
        assert whole.troubles == ()
        partial = read(mail(("a.docx", form()), ("Vēstule.png", picture())), rules)
        assert troubles(partial) == [("unreadable_document", "Vēstule.png")]
        with_logo = read(mail(("a.docx", form()), ("Logo.png", picture((200, 80)))), rules)
        assert with_logo.troubles == ()

    def test_link_in_place_of_the_letter_is_said(self, rules: ReadingRules) -> None:
        text = "Labdien! Anketa pielikumā, deleģējums šeit: https://failiem.lv/u/abcdef123 \n\nAr cieņu\nIlze\n"
        found = read(mail(("a.docx", form()), text=text), rules)
        assert troubles(found) == [("link_instead_of_attachment", None)]

    def test_link_beside_a_whole_application_is_none(self, rules: ReadingRules) -> None:
        text = "Labdien! Dokumenti arī šeit: https://failiem.lv/u/abcdef123 \n"
        found = read(mail(("a.docx", form()), ("b.docx", letter()), text=text), rules)
        assert found.troubles == ()

    def test_link_in_a_signature_is_none(self, rules: ReadingRules) -> None:
        text = "Labdien! Anketa pielikumā.\n\nAr cieņu\nIlze Strautmane\nhttps://drive.google.com/drive/folders/1xYz\n"
        assert read(mail(("a.docx", form()), text=text), rules).troubles == ()

    @pytest.mark.parametrize(
        "html",
        [
            '<p>Anketa: <a href="https://1drv.ms/w/s!AbCdEf">Anketa.docx</a></p>',
            '<p>Anketa:</p><a href="https://drive.google.com/file/d/1xYz/view"><img src="cid:x"></a>',
        ],
    )
    def test_link_behind_words_or_a_picture_is_found(self, rules: ReadingRules, html: str) -> None:
        found = read(mail(text="Anketa: Anketa.docx\n", html=html), rules)
        assert troubles(found) == [("link_instead_of_attachment", None)]

    def test_link_behind_words_of_a_quotation_is_none(self, rules: ReadingRules) -> None:
        html = (
            '<p>Anketa pielikumā.</p><blockquote type="cite"><a href="https://1drv.ms/w/s!AbCdEf">šeit</a></blockquote>'
        )
        text = "Anketa pielikumā.\n\n> šeit\n"
        assert read(mail(("a.docx", form()), text=text, html=html), rules).troubles == ()

    def test_spreadsheet_is_a_trouble_only_where_nothing_else_came(self, rules: ReadingRules) -> None:
        workbook = signing.zipped([("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")])
        assert read(mail(("a.docx", form()), ("Tāme.xlsx", workbook)), rules).troubles == ()
        assert troubles(read(mail(("Anketa.xlsx", workbook)), rules)) == [("unsupported_attachment", "Anketa.xlsx")]

    def test_document_of_another_kind_is_listed_and_no_trouble(self, rules: ReadingRules) -> None:
        found = read(mail(("a.docx", form()), ("CV.docx", letter("Curriculum vitae", "Ilze Strautmane"))), rules)
        assert kinds(found) == [("a.docx", FORM), ("CV.docx", OTHER)]
        assert found.troubles == ()


class TestMail:
    def test_references_are_found_in_subject_and_new_text_once_each(self, rules: ReadingRules) -> None:
        text = "Papildinām IIP-2023-0007 un iip-2023-0011.\n\n> par IIP-2023-0099\n"
        found = read(mail(text=text, subject="Re: [IIP-2023-0007] Pieteikums XIIP-2023-0001"), rules)
        assert found.references == ("IIP-2023-0007", "IIP-2023-0011")

    def test_english_form_makes_the_language_english(self, rules: ReadingRules) -> None:
        document = docx.Document()
        for line in (
            "Application form",
            "University: Riga Technical University",
            "Project title: Bridges between laboratories",
            "Thematic area: Systematic improvements of the student experience",
            "Project team: Ilze Strautmane, Gints Pumpurs, Sanda Vītoliņa",
            "Project idea: Shared laboratories for the students of the first year.",
            "Problem the project addresses: Students see a laboratory in the third year only.",
            "Desired results: Three laboratories and 200 students a year.",
            "Main activities and tools: Workshops, mentors and a tool for booking.",
            "Estimated costs (EUR): 48,000",
            "Potential partners: none yet",
            "Alignment with the university's strategy: Practical studies are a goal of the strategy.",
        ):
            document.add_paragraph(line)
        found = read(mail(("Form.docx", saved(document))), rules)
        assert kinds(found) == [("Form.docx", FORM)]
        assert found.language == "en"

    def test_bounce_with_a_form_in_it_is_no_application(self, rules: ReadingRules) -> None:
        headers = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
        text = "Esmu atvaļinājumā līdz 20. aprīlim."
        found = read(
            mail(("a.docx", form()), text=text, subject="Automātiska atbilde: Pieteikums", headers=headers), rules
        )
        assert found.kind is MailKind.AUTO_REPLY
        assert found.application is None
        assert found.documents == ()

    @pytest.mark.parametrize(
        "raw", [b"", b"\0" * 1000, b"\xff\xfe" * 500, b"From: a\r\n" * 5000, bytes(range(256)) * 50]
    )
    def test_no_bytes_make_it_raise(self, rules: ReadingRules, raw: bytes) -> None:
        assert submission.read(raw, rules).application is None

    def test_outlook_message_file_is_read_as_the_mail_that_it_was(self, rules: ReadingRules, corpora: Path) -> None:
        found = submission.read((corpora / "mail/poi-msg/example_received_regular.msg").read_bytes(), rules)
        assert found.message.subject
        assert found.message.from_
        assert found.message.date is not None
        assert [document.filename for document in found.documents] == ["alfresco.gif"]

    def test_mail_of_strangers_is_read_and_none_of_it_is_an_application(
        self, rules: ReadingRules, corpora: Path
    ) -> None:
        paths = sorted(path for path in (corpora / "mail").rglob("*") if path.is_file())
        for path in paths[::15]:
            found = submission.read(path.read_bytes(), rules)
            assert (found.application, found.delegation) == (None, None), path
