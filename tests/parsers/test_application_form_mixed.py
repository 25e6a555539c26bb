"""Forms in which everything is bent at once: layouts, labels, people, themes and hints mixed at random, by fixed seeds."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

import pytest

from parsers.application_form import extract, identify
from parsers.content import ApplicationForm
from parsers.document import Block, Document, Table
from parsers.rules import ReadingRules
from tests.parsers.form_builders import KEYS, PRINTED, TRUTHS, Answer, Truth, blocks, document, paragraph, table
from tests.parsers.test_application_form_people import CONTACTS, TEAM, TEAMS, VISITORS
from tests.parsers.test_application_form_themes import CHOICES

SEEDS = range(120)
HINTS = (
    "(līdz 300 vārdiem)",
    "//Lūdzu, aprakstiet īsi!//",
    "(brīvā formā)",
    "Norādiet galveno, ne vairāk kā 10 teikumos",
)
TITLES = ("PIETEIKUMA ANKETA", "Izglītības inovāciju programma\nPieteikuma anketa 2023", "Application form")
ENDS = (
    "Datums: 12.04.2023.\nParaksts: ____________",
    "2023. gada 12. aprīlī",
    "Ar cieņu\nIeva Zariņa\ndocente",
    "Apliecinām, ka sniegtā informācija ir patiesa.",
    "",
)
SYNONYMS = {
    "institution": ("Augstskola", "Institūcija"),
    "title": ("Nosaukums", "Projekta idejas nosaukums"),
    "themes": ("Tematiskās jomas", "Joma"),
    "members": ("Komanda", "Komandas sastāvs"),
    "contact": ("Kontaktpersona", "Komandas pārstāvis"),
    "visitors": ("Vizītes dalībnieki", "Brauciena dalībnieki"),
    "idea": ("Ideja", "Idejas apraksts"),
    "problem": ("Problēma", "Risināmā problēma"),
    "results": ("Rezultāti", "Sagaidāmie rezultāti"),
    "activities": ("Aktivitātes un rīki", "Galvenās darbības un rīki"),
    "costs": ("Izmaksas", "Budžets"),
    "partners": ("Partneri", "Sadarbības partneri"),
    "strategy_fit": ("Atbilstība stratēģijai", "Saistība ar universitātes stratēģiju"),
}


class Bent:
    """One form of a truth, bent by a seed, and what is to be read out of it."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.truth: Truth = self.dice.choice(list(TRUTHS.values()))
        self.told: dict[str, Answer] = {k: blocks(v) for k, v in self.truth.texts.items()}
        self.expected = ApplicationForm(
            institution=self.truth.institution,
            institution_text=self.truth.institution_text,
            title=self.truth.title,
        )
        self.told |= {"institution": blocks(self.truth.institution_text), "title": blocks(self.truth.title)}
        self._bend_people()
        self._bend_themes()
        self._leave_out()

    def _bend_people(self) -> None:
        self.told["members"] = blocks(self.dice.choice(list(TEAMS.values())))
        contact, expected = self.dice.choice(list(CONTACTS.values()))
        visitors, names = self.dice.choice(list(VISITORS.values()))
        self.told |= {"contact": blocks(contact), "visitors": blocks(visitors)}
        self.expected = replace(self.expected, members=TEAM, contact=expected, visitors=names)

    def _bend_themes(self) -> None:
        choice, themes = self.dice.choice(list(CHOICES.values()))
        self.told["themes"] = blocks(choice)
        self.expected = replace(self.expected, themes=themes)

    def _leave_out(self) -> None:
        left_out = self.dice.sample(sorted(self.truth.texts), self.dice.choice((0, 0, 1, 2)))
        for key in left_out:
            self.told[key] = blocks(self.dice.choice(("", "-", "N/A", "…")))
        told = {key: text for key, text in self.truth.texts.items() if key not in left_out}
        self._expect(told, None if "costs" in left_out else self.truth.costs_eur)

    def _expect(self, texts: dict[str, str], costs_eur: float | None) -> None:
        self.expected = replace(
            self.expected,
            idea=texts.get("idea"),
            problem=texts.get("problem"),
            results=texts.get("results"),
            activities=texts.get("activities"),
            costs=texts.get("costs"),
            costs_eur=costs_eur,
            partners=texts.get("partners"),
            strategy_fit=texts.get("strategy_fit"),
        )

    def labels(self) -> dict[str, str]:
        """The labels in one of the wordings and spellings that teams use."""
        lv, en = (dict(zip(KEYS, PRINTED[language], strict=True)) for language in ("lv", "en"))
        own = lv if self.truth.language == "lv" else en
        kind = self.dice.choice(("printed", "printed", "bilingual", "synonyms", "plain", "upper", "slips"))
        if kind == "bilingual":
            return {key: f"{lv[key]} / {en[key]}" for key in KEYS}
        if kind == "synonyms":
            return {key: self.dice.choice((*SYNONYMS[key], lv[key])) for key in KEYS}
        return {key: _spelt(label, kind) for key, label in own.items()}

    def document(self) -> Document:
        """The form in a layout, in order or not, with hints, a title and an end or without."""
        layout = self.dice.choice((self._cells, self._above, self._boxes, self._headings, self._numbered, self._colons))
        keys = list(KEYS)
        if self.dice.random() < 0.2:
            self.dice.shuffle(keys)
        label, hint = self.labels(), self.dice.choice((None, None, None, *HINTS))
        answered: list[tuple[str, Answer]] = []
        for key in keys:
            hinted = hint and key in ("idea", "problem", "results", "activities", "strategy_fit")
            answered.append((label[key], (*(blocks(hint) if hint and hinted else ()), *self.told[key])))
        end = self.dice.choice(ENDS)
        return document(self.dice.choice(TITLES), *layout(answered), *([end] if end else []))

    def _cells(self, answered: list[tuple[str, Answer]]) -> list[Block]:
        bold = self.dice.choice(("{}", "**{}**", "**{}:**"))
        cut = self.dice.randrange(3, 10) if self.dice.random() < 0.4 else len(answered)
        rows = [(bold.format(label), answer) for label, answer in answered]
        return [t for t in (table(*rows[:cut]), table(*rows[cut:])) if t.rows]

    def _above(self, answered: list[tuple[str, Answer]]) -> list[Block]:
        return [table(*[(cell,) for label, answer in answered for cell in (f"**{label}**", answer)])]

    def _boxes(self, answered: list[tuple[str, Answer]]) -> list[Block]:
        return [table(*[((f"**{label}**", *answer),) for label, answer in answered])]

    def _headings(self, answered: list[tuple[str, Answer]]) -> list[Block]:
        return [block for label, answer in answered for block in (paragraph(label, heading=True), *answer)]

    def _numbered(self, answered: list[tuple[str, Answer]]) -> list[Block]:
        number = self.dice.choice(("{}. {}", "{}) {}:", "**{}. {}**"))
        lines = [paragraph(number.format(n, label)) for n, (label, _) in enumerate(answered, 1)]
        return [block for line, (_, answer) in zip(lines, answered, strict=True) for block in (line, *answer)]

    def _colons(self, answered: list[tuple[str, Answer]]) -> list[Block]:
        parts: list[Block] = []
        for label, answer in answered:
            first, *rest = answer or (paragraph(""),)
            if (
                isinstance(first, Table)
                or self.dice.random() < 0.3
                or first.text.startswith(("(", "Norādiet", "Lūdzu"))
            ):
                parts += [paragraph(f"{label}:"), first, *rest]
            else:
                parts += [replace(first, spans=(*paragraph(f"{label}: ").spans, *first.spans)), *rest]
        return parts


def _spelt(label: str, kind: str) -> str:
    if kind == "plain":
        return "".join(c for c in unicodedata.normalize("NFKD", label) if not unicodedata.combining(c))
    if kind == "slips":
        return label[: len(label) // 2] + label[len(label) // 2 + 1 :]
    return label.upper() if kind == "upper" else label


@pytest.mark.parametrize("seed", SEEDS)
def test_forms_bent_in_every_way_at_once_are_read_whole(seed: int, rules: ReadingRules) -> None:
    """However the ways to bend a form come together, each value is read as it was written."""
    bent = Bent(seed)
    form = bent.document()
    assert identify(form, rules.vocabulary)
    read = extract(form, rules.vocabulary)
    assert replace(read, evidence={}) == bent.expected
