"""Letters as few offices write them: dates, numbers, titles, people and signatures in unusual notations."""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.content import Signed
from parsers.delegation_letter import extract, identify
from parsers.rules import ReadingRules
from tests.parsers.letters import document, table

LETTER = (
    "Latvijas Biozinātņu un tehnoloģiju universitāte\n{head}\nRīgas Biznesa skolai\n"
    "LBTU deleģē dalībai Izglītības inovāciju programmā ar projektu {title} docenti Ivetu Sproģi un lektoru Oskaru Ķirsi.\n{end}"
)


def _letter(
    head: str = "Jelgavā, 14.03.2023. Nr. 2.4.-8/41",
    title: str = "„Pagalms”",
    end: str = "Prorektors Uldis Zariņš",
) -> str:
    return LETTER.format(head=head, title=title, end=end)


def test_a_month_may_be_a_roman_number(rules: ReadingRules) -> None:
    read = extract(document(_letter(head="Jelgavā, 14.III 2023\nNr. 2.4.-8/41")), rules.vocabulary)
    assert read.date == dt.date(2023, 3, 14)


@pytest.mark.parametrize(("head", "number"), [("Reģ. Nr. 13-2/98/2023", "13-2/98/2023"), ("Reģ. Nr. 3341000218", None)])
def test_a_registered_letter_has_a_number_with_strokes_and_a_company_has_none(
    head: str, number: str | None, rules: ReadingRules
) -> None:
    assert extract(document(_letter(head=f"2023-04-03\n{head}")), rules.vocabulary).number == number


@pytest.mark.parametrize("title", ["Atvērtā laboratorija reģionos", "Arī laukos", "A Mentor for All"])
def test_a_title_without_marks_keeps_its_first_letter(title: str, rules: ReadingRules) -> None:
    text = (
        "RTU\n03.04.2023. Nr. 1-e/90\nUzticam Rihardam Dreimanim un Solvitai Zvaigznei pārstāvēt Rīgas Tehnisko universitāti "
        f"Izglītības inovāciju programmā ar projektu {title}.\nRektora p.i. Guntars Bērzkalns"
    )
    assert extract(document(text), rules.vocabulary).project_title == title


def test_what_an_institution_has_delegated_is_delegated(rules: ReadingRules) -> None:
    text = (
        "IZZIŅA\n11.04.2023. Nr. 2.4-8/60\nIzsniegta par to, ka Latvijas Universitāte ir deleģējusi projekta „Pagalms” komandu "
        "(Sanita Ozolniece, Ģirts Rubenis) dalībai Izglītības inovāciju programmā.\nProrektore Dr. agr. Ruta Galviņa"
    )
    read = extract(document(text), rules.vocabulary)
    assert identify(document(text), rules.vocabulary)
    assert (read.institution, read.delegates, read.signatory) == (
        "LU",
        ("Sanita Ozolniece", "Ģirts Rubenis"),
        "Ruta Galviņa",
    )


def test_a_list_by_surname_is_read_by_given_name(rules: ReadingRules) -> None:
    """Also where one of its given names is a rare one."""
    text = (
        "LATVIJAS UNIVERSITĀTE\n12.04.2023. Nr. 231-6/101\nDeleģējam dalībai Izglītības inovāciju programmā, projekts „Sienas”:\n"
        "Vanaga Sanita – docente\nPlūme Oskars – IT speciālists\nKrūmiņa Zvaigznīte – lektore\nProrektors Arvīds Kalniņš"
    )
    read = extract(document(text), rules.vocabulary)
    assert read.delegates == ("Sanita Vanaga", "Oskars Plūme", "Zvaigznīte Krūmiņa")


def test_an_english_letter_leaves_names_as_they_are(rules: ReadingRules) -> None:
    text = (
        "Riga Technical University\n5 April 2023\nNo. 2/44\nDELEGATION OF A TEAM\nProject title: Farm to Lecture Hall\n"
        "Programme: Education Innovation Programme\nDelegated team members: Haralds Zariņš; Juan Pérez García\n"
        "Approved by: Irina Pilvere, Rector\nDate and signature: ______"
    )
    read = extract(document(text), rules.vocabulary)
    assert read.delegates == ("Haralds Zariņš", "Juan Pérez García")
    assert (read.signatory, read.signatory_position) == ("Irina Pilvere", "Rector")


