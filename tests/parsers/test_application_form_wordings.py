"""Forms whose labels are worded anew, and people told in passing. All persons are invented."""

from __future__ import annotations

import pytest

from parsers.application_form import extract, identify
from parsers.content import ApplicationForm
from parsers.document import Block, Paragraph
from parsers.form.numbers import members_numbered
from parsers.form.persons import Person
from parsers.rules import ReadingRules
from tests.parsers.form_builders import document, paragraph, table

TEAM = (
    ("Nr.", "Vārds, uzvārds", "Amats", "E-pasts", "Tālrunis"),
    ("1.", "Anna Ozola", "docente", "anna.ozola@lu.lv", "29111222"),
    ("2.", "Toms Kalns", "lektors", "toms.kalns@lu.lv", "29111333"),
    ("3.", "Inga Liepa", "studente", "inga.liepa@lu.lv", "29111444"),
)
QUESTIONS = (
    ("Kuru augstskolu pārstāvat?", "Latvijas Universitāte"),
    ("Kā sauc jūsu ieceri?", "Mājas laboratorija"),
    ("Kurai jomai tā atbilst?", "Studentu pieredze"),
    ("Kas brauks uz Bostonu?", "Anna Ozola, Toms Kalns"),
    ("Ar ko sazināties?", "skat. 2. dalībnieku"),
    ("Ideja vienā rindkopā", "Komplekti mājām."),
    ("Ar kādu problēmu saskaraties?", "Maz laboratoriju."),
    ("Kādus rezultātus gaidāt?", "90 komplekti."),
    ("Ko darīsiet, ar kādiem rīkiem?", "Prototips, pilots."),
    ("Cik tas izmaksās?", "42 000 EUR"),
    ("Kas būs partneri?", "nav"),
    ("Kā tas saskan ar stratēģiju?", "Elastīgas studijas."),
)


def _paragraph(text: str, *, bold: bool = False) -> Paragraph:
    return paragraph(f"**{text}**" if bold else text)


def _told(form: ApplicationForm) -> None:
    assert (form.institution, form.title, form.themes) == ("LU", "Mājas laboratorija", ("student_experience",))
    assert [member.name for member in form.members] == ["Anna Ozola", "Toms Kalns", "Inga Liepa"]
    assert (form.contact.name, form.contact.email) == ("Toms Kalns", "toms.kalns@lu.lv")
    assert form.visitors == ("Anna Ozola", "Toms Kalns")
    assert (form.idea, form.problem, form.results) == ("Komplekti mājām.", "Maz laboratoriju.", "90 komplekti.")
    assert (form.activities, form.costs_eur) == ("Prototips, pilots.", 42000)
    assert (form.partners, form.strategy_fit) == ("nav", "Elastīgas studijas.")


def test_bold_questions_of_the_teams_own_are_labels(rules: ReadingRules) -> None:
    blocks: list[Block] = [_paragraph("Pieteikums", bold=True)]
    for question, answer in QUESTIONS:
        blocks += [_paragraph(question, bold=True), _paragraph(answer)]
    blocks += [_paragraph("Kas ir komandā?", bold=True), table(*TEAM)]
    form = document(*blocks)
    assert identify(form, rules.vocabulary)
    _told(extract(form, rules.vocabulary))


@pytest.mark.parametrize("break_after", [12, 3, 10])
def test_a_column_of_questions_is_one_of_labels(break_after: int, rules: ReadingRules) -> None:
    """Also where a page's end breaks the table, so that one part has but few of them."""
    parts: list[Block] = [table(*rows) for rows in (QUESTIONS[:break_after], QUESTIONS[break_after:]) if rows]
    form = document(*parts, _paragraph("Komandas dalībnieki:"), table(*TEAM))
    assert identify(form, rules.vocabulary)
    _told(extract(form, rules.vocabulary))


def test_regulations_are_no_form_though_their_headings_tell_its_fields(rules: ReadingRules) -> None:
    headings = ("1. Programmas mērķis", "2. Universitātes", "3. Komandas", "4. Vizīte", "5. Izmaksas", "6. Rezultāti")
    blocks = [block for h in headings for block in (_paragraph(h, bold=True), _paragraph("Noteikums par to."))]
    assert not identify(document(*blocks), rules.vocabulary)


@pytest.mark.parametrize(
    "headings",
    [
        ("Projekta ideja", "Problēma", "Komanda", "Aktivitātes", "Rezultāti", "Budžets", "Partneri"),
        ("Projekta ideja", "Problēma", "Rezultāti", "Aktivitātes", "Izmaksas", "Atbilstība universitātes stratēģijai"),
        ("Project title", "Applicant", "Contact person", "Partners", "Budget", "Activities", "Results", "Summary"),
    ],
)
def test_another_projects_plan_is_no_form(headings: tuple[str, ...], rules: ReadingRules) -> None:
    """It tells nothing that only this call asks."""
    plan = document(*(block for h in headings for block in (_paragraph(h, bold=True), _paragraph("Par to."))))
    assert not identify(plan, rules.vocabulary)


