"""Letters in every layout, sentence and case that offices use say the same as was put into them."""

from __future__ import annotations

import datetime as dt
import random
import textwrap
from dataclasses import replace

import pytest

from parsers.delegation_letter import extract, identify
from parsers.document import Block, Document, Paragraph, Table
from parsers.rules import ReadingRules
from tests.parsers.letters import (
    ACCUSATIVE,
    DATIVE,
    GENITIVE,
    NOMINATIVE,
    PEOPLE,
    Who,
    Written,
    dice,
    document,
    enumerated,
    names_only,
    paragraph,
    some,
    table,
    with_positions,
    with_positions_after,
)

INSTITUTIONS = (
    ("LU", "Latvijas Universitāte", "Latvijas Universitātes", "University of Latvia"),
    ("RTU", "Rīgas Tehniskā universitāte", "Rīgas Tehniskās universitātes", "Riga Technical University"),
    ("RSU", "Rīgas Stradiņa universitāte", "Rīgas Stradiņa universitātes", "Riga Stradiņš University"),
    (
        "LBTU",
        "Latvijas Biozinātņu un tehnoloģiju universitāte",
        "Latvijas Biozinātņu un tehnoloģiju universitātes",
        "Latvia University of Life Sciences and Technologies",
    ),
    (None, "Ventspils Augstskola", "Ventspils Augstskolas", "Ventspils University of Applied Sciences"),
)
TITLES = (
    "Pacients kā skolotājs",
    "Laboratorija mājās: eksperimenti nepilna laika studentiem",
    "Projekts bez robežām, jeb kā mācīties kopā",
    "Shadow a Researcher",
    "„Zaļais” kampuss un tā ļaudis",
    "Kā deleģēt? Studentu līderība",
    "Anna Ozola skola: mentori studentiem",
    "e-studijas 2.0",
    "STEM+",
)
SIGNATORIES = (
    ("Silva Ozolniece", "Mācību prorektore"),
    ("Oskars Brīvkalns", "rektora vietnieks"),
    ("Kārina Lejasvīksna", "mācību prorektora vietniece"),
    ("Pauls Briedis-Kalns", "Zinātņu prorektors"),
    ("Margarita Lūse", "Inženierzinātņu fakultātes dekāne"),
    ("Dace Liepiņa", "Studiju departamenta direktora p.i."),
    ("Jevgēņijs Koļesovs", "Padomes priekšsēdētājs"),
    ("Antra Zīle", "kanclere"),
)
ENGLISH_SIGNATORIES = (
    ("Zigrīda Lapsiņa", "Vice-Rector for International Affairs"),
    ("Oskars Brīvkalns", "Deputy Rector"),
    ("Igors Krastiņš", "Dean of the Faculty of Medicine"),
    ("Pauls Liepa", "Acting Vice-Rector"),
)
NUMBERS = ("04-12/61", "13-2/125/2023", "01000-2.2-e/101", "5-PN/118/2023", "2.4.-8/50", "8-1/2023-12", "L-23/17", "7")
PROGRAMME = "Izglītības inovāciju programmā"
QUOTES = ("„{}”", "“{}”", '"{}"', "«{}»", "„{}“", "''{}''", ",,{}''", "‘{}’", "”{}”")
NESTING_QUOTES = ("„{}”", '"{}"')
LATVIAN = tuple(range(16))
SEEDS = range(12)


def quoted(random_: random.Random, title: str) -> str:
    return random_.choice(NESTING_QUOTES if "„" in title else QUOTES).format(title)


def a_date(random_: random.Random) -> tuple[dt.date, str]:
    day = dt.date(2023, random_.choice((3, 4)), random_.randint(1, 28))
    locative, nominative = {3: ("martā", "marts"), 4: ("aprīlī", "aprīlis")}[day.month]
    notations = (
        f"{day:%d.%m.%Y}.",
        f"{day.year}. gada {day.day}. {locative}",
        f"{day.year}.gada {day.day}.{nominative}",
        f"{day.day}.{nominative}, {day.year}",
        f"{day:%Y-%m-%d}",
        f"{day.day}.{day.month}.{day.year}.",
    )
    return day, random_.choice(notations)