def test_any_capital_may_be_an_initial(rules: ReadingRules) -> None:
    text = (
        "RTU\n17.04.2023. Nr. 4/77\nRīgas Tehniskā universitāte deleģē projekta „Prakse” īstenošanai Izglītības inovāciju "
        "programmā K. Vilku, A. Liepu un J. Sproģi.\nZinātņu prorektors T. Juhna"
    )
    assert extract(document(text), rules.vocabulary).delegates == ("K. Vilks", "A. Liepa", "J. Sproģis")


def test_a_mark_for_the_signature_may_part_position_and_name(rules: ReadingRules) -> None:
    read = extract(document(_letter(end="Studiju prorektore\n(paraksts)\nZane Vītola")), rules.vocabulary)
    assert (read.signatory, read.signatory_position, read.signed) == ("Zane Vītola", "Studiju prorektore", Signed.NONE)


def test_a_power_of_attorney_delegates_nobody(rules: ReadingRules) -> None:
    text = (
        "PILNVARA\nRīgā, 03.04.2023.\nLatvijas Universitāte pilnvaro Annu Liepu saņemt korespondenci un parakstīt preču "
        "pavadzīmes Latvijas Universitātes vārdā.\nDirektore Dace Kalna"
    )
    assert not identify(document(text), rules.vocabulary)


def test_minutes_that_entrust_somebody_with_the_letter_are_none(rules: ReadingRules) -> None:
    text = (
        "Latvijas Universitātes Datorikas fakultāte\nDOMES SĒDES PROTOKOLS Nr. 4\n2023. gada 15. martā\n"
        "Nolēma: atbalstīt komandas dalību Izglītības inovāciju programmā; uzdot dekānam sagatavot deleģējumu.\n"
        "Sēdes vadītājs Ivars Kalns"
    )
    assert not identify(document(text), rules.vocabulary)


def test_a_professor_may_sign_as_rector(rules: ReadingRules) -> None:
    """A title before the name is no position where one stands behind it; and a digital signature is one, too."""
    read = extract(document(_letter(end="Digitally signed\nProf. Gundars Bērziņš, Rector")), rules.vocabulary)
    assert (read.signatory, read.signatory_position, read.signed) == ("Gundars Bērziņš", "Rector", Signed.STATED)


@pytest.mark.parametrize(
    ("signed", "position"),
    [
        ("Rektora vietā – studiju prorektore Dr. oec. Inta Saulgrieze", "studiju prorektore"),
        ("Rektora vietā –\nstudiju prorektore\nprof. Dr. oec. Inta Saulgrieze", "studiju prorektore"),
        ("Fakultātes dekāna vārdā prodekāne Inta Saulgrieze", "prodekāne"),
        ("Inta Saulgrieze, Vice-Rector for Studies, on behalf of the Rector", "Vice-Rector for Studies"),
    ],
)
def test_for_whom_somebody_signs_is_no_part_of_the_position(signed: str, position: str, rules: ReadingRules) -> None:
    text = (
        "LATVIJAS UNIVERSITĀTE\n12.04.2023. Nr. L9-14/207\nLatvijas Universitāte deleģē dalībai Izglītības inovāciju programmā "
        f"ar projektu „Pagalms” Sanitu Ozolnieci un Ģirtu Rubeni.\n{signed}"
    )
    letter = extract(document(text), rules.vocabulary)
    assert (letter.signatory, letter.signatory_position) == ("Inta Saulgrieze", position)


def test_a_signatory_beside_half_a_position_is_no_delegate(rules: ReadingRules) -> None:
    """So a scan leaves the line to sign on, where a stamp covers the rest of the position."""
    letter = document(
        "LATVIJAS UNIVERSITĀTE\n13.04.2023 Nr. 04-12/61",
        "Latvijas Universitāte deleģē dalībai Izglītības inovāciju programmā ar projektu „Pagalms” šādu komandu:",
        table((("Nr.", "Vārds, uzvārds"), ("1.", "Žanete Šķēle"), ("2.", "Oļegs Grišins"))),
        "Apliecinām, ka institūcija atbalsta projekta īstenošanu.",
        table((("Zinātņu", "Raitis Vilcāns"),)),
    )
    read = extract(letter, rules.vocabulary)
    assert (read.delegates, read.signatory) == (("Žanete Šķēle", "Oļegs Grišins"), "Raitis Vilcāns")
