"""What an answer says: without the form's hints, and nothing where it only says that there is nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from parsers.document import Cell, Mark, Paragraph, Place, Table
from parsers.form.items import Item, Line, Rows, Team
from parsers.text import clean, fold

_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*[.:]?\s*")
_LIMIT = (
    r"(?:līdz|ne vairāk(?: kā)?|maks\w*\.?|apm\w*\.?|up to|max\w*\.?|no more than|not more than|at most|approx\w*\.?)\s*\d+\s*"
    r"(?:vārd|zīm|rakstzīm|teikum|lpp|lappus|words|characters|sentences|pages?|lines)\w*\W*$"
)
_ENGLISH_IMPERATIVE = (
    r"(?:briefly )?(?:describe|indicate|specify|outline|explain|summari[sz]e) "
    r"(?:briefly|the|your|how|what|which|in|here|why|main)\b|tick (?:one|the|all|as)\b|enter (?:the|your|text)\b"
)
_LATVIAN_IMPERATIVE = r"[^\W\d]{2,}(?:jiet|diet|niet|tiet|siet|kstiet|mējiet|riet|liet|viet|kiet|šiet|ziet)\b(?!.*\?)"
_INSTRUCTION = re.compile(
    rf"\W*(?:lūdzu\b|please\b|īss apraksts\b|{_ENGLISH_IMPERATIVE}|{_LIMIT}|(?:īsi )?{_LATVIAN_IMPERATIVE})",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"[\s\W_]*")
_BLANKS = re.compile(r"(?<!\w)_{3,}(?!\w)|\.{5,}|…{2,}")


@dataclass(frozen=True, slots=True)
class Answers:
    """Reads answers of one form; `italic_hints` where its answers are upright, so that what is italic is a hint."""

    hints: Sequence[str]
    empty_answers: Sequence[str]
    italic_hints: bool = False

    def lines(self, items: Iterable[Item]) -> list[Line]:
        """The answer's lines of text, the hints under the label left out."""
        items = list(items)
        lines = [item for item in items if isinstance(item, Line) and item.text.strip()]
        others = any(not isinstance(item, Line) for item in items)
        while lines and self._is_hint(lines[0], alone=len(lines) == 1 and not others):
            lines = lines[1:]
        return [line for line in lines if not self._is_known_hint(line.text)]

    def _is_hint(self, line: Line, *, alone: bool) -> bool:
        """Whether the first line under a label is a remark of the form's."""
        text = line.text.strip()
        if "☐" in text or "☒" in text or any(Mark.FILLED in span.marks for span in line.spans):
            return False
        if _BRACKETED.fullmatch(text) or self._is_known_hint(text):
            return True
        if line.italic and (self.italic_hints or not alone):
            return True
        return _INSTRUCTION.match(text) is not None and len(text) < 400

    def _is_known_hint(self, text: str) -> bool:
        folded = fold(text)
        return any(
            fuzz.ratio(folded, fold(hint)) >= 88 for hint in self.hints if 0 < len(folded) <= len(hint) * 1.4 + 4
        )

    def is_empty(self, text: str) -> bool:
        """Whether an answer only says that it was not given."""
        bare = text.strip().strip(".").casefold()
        return _NOTHING.fullmatch(text) is not None or bare in {e.casefold().strip(".") for e in self.empty_answers}

    def text(self, items: Sequence[Item], *, cells: str = " ") -> str | None:
        """The answer, a paragraph or table row a line, `cells` between a row's cells; None where it was not given."""
        lines: list[str] = []
        for part in self.parts(items):
            lines += [_without_blanks(part)] if isinstance(part, str) else rows_text(part, cells)
        text = "\n".join(line for line in lines if line.strip())
        return None if self.is_empty(text) else text

    def parts(self, items: Sequence[Item]) -> list[Table | str]:
        """The answer's paragraphs and tables in their order."""
        kept = {id(line) for line in self.lines(items)}
        parts: list[Table | str] = []
        for item in items:
            if isinstance(item, Rows | Team):
                parts.append(item.table)
            elif isinstance(item, Line) and id(item) in kept:
                if item.continues and parts and isinstance(parts[-1], str):
                    parts[-1] = f"{parts[-1]} {item.text}"
                else:
                    parts.append(f"{item.number} {item.text}".lstrip())
        return parts

    def given_parts(self, items: Sequence[Item]) -> list[Table | str]:
        """The parts without lines that say nothing."""
        return [part for part in self.parts(items) if isinstance(part, Table) or not self.is_empty(part)]


def _without_blanks(text: str) -> str:
    """`text` without the rules and dots on which an answer is written by hand."""
    return clean(_BLANKS.sub(" ", text)).strip()


def rows_text(table: Table, cells: str = " ") -> list[str]:
    """The table's rows as lines."""
    rows = (cells.join(text for cell in row if (text := _cell_text(cell))) for row in table.rows)
    return [row for row in rows if row.strip()]


def _cell_text(cell: Cell) -> str:
    parts: list[str] = []
    for block in cell.blocks:
        parts += [block.text] if isinstance(block, Paragraph) else rows_text(block)
    return " ".join(" ".join(parts).split())


def places(items: Iterable[Item]) -> tuple[Place, ...]:
    """Where the answer stands, each place once."""
    found = [i.place if isinstance(i, Line) else i.table.place for i in items if isinstance(i, Line | Rows | Team)]
    return tuple(dict.fromkeys(found))
