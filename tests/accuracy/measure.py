"""Reads generated cases and writes docs/accuracy.md: for every field how much was read right, and how much of what was read is right.

Run by `make accuracy`; the same seed gives the same cases.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.programme import Programme, load
from bot.settings import ParsingSettings
from bot.workers import Workers
from parsers.content import Signed
from parsers.submission import Submission, read
from parsers.text import fold
from tests.accuracy.cases import GROUPS, Case, cases, mail, save

PAGE = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"
TEXTS = ("idea", "problem", "results", "activities", "partners", "strategy_fit")


_SIGNED = {"edoc": Signed.ELECTRONIC, "scan": Signed.HANDWRITTEN}


@dataclass
class Score:
    """Of a field: how many there were, how many were read, how many of these rightly."""

    there: int = 0
    read: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0


@dataclass
class Board:
    """The scores of every field, by group of inputs, and the misses in words."""

    scores: dict[str, dict[str, Score]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Score)))
    misses: list[str] = field(default_factory=list)

    def add(self, case: Case, name: str, want: object, got: object, *, right: bool) -> None:
        """One value; an empty one that stays empty is neither there nor read."""
        score = self.scores[case.group][name]
        score.there += want not in (None, (), "")
        score.read += got not in (None, (), "")
        score.right += right and want not in (None, (), "")
        if not right:
            self.misses.append(f"{case.name}: {name}: want {want!r}, got {got!r}")


def compare(board: Board, case: Case, got: Submission) -> None:
    """Every field of the form and the letter against the truth."""
    truth, form, letter = case.truth, got.application, got.delegation

    def exact(name: str, want: object, value: object) -> None:
        board.add(case, name, want, value, right=_same(want, value))

    exact("institution", truth.institution, form and form.institution)
    exact("themes", frozenset(truth.themes), frozenset(form.themes) if form else None)
    exact("title", truth.title, form and form.title)
    for key in TEXTS:
        want, value = truth.texts[key], getattr(form, key) if form else None
        board.add(case, key, want, value, right=_same_words(want, value))
    exact("costs", *map(_unspaced, (truth.costs, form.costs if form else None)))
    exact("costs_eur", truth.costs_eur, form and form.costs_eur)
    exact("visitors", truth.visitors, form and form.visitors)
    contact = form.contact if form else None
    exact("contact", truth.contact.name, contact and contact.name)
    exact("contact e-mail", truth.contact.email, contact and contact.email)
    members = {fold(m.name): m for m in form.members} if form else {}
    for person in truth.members:
        member = members.pop(fold(person.name), None)
        exact("member", person.name, member and member.name)
        for key in ("position", "unit", "email", "phone"):
            want, value = getattr(person, key), member and getattr(member, key)
            exact(f"member's {key}", *(map(_unspaced, (want, value)) if key == "phone" else (want, value)))
    for extra in members.values():
        exact("member", None, extra.name)
    exact("letter: institution", truth.institution, letter and letter.institution)
    exact("letter: date", truth.date, letter and letter.date)
    exact("letter: number", truth.number, letter and letter.number)
    exact("letter: title", truth.title, letter and letter.project_title)
    exact("letter: signatory", truth.signatory, letter and letter.signatory)
    exact("letter: position", truth.signatory_position, letter and letter.signatory_position)
    if case.group in _SIGNED:
        exact("letter: signed", _SIGNED[case.group], letter and letter.signed)
    delegates = list(letter.delegates) if letter else []
    for person in truth.members:
        found = next((d for d in delegates if fold(d) == fold(person.name)), None)
        exact("letter: delegate", person.name, found)
        if found:
            delegates.remove(found)
    for extra_name in delegates:
        exact("letter: delegate", None, extra_name)


def _same(want: object, got: object) -> bool:
    if isinstance(want, str) and isinstance(got, str):
        return fold(want) == fold(got)
    if isinstance(want, tuple) and isinstance(got, tuple):
        return [fold(str(w)) for w in want] == [fold(str(g)) for g in got]
    return want == got


def _unspaced(numbers: str | None) -> str | None:
    """A phone number or a sum without its spaces, which a picture hardly shows."""
    return "".join(numbers.split()) if numbers else numbers


def _same_words(want: str | None, got: str | None) -> bool:
    """At least 95 % of the words, both ways."""
    there, read_ = Counter(fold(want or "").split()), Counter(fold(got or "").split())
    if not there or not read_:
        return not there and not read_
    return 2 * (there & read_).total() / (there.total() + read_.total()) >= 0.95


def measure(made: list[Case], programme: Programme) -> Board:
    """Reads the cases one after the other."""
    board = Board()
    rules = programme.reading_rules()
    workers = Workers(ParsingSettings(workers=1, seconds=300))
    try:
        started = [(case, workers.start(read, mail(case), rules)) for case in made]
        for case, task in started:
            compare(board, case, task.result())
    finally:
        workers.close()
    return board


_ABOUT = """
# How well documents are read

