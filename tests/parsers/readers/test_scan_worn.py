"""What people do to paper before they scan it, and narrow columns, leave the text as it was printed."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps
from reportlab.lib import colors
from reportlab.platypus import Table as Grid
from reportlab.platypus import TableStyle

from parsers.document import Mark, Table, paragraphs
from parsers.limits import Limits
from parsers.readers import render, scan
from parsers.readers.layout import Area
from parsers.readers.scan import ocr
from parsers.readers.scan.ink import drawings
from parsers.readers.scan.raster import as_raster, grey, inked, letter_height
from parsers.readers.scan.rulings import find_rules
from parsers.words.slips import distance
from tests.parsers.readers.blocks import lines, tables
from tests.parsers.readers.pdf_files import LABEL, flowing, space, table, text

LIMITS = Limits()
pytestmark = pytest.mark.skipif(not ocr.available(), reason="Tesseract with Latvian and English is not installed")

THEMES = ["Studentu pieredzes uzlabojumi", "Uzlabojumi sadarbībā", "Stratēģisko mērķu sasniegšana"]


def picture(content: bytes, width: int = 1654) -> Image.Image:
    return Image.open(io.BytesIO(render.render_page(content, 1, width=width))).convert("RGB")


def encoded(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def test_words_and_addresses_that_a_narrow_cell_cut_are_whole() -> None:
    """A last letter alone on its line belongs to the word, and an address is one however many lines it takes."""
    rows = [
        ["Nr.", "Vārds, uzvārds", "Amats", "E-pasts"],
        ["1.", "Andrejs Vasiļjev<br/>s", "docents", "andrejs.vas<br/>iljevs@lbtu.l<br/>v"],
        ["2.", "Ilze Krūmiņa", "inženiere", "ilze.krumina<br/>@lbtu.lv"],
    ]
    page = picture(flowing([text("Projekta komanda"), space(), table(rows, [30, 97, 70, 76])]))
    [read] = tables(scan.read(encoded(page), LIMITS))
    assert [row[3] for row in read[1:]] == ["andrejs.vasiljevs@lbtu.lv", "ilze.krumina@lbtu.lv"]
    assert "s" in read[1][1].split("Vasiļjev")[1]


def test_what_a_grey_stamp_covers_is_read() -> None:
    """A stamp is lighter than print, and neither its rings nor its letters become words."""
    page = picture(flowing([text("Rīgas Tehniskā universitāte deleģē docenti Žaneti Ļaudamu dalībai programmā.")] * 8))
    draw = ImageDraw.Draw(page)
    for radius, width in ((150, 6), (100, 4)):
        draw.ellipse((450 - radius, 280 - radius, 450 + radius, 280 + radius), outline=(140, 140, 140), width=width)
    for angle in range(0, 360, 30):
        place = (440 + 122 * math.cos(math.radians(angle)), 268 + 122 * math.sin(math.radians(angle)))
        draw.text(place, "R", fill=(140, 140, 140), font_size=26)
    document = scan.read(encoded(page), LIMITS)
    assert document.text.count("deleģē docenti Žaneti Ļaudamu dalībai") == 8
    assert not document.ink


def test_bold_and_underlined_words_are_marked() -> None:
    """A choice that is set in bold or underlined shows in a picture, too."""
    story = [part for theme in THEMES for part in (text(theme), space())]
    story += [text("Projekta ideja un tās apraksts ir zemāk."), space()]
    story += [text(THEMES[0], LABEL), space(), text(f"<u>{THEMES[1]}</u>")]
    document = scan.read(encoded(picture(flowing(story))), LIMITS)
    spans = [span for paragraph in paragraphs(document.blocks) for span in paragraph.spans if span.marks]
    assert [(span.text, *span.marks) for span in spans] == [(THEMES[0], Mark.BOLD), (THEMES[1], Mark.UNDERLINE)]


def test_lines_whose_letters_stand_on_their_underlines_are_read() -> None:
    """Two of three are underlined; the one that is not is no choice by having lost the others."""
    themes = ["Studentu pieredzes uzlabošana", "Sadarbība starp augstskolām", "Stratēģiski mērķi"]
    story = [part for theme in themes for part in (text(theme), space(16))]
    page = picture(flowing([*story, *[text("Projekta ideja un tās apraksts ir zemāk.")] * 4]))
    draw = ImageDraw.Draw(page)
    for left, baseline, right in _baselines(page)[:2]:
        draw.rectangle((left, baseline + 1, right, baseline + 3), fill="black")
    document = scan.read(encoded(page), LIMITS)
    spans = [span for paragraph in paragraphs(document.blocks) for span in paragraph.spans]
    assert [Mark.UNDERLINE in span.marks for span in spans][:3] == [True, True, False]
    assert all(distance(span.text.strip(), theme) < 2 for span, theme in zip(spans, themes, strict=False))


def _baselines(page: Image.Image) -> list[tuple[int, int, int]]:
    """Where each line of text begins, stands and ends."""
    ink = (np.asarray(page.convert("L")) < 128).astype(int)
    edges = np.nonzero(np.diff(ink.max(axis=1), prepend=0, append=0))[0].reshape(-1, 2)
    found = []
    for top, bottom in edges[edges[:, 1] - edges[:, 0] > 12]:
        densest = np.diff(ink[top:bottom].sum(axis=1)).argmin()  # below the baseline only few letters reach
        along = np.nonzero(ink[top:bottom].max(axis=0))[0]
        found.append((int(along.min()), int(top + densest), int(along.max())))
    return found


def test_an_underline_that_lies_on_its_cell_s_edge_is_told_from_it() -> None:
    """The last line of a cell, underlined: both look like one rule that is thicker along the text."""
    ink = np.zeros((200, 900), np.uint8)
    ink[100:104, 20:880] = 255
    ink[96:100, 300:700] = 255
    level = sorted((rule.area.left, rule.area.right) for rule in find_rules(ink, 20.0) if rule.level)
    assert [(round(left, -1), round(right, -1)) for left, right in level] == [(20, 880), (300, 700)]


def test_a_rule_of_one_thickness_is_one() -> None:
    ink = np.zeros((200, 900), np.uint8)
    ink[100:104, 20:880] = 255
    ink[96:100, 300:330] = 255
    assert len([rule for rule in find_rules(ink, 20.0) if rule.level]) == 1


def test_a_dotted_rule_has_no_underline_on_it() -> None:
    ink = np.zeros((200, 900), np.uint8)
    for left in range(20, 880, 16):
        ink[100:103, left : left + 10] = 255
    assert len([rule for rule in find_rules(ink, 20.0) if rule.level]) <= 1


def test_bold_is_told_from_plain_however_little_they_differ() -> None:
    """At 150 dpi a bold letter is hardly broader than a plain one; labels and one theme are bold, the rest is not."""
    story = [text("Tematiskā joma", LABEL), space(), text(THEMES[0]), text(THEMES[1], LABEL), text(THEMES[2]), space()]
    story += [text("Studenti atzīst, ka atsauksmes saņem tikai pēc eksāmena, kad mainīt vairs neko nevar.")] * 3
    document = scan.read(encoded(picture(flowing(story), width=1240).filter(ImageFilter.GaussianBlur(0.8))), LIMITS)
    bold = [s.text.strip() for p in paragraphs(document.blocks) for s in p.spans if Mark.BOLD in s.marks]
    assert bold == ["Tematiskā joma", THEMES[1]]


def test_a_box_crossed_beyond_its_edges_is_ticked() -> None:
    """A pen does not stay inside of the box; the boxes above and below tell where it is."""
    page = picture(flowing([part for theme in THEMES for part in (text(theme), space(16))]))
    draw = ImageDraw.Draw(page)
    tops = [230 + round(n * 29 * 1654 / 595) for n in range(3)]
    for top in tops:
        draw.rectangle((160, top, 188, top + 28), outline=(0, 0, 0), width=3)
    draw.line((150, tops[1] - 8, 197, tops[1] + 38), fill=(30, 30, 90), width=6)
    draw.line((198, tops[1] - 10, 152, tops[1] + 36), fill=(30, 30, 90), width=6)
    text_read = scan.read(encoded(page), LIMITS).text
    assert (text_read.count("☒"), text_read.count("☐")) == (1, 2)


def test_a_table_in_a_cell_is_read_once() -> None:
    """The words of an inner table belong to it, and are none of the outer cell's."""
    inner = table([["Vārds", "Amats"], ["Žanete Ļaudama", "docente"]], [120, 90])
    whole_cell = [text("Latvijas Universitāte"), space(), inner, space()]
    outer = Grid([[text("Universitāte"), whole_cell]], colWidths=[110, 300])
    outer.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    document = scan.read(encoded(picture(flowing([outer]))), LIMITS)
    assert document.text.count("Ļaudama") == 1
    [whole] = [block for block in document.blocks if isinstance(block, Table)]
    assert [block for block in whole.rows[0][1].blocks if isinstance(block, Table)]


