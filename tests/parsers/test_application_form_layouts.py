"""One truth in every layout: whatever a team does to the form, the same values are read out of it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from parsers.application_form import extract, identify
from parsers.content import ApplicationForm, Contact, Member
from parsers.document import Block, Document, Mark, Paragraph, Span
from parsers.rules import ReadingRules
from tests.parsers.form_builders import (
    KEYS,
    LATVIAN,
    PRINTED,
    TRUTHS,
    Answer,
    CellContent,
    Layout,
    Truth,
    Wide,
    answers,
    document,
    labels,
    member_table,
    paragraph,
    table,
)

TITLE = (paragraph("Izglītības inovāciju programma 2023", heading=True), paragraph("PIETEIKUMA ANKETA", heading=True))


def template(truth: Truth) -> Document:
    """The organisers' own: two tables of label and answer, the team's table between them."""
    label, told = labels(truth), answers(truth)
    first = table(*[(f"**{label[key]}**", told[key]) for key in KEYS[:3]])
    second = table(*[(f"**{label[key]}**", told[key]) for key in KEYS[4:]])
    return document(TITLE, first, "", f"**{label['members']}**", told["members"], "", second)


def one_table(truth: Truth) -> Document:
    """One table of two columns, the team's table within a cell."""
    label, told = labels(truth), answers(truth)
    return document(TITLE, table(*[(label[key], told[key]) for key in KEYS]))


def ordinal_column(truth: Truth) -> Document:
    """Three columns: number, label, answer."""
    label, told = labels(truth), answers(truth)
    return document(table(*[(f"{n}.", label[key], told[key]) for n, key in enumerate(KEYS, 1)]))


def labels_above(truth: Truth) -> Document:
    """One column: a label's row, then its answer's."""
    label, told = labels(truth), answers(truth)
    rows: list[tuple[str | Answer]] = []
    for key in KEYS:
        rows += [(f"**{label[key]}**",), (told[key],)]
    return document(TITLE, table(*rows))


def boxes(truth: Truth) -> Document:
    """One column: label and answer in one cell."""
    label, told = labels(truth), answers(truth)
    return document(TITLE, table(*[((f"**{label[key]}**", *told[key]),) for key in KEYS]))


def headings(truth: Truth) -> Document:
    label, told = labels(truth), answers(truth)
    return document(TITLE, *[(paragraph(label[key], heading=True), *told[key]) for key in KEYS])


def plain_lines(truth: Truth) -> Document:
    """Labels as lines like any other, nothing but their words to tell them by."""
    label, told = labels(truth), answers(truth)
    return document(*[(label[key], *told[key], "") for key in KEYS])


def colons(truth: Truth) -> Document:
    """`label: value`, further paragraphs below."""
    label, told = labels(truth), answers(truth)
    parts: list[Block] = []
    for key in KEYS:
        first, *rest = told[key] or (paragraph(""),)
        if isinstance(first, Paragraph):
            parts += [paragraph(f"{label[key]}: {first.text}"), *rest]
        else:
            parts += [paragraph(f"{label[key]}:"), first, *rest]
    return Document(tuple(parts))


def bold_beginnings(truth: Truth) -> Document:
    """The label bold, the answer behind it with nothing between."""
    label, told = labels(truth), answers(truth)
    parts: list[Block] = []
    for key in KEYS:
        first, *rest = told[key] or (paragraph(""),)
        text = first.text if isinstance(first, Paragraph) else ""
        parts += [paragraph(f"**{label[key]}** {text}"), *([] if isinstance(first, Paragraph) else [first]), *rest]
    return Document(tuple(parts))


def numbered(pattern: str) -> Layout:
    def layout(truth: Truth) -> Document:
        label, told = labels(truth), answers(truth)
        lines = [paragraph(pattern.format(n=n, roman=ROMAN[n - 1], label=label[k])) for n, k in enumerate(KEYS, 1)]
        return document(TITLE, *[(line, *told[key]) for line, key in zip(lines, KEYS, strict=True)])

    return layout


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")


def bilingual(pattern: str) -> Layout:
    def layout(truth: Truth) -> Document:
        told = answers(truth)
        lines = [pattern.format(lv=lv, en=en) for lv, en in zip(PRINTED["lv"], PRINTED["en"], strict=True)]
        return document(TITLE, table(*[(f"**{line}**", told[key]) for line, key in zip(lines, KEYS, strict=True)]))

    return layout


def bilingual_lines(truth: Truth) -> Document:
    told = answers(truth)
    pairs = zip(PRINTED["lv"], PRINTED["en"], KEYS, strict=True)
    return document(*[(f"**{lv}**", f"**{en}**", *told[key]) for lv, en, key in pairs])


def backwards(truth: Truth) -> Document:
    label, told = labels(truth), answers(truth)
    return document(TITLE, table(*[(label[key], told[key]) for key in reversed(KEYS)]))


