"""Small documents for the tests of the form: blocks out of a mark-up, and whole forms in any layout out of one truth."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from parsers.document import Block, Cell, Document, Mark, Paragraph, Place, Span, Table

_MARKS = {
    "**": Mark.BOLD,
    "__": Mark.UNDERLINE,
    "==": Mark.HIGHLIGHT,
    "//": Mark.ITALIC,
    "~~": Mark.STRIKE,
    "{{": Mark.FILLED,
}
_MARKUP = re.compile(r"(\*\*|(?<!_)__(?!_)|==|(?<!:)//|~~|\{\{)(.+?)(?:\1|\}\})")


def paragraph(text: str, *, heading: bool = False, item: bool = False, continues: bool = False) -> Paragraph:
    """A paragraph; ``**bold**``, ``__underlined__``, ``==highlighted==``, ``//italic//``, ``~~struck~~``, ``{{filled}}``."""
    spans: list[Span] = []
    at = 0
    for match in _MARKUP.finditer(text):
        if match.start() > at:
            spans.append(Span(text[at : match.start()]))
        spans.append(Span(match[2], frozenset({_MARKS[match[1]]})))
        at = match.end()
    if at < len(text):
        spans.append(Span(text[at:]))
    return Paragraph(tuple(spans), Place(path=text[:20]), heading=heading, list_item=item, continues=continues)


def blocks(content: str | Block | Sequence[str | Block]) -> tuple[Block, ...]:
    """Blocks out of lines of text and blocks."""
    if isinstance(content, str):
        return tuple(paragraph(line) for line in content.split("\n"))
    if isinstance(content, Paragraph | Table):
        return (content,)
    return tuple(block for part in content for block in blocks(part))


@dataclass(frozen=True)
class Wide:
    """A cell over several columns or rows."""

    content: str | Block | Sequence[str | Block]
    columns: int = 1
    rows: int = 1


CellContent = str | Block | Wide | Sequence[str | Block]


def table(*rows: Sequence[CellContent]) -> Table:
    """A table; a `Wide` cell takes the places of its span, whose rows and columns go on behind it."""
    taken: set[tuple[int, int]] = set()
    built: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows):
        cells: list[Cell] = []
        column = 0
        for content in row:
            while (number, column) in taken:
                column += 1
            wide = content if isinstance(content, Wide) else Wide(content)
            taken |= {(number + r, column + c) for r in range(wide.rows) for c in range(wide.columns)}
            place = Place(path=f"row {number + 1}, cell {column + 1}")
            cells.append(Cell(blocks(wide.content), number, column, wide.rows, wide.columns, place))
            column += wide.columns
        built.append(tuple(cells))
    return Table(tuple(built), Place(path="table"))


def document(*content: str | Block | Sequence[str | Block]) -> Document:
    return Document(tuple(block for part in content for block in blocks(part)))


KEYS = (
    "institution",
    "title",
    "themes",
    "members",
    "contact",
    "visitors",
    "idea",
    "problem",
    "results",
    "activities",
    "costs",
    "partners",
    "strategy_fit",
)
PRINTED = {
    "lv": (
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
    ),
    "en": (
        "University",
        "Project title",
        "Thematic area",
        "Project team",
        "Contact person (team representative)",
        "Participants of the MIT J-WEL visit (2)",
        "Project idea",
        "Problem the project addresses",
        "Desired results",
        "Main activities and tools",
        "Estimated costs (EUR)",
        "Potential partners",
        "Alignment with the university's strategy",
    ),
}
COLUMNS = {
    "lv": ("Nr.", "Vārds, uzvārds", "Amats", "Struktūrvienība", "E-pasts", "Tālrunis"),
    "en": ("No.", "Name, surname", "Position", "Department", "E-mail", "Phone"),
}
THEMES = {
    "lv": {
        "student_experience": "Studentu pieredzes sistemātiski uzlabojumi",
        "collaboration": "Uzlabojumi sadarbībā starp universitātēm un organizācijām",
        "strategic_goals": "Iniciatīvas, kas veicina universitātes stratēģisko mērķu sasniegšanu",
    },
    "en": {
        "student_experience": "Systematic improvements of the student experience",
        "collaboration": "Improvements in collaboration between universities and organisations",
        "strategic_goals": "Initiatives that advance the university's strategic goals",
    },
}


