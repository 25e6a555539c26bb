"""The team, its contact and the visitors, as tables, lists and lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parsers.application_form import extract
from parsers.content import ApplicationForm, Contact, Member
from parsers.document import Block, Document, Table
from parsers.form.persons import read_cells, read_person
from parsers.rules import ReadingRules
from tests.parsers.form_builders import KEYS, Answer, Wide, blocks, document, paragraph, table

NAMES = ("Ieva Zariņa", "Kārlis Ozols", "Žanete Kļaviņa-Bērza")
POSTS = ("docente", "lektors", "laboratorijas vadītāja")
UNITS = ("Ķīmijas fakultāte", "Fizikas, matemātikas un optometrijas fakultāte", "Studiju departaments")
EMAILS = ("ieva.zarina@lu.lv", "karlis.ozols@lu.lv", "zanete.klavina@lu.lv")
PHONES = ("+371 29123987", "26440118", "67 033 877")
TEAM = tuple(Member(*row) for row in zip(NAMES, POSTS, UNITS, EMAILS, PHONES, strict=True))
ROWS = tuple(zip(NAMES, POSTS, UNITS, EMAILS, PHONES, strict=True))
HEADS = ("Nr.", "Vārds, uzvārds", "Amats", "Struktūrvienība", "E-pasts", "Tālrunis")
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


def numbered_rows(rows: tuple[tuple[str, ...], ...] = ROWS) -> list[tuple[str, ...]]:
    return [(f"{n}.", *row) for n, row in enumerate(rows, 1)]


def captioned(row: tuple[str, ...]) -> list[tuple[str | Wide, ...]]:
    return list(zip(HEADS[1:], row, strict=True))


FULL = table(HEADS, *numbered_rows())


def in_headings(**told: Answer) -> Document:
    """A form of headings with these answers, a plain one elsewhere."""
    return document(
        *[
            (paragraph(label, heading=True), *told.get(key, blocks("Atbilde.")))
            for key, label in zip(KEYS, LABELS, strict=True)
        ]
    )


def in_a_table(**told: Answer) -> Document:
    """A form of one table with these answers, a plain one elsewhere."""
    return document(
        table(*[(label, told.get(key, blocks("Atbilde."))) for key, label in zip(KEYS, LABELS, strict=True)])
    )


TEAMS: dict[str, Block | str | tuple[Block | str, ...]] = {
    "the form's table": FULL,
    "without numbers": table(HEADS[1:], *ROWS),
    "without headings": table(*numbered_rows()),
    "without numbers and headings": table(*ROWS),
    "other headings": table(
        ("N. p. k.", "Dalībnieks", "Ieņemamais amats", "Fakultāte / nodaļa", "E-pasta adrese", "Tel. nr."),
        *numbered_rows(),
    ),
    "English headings": table(("#", "Full name", "Job title", "Department", "Email", "Phone number"), *numbered_rows()),
    "another order": table(
        ("E-pasts", "Tālrunis", "Vārds, uzvārds", "Struktūrvienība", "Amats"),
        *[(e, p, n, u, a) for n, a, u, e, p in ROWS],
    ),
    "persons in columns": table(
        ("", "1.", "2.", "3."),
        ("Vārds, uzvārds", *NAMES),
        ("Amats", *POSTS),
        ("Struktūrvienība", *UNITS),
        ("E-pasts", *EMAILS),
        ("Tālrunis", *PHONES),
    ),
    "persons in columns without numbers": table(
        ("Vārds, uzvārds", *NAMES),
        ("Amats", *POSTS),
        ("Struktūrvienība", *UNITS),
        ("E-pasts", *EMAILS),
        ("Tālrunis", *PHONES),
    ),
    "first name and surname apart": table(
        ("Nr.", "Vārds", "Uzvārds", "Amats", "Struktūrvienība", "E-pasts", "Tālrunis"),
        *[(f"{n}.", *name.split(" "), a, u, e, p) for n, (name, a, u, e, p) in enumerate(ROWS, 1)],
    ),
    "English first name and surname apart": table(
        ("No.", "First name", "Surname", "Position", "Department", "E-mail", "Phone"),
        *[(f"{n}.", *name.split(" "), a, u, e, p) for n, (name, a, u, e, p) in enumerate(ROWS, 1)],
    ),
    "a card for each, without headings": table(
        *[(f"{name}\n{a}\n{u}", f"E-pasts: {e}\nTālrunis: {p}") for name, a, u, e, p in ROWS]
    ),
    "sentences": "\n".join(f"{name} ir {a}, {u} ({e}, {p})." for name, a, u, e, p in ROWS),
    "surname first": table(
        ("Nr.", "Uzvārds, vārds", *HEADS[2:]),
        *[(f"{n}.", ", ".join(reversed(name.split(" "))), a, u, e, p) for n, (name, a, u, e, p) in enumerate(ROWS, 1)],
    ),
    "position and unit in one column": table(
        ("Nr.", "Vārds, uzvārds", "Amats, struktūrvienība", "E-pasts", "Tālrunis"),
        *[(f"{n}.", name, f"{a}, {u}", e, p) for n, (name, a, u, e, p) in enumerate(ROWS, 1)],
    ),
    "e-mail and phone in one column": table(
        ("Nr.", "Vārds, uzvārds", "Amats", "Struktūrvienība", "E-pasts, tālrunis"),
        *[(f"{n}.", name, a, u, f"{e}, {p}") for n, (name, a, u, e, p) in enumerate(ROWS, 1)],
    ),
    "e-mail and phone on two lines of a column nobody knows": table(
        ("Nr.", "Vārds, uzvārds", "Amats", "Struktūrvienība", "Saziņai"),
        *[(f"{n}.", name, a, u, f"{e}\ntālr. {p}") for n, (name, a, u, e, p) in enumerate(ROWS, 1)],
    ),
    "a heading over two columns": table(
        ("Nr.", "Vārds, uzvārds", "Amats", "Struktūrvienība", Wide("Kontakti", 2)),
        *numbered_rows(),
    ),
    "two rows of headings": table(
        (
            Wide("Nr.", 1, 2),
            Wide("Vārds, uzvārds", 1, 2),
            Wide("Amats", 1, 2),
            Wide("Struktūrvienība", 1, 2),
            Wide("Kontakti", 2),
        ),
        ("E-pasts", "Tālrunis"),
        *numbered_rows(),
    ),
    "empty rows": table(HEADS, *numbered_rows(), ("4.", "", "", "", "", ""), ("5.", "-", "-", "-", "-", "-"), ("6.",)),
    "blank lines to write on": table(HEADS, *numbered_rows(), ("4.", "____", "____", "____", "____", "____")),
    "on two pages, the headings again": (table(HEADS, *numbered_rows()[:2]), table(HEADS, *numbered_rows()[2:])),
    "on two pages, no headings again": (table(HEADS, *numbered_rows()[:2]), table(*numbered_rows()[2:])),
    "headings in the middle of a table": table(HEADS, *numbered_rows()[:2], HEADS, *numbered_rows()[2:]),
    "a row that goes on": table(
        HEADS,
        numbered_rows()[0],
        ("2.", NAMES[1], POSTS[1], "Fizikas, matemātikas un", EMAILS[1], PHONES[1]),
        ("", "", "", "optometrijas fakultāte", "", ""),
        numbered_rows()[2],
    ),
    "a row that goes on, on the next page": (
        table(HEADS, numbered_rows()[0], ("2.", "Kārlis", POSTS[1], UNITS[1], EMAILS[1], PHONES[1])),
        table(("", "Ozols", "", "", "", ""), numbered_rows()[2]),
    ),
    "names over two lines": table(HEADS, *[(n, name.replace(" ", "\n"), *rest) for n, name, *rest in numbered_rows()]),
    "e-mails over two lines": table(
        HEADS, *[(n, name, a, u, e.replace("@", "@\n"), p) for n, name, a, u, e, p in numbered_rows()]
    ),
    "numbers in the name's cell": table(HEADS[1:], *[(f"{n}. {row[0]}", *row[1:]) for n, row in enumerate(ROWS, 1)]),
    "titles before the names": table(
        HEADS,
        *[
            (n, title + name, *rest)
            for title, (n, name, *rest) in zip(("Dr. chem. ", "Mg. phys. ", "prof. "), numbered_rows(), strict=True)
        ],
    ),
    "titles behind the names": table(
        HEADS,
        *[
            (n, name + title, *rest)
            for title, (n, name, *rest) in zip((", PhD", ", Dr.sc.ing.", " (Mg. paed.)"), numbered_rows(), strict=True)
        ],
    ),
    "captions within the cells": table(
        ("Nr.", "Dalībnieks"),
        *[
            (f"{n}.", f"Vārds, uzvārds: {name}\nAmats: {a}\nStruktūrvienība: {u}\nE-pasts: {e}\nTālrunis: {p}")
            for n, (name, a, u, e, p) in enumerate(ROWS, 1)
        ],
    ),
    "one cell a person": table(*[(f"{n}.", ", ".join(row)) for n, row in enumerate(ROWS, 1)]),
    "one table a person": tuple(table(*captioned(row)) for row in ROWS),
    "one table, a block a person": table(
        *[line for n, row in enumerate(ROWS, 1) for line in ((Wide(f"{n}. dalībnieks", 2),), *captioned(row))]
    ),
    "a list with commas": "\n".join(f"{n}. {', '.join(row)}" for n, row in enumerate(ROWS, 1)),
    "a list with semicolons": "\n".join(f"{n}) {'; '.join(row)}" for n, row in enumerate(ROWS, 1)),
    "a list with dashes": "\n".join(f"• {' – '.join(row)}" for row in ROWS),
    "a list with hyphens": "\n".join(" - ".join(row) for row in ROWS),
    "a list with bars": "\n".join(" | ".join(row) for row in ROWS),
    "a list with tabs": "\n".join("\t".join(row) for row in ROWS),
    "a list with brackets": "\n".join(f"- {name}, {a} ({u}), {e}, {p}" for name, a, u, e, p in ROWS),
    "a list with more in brackets": "\n".join(f"{name} ({a}, {u}; {e}; tālr. {p})" for name, a, u, e, p in ROWS),
    "a list with captions": "\n".join(
        f"{n}. {name}, {a}, {u}, e-pasts: {e}, tālr.: {p}" for n, (name, a, u, e, p) in enumerate(ROWS, 1)
    ),
    "a list with a dash behind the name": "\n".join(f"{name} – {a}, {u}, {e}, {p}" for name, a, u, e, p in ROWS),
    "a list with the phone first": "\n".join(f"{name}, {a}, {u}, {p}, {e}" for name, a, u, e, p in ROWS),
    "a list with titles": "\n".join(
        f"{title}{name}, {a}, {u}, {e}, {p}"
        for title, (name, a, u, e, p) in zip(("Dr. chem. ", "Mg.phys. ", "prof. "), ROWS, strict=True)
    ),
    "items of a list": tuple(paragraph(", ".join(row), item=True) for row in ROWS),
    "a few lines each": "\n".join(f"{n}. {name}\n{a}, {u}\n{e}, {p}" for n, (name, a, u, e, p) in enumerate(ROWS, 1)),
    "captioned lines": "\n".join(
        f"Vārds, uzvārds: {name}\nAmats: {a}\nStruktūrvienība: {u}\nE-pasts: {e}\nTālrunis: {p}"
        for name, a, u, e, p in ROWS
    ),
    "all in one line": "; ".join(f"{name} ({a}, {u}, {e}, {p})" for name, a, u, e, p in ROWS),
}


@pytest.mark.parametrize("form", [in_headings, in_a_table])
@pytest.mark.parametrize("team", TEAMS.values(), ids=TEAMS)
def test_a_team_is_read_from_any_table_or_list(
    team: Block | str | tuple[Block | str, ...], form: Callable[..., Document], rules: ReadingRules
) -> None:
    """Every member is read, with the same values, whatever the team's table or list looks like."""
    assert read(form(members=blocks(team)), rules).members == TEAM


