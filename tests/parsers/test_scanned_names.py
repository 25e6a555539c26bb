"""What a scan makes of a name is mended by known names and by the address beside it, and only by these."""

from __future__ import annotations

import pytest

from parsers.form.scanned_names import mended_name


@pytest.mark.parametrize(
    ("read", "address", "meant"),
    [
        ("Līze Krūmiņa", "ilze.krumina@lu.lv", "Ilze Krūmiņa"),
        ("IiIze Krūmiņa", "ilze.krumina@lu.lv", "Ilze Krūmiņa"),
        ("Anārejs Vasilievs", "andrejs.vasiljevs@lu.lv", "Andrejs Vasiļjevs"),
        ("Andrejs Vasilievs", None, "Andrejs Vasiļjevs"),
        ("Edgar Kauss", "edgars.kauss@lu.lv", "Edgars Kauss"),
        ("Andrejs", "andrejs.vasiljevs@lu.lv", "Andrejs Vasiļjevs"),
        ("Raimon ds Brencis", None, "Raimonds Brencis"),
        ("Ņikit a Sokolo vskis", None, "Ņikita Sokolovskis"),
        ("Bērziņa-Kalna", "liga.berzina.kalna@lbtu.lv", "Līga Bērziņa-Kalna"),
    ],
)
def test_the_address_tells_what_the_name_is(read: str, address: str | None, meant: str) -> None:
    assert mended_name(read, address) == meant


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Pieter van der Berg", "pieter.vanderberg@lu.lv"),
        ("Inta Ozola", "inita.ozola@lu.lv"),
        ("Anna Ozola", "anda.ozola@lu.lv"),
        ("Anna Ozola", "anna.kalnina@lu.lv"),
        ("Anna Ozola", "anna.maria.ozola@lu.lv"),
        ("Anna Ozola", "a.ozola@lu.lv"),
        ("Līga Bērziņa", "liga.berzina.kalna@lu.lv"),
        ("Anna", "dekanats@lu.lv"),
        ("Anna Ozola", "anna ozola"),
    ],
)
def test_a_name_and_an_address_may_differ(name: str, address: str) -> None:
    assert mended_name(name, address) == name