Measured by `make accuracy` on {count} generated applications (form and letter) of invented teams, in Latvian and English. The
forms have twelve layouts; the letters name the team in a sentence (in the accusative or dative), a list or a table. As text:
Word, OpenDocument, RTF, old Word and PDF files by LibreOffice; PDFs without rules; the call's own form as Word and PDF; forms in
the body of a mail; signed containers. {scans} of them are scans of printed forms and letters: of 150, 200 and 300 dpi, grey, in
colour and in black and white, crooked, noisy, dusty, turned, upside down, or photographed from the side in shadow; with themes
ticked by printer or pen, underlined or in bold; with a stamp over the letter's text and a signature before, above or across its
signatory's name.

A text counts as right with 95 % of its words, anything else only whole, spaces in phone numbers and sums aside. *Recall*: of what stands
in the documents, how much was read right. *Precision*: of what was read, how much is right.
"""


def page(board: Board, made: list[Case]) -> Iterator[str]:
    """docs/accuracy.md, line by line."""
    text = _sum([scores for group, scores in board.scores.items() if group != "scan"])
    scans = board.scores.get("scan", {})
    yield from _ABOUT.strip("\n").format(count=len(made), scans=sum(case.group == "scan" for case in made)).split("\n")
    yield ""
    yield "| field | recall, text | precision, text | recall, scans | precision, scans |"
    yield "|---|---|---|---|---|"
    for name in text or scans:
        scores = text.get(name, Score()), scans.get(name, Score())
        yield f"| {name} | {' | '.join(f'{s.recall:.3f} | {s.precision:.3f}' for s in scores)} |"


def _sum(groups: list[dict[str, Score]]) -> dict[str, Score]:
    total: dict[str, Score] = {}
    for scores in groups:
        for name, score in scores.items():
            kept = total.setdefault(name, Score())
            kept.there, kept.read, kept.right = (
                kept.there + score.there,
                kept.read + score.read,
                kept.right + score.right,
            )
    return total


def main() -> None:
    """Measures all and writes the page; a part of the cases, chosen by an option, is only shown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=9, help="cases in every group but scans")
    parser.add_argument(
        "--scans", type=int, default=104, help="cases of scans; 104 are every layout scanned in every way"
    )
    parser.add_argument("--group", choices=GROUPS, default="", help="only this kind of file")
    parser.add_argument("--only", default="", help="only cases whose name holds this")
    parser.add_argument("--save", type=Path, help="a folder to keep the cases' files in")
    chosen = parser.parse_args()
    programme = load()
    made = cases(programme, chosen.count, chosen.scans, group=chosen.group, only=chosen.only)
    if chosen.save:
        save(made, chosen.save)
    board = measure(made, programme)
    shown = "\n".join(page(board, made)) + "\n"
    if not chosen.group and not chosen.only:
        PAGE.write_text(shown, "utf-8")
    sys.stdout.write("\n".join((*board.misses, "", shown)))


if __name__ == "__main__":
    main()
