"""The page that shows every letter."""

from __future__ import annotations

from lxml import html as lxml_html

from bot.letter_preview import page
from bot.letters import TEMPLATES, LetterWriter
from bot.programme import Programme


def test_the_page_shows_every_letter_in_both_languages_and_needs_nothing_else(programme: Programme) -> None:
    """Each as a mail reader shows it and as text; no picture, style or script is fetched."""
    shown = lxml_html.document_fromstring(page(LetterWriter(programme)))
    assert [section.get("id") for section in shown.iter("section")] == list(TEMPLATES)
    assert len(shown.xpath("//iframe[@title]")) == len(shown.xpath("//pre")) == 2 * len(TEMPLATES)
    letters = [lxml_html.document_fromstring(source) for source in shown.xpath("//iframe/@srcdoc")]
    assert [letter.get("lang") for letter in letters] == ["lv", "en"] * len(TEMPLATES)
    pictures = [source for letter in letters for source in letter.xpath("//img/@src")]
    assert len(pictures) == 2
    assert all(source.startswith("data:image/png;base64,") for source in pictures)
    assert not shown.xpath("//link | //script | //@src")
