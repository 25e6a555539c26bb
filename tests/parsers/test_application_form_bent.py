"""What teams do to single fields, and what readers of layouts make of them."""

from __future__ import annotations

import pytest

from parsers.application_form import extract, identify
from parsers.content import ApplicationForm, Contact
from parsers.document import Block, Document
from parsers.rules import ReadingRules
from tests.parsers.form_builders import Wide, blocks, document, paragraph, table

Parts = tuple[str | Block, ...]


def read(rules: ReadingRules, *parts: str | Block) -> ApplicationForm:
    return extract(document(*parts), rules.vocabulary)


SENTENCES = (
    ("Pieteicēja universitāte ir Rīgas Tehniskā universitāte.", "institution", "RTU"),
    ("Projekta nosaukums ir „Zaļā laboratorija”.", "title", "Zaļā laboratorija"),
    ("Mūsu projekta nosaukums: Zaļā laboratorija", "title", "Zaļā laboratorija"),
    ("The project title is Green Laboratory.", "title", "Green Laboratory"),
    ("The title of our project is “Green Laboratory”.", "title", "Green Laboratory"),
    ("Aptuvenās izmaksas ir 42 000 EUR.", "costs_eur", 42000),
    ("Projekta aptuvenās izmaksas: 42 000 EUR", "costs_eur", 42000),
    ("Estimated costs are EUR 42,000.", "costs_eur", 42000),
    ("Potenciālie partneri ir SIA „Katliņš” un biedrība „Rīts”.", "partners", "SIA „Katliņš” un biedrība „Rīts”."),
    (
        "Kontaktpersona ir Anna Ozola (anna.ozola@rtu.lv, 29123456).",
        "contact",
        Contact("Anna Ozola", "anna.ozola@rtu.lv", "29123456"),
    ),
    ("Vizītes dalībnieki būs Anna Ozola un Jānis Bērzs.", "visitors", ("Anna Ozola", "Jānis Bērzs")),
    ("Tematiskā joma ir studentu pieredzes sistemātiski uzlabojumi.", "themes", ("student_experience",)),
)


@pytest.mark.parametrize(("sentence", "field", "value"), SENTENCES)
def test_a_label_inside_a_sentence_names_what_the_sentence_says(
    sentence: str, field: str, value: object, rules: ReadingRules
) -> None:
    """A team that answers in sentences is understood, without the sentence's own marks in a name."""
    assert getattr(read(rules, sentence, "**Projekta ideja**", "Ideja.", "**Problēma**", "Problēma."), field) == value


@pytest.mark.parametrize("answer", ["nav", "nē", "SIA"])
@pytest.mark.parametrize("beside", [True, False])
def test_a_label_with_a_short_answer_is_not_a_misspelt_label(answer: str, beside: bool, rules: ReadingRules) -> None:
    """A word of three letters beside a label, or between two, is an answer, though it would pass for a slip in either."""
    given = (f"Potenciālie partneri: {answer}",) if beside else ("Potenciālie partneri", answer)
    form = read(rules, "Projekta ideja", "Ideja.", *given, "Atbilstība universitātes stratēģijai", "Pilnīga.")
    assert (form.partners, form.strategy_fit) == (answer, "Pilnīga.")


ANSWERS_WITH_LABELS = (
    "Mūsu projekta ideja: mācīties darot. Rezultāti: 5 kursi.",
    "Partneri un universitāte strādā kopā.\nRezultāti\nir redzami pēc gada.",
    "Problēma:\nstudenti neierodas.\nRisinājums:\nmācības vakaros.",
    "Komanda\nTrīs cilvēki.",
    "Pirmais posms\n- Ideja: pārbaude\n- Aktivitātes: semināri\n- Partneri: nozare",
    "Universitāte – tā ir vieta, kur mācīties.\nIzmaksas – mazas.",
)


@pytest.mark.parametrize("answer", ANSWERS_WITH_LABELS)
@pytest.mark.parametrize("style", ["cells", "headings", "numbered"])
def test_an_answer_that_speaks_of_labels_is_not_cut(answer: str, style: str, rules: ReadingRules) -> None:
    """A label's word inside an answer, alone on its line even, does not end it where the form's labels are set otherwise."""
    told = dict.fromkeys(LABELS, "Atbilde.") | {"Projekta ideja": answer}
    read_back = extract(STYLES[style](told), rules.vocabulary)
    assert read_back.idea == answer
    assert read_back.results == read_back.partners == read_back.activities == "Atbilde."


