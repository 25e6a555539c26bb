"""Tells the form's labels from what only looks like one: in one form labels are set alike, and each field has one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeGuard

from rapidfuzz import fuzz

from parsers.form.items import Item, Label, Line, Style, Unknown, style_of
from parsers.form.labels import CUED, Labels
from parsers.form.stream import Words
from parsers.text import fold

_MOSTLY_ALIKE = 5
_ENOUGH_TO_GO_BY = 4
_ENOUGH_ALONE = 6  # where labels are known by their words only
_COLON = re.compile(r"\s*[:：](?!//)\s*")


@dataclass(frozen=True, slots=True)
class Demoted:
    """What looked like a label and is part of an answer."""

    label: Label

    @property
    def lines(self) -> list[Line]:
        """The lines it stands on."""
        return [*self.label.lines, *self.label.rest] if self.label.style.whole else list(self.label.lines)


def choose(items: list[Item], words: Words) -> list[Item | Demoted]:
    """The items with one label a field, the others demoted."""
    items = _rejoined(_merged(items), words.labels)
    usual = _usual(items, words)
    if usual is None:
        return list(items)
    items = _named(items, usual, words)
    chosen = _chosen(items, usual)
    return [Demoted(item) if isinstance(item, Label) and id(item) not in chosen else item for item in items]


def _merged(items: list[Item]) -> list[Item]:
    """Labels of one field that follow each other directly, in two languages mostly, are one."""
    merged: list[Item] = []
    last = -1  # the place of the last item that is not a blank line
    for item in items:
        before = merged[last] if last >= 0 else None
        if isinstance(item, Label) and isinstance(before, Label) and _same_field(before, item):
            better = item.match if item.match.likeness > before.match.likeness else before.match
            merged[last:] = [replace(before, match=better, lines=before.lines + item.lines, rest=item.rest)]
        else:
            merged.append(item)
        if not _is_blank(item):
            last = len(merged) - 1
    return merged


def _same_field(one: Label, other: Label) -> bool:
    """Whether the second label only says the first again; one that goes on in the same words begins the answer.

    What looks like it in a table below is a heading of the answer's.
    """
    if one.match.key != other.match.key or one.rest or other.sentence or one.table != other.table:
        return False
    return not other.rest or fuzz.partial_ratio(_words(one), _words(other)) < 60


def _words(label: Label) -> str:
    return fold(" ".join(line.text for line in label.lines)[:60])


def _is_blank(item: Item) -> bool:
    return isinstance(item, Line) and not item.text.strip()


def _rejoined(items: list[Item], labels: Labels) -> list[Item]:
    """Without the rest of a label's words that stands in a row of its own, where a page's end broke the label's cell."""
    rejoined: list[Item] = []
    before: Label | Unknown | None = None
    for item in items:
        whole = _with_rest(before, item, labels) if before and _is_vague(item) else None
        if whole:
            rejoined[next(i for i, other in enumerate(rejoined) if other is before)] = before = whole
            continue
        before = item if isinstance(item, Label | Unknown) else before
        rejoined.append(item)
    return rejoined


def _is_vague(item: Item) -> TypeGuard[Label | Unknown]:
    """Whether an item is no label that is known by its words as a whole: each half of one may seem to tell a field."""
    return isinstance(item, Unknown) or (isinstance(item, Label) and item.match.likeness <= CUED)


def _with_rest(label: Label | Unknown, rest: Label | Unknown, labels: Labels) -> Label | None:
    """The label whose words stand in two rows; None where they are two labels."""
    lines = (*label.lines, *rest.lines)
    match = labels.whole(" ".join(line.text for line in lines))
    if match is None or match.likeness < 0.95:
        return None
    if isinstance(label, Label) and not _is_vague(label):
        return replace(label, match=match, lines=lines) if match.key == label.match.key else None
    return Label(match, style_of(lines[0], whole=True, cell=True), lines)