def test_the_edge_of_a_scanned_sheet_is_no_table() -> None:
    """Thin dark lines along the sheet's edges enclose the page, not a cell."""
    page = picture(flowing([text("Rīgas Tehniskā universitāte"), space(), text("Dekāns Igors Krastiņš")]))
    draw = ImageDraw.Draw(page)
    draw.rectangle((12, 9, page.width - 14, page.height - 12), outline=(40, 40, 40), width=2)
    draw.line((26, 0, 26, page.height), fill=(40, 40, 40), width=2)
    assert lines(scan.read(encoded(page), LIMITS)) == ["Rīgas Tehniskā universitāte", "Dekāns Igors Krastiņš"]


def test_a_name_beneath_a_blue_pen_is_read_as_if_nobody_had_signed() -> None:
    """What is black under blue ink is print; blue print stays."""
    story = [text("Rīgas Tehniskā universitāte deleģē docenti Žaneti Ļaudamu dalībai programmā.")] * 8
    story += [text('<font color="#1f4fbf"><u>zanete.laudama@rtu.lv</u></font>'), space(40)]
    page = picture(flowing([*story, text("Tālivaldis Kreicbergs")]))
    foot = ImageOps.invert(page.convert("L")).getbbox()
    assert foot is not None
    ink = [(0, 0), *((18 * i, round(26 * math.sin(i * 1.9))) for i in range(1, 18))]
    layer = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(layer)
    draw.line([(190 + x, foot[3] - 18 + y) for x, y in ink], fill=(30, 60, 140), width=10, joint="curve")
    document = scan.read(encoded(ImageChops.multiply(page, layer)), LIMITS)
    assert lines(document)[-1] == "Tālivaldis Kreicbergs"
    assert "zanete.laudama@rtu.lv" in document.text
    assert document.ink