LABELS = (
    "Universitāte",
    "Projekta nosaukums",
    "Tematiskā joma",
    "Projekta komanda",
    "Kontaktpersona (komandas pārstāvis)",
    "Vizītes MIT J-WEL dalībnieki (2)",
    "Projekta ideja",
    "Problēma, kuru projekts risina",
    "Vēlamie rezultāti",
    "Galvenās aktivitātes un rīki",
    "Aptuvenās izmaksas (EUR)",
    "Potenciālie partneri",
    "Atbilstība universitātes stratēģijai",
)


def _cells(told: dict[str, str]) -> Document:
    return document(table(*[(label, blocks(answer)) for label, answer in told.items()]))


def _headings(told: dict[str, str]) -> Document:
    return document(*[(paragraph(label, heading=True), answer) for label, answer in told.items()])


def _numbered(told: dict[str, str]) -> Document:
    return document(*[(f"{n}. {label}", answer) for n, (label, answer) in enumerate(told.items(), 1)])


STYLES = {"cells": _cells, "headings": _headings, "numbered": _numbered}


@pytest.mark.parametrize(
    "answer",
    [
        "Drošs elektroniskais paraksts studentu iesniegumiem.",
        "Ar cieņu izturēties pret datiem māca jau pirmajā kursā.",
        "Personas datu aizsardzības izvērtējums.",
        "Date palms and other plants in the greenhouse.",
        "Datums un vieta tiek saskaņoti ar partneriem.",
    ],
)
def test_an_answer_may_begin_like_the_end_of_a_form(answer: str, rules: ReadingRules) -> None:
    """Words of signature lines and greetings end nothing where a sentence goes on with them."""
    told = dict.fromkeys(LABELS, "Atbilde.") | {"Projekta ideja": answer}
    assert extract(_headings(told), rules.vocabulary).idea == answer


EMPTY = ("-", "–", "N/A", "n/a", "…", "...", "____", "_______________", "   ", ".", "(…)", "[ ]")


@pytest.mark.parametrize("nothing", EMPTY)
@pytest.mark.parametrize("style", STYLES)
def test_what_only_fills_the_space_is_no_answer(nothing: str, style: str, rules: ReadingRules) -> None:
    """Dashes, dots and rules mean that a field was not filled in."""
    told = dict.fromkeys(LABELS, "Atbilde.") | dict.fromkeys(("Projekta nosaukums", "Potenciālie partneri"), nothing)
    read_back = extract(STYLES[style](told), rules.vocabulary)
    assert read_back.title is None
    assert read_back.partners is None
    assert read_back.strategy_fit == "Atbilde."


@pytest.mark.parametrize("partners", ["nav", "Nav.", "vēl nav zināmi", "none yet", "Nē", "Nav plānoti"])
def test_saying_that_there_are_none_is_an_answer(partners: str, rules: ReadingRules) -> None:
    """A team may honestly have no partners yet."""
    told = dict.fromkeys(LABELS, "Atbilde.") | {"Potenciālie partneri": partners}
    assert extract(_headings(told), rules.vocabulary).partners == partners


INSTITUTIONS = {
    "LU": "LU",
    "Latvijas Universitāte": "LU",
    "Latvijas Universitātes Ķīmijas fakultāte": "LU",
    "LU Ķīmijas fakultāte": "LU",
    "University of Latvia, Faculty of Chemistry": "LU",
    "Latvijas Universitate": "LU",
    "Rīgas Tehniskā universitāte (RTU)": "RTU",
    "RTU Būvniecības inženierzinātņu fakultāte": "RTU",
    "rtu": "RTU",
    "Riga Technical University": "RTU",
    "RĪGAS STRADIŅA UNIVERSITĀTE": "RSU",
    "Riga Stradins University": "RSU",
    "LLU": "LBTU",
    "Latvijas Lauksaimniecības universitāte": "LBTU",
    "LBTU (bijusī LLU)": "LBTU",
    "Latvia University of Life Sciences and Technologies": "LBTU",
    "Rīgas Tehniskā universitāte sadarbībā ar Latvijas Universitāti": "RTU",
    "Ventspils Augstskola": None,
    "Daugavpils Universitāte": None,
    "Ventspils Augstskola sadarbībā ar Latvijas Universitāti": None,
    "SIA „Mācību centrs” (partneris: RTU)": None,
    "Latvijas Kultūras akadēmija": None,
}


@pytest.mark.parametrize(("answer", "key"), INSTITUTIONS.items())
def test_the_institution_is_known_by_any_of_its_names(answer: str, key: str | None, rules: ReadingRules) -> None:
    """Names, abbreviations, faculties, cases and eras; an organisation that is none of them is kept as written."""
    told = dict.fromkeys(LABELS, "Atbilde.") | {"Universitāte": answer}
    read_back = extract(_cells(told), rules.vocabulary)
    assert (read_back.institution, read_back.institution_text) == (key, answer)