PARTS_MISSING: dict[str, tuple[Table | str, tuple[Member, ...]]] = {
    "no phones": (
        table(HEADS[:5], *[row[:5] for row in numbered_rows()]),
        tuple(Member(*row[:4]) for row in ROWS),
    ),
    "a cell empty": (
        table(HEADS, ("1.", NAMES[0], POSTS[0], "", EMAILS[0], "-"), *numbered_rows()[1:]),
        (Member(NAMES[0], POSTS[0], None, EMAILS[0], None), *TEAM[1:]),
    ),
    "names only": ("\n".join(NAMES), tuple(Member(name) for name in NAMES)),
    "names in one line": (", ".join(NAMES), tuple(Member(name) for name in NAMES)),
    "names and posts in brackets": (
        ", ".join(f"{name} ({post})" for name, post in zip(NAMES, POSTS, strict=True)),
        tuple(Member(name, post) for name, post in zip(NAMES, POSTS, strict=True)),
    ),
    "a malformed address": (
        table(
            HEADS,
            ("1.", *ROWS[0][:3], "ieva.zarina(at)lu.lv", PHONES[0]),
            ("2.", *ROWS[1][:3], "karlis.ozols@lu,lv", PHONES[1]),
        ),
        (
            Member(*ROWS[0][:3], "ieva.zarina(at)lu.lv", PHONES[0]),
            Member(*ROWS[1][:3], "karlis.ozols@lu,lv", PHONES[1]),
        ),
    ),
    "an address without its sign": (
        table(HEADS, ("1.", *ROWS[0][:3], "ieva.zarina.lu.lv", PHONES[0])),
        (Member(*ROWS[0][:3], "ieva.zarina.lu.lv", PHONES[0]),),
    ),
    "an address with a gap": (
        table(HEADS, ("1.", *ROWS[0][:3], "ieva zarina@lu.lv", PHONES[0])),
        (Member(*ROWS[0][:3], "ieva zarina@lu.lv", PHONES[0]),),
    ),
    "none": (table(HEADS, *[(f"{n}.", "", "", "", "", "") for n in range(1, 7)]), ()),
}


