"""Cases of applications: which team writes which form and letter, and as what kind of file they are sent."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from bot.forms import blank_form
from bot.programme import Programme
from tests.accuracy import drawing, letters, making, paper, scanning, writing
from tests.accuracy.truths import Truth, draw
from tests.parsers.signing import Authority, Signer, asice

_BODY = "Labdien!\n\nPielikumā pieteikums.\n"
GROUPS = ("docx", "odt", "rtf", "doc", "pdf", "drawn", "own", "body", "edoc", "scan")
_ON_PAPER = (*writing.LAYOUTS, "own")  # as many as have no divisor in common with the ways of scanning


@dataclass(frozen=True, slots=True)
class Case:
    """Files to read, what they say, and the kind of input they are."""

    name: str
    group: str
    truth: Truth
    files: tuple[tuple[str, bytes], ...]
    body: str
    ticked: tuple[int, ...] = ()  # which of the boxes on paper a pen ticks


def cases(programme: Programme, count: int, scans: int, *, group: str = "", only: str = "") -> list[Case]:
    """`count` cases in every group and `scans` of scans, or those of one group, or only those whose name holds `only`."""
    made = []
    for place, each in enumerate(GROUPS):
        many = scans if each == "scan" else count
        numbers = range(place, many * len(GROUPS), len(GROUPS)) if group in ("", each) else ()
        plan = [
            printed(programme, number) if each == "scan" else planned(programme, number, each) for number in numbers
        ]
        made += rendered([case for case in plan if only in case.name], each)
    return made


def planned(programme: Programme, number: int, group: str) -> Case:
    """A case of a group, as Word files where others are made of these; the same number is the same case."""
    chance = random.Random(number)
    turn = number // len(GROUPS)
    truth = draw(programme, number, "en" if chance.random() < 0.3 else "lv")
    layout = writing.LAYOUTS[(turn + number) % len(writing.LAYOUTS)]
    if group in ("drawn", "own", "body"):
        layout = group
    if layout == "nested":
        rows, total = chance.choice(writing.BUDGETS)
        truth = replace(truth, costs="\n".join("\t".join(row) for row in rows), costs_eur=total)
    name = f"{number:03d}-{layout}-{truth.language}"
    letter = ("letter.docx", letters.letter(truth, chance))
    if group == "drawn":
        form: bytes = drawing.borderless(truth, programme, chance)
        return Case(
            name, group, truth, (("form.pdf", form), ("letter.pdf", drawing.drawn_letter(truth, chance))), _BODY
        )
    if group == "own":
        suffix: blank_form.FormFormat = "pdf" if turn % 2 else "docx"
        return Case(name, group, truth, ((f"form.{suffix}", drawing.own_form(truth, programme, suffix)), letter), _BODY)
    if group == "body":
        return Case(name, group, truth, (letter,), drawing.pasted(truth, programme, chance))
    form = writing.form(truth, programme, layout, chance)
    return Case(name, group, truth, (("form.docx", form), letter), _BODY)


def printed(programme: Programme, number: int) -> Case:
    """A case that is to be printed and scanned, as Word files; every layout meets every way of scanning."""
    chance = random.Random(number)
    turn = number // len(GROUPS)
    truth = draw(programme, number, "en" if chance.random() < 0.3 else "lv")
    layout = _ON_PAPER[turn % len(_ON_PAPER)]
    if layout == "nested":
        rows, total = chance.choice(writing.BUDGETS)
        truth = replace(truth, costs="\n".join("\t".join(row) for row in rows), costs_eur=total)
    form = (
        drawing.own_form(truth, programme, "docx")
        if layout == "own"
        else writing.form(truth, programme, layout, chance)
    )
    by_pen = chance.random() < 0.35
    form = paper.dressed(form, chance, language=truth.language, to_tick=by_pen)
    write = letters.on_paper if chance.random() < 0.6 else letters.letter
    letter = paper.set_in(write(truth, chance), chance)
    way = tuple(scanning.WAYS)[turn % len(scanning.WAYS)]
    name = f"{number:03d}-{layout}-{truth.language}-{way}"
    themes = [theme.key for theme in programme.themes]
    ticked = tuple(themes.index(key) for key in truth.themes) if by_pen else ()
    return Case(name, "scan", truth, (("form.docx", form), ("letter.docx", letter)), _BODY, ticked)


def rendered(plan: list[Case], group: str) -> list[Case]:
    """Cases that were planned as Word files, as files of another kind."""
    if not plan or group in ("docx", "drawn", "own", "body"):
        return plan
    if group == "edoc":
        return [replace(case, files=(("pieteikums.edoc", asice(dict(case.files), [_signer(case)])),)) for case in plan]
    suffix = "pdf" if group == "scan" else group
    stems = ("form", "letter")
    files = making.convert(
        {f"{case.name}-{s}": f for case in plan for s, (_, f) in zip(stems, case.files, strict=True)}, suffix
    )
    if group == "scan":
        return [_scanned(case, [files[f"{case.name}-{s}"] for s in stems]) for case in plan]
    return [
        replace(case, group=group, files=tuple((f"{s}.{suffix}", files[f"{case.name}-{s}"]) for s in stems))
        for case in plan
    ]


def _scanned(case: Case, pdfs: list[bytes]) -> Case:
    """A case whose pages went through a scanner or a phone; the letter is signed and stamped first."""
    way = case.name.rpartition("-")[2]
    hands = {
        "form": scanning.Hand(ticked=case.ticked),
        "letter": scanning.Hand(signatory=case.truth.signatory, stamp=case.truth.institution_name),
    }
    files = []
    for (stem, hand), pdf in zip(hands.items(), pdfs, strict=True):
        content = scanning.scan(pdf, way, random.Random(f"{case.name} {stem}"), hand)
        files.append((f"{stem}.pdf" if content.startswith(b"%PDF") else f"{stem}.jpg", content))
    return replace(case, files=tuple(files))


def _signer(case: Case) -> Signer:
    given, family = case.truth.signatory.split(" ", 1)
    return Authority().person(given, family)


def mail(case: Case) -> bytes:
    message = EmailMessage(SMTP)
    message["From"] = case.truth.contact.email
    message["To"] = "innovationeducation@rbs.lv"
    message["Subject"] = "Pieteikums"
    message.set_content(case.body)
    for name, content in case.files:
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


def save(made: list[Case], folder: Path) -> None:
    """The files of cases, for looking at."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in made:
        for name, content in case.files:
            (folder / f"{case.name}-{name}").write_bytes(content)