def statement(kind: int, random_: random.Random, names: tuple[str, str], team: list[Who], title: str) -> str:
    """The delegating sentence and the list that may follow it."""
    institution, genitive = names
    phrase = random_.choice((names_only, with_positions, with_positions_after))
    mark = random_.choice(("{}. ", "- ", "{}) ", "• ", "— ", ""))
    shapes = ("{0}, {1};", "{1} {0}", "{0} – {1}", "{0}", "Dr. sc. ing. {0}, {1}")
    items = "\n".join(
        mark.format(number) + random_.choice(shapes).format(who.name, who.positions[NOMINATIVE])
        for number, who in enumerate(team, 1)
    )
    accusatives = "\n".join(f"— {who.positions[ACCUSATIVE]} {who.names[ACCUSATIVE]};" for who in team)
    return (
        f"{institution} deleģē dalībai {PROGRAMME} ar projektu {title} šādu komandu:\n{items}",
        f"{institution} deleģē {phrase(team, ACCUSATIVE)} dalībai {PROGRAMME} ar projektu {title}.",
        f"Ar šo {institution} deleģē {phrase(team, ACCUSATIVE)} pārstāvēt universitāti {PROGRAMME}. "
        f"Komanda īstenos projektu {title}.",
        f"{institution} norīko {phrase(team, ACCUSATIVE)} dalībai {PROGRAMME} (projekts {title}).",
        f"{institution} dalībai {PROGRAMME} deleģē:\n{accusatives}\nProjekta nosaukums: {title}.",
        f"Informējam, ka {institution} ir nolēmusi deleģēt komandu projekta {title} īstenošanai {PROGRAMME}s ietvaros. "
        f"Komandas sastāvs: {names_only(team, NOMINATIVE)}.",
        f"Apliecinām, ka {genitive} komanda ar projektu {title} tiek deleģēta dalībai {PROGRAMME}. "
        f"Komandas sastāvā ir {phrase(team, NOMINATIVE)}.",
        f"{institution} pilnvaro {phrase(team, ACCUSATIVE)} piedalīties {PROGRAMME} ar projektu {title}.",
        f"{institution} uzdod {phrase(team, DATIVE)} pārstāvēt universitāti {PROGRAMME}, īstenojot projektu {title}.",
        f"Lūdzam apstiprināt dalībai {PROGRAMME} {genitive} deleģēto komandu ar projektu ar nosaukumu {title}.\n"
        f"Deleģētie komandas dalībnieki:\n{items}",
        f"{institution} apstiprina {phrase(team, GENITIVE)} dalību {PROGRAMME} ar projektu {title}.",
        f"{institution} izvirza dalībai {PROGRAMME} projektu {title} un tā komandu:\n{items}\n"
        "Universitāte apliecina, ka nodrošinās komandai iespēju piedalīties visos pasākumos.",
        f"No {genitive} puses dalībai {PROGRAMME} tiek deleģēti {phrase(team, NOMINATIVE)}. Projekts: {title}",
        f"{institution} nozīmē {phrase(team, ACCUSATIVE)} par {genitive} pārstāvjiem {PROGRAMME} projektam {title}.",
        f"{institution}, rektores Ilzes Kalnmalietes personā, deleģē {phrase(team, ACCUSATIVE)} "
        f"dalībai {PROGRAMME} ar projektu {title}.",
        f"Projekta {title} īstenošanai {PROGRAMME} {institution} deleģē {phrase(team, ACCUSATIVE)}.",
    )[kind]


def head(random_: random.Random, day: str, number: str) -> list[str | Block]:
    shapes: tuple[list[str | Block], ...] = (
        [table([[f"Rīgā, {day}", f"Nr. {number}"]])],
        ["Rīgā", f"{day} Nr. {number}"],
        [f"Jelgavā, {day} Nr. {number}"],
        [f"{day} Rīgā", f"Nr. {number}"],
        [table([[day, "Nr.", number]])],
        [f"Nr. {number}", f"Datums: {day}"],
    )
    return random_.choice(shapes)


def signature(random_: random.Random, name: str, position: str) -> list[str | Block]:
    shapes: tuple[list[str | Block], ...] = (
        [table([[position, name]])],
        [f"{position}          {name}"],
        [position, name],
        [name, position],
        [f"{position} (paraksts) {name}"],
        [f"{name}, {position}"],
        [f"{position} ______________ /{name}/"],
    )
    return random_.choice(shapes)


