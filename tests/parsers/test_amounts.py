"""Sums of money as teams write them."""

from __future__ import annotations

import pytest

from parsers.form.amounts import total_in_euros

ONE_SUM = {
    "42 000 EUR": 42000,
    "42\u00a0000 EUR": 42000,
    "42000": 42000,
    "€ 85,000": 85000,
    "€85.000": 85000,
    "EUR 59,800": 59800,
    "EUR 59.800,00": 59800,
    "EUR 1,200.50": 1200.5,
    "12 345,67 EUR": 12345.67,
    "42'000 EUR": 42000,
    "5000,- EUR": 5000,
    "apm. 185 000 EUR": 185000,
    "Aptuveni 68 000 EUR": 68000,
    "~ 15 000 eiro": 15000,
    "ap 7500 eur": 7500,
    "120 tūkst. eiro": 120000,
    "36 tūkst. EUR": 36000,
    "12,5 tūkstoši eiro": 12500,
    "0,25 milj. EUR": 250000,
    "1.2 million euros": 1200000,
    "EUR 1.5 million": 1500000,
    "1,5 miljoni eiro": 1500000,
    "45k EUR": 45000,
    "simt tūkstoši eiro": 100000,
    "63 tk EUR": 63000,
    "pusotrs miljons eiro": 1500000,
    "pusotra miljona eiro": 1500000,
    "two and a half million euros": 2500000,
    "miljons eiro": 1000000,
    "pusmiljons eiro": 500000,
    "pus miljona eiro": 500000,
    "half a million euros": 500000,
    "divdesmit pieci tūkstoši eiro": 25000,
    "forty-two thousand euros": 42000,
    "42 000 EUR (četrdesmit divi tūkstoši eiro)": 42000,
    "līdz 50 000 EUR": 50000,
    "ne vairāk kā 9 900 EUR": 9900,
    "Projekta budžets ir 12 000 EUR (bez PVN 21%).": 12000,
    "Projekts ilgst 8 mēnešus, izmaksas 24 000 EUR": 24000,
    "24 000 EUR līdz 2023. gada beigām": 24000,
    "24 000 EUR no 01.05.2023. līdz 30.11.2023.": 24000,
    "3 seminari un 2 vizītes: 8 400 EUR": 8400,
}
WITH_PARTS = {
    "5 200 EUR, tai skaitā mentoru honorāri 3 000 EUR, rīka uzturēšana 2 200 EUR": 5200,
    "6 000 EUR, t.sk. 1 000 EUR ceļa izdevumi": 6000,
    "10 000 EUR, no tiem 2 500 EUR universitātes līdzfinansējums": 10000,
    "EUR 12,000, of which 4,000 for travel": 12000,
    "Komplekti 80 × 45 EUR = 3 600 EUR; video 1 400 EUR; kopā 5 000 EUR": 5000,
    "Digitalizācija 4 100 EUR + portāls 2 300 EUR = 6 400 EUR": 6400,
    "EUR 6,150 (matching tool 2,500; coordination 3,000; printing 650)": 6150,
    "Honorāri 3 000 EUR, rīks 2 200 EUR (kopā 5 200 EUR)": 5200,
    "Kopā: 7 700 EUR\nHonorāri 5 000 EUR\nRīki 2 700 EUR": 7700,
    "Personāls 10 000\nAprīkojums 5 500\nKopā 15 500": 15500,
    "Kopā bez PVN 10 000 EUR\nPVN 21% 2 100 EUR\nKopā ar PVN 12 100 EUR": 12100,
    "Pozīcija\tSkaits\tCena\tSumma\nKomplekti\t80\t45\t3 600\nVideo\t1\t1 400\t1 400\nKopā\t\t\t5 000": 5000,
    "Item\tEUR\nTravel\t2,500\nTotal\t2,500": 2500,
    "5 200 EUR: honorāri 3 000 EUR, uzturēšana 2 200 EUR": 5200,
    "Total budget: EUR 30,000 (travel EUR 10,000, tools EUR 20,000)": 30000,
    "Kopējās izmaksas ir 18 000 EUR, vidēji 3 000 EUR mēnesī": 18000,
    "2 × 1 000 EUR = 2 000 EUR": 2000,
    "1. Semināri – 1 500 EUR\n2. Rīki – 2 500 EUR": 4000,
    "- Semināri: 1 500 EUR;\n- Rīki: 2 500 EUR.": 4000,
    "Mācības 1 500 EUR, platforma 2 500 EUR": 4000,
    "Pozīcija\tEUR\nMācības\t1 500\nPlatforma\t2 500": 4000,
    "30 000 EUR\nTālākai attīstībai: nav zināms": 30000,
}
NO_TOTAL = [
    "",
    "-",
    "nav zināms",
    "no 40 000 līdz 60 000 EUR",
    "40-60 tūkst.",
    "40 000 – 60 000 EUR",
    "40 000 EUR līdz 60 000 EUR",
    "starp 10 000 un 20 000 EUR",
    "between EUR 10,000 and EUR 20,000",
    "kopā no 40 līdz 60 tūkst. eiro",
    "500 EUR mēnesī",
    "50 000 USD",
    "vairāki miljoni eiro",
    "daži tūkstoši eiro",
    "desmitiem tūkstoši eiro",
    "pustūkstotis eiro",
    "a few thousand euros",
    "21 %",
    "tiks precizēts 2023. gadā",
    "Precizēsim pēc 1. semināra",
]


@pytest.mark.parametrize(("text", "total"), [*ONE_SUM.items(), *WITH_PARTS.items()])
def test_the_total_is_told_from_any_notation(text: str, total: float) -> None:
    """However a team writes its budget, its one total is found."""
    assert total_in_euros(text) == total


@pytest.mark.parametrize("text", NO_TOTAL)
def test_no_total_is_made_up(text: str) -> None:
    """A range, a rate, another currency or no number at all tell no total."""
    assert total_in_euros(text) is None
