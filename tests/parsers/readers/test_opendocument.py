"""OpenDocument texts: everything that stands on the page is read, once, and nothing that does not."""

from __future__ import annotations

import pytest

from parsers.document import Document, Paragraph, Table
from parsers.errors import EncryptedDocument, UnreadableDocument, UnsupportedDocument
from parsers.limits import Limits
from parsers.readers import opendocument
from tests.parsers.readers.looks import marked, shown
from tests.parsers.readers.odf_files import NAMESPACES, cell, odt, p, row, style, table
from tests.parsers.readers.word_files import package


def read(
    body: str, *, automatic: str = "", styles: str = "", pages: str = "", limits: Limits | None = None
) -> Document:
    return opendocument.read(odt(body, automatic=automatic, styles=styles, pages=pages), limits or Limits())


def paragraph(body: str, *, automatic: str = "", styles: str = "") -> Paragraph:
    (block,) = read(body, automatic=automatic, styles=styles).blocks
    assert isinstance(block, Paragraph)
    return block


class TestText:
    def test_spaces_tabs_and_breaks(self) -> None:
        body = p("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d")
        assert paragraph(body).text == "a b c\nd"

    @pytest.mark.parametrize(
        "gone",
        [
            '<text:note text:note-class="footnote"><text:note-body>' + p("piezīme") + "</text:note-body></text:note>",
            "<office:annotation>" + p("komentārs") + "</office:annotation>",
            '<text:span text:style-name="H">slēpts</text:span>',
            '<text:hidden-text text:is-hidden="true">slēpts</text:hidden-text>',
            "<text:page-number>3</text:page-number>",
            '<text:placeholder text:placeholder-type="text">&lt;Ievadiet&gt;</text:placeholder>',
            '<text:change text:change-id="c1"/>',
        ],
    )
    def test_what_is_not_shown_is_out(self, gone: str) -> None:
        hidden = style("H", 'text:display="none"')
        assert paragraph(p(f"jaunais{gone}"), automatic=hidden).text == "jaunais"

    def test_deletions_are_out_and_insertions_count(self) -> None:
        changes = (
            '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
            + p("vecais")
            + "</text:deletion></text:changed-region></text:tracked-changes>"
        )
        body = p('<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>jauns<text:change-end/>')
        assert shown(read(changes + body).blocks) == ["jauns"]

    def test_hidden_sections_and_contents_are_out(self) -> None:
        body = (
            f'<text:section text:display="none">{p("slēpts")}</text:section><text:section>{p("redzams")}</text:section>'
            f"<text:table-of-content><text:index-body>{p('Ideja 1')}</text:index-body></text:table-of-content>"
        )
        assert shown(read(body).blocks) == ["redzams"]

    def test_frames_and_shapes_follow_their_paragraph(self) -> None:
        body = p(
            f"Vēstule<draw:frame><draw:text-box>{p('Reģ. Nr. 12')}</draw:text-box></draw:frame>"
            f"<draw:custom-shape>{p('Rīga')}</draw:custom-shape>"
        )
        assert shown(read(body).blocks) == ["Vēstule", "Reģ. Nr. 12", "Rīga"]

    def test_text_in_a_symbol_font_is_what_it_shows(self) -> None:
        wingdings = style("W", 'style:font-name="Wingdings"')
        assert paragraph(p('<text:span text:style-name="W">\uf0fe</text:span> A'), automatic=wingdings).text == "☒ A"


