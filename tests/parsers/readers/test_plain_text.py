"""Plain text: lines are paragraphs, and what is clearly a table is one."""

from __future__ import annotations

import time

import pytest

from parsers.document import Paragraph
from parsers.limits import Limits
from parsers.readers import plain_text
from parsers.readers.plain_text import from_text
from tests.parsers.readers.looks import marked, shown

TEAM = [["Nr.", "Vārds", "E-pasts"], ["1.", "Anna Ozola", "anna@rtu.lv"], ["2.", "Jānis Bērziņš", "janis@rtu.lv"]]


def paragraphs(text: str) -> list[Paragraph]:
    return [block for block in from_text(text).blocks if isinstance(block, Paragraph)]


def test_lines_are_paragraphs_and_empty_ones_are_left_out() -> None:
    document = from_text("Universitāte: RTU\r\n\r\nProjekta nosaukums:\n  Tilts  \n")
    assert shown(document.blocks) == ["Universitāte: RTU", "Projekta nosaukums:", "Tilts"]
    assert document.blocks[2].place.path == "line 4"


def test_the_character_set_of_a_file_is_found() -> None:
    assert plain_text.read("Šķērsiela, Ķekava".encode("cp775"), Limits()).text == "Šķērsiela, Ķekava"


def test_a_full_line_goes_on_in_the_next() -> None:
    text = (
        "Projekta ideja:\n"
        "Šis ir garš teksts, kas ir sadalīts vairākās rindās, jo pasta programma\n"
        "to laužas pie septiņdesmit divām zīmēm, tāpēc vajag saprast, ka teksts\n"
        "turpinās līdz pašām beigām, kur ir punkts un viss pavisam noteikti ir\n"
        "cauri.\n"
        "Vēlamie rezultāti: labi"
    )
    assert [paragraph.continues for paragraph in paragraphs(text)] == [False, False, True, True, True, False]


def test_short_lines_do_not_go_on() -> None:
    text = "Universitāte\nRīgas Tehniskā universitāte\nProjekta nosaukums\nDigitālais mentors studentiem\nIdeja"
    assert not any(paragraph.continues for paragraph in paragraphs(text))


@pytest.mark.parametrize("line", ["PIETEIKUMA ANKETA", "# Anketa", "**Anketa**", "*Anketa*", "Anketa\n======"])
def test_headings(line: str) -> None:
    (found,) = paragraphs(line)
    assert found.heading
    assert "*" not in found.text


def test_stars_around_words_make_them_bold() -> None:
    (found,) = paragraphs("*Nosaukums:* Tilts 2 * 3")
    assert marked(found.spans) == [("Nosaukums:", {"bold"}), (" Tilts 2 * 3", set())]


def test_list_items_and_tick_boxes() -> None:
    found = paragraphs("- viens\n* divi\n• trīs\n[x] Sadarbība\n[ ] Stratēģija\n-")
    assert [p.text for p in found] == ["viens", "divi", "trīs", "☒ Sadarbība", "☐ Stratēģija", "-"]
    assert [p.list_item for p in found] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    "rows",
    [
        ["\t".join(row) for row in TEAM],
        ["\t" + "\t".join(row) for row in TEAM],
        [" | ".join(row) for row in TEAM],
        ["| " + " | ".join(row) + " |" for row in TEAM],
        ["| Nr. | Vārds | E-pasts |", "|---|:---:|--|", *("| " + " | ".join(row) + " |" for row in TEAM[1:])],
        [f"{row[0]:5}{row[1]:16}{row[2]}" for row in TEAM],
    ],
    ids=["tabs", "indented by a tab", "bars", "bars around", "markdown", "aligned"],
)
def test_tables(rows: list[str]) -> None:
    text = "Projekta komanda\n" + "\n".join(rows) + "\nKontaktpersona: Anna Ozola"
    assert shown(from_text(text).blocks) == ["Projekta komanda", TEAM, "Kontaktpersona: Anna Ozola"]


def test_a_drawn_grid_keeps_the_lines_of_a_cell_together() -> None:
    grid = "+------+-------+\n| Nr.  | Vārds |\n+======+=======+\n| 1.   | Anna  |\n|      | Ozola |\n+------+-------+"
    assert shown(from_text(grid).blocks) == [[["Nr.", "Vārds"], ["1.", "Anna\nOzola"]]]


@pytest.mark.parametrize("text", ["E-pasts:\tanna@lu.lv", "Viens  divi\nTrīs  četri", "a | b", "A  B\nCCC  D\nE  F"])
def test_what_is_not_clearly_a_table_is_text(text: str) -> None:
    assert all(isinstance(block, Paragraph) for block in from_text(text).blocks)


def test_an_empty_file_has_no_blocks() -> None:
    assert from_text(" \n\t\n-----\n").blocks == ()


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, " " * 1_000_000, "\t" * 1_000_000, "*a" * 500_000, "|" * 1_000_000, "[x" * 500_000, "a\n" * 500_000,
     "+-" * 500_000, "- " * 500_000, "\u0304" * 1_000_000, "a  " * 330_000],
    ids=lambda text: repr(text[:3]),
)  # fmt: skip
def test_a_million_characters_are_read_in_seconds(text: str) -> None:
    """A real form takes a hundredth of a second; no input may take time out of proportion to its length."""
    started = time.process_time()
    from_text(text)
    assert time.process_time() - started < 12


def test_text_beyond_the_limit_is_left_out_and_said_to_be() -> None:
    document = from_text("viens\n" + "x" * 100, Limits(text_length=50))
    assert document.text == "viens"
    assert "text after the first 50 characters" in document.partial
