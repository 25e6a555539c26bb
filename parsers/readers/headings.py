"""Tells headings that have no style of their own by how they are set: bolder or larger than the text around them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from parsers.document import Mark, Span

_LONGEST = 200
_LARGER = 1.15


@dataclass(frozen=True, slots=True)
class UsualLook:
    """How most of a document's text is set; `size` is in the unit of its format."""

    size: float = 0
    bold: bool = False

    def differs(self, spans: tuple[Span, ...], size: float) -> bool:
        """Whether a paragraph is set as a heading; `size` is that of its smallest letters.

        A paragraph that was entered into a form control is an answer, however it is set.
        """
        if not 0 < sum(len(span.text) for span in spans) <= _LONGEST or any(Mark.FILLED in s.marks for s in spans):
            return False
        return size > self.size * _LARGER > 0 or (not self.bold and _is_bold(spans))


@dataclass(slots=True)
class LookCounter:
    """Counts how much text is set in which way."""

    _sizes: Counter[float] = field(default_factory=Counter)
    _bold: Counter[bool] = field(default_factory=Counter)

    def add(self, length: int, size: float, *, bold: bool) -> None:
        self._sizes[size] += length
        self._bold[bold] += length

    @property
    def usual(self) -> UsualLook:
        if not self._sizes:
            return UsualLook()
        return UsualLook(self._sizes.most_common(1)[0][0], self._bold[True] > self._bold[False])


def _is_bold(spans: tuple[Span, ...]) -> bool:
    lettered = [span for span in spans if any(map(str.isalnum, span.text))]
    return bool(lettered) and all(Mark.BOLD in span.marks for span in lettered)