@dataclass(frozen=True)
class Truth:
    """What a form says, as the test writes it and the reader has to find it."""

    language: str
    institution: str
    institution_text: str
    title: str
    themes: tuple[str, ...]
    members: tuple[tuple[str, str, str, str, str], ...]
    contact: int
    visitors: tuple[str, ...]
    texts: dict[str, str] = field(default_factory=dict)
    costs_eur: float | None = None

    def without(self, *keys: str) -> Truth:
        """The same form with some texts not filled in."""
        return replace(self, texts={k: v for k, v in self.texts.items() if k not in keys})


LATVIAN = Truth(
    language="lv",
    institution="LU",
    institution_text="Latvijas Universitāte",
    title="Laboratorija mājās: eksperimenti nepilna laika studentiem",
    themes=("student_experience",),
    members=(
        ("Ieva Zariņa", "docente", "Ķīmijas fakultāte", "ieva.zarina@lu.lv", "+371 29123987"),
        ("Kārlis Ozols", "lektors", "Fizikas, matemātikas un optometrijas fakultāte", "karlis.ozols@lu.lv", "26440118"),
        ("Žanete Kļaviņa-Bērza", "laboratorijas vadītāja", "Ķīmijas fakultāte", "zanete.klavina@lu.lv", "67 033 877"),
        ("Ņikita Šķēle", "doktorants", "Bioloģijas fakultāte", "nikita.skele@lu.lv", "+371 20 998 211"),
    ),
    contact=0,
    visitors=("Ieva Zariņa", "Ņikita Šķēle"),
    texts={
        "idea": "Studentiem izveidot drošus mājas laboratorijas komplektus.\nKomplektu saņem bibliotēkā, un projekta ideja ir "
        "pārbaudīta pērn. Problēma: komplektu bija par maz.\nRezultāti ir apkopoti kopīgā protokolā.",
        "problem": "Nepilna laika studenti laboratorijā var ierasties tikai sestdienās. Universitāte to zina.",
        "results": "Kursu nokārto vismaz 72 % studentu.\n90 komplekti apritē.\nMetodika piemērota arī fizikas kursiem.",
        "activities": "Laboratorijas darbu atlase un risku izvērtēšana.\nPilots ar 15 studentiem (Moodle + LabArchives).",
        "costs": "42 000 EUR",
        "partners": "SIA „Labtehnika Baltija”, Latvijas Ķīmijas skolotāju asociācija, Rīgas Tehniskā universitāte",
        "strategy_fit": "LU stratēģijas mērķis nodrošināt elastīgu studiju vidi un digitalizācijas plāna 2. prioritāte.",
    },
    costs_eur=42000,
)
ENGLISH = Truth(
    language="en",
    institution="RTU",
    institution_text="Riga Technical University",
    title="Ready for Riga: a digital onboarding semester",
    themes=("collaboration", "strategic_goals"),
    members=(
        (
            "Aleksandrs Petrovs",
            "Associate Professor",
            "Institute of Applied Computer Systems",
            "a.petrovs@rtu.lv",
            "+371 29440022",
        ),
        (
            "Sofija Dumpe",
            "Head of International Admissions",
            "International Cooperation Department",
            "s.dumpe@rtu.lv",
            "+371 67089011",
        ),
        ("Ivars Kokins", "Lecturer", "Faculty of Computer Science", "i.kokins@rtu.lv", "+371 26009134"),
    ),
    contact=1,
    visitors=("Aleksandrs Petrovs", "Sofija Dumpe"),
    texts={
        "idea": "International students receive their letter in June and arrive in September.\nWe use these months.",
        "problem": "One in four international students fails the first examination.",
        "results": "70% of admitted students complete the semester.\nEvery student has met a buddy before arrival.",
        "activities": "Interviews with 30 students.\nCourse design (Moodle, Zoom).\nPilot with 200 students in summer 2024.",
        "costs": "EUR 59,800",
        "partners": "Office of Citizenship and Migration Affairs, RTU Student Parliament",
        "strategy_fit": 'RTU strategy, pillar "Internationalisation": raise the share of international students.',
    },
    costs_eur=59800,
)
BRIEF = Truth(
    language="lv",
    institution="LBTU",
    institution_text="Latvijas Biozinātņu un tehnoloģiju universitāte",
    title="Viens logs studentam",
    themes=("student_experience", "collaboration", "strategic_goals"),
    members=(
        ("Ilmārs Grantiņš", "docents", "Ekonomikas fakultāte", "ilmars.grantins@lbtu.lv", "26112090"),
        ("Baiba Kalve", "lektore", "Ekonomikas fakultāte", "baiba.kalve@lbtu.lv", "29334410"),
        ("Larisa Zaiceva", "studiju daļas vadītāja", "Studiju centrs", "larisa.zaiceva@lbtu.lv", "63005777"),
        ("Rolands Pētersils", "IT speciālists", "Informācijas tehnoloģiju centrs", "rolands@lbtu.lv", "63005750"),
        ("Uldis Dzenis", "projektu vadītājs", "Studiju centrs", "uldis.dzenis@lbtu.lv", "63005751"),
    ),
    contact=2,
    visitors=("Baiba Kalve", "Larisa Zaiceva"),
    texts={
        "idea": "Septiņas struktūrvienības vienā kontaktpunktā.",
        "problem": "Students apmeklē četrus kabinetus.",
        "results": "80 % jautājumu atrisināti pirmajā reizē.",
        "activities": "Procesu kartēšana, apmācība, ikmēneša mērījumi.",
        "costs": "5 200 EUR, tai skaitā mentoru honorāri 3 000 EUR, rīka uzturēšana 2 200 EUR",
        "partners": "vēl nav",
        "strategy_fit": "Mērķis „Efektīva pārvaldība”.",
    },
    costs_eur=5200,
)
TRUTHS = {"latvian": LATVIAN, "english": ENGLISH, "brief": BRIEF}

