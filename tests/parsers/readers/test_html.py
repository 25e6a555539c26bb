"""HTML: what a browser would show is read, nothing is fetched, and no markup is too much."""

from __future__ import annotations

import time

import pytest

from parsers.document import Document, Paragraph, Table
from parsers.limits import Limits
from parsers.readers import html
from tests.parsers.readers.looks import marked, shown


def read(markup: str) -> Document:
    return html.from_html(markup, Limits())


def paragraph(markup: str) -> Paragraph:
    (block,) = read(markup).blocks
    assert isinstance(block, Paragraph)
    return block


class TestText:
    def test_blocks_are_paragraphs_and_white_space_is_none(self) -> None:
        name = "<span>Rīgas</span> <b>Tehniskā</b>\n universitāte"
        markup = f"<div>Universitāte:\n   {name}<p>Ideja<br>otrā&nbsp;rinda</p>beigas</div>"
        assert shown(read(markup).blocks) == [
            "Universitāte: Rīgas Tehniskā universitāte",
            "Ideja\notrā rinda",
            "beigas",
        ]

    @pytest.mark.parametrize(
        "gone",
        [
            "<script>alert(1)</script>",
            "<style>p {color: red}</style>",
            "<!-- komentārs -->",
            '<span style="display: none">slēpts</span>',
            '<span style="VISIBILITY:hidden">slēpts</span>',
            "<span hidden>slēpts</span>",
            "<del>vecs</del>",
            "<template>x</template>",
            '<img src="http://example.org/x.png" alt="logo">',
            "<input type=hidden value=x>",
            "<input type=submit value=Iesniegt>",
            "<button>Iesniegt</button>",
            '<span style="mso-element:footnote">piezīme</span>',
            "<![if !supportLists]>",
        ],
    )
    def test_what_is_not_shown_is_out(self, gone: str) -> None:
        assert shown(read(f"<p>jauns {gone}</p>").blocks) == ["jauns"]

    def test_preformatted_text_keeps_its_lines(self) -> None:
        assert paragraph("<pre>viens\ndivi</pre>").text == "viens\ndivi"

    @pytest.mark.parametrize(
        ("markup", "marks"),
        [
            ("<b>x</b>", {"bold"}),
            ('<span style="font-weight: 700">x</span>', {"bold"}),
            ('<b><span style="font-weight:normal">x</span></b>', set()),
            ("<em>x</em>", {"italic"}),
            ('<span style="text-decoration: underline">x</span>', {"underline"}),
            ("<s>x</s>", {"strike"}),
            ('<span style="background-color: yellow">x</span>', {"highlight"}),
            ('<span style="background: #ffffff">x</span>', set()),
            ("<mark>x</mark>", {"highlight"}),
        ],
    )
    def test_marks(self, markup: str, marks: set[str]) -> None:
        assert marked(paragraph(f"<p>garāks teksts {markup}</p>").spans)[-1][1] == marks

    @pytest.mark.parametrize(
        "content",
        [
            '<meta charset="windows-1257"><p>Šķērsiela</p>'.encode("cp1257"),
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-13"><p>Šķērsiela</p>'.encode(
                "iso8859-13"
            ),
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><p>Šķērsiela</p></html>'.encode(),
            "<p>Šķērsiela</p>".encode("utf-16"),
            '<meta charset="utf-8"><p>Šķērsiela</p>'.encode("cp1257"),
        ],
    )
    def test_the_character_set_is_found(self, content: bytes) -> None:
        assert html.read(content, Limits()).text == "Šķērsiela"


class TestHeadingsAndLists:
    def test_headings(self) -> None:
        markup = (
            "<h2>Ideja</h2><p>Apraksts, kura ir daudz vairāk.</p><p><b>Problēma:</b></p><p>Garš un plašs teksts.</p>"
        )
        assert [b.heading for b in read(markup).blocks if isinstance(b, Paragraph)] == [True, False, True, False]

    def test_items_have_the_number_that_the_page_shows(self) -> None:
        markup = "<ol start=3><li>viens<li>divi<ul><li>iekšā</ul></ol><ol type=A><li>trīs<li value=5>pieci</ol>"
        found = [(b.text, b.number, b.list_item) for b in read(markup).blocks if isinstance(b, Paragraph)]
        assert found == [
            ("viens", "3.", True), ("divi", "4.", True), ("iekšā", "", True), ("trīs", "A.", True), ("pieci", "E.", True),
        ]  # fmt: skip

    def test_markers_that_word_prints_are_no_text(self) -> None:
        markup = "<p style='mso-list:l0'><span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp;</span></span>viens</p>"
        bullet, numbered = paragraph(markup.format("·")), paragraph(markup.format("1."))
        assert (bullet.text, bullet.list_item, bullet.number) == ("viens", True, "")
        assert (numbered.text, numbered.list_item, numbered.number) == ("viens", True, "1.")


