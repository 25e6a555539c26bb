"""A form that was scanned: what its parts tell of each other puts right what was misread in one of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.application_form import extract
from parsers.content import ApplicationForm
from parsers.document import Origin
from parsers.rules import ReadingRules
from tests.parsers.form_builders import document, table

FORM = document(
    "Pieteikuma anketa",
    table(
        ("Universitāte", "Vidzemes Augstskola"),
        ("Projekta nosaukums", "Viens logs"),
    ),
    "Projekta komanda",
    table(
        ("Nr.", "Vārds, uzvārds", "Amats", "Struktūrvienība", "E-pasts", "Tālrunis"),
        ("1.", "Līze Krūmiņa", "docente", "Bibliotēka", "ilze.krumina@va.lv", "20000001"),
        ("2.", "Anna Ozola", "lektore", "Bibliotēka", "anna.ozola@va.lv", "20000002"),
        ("3.", "Andrejs", "docents", "Bibliotēka", "andrejs.vasiljevsGva Iv", "20000003"),
    ),
    "Vizītes MIT J-WEL dalībnieki (2)",
    "Līze Krūmiņa",
    "Anna Ozola",
    "Problēma, kuru projekts risina",
    "Studenti nezina, kur jautāt. Vēlamie rezultāti",
    "Viens logs visiem jautājumiem.",
    "Aptuvenās izmaksas (EUR)",
    "= 9 900 €",
)


@pytest.fixture
def scanned(rules: ReadingRules) -> ApplicationForm:
    return extract(replace(FORM, origin=Origin.OCR), rules.vocabulary)


def test_names_and_addresses_put_each_other_right(scanned: ApplicationForm) -> None:
    assert [(member.name, member.email) for member in scanned.members] == [
        ("Ilze Krūmiņa", "ilze.krumina@va.lv"),
        ("Anna Ozola", "anna.ozola@va.lv"),
        ("Andrejs", "andrejs.vasiljevs@va.lv"),
    ]


def test_who_goes_is_named_as_in_the_team(scanned: ApplicationForm) -> None:
    assert scanned.visitors == ("Ilze Krūmiņa", "Anna Ozola")


def test_a_label_that_ends_a_paragraph_is_one(scanned: ApplicationForm) -> None:
    assert (scanned.problem, scanned.results) == ("Studenti nezina, kur jautāt.", "Viens logs visiem jautājumiem.")


def test_a_wave_before_a_sum_was_no_equals_sign(scanned: ApplicationForm) -> None:
    assert (scanned.costs, scanned.costs_eur) == ("~ 9 900 €", 9900)


def test_what_was_typed_stays_as_it_is(rules: ReadingRules) -> None:
    form = extract(FORM, rules.vocabulary)
    assert [member.name for member in form.members] == ["Līze Krūmiņa", "Anna Ozola", "Andrejs"]
    assert form.problem == "Studenti nezina, kur jautāt. Vēlamie rezultāti\nViens logs visiem jautājumiem."
    assert form.costs == "= 9 900 €"