@pytest.mark.parametrize(("team", "members"), PARTS_MISSING.values(), ids=PARTS_MISSING)
def test_what_a_team_leaves_out_is_left_out(
    team: Table | str, members: tuple[Member, ...], rules: ReadingRules
) -> None:
    """Missing parts are None, malformed addresses are kept as written."""
    assert read(in_headings(members=blocks(team)), rules).members == members


WHOLE = Contact(NAMES[1], EMAILS[1], PHONES[1])
CONTACTS: dict[str, tuple[Block | str, Contact]] = {
    "commas": (f"{NAMES[1]}, {EMAILS[1]}, {PHONES[1]}", WHOLE),
    "lines": (f"{NAMES[1]}\n{EMAILS[1]}\n{PHONES[1]}", WHOLE),
    "captions": (f"Vārds, uzvārds: {NAMES[1]}\nE-pasts: {EMAILS[1]}\nTālrunis: {PHONES[1]}", WHOLE),
    "captions in a line": (f"{NAMES[1]}, e-pasts: {EMAILS[1]}, tālr.: {PHONES[1]}", WHOLE),
    "the post too": (f"{NAMES[1]}, lektors, {EMAILS[1]}, mob. {PHONES[1]}", WHOLE),
    "title": (f"Mg. phys. {NAMES[1]}; {EMAILS[1]}; {PHONES[1]}", WHOLE),
    "bars": (f"{NAMES[1]} | {EMAILS[1]} | {PHONES[1]}", WHOLE),
    "brackets": (f"{NAMES[1]} ({EMAILS[1]}, {PHONES[1]})", WHOLE),
    "name only": (NAMES[1], WHOLE),
    "name and a reference": (f"{NAMES[1]} (skat. komandas tabulu)", WHOLE),
    "name and phone": (f"{NAMES[1]}, {PHONES[1]}", WHOLE),
    "another phone": (f"{NAMES[1]}, 29 000 000", Contact(NAMES[1], EMAILS[1], "29 000 000")),
    "e-mail only": (EMAILS[1], WHOLE),
    "an initial": ("K. Ozols", WHOLE),
    "in a sentence": ("Komandu pārstāv Kārlis Ozols, dati komandas tabulā.", WHOLE),
    "in another case": ("Ar komandu lūdzam sazināties ar Kārli Ozolu", WHOLE),
    "somebody else": ("Rita Vilka, rita.vilka@lu.lv, 29111222", Contact("Rita Vilka", "rita.vilka@lu.lv", "29111222")),
    "somebody else, by name": ("Rita Vilka", Contact("Rita Vilka")),
    "headed columns": (table(("Vārds, uzvārds", "E-pasts", "Tālrunis"), (NAMES[1], EMAILS[1], PHONES[1])), WHOLE),
    "captions below the answers": (
        table((f"{NAMES[1]}\nVārds, uzvārds", f"{EMAILS[1]}\nE-pasts", f"{PHONES[1]}\nTālrunis")),
        WHOLE,
    ),
    "a row of captions below": (
        table((NAMES[1], EMAILS[1], PHONES[1]), ("Vārds, uzvārds", "E-pasts", "Tālrunis")),
        WHOLE,
    ),
    "rows with captions": (table(("Vārds, uzvārds", NAMES[1]), ("E-pasts", EMAILS[1]), ("Tālrunis", PHONES[1])), WHOLE),
    "none": ("-", Contact()),
    "empty captions": ("Vārds, uzvārds:\nE-pasts:\nTālrunis:", Contact()),
}


