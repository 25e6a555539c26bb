"""Forms without rules, with fields that say nothing, and with drawn tick boxes are as readable as ruled ones."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Mark, Origin, paragraphs
from parsers.limits import Limits
from parsers.readers import pdf, render
from parsers.readers.scan import ocr
from tests.parsers.readers.blocks import lines, marked, tables
from tests.parsers.readers.pdf_files import BOLD, HEIGHT, REGULAR, WIDTH, drawn

LIMITS = Limits()
TOP = HEIGHT - 80


def at(canvas: Canvas, left: float, down: float, value: str, font: str = REGULAR, size: float = 10) -> None:
    canvas.setFont(font, size)
    canvas.drawString(left, TOP - down, value)


def test_labels_beside_answers_are_a_table_though_no_rule_is_drawn() -> None:
    """A wrapped label and a wrapped answer are each whole, and rows are told by the wider gaps between them."""
    rows = [
        ("Universitāte", "Rīgas Stradiņa universitāte", 0),
        ("Problēma, kuru", "Absolventi baidās no sveša koda, un darba devēji norāda, ka pirmie", 22),
        ("projekts risina", "trīs mēneši tiek zaudēti.", 35),
        ("Partneri", "nav", 57),
    ]

    def draw(canvas: Canvas) -> None:
        for label, answer, down in rows:
            at(canvas, 60, down, label, BOLD)
            at(canvas, 190, down, answer)

    assert tables(pdf.read(drawn(draw), LIMITS)) == [
        [
            ["Universitāte", "Rīgas Stradiņa universitāte"],
            [
                "Problēma, kuru projekts risina",
                "Absolventi baidās no sveša koda, un darba devēji norāda, ka pirmie trīs mēneši tiek zaudēti.",
            ],
            ["Partneri", "nav"],
        ]
    ]


def test_an_underlined_choice_parts_no_rows() -> None:
    """A long line under words that are chosen is no rule between rows, though it is as long as one."""
    rows = [
        ("Projekta nosaukums", ["Vakara rakstu darbnīca"]),
        ("Tematiskā joma", ["Studentu pieredze", "Uzlabojumi sadarbībā starp organizācijām"]),
        ("Partneri", ["nav"]),
    ]

    def draw(canvas: Canvas) -> None:
        down = 0.0
        for label, options in rows:
            at(canvas, 60, down, label, BOLD)
            for option in options:
                at(canvas, 190, down, option)
                if option.startswith("Uzlabojumi"):
                    canvas.line(190, TOP - down - 1.2, 190 + canvas.stringWidth(option, REGULAR, 10), TOP - down - 1.2)
                down += 13
            down += 9

    found = tables(pdf.read(drawn(draw), LIMITS))
    assert found == [[[label, "\n".join(options)] for label, options in rows]]


def test_a_team_table_without_rules_is_told_by_words_that_stand_under_each_other() -> None:
    """Columns that are hardly apart are still columns where all rows share them."""
    rows = [
        ["Nr.", "Vārds, uzvārds", "Amats", "E-pasts"],
        ["1.", "Žanete Ļaudama", "vadošā pētniece", "zanete.laudama@lu.lv"],
        ["2.", "Edžus Ķirķis", "docents", "edzus.kirkis@lu.lv"],
        ["3.", "Aļona Štāle", "vadošā pētniece", "alona.stale@lu.lv"],
    ]

    def draw(canvas: Canvas) -> None:
        for r, row in enumerate(rows):
            for left, value in zip((60, 85, 190, 275), row, strict=True):
                at(canvas, left, 18 * r, value, BOLD if r == 0 else REGULAR, size=9)

    assert tables(pdf.read(drawn(draw), LIMITS)) == [rows]


def test_a_letters_addressee_and_number_stay_apart() -> None:
    """Lines against the right margin are not one paragraph, and what stands side by side is not one sentence."""

    def draw(canvas: Canvas) -> None:
        at(canvas, 60, 0, "2023. gada 6. aprīlī")
        at(canvas, 400, 0, "Nr. 12100-2/34")
        for i, line in enumerate(["Rīgas Biznesa skolai", "Izglītības inovāciju programmas vadībai"]):
            canvas.drawRightString(WIDTH - 60, TOP - 40 - 14 * i, line)

    document = pdf.read(drawn(draw), LIMITS)
    texts = [p.text for p in paragraphs(document.blocks)]
    assert texts == [
        "2023. gada 6. aprīlī",
        "Nr. 12100-2/34",
        "Rīgas Biznesa skolai",
        "Izglītības inovāciju programmas vadībai",
    ]


def test_drawn_squares_are_tick_boxes() -> None:
    """A square with a cross, an x or a fill in it is ticked; an empty one is not."""

    def draw(canvas: Canvas) -> None:
        for i, value in enumerate(["tukšs", "krusts", "burts", "pildīts"]):
            bottom = TOP - 20 * i - 1
            canvas.rect(60, bottom, 9, 9, fill=int(value == "pildīts"))
            if value == "krusts":
                canvas.line(60, bottom, 69, bottom + 9)
                canvas.line(60, bottom + 9, 69, bottom)
            if value == "burts":
                at(canvas, 61.5, 20 * i, "x")
            at(canvas, 76, 20 * i, value)

    assert lines(pdf.read(drawn(draw), LIMITS)) == ["☐ tukšs", "☒ krusts", "☒ burts", "☒ pildīts"]


def test_underlined_and_highlighted_words_are_marked() -> None:
    """Teams choose an option by drawing under it or behind it."""

    def draw(canvas: Canvas) -> None:
        at(canvas, 60, 0, "Studentu pieredze")
        width = canvas.stringWidth("sadarbība", REGULAR, 10)
        at(canvas, 200, 0, "sadarbība")
        canvas.line(200, TOP - 1.5, 200 + width, TOP - 1.5)
        canvas.setFillColor(colors.yellow)
        canvas.rect(60, TOP - 32, canvas.stringWidth("mērķi", REGULAR, 10), 12, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
        at(canvas, 60, 30, "mērķi")

    document = pdf.read(drawn(draw), LIMITS)
    assert marked(document.blocks, Mark.UNDERLINE) == ["sadarbība"]
    assert marked(document.blocks, Mark.HIGHLIGHT) == ["mērķi"]


@pytest.mark.parametrize(("line", "mark"), [(-0.1, Mark.UNDERLINE), (0.28, Mark.STRIKE)])
@pytest.mark.parametrize("told", [True, False])
def test_a_line_below_underlines_and_one_through_the_middle_strikes_out(line: float, mark: Mark, *, told: bool) -> None:
    """Also where the font does not tell how far its letters reach down, as in files of some office programs."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "pieredze")
        canvas.line(60, 700 + line * 10, 60 + canvas.stringWidth("pieredze"), 700 + line * 10)

    content = drawn(draw)
    if not told:
        content = re.sub(rb"/Descent -[\d.]+", lambda found: b"/Descent 0".ljust(len(found[0])), content)
    assert marked(pdf.read(content, LIMITS).blocks, mark) == ["pieredze"]


