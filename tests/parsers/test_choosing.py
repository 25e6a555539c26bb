"""Which document counts where there are several, and pages that came as a picture each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers import choosing
from parsers.attachments import File
from parsers.document import Document, Origin, Paragraph, Place, Span
from parsers.filetypes import FileType
from parsers.opening import Opened
from parsers.rules import ReadingRules

FIRST_PAGE = (
    "Pieteikuma anketa",
    "Universitāte: Latvijas Universitāte",
    "Projekta nosaukums: Bibliotēka naktī",
    "Tematiskā joma: ☒ Studentu pieredzes sistemātiski uzlabojumi",
    "Projekta komanda: Anna Ozola, Jānis Kalns, Līga Riekstiņa",
    "Kontaktpersona: Anna Ozola, anna.ozola@lu.lv, 29000111",
    "Projekta ideja: Bibliotēka, kas ir atvērta visu nakti.",
)
SECOND_PAGE = (
    "Problēma, kuru projekts risina: Vakaros studentiem nav kur mācīties.",
    "Vēlamie rezultāti: Divas lasītavas ir atvērtas visu nakti.",
    "Galvenās aktivitātes un rīki: Dežūras, durvju kartes.",
    "Aptuvenās izmaksas (EUR): 12 000",
    "Potenciālie partneri: nav",
    "Atbilstība universitātes stratēģijai: Studiju vide ir stratēģijas mērķis.",
)
LETTER = (
    "Latvijas Universitāte",
    "Rīgā, 2023. gada 12. aprīlī",
    "Par institūcijas deleģējumu",
    "Latvijas Universitāte deleģē dalībai Izglītības inovāciju programmā projekta „Bibliotēka naktī” komandu: "
    "Annu Ozolu, Jāni Kalnu un Līgu Riekstiņu.",
)


def photo(name: str, lines: Sequence[str], *, ink: bool = False) -> Opened:
    paragraphs = tuple(Paragraph((Span(line),), Place(page=1)) for line in lines)
    document = Document(paragraphs, Origin.OCR, pages=1, ink=ink)
    return Opened(File(name, name.encode(), FileType.IMAGE), document)


def test_form_photographed_page_by_page_is_one_form(rules: ReadingRules) -> None:
    opened = [photo("IMG_1.jpg", FIRST_PAGE), photo("IMG_2.jpg", SECOND_PAGE)]
    (form,) = choosing.forms_among(opened, rules)
    assert form.numbers == (0, 1)
    assert form.form.title == "Bibliotēka naktī"
    assert form.form.costs_eur == 12000
    assert {place.page for place in form.form.evidence["results"]} == {2}


def test_letter_photographed_beside_the_form_stays_a_letter(rules: ReadingRules) -> None:
    opened = [photo("1.jpg", FIRST_PAGE), photo("2.jpg", SECOND_PAGE), photo("3.jpg", LETTER, ink=True)]
    (form,) = choosing.forms_among(opened, rules)
    (letter,) = choosing.letters_among(opened, rules, form=None, forms=[form])
    assert form.numbers == (0, 1)
    assert letter.numbers == (2,)


def test_letter_whose_signature_is_on_the_next_photo_is_signed_by_hand(rules: ReadingRules) -> None:
    signed = ("Prorektore Ilze Vanaga", "Kontaktiem: Anna Ozola, tālrunis 29000111, Latvijas Universitāte")
    opened = [photo("1.jpg", LETTER), photo("2.jpg", signed, ink=True)]
    (letter,) = choosing.letters_among(opened, rules, form=None, forms=())
    assert letter.numbers == (0, 1)
    assert letter.letter.signed == "handwritten"


def test_photo_of_something_else_is_no_page(rules: ReadingRules) -> None:
    other = ("Kafejnīcas ēdienkarte šodien", "Zupa ar maizi un krējumu", "Kotletes ar kartupeļiem")
    opened = [photo("1.jpg", (*FIRST_PAGE, *SECOND_PAGE)), photo("2.jpg", other)]
    (form,) = choosing.forms_among(opened, rules)
    assert form.numbers == (0,)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Anketa.docx", "Anketa_v2.docx"),
        ("Anketa v9.docx", "Anketa v10.docx"),
        ("Anketa_v3.docx", "Anketa_GALA.docx"),
        ("Anketa_melnraksts.docx", "Anketa.docx"),
        ("Application (draft 2).docx", "Application_final.docx"),
        ("Anketa.docx", "Anketa_precizēta.docx"),
    ],
)
def test_version_is_told_by_the_name(earlier: str, later: str) -> None:
    assert choosing.version(earlier) < choosing.version(later)
