"""Word files: everything that stands on the page is read, once, and nothing that does not."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import pytest

from parsers.document import Document, Mark, Paragraph
from parsers.errors import EncryptedDocument, UnreadableDocument, UnsupportedDocument
from parsers.limits import Limits
from parsers.readers import word
from parsers.readers.numbering import letters, roman
from tests.parsers.readers.looks import marked, shown
from tests.parsers.readers.word_files import docx, field, p, package, r, sdt, tbl, tc, tr


def read(
    body: str, limits: Limits | None = None, *, styles: str = "", margins: Mapping[str, str] | None = None
) -> Document:
    return word.read(docx(body, styles=styles, margins=margins), limits or Limits())


def paragraph(body: str, *, styles: str = "") -> Paragraph:
    (block,) = read(body, styles=styles).blocks
    assert isinstance(block, Paragraph)
    return block


class TestContentControls:
    def test_text_in_controls_is_read_at_every_level(self) -> None:
        """A control may hold runs, paragraphs, a cell or a row."""
        body = (
            p("Universitāte: ", sdt(r("LU")))
            + sdt(p("Projekta ideja"))
            + tbl(tr("Nosaukums", sdt(tc("Tilts"))), sdt(tr("Joma", "Sadarbība")))
        )
        assert shown(read(body).blocks) == [
            "Universitāte: LU",
            "Projekta ideja",
            [["Nosaukums", "Tilts"], ["Joma", "Sadarbība"]],
        ]

    def test_what_was_entered_is_marked(self) -> None:
        found = paragraph(p("Universitāte: ", sdt(r("LU"))))
        assert marked(found.spans) == [("Universitāte: ", set()), ("LU", {"filled"})]

    @pytest.mark.parametrize(
        "control",
        [
            sdt(r("Noklikšķiniet šeit"), "<w:showingPlcHdr/><w:text/>"),
            sdt(
                r("Izvēlieties"),
                '<w:dropDownList><w:listItem w:displayText="Izvēlieties" w:value=""/></w:dropDownList>',
            ),
            sdt(r("Ierakstiet", '<w:rStyle w:val="PH"/>'), "<w:text/>"),
        ],
        ids=["placeholder", "nothing chosen", "placeholder style"],
    )
    def test_a_control_that_shows_its_prompt_is_empty(self, control: str) -> None:
        styles = '<w:style w:type="character" w:styleId="PH"><w:name w:val="Placeholder Text"/></w:style>'
        assert paragraph(p("Nosaukums:", control), styles=styles).text == "Nosaukums:"

    def test_a_cell_with_a_prompt_stays_as_an_empty_cell(self) -> None:
        body = tbl(tr("Nosaukums", sdt(tc("Ievadiet tekstu"), "<w:showingPlcHdr/>")))
        assert shown(read(body).blocks) == [[["Nosaukums", ""]]]

    def test_a_chosen_entry_is_read(self) -> None:
        items = ("-", ""), ("RTU", "2")
        choices = "".join(f'<w:listItem w:displayText="{text}" w:value="{value}"/>' for text, value in items)
        choices = f"<w:dropDownList>{choices}</w:dropDownList>"
        assert marked(paragraph(p(sdt(r("RTU"), choices))).spans) == [("RTU", {"filled"})]

    @pytest.mark.parametrize(
        ("state", "sign", "expected"),
        [("1", "☒", "☒"), ("0", "☐", "☐"), ("true", "◉", "☒"), ("0", "○", "☐"), ("1", "✔", "☒")],
    )
    def test_tick_boxes_show_their_state(self, state: str, sign: str, expected: str) -> None:
        box = sdt(r(sign), f'<w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>')
        assert paragraph(p(box, " Sadarbība")).text == f"{expected} Sadarbība"

    def test_a_tick_box_in_a_symbol_font_shows_its_state(self) -> None:
        sign = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        box = sdt(sign, '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>')
        assert paragraph(p(box, " Sadarbība")).text == "☒ Sadarbība"

    def test_a_control_around_the_form_marks_nothing(self) -> None:
        """Controls that hold others, or tables, only group them."""
        body = sdt(p("Nosaukums: ", sdt(r("Tilts"))))
        assert marked(paragraph(body).spans) == [("Nosaukums: ", set()), ("Tilts", {"filled"})]

    def test_a_table_of_contents_is_left_out(self) -> None:
        gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        assert shown(read(sdt(p("Ideja 1"), gallery) + p("Ideja")).blocks) == ["Ideja"]


class TestLegacyForms:
    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐"),
            ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☒"),
            ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "☒"),
            ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "☐"),
        ],
    )
    def test_tick_boxes(self, data: str, expected: str) -> None:
        assert paragraph(p(field("FORMCHECKBOX", "", data), " Sadarbība")).text == f"{expected} Sadarbība"

    def test_a_text_field_is_filled(self) -> None:
        found = paragraph(p("Nosaukums: ", field("FORMTEXT", r("Tilts"), "<w:textInput/>")))
        assert marked(found.spans) == [("Nosaukums: ", set()), ("Tilts", {"filled"})]

    def test_a_text_field_with_spaces_or_its_default_is_empty(self) -> None:
        spaces = field("FORMTEXT", r("\u2002\u2002\u2002\u2002\u2002"), "<w:textInput/>")
        default = field("FORMTEXT", r("rakstiet šeit"), '<w:textInput><w:default w:val="rakstiet šeit"/></w:textInput>')
        assert paragraph(p("A:", spaces, "B:", default)).text == "A: B:"

    def test_a_text_field_over_two_paragraphs_is_read_whole(self) -> None:
        begin, end = field("FORMTEXT", "|", "<w:textInput/>").split("|")
        body = f"<w:p>{begin}{r('Pirmā.')}</w:p><w:p>{r('Otrā.')}{end}</w:p>"
        first, second = read(body).blocks
        assert isinstance(first, Paragraph) and isinstance(second, Paragraph)
        assert marked(first.spans) + marked(second.spans) == [("Pirmā.", {"filled"}), ("Otrā.", {"filled"})]

    def test_a_drop_down_shows_its_entry(self) -> None:
        entries = '<w:listEntry w:val="LU"/><w:listEntry w:val="RTU"/>'
        chosen = field("FORMDROPDOWN", "", f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>')
        prompt = field(
            "FORMDROPDOWN", "", '<w:ddList><w:listEntry w:val="Izvēlieties"/><w:listEntry w:val="LU"/></w:ddList>'
        )
        assert paragraph(p(chosen)).text == "RTU"
        assert read(p(prompt)).blocks == ()


class TestText:
    def test_pieces_of_a_word_are_joined_and_cleaned(self) -> None:
        body = p(r("Rīgas\u00a0Tehnis"), r("ka\u0304", "<w:b/>"), r("  universi\u00adta\u0304te "))
        assert paragraph(body).text == "Rīgas Tehniskā universitāte"

    def test_an_accent_in_another_run_belongs_to_its_letter(self) -> None:
        assert paragraph(p(r("Ja"), r("\u0304nis"))).text == "Jānis"

    def test_special_characters(self) -> None:
        run = (
            "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t>"
            "<w:softHyphen/><w:t>d</w:t><w:br/><w:t>e</w:t></w:r>"
        )
        assert paragraph(p(run)).text == "a b-cd\ne"

    def test_links_are_text_and_not_underlined(self) -> None:
        link = "<w:hyperlink>" + r("anna@lu.lv", '<w:u w:val="single"/>') + "</w:hyperlink>"
        assert marked(paragraph(p(link)).spans) == [("anna@lu.lv", set())]

    def test_fields_show_their_result_and_page_numbers_do_not(self) -> None:
        shown_field = field(' HYPERLINK "mailto:a@lu.lv" ', r("a@lu.lv"))
        page = field(" PAGE ", r("3"))
        simple = f'<w:fldSimple w:instr=" NUMPAGES ">{r("9")}</w:fldSimple>'
        assert paragraph(p(shown_field, page, simple)).text == "a@lu.lv"

    @pytest.mark.parametrize(
        "gone",
        [
            '<w:del w:id="1"><w:r><w:delText>vecais</w:delText></w:r></w:del>',
            f'<w:moveFrom w:id="1">{r("vecais")}</w:moveFrom>',
            r("slēpts", "<w:vanish/>"),
            r("slēpts", '<w:rStyle w:val="Hidden"/>'),
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            '<w:r><w:commentReference w:id="2"/><w:annotationRef/></w:r>',
            f"<w:del><w:ins>{r('vecais')}</w:ins></w:del>",
        ],
    )
    def test_what_is_not_shown_is_out(self, gone: str) -> None:
        styles = '<w:style w:type="character" w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
        assert paragraph(p("jaunais", gone), styles=styles).text == "jaunais"

    def test_inserted_and_moved_text_counts(self) -> None:
        body = p(f"<w:ins>{r('viens ')}</w:ins>", f"<w:moveTo>{r('divi')}</w:moveTo>")
        assert paragraph(body).text == "viens divi"

    def test_paragraphs_whose_mark_was_deleted_are_one(self) -> None:
        body = p("Viens ", properties="<w:rPr><w:del/></w:rPr>") + p("teikums.")
        assert shown(read(body).blocks) == ["Viens teikums."]

    @pytest.mark.parametrize(
        ("sign", "expected"),
        [
            ("☑", "☒"), ("✔", "☒"), ("✓", "☒"), ("□", "☐"), ("[x]", "☒"), ("[ ]", "☐"), ("[X]", "☒"), ("(x)", "☒"), ("☒", "☒"),
        ],
    )  # fmt: skip
    def test_typed_tick_boxes(self, sign: str, expected: str) -> None:
        assert paragraph(p(f"{sign} Sadarbība")).text == f"{expected} Sadarbība"

    def test_a_tick_box_typed_over_three_runs(self) -> None:
        assert paragraph(p("[", r("x", "<w:b/>"), "] Sadarbība")).text == "☒ Sadarbība"

    def test_text_in_a_symbol_font_is_what_it_shows(self) -> None:
        wingdings = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
        body = p(r("o", wingdings), r(" A "), r("\uf0fe", wingdings), r(" B "), r("ü", wingdings), r(" C"))
        assert paragraph(body).text == "☐ A ☒ B ☒ C"

    def test_brackets_of_formulas_are_no_tick_boxes(self) -> None:
        assert paragraph(p("f(x) un a[x] ir [1] sarakstā")).text == "f(x) un a[x] ir [1] sarakstā"


class TestMarks:
    STYLES = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Strong1"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Chosen"><w:rPr><w:u w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Bold"><w:rPr><w:b/></w:rPr></w:style>'
    )

    @pytest.mark.parametrize(
        ("properties", "marks"),
        [
            ("<w:b/>", {"bold"}),
            ('<w:b w:val="0"/>', set()),
            ("<w:i/>", {"italic"}),
            ('<w:u w:val="double"/>', {"underline"}),
            ('<w:u w:val="none"/>', set()),
            ('<w:highlight w:val="yellow"/>', {"highlight"}),
            ('<w:shd w:val="clear" w:fill="FFFF00"/>', {"highlight"}),
            ('<w:shd w:val="clear" w:fill="auto"/>', set()),
            ("<w:strike/>", {"strike"}),
            ("<w:dstrike/>", {"strike"}),
            ('<w:rStyle w:val="Chosen"/><w:b/>', {"underline", "bold"}),
        ],
    )
    def test_of_a_run(self, properties: str, marks: set[str]) -> None:
        body = p("Joma: ", r("Sadarbība", properties))
        assert marked(paragraph(body, styles=self.STYLES).spans)[-1][1] == marks

    def test_of_a_paragraph_style_and_the_style_it_is_based_on(self) -> None:
        body = p("trekns ", r("nav", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="Strong1"/>')
        assert marked(paragraph(body, styles=self.STYLES).spans) == [("trekns ", {"bold"}), ("nav", set())]

    def test_bold_in_character_and_paragraph_style_cancel_each_other(self) -> None:
        body = p(r("x", '<w:rStyle w:val="Bold"/>'), properties='<w:pStyle w:val="Strong1"/>')
        assert marked(paragraph(body, styles=self.STYLES).spans) == [("x", set())]


class TestHeadingsAndLists:
    STYLES = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Parasts"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Virsraksts1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mans"><w:basedOn w:val="V2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="V2"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Nos"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sar"><w:name w:val="y"/>'
        '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    )
    BODY = p("Parasts teksts, kura dokumentā ir visvairāk un pēc kura pārējo mēra." * 2)

    @pytest.mark.parametrize(
        "heading",
        [
            p("Ideja", properties='<w:pStyle w:val="Virsraksts1"/>'),
            p("Ideja", properties='<w:pStyle w:val="Mans"/>'),
            p("Ideja", properties='<w:pStyle w:val="Nos"/>'),
            p("Ideja", properties='<w:outlineLvl w:val="0"/>'),
            p(r("Ideja", "<w:b/>"), r(": ")),
            p(r("Ideja", '<w:sz w:val="28"/>')),
        ],
        ids=["style", "based on a heading", "title", "outline level", "bold", "larger"],
    )
    def test_headings(self, heading: str) -> None:
        first = read(heading + self.BODY, styles=self.STYLES).blocks[0]
        assert isinstance(first, Paragraph) and first.heading

    @pytest.mark.parametrize(
        "text",
        [
            p(r("Ideja", "<w:b/>"), r(" ir laba")),
            p(r("Ideja" * 60, "<w:b/>")),
            p(sdt(r("Ideja", "<w:b/>"))),
            p("Ideja"),
        ],
        ids=["partly bold", "too long", "an answer", "plain"],
    )
    def test_no_headings(self, text: str) -> None:
        first = read(text + self.BODY, styles=self.STYLES).blocks[0]
        assert isinstance(first, Paragraph) and not first.heading

    def test_where_all_is_bold_nothing_stands_out(self) -> None:
        blocks = read(p(r("Universitāte", "<w:b/>")) + p(r("LU", "<w:b/>"))).blocks
        assert not any(block.heading for block in blocks if isinstance(block, Paragraph))

    @pytest.mark.parametrize(
        ("item", "text"),
        [
            (p("viens", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'), "viens"),
            (p("viens", properties='<w:pStyle w:val="Sar"/>'), "viens"),
            (p("• viens"), "viens"),
            (p("-\tviens"), "viens"),
        ],
    )
    def test_list_items_have_no_marker(self, item: str, text: str) -> None:
        found = paragraph(item, styles=self.STYLES)
        assert (found.text, found.list_item) == (text, True)

    @pytest.mark.parametrize(
        "text", [p("-"), p("viens", properties='<w:numPr><w:numId w:val="0"/></w:numPr>'), p("1. viens")]
    )
    def test_no_list_items(self, text: str) -> None:
        assert not paragraph(text).list_item


class TestNumbering:
    NUMBERING = (
        '<w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
        "</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
        "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>'
    )

    def test_items_have_the_number_that_the_page_shows(self) -> None:
        items = [("1", 0), ("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("2", 0), ("2", 0), ("3", 0), ("9", 0)]
        body = "".join(
            p("x", properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{identity}"/></w:numPr>')
            for identity, level in items
        )
        blocks = word.read(docx(body, numbering=self.NUMBERING), Limits()).blocks
        numbers = [block.number for block in blocks if isinstance(block, Paragraph)]
        assert numbers == ["1.", "2.", "2.a)", "2.b)", "3.", "3.a)", "1.", "2.", "", ""]
        assert all(block.list_item for block in blocks if isinstance(block, Paragraph))

    def test_a_numbered_heading_is_no_list_item(self) -> None:
        properties = '<w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr>'
        (found,) = word.read(docx(p("Ideja", properties=properties), numbering=self.NUMBERING), Limits()).blocks
        assert isinstance(found, Paragraph)
        assert (found.heading, found.list_item, found.number) == (True, False, "1.")

    @pytest.mark.parametrize(("count", "written"), [(1, "i"), (4, "iv"), (1994, "mcmxciv"), (0, "0"), (5000, "5000")])
    def test_roman_numbers(self, count: int, written: str) -> None:
        assert roman(count) == written

    @pytest.mark.parametrize(("count", "written"), [(1, "a"), (26, "z"), (27, "aa"), (0, "0")])
    def test_letters(self, count: int, written: str) -> None:
        assert letters(count) == written


class TestTables:
    def test_merged_cells_stand_once_with_their_spans(self) -> None:
        start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        body = tbl(
            tr(tc("A", properties='<w:gridSpan w:val="2"/>'), "B"),
            tr(tc("C", properties=start), "D", "E"),
            tr(tc("", properties=goes_on), "F", "G"),
        )
        table = read(body).blocks[0]
        assert shown([table]) == [[[("A", 1, 2), "B"], [("C", 2, 1), "D", "E"], ["F", "G"]]]
        assert [[c.column for c in row] for row in table.rows] == [[0, 2], [0, 1, 2], [1, 2]]  # type: ignore[union-attr]  # a table

    def test_a_table_in_a_cell_is_a_block_of_it(self) -> None:
        body = tbl(tr("Komanda", tc(p("Sastāvs:"), tbl(tr("Anna", "docente")), p(""))))
        assert shown(read(body).blocks) == [[["Komanda", ["Sastāvs:", [["Anna", "docente"]]]]]]

    def test_deleted_and_hidden_rows_and_cells_are_out(self) -> None:
        body = tbl(
            tr("A", tc("x", properties="<w:cellDel/>"), "B"),
            tr("C", properties="<w:del/>"),
            tr("D", properties="<w:hidden/>"),
            tr("E", properties="<w:ins/>"),
        )
        assert shown(read(body).blocks) == [[["A", "B"], ["E"]]]

    def test_places_can_be_followed(self) -> None:
        body = p("Viens") + p("") + p("Divi") + tbl(tr("A"), tr("B", tc(tbl(tr("C")))))
        document = read(body)
        assert document.blocks[1].place.path == "paragraph 2"
        cell = document.blocks[2].rows[1][1]  # type: ignore[union-attr]  # a table
        assert cell.place.path == "table 1, row 2, cell 2"
        assert cell.blocks[0].place.path == "table 1, row 2, cell 2, table 1"

    def test_two_thousand_rows_are_read_in_a_second(self) -> None:
        """Asking python-docx for each cell of such a table takes over a minute."""
        body = tbl(*(tr("1.", "Anna Ozola", "docente") for _ in range(2000)))
        table = read(body).blocks[0]
        assert len(table.rows) == 2000  # type: ignore[union-attr]  # a table


class TestTabs:
    ROWS = (("Nr.", "Vārds", "E-pasts"), ("1.", "Anna Ozola", "anna@lu.lv"), ("2.", "Vita Akmene", "vita@lu.lv"))

    def tabbed(self, *cells: str, tabs: int = 1) -> str:
        return p("<w:r>" + ("<w:tab/>" * tabs).join(f"<w:t>{cell}</w:t>" for cell in cells) + "</w:r>")

    @pytest.mark.parametrize("tabs", [1, 2])
    def test_rows_held_apart_by_tabs_are_a_table(self, tabs: int) -> None:
        body = p("Komanda") + "".join(self.tabbed(*row, tabs=tabs) for row in self.ROWS) + p("Kontaktpersona")
        table = [list(row) for row in self.ROWS]
        assert shown(read(body).blocks) == ["Komanda", table, "Kontaktpersona"]

    @pytest.mark.parametrize("rows", [[("Rektors", "Indriķis Muižnieks")] * 3, [("Rīgā", "05.04.2023.", "Nr. 5")]])
    def test_other_paragraphs_with_tabs_stay_paragraphs(self, rows: list[tuple[str, ...]]) -> None:
        body = "".join(self.tabbed(*row) for row in rows)
        assert shown(read(body).blocks) == [" ".join(row) for row in rows]


class TestTextBoxes:
    DRAWING = (
        '<w:drawing><wp:inline><wp:docPr id="1" name="x"{}/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>'
        "{}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    PICTURE = "<w:pict><v:shape{}><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>"

    def test_a_box_written_for_new_and_old_programs_is_read_once(self) -> None:
        content = p("Reģ. Nr. 12")
        both = (
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{self.DRAWING.format("", content)}</mc:Choice>'
            f"<mc:Fallback>{self.PICTURE.format('', content)}</mc:Fallback></mc:AlternateContent></w:r>"
        )
        assert shown(read(p("Vēstule", both)).blocks) == ["Vēstule", "Reģ. Nr. 12"]

    def test_a_box_of_an_old_program_is_read(self) -> None:
        body = p(f"<w:r>{self.PICTURE.format('', tbl(tr('A', 'B')))}</w:r>")
        assert shown(read(body).blocks) == [[["A", "B"]]]

    def test_hidden_boxes_are_out(self) -> None:
        drawing = self.DRAWING.format(' hidden="1"', p("slēpts"))
        picture = self.PICTURE.format(' style="position:absolute;visibility: hidden"', p("slēpts"))
        assert shown(read(p(f"<w:r>{drawing}{picture}</w:r>", "A")).blocks) == ["A"]


class TestLetterhead:
    def section(self, *references: str, title_page: bool = False) -> str:
        return f"<w:sectPr>{''.join(references)}{'<w:titlePg/>' if title_page else ''}</w:sectPr>"

    def test_the_header_of_the_first_page_is_kept_apart_from_the_text(self) -> None:
        section = self.section(
            '<w:headerReference w:type="default" r:id="header1"/>',
            '<w:headerReference w:type="first" r:id="header2"/>',
            '<w:footerReference w:type="first" r:id="footer1"/>',
            title_page=True,
        )
        margins = {
            "header1": p("2. lapa"),
            "header2": p("Latvijas Universitāte") + tbl(tr("20.03.2023.", "Nr. 5-12/44")),
            "footer1": p("www.lu.lv"),
        }
        document = read(p("Deleģējam") + section, margins=margins)
        assert shown(document.letterhead) == ["Latvijas Universitāte", [["20.03.2023.", "Nr. 5-12/44"]], "www.lu.lv"]
        assert document.text == "Deleģējam"
        assert document.letterhead[0].place.path == "page header"

    def test_without_a_header_of_its_own_the_first_page_has_that_of_all(self) -> None:
        section = self.section(
            '<w:headerReference w:type="default" r:id="header1"/>', '<w:headerReference w:type="first" r:id="header2"/>'
        )
        document = read(section, margins={"header1": p("RTU"), "header2": p("nav rādīts")})
        assert shown(document.letterhead) == ["RTU"]


class TestFiles:
    def test_strict_documents_are_read_like_others(self) -> None:
        body = f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>{p("Tilts")}</w:body></w:document>'
        relationships = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
            'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/other.xml"/>'
            "</Relationships>"
        )
        content = package({"_rels/.rels": relationships, "word/other.xml": body})
        assert word.read(content, Limits()).text == "Tilts"

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", docx(p("A"))[:-200], package({"a.txt": "b"})])
    def test_damaged_files_are_unreadable(self, content: bytes) -> None:
        with pytest.raises(UnreadableDocument, match="damaged"):
            word.read(content, Limits())

    def test_workbooks_are_no_documents_of_text(self) -> None:
        with pytest.raises(UnsupportedDocument):
            word.read(package({"word/document.xml": "<workbook/>"}), Limits())

    def test_a_document_type_is_refused(self) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><document>&b;</document>'
        with pytest.raises(UnreadableDocument, match="document type"):
            word.read(package({"word/document.xml": bomb}), Limits())

    def test_bytes_are_counted_as_they_are_inflated(self) -> None:
        with pytest.raises(UnreadableDocument, match="unpacks to more"):
            word.read(docx(p("a" * 100_000)), Limits(xml_part=50_000))

    def test_rows_and_text_beyond_the_limits_are_left_out_and_said_to_be(self) -> None:
        body = tbl(*(tr("rinda") for _ in range(5))) + p("x" * 50)
        document = read(body, Limits(table_rows=3, text_length=40))
        assert shown(document.blocks) == [[["rinda"]] * 3]
        assert "table rows after the first 3" in document.partial
        assert "text after the first 40 characters" in document.partial

    def test_a_locked_member_needs_a_password(self) -> None:
        content = bytearray(docx(p("A")))
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = content.find(signature)
            while at >= 0:
                content[at + offset] |= 1
                at = content.find(signature, at + 1)
        with pytest.raises(EncryptedDocument):
            word.read(bytes(content), Limits())

    def test_deep_nesting_ends_in_a_document_or_an_error(self) -> None:
        body = p("dziļi")
        for _ in range(80):
            body = tbl(tr(tc(body)))
        with suppress(UnreadableDocument):
            assert word.read(docx(body), Limits()).text == "dziļi"


def test_every_span_of_a_filled_answer_keeps_its_mark() -> None:
    """Bold inside an answer adds to its mark, and does not replace it."""
    (first, second) = paragraph(p(sdt(r("viens ") + r("divi", "<w:b/>")))).spans
    assert Mark.FILLED in first.marks
    assert second.marks == {Mark.FILLED, Mark.BOLD}