def test_a_rule_right_below_a_row_underlines_nothing() -> None:
    """Tables of little height have their rules nearly as near to the text as an underline is."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "pieredze")
        canvas.line(55, 697.3, 300, 697.3)

    content = re.sub(rb"/Descent -[\d.]+", lambda found: b"/Descent 0".ljust(len(found[0])), drawn(draw))
    assert marked(pdf.read(content, LIMITS).blocks, Mark.UNDERLINE) == []


def test_a_word_that_was_hyphenated_at_the_lines_end_is_whole() -> None:
    """The hyphen that only parts a word goes; the one that belongs to a double name stays."""

    def draw(canvas: Canvas) -> None:
        at(canvas, 60, 0, "Programma palīdz studentiem apgūt laborato-")
        at(canvas, 60, 13, "rijas darbus, un tos vada Ilze Kalniņa-")
        at(canvas, 60, 26, "Bērziņa.")

    assert lines(pdf.read(drawn(draw), LIMITS)) == [
        "Programma palīdz studentiem apgūt laboratorijas darbus, un tos vada Ilze Kalniņa-Bērziņa."
    ]


def test_radio_buttons_lists_and_typed_notes_count_where_they_stand() -> None:
    """A chosen radio button, what a list shows for its value, and text typed over the page stand beside their labels."""

    def draw(canvas: Canvas) -> None:
        form: Any = canvas.acroForm
        at(canvas, 60, 0, "Universitāte")
        options = [("Riga Technical University", "u1"), ("University of Latvia", "u2")]
        form.choice(name="a", value="u1", options=options, x=200, y=TOP - 5, width=250, height=18)
        at(canvas, 60, 40, "Joma")
        for i, value in enumerate(["Pieredze", "Sadarbība"]):
            form.radio(name="b", value=f"v{i}", selected=i == 1, x=200, y=TOP - 42 - 20 * i, size=12)
            at(canvas, 220, 40 + 20 * i, value)
        at(canvas, 60, 100, "Partneri")
        place = [200, TOP - 104, 400, TOP - 88]
        canvas.freeTextAnnotation("SIA Kalns", DA="/Helv 10 Tf 0 g", Rect=place, addtopage=1)

    document = pdf.read(drawn(draw), LIMITS)
    assert tables(document) == [
        [
            ["Universitāte", "Riga Technical University"],
            ["Joma", "☐ Pieredze\n☒ Sadarbība"],
            ["Partneri", "SIA Kalns"],
        ]
    ]
    assert "SIA Kalns" in marked(document.blocks, Mark.FILLED)


@pytest.mark.skipif(not ocr.available(), reason="Tesseract with Latvian and English is not installed")
def test_a_scanners_invisible_text_does_not_replace_what_the_page_shows() -> None:
    """Text that a scanner laid over its picture without Latvian letters is set aside, and the picture is read."""
    sentence = "Rīgas Tehniskā universitāte deleģē docenti Žaneti Ļaudamu un laborantu Edžu Ķirķi."
    shown = drawn(lambda canvas: at(canvas, 60, 0, sentence, size=11))
    picture = ImageReader(io.BytesIO(render.render_page(shown, 1, width=1654)))

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)
        layer = canvas.beginText(60, TOP)
        layer.setTextRenderMode(3)
        layer.textLine("Rigas Tehniska universitate delege docenti Zaneti Laudamu un laborantu Edzu Kirki. " * 6)
        canvas.drawText(layer)

    document = pdf.read(drawn(scan), LIMITS)
    assert document.origin is Origin.OCR
    assert lines(document) == [sentence]
