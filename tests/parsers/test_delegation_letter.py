"""What is a delegation letter and what only speaks of one; dates, signatures and spellings of single letters."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest

from parsers.content import Signed
from parsers.delegation_letter import extract, identify
from parsers.document import Document, Origin, Paragraph, Span
from parsers.rules import ReadingRules
from parsers.signatures import Signature, SignatureFormat
from tests.parsers.letters import document

FORM = """
PIETEIKUMA ANKETA
Izglītības inovāciju programma
Universitāte
Latvijas Universitāte
Projekta nosaukums
Kā deleģēt darbus
Tematiskā joma
☒ Studentu pieredzes sistemātiski uzlabojumi
Projekta komanda
Anna Ozola, docente
Jānis Bērziņš, lektors
Kontaktpersona (komandas pārstāvis)
Anna Ozola
Projekta ideja
Studentu pašpārvalde deleģē pārstāvjus darba grupās, kas piedalās programmu pilnveidē.
Problēma, kuru projekts risina
Nav skaidrs, kas ko dara. Fakultāte nozīmē atbildīgos par dalību komandās.
Vēlamie rezultāti
Katra fakultāte deleģē divus pārstāvjus programmas padomē.
Potenciālie partneri
nav
Atbilstība universitātes stratēģijai
Universitāte izvirza mērķi
"""
LETTER = """
INSTITŪCIJAS DELEĢĒJUMS
2023. gada 3. aprīlī Nr. 4-5/6
Latvijas Universitāte deleģē Annu Ozolu, Jāni Bērziņu un Kārli Lāci dalībai Izglītības inovāciju programmā ar projektu „Viens logs”.
Rektors Ēvalds Zemgalis
"""
OTHERS = {
    "a partner's promise to send somebody": """
SIA „Digitālie risinājumi”
Rīgā, 05.04.2023. Nr. 12
Latvijas Universitātei
Par atbalstu projektam
SIA „Digitālie risinājumi” apliecina, ka atbalsta Latvijas Universitātes projektu „Viens logs studentam”, kas iesniegts Izglītības inovāciju programmā, un ir gatava deleģēt savu speciālistu Jāni Kalniņu darbam projektā.
Valdes loceklis Andris Zariņš
""",
    "a letter of support": """
SIA Alfa
Atbalsta vēstule
Ar šo apliecinām gatavību sadarboties ar Rīgas Tehniskās universitātes komandu projektā „Kods” Izglītības inovāciju programmas ietvaros.
Valdes priekšsēdētājs Pēteris Liepa
""",
    "a CV": """
CURRICULUM VITAE
Anna Ozola
Latvijas Universitāte, docente
2019 deleģēta dalībai Eiropas konferencē
Izglītības inovāciju programma 2021: dalībniece
""",
    "a newsletter": """
RTU ziņas
Marta jaunumi
Rīgas Tehniskās universitātes komandas aicinātas pieteikties Izglītības inovāciju programmai līdz 20. aprīlim. Pieteikumam jāpievieno institūcijas deleģējums. Universitātes var deleģēt vienu vai vairākas komandas.
Sazinies: Anna Ozola, tālr. 29123456
""",
    "the call itself": """
Izglītības inovāciju programma
Pieteikumi iesniedzami līdz 20.04.2023. Jāiesniedz: 1) pieteikuma anketa; 2) institūcijas deleģējums.
Katra augstskola deleģē komandu 3-6 cilvēku sastāvā.
Kontaktpersona: Anna Ozola
""",
    "minutes that put the decision off": """
Fakultātes domes sēdes protokols Nr. 5
2023. gada 3. aprīlī
Sēdi vada: dekāns Uģis Alksnis
Piedalās: Anna Ozola, Jānis Bērziņš, Kārlis Lācis
Darba kārtība: 1. Par dalību Izglītības inovāciju programmā
Nolēma: Uzklausīt informāciju par programmu. Lēmumu par komandas deleģēšanu pieņemt nākamajā sēdē.
Protokolēja: Ilze Kalna
""",
    "a cover letter": """
Labdien! Sūtām Latvijas Universitātes institūcijas deleģējumu dalībai Izglītības inovāciju programmā.
Ar cieņu,
Anna Ozola, LU Studiju departamenta speciāliste
""",
    "an English newsletter": """
Riga Technical University Newsletter
The Education Innovation Programme invites universities to nominate teams. Universities may delegate up to two teams.
Editor: Anna Ozola
""",
    "an English letter of support": """
Letter of support
Acme Ltd supports the project "Code" of the University of Latvia in the Education Innovation Programme and is ready to nominate an expert.
John Smith, CEO
""",
    "an English cover letter": """