@pytest.mark.parametrize("form", [in_headings, in_a_table])
@pytest.mark.parametrize(("contact", "expected"), CONTACTS.values(), ids=CONTACTS)
def test_the_contact_is_completed_from_the_team(
    contact: Block | str, expected: Contact, form: Callable[..., Document], rules: ReadingRules
) -> None:
    """Name, e-mail and phone are read from any notation; what is left out is taken from the team's table."""
    assert read(form(members=(FULL,), contact=blocks(contact)), rules).contact == expected


BOTH = (NAMES[0], NAMES[2])
VISITORS: dict[str, tuple[Block | str, tuple[str, ...]]] = {
    "lines": (f"{BOTH[0]}\n{BOTH[1]}", BOTH),
    "numbers": (f"1. {BOTH[0]}\n2. {BOTH[1]}", BOTH),
    "numbers in a line": (f"1) {BOTH[0]} 2) {BOTH[1]}", BOTH),
    "numbers and commas in a line": (f"1. {BOTH[0]}, 2. {BOTH[1]}", BOTH),
    "bullets": (f"• {BOTH[0]}\n• {BOTH[1]}", BOTH),
    "comma": (f"{BOTH[0]}, {BOTH[1]}", BOTH),
    "semicolon": (f"{BOTH[0]}; {BOTH[1]}.", BOTH),
    "and": (f"{BOTH[0]} un {BOTH[1]}", BOTH),
    "English and": (f"{BOTH[0]} and {BOTH[1]}", BOTH),
    "slash": (f"{BOTH[0]} / {BOTH[1]}", BOTH),
    "with posts": (f"{BOTH[0]} (docente) un {BOTH[1]} (laboratorijas vadītāja)", BOTH),
    "with posts and commas": (f"1. {BOTH[0]}, docente\n2. {BOTH[1]}, laboratorijas vadītāja", BOTH),
    "with e-mails": (f"{BOTH[0]}, {EMAILS[0]}\n{BOTH[1]}, {EMAILS[2]}", BOTH),
    "with titles": (f"Dr. chem. {BOTH[0]}, Mg. {BOTH[1]}", BOTH),
    "surnames only": ("Zariņa, Kļaviņa-Bērza", BOTH),
    "initials": ("I. Zariņa un Ž. Kļaviņa-Bērza", BOTH),
    "in another case": ("Vizītē deleģējam Ievu Zariņu un Žaneti Kļaviņu-Bērzu", BOTH),
    "in a sentence": (f"Uz Bostonu dosies {BOTH[0]} un {BOTH[1]}.", BOTH),
    "one": (BOTH[0], BOTH[:1]),
    "three": ("\n".join(NAMES), NAMES),
    "one of another place": (f"{BOTH[0]}, Ramona Sudraba", (BOTH[0], "Ramona Sudraba")),
    "a table": (
        table(("Nr.", "Vārds, uzvārds", "Amats"), ("1.", BOTH[0], "docente"), ("2.", BOTH[1], "vadītāja")),
        BOTH,
    ),
    "an empty second line": (f"1. {BOTH[0]}\n2. ", BOTH[:1]),
    "a dash": ("–", ()),
    "empty numbers": ("1. ____________\n2. ____________", ()),
}


