"""Which documents are forms."""

from __future__ import annotations

import pytest

from parsers.application_form import extract, identify
from parsers.content import ApplicationForm
from parsers.document import Document
from parsers.rules import ReadingRules
from tests.parsers.form_builders import COLUMNS, LATVIAN, PRINTED, document, paragraph, table
from tests.parsers.test_application_form_layouts import headings, template

LETTER = """\
LATVIJAS UNIVERSITĀTE
Raiņa bulvāris 19, Rīga, LV-1586, tālr. 67034444, e-pasts: lu@lu.lv
Rīgā
30.03.2023. Nr. 04-12/61
Rīgas Biznesa skolai
Par institūcijas deleģējumu
Latvijas Universitāte deleģē dalībai Izglītības inovāciju programmā komandu ar projektu „Laboratorija mājās”.
Projekta nosaukums: Laboratorija mājās
Komandas dalībnieki:
1. Ieva Zariņa, docente
2. Kārlis Ozols, lektors
3. Žanete Kļaviņa-Bērza, laboratorijas vadītāja
Kontaktpersona: Ieva Zariņa, ieva.zarina@lu.lv
Prorektore Aina Vītola
Šis dokuments ir parakstīts ar drošu elektronisko parakstu un satur laika zīmogu."""
LETTER_IN_ENGLISH = """\
RIGA TECHNICAL UNIVERSITY
18.04.2023 No. 01000-2.2-e/101
Delegation of a team
Riga Technical University delegates the following team to the Education Innovation Programme.
Project title: Ready for Riga
Team: Aleksandrs Petrovs, Sofija Dumpe, Ivars Kokins
Contact person: Sofija Dumpe
Expected results: better onboarding.
Vice-Rector Zigrīda Lapsiņa"""
PROTOCOL = """\
Komandas sanāksmes protokols
Datums: 14.03.2023.
Dalībnieki: Ieva Zariņa, Kārlis Ozols
Tēma: pieteikums programmai
Darba kārtība
1. Projekta ideja un budžets.
2. Partneri.
Nolēma: sagatavot pieteikuma anketu līdz 1. aprīlim. Projekta nosaukums vēl jāprecizē.
Rezultāti: vienojās par aktivitātēm.
Protokolēja: K. Ozols"""
CURRICULUM_VITAE = """\
Curriculum vitae
Vārds, uzvārds: Ieva Zariņa
E-pasts: ieva.zarina@lu.lv
Tālrunis: 29123987
Izglītība
2010-2014 Latvijas Universitāte, Ķīmijas fakultāte
Darba pieredze
Universitāte: docente
Projekti
Projekta nosaukums: Zaļā ķīmija
Partneri: RTU"""
REGULATIONS = """\
Izglītības inovāciju programmas nolikums
1. Vispārīgie noteikumi
1.1. Programma aicina universitāšu komandas izstrādāt vienu inovācijas ideju.
2. Pieteikšanās
2.1. Komanda iesniedz pieteikuma anketu un institūcijas deleģējumu.
2.2. Anketā norāda universitāti, projekta nosaukumu, tematisko jomu, projekta komandu, kontaktpersonu, projekta ideju,
problēmu, vēlamos rezultātus, galvenās aktivitātes un rīkus, aptuvenās izmaksas un potenciālos partnerus.
3. Vērtēšana
3.1. Komisija vērtē projekta ideju, atbilstību universitātes stratēģijai un vēlamos rezultātus.
4. Projekta komanda
4.1. Komandā ir no trim līdz sešiem dalībniekiem.
5. Izmaksas
5.1. Vizītes dalībnieku izmaksas sedz programma.
6. Noslēguma noteikumi"""
CHECKLIST = """\
Pieteikuma anketā jānorāda:
- universitāte;
- projekta nosaukums;
- tematiskā joma;
- projekta komanda;
- kontaktpersona;
- projekta ideja;
- problēma;
- vēlamie rezultāti;
- aktivitātes un rīki;
- aptuvenās izmaksas;
- potenciālie partneri."""
MAIL = """\
Labdien!
Pielikumā projekta „Laboratorija mājās” pieteikuma anketa. Kontaktpersona ir Ieva Zariņa.
Vai aptuvenās izmaksas jānorāda ar PVN? Potenciālie partneri vēl nav zināmi.
Ar cieņu
Ieva Zariņa"""
OTHER = {
    "a delegation letter": LETTER,
    "a delegation letter in English": LETTER_IN_ENGLISH,
    "a meeting's protocol": PROTOCOL,
    "a curriculum vitae": CURRICULUM_VITAE,
    "the programme's regulations": REGULATIONS,
    "a list of what the form asks for": CHECKLIST,
    "a mail about the form": MAIL,
    "nothing": "",
}


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_what_only_speaks_of_a_form_is_none(text: str, rules: ReadingRules) -> None:
    """Letters, protocols, regulations and mails use the form's words without being a form."""
    assert not identify(document(text), rules.vocabulary)


@pytest.mark.parametrize("layout", [template, headings])
def test_form_and_letter_in_one_document_are_a_form(layout: type, rules: ReadingRules) -> None:
    """A document that holds both is the form, and the letter behind it is no part of its last answer."""
    form: Document = layout(LATVIAN)
    letter = document(paragraph("LATVIJAS UNIVERSITĀTE", heading=True), LETTER)
    both = Document((*form.blocks, *letter.blocks))
    assert identify(both, rules.vocabulary)
    read = extract(both, rules.vocabulary)
    assert read.strategy_fit == LATVIAN.texts["strategy_fit"]
    assert [member.name for member in read.members] == [member[0] for member in LATVIAN.members]


@pytest.mark.parametrize("language", ["lv", "en"])
def test_an_empty_form_is_a_form_that_says_nothing(language: str, rules: ReadingRules) -> None:
    """The blank template is told to be the form, and none of its printed words is an answer."""
    labels = PRINTED[language]
    themes = "☐ Studentu pieredzes sistemātiski uzlabojumi\n☐ Uzlabojumi sadarbībā starp universitātēm un organizācijām"
    team = table(COLUMNS[language], *[(f"{n}.", "", "", "", "", "") for n in range(1, 7)])
    blank = document(
        "PIETEIKUMA ANKETA",
        table(*[(label, themes if n == 2 else "") for n, label in enumerate(labels) if n != 3]),
        labels[3],
        team,
    )
    assert identify(blank, rules.vocabulary)
    assert extract(blank, rules.vocabulary) == ApplicationForm()


def test_a_blank_form_of_headings_with_its_hints_says_nothing(rules: ReadingRules) -> None:
    """Hints, rules to write on and captions are no answers either."""
    lines = [(f"**{label}**", "(līdz 300 vārdiem)", "______________________________") for label in PRINTED["lv"]]
    blank = document("PIETEIKUMA ANKETA", *lines, "Datums: ____________", "Paraksts: ____________")
    assert identify(blank, rules.vocabulary)
    assert extract(blank, rules.vocabulary) == ApplicationForm()