def filled_controls(truth: Truth) -> Document:
    """What the team entered stands in form controls."""
    told = answers(truth)
    filled = {key: tuple(_entered(block) for block in told[key]) for key in KEYS}
    return document(
        TITLE, table(*[(labels(truth)[key], filled[key] if key != "themes" else told[key]) for key in KEYS])
    )


def _entered(block: Block) -> Block:
    if not isinstance(block, Paragraph):
        return block
    return replace(block, spans=tuple(Span(span.text, frozenset({Mark.FILLED})) for span in block.spans))


def retyped(change: str) -> Layout:
    """Labels in capitals, without diacritics, or lower case."""

    def layout(truth: Truth) -> Document:
        told = answers(truth)
        label = {key: _changed(text, change) for key, text in labels(truth).items()}
        return document(table(*[(label[key], told[key]) for key in KEYS]))

    return layout


def _changed(text: str, change: str) -> str:
    if change == "plain":
        return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if change == "slips":
        middle = len(text) // 2
        return text[:middle] + text[middle + 1 :]
    return text.upper() if change == "upper" else text.lower()


def hinted(hint: str, *, below: bool) -> Layout:
    """A remark after each label, in its line or in one of its own."""

    def layout(truth: Truth) -> Document:
        told = answers(truth)
        label = labels(truth)
        rows = [((f"**{label[key]}**", hint) if below else f"**{label[key]}** {hint}", told[key]) for key in KEYS]
        return document(TITLE, table(*rows))

    return layout


def hinted_headings(hint: str) -> Layout:
    def layout(truth: Truth) -> Document:
        told = answers(truth)
        return document(*[(paragraph(labels(truth)[key], heading=True), hint, *told[key]) for key in KEYS])

    return layout


def wrapped_lines(truth: Truth) -> Document:
    """Long labels over two lines of their own."""
    told = answers(truth)
    parts: list[Block] = []
    for key, label in labels(truth).items():
        words = label.split()
        half = (len(words) + 1) // 2
        parts += [paragraph(f"**{' '.join(w)}**") for w in (words[:half], words[half:]) if w] + list(told[key])
    return Document(tuple(parts))


def wrapped_cells(truth: Truth) -> Document:
    """Long labels over lines of a narrow cell."""
    told = answers(truth)
    return document(table(*[(label.replace(" ", "\n", 2), told[key]) for key, label in labels(truth).items()]))


def section_headings(truth: Truth) -> Document:
    label, told = labels(truth), answers(truth)
    first = [(paragraph(label[key], heading=True), *told[key]) for key in KEYS[:6]]
    rest = [(paragraph(label[key], heading=True), *told[key]) for key in KEYS[6:]]
    return document(
        TITLE,
        paragraph("I daļa. Par pieteicēju", heading=True),
        *first,
        paragraph("II daļa. Par ieceri", heading=True),
        *rest,
    )


def section_rows(truth: Truth) -> Document:
    label, told = labels(truth), answers(truth)
    rows = [(label[key], told[key]) for key in KEYS]
    return document(
        table((Wide("**A. Vispārīga informācija**", 2),), *rows[:6], (Wide("**B. Projekta saturs**", 2),), *rows[6:])
    )


def with_end(truth: Truth) -> Document:
    """A consent, a date and a signature line at the end."""
    label, told = labels(truth), answers(truth)
    return document(
        *[(paragraph(label[key], heading=True), *told[key]) for key in KEYS],
        "Apliecinu, ka sniegtā informācija ir patiesa, un piekrītu personas datu apstrādei.",
        "Datums: 12.04.2023.",
        "Paraksts: ______________ / Ieva Zariņa /",
    )


def mail_body(truth: Truth) -> Document:
    label, told = labels(truth), answers(truth)
    lines = [(label[key] + ":", *told[key], "") for key in KEYS]
    return document("Labdien!", "Sūtu pieteikumu.", "", *lines, "Ar cieņu", "Ieva Zariņa", "Tālr. 29123987")


def team_in_same_table(truth: Truth) -> Document:
    """One table of six columns: the team's rows between those of label and answer."""
    label, told = labels(truth), answers(truth)
    team = member_table(truth)
    rows: list[tuple[CellContent, ...]] = [(Wide(label[k], 2), Wide(told[k], 4)) for k in KEYS[:3]]
    rows += [(Wide(label["members"], 6),)]
    rows += [tuple(cell.text for cell in row) for row in team.rows]
    rows += [(Wide(label[k], 2), Wide(told[k], 4)) for k in KEYS[4:]]
    return document(TITLE, table(*rows))


def label_spans_rows(truth: Truth) -> Document:
    """Each paragraph of an answer in a row of its own, beside the label's tall cell."""
    label, told = labels(truth), answers(truth)
    rows: list[tuple[CellContent, ...]] = []
    for key in KEYS:
        first, *rest = told[key] or (paragraph(""),)
        rows += [(Wide(label[key], 1, 1 + len(rest)), first), *[(block,) for block in rest]]
    return document(table(*rows))


