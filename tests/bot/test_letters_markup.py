"""The markup of the templates: what its blocks become, and that nothing put into it becomes one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html

from bot.letters.markup import WIDTH, parse, quotation, shield, to_html, to_text
from parsers.text import one_line

# Signs of the markup and of HTML, line ends of all kinds, marks that cannot be seen, and letters to stand between them.
ROUGH = st.text(st.sampled_from("#->|!*[](){}^\\<>&\"' \t\r\n\x00\u2028\u202e\ue000\ue00cāx1."), max_size=60)


@pytest.mark.parametrize(
    ("source", "text", "html"),
    [
        ("# Ko saņēmām", "Ko saņēmām\n==========\n", "<h2>Ko saņēmām</h2>"),
        ("## Anketa ^anketa", "Anketa\n------\n", '<h3 id="anketa">Anketa</h3>'),
        ("viens\ndivi", "viens divi\n", "<p>viens divi</p>"),
        ("viens\\\ndivi", "viens\ndivi\n", "<p>viens<br>\ndivi</p>"),
        ("- viens\n- divi", "- viens\n- divi\n", "<ul>\n<li>viens</li>\n<li>divi</li>\n</ul>"),
        (
            "| Projekts ^p | Kompass",
            "Projekts: Kompass\n",
            '<table>\n<tr id="p"><th scope="row">Projekts</th><td>Kompass</td></tr>\n</table>',
        ),
        (
            "| Jauni | [2](#new)\n| Citi | 0",
            "Jauni: 2\nCiti: 0\n",
            '<table class="counts">\n<tr><th scope="row">Jauni</th><td><a href="#new">2</a></td></tr>\n'
            '<tr><th scope="row">Citi</th><td>0</td></tr>\n</table>',
        ),
        ("! Atbildiet **šodien**.", "Atbildiet šodien.\n", '<p class="act">Atbildiet <strong>šodien</strong>.</p>'),
        ("> a\n> b", "> a\n> b\n", "<blockquote>a<br>\nb</blockquote>"),
        ("!(chart) Līkne", "[Līkne]\n", '<p><img src="cid:chart@letter" alt="Līkne"></p>'),
        (
            "[lapa](https://rbs.lv)",
            "lapa (https://rbs.lv)\n",
            '<p><a href="https://rbs.lv">lapa</a></p>',
        ),
        ("# A\n- b", "A\n=\n\n- b\n", "<h2>A</h2>\n<ul>\n<li>b</li>\n</ul>"),
        ("a < b & c", "a < b & c\n", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_a_block_has_two_looks(source: str, text: str, html: str) -> None:
    """One in text, one in HTML, from one source."""
    assert to_text(parse(source)) == text
    assert to_html(parse(source)) == html


def test_long_items_hang_below_their_first_word() -> None:
    """Lines break at 72 columns; what continues an item stands under it."""
    lines = to_text(parse("- " + "vārds " * 30)).rstrip("\n").split("\n")
    assert max(map(len, lines)) <= WIDTH
    assert lines[0].startswith("- vārds")
    assert all(line.startswith("  vārds") for line in lines[1:])


@given(ROUGH)
@example("# x")
@example("a\n\n# b")
@example("**b** [c](http://evil.example) ^id")
@example("\\")
def test_what_is_shielded_forms_no_block_and_no_link(value: str) -> None:
    """Wherever in a letter it is put: first in a line, in a row, in a heading, in bold, at the end."""
    words = shield(value)
    source = (
        f"{words} x\n\n- {words}\n\n| {words} | {words}\n\n# {words}\n\n! **{words}.** {words}\\\n{words}\n\n> {words}"
    )
    kinds = [block.kind for block in parse(f"A\n\n{source}")]
    assert kinds == ["paragraph", "paragraph", "list", "facts", "h2", "act", "quote"]
    page = lxml_html.document_fromstring(f"<body>{to_html(parse(source))}</body>")
    assert not page.xpath("//a | //img | //script | //*[@id]")
    assert {str(element.tag) for element in page.iter()} <= {
        "html", "body", "p", "ul", "li", "table", "tr", "th", "td", "h2", "strong", "blockquote", "br",
    }  # fmt: skip


@given(ROUGH)
def test_what_is_shielded_comes_out_as_it_went_in(value: str) -> None:
    """On one line, without marks that cannot be seen, and with no private-use character of ours left."""
    told = one_line("".join(c for c in value if not "\ue000" <= c <= "\uf8ff"))
    assert " ".join(to_text(parse(f"A{shield(value)}Z")).split()) == " ".join(f"A{told}Z".split())


@given(st.lists(ROUGH, max_size=8).map("\n".join))
def test_a_quotation_stays_a_quotation(value: str) -> None:
    """Every line of it, empty ones too."""
    blocks = parse(f"Jautājums\n\n{quotation(value)}\n\nBeigas")
    assert [block.kind for block in blocks] == ["paragraph", "quote", "paragraph"]
    assert all(line.startswith(">") for line in to_text(blocks[1:2]).rstrip("\n").split("\n"))


def test_a_question_of_any_length_is_quoted_up_to_a_limit() -> None:
    """A megabyte of one letter takes no minute and makes no megabyte."""
    text = to_text(parse(quotation("x" * 1_000_000)))
    assert len(text) < 25_000
    assert text.rstrip().endswith("[…]")