class TestMarks:
    @pytest.mark.parametrize(
        ("properties", "marks"),
        [
            ('fo:font-weight="bold"', {"bold"}),
            ('fo:font-weight="700"', {"bold"}),
            ('fo:font-weight="normal"', set()),
            ('fo:font-style="italic"', {"italic"}),
            ('style:text-underline-style="solid"', {"underline"}),
            ('style:text-underline-style="none"', set()),
            ('fo:background-color="#ffff00"', {"highlight"}),
            ('fo:background-color="transparent"', set()),
            ('style:text-line-through-style="solid"', {"strike"}),
        ],
    )
    def test_of_a_span(self, properties: str, marks: set[str]) -> None:
        found = paragraph(
            p('Joma: <text:span text:style-name="T1">Sadarbība</text:span>'), automatic=style("T1", properties)
        )
        assert marked(found.spans)[-1][1] == marks

    def test_of_a_style_and_the_style_it_is_based_on(self) -> None:
        styles = style("Base", 'fo:font-weight="bold"', family="paragraph")
        automatic = style("P1", "", family="paragraph", more='style:parent-style-name="Base"')
        normal = style("T1", 'fo:font-weight="normal"')
        found = paragraph(
            p('trekns <text:span text:style-name="T1">nav</text:span>', "P1"),
            automatic=automatic + normal,
            styles=styles,
        )
        assert marked(found.spans) == [("trekns ", {"bold"}), ("nav", set())]

    def test_links_are_not_underlined(self) -> None:
        link = style("L", 'style:text-underline-style="solid"')
        found = paragraph(p('<text:a text:style-name="L">anna@lu.lv</text:a>'), automatic=link)
        assert marked(found.spans) == [("anna@lu.lv", set())]


class TestHeadingsAndLists:
    BODY = p("Parasts teksts, kura dokumentā ir visvairāk un pēc kura pārējo mēra.")

    @pytest.mark.parametrize(
        "heading",
        [
            '<text:h text:outline-level="1">Ideja</text:h>',
            p("Ideja", "Heading_20_2"),
            p("Ideja", "Mans"),
            p('<text:span text:style-name="B">Ideja</text:span>:'),
            p('<text:span text:style-name="L">Ideja</text:span>'),
        ],
        ids=["element", "style", "based on a title", "bold", "larger"],
    )
    def test_headings(self, heading: str) -> None:
        automatic = style("B", 'fo:font-weight="bold"') + style("L", 'fo:font-size="16pt"')
        automatic += style("Mans", "", family="paragraph", more='style:parent-style-name="Title"')
        styles = style("Heading_20_2", "", family="paragraph") + style("Title", "", family="paragraph")
        first = read(heading + self.BODY, automatic=automatic, styles=styles).blocks[0]
        assert isinstance(first, Paragraph) and first.heading

    def test_list_items(self) -> None:
        body = (
            f"<text:list><text:list-item>{p('viens')}{p('viena turpinājums')}</text:list-item>"
            f"<text:list-item>{p('divi')}<text:list><text:list-item>{p('divi a')}</text:list-item></text:list>"
            "</text:list-item></text:list>"
        )
        found = [(b.text, b.list_item) for b in read(body).blocks if isinstance(b, Paragraph)]
        assert found == [("viens", True), ("viena turpinājums", False), ("divi", True), ("divi a", True)]

    def test_items_have_the_number_that_the_page_shows(self) -> None:
        levels = (
            '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
            '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"/>'
        )
        automatic = (
            f'<text:list-style style:name="L1">{levels}</text:list-style><text:list-style style:name="L2">'
            '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
        )

        def items(*inside: str) -> str:
            return "".join(f"<text:list-item>{i}</text:list-item>" for i in inside)

        def listed(*inside: str, more: str = 'text:style-name="L1"') -> str:
            return f"<text:list {more}>{items(*inside)}</text:list>"

        body = (
            listed(p("x"), p("x") + listed(p("x"), p("x"), more=""), p("x"))
            + listed(p("x"), more='text:style-name="L1" text:continue-numbering="true"')
            + listed(p("x"))
            + '<text:list text:style-name="L1"><text:list-item text:start-value="5">'
            + p("x")
            + "</text:list-item></text:list>"
            + listed(p("x"), more='text:style-name="L2"')
        )
        numbers = [b.number for b in read(body, automatic=automatic).blocks if isinstance(b, Paragraph)]
        assert numbers == ["1.", "2.", "2.a)", "2.b)", "3.", "4.", "1.", "5.", ""]