class TestTables:
    def test_merged_cells_stand_once_with_their_spans(self) -> None:
        markup = (
            "<table><thead><tr><th colspan=2>A</th><th>B</th></tr></thead>"
            "<tbody><tr><td rowspan=2>C</td><td>D</td><td>E</td></tr><tr><td>F</td><td>G</td></tr></tbody></table>"
        )
        (table,) = read(markup).blocks
        assert isinstance(table, Table)
        assert shown([table]) == [[[("A", 1, 2), "B"], [("C", 2, 1), "D", "E"], ["F", "G"]]]
        assert [[c.column for c in row] for row in table.rows] == [[0, 2], [0, 1, 2], [1, 2]]

    def test_tables_in_cells_and_frames_of_one_cell(self) -> None:
        inner = "<table><tr><td>A</td><td>B<table><tr><td>C<td>D</table></td></tr></table>"
        markup = f"<table><tr><td>Anketa{inner}</td></tr></table>"
        assert shown(read(markup).blocks) == ["Anketa", [["A", ["B", [["C", "D"]]]]]]

    def test_hidden_rows_are_out(self) -> None:
        assert shown(read("<table><tr><td>A<td>B<tr hidden><td>x<td>y</table>").blocks) == [[["A", "B"]]]


class TestForms:
    @pytest.mark.parametrize(
        ("control", "text"),
        [
            ("<input type=checkbox checked>", "☒"),
            ("<input type=radio>", "☐"),
            ("<input value='Tilts'>", "Tilts"),
            ("<input type=email value='anna@lu.lv'>", "anna@lu.lv"),
            ("<textarea>viens\ndivi</textarea>", "viens\ndivi"),
            ("<select><option>LU<option selected>RTU</select>", "RTU"),
            ("<select><option>LU<option>RTU</select>", "LU"),
            ("<select><option>Izvēlieties universitāti<option>RTU</select>", ""),
            ("<select><option value=''>LU vai RTU<option>RTU</select>", ""),
            ("<input>", ""),
        ],
    )
    def test_controls_show_what_was_entered(self, control: str, text: str) -> None:
        found = paragraph(f"<p>Atbilde: {control}</p>")
        assert "".join(span for span, marks in marked(found.spans) if "filled" in marks) == text
        assert found.text == f"Atbilde: {text}".strip()


class TestAbuse:
    @pytest.mark.parametrize(
        "markup",
        [
            "<div>" * 10_000 + "dziļi",
            "<b>" * 10_000 + "dziļi",
            "<ul><li>" * 5_000 + "dziļi",
            "<table><tr><td>" * 3_000 + "dziļi",
            "<table><tr><td>a<td>" * 300 + "dziļi",
            "<ol>" + "<li>x" * 20_000 + "</ol>dziļi",
            "<p " + "a=b " * 100_000 + ">dziļi",
            "<" * 100_000 + "p>dziļi",
            "<table>" + "<tr><td rowspan=99999 colspan=99999>x" * 300 + "</table>dziļi",
        ],
        ids=["div", "b", "lists", "tables", "tables beside text", "items", "attributes", "brackets", "spans"],
    )
    def test_any_markup_is_read_in_seconds(self, markup: str) -> None:
        started = time.process_time()
        assert "dziļi" in read(markup).text
        assert time.process_time() - started < 10

    def test_markup_beyond_the_limit_is_left_out_and_said_to_be(self) -> None:
        document = read("<p>viens</p>" + "<i></i>" * 60_000)
        assert document.text == "viens"
        assert "markup after" in document.partial

    @pytest.mark.parametrize(
        "markup", ["", "<", "teksts", "<html>", "\x00", "http://example.org/", "<p>a</p></div></table>"]
    )
    def test_what_is_no_page_is_text(self, markup: str) -> None:
        assert isinstance(html.to_text(markup), str)


def test_the_text_of_a_page() -> None:
    assert html.to_text("<p>Labdien!</p><table><tr><td>Ideja<td>Tilts</table>") == "Labdien!\nIdeja\nTilts"
