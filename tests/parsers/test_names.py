"""Names in every case are brought to the nominative, and people are told apart."""

from __future__ import annotations

import pytest

from parsers.words.names import Case, Gender, forms, gender, likely_case, nominatives, same_person, without_titles

PEOPLE = (
    "Anna Ozola", "Jānis Bērziņš", "Kārlis Vilks", "Inese Celmiņa", "Jekaterina Andrejeva", "Matīss Lūsis", "Andris Vīksna",
    "Maija Strēle", "Dmitrijs Sokolovs", "Lāsma Kārkliņa-Beķere", "Ivans Ļitvinenko", "Pēteris Zvirbulis", "Juris Gulbis",
    "Dmitrijs Zelenskis", "Marija Zelenska", "Žanis Ērglis", "Signe Ulmane", "Gvido Straubergs", "Undīne Krastkalne",
    "Anna Marija Ozola", "Ilze Bērziņa Kalniņa", "Ansis Egļmežs", "Uģis Alksnis", "Igors Ivanovičs", "Oto Liepa",
    "Guntis Briedis", "Vilhelms Lasmanītis", "Elīna Kļava", "Rūdolfs Egle", "Normunds Kauss", "Raivo Dambis", "Zenta Mauriņa",
    "Ludmila Ļevčenko",
)  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("case", [Case.NOMINATIVE, Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE])
def test_a_name_comes_back_from_every_case(name: str, case: Case) -> None:
    """Declined and read again, a name is itself."""
    assert nominatives(forms(name)[case])[0] == name


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is_recognised_in_every_case(name: str) -> None:
    assert all(same_person(form, name) for case, form in forms(name).items() if case is not Case.VOCATIVE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Vitu Akmeni", "Vita Akmene"),
        ("Andri Akmeni", "Andris Akmens"),
        ("Jāni Krūmiņu", "Jānis Krūmiņš"),
        ("Lindu Krūmiņu", "Linda Krūmiņa"),
        ("Kārļa Lāča", "Kārlis Lācis"),
        ("Chiara Bellini", "Chiara Bellini"),
        ("Patrick O'Connor", "Patrick O'Connor"),
        ("Lāsmu Kārkliņa-Beķeri", "Lāsma Kārkliņa-Beķere"),
        ("ANNA OZOLA", "Anna Ozola"),
        ("Ozola Anna", "Anna Ozola"),
        ("Emu Raitu-Bērziņu", "Ema Raita-Bērziņa"),  # Raita is a given name, too
        ("Dr. sc. ing. Jāni Vēju", "Jānis Vējš"),
        ("akad. Gvido Ēķi", "Gvido Ēķis"),
        ("Mārim Lielajam", "Māris Lielais"),
    ],
)
def test_the_given_name_decides_between_nominatives(written: str, meant: str) -> None:
    assert nominatives(written)[0] == meant


def test_the_words_around_a_name_decide_where_it_does_not() -> None:
    assert nominatives("Paulu Ziediņu", gender=Gender.FEMININE)[0] == "Paula Ziediņa"
    assert nominatives("Paulu Ziediņu", gender=Gender.MASCULINE)[0] == "Pauls Ziediņš"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Jani Berzinu", "Jānis Bērziņš"),
        ("Raifu Jurjānu", "Ralfs Jurjāns"),
        ("leva Ozola", "Ieva Ozola"),
        ("Diānu Ciruli", "Diāna Cīrule"),
        ("Zigurds Ērg1is", "Zigurds Ērglis"),
        ("Lasmu Karklinu - Bekeri", "Lāsma Kārkliņa-Beķere"),
        ("Beķeri Lāsmu", "Lāsma Kārkliņa-Beķere"),
    ],
)
def test_a_slip_of_a_letter_or_two_is_the_same_person(read: str, meant: str) -> None:
    assert same_person(read, meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Ozola", "Anda Ozola"),
        ("Annu Ozolu", "Anda Ozola"),
        ("Jānis Bērziņa", "Jānis Bērziņš"),
        ("Jānis Bērziņš", "Jānis Bērziņa"),
        ("Ilze Kalniņa", "Inese Kalniņa"),
        ("Jānis Ozols", "Jānis Ozoliņš"),
        ("Līga Ozola", "Līga Ozoliņa"),
        ("Anna", "Anna Ozola"),
        ("", "Anna Ozola"),
    ],
)
def test_different_people_stay_apart(one: str, other: str) -> None:
    assert not same_person(one, other)


def test_the_case_of_a_list_is_what_most_of_it_shows() -> None:
    assert likely_case(["Annu Ozolu", "Jāni Bērziņu", "Chiara Bellini"]) is Case.ACCUSATIVE
    assert likely_case(["Anna Ozola", "Jānis Bērziņš"]) is Case.NOMINATIVE


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Oto Liepa", Gender.MASCULINE), ("Undīne Krasta", Gender.FEMININE), ("Xyz Qwr", None), ("", None)],
)
def test_gender(name: str, expected: Gender | None) -> None:
    assert gender(name) is expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dr. sc. ing. Anna Ozola, Ph.D.", "Anna Ozola"),
        ("asoc. prof. Jānis Bērziņš", "Jānis Bērziņš"),
        ("Mg.oec. Līga Kalna", "Līga Kalna"),
        ("Anna Ozola (Dr.phil.)", "Anna Ozola"),
        ("profesore Anna Ozola", "Anna Ozola"),
        ("M. Bērziņš", "M. Bērziņš"),
        ("D. Profs", "D. Profs"),
        ("Ms. Mary Smith, MBA", "Mary Smith"),
        ("Docs Prof", "Docs"),
    ],
)
def test_titles_are_no_part_of_a_name(text: str, name: str) -> None:
    assert without_titles(text) == name