def latvian_letter(kind: int, seed: int) -> Written:
    random_ = dice(seed * 100 + kind)
    key, *names, _ = random_.choice(INSTITUTIONS)
    title, number = random_.choice(TITLES), random_.choice(NUMBERS)
    signatory, position = random_.choice(SIGNATORIES)
    team, (day, written_day) = some(random_), a_date(random_)
    parts: list[str | Block] = [
        names[0].upper(),
        random_.choice(("Raiņa bulvāris 19, Rīga, LV-1586, tālr. 67034444", "Reģ. Nr. 90000068977, Kods 3341000709")),
        *head(random_, written_day, number),
        random_.choice(("Uz 01.02.2023. Nr. 1-5/77", "Uz Nr. 15 no 15.02.2023.", "Dzirciema iela 16, Rīga")),
        random_.choice(
            (
                "Rīgas Biznesa skolai",
                "RTU Rīgas Biznesa skolai",
                "Rīgas Biznesa skolas direktoram\nClaudio Rivera kungam",
            )
        ),
        random_.choice(
            (
                "Par komandas deleģēšanu",
                "INSTITŪCIJAS DELEĢĒJUMS",
                "Par dalību programmā",
                f"Par projektu „{TITLES[0]}”",
            )
        ),
        statement(kind, random_, (names[0], names[1]), team, quoted(random_, title)),
        random_.choice(
            (
                "Apliecinām, ka institūcija atbalsta projekta īstenošanu un nodrošinās komandai iespēju piedalīties.",
                "Kontaktpersona jautājumos par projektu: Jūlija Fjodorova, tālr. 29123456, julija@example.lv.",
                "Programmas pasākumi notiks no 20.04.2023. līdz 30.11.2023.",
            )
        ),
        *signature(random_, signatory, position),
        random_.choice(("DOKUMENTS PARAKSTĪTS AR DROŠU ELEKTRONISKO PARAKSTU UN SATUR LAIKA ZĪMOGU", "Ar cieņu")),
        random_.choice(
            ("Sagatavotājs: Juris Kalējs, tālr. 29111222", "Fjodorova 67034567\njulija.fjodorova@example.lv")
        ),
    ]
    delegates = tuple(who.name for who in team)
    return Written(document(*parts), key, day.isoformat(), number, title, delegates, signatory, position)


def english_letter(seed: int) -> Written:
    random_ = dice(seed)
    key, _, _, name = random_.choice(INSTITUTIONS)
    signatory, position = random_.choice(ENGLISH_SIGNATORIES)
    team, number = some(random_), random_.choice(NUMBERS)
    title = random_.choice(("Shadow a Researcher", "Data that Speaks: analytics for deans", "Project Zero"))
    project, programme = quoted(random_, title), "Education Innovation Programme"
    people = enumerated([who.name for who in team], "and")
    items = "\n".join(f"{number}. {who.name}, lecturer" for number, who in enumerate(team, 1))
    day, written_day = random_.choice(
        ((18, "18 April 2023"), (5, "April 5, 2023"), (3, "2023-04-03"), (12, "12/04/2023"), (1, "April 1st, 2023"))
    )
    sentence = random_.choice(
        (
            f"{name} delegates {people} to participate in the {programme} with the project {project}.",
            f"Hereby the {name} delegates the following team to take part in the {programme} "
            f"with the project {project}:\n{items}",
            f"We hereby confirm that the {name} nominates {people} to represent it in the {programme}. The project is {project}.",
            f"I am pleased to confirm that {people} have been delegated by the {name} to the {programme} (project {project}).",
            f"On behalf of the {name}, I authorise {people} to participate in the {programme} "
            f"with the project entitled {project}.",
        )
    )
    parts: list[str | Block] = [
        name.upper(),
        "6A Kipsalas Street, Riga, LV-1048, phone +371 67089999",
        *random_.choice(([table([[f"Riga, {written_day}", f"No. {number}"]])], [f"{written_day} No. {number}"])),
        "Riga Business School",
        random_.choice(("Letter of delegation", "Dear Sir or Madam,")),
        sentence,
        "The programme will take place from 20 April 2023 to 30 November 2023.",
        "Sincerely,",
        *signature(random_, signatory, position),
    ]
    delegates = tuple(who.name for who in team)
    return Written(document(*parts), key, f"2023-04-{day:02}", number, title, delegates, signatory, position)


def wrapped(letter: Document, width: int) -> Document:
    """The letter with its paragraphs cut into lines of their own, as plain text and OCR have them."""
    blocks: list[Block] = []
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            blocks += [paragraph(line, len(blocks)) for line in textwrap.wrap(block.text, width)]
        else:
            blocks.append(block)
    return replace(letter, blocks=tuple(blocks))


def check(written: Written, rules: ReadingRules) -> None:
    vocabulary = rules.vocabulary
    assert identify(written.document, vocabulary)
    letter = extract(written.document, vocabulary, team=written.delegates)
    assert letter.institution == written.institution
    assert letter.date is not None
    assert letter.date.isoformat() == written.date
    assert letter.number == written.number
    assert letter.project_title == written.title
    assert set(letter.delegates) == set(written.delegates)
    assert (letter.signatory, letter.signatory_position) == (written.signatory, written.position)


@pytest.mark.parametrize("kind", LATVIAN)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_latvian_letter(rules: ReadingRules, kind: int, seed: int) -> None:
    check(latvian_letter(kind, seed), rules)