def _usual(items: Iterable[Item], words: Words) -> Style | None:
    """How most labels are set; None where there are none. Where few are known, lines that tell fields show it."""
    items = list(items)
    labels = [item for item in items if isinstance(item, Label)]
    styles = Counter(label.style for label in labels if not label.sentence) or Counter(label.style for label in labels)
    told = _told_by_style(items, words) if len({label.match.key for label in labels}) < _ENOUGH_TO_GO_BY * 2 else {}
    best = max(told, key=lambda style: len(told[style]), default=None)
    if best and len(told[best]) >= _ENOUGH_ALONE and len(told[best]) > len(styles):
        return best
    return styles.most_common(1)[0][0] if styles else None


def _told_by_style(items: Iterable[Item], words: Words) -> dict[Style, set[str]]:
    """The fields that labels, and lines set apart as labels are, tell by their words, by how they are set."""
    told: dict[Style, set[str]] = defaultdict(set)
    for item in items:
        if isinstance(item, Label) and not item.sentence:
            told[item.style].add(item.match.key)
        if not isinstance(item, Line) or item.in_cell or _is_theme(item.text, words):
            continue
        colon = _COLON.search(item.text)
        head = item.text[: colon.start()] if colon else item.text
        style = style_of(item, whole=not colon or not item.text[colon.end() :].strip())
        match = words.labels.cued(head)
        if match and (style.strong or style.numbered or style.colon):
            told[style].add(match.key)
    return told


def _named(items: list[Item], usual: Style, words: Words) -> list[Item]:
    """What is set as labels are and whose words tell of a field without a label like them becomes its label."""
    present = {i.match.key for i in items if isinstance(i, Label) and i.style.likeness(usual) >= _MOSTLY_ALIKE}
    best: dict[str, tuple[float, int, Label]] = {}
    for index, item in enumerate(items):
        label = _likely(item, usual, words)
        if label and label.match.key not in present:
            key, likeness = label.match.key, label.match.likeness
            if key not in best or likeness > best[key][0]:
                best[key] = likeness, index, label
    if len(present) < _ENOUGH_TO_GO_BY and len(present) + len(best) < _ENOUGH_ALONE:
        return items
    at = {index: label for _, index, label in best.values()}
    return [at.get(index, item) for index, item in enumerate(items)]


def _likely(item: Item, usual: Style, words: Words) -> Label | None:
    if isinstance(item, Unknown):
        text = " ".join(line.text for line in item.lines)
        match = words.labels.likely(item.lines[0].text) or words.labels.likely(text)  # a hint may stand below
        return Label(match, usual, item.lines) if match else None
    if not isinstance(item, Line) or item.in_cell or not (usual.strong or usual.numbered or usual.colon):
        return None
    if _is_theme(item.text, words) or _is_form_title(item.text, words):
        return None
    colon = _COLON.search(item.text)
    colon = colon if colon and item.text[colon.end() :].strip() else None
    whole = usual.whole and not (usual.colon and colon)
    if style_of(item, whole=whole, cell=usual.cell) != replace(usual, whole=whole):
        return None
    if whole:
        colon = None
    match = words.labels.likely(item.text[: colon.start()] if colon else item.text)
    if match is None:
        return None
    return Label(match, usual, (item,), (item.after(colon.end()),) if colon else ())


def _is_theme(text: str, words: Words) -> bool:
    folded = fold(text)
    return any(fuzz.ratio(folded, fold(label)) >= 80 for theme in words.vocabulary.themes for label in theme.labels)


def _is_form_title(text: str, words: Words) -> bool:
    return any(fold(text) == fold(title) for title in words.vocabulary.form_titles)


def _chosen(items: Iterable[Item], usual: Style) -> set[int]:
    """The labels that are the form's: of several for one field the one set as most labels are."""
    by_key: dict[str, list[Label]] = defaultdict(list)
    for item in items:
        if isinstance(item, Label) and _may_be(item, usual):
            by_key[item.match.key].append(item)
    return {id(max(labels, key=lambda label: _fitness(label, usual))) for labels in by_key.values()}


def _may_be(label: Label, usual: Style) -> bool:
    return usual.list_item or not label.style.list_item or label.match.printed


def _fitness(label: Label, usual: Style) -> float:
    fitness = label.style.likeness(usual) + label.match.likeness * 2
    return fitness + (1.0 if label.match.printed else 0.0) - (2.0 if label.sentence else 0.0)
