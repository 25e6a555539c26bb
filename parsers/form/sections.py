"""Cuts a form's stream into the answers that stand between its labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsers.document import Document, Origin
from parsers.form.choice import Demoted, choose
from parsers.form.cued_tables import told_in_tables
from parsers.form.ends import closes, letter_start
from parsers.form.items import End, Item, Label, Line, Rows, Team, Unknown
from parsers.form.labels import is_numbered
from parsers.form.stream import Words, stream
from parsers.form.team_table import TeamReader

_SHORT_LINES = ("themes", "contact", "visitors")  # whose last line may well be bold and is no heading of what follows

_LETTERED = re.compile(
    r"\s*(?:[A-Z]|[IVX]{1,5})[.)]\s+[^\W\d_]+\s[^\W\d_A-ZĀČĒĢĪĶĻŅŠŪŽ]"
)  # "B. Projekta saturs", no initial and name


@dataclass(slots=True)
class Section:
    """One field's answer, as the items that stand under its label."""

    label: Label | None
    items: list[Item] = field(default_factory=list)


def sections(document: Document, words: Words) -> dict[str, Section]:
    """Each field's section; a field whose label stands nowhere has none."""
    in_tables, scanned = told_in_tables(document.blocks, words.labels), document.origin is Origin.OCR
    words = replace(words, told_in_tables=in_tables, scanned=scanned)
    told = _told(document, words, frozenset())
    labelled = {item.table for item in told if isinstance(item, Label)}
    answers = frozenset(i.label.table for i in told if isinstance(i, Demoted) and i.label.table) - labelled
    if answers:  # tables that only looked as if they held labels
        told = _told(document, words, answers)
    return _cut(told, words)


def _told(document: Document, words: Words, answers: frozenset[int]) -> list[Item | Demoted]:
    items = list(stream(document.blocks, words, answers))
    items = items[: letter_start(items, words.vocabulary)]
    return choose([End() if isinstance(item, Line) and closes(item) else item for item in items], words)


def _cut(items: Sequence[Item | Demoted], words: Words) -> dict[str, Section]:
    found: dict[str, Section] = {}
    current: Section | None = None
    left_table = False
    for index, item in enumerate(items):
        if isinstance(item, Label):
            current, left_table = _opened(found, item), False
        elif isinstance(item, End) and item.of_table:
            left_table = True
        elif isinstance(item, End | Unknown) or _heads_section(items, index, current):
            current = None
        elif left_table and isinstance(item, Line) and not item.in_cell and not _goes_on(current, item):
            continue
        elif isinstance(item, Team) and not _belongs(item, current, found, words):
            current = found.setdefault("members", Section(None))
            current.items.append(item)
        elif current is not None:
            current.items += item.lines if isinstance(item, Demoted) else [item]
    return found


def _goes_on(current: Section | None, line: Line) -> bool:
    """Whether a line below a table is in the middle of the sentence that the last cell began."""
    last = current.items[-1] if current and current.items else None
    return (
        isinstance(last, Line) and bool(re.search(r"[\w,–-]$", last.text.rstrip())) and line.text.lstrip()[:1].islower()
    )


def _opened(found: dict[str, Section], label: Label) -> Section:
    section = found.setdefault(label.match.key, Section(label))
    section.label = section.label or label
    section.items += label.rest
    return section


def _heads_section(items: Sequence[Item | Demoted], index: int, current: Section | None) -> bool:
    """Whether a line is the heading of a group of fields: set as labels are, right before one, and not itself the answer."""
    item = items[index]
    if not isinstance(item, Line) or item.in_cell or not item.strong or not item.text.strip() or current is None:
        return False
    label = current.label
    following = next((i for i in items[index + 1 :] if not (isinstance(i, Line) and not i.text.strip())), None)
    answered = any(not isinstance(i, Line) or i.text.strip() for i in current.items)
    if not answered or label is None or not label.style.strong:
        return False
    if label.match.key in _SHORT_LINES:
        return isinstance(following, Label) and bool(_LETTERED.match(item.text))
    numbered_alike = label.style.numbered and is_numbered(item.text)
    return isinstance(following, Label) or numbered_alike


def _belongs(team: Team, current: Section | None, found: dict[str, Section], words: Words) -> bool:
    """Whether a table headed as a team's is the contact's or the visitors' answer, or goes on with the team."""
    if current is None or current.label is None:
        return current is not None
    key = current.label.match.key
    if key == "members":
        return True
    if key not in ("contact", "visitors"):
        return False
    reader = TeamReader(words.columns)
    reader.read(team.table)
    has_team = any(isinstance(item, Team | Rows) for item in found["members"].items) if "members" in found else False
    return has_team or len(reader.persons) <= (1 if key == "contact" else 2)