@pytest.mark.parametrize("form", [in_headings, in_a_table])
@pytest.mark.parametrize(("visitors", "expected"), VISITORS.values(), ids=VISITORS)
def test_visitors_are_told_by_their_names(
    visitors: Block | str, expected: tuple[str, ...], form: Callable[..., Document], rules: ReadingRules
) -> None:
    """The visitors' full names are read from lists and sentences, short ones completed from the team."""
    assert read(form(members=(FULL,), visitors=blocks(visitors)), rules).visitors == expected


def read(form: Document, rules: ReadingRules) -> ApplicationForm:
    return extract(form, rules.vocabulary)


@pytest.mark.parametrize(
    "unit", ["Inženierekonomikas un vadības fakultāte", "Doktorantūras nodaļa", "Studentu dienests"]
)
def test_a_unit_named_after_posts_is_no_post(unit: str) -> None:
    person = read_person(f"Ieva Zariņa, lektore, {unit}, ieva.zarina@lu.lv")
    assert (person.position, person.unit) == ("lektore", unit)


def test_what_stands_in_capitals_beside_a_name_is_no_other_name() -> None:
    person = read_cells(["Technology Transfer Officer, Innovation Centre"])
    assert person.name is None
    assert read_cells(["zobu higiēniste", "RSU Stomatoloģijas institūts"]).unit == "RSU Stomatoloģijas institūts"


def test_a_post_named_after_a_unit_is_no_unit() -> None:
    person = read_person("Ieva Zariņa, studiju daļas vadītāja, Ķīmijas fakultāte")
    assert (person.position, person.unit) == ("studiju daļas vadītāja", "Ķīmijas fakultāte")