def stamped(page: Image.Image, x: int, y: int) -> Image.Image:
    """A page with two rings and letters between them, around a place."""
    layer = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(layer)
    for radius in (100, 150):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(20, 20, 20), width=4)
    for number, letter in enumerate("TEHNOLOĢIJU UNIVERSITĀTE "):
        tile = Image.new("RGB", page.size, "white")
        ImageDraw.Draw(tile).text((x, y - 122), letter, fill=(20, 20, 20), font_size=40, anchor="mm")
        layer = ImageChops.multiply(layer, tile.rotate(-360 / 25 * number, center=(x, y), fillcolor="white"))
    return ImageChops.multiply(page, layer)


@pytest.mark.parametrize("pen", [False, True])
def test_a_signature_over_a_stamp_is_one_and_a_stamps_words_are_none(pen: bool) -> None:
    page = picture(flowing([text("Rīgas Tehniskā universitāte deleģē docenti Žaneti Ļaudamu dalībai programmā.")] * 8))
    page = stamped(page, 500, 900)
    if pen:
        points = [(330 + 11 * i, 830 + round(45 * math.sin(i * 1.7) * math.cos(i / 12))) for i in range(32)]
        ImageDraw.Draw(page).line(points, fill=(20, 20, 20), width=8, joint="curve")
    assert scan.read(encoded(page), LIMITS).ink is pen


def test_a_blue_pen_is_seen_through_the_words_that_it_crosses() -> None:
    """Where words were read surely no strokes are looked for, but for those of another colour than print."""
    page = picture(flowing([text("Rīgas Tehniskā universitāte deleģē docenti Žaneti Ļaudamu dalībai programmā.")] * 20))
    points = [(330 + 11 * i, 700 + round(45 * math.sin(i * 1.7) * math.cos(i / 12))) for i in range(32)]
    ImageDraw.Draw(page).line(points, fill=(40, 40, 150), width=6, joint="curve")
    signed = as_raster(np.asarray(page)[:, :, ::-1])
    everywhere = [Area(0, 0, page.width, page.height)]
    [found] = drawings(signed, grey(signed), letter_height(inked(signed)), everywhere)
    assert (round(found.left, -1), round(found.right, -1)) == (330, 670)
    assert drawings(grey(signed), grey(signed), letter_height(inked(signed)), everywhere) == []


@pytest.mark.parametrize("x", [350, 450, 500, 550, 600, 650])
def test_printed_words_beneath_a_stamps_letters_are_no_signature(x: int) -> None:
    page = picture(flowing([text("Rīgas Tehniskā universitāte deleģē docenti Žaneti Ļaudamu dalībai programmā.")] * 12))
    foot = ImageOps.invert(page.convert("L")).getbbox()
    assert foot is not None
    stamp = np.asarray(stamped(page, x, foot[3] + 110).convert("L"))
    assert drawings(stamp, stamp, letter_height(inked(stamp))) == []


def test_an_underline_right_above_the_edge_of_its_cell_is_one() -> None:
    rows = [["Tematiskā joma", f"{THEMES[0]}<br/><u>{THEMES[1]}</u>"], ["Partneri", "Latvijas Universitāte"]]
    grid = Grid([[text(label), text(value)] for label, value in rows], colWidths=[120, 300])
    grid.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]))
    document = scan.read(encoded(picture(flowing([grid]))), LIMITS)
    spans = [span for paragraph in paragraphs(document.blocks) for span in paragraph.spans if span.marks]
    assert [span.marks for span in spans] == [{Mark.UNDERLINE}]
    assert spans[0].text.endswith("sadarbībā")
