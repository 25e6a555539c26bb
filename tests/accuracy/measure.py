"""Reads generated cases and writes docs/accuracy.md: for every field how much was read right, and how much of what was read is right.

Run by `make accuracy`; the same seed gives the same cases.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from bot.programme import Programme, load
from bot.settings import ParsingSettings
from bot.workers import Workers
from parsers.submission import Submission, read
from parsers.text import fold
from tests.accuracy import making, writing
from tests.accuracy.truths import Truth, draw

PAGE = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"
SCANS = ("straight", "coarse", "photo")
CONVERTED = ("odt", "rtf", "doc", "pdf")
TEXTS = ("idea", "problem", "results", "activities", "partners", "strategy_fit")


@dataclass(frozen=True, slots=True)
class Case:
    """Files to read, what they say, and the kind of input they are."""

    name: str
    group: str
    truth: Truth
    files: tuple[tuple[str, bytes], ...]


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


def cases(programme: Programme, count: int) -> list[Case]:
    """`count` cases in every group but the scans, of which there are half as many."""
    word, plan = {}, []
    for number in range(count * 6):
        chance = random.Random(number)
        truth = draw(programme, number, "en" if number % 4 == 3 else "lv")
        layout = writing.LAYOUTS[number % len(writing.LAYOUTS)]
        name = f"{number:03d}-{layout}-{truth.language}"
        word[f"{name}-form"] = writing.form(truth, programme, layout, chance)
        word[f"{name}-letter"] = writing.letter(truth, programme, chance)
        plan.append((name, truth))
    groups = ("docx", *CONVERTED, "scan")
    shares = {group: plan[n::6] for n, group in enumerate(groups)}
    made = []
    for group, share in shares.items():
        if group == "scan":
            share = share[: max(count // 2, 1)]
        files = {f"{name}-{what}": word[f"{name}-{what}"] for name, _ in share for what in ("form", "letter")}
        suffix = group
        if group == "scan":
            suffix = "pdf"
            files = making.convert(files, "pdf")
            files = {n: making.scan(f, SCANS[int(n[:3]) // 6 % 3], random.Random(n)) for n, f in files.items()}
        elif group != "docx":
            files = making.convert(files, group)
        for name, truth in share:
            documents = tuple((f"{what}.{suffix}", files[f"{name}-{what}"]) for what in ("form", "letter"))
            made.append(Case(name, group, truth, documents))
    return made


def mail(case: Case) -> bytes:
    message = EmailMessage(SMTP)
    message["From"] = case.truth.contact.email
    message["To"] = "innovationeducation@rbs.lv"
    message["Subject"] = "Pieteikums"
    message.set_content("Labdien!\n\nPielikumā pieteikums.\n")
    for name, content in case.files:
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


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
    exact("costs", truth.costs, form and form.costs)
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
            exact(f"member's {key}", getattr(person, key), member and getattr(member, key))
    for extra in members.values():
        exact("member", None, extra.name)
    exact("letter: institution", truth.institution, letter and letter.institution)
    exact("letter: date", truth.date, letter and letter.date)
    exact("letter: number", truth.number, letter and letter.number)
    exact("letter: title", truth.title, letter and letter.project_title)
    exact("letter: signatory", truth.signatory, letter and letter.signatory)
    exact("letter: position", truth.signatory_position, letter and letter.signatory_position)
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


def _same_words(want: str | None, got: str | None) -> bool:
    """At least 95 % of the words, both ways."""
    there, read_ = Counter(fold(want or "").split()), Counter(fold(got or "").split())
    if not there or not read_:
        return not there and not read_
    return 2 * (there & read_).total() / (there.total() + read_.total()) >= 0.95


def measure(count: int) -> tuple[Board, int]:
    """Reads all cases; the board and how many cases there were."""
    programme, board = load(), Board()
    rules = programme.reading_rules()
    workers = Workers(ParsingSettings(workers=2, seconds=300))
    made = cases(programme, count)
    try:
        started = [(case, workers.start(read, mail(case), rules)) for case in made]
        for case, task in started:
            compare(board, case, task.result())
    finally:
        workers.close()
    return board, len(made)


def page(board: Board, count: int) -> Iterator[str]:
    """docs/accuracy.md, line by line."""
    text = _sum([scores for group, scores in board.scores.items() if group != "scan"])
    scans = board.scores.get("scan", {})
    yield "# How well documents are read"
    yield ""
    yield f"Measured by `make accuracy` on {count} generated applications (form and letter) of invented teams: Word, OpenDocument, RTF,"
    yield "old Word and PDF files in eight layouts, Latvian and English; and scans: 200 dpi and 150 dpi, crooked and noisy, and photos."
    yield "A text counts as right with 95 % of its words, anything else only whole. *Recall*: of what stands in the documents, how much"
    yield "was read right. *Precision*: of what was read, how much is right."
    yield ""
    yield "| field | recall, text | precision, text | recall, scans | precision, scans |"
    yield "|---|---|---|---|---|"
    for name in text:
        of_scans = scans.get(name, Score())
        yield (
            f"| {name} | {text[name].recall:.3f} | {text[name].precision:.3f} | {of_scans.recall:.3f} | {of_scans.precision:.3f} |"
        )


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
    board, count = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
    PAGE.write_text("\n".join(page(board, count)) + "\n", "utf-8")
    sys.stdout.write("\n".join((*board.misses, "", *page(board, count))) + "\n")


if __name__ == "__main__":
    main()