Dear Sir or Madam,
Please find attached our application and the delegation letter of Riga Technical University for the Education Innovation Programme.
Anna Ozola, project manager
""",
    "an application form": FORM,
    "an agreement": """
SADARBĪBAS LĪGUMS Nr. 12
Latvijas Universitāte, tās rektora Induļa Kalna personā, kas rīkojas uz Satversmes pamata, un SIA Alfa vienojas par projekta „X” īstenošanu. Puses nozīmē kontaktpersonas: Anna Ozola un Jānis Bērziņš.
""",
}
LETTERS = {
    "minutes that delegate": """
Latvijas Universitātes Ķīmijas fakultātes domes sēdes protokola izraksts
2023. gada 3. aprīlī Nr. 5
Nolēma: Deleģēt dalībai Izglītības inovāciju programmā ar projektu „Viens logs” docenti Annu Ozolu, lektoru Jāni Bērziņu un profesoru Kārli Lāci.
Domes priekšsēdētājs Uģis Alksnis
""",
    "a bare list under a heading": """
Rīgas Stradiņa universitāte
DELEĢĒJUMS
Projekts: „Viens logs”
Komanda:
Anna Ozola
Jānis Bērziņš
Kārlis Lācis
Rektors Ēvalds Zemgalis
""",
    "a task entrusted": """
Vidzemes Augstskola
2023. gada 3. aprīlī Nr. 2.4.-8/50
Ar šo Vidzemes Augstskola uztic pārstāvēt institūciju Izglītības inovāciju programmā ar projektu „Viens logs” šādiem darbiniekiem: Annai Ozolai, Jānim Bērziņam un Kārlim Lācim.
Studiju prorektore Austra Zeltkalne
""",
    "two lines": """
LU deleģē Annu Ozolu, Jāni Bērziņu un Kārli Lāci dalībai programmā ar projektu „Viens logs”.
Dekāns V. Ozolnieks
""",
    "a form with a letter after it": FORM + LETTER,
    "a letter with a form after it": LETTER + FORM,
    "a delegation that is given": """
LATVIJAS UNIVERSITĀTE
2023. gada 5. aprīlī Nr. 70-3/15
Latvijas Universitātes pārstāvjiem docentei Annai Ozolai, lektoram Jānim Bērziņam un profesoram Kārlim Lācim tiek dots deleģējums piedalīties Izglītības inovāciju programmā ar projektu „Viens logs”.
Dekāna vietniece Guna Pakalne
""",
    "a letter that OCR misread": """