def test_a_table_in_an_answer_may_be_headed_with_the_labels_word(rules: ReadingRules) -> None:
    activities = table(("Aktivitāte", "Rīki", "Termiņš"), ("Prototips", "Figma", "augusts"))
    blocks: list[Block] = []
    for question, answer in QUESTIONS:
        told = activities if question.startswith("Ko darīsiet") else _paragraph(answer)
        blocks += [_paragraph(question, bold=True), told]
    read = extract(document(*blocks, _paragraph("Komanda", bold=True), table(*TEAM)), rules.vocabulary)
    assert read.activities == "Aktivitāte Rīki Termiņš\nPrototips Figma augusts"


def test_a_lettered_heading_ends_a_list_of_visitors(rules: ReadingRules) -> None:
    blocks: list[Block] = [_paragraph("Komanda", bold=True), table(*TEAM)]
    for question, answer in QUESTIONS:
        blocks += [_paragraph(question, bold=True), _paragraph(answer)]
        if question.startswith("Kas brauks"):
            blocks.append(_paragraph("C. Projekta saturs", bold=True))
    assert extract(document(*blocks), rules.vocabulary).visitors == ("Anna Ozola", "Toms Kalns")


def test_a_labels_number_may_stand_in_a_column_of_its_own(rules: ReadingRules) -> None:
    """As pages set numbers before a tab; what goes on below the number is the label's, too."""
    rows = [
        ((table((f"{n}. {q.rpartition(' ')[2]}", q.rpartition(" ")[0])),), a) for n, (q, a) in enumerate(QUESTIONS, 1)
    ]
    _told(extract(document(table(*rows), "Komandas dalībnieki:", table(*TEAM)), rules.vocabulary))


def test_a_forms_title_and_the_hints_below_labels_are_no_labels(rules: ReadingRules) -> None:
    rows = [
        ((question, "Atzīmējiet komandas universitātes stratēģijas jomu"), answer) for question, answer in QUESTIONS
    ]
    form = document("**Pieteikuma anketa**", table(*rows), "Komandas dalībnieki:", table(*TEAM))
    _told(extract(form, rules.vocabulary))


def test_headings_may_stand_in_the_cells_of_the_first_member(rules: ReadingRules) -> None:
    """As where a page sets them right above the fields that were filled in."""
    first = tuple((paragraph(head), paragraph(value)) for head, value in zip(TEAM[0], TEAM[1], strict=True))
    form = document(table(*QUESTIONS), "Komandas dalībnieki:", table(first, *TEAM[2:]))
    read = extract(form, rules.vocabulary)
    assert [(m.name, m.position, m.email) for m in read.members][:2] == [
        ("Anna Ozola", "docente", "anna.ozola@lu.lv"),
        ("Toms Kalns", "lektors", "toms.kalns@lu.lv"),
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("skat. 2. dalībnieku", [2]),
        ("1. un 3. dalībnieks", [1, 3]),
        ("Members No. 1 and 2", [1, 2]),
        ("Pirmais un trešais komandas dalībnieks", [1, 3]),
        ("2., 3.", [2, 3]),
        ("see member 3", [3]),
        ("1.", []),
        ("2. Toms Kalns", []),
        ("9. dalībnieks", []),
        ("tālr. 29111222", []),
    ],
)
def test_members_are_told_by_their_number(text: str, numbers: list[int]) -> None:
    team = [Person(name) for name in ("Anna Ozola", "Toms Kalns", "Inga Liepa")]
    assert members_numbered(text, team) == [team[number - 1] for number in numbers]


@pytest.mark.parametrize(
    ("visitors", "names"),
    [
        ("Anna un Toms", ("Anna Ozola", "Toms Kalns")),
        ("Anna Ozola Toms Kalns", ("Anna Ozola", "Toms Kalns")),
        ("dalībnieki Nr. 1 un Nr. 3", ("Anna Ozola", "Inga Liepa")),
    ],
)
def test_visitors_may_be_told_in_passing(visitors: str, names: tuple[str, ...], rules: ReadingRules) -> None:
    rows = [(q, visitors if q.startswith("Kas brauks") else a) for q, a in QUESTIONS]
    read = extract(document(table(*rows), _paragraph("Komanda:"), table(*TEAM)), rules.vocabulary)
    assert read.visitors == names
