"""The documents of the demonstration: forms and signed letters as teams and offices make them, in Word and PDF."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import matplotlib
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bot.programme import Programme


@dataclass(frozen=True, slots=True)
class Team:
    """A team of teams.toml; `members` are (name, position, department, e-mail, phone)."""

    key: str
    language: str
    institution: str
    title: str
    themes: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    visitors: tuple[str, ...]
    idea: str
    problem: str
    results: str
    activities: str
    costs: str
    partners: str
    strategy_fit: str
    signatory: str
    signatory_position: str


def word_form(team: Team, programme: Programme) -> bytes:
    """The form in Word: labels left, answers right, the team in a table of its own."""
    document = docx.Document()
    document.add_heading(_form_title(team, programme), level=1)
    for key, label, answer in _answers(team, programme):
        if key != "members":
            table = document.add_table(rows=1, cols=2, style="Table Grid")
            cells = table.rows[0].cells
            cells[0].text, cells[1].text = label, answer
            continue
        document.add_paragraph(label)
        rows = [_columns(team, programme), *_member_rows(team)]
        table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for row, values in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = value
        document.add_paragraph()
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_form(team: Team, programme: Programme) -> bytes:
    """The form as a PDF: each label a heading, the answer under it."""
    regular, bold = _styles()
    story: list[Flowable] = [Paragraph(_form_title(team, programme), bold), Spacer(1, 8)]
    for key, label, answer in _answers(team, programme):
        story.append(Paragraph(escape(label), bold))
        if key == "members":
            small = ParagraphStyle("small", parent=regular, fontSize=8, leading=10)
            rows = [
                [Paragraph(escape(c), small) for c in row] for row in (_columns(team, programme), *_member_rows(team))
            ]
            grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
            story.append(Table(rows, colWidths=(25, 95, 80, 110, 120, 75), style=grid))
        else:
            story += [Paragraph(escape(line), regular) for line in answer.split("\n")]
        story.append(Spacer(1, 6))
    return _pdf(story)


def letter(team: Team, programme: Programme, number: str, day: dt.date, *, signed: bool = True) -> bytes:
    """The institution's letter as a PDF, with an electronic signature of a certificate that nobody trusts."""
    regular, bold = _styles()
    names = "".join(f"{i}. {m[0]}, {m[1]}<br/>" for i, m in enumerate(team.members, start=1))
    if team.language == "en":
        text = (
            f"{day.day} {day:%B} {day.year} No. {number}",
            f"{programme.programme.organiser.en}",
            f"Hereby the {team.institution} delegates the following team to take part in the {programme.programme.name.en} "
            f"with the project “{team.title}”:",
        )
    else:
        text = (
            f"Rīgā, {day:%d.%m.%Y}. Nr. {number}",
            f"{programme.programme.organiser.lv[:-1]}ai",
            f"{team.institution} dalībai Izglītības inovāciju programmā ar projektu „{team.title}” deleģē šādu komandu:",
        )
    story: list[Flowable] = [Paragraph(escape(team.institution.upper()), bold), Spacer(1, 12)]
    for line in text:
        story += [Paragraph(escape(line), regular), Spacer(1, 10)]
    story += [
        Paragraph(names, regular),
        Spacer(1, 24),
        Paragraph(f"{team.signatory_position} {team.signatory}", regular),
    ]
    return _signed(_pdf(story), team.signatory) if signed else _pdf(story)


def _form_title(team: Team, programme: Programme) -> str:
    name = programme.programme.name.in_language(team.language)
    return f"{programme.programme.form_titles[1 if team.language == 'en' else 0]}: {name} {programme.programme.year}"


def _answers(team: Team, programme: Programme) -> list[tuple[str, str, str]]:
    """Every field in the form's order: key, label, answer."""
    contact = team.members[0]
    special = {
        "themes": "\n".join(
            f"{'☒' if theme.key in team.themes else '☐'} {theme.label.in_language(team.language)}"
            for theme in programme.themes
        ),
        "members": "",
        "contact": f"{contact[0]}, {contact[3]}, {contact[4]}",
        "visitors": "\n".join(f"{i}. {name}" for i, name in enumerate(team.visitors, start=1)),
    }
    return [
        (f.key, f.label.in_language(team.language), special[f.key] if f.key in special else str(getattr(team, f.key)))
        for f in programme.fields
    ]


def _columns(team: Team, programme: Programme) -> list[str]:
    columns = programme.member_columns
    if team.language == "en":
        return ["No.", "Name, surname", "Position", "Department", "E-mail", "Phone"]
    return [c[0] for c in (columns.number, columns.name, columns.position, columns.unit, columns.email, columns.phone)]


def _member_rows(team: Team) -> list[list[str]]:
    return [[f"{i}.", *member] for i, member in enumerate(team.members, start=1)]


@cache
def _styles() -> tuple[ParagraphStyle, ParagraphStyle]:
    # The fonts that come with matplotlib have every Latvian letter and the tick boxes.
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    pdfmetrics.registerFont(TTFont("DejaVu", fonts / "DejaVuSans.ttf"))
    pdfmetrics.registerFont(TTFont("DejaVu-Bold", fonts / "DejaVuSans-Bold.ttf"))
    regular = ParagraphStyle("regular", fontName="DejaVu", fontSize=10, leading=14)
    return regular, ParagraphStyle("bold", parent=regular, fontName="DejaVu-Bold", fontSize=11)


def _pdf(story: list[Flowable]) -> bytes:
    buffer = BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, leftMargin=45, rightMargin=45).build(story)
    return buffer.getvalue()


def _signed(pdf: bytes, name: str) -> bytes:
    output = BytesIO()
    signer = signers.SimpleSigner.load_pkcs12_data(_certificate(name), other_certs=[], passphrase=b"demo")
    signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)),
        signers.PdfSignatureMetadata(field_name="Signature1"),
        signer,
        output=output,
    )
    return output.getvalue()


@cache
def _certificate(name: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2023, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2040, 1, 1, tzinfo=dt.UTC))
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"demo", key, certificate, None, BestAvailableEncryption(b"demo"))