RTGAS TEHNISKA UNIVERSITATE
2023. gada 6. aprilī Nr. 12100-2/34
Rīgas Bizncsa skolai
Par dele gēšanu
Rīgas Tehniska universitāte deleé Annu Ozolu, Jāni Bērziņu un Kārli Laci dalībai Izglitibas inovāciju programma ar projektu ,Viens logs".
. a | 4
Instituta direktore’ w | / Gunta Stalidzane
""",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_what_only_speaks_of_delegating_is_no_letter(rules: ReadingRules, text: str) -> None:
    assert not identify(document(text), rules.vocabulary)


@pytest.mark.parametrize("text", LETTERS.values(), ids=LETTERS.keys())
def test_a_letter_in_an_unusual_shape(rules: ReadingRules, text: str) -> None:
    origin = Origin.OCR if "deleé" in text else Origin.TEXT
    letter = extract(
        document(text, origin=origin), rules.vocabulary, team=("Anna Ozola", "Jānis Bērziņš", "Kārlis Lācis")
    )
    assert identify(document(text, origin=origin), rules.vocabulary)
    assert letter.delegates == ("Anna Ozola", "Jānis Bērziņš", "Kārlis Lācis")
    assert letter.project_title == "Viens logs"


@pytest.mark.parametrize("text", [FORM + LETTER, LETTER + FORM])
def test_a_letter_beside_a_form_is_read_without_it(rules: ReadingRules, text: str) -> None:
    letter = extract(document(text), rules.vocabulary)
    assert (letter.date, letter.number) == (dt.date(2023, 4, 3), "4-5/6")
    assert (letter.signatory, letter.signatory_position) == ("Ēvalds Zemgalis", "Rektors")


def test_the_form_decides_the_spelling_but_adds_nobody(rules: ReadingRules) -> None:
    text = LETTER.replace("Annu Ozolu", "Paulu Akmeni")
    team = ("Paula Akmene", "Jānis Bērziņš", "Kārlis Lācis", "Zane Dzērve")
    letter = extract(document(text), rules.vocabulary, team=team)
    assert letter.delegates == ("Paula Akmene", "Jānis Bērziņš", "Kārlis Lācis")
    assert letter.delegates_as_written == ("Paulu Akmeni", "Jāni Bērziņu", "Kārli Lāci")


def test_somebody_else_than_the_form_has_is_reported_as_the_letter_has_it(rules: ReadingRules) -> None:
    letter = extract(document(LETTER), rules.vocabulary, team=("Anda Ozola", "Jānis Bērziņš", "Kārlis Lācis"))
    assert letter.delegates[0] == "Anna Ozola"


def signature(signed_at: dt.datetime | None) -> Signature:
    return Signature(SignatureFormat.XADES, "Ēvalds Zemgalis", signed_at, intact=True)


STAMPED = "Dokumenta datums ir tā laika zīmoga datums. Parakstīts ar drošu elektronisko parakstu."


def test_a_letter_dated_by_its_time_stamp_has_the_day_it_was_signed_in_riga(rules: ReadingRules) -> None:
    text = LETTER.replace("2023. gada 3. aprīlī ", "") + STAMPED
    late_evening = dt.datetime(2023, 4, 12, 21, 30, tzinfo=dt.UTC)
    letter = extract(document(text), rules.vocabulary, signatures=[signature(late_evening)])
    assert letter.date == dt.date(2023, 4, 13)
    assert letter.signed is Signed.ELECTRONIC


def test_its_own_date_goes_before_the_signature_s(rules: ReadingRules) -> None:
    signed_later = signature(dt.datetime(2023, 4, 12, tzinfo=dt.UTC))
    assert extract(document(LETTER + STAMPED), rules.vocabulary, signatures=[signed_later]).date == dt.date(2023, 4, 3)


def test_a_letter_without_any_date_has_none(rules: ReadingRules) -> None:
    text = LETTER.replace("2023. gada 3. aprīlī ", "")
    assert (
        extract(document(text), rules.vocabulary, signatures=[signature(dt.datetime(2023, 4, 1, tzinfo=dt.UTC))]).date
        is None
    )


def test_how_a_letter_is_signed(rules: ReadingRules) -> None:
    def signed(written: Document) -> Signed:
        return extract(written, rules.vocabulary).signed

    plain, scan = document(LETTER), document(LETTER, origin=Origin.OCR)
    assert signed(plain) is Signed.NONE
    assert signed(document(LETTER + STAMPED)) is Signed.STATED
    assert signed(scan) is Signed.NONE
    assert signed(Document(scan.blocks, origin=Origin.OCR, ink=True)) is Signed.HANDWRITTEN
    assert signed(Document(plain.blocks, signatures=(signature(None),))) is Signed.ELECTRONIC


def test_a_letter_says_where_its_values_stand(rules: ReadingRules) -> None:
    letter = extract(document(LETTER), rules.vocabulary)
    assert {field: [place.path for place in places] for field, places in letter.evidence.items()} == {
        "institution": ["paragraph 2"],
        "date": ["paragraph 1"],
        "number": ["paragraph 1"],
        "project_title": ["paragraph 2"],
        "delegates": ["paragraph 2"] * 3,
        "signatory": ["paragraph 3"],
        "signatory_position": ["paragraph 3"],
    }


def scanned(*changes: tuple[str, str]) -> Document:
    text = LETTER
    for old, new in changes:
        text = text.replace(old, new)
    return document(text, origin=Origin.OCR)


def test_a_number_whose_mark_a_scan_lost_is_found_beside_the_date(rules: ReadingRules) -> None:
    letter = extract(scanned(("2023. gada 3. aprīlī Nr. 4-5/6", "03.04:2023.\n01000-2.2-e/101")), rules.vocabulary)
    assert (letter.date, letter.number) == (dt.date(2023, 4, 3), "01000-2.2-e/101")


@pytest.mark.parametrize("misread", ["„Viens logs'", "„Viens logs*", ",Viens logs”", "*Viens logs”", ",,Viens logs''"])
def test_a_title_between_misread_marks(rules: ReadingRules, misread: str) -> None:
    assert extract(scanned(("„Viens logs”", misread)), rules.vocabulary).project_title == "Viens logs"


@pytest.mark.parametrize(
    ("misread", "on_form", "title"),
    [
        ("„Viens logs", "Viens logs studentam", "Viens logs studentam"),
        ("„Vien5 logs studentam”", "Viens logs studentam", "Viens logs studentam"),
        ("„Viens logs 2”", "Viens logs 1", "Viens logs 2"),
        ("„Viens logs”", "Cits projekts", "Viens logs"),
        ("„Viens logs", "Cits projekts", None),
    ],
)
def test_a_title_that_a_scan_cut_or_misread_is_the_form_s(
    rules: ReadingRules, misread: str, on_form: str, title: str | None
) -> None:
    letter = scanned((" projektu „Viens logs”.", f" projektu {misread}"))
    assert extract(letter, rules.vocabulary, form_title=on_form).project_title == title


def test_an_institution_that_lost_its_beginning_is_that_of_the_letterhead(rules: ReadingRules) -> None:
    head = ("INSTITŪCIJAS DELEĢĒJUMS", "RĪGAS TEHNISKĀ UNIVERSITĀTE\nINSTITŪCIJAS DELEĢĒJUMS")
    letter = scanned(head, ("Latvijas Universitāte", "Tehniskā universitāte"))
    assert extract(letter, rules.vocabulary).institution == "RTU"
    typed = replace(letter, origin=Origin.TEXT)
    assert extract(typed, rules.vocabulary).institution is None


def test_a_mark_that_a_pen_left_before_a_position_is_none_of_it(rules: ReadingRules) -> None:
    letter = extract(scanned(("Rektors Ēvalds Zemgalis", "„ Dekāns\nĒvalds Zemgalis")), rules.vocabulary)
    assert (letter.signatory, letter.signatory_position) == ("Ēvalds Zemgalis", "Dekāns")


def test_a_title_without_its_end_is_no_delegate(rules: ReadingRules) -> None:
    letter = extract(scanned(("„Viens logs”.", '"Laura Liepa')), rules.vocabulary)
    assert "Laura Liepa" not in letter.delegates


def test_a_known_given_name_is_put_right_in_a_scan(rules: ReadingRules) -> None:
    assert extract(scanned(("Ēvalds", "Evalds")), rules.vocabulary).signatory == "Ēvalds Zemgalis"


def test_a_position_stands_where_the_name_cannot_be_read(rules: ReadingRules) -> None:
    letter = extract(scanned(("Rektors Ēvalds Zemgalis", "Studiju prorektore")), rules.vocabulary)
    assert (letter.signatory, letter.signatory_position) == (None, "Studiju prorektore")


def test_whoever_signed_electronically_is_the_signatory_of_a_letter_without_a_name(rules: ReadingRules) -> None:
    unnamed = document(LETTER.replace("Rektors Ēvalds Zemgalis", ""))
    letter = extract(unnamed, rules.vocabulary, signatures=[signature(dt.datetime(2023, 4, 3, tzinfo=dt.UTC))])
    assert letter.signatory == "Ēvalds Zemgalis"


def test_an_empty_document_is_no_letter_and_says_nothing(rules: ReadingRules) -> None:
    assert not identify(Document(()), rules.vocabulary)
    assert extract(Document(()), rules.vocabulary).delegates == ()


@pytest.mark.parametrize(
    "unit",
    ["a", "<", '"', "„", "Nr. ", "deleģē ", "A-", "Ā", "1/", "Anna Ozola ", "Anna Ozola deleģē dalībai programmā\n"],
)
def test_a_flood_is_read_in_bounded_time(rules: ReadingRules, unit: str) -> None:
    flood = document(LETTER + unit * (100_000 // len(unit)))
    started = time.process_time()
    identify(flood, rules.vocabulary)
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "title",
    [
        "Uzņēmumu izaicinājumi pirmkursniekiem",
        "Iespējas visiem",
        "Kas nepieciešams studentam",
        "Gatavi darbam",
        "Lūdzu, runā latviski!",
        "Plāno pats",
        "Invite a Researcher",
    ],
)
def test_words_of_a_title_do_not_turn_the_statement(rules: ReadingRules, title: str) -> None:
    lines = (
        "RĪGAS TEHNISKĀ UNIVERSITĀTE",
        "Rīgā, 30.03.2023. Nr. 01-2/88",
        "Rīgas Biznesa skolai",
        f"Rīgas Tehniskā universitāte dalībai Izglītības inovāciju programmā ar projektu „{title}” deleģē šādu komandu:",
        "1. Haralds Vējkalns, profesors",
        "2. Anete Sudmale, projektu vadītāja",
        "Mācību prorektors Leonards Ozolnieks",
    )
    letter = Document(tuple(Paragraph((Span(line),)) for line in lines))
    assert identify(letter, rules.vocabulary)
    assert extract(letter, rules.vocabulary).delegates == ("Haralds Vējkalns", "Anete Sudmale")
