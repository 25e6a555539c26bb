"""Words that a narrow cell cut in two are whole again; words that it only wrapped stay apart."""

from __future__ import annotations

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from parsers.limits import Limits
from parsers.readers import pdf
from tests.parsers.readers.blocks import tables
from tests.parsers.readers.pdf_files import HEIGHT, REGULAR, drawn

PADDING = 5.4


def set_in(width: float, text: str) -> list[str]:
    """The lines that a word processor makes of `text`: broken at spaces, inside a word only where it is wider than a line."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and stringWidth(f"{line} {word}", REGULAR, 10) <= width:
            line = f"{line} {word}"
            continue
        lines += [line] if line else []
        line = word
        while stringWidth(line, REGULAR, 10) > width:
            fits = next(n for n in range(len(line) - 1, 0, -1) if stringWidth(line[:n], REGULAR, 10) <= width)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line]


def in_narrow_cells(rows: list[list[str]], width: float) -> bytes:
    def draw(canvas: Canvas) -> None:
        top = HEIGHT - 80
        for row in rows:
            cells = [set_in(width - 2 * PADDING, value) for value in row]
            height = 12.0 * max(len(lines) for lines in cells) + 4
            for column, lines in enumerate(cells):
                canvas.rect(60 + column * width, top - height, width, height)
                for n, line in enumerate(lines):
                    canvas.drawString(60 + column * width + PADDING, top - 10 - 12 * n, line)
            top -= height

    return drawn(draw)


ROWS = [
    ["Vārds, uzvārds", "Amats", "Struktūrvienība", "E-pasts"],
    ["Ņikita Sokolovskis", "programmētājs", "Transporta un mašīnzinību katedra", "nikita.sokolovskis@rtu.lv"],
    ["Svetlana Petrenko", "bibliotekāre", "Studiju departaments", "svetlana.petrenko@edu.rtu.lv"],
    ["Žanete Šķēle", "asociētā profesore", "Inženierzinātņu fakultāte", "zanete.skele@lu.lv"],
    ["Līga Bērziņa", "study methodologist", "Department of Computing", "jb20001@lbtu.lv"],
]


@pytest.mark.parametrize("width", range(64, 90))
def test_what_a_narrow_cell_cut_is_whole_again(width: int) -> None:
    """At any width of a column, names, positions, departments and addresses read as they were written."""
    assert tables(pdf.read(in_narrow_cells(ROWS, width), Limits())) == [ROWS]
