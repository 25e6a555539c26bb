"""PDF with text becomes blocks: tables, fields, and paragraphs in reading order, without what runs along the edges."""

from __future__ import annotations

import io
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Mark
from parsers.errors import EncryptedDocument, UnreadableDocument
from parsers.limits import Limits
from parsers.readers import pdf
from tests.parsers.readers.blocks import lines, marked, tables
from tests.parsers.readers.pdf_files import HEIGHT, drawn, flowing, space, table, text

LIMITS = Limits()


def test_a_ruled_form_is_a_table_whose_wrapped_cells_are_whole() -> None:
    """A cell's lines are one paragraph where they were broken only because the cell is narrow."""
    idea = "Studenti mājās veic drošus eksperimentus un rezultātus apspriež seminārā, ko vada docente un laborants."
    rows = [["Projekta nosaukums", "Ēdnīca kā laboratorija"], ["Problēma, kuru projekts risina", idea]]
    document = pdf.read(flowing([table(rows, [110, 240])]), LIMITS)
    assert tables(document) == [rows]


def test_a_table_goes_on_over_the_page_break_without_its_repeated_head() -> None:
    """Rows after the break belong to the table; the head that is printed again does not."""
    head = ["Nr.", "Vārds, uzvārds", "Amats"]
    rows = [[f"{n}.", f"Žanis Ērglis{n}", "docents"] for n in range(1, 61)]
    document = pdf.read(flowing([table([head, *rows], [40, 200, 150], repeat=1)]), LIMITS)
    assert document.pages == 2
    assert tables(document) == [[head, *rows]]


def test_running_lines_and_page_numbers_are_left_out() -> None:
    """What stands at one height of every page is no part of an answer."""
    story = [text(f"Rindkopa Nr. {n} ar savu saturu.") if n % 2 else space(20) for n in range(70)]
    document = pdf.read(flowing(story, header="Izglītības inovāciju programma", footer="RTU lapa {page} no 2"), LIMITS)
    assert document.pages == 2
    assert not [line for line in lines(document) if "lapa" in line or "inovāciju" in line]


def test_what_was_entered_into_fields_stands_beside_its_label_once() -> None:
    """A field's value is a filled span; its appearance is not read a second time."""

    def draw(canvas: Canvas) -> None:
        form: Any = canvas.acroForm
        canvas.drawString(60, HEIGHT - 100, "Projekta nosaukums")
        form.textfield(name="f1", value="Koda darbnica", x=220, y=HEIGHT - 108, width=300, height=20)
        canvas.drawString(60, HEIGHT - 150, "Joma")
        form.checkbox(name="c1", checked=True, x=220, y=HEIGHT - 152, size=12, buttonStyle="cross")
        canvas.drawString(240, HEIGHT - 150, "Studentu pieredze")
        form.checkbox(name="c2", checked=False, x=220, y=HEIGHT - 172, size=12)
        canvas.drawString(240, HEIGHT - 170, "Stratēģiskie mērķi")

    document = pdf.read(drawn(draw), LIMITS)
    assert tables(document) == [
        [["Projekta nosaukums", "Koda darbnica"], ["Joma", "☒ Studentu pieredze\n☐ Stratēģiskie mērķi"]]
    ]
    assert "Koda darbnica" in marked(document.blocks, Mark.FILLED)


def test_a_password_is_told_from_damage() -> None:
    """A user password raises that it is encrypted; an owner's password alone does not matter; rubbish is unreadable."""

    def locked(user: str) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, encrypt=StandardEncryption(user, ownerPassword="owner", canPrint=0))
        canvas.drawString(72, 700, "Pieteikuma anketa")
        canvas.save()
        return buffer.getvalue()

    with pytest.raises(EncryptedDocument):
        pdf.read(locked("secret"), LIMITS)
    assert lines(pdf.read(locked(""), LIMITS)) == ["Pieteikuma anketa"]
    with pytest.raises(UnreadableDocument):
        pdf.read(b"%PDF-1.7\nrubbish", LIMITS)


def test_pages_beyond_the_limit_are_left_out_and_said_to_be() -> None:
    """The document that is read says that it is not all."""
    pages = [lambda canvas, n=n: canvas.drawString(72, 700, f"Lappuses teksts {n}") for n in range(4)]
    document = pdf.read(drawn(*pages), Limits(pdf_pages=3))
    assert document.pages == 3
    assert "3" in document.partial
