"""The page that shows each value beside the picture of the place where it was read."""

from __future__ import annotations

import re
from pathlib import Path

from bot.demonstration.mails import mails
from bot.programme import Programme
from tests.bot.installation import Installation


def test_every_value_of_a_pdf_stands_beside_its_marked_page_and_of_word_beside_its_place(
    tmp_path: Path, programme: Programme
) -> None:
    bot = Installation.build(tmp_path)
    bot.deliver(*list(mails(programme))[:2])
    bot.run("poll")
    page = tmp_path / "evidence.html"
    bot.run("show", "IIP-2023-0002", "--evidence", "--to", str(page))
    of_pdf = page.read_text("utf-8")
    assert "48 500 EUR" in of_pdf
    assert len(re.findall(r"data:image/png;base64,", of_pdf)) == 2  # the form's page and the letter's, once each
    assert len(re.findall(r"<mark ", of_pdf)) >= 13
    assert "RTU anketa.pdf, page 1" in of_pdf
    bot.run("show", "IIP-2023-0001", "--evidence", "--to", str(page))
    of_word = page.read_text("utf-8")
    assert re.search(r"Anketa\.docx, table \d+, row \d+, cell \d+", of_word)
    assert "Systematic improvements of the student experience" in of_word
    assert "student_experience" not in of_word