OTHER_LABELS = {
    "Augstskolas nosaukums": "institution",
    "Pieteicējs (universitāte)": "institution",
    "Iesniedzējinstitūcija": "institution",
    "Higher education institution": "institution",
    "Projekta idejas nosaukums": "title",
    "Projekta pilns nosaukums": "title",
    "Project name": "title",
    "Projekta mērķis un ideja": "idea",
    "Projekta idejas apraksts": "idea",
    "Short description of the idea": "idea",
    "Kādu problēmu projekts risina?": "problem",
    "Risināmās problēmas apraksts": "problem",
    "What problem does the project solve?": "problem",
    "Sagaidāmie rezultāti": "results",
    "Sasniedzamie rezultāti": "results",
    "Expected results": "results",
    "Plānotās aktivitātes un rīki": "activities",
    "Galvenās darbības un instrumenti": "activities",
    "Main activities and instruments": "activities",
    "Provizoriskais budžets": "costs",
    "Plānotās projekta izmaksas, EUR": "costs",
    "Estimated budget in EUR": "costs",
    "Iespējamie sadarbības partneri": "partners",
    "Possible cooperation partners": "partners",
    "Saistība ar augstskolas stratēģiju": "strategy_fit",
    "Kā projekts atbilst universitātes stratēģijai?": "strategy_fit",
    "Compliance with the strategy of the university": "strategy_fit",
}


@pytest.mark.parametrize(("label", "key"), OTHER_LABELS.items())
@pytest.mark.parametrize("style", ["cells", "headings"])
def test_a_label_in_other_words_is_understood(label: str, key: str, style: str, rules: ReadingRules) -> None:
    """A label that nobody foresaw is told by its words and its place."""
    order = ("institution", "title", "themes", "members", "contact", "visitors", "idea", "problem", "results")
    keys = (*order, "activities", "costs", "partners", "strategy_fit")
    told = {
        label if k == key else usual: "Šī ir atbilde." if k == key else "Atbilde."
        for k, usual in zip(keys, LABELS, strict=True)
    }
    read_back = extract(STYLES[style](told), rules.vocabulary)
    assert getattr(read_back, "institution_text" if key == "institution" else key) == "Šī ir atbilde."
    assert "Šī" not in str([getattr(read_back, k) for k in keys if k not in (key, "institution")])


def test_a_field_nobody_asked_for_belongs_to_no_answer(rules: ReadingRules) -> None:
    """Rows that a team adds to the form are left out."""
    told = dict.fromkeys(LABELS, "Atbilde.")
    rows = list(told.items())
    rows[7:7] = [("Projekta ilgums", "6 mēneši"), ("Piezīmes", "Nav")]
    rows += [("Datums", "12.04.2023."), ("Paraksts", "Anna Ozola")]
    read_back = extract(document(table(*rows)), rules.vocabulary)
    assert (read_back.idea, read_back.problem, read_back.strategy_fit) == ("Atbilde.",) * 3


def test_a_budget_table_is_a_line_a_row(rules: ReadingRules) -> None:
    """Cells are joined by a space, the total is the row that says so."""
    budget = table(("Pozīcija", "EUR"), ("Mācības", "12 000"), ("Platforma", "8 500"), ("Kopā", "20 500"))
    told: dict[str, Parts] = dict.fromkeys(LABELS, ("Atbilde.",)) | {"Aptuvenās izmaksas (EUR)": (budget,)}
    for form in (
        document(table(*[(label, blocks(answer)) for label, answer in told.items()])),
        document(*[(paragraph(label, heading=True), *answer) for label, answer in told.items()]),
    ):
        read_back = extract(form, rules.vocabulary)
        assert read_back.costs == "Pozīcija EUR\nMācības 12 000\nPlatforma 8 500\nKopā 20 500"
        assert read_back.costs_eur == 20500
        assert read_back.partners == "Atbilde."


def test_a_table_inside_an_answer_is_part_of_it(rules: ReadingRules) -> None:
    """A plan in a table, its headings alike to the form's labels, stays in the answer between its paragraphs."""
    plan = table(
        ("Aktivitāte", "Rīki", "Rezultāts"), ("Semināri", "Moodle", "40 dalībnieki"), ("Pilots", "Zoom", "2 kursi")
    )
    told: dict[str, Parts] = dict.fromkeys(LABELS, ("Atbilde.",))
    told["Galvenās aktivitātes un rīki"] = ("Trīs posmi.", plan, "Noslēgumā – konference.")
    rows = ("Aktivitāte Rīki Rezultāts", "Semināri Moodle 40 dalībnieki", "Pilots Zoom 2 kursi")
    expected = "\n".join(("Trīs posmi.", *rows, "Noslēgumā – konference."))
    for form in (
        document(table(*[(label, blocks(answer)) for label, answer in told.items()])),
        document(*[(paragraph(label, heading=True), *answer) for label, answer in told.items()]),
    ):
        read_back = extract(form, rules.vocabulary)
        assert read_back.activities == expected
        assert read_back.results == "Atbilde."


