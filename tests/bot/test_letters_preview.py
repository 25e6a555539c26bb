"""The page that shows every letter."""

from __future__ import annotations

from pathlib import Path

from lxml import html as lxml_html

from bot.letters.preview import page
from bot.letters.writer import TEMPLATES, LetterWriter
from bot.programme import Programme
from tests.bot.installation import Installation


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


def test_the_command_writes_the_page_with_the_organisers_own_words(tmp_path: Path) -> None:
    """From the folder that the configuration names."""
    installation = Installation.build(tmp_path)
    (tmp_path / "letters" / "lv").mkdir(parents=True)
    template = tmp_path / "letters" / "lv" / "ack_complete.txt"
    template.write_text("Subject: Viss kārtībā{{ tag }}\n\nSveiki!\n", "utf-8")
    with installation.config.open("a", encoding="utf-8") as config:
        config.write(f'[letters]\nfolder = "{tmp_path}/letters"\n')
    page_file = tmp_path / "letters.html"
    installation.run("letters", "preview", str(page_file))
    assert "lv: Viss kārtībā [IIP-2023-0007]" in page_file.read_text("utf-8")


def test_a_mistake_in_the_organisers_words_stops_the_bot_at_start(tmp_path: Path) -> None:
    """With the file's name and the exit code of a wrong configuration; nothing is sent with a gap in it."""
    installation = Installation.build(tmp_path)
    (tmp_path / "letters" / "lv").mkdir(parents=True)
    (tmp_path / "letters" / "lv" / "ack_late.txt").write_text("Subject: {{ nosaukums }}\n", "utf-8")
    with installation.config.open("a", encoding="utf-8") as config:
        config.write(f'[letters]\nfolder = "{tmp_path}/letters"\n')
    for command in ("poll", "check"):
        done = installation.run(command, check=False)
        assert done.returncode == 2
        assert "lv/ack_late.txt asks for something that there is not: nosaukums" in done.stdout + done.stderr
