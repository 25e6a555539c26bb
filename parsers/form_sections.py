"""Tells the form's labels from what only looks like one, and cuts the stream into the answers between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from parsers.document import Document
from parsers.form_ends import closes, letter_start
from parsers.form_items import End, Item, Label, Line, Rows, Style, Team, Unknown
from parsers.form_stream import Words, stream
from parsers.labels import is_numbered
from parsers.team_table import TeamReader

_SHORT_LINES = ("themes", "contact", "visitors")  # whose last line may well be bold and is no heading of what follows


@dataclass(slots=True)
class Section:
    """One field's answer, as the items that stand under its label."""

    label: Label | None
    items: list[Item] = field(default_factory=list)


def sections(document: Document, words: Words) -> dict[str, Section]:
    """Each field's section; a field whose label stands nowhere has none."""
    items = _closed(_merged(list(stream(document.blocks, words))), words)
    items = _named(items, words)
    chosen = _chosen(items)
    told = [_Demoted(item) if isinstance(item, Label) and id(item) not in chosen else item for item in items]
    found: dict[str, Section] = {}
    current: Section | None = None
    left_table = False
    for index, item in enumerate(told):
        if isinstance(item, Label):
            current, left_table = _opened(found, item), False
        elif isinstance(item, End) and item.of_table:
            left_table = True
        elif isinstance(item, End | Unknown) or _heads_section(told, index, current):
            current = None
        elif left_table and isinstance(item, Line) and not item.in_cell:
            continue
        elif isinstance(item, Team) and not _belongs(item, current, found, words):
            current = found.setdefault("members", Section(None))
            current.items.append(item)
        elif current is not None:
            current.items += item.lines if isinstance(item, _Demoted) else [item]
    return found


@dataclass(frozen=True, slots=True)
class _Demoted:
    """What looked like a label and is part of an answer."""

    label: Label

    @property
    def lines(self) -> list[Line]:
        first, *_ = lines = [*self.label.lines, *self.label.rest]
        return lines if self.label.style.whole else [first]


def _opened(found: dict[str, Section], label: Label) -> Section:
    section = found.setdefault(label.match.key, Section(label))
    section.label = section.label or label
    section.items += label.rest
    return section


def _merged(items: list[Item]) -> list[Item]:
    """Labels of one field that follow each other directly, in two languages mostly, are one."""
    merged: list[Item] = []
    for item in items:
        last = next((i for i in reversed(merged) if not (isinstance(i, Line) and not i.text.strip())), None)
        if isinstance(item, Label) and isinstance(last, Label) and last.match.key == item.match.key and not last.rest:
            better = item.match if item.match.likeness > last.match.likeness else last.match
            merged = merged[: _place_of(merged, last)]
            merged.append(replace(last, match=better, lines=last.lines + item.lines, rest=item.rest))
        else:
            merged.append(item)
    return merged


def _place_of(items: list[Item], wanted: Item) -> int:
    return next(index for index, item in enumerate(items) if item is wanted)


def _closed(items: list[Item], words: Words) -> list[Item]:
    """With an end before each line that closes the form, and without a letter that follows it."""
    items = items[: letter_start(items, words.vocabulary)]
    return [End() if isinstance(item, Line) and closes(item) else item for item in items]


def _named(items: list[Item], words: Words) -> list[Item]:
    """Unknown labels whose words tell of a field that has no label of its own become its label."""
    present = {item.match.key for item in items if isinstance(item, Label)}
    named: list[Item] = []
    for item in items:
        match = words.labels.likely(" ".join(line.text for line in item.lines)) if isinstance(item, Unknown) else None
        if isinstance(item, Unknown) and match and match.key not in present:
            present.add(match.key)
            style = Style(cell=True, whole=True, strong=True, numbered=False, colon=False, list_item=False)
            named.append(Label(match, style, item.lines))
        else:
            named.append(item)
    return named


def _chosen(items: Iterable[Item]) -> set[int]:
    """The labels that are the form's: of several for one field the one set as most labels are."""
    by_key: dict[str, list[Label]] = defaultdict(list)
    for item in items:
        if isinstance(item, Label):
            by_key[item.match.key].append(item)
    if not by_key:
        return set()
    styles = Counter(label.style for labels in by_key.values() for label in labels if not label.sentence)
    usual = styles.most_common(1)[0][0] if styles else next(iter(by_key.values()))[0].style
    chosen: set[int] = set()
    for labels in by_key.values():
        fitting = [label for label in labels if _may_be(label, usual)]
        if fitting:
            chosen.add(id(max(fitting, key=lambda label: _fitness(label, usual))))
    return chosen


def _may_be(label: Label, usual: Style) -> bool:
    return usual.list_item or not label.style.list_item or label.match.printed


def _fitness(label: Label, usual: Style) -> float:
    fitness = label.style.likeness(usual) + label.match.likeness * 2
    return fitness + (1.0 if label.match.printed else 0.0) - (2.0 if label.sentence else 0.0)


def _heads_section(items: Sequence[Item | _Demoted], index: int, current: Section | None) -> bool:
    """Whether a line is the heading of a group of fields: set as labels are, right before one, and not itself the answer."""
    item = items[index]
    if not isinstance(item, Line) or item.in_cell or not item.strong or not item.text.strip() or current is None:
        return False
    label = current.label
    following = next((i for i in items[index + 1 :] if not (isinstance(i, Line) and not i.text.strip())), None)
    answered = any(not isinstance(i, Line) or i.text.strip() for i in current.items)
    if not answered or label is None or not label.style.strong or label.match.key in _SHORT_LINES:
        return False
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