Answer = tuple[Block, ...]
Layout = Callable[[Truth], Document]


def ticks(truth: Truth, ticked: str = "☒ ", unticked: str = "☐ ") -> Answer:
    names = THEMES[truth.language]
    return tuple(paragraph((ticked if key in truth.themes else unticked) + name) for key, name in names.items())


def member_table(truth: Truth) -> Table:
    rows = [(f"{n}.", *member) for n, member in enumerate(truth.members, 1)]
    return table(COLUMNS[truth.language], *rows)


def contact_line(truth: Truth) -> str:
    name, _, _, email, phone = truth.members[truth.contact]
    return f"{name}, {email}, {phone}"


def answers(truth: Truth) -> dict[str, Answer]:
    """Each field's answer as blocks, in the plainest way."""
    told: dict[str, Answer] = {key: blocks(text) for key, text in truth.texts.items()}
    return {
        "institution": blocks(truth.institution_text),
        "title": blocks(truth.title),
        "themes": ticks(truth),
        "members": (member_table(truth),),
        "contact": blocks(contact_line(truth)),
        "visitors": blocks("\n".join(f"{n}. {name}" for n, name in enumerate(truth.visitors, 1))),
        **{key: told.get(key, ()) for key in KEYS[6:]},
    }


def labels(truth: Truth) -> dict[str, str]:
    return dict(zip(KEYS, PRINTED[truth.language], strict=True))
