"""The truths: applications and letters of invented teams, drawn from lists by a seed."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

from bot.programme import Programme
from parsers.text import fold

_TITLES = {
    "lv": (
        "Vakara rakstu darbnīca", "Laboratorija mājās: eksperimenti nepilna laika studentiem", "Datu stipendija fizikas doktorantiem",
        "Viens logs studentam", "Pacients kā skolotājs", "Meža klase pilsētā", "Klīniskie gadījumi no prakses",
        "Sarunu klubs „Trešais krēsls”", "Vēstures avotu lasītava", "Ceļš uz industriju", "Mentors katram pirmkursniekam",
        "Atvērtais kods auditorijā",
    ),
    "en": (
        "Ready for Riga: a digital onboarding semester", "Shadow a Researcher", "Bedside Teaching Scorecard", "Peer Tutors in Forestry",
        "A Data Clinic for Small Companies", "The Campus as a Laboratory", "Writing Evenings", "First-Year Maps",
    ),
}  # fmt: skip
_TEXTS = {
    "lv": (
        "Katrs students semestra laikā strādā ar īstu uzņēmuma uzdevumu, un risinājumu vērtē gan docētājs, gan uzņēmums.",
        "Pērn 27 % pirmā kursa studentu pārtrauca studijas; visbiežāk minētais iemesls ir vientulība.",
        "Divu gadu laikā metodi pārņem vismaz astoņi kursi, un to apgūst 400 studentu gadā.",
        "Docētāju apmācība, izmēģinājums divos kursos, aptauja pirms un pēc, noslēguma seminārs.",
        "Studenti atzīst, ka atsauksmes saņem tikai pēc eksāmena, kad mainīt vairs neko nevar.",
        "Izveidosim kopīgu krājumu ar 60 uzdevumiem, ko brīvi izmantos visas fakultātes.",
        "Projekts tieši atbalsta stratēģijas mērķi par studējošo atbiruma mazināšanu līdz 12 %.",
        "Iecerēti trīs posmi: priekšizpēte, prototips, ieviešana. Katru posmu vada cits komandas dalībnieks.",
        "Rīks „Atbalss” apkopo anonīmas studentu atsauksmes katru nedēļu, un docētājs uz tām atbild nākamajā lekcijā.",
    ),
    "en": (
        "Every second-year student spends three full days beside a researcher and writes a logbook.",
        "Only 9% of our students take part in research before their final year.",
        "350 students matched with 70 researchers; 60 of them continue as volunteers.",
        "Interviews, course design, a pilot with 200 students, evaluation after one term.",
        "Course evaluations come months later and say nothing on single sessions.",
        "The project supports goal 2.3 of the strategy: student-centred learning.",
        "Two groups work in parallel, and the results are compared by an external expert.",
    ),
}
_UNITS = {
    "lv": ("Ķīmijas fakultāte", "Studiju departaments", "Transporta un mašīnzinību katedra", "Bibliotēka", "Karjeras centrs", "Informātikas institūts"),
    "en": ("Faculty of Chemistry", "Study Department", "Institute of Applied Computer Systems", "Library", "Careers Centre"),
}  # fmt: skip
_COSTS: tuple[tuple[str, float | None], ...] = (
    ("42 000 EUR", 42000), ("€ 85,000", 85000), ("EUR 59.800,00", 59800), ("36 tūkst. EUR", 36000), ("apm. 185 000 EUR", 185000),
    ("120 tūkst. eiro", 120000), ("no 40 000 līdz 60 000 EUR", None), ("Iekārtas 3 000 EUR, darbs 2 500 EUR, kopā 5 500 EUR", 5500),
    ("5 200 EUR, tai skaitā honorāri 3 000 EUR", 5200), ("0,25 milj. EUR", 250000), ("18500", 18500), ("~ 9 900 €", 9900),
)  # fmt: skip
_PARTNERS = {
    "lv": ("SIA „Labtehnika Baltija”", "Latvijas Nacionālā bibliotēka, Rīgas pašvaldība", "vēl nav zināmi", "nav"),
    "en": ("Riga East University Hospital", "Office of Citizenship and Migration Affairs", "none yet"),
}
_SIGNATORIES = (
    ("Austra Zeltkalne", "Studiju prorektore", "Vice-Rector for Studies"),
    ("Leonards Ozolnieks", "Rektora vietnieks", "Deputy Rector"),
    ("Silva Upmale", "Mācību prorektore", "Vice-Rector for Education"),
    ("Igors Krastiņš", "Dekāns", "Dean"),
    ("Tālivaldis Kreicbergs", "Rektors", "Rector"),
    ("Benita Šteinberga", "Dekāne", "Dean"),
    ("Raitis Vilcāns", "Zinātņu prorektors", "Vice-Rector for Research"),
    ("Vija Dreimane", "Rektore", "Rector"),
    ("Oskars Jurēvičs", "Studiju prorektors", "Vice-Rector for Studies"),
    ("Sandra Muižniece-Roze", "Rektora vietniece", "Deputy Rector"),
    ("Ainārs Ķirsons", "Fakultātes dekāns", "Dean of the Faculty"),
    ("Džeralds Hofs", "Dekāns", "Dean"),
    ("Undīne Vējlapa", "Rektore", "Rector"),
    ("Gunārs Stiprais", "Zinātņu prorektors", "Vice-Rector for Research"),
    ("Māra Kvēlkalne", "Mācību prorektore", "Vice-Rector for Education"),
    ("Ansis Lielvārdis", "Rektors", "Rector"),
    ("Jevgeņijs Trofimovičs", "Dekāns", "Dean"),
    ("Ilona Ķeizarniece", "Fakultātes dekāne", "Dean of the Faculty"),
    ("Voldemārs Garezers", "Rektora vietnieks", "Deputy Rector"),
    ("Ņina Sļepcova", "Studiju prorektore", "Vice-Rector for Studies"),
    ("Eduards Pīlādžkalns", "Studiju prorektors", "Vice-Rector for Studies"),
    ("Žaklīna Ozoliņa-Vinklere", "Rektora vietniece", "Deputy Rector"),
    ("Fēlikss Sudrabarājs", "Dekāns", "Dean"),
    ("Regīna Šmaukstele", "Dekāne", "Dean"),
    ("Haralds Jaunsudrabiņš", "Rektors", "Rector"),
    ("Lilita Mežsētniece", "Zinātņu prorektore", "Vice-Rector for Research"),
    ("Pauls Vidzirkste", "Mācību prorektors", "Vice-Rector for Education"),
    ("Monta Čaklā", "Fakultātes dekāne", "Dean of the Faculty"),
    ("Konstantīns Bļodons", "Rektora vietnieks", "Deputy Rector"),
    ("Evita Grūbere", "Rektore", "Rector"),
)
_NUMBERS = ("04-12/61", "01000-2.2-e/88", "13-2/125/2023", "2.4.-8/50", "5-PN/118/2023", "231-6/50")


_NOT_ELIGIBLE = 0.07  # of the teams
_OTHERS = {"lv": "Vidzemes Augstskola", "en": "Vidzeme University of Applied Sciences"}
_SIZES = (2, 3, 3, 4, 4, 5, 5, 6, 6, 7)  # of teams, the too small and the too large among them


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a team, with the forms that a letter needs."""

    name: str
    accusative: str
    dative: str
    position: str
    position_accusative: str
    unit: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What a form and a letter say. A field that is None is left empty in the form."""

    language: str
    institution: str | None
    institution_name: str
    title: str
    themes: tuple[str, ...]
    members: tuple[Person, ...]
    contact: Person
    visitors: tuple[str, ...]
    texts: dict[str, str | None]
    costs: str | None
    costs_eur: float | None
    date: dt.date
    number: str
    signatory: str
    signatory_position: str


def draw(programme: Programme, seed: int, language: str) -> Truth:
    """One team's truth."""
    chance = random.Random(seed)
    university = chance.choice(programme.institutions)
    key: str | None
    key, name, domain = university.key, university.name.in_language(language), university.domains[0]
    if chance.random() < _NOT_ELIGIBLE:
        key, name, domain = None, _OTHERS[language], "va.lv"
    people = [_person(line, language, domain, chance) for line in chance.sample(_lines(), _size(chance))]
    pool = list(_TEXTS[language])
    chance.shuffle(pool)
    texts: dict[str, str | None] = {
        key: " ".join(pool[i % len(pool)] for i in (n, n + 3)[: chance.randint(1, 2)])
        for n, key in enumerate(("idea", "problem", "results", "activities", "strategy_fit"))
    }
    texts["partners"] = chance.choice(_PARTNERS[language])
    costs, total = chance.choice(_COSTS)
    if chance.random() < 0.2:
        texts[chance.choice(("strategy_fit", "partners", "results"))] = None
    signatory, lv, en = chance.choice(_SIGNATORIES)
    return Truth(
        language=language,
        institution=key,
        institution_name=name,
        title=chance.choice(_TITLES[language]),
        themes=tuple(theme.key for theme in chance.sample(programme.themes, chance.randint(1, 2))),
        members=tuple(people),
        contact=chance.choice(people),
        visitors=tuple(person.name for person in chance.sample(people, 2)),
        texts=texts,
        costs=costs,
        costs_eur=total,
        date=dt.date(2023, 3, 1) + dt.timedelta(days=chance.randint(0, 45)),
        number=chance.choice(_NUMBERS),
        signatory=signatory,
        signatory_position=en if language == "en" else lv,
    )


def _size(chance: random.Random) -> int:
    return chance.choice(_SIZES)


def _lines() -> list[str]:
    text = (Path(__file__).parent / "people.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _person(line: str, language: str, domain: str, chance: random.Random) -> Person:
    name, accusative, dative, position, position_accusative, english = line.split("|")
    local = fold(name).replace(" ", ".")
    phone = chance.choice(("2", "6")) + "".join(chance.choice("0123456789") for _ in range(7))
    written = chance.choice((phone, f"+371 {phone}", f"{phone[:2]} {phone[2:5]} {phone[5:]}"))
    return Person(
        name,
        accusative,
        dative,
        english if language == "en" else position,
        position_accusative,
        chance.choice(_UNITS[language]),
        f"{local}@{domain}",
        written,
    )
