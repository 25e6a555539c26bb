"""A row that a page break cut is one row again, and two rows stay two."""

from __future__ import annotations

import pytest

from parsers.document import Box, Cell, Paragraph, Place, Span, Table
from parsers.readers.layout.joining import join_pages


def table(page: int, *rows: tuple[str, str]) -> Table:
    """A table of labels and answers on a page."""
    cells = [
        tuple(
            Cell(
                tuple(Paragraph((Span(text),)) for text in [text] if text),
                row=number,
                column=column,
                place=Place(page=page, box=Box(0.1 + 0.4 * column, 0.2, 0.5 + 0.4 * column, 0.3)),
            )
            for column, text in enumerate(row)
        )
        for number, row in enumerate(rows)
    ]
    return Table(tuple(cells), Place(page=page))


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        (("Izmaksas / Estimated", "900 EUR"), ("costs (EUR)", ""), ("Izmaksas / Estimated costs (EUR)", "900 EUR")),
        (("Activities", "Interviews, a pilot"), ("(up to 300 words)", "and a test."), None),
        (("Activities", "Interviews, a pilot"), ("to 300 words)", "and a test."), None),
    ],
)
def test_a_row_that_is_cut_is_whole_again(
    above: tuple[str, str], below: tuple[str, str], whole: tuple[str, str] | None
) -> None:
    (joined,) = join_pages([[table(1, ("Title", "A"), above)], [table(2, below, ("Partners", "B"))]])
    assert isinstance(joined, Table)
    texts = [tuple(" ".join(cell.text.split()) for cell in row) for row in joined.rows]
    assert texts == [
        ("Title", "A"),
        whole or tuple(" ".join(pair) for pair in zip(above, below, strict=True)),
        ("Partners", "B"),
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("Title", "A"), ("Partners", "")),
        (("Contact", "A"), ("e-mail", "")),
        (("Vārds / name", "A"), ("e-pasts / e-mail", "")),
        (("7) Costs", "A"), ("8) Partners", "B")),
        (("7) Costs", "A"), ("8) Partners (if any)", "B")),
    ],
)
def test_a_question_after_a_page_break_is_a_row_of_its_own(above: tuple[str, str], below: tuple[str, str]) -> None:
    (joined,) = join_pages([[table(1, above)], [table(2, below)]])
    assert isinstance(joined, Table)
    assert [tuple(cell.text for cell in row) for row in joined.rows] == [above, below]