class TestTables:
    def test_merged_cells_stand_once_with_their_spans(self) -> None:
        body = table(
            row(cell("A", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>", "B"),
            row(cell("C", 'table:number-rows-spanned="2"'), "D", "E"),
            row("<table:covered-table-cell/>", "F", "G"),
        )
        (found,) = read(body).blocks
        assert isinstance(found, Table)
        assert shown([found]) == [[[("A", 1, 2), "B"], [("C", 2, 1), "D", "E"], ["F", "G"]]]
        assert [[c.column for c in r] for r in found.rows] == [[0, 2], [0, 1, 2], [1, 2]]

    def test_rows_stand_in_groups_and_some_are_hidden(self) -> None:
        body = table(
            f"<table:table-header-rows>{row('Nr.')}</table:table-header-rows>",
            f"<table:table-rows>{row('1.')}</table:table-rows>",
            row("2.", attributes='table:visibility="collapse"'),
        )
        assert shown(read(body).blocks) == [[["Nr."], ["1."]]]

    def test_repeated_cells_and_rows_are_counted_out(self) -> None:
        body = table(row(cell("x", 'table:number-columns-repeated="2"'), attributes='table:number-rows-repeated="3"'))
        assert shown(read(body).blocks) == [[["x", "x"]] * 3]

    def test_a_million_repetitions_are_not(self) -> None:
        many = cell("x", 'table:number-columns-repeated="1000000"')
        document = read(
            table(row(many, attributes='table:number-rows-repeated="1000000"')), limits=Limits(table_rows=50)
        )
        (found,) = document.blocks
        assert isinstance(found, Table)
        assert len(found.rows) == 50
        assert "table rows" in document.partial

    def test_a_table_in_a_cell_is_a_block_of_it(self) -> None:
        assert shown(read(table(row("A", cell(p("B:") + table(row("C", "D")))))).blocks) == [
            [["A", ["B:", [["C", "D"]]]]]
        ]

    def test_rows_held_apart_by_tabs_are_a_table(self) -> None:
        rows = (("Nr.", "Vārds", "E-pasts"), ("1.", "Anna Ozola", "anna@lu.lv"))
        body = "".join(p("<text:tab/>".join(cells)) for cells in rows)
        assert shown(read(body).blocks) == [[list(cells) for cells in rows]]


class TestControls:
    @pytest.mark.parametrize(
        ("control", "text", "filled"),
        [
            ('<form:text xml:id="c" form:current-value="Tilts" form:value="x"/>', "Tilts", True),
            (f'<form:textarea xml:id="c">{p("Tilts")}{p("Ceļš")}</form:textarea>', "Tilts\nCeļš", True),
            ('<form:checkbox xml:id="c" form:current-state="checked" form:label="Sadarbība"/>', "☒ Sadarbība", True),
            ('<form:checkbox xml:id="c" form:label="Sadarbība"/>', "☐ Sadarbība", True),
            ('<form:radio form:id="c" form:current-selected="true" form:label="LU"/>', "☒ LU", True),
            (
                '<form:listbox xml:id="c"><form:option form:label="LU"/><form:option form:label="RTU" '
                'form:current-selected="true"/></form:listbox>',
                "RTU",
                True,
            ),
            ('<form:combobox xml:id="c" form:current-value="RSU"/>', "RSU", True),
        ],
    )
    def test_form_controls_are_shown_where_they_stand(self, control: str, text: str, filled: bool) -> None:
        forms = f"<office:forms><form:form>{control}</form:form></office:forms>"
        found = paragraph(forms + p('Atbilde: <draw:control draw:control="c"/>'))
        assert found.text == f"Atbilde: {text}"
        assert ("filled" in marked(found.spans)[1][1]) == filled

    @pytest.mark.parametrize(
        ("control", "text"),
        [
            ("<loext:content-control>Tilts</loext:content-control>", "Tilts"),
            ('<loext:content-control loext:showing-place-holder="true">Ievadiet</loext:content-control>', ""),
            ('<loext:content-control loext:checkbox="true" loext:checked="true">☒</loext:content-control>', "☒"),
            ('<loext:content-control loext:checkbox="true" loext:checked="false">☐</loext:content-control>', "☐"),
            ('<field:fieldmark field:type="x.FORMCHECKBOX"/>', "☐"),
            (
                '<field:fieldmark field:type="x.FORMCHECKBOX"><field:param field:name="Checkbox_Checked" '
                'field:value="true"/></field:fieldmark>',
                "☒",
            ),
            ('<field:fieldmark-start field:type="x.FORMTEXT"/>Tilts<field:fieldmark-end/>', "Tilts"),
            (
                '<text:drop-down><text:label text:value="LU"/><text:label text:value="RTU" text:current-selected="true"/>'
                "RTU</text:drop-down>",
                "RTU",
            ),
            ("<text:text-input>Tilts</text:text-input>", "Tilts"),
        ],
    )
    def test_controls_in_the_text_are_marked_as_filled(self, control: str, text: str) -> None:
        found = paragraph(p(f"Atbilde: {control} (1)"))
        filled = [span for span, marks in marked(found.spans) if "filled" in marks]
        assert "".join(filled) == text
        assert found.text == " ".join(f"Atbilde: {text} (1)".split())


class TestLetterhead:
    PAGES = (
        f'<style:master-page style:name="Standard"><style:header>{p("2. lapa")}</style:header></style:master-page>'
        f'<style:master-page style:name="First"><style:header>{p("LATVIJAS UNIVERSITĀTE")}</style:header>'
        f"<style:footer>{p('www.lu.lv')}</style:footer></style:master-page>"
    )

    def test_the_margins_of_the_first_page_are_kept_apart_from_the_text(self) -> None:
        automatic = style("P1", "", family="paragraph", more='style:master-page-name="First"')
        document = read(p("Deleģējam", "P1"), automatic=automatic, pages=self.PAGES)
        assert shown(document.letterhead) == ["LATVIJAS UNIVERSITĀTE", "www.lu.lv"]
        assert document.text == "Deleģējam"

    def test_a_document_has_the_standard_page_unless_it_says_otherwise(self) -> None:
        assert shown(read(p("Deleģējam"), pages=self.PAGES).letterhead) == ["2. lapa"]

    def test_a_page_may_have_a_first_header_of_its_own(self) -> None:
        pages = (
            f'<style:master-page style:name="Standard"><style:header>{p("2. lapa")}</style:header>'
            f"<style:header-first>{p('RTU')}</style:header-first></style:master-page>"
        )
        assert shown(read(p("Deleģējam"), pages=pages).letterhead) == ["RTU"]


class TestFiles:
    def test_an_encrypted_text_needs_a_password(self) -> None:
        manifest = (
            '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
        )
        with pytest.raises(EncryptedDocument, match="password"):
            opendocument.read(odt("", manifest=manifest), Limits())

    def test_spreadsheets_are_no_documents_of_text(self) -> None:
        body = "<office:body><office:spreadsheet/></office:body>"
        content = f"<office:document-content {NAMESPACES}>{body}</office:document-content>"
        with pytest.raises(UnsupportedDocument):
            opendocument.read(package({"content.xml": content}), Limits())

    @pytest.mark.parametrize(
        "content", [b"", odt(p("A"))[:-300], package({"content.xml": "<cut"}), package({"a": "b"})]
    )
    def test_damaged_files_are_unreadable(self, content: bytes) -> None:
        with pytest.raises(UnreadableDocument, match="damaged"):
            opendocument.read(content, Limits())

    def test_text_beyond_the_limit_is_left_out_and_said_to_be(self) -> None:
        document = read(p("viens") + p("x" * 100), limits=Limits(text_length=50))
        assert document.text == "viens"
        assert "text after" in document.partial