def test_an_answer_goes_on_in_the_next_page_s_table(rules: ReadingRules) -> None:
    """A row without a label goes on with the answer above it, in the same table or in the next."""
    first = table(*[(label, "Atbilde.") for label in LABELS[:7]], ("Problēma, kuru projekts", "Pirmā daļa"))
    second = table(("risina", "otrā daļa."), ("", "Trešā daļa."), *[(label, "Atbilde.") for label in LABELS[8:]])
    read_back = extract(document(first, second), rules.vocabulary)
    assert read_back.problem == "Pirmā daļa\notrā daļa.\nTrešā daļa."
    assert read_back.results == "Atbilde."


def test_lines_that_go_on_are_joined(rules: ReadingRules) -> None:
    """Lines of a laid-out paragraph are one paragraph."""
    form = document(
        paragraph("Projekta ideja", heading=True),
        "Studenti strādā ar",
        paragraph("arhīva dokumentiem.", continues=True),
        "Otrā rindkopa.",
        paragraph("Vēlamie rezultāti", heading=True),
        "Atbilde.",
    )
    assert extract(form, rules.vocabulary).idea == "Studenti strādā ar arhīva dokumentiem.\nOtrā rindkopa."


def test_evidence_names_the_place_of_each_value(rules: ReadingRules) -> None:
    """Each value that is there has the place where it was read, and what is not there has none."""
    told = dict.fromkeys(LABELS, "Atbilde.") | {"Potenciālie partneri": "-", "Aptuvenās izmaksas (EUR)": "4 200 EUR"}
    read_back = extract(_headings(told), rules.vocabulary)
    assert [place.path for place in read_back.evidence["costs"]] == ["4 200 EUR"]
    assert read_back.evidence["costs_eur"] == read_back.evidence["costs"]
    assert "partners" not in read_back.evidence
    assert "members" not in read_back.evidence


def test_a_form_whose_cells_are_captions_of_groups(rules: ReadingRules) -> None:
    """A first column that groups rows, labels in the second, answers in the third."""
    form = document(
        table(
            (Wide("Vispārīga informācija", 1, 3), "Universitāte", "RTU"),
            ("Projekta nosaukums", "Zaļā laboratorija"),
            ("Tematiskā joma", "Sadarbība"),
            (Wide("Projekts", 1, 4), "Projekta ideja", "Ideja ir laba."),
            ("Problēma", "Nav laika."),
            ("Rezultāti", "Divi kursi."),
            ("Aptuvenās izmaksas", "2 000 EUR"),
        )
    )
    assert identify(form, rules.vocabulary)
    read_back = extract(form, rules.vocabulary)
    assert (read_back.institution, read_back.title, read_back.problem) == ("RTU", "Zaļā laboratorija", "Nav laika.")
    assert (read_back.idea, read_back.results, read_back.costs_eur) == ("Ideja ir laba.", "Divi kursi.", 2000)


def test_an_answer_that_begins_with_its_labels_word_is_whole(rules: ReadingRules) -> None:
    form = document(
        "Universitāte\nLatvijas Universitāte",
        "Projekta nosaukums\nMeža klase",
        "Projekta ideja\nIdeja ir laba. Otrais teikums par to.",
        "Potenciālie partneri\nPartneri ir SIA Mežs",
    )
    read_back = extract(form, rules.vocabulary)
    assert read_back.idea == "Ideja ir laba. Otrais teikums par to."
    assert read_back.partners == "Partneri ir SIA Mežs"


def test_a_sentence_that_a_cell_begins_goes_on_below_its_table(rules: ReadingRules) -> None:
    """So a page shows the last label with its answer beside it, where the answer's other lines stand in a paragraph."""
    form = document(
        table(("Universitāte", "RSU"), ("Projekta ideja", "Ideja ir laba.")),
        table(("Atbilstība universitātes stratēģijai", "Atbilst stratēģijas 2. mērķim par")),
        "studijām, kas balstītas pētniecībā.",
    )
    assert extract(form, rules.vocabulary).strategy_fit == (
        "Atbilst stratēģijas 2. mērķim par\nstudijām, kas balstītas pētniecībā."
    )


def test_what_stands_below_a_finished_table_is_no_answer(rules: ReadingRules) -> None:
    form = document(
        table(("Universitāte", "RSU"), ("Atbilstība universitātes stratēģijai", "Atbilst stratēģijas 2. mērķim.")),
        "aizpilda programmas birojs",
    )
    assert extract(form, rules.vocabulary).strategy_fit == "Atbilst stratēģijas 2. mērķim."