@pytest.mark.parametrize("kind", LATVIAN)
@pytest.mark.parametrize("seed", SEEDS[:4])
def test_a_latvian_letter_cut_into_lines(rules: ReadingRules, kind: int, seed: int) -> None:
    written = latvian_letter(kind, seed + 50)
    check(replace(written, document=wrapped(written.document, 70 + 8 * seed)), rules)


@pytest.mark.parametrize("seed", range(40))
def test_an_english_letter(rules: ReadingRules, seed: int) -> None:
    written = english_letter(seed)
    check(replace(written, document=wrapped(written.document, 80)) if seed % 2 else written, rules)


@pytest.mark.parametrize("kind", LATVIAN)
def test_a_letter_that_came_without_a_form(rules: ReadingRules, kind: int) -> None:
    """Without the form's spelling the nominatives come from the letter alone; none of these names is ambiguous."""
    written = latvian_letter(kind, 7)
    assert set(extract(written.document, rules.vocabulary).delegates) == set(written.delegates)


TABLES = (
    ("Nr.", "Vārds, uzvārds", "Amats"),
    ("Nr. p.k.", "Vārds", "Uzvārds", "Amats", "Struktūrvienība"),
    ("Vārds, uzvārds", "Amats", "E-pasts"),
    ("Uzvārds, vārds", "Amats"),
)


@pytest.mark.parametrize("header", TABLES)
@pytest.mark.parametrize("seed", SEEDS[:4])
def test_a_team_in_a_table(rules: ReadingRules, header: tuple[str, ...], seed: int) -> None:
    team = dice(seed).sample([who for who in PEOPLE if len(who.name.split()) == 2], 4)
    cells = {"Amats": "docents", "E-pasts": "vards@example.lv", "Struktūrvienība": "Ķīmijas fakultāte"}
    rows = []
    for number, who in enumerate(team, 1):
        given, surname = who.name.split()
        cells |= {"Nr.": f"{number}.", "Nr. p.k.": str(number), "Vārds": given, "Uzvārds": surname}
        cells |= {"Vārds, uzvārds": who.name, "Uzvārds, vārds": f"{surname} {given}"}
        rows.append([cells[column] for column in header])
    letter = document(
        "LATVIJAS UNIVERSITĀTE",
        f"Latvijas Universitāte deleģē dalībai {PROGRAMME} ar projektu „Viens logs” šādus dalībniekus:",
        table([header, *rows]),
        table([["Rektors", "Ēvalds Zemgalis"]]),
    )
    assert extract(letter, rules.vocabulary).delegates == tuple(who.name for who in team)


@pytest.mark.parametrize(
    "signed",
    [[["Ēvalds Zemgalis", "rektors"]], [["Ēvalds Zemgalis, rektors"]], [["Ēvalds Zemgalis"], ["rektors"]]],
)
def test_whoever_signs_in_a_table_right_below_the_team_is_no_member_of_it(
    rules: ReadingRules, signed: list[list[str]]
) -> None:
    """Of two tables that follow one another the rows are no neighbours."""
    team = [["Anna Ozola", "docente"], ["Juris Kalniņš", "asistents"], ["Līga Vītola", "profesore"]]
    letter = document(
        "LATVIJAS UNIVERSITĀTE",
        f"Latvijas Universitāte deleģē dalībai {PROGRAMME} ar projektu „Viens logs” šādus dalībniekus:",
        table([["Vārds, uzvārds", "Amats"], *team]),
        table(signed),
    )
    found = extract(letter, rules.vocabulary)
    assert found.delegates == tuple(name for name, _ in team)
    assert (found.signatory, found.signatory_position) == ("Ēvalds Zemgalis", "rektors")


def test_a_table_in_a_cell_does_not_part_the_rows_of_a_team(rules: ReadingRules) -> None:
    """Strokes in a scan may look like a table in a cell; whoever is named before it is a member still."""
    team = [
        ["Anna Ozola", "profesore"],
        ["Juris Kalniņš", "asistents"],
        ["Līga Vītola", "docente"],
        ["Oto Egle", "docents"],
    ]
    rows = table([["1.", *team[0]], *(["", *row] for row in team[1:])]).rows
    (first, *others), *rest = rows
    with_table = Table(((replace(first, blocks=(*first.blocks, table([["4"]]))), *others), *rest))
    letter = document(
        f"Latvijas Universitāte deleģē dalībai {PROGRAMME} ar projektu „Viens logs” šādus dalībniekus:",
        with_table,
        "Apliecinām, ka universitāte atbalsta projektu.",
        "Ēvalds Zemgalis",
    )
    found = extract(letter, rules.vocabulary)
    assert found.delegates == tuple(name for name, _ in team)
    assert found.signatory == "Ēvalds Zemgalis"