def four_columns(truth: Truth) -> Document:
    """Two pairs of label and answer a row for the short fields."""
    label, told = labels(truth), answers(truth)
    rows: list[tuple[CellContent, ...]] = [
        (label["institution"], told["institution"], label["title"], told["title"]),
        (label["contact"], told["contact"], label["visitors"], told["visitors"]),
        *[(label[key], Wide(told[key], 3)) for key in ("themes", "members", *KEYS[6:])],
    ]
    return document(table(*rows))


def heads_above_columns(truth: Truth) -> Document:
    """Labels side by side, the answers in the row below them."""
    label, told = labels(truth), answers(truth)
    top = table([label["institution"], label["title"]], [told["institution"], told["title"]])
    rest = table(*[(label[key], told[key]) for key in KEYS[2:]])
    return document(TITLE, top, rest)


LAYOUTS: dict[str, Layout] = {
    "the organisers' template": template,
    "one table with the team's inside": one_table,
    "number, label and answer in columns": ordinal_column,
    "labels above answers": labels_above,
    "label and answer in one box": boxes,
    "headings": headings,
    "plain lines": plain_lines,
    "colons": colons,
    "bold beginnings": bold_beginnings,
    "numbered 1.": numbered("**{n}. {label}**"),
    "numbered 1)": numbered("{n}) {label}:"),
    "numbered 1.1.": numbered("**1.{n}. {label}**"),
    "numbered II.": numbered("{roman}. {label}"),
    "bilingual with a slash": bilingual("{lv} / {en}"),
    "bilingual with a dash": bilingual("{en} – {lv}"),
    "bilingual in brackets": bilingual("{lv} ({en})"),
    "bilingual on two lines of a cell": bilingual("{lv}**\n**{en}"),
    "bilingual on two lines": bilingual_lines,
    "from the last to the first": backwards,
    "form controls": filled_controls,
    "labels in capitals": retyped("upper"),
    "labels in lower case": retyped("lower"),
    "labels without diacritics": retyped("plain"),
    "labels with a letter missing": retyped("slips"),
    "a hint in brackets behind each label": hinted("(līdz 300 vārdiem)", below=False),
    "a hint nobody listed behind each label": hinted("(aizpildiet brīvā formā, 2–3 teikumi)", below=False),
    "a hint below each label": hinted("//Lūdzu, aprakstiet īsi un konkrēti//", below=True),
    "a hint between heading and answer": hinted_headings("(ne vairāk kā 5 teikumi)"),
    "an italic hint between heading and answer": hinted_headings("//Norāda visu, kas komisijai jāzina.//"),
    "labels over two lines": wrapped_lines,
    "labels over lines of a cell": wrapped_cells,
    "headings of groups": section_headings,
    "rows that head groups": section_rows,
    "signature lines at the end": with_end,
    "in a mail's body": mail_body,
    "the team's rows in the same table": team_in_same_table,
    "labels beside several rows": label_spans_rows,
    "two pairs a row": four_columns,
    "labels side by side above their answers": heads_above_columns,
}


def expected(truth: Truth) -> ApplicationForm:
    name, _, _, email, phone = truth.members[truth.contact]
    return ApplicationForm(
        institution=truth.institution,
        institution_text=truth.institution_text,
        title=truth.title,
        themes=truth.themes,
        members=tuple(Member(*member) for member in truth.members),
        contact=Contact(name, email, phone),
        visitors=truth.visitors,
        idea=truth.texts.get("idea"),
        problem=truth.texts.get("problem"),
        results=truth.texts.get("results"),
        activities=truth.texts.get("activities"),
        costs=truth.texts.get("costs"),
        costs_eur=truth.costs_eur if "costs" in truth.texts else None,
        partners=truth.texts.get("partners"),
        strategy_fit=truth.texts.get("strategy_fit"),
    )


@pytest.mark.parametrize("truth", TRUTHS.values(), ids=TRUTHS)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_reads_alike(layout: Layout, truth: Truth, rules: ReadingRules) -> None:
    """The same values are read out of every layout of the same form, letter for letter."""
    form = layout(truth)
    assert identify(form, rules.vocabulary)
    read = extract(form, rules.vocabulary)
    assert replace(read, evidence={}) == expected(truth)


@pytest.mark.parametrize("missing", [key for key in KEYS if key in LATVIAN.texts])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_an_empty_field_stays_empty(layout: Layout, missing: str, rules: ReadingRules) -> None:
    """A field without an answer takes none from its neighbours."""
    truth = LATVIAN.without(missing)
    assert replace(extract(layout(truth), rules.vocabulary), evidence={}) == expected(truth)
