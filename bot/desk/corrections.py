"""What organisers put right, laid over what was read (pure).

A correction counts for as long as what is read is what had been read when it was made: a team that writes something else later
has the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.application import Content, from_json, to_json

# What is read out of one answer is put right together.
_ONE_ANSWER = (
    ("institution", "institution_text"),
    ("costs", "costs_eur"),
    ("letter.institution", "letter.institution_text"),
    ("letter.delegates", "letter.delegates_as_written"),
    ("letter.signed", "letter.signatures"),
)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field's value that counts instead of what was read; both as in a revision's content (see `storage.models.Correction`)."""

    field: str
    value: Any
    read: Any


def answer_of(field: str) -> tuple[str, ...]:
    """The fields that are read out of the same answer as `field`, itself among them."""
    return next((fields for fields in _ONE_ANSWER if field in fields), (field,))


def value_of(content: Content, field: str) -> Any:
    """A field's value as in a revision's content; None where its document has not come."""
    part, key = _place(field)
    told = to_json(content, with_evidence=False)[part]
    return None if told is None else told[key]


def is_said(content: Content, field: str) -> bool:
    """Whether anything was read out of the answer that `field` belongs to."""
    return any(not _is_empty(value_of(content, each)) for each in answer_of(field))


def counting(read: Content, corrections: Sequence[Corrected]) -> tuple[Corrected, ...]:
    """Those of `corrections` that count where `read` is what was read."""
    lapsed = {
        field for one in corrections if not _same(value_of(read, one.field), one.read) for field in answer_of(one.field)
    }
    return tuple(one for one in corrections if one.field not in lapsed)


def corrected(read: Content, corrections: Sequence[Corrected]) -> Content:
    """What counts where `read` is what was read. A document that never came is there once something in it was put right."""
    told = to_json(read, with_evidence=False)
    for one in counting(read, corrections):
        part, key = _place(one.field)
        told[part] = (told[part] or {}) | {key: one.value}
    return from_json(told) if corrections else read


def differing(before: Content, after: Content, fields: Iterable[str]) -> tuple[Corrected, ...]:
    """For `fields` and all that is read with them, what makes `after` of `before`."""
    concerned = dict.fromkeys(each for field in fields for each in answer_of(field))
    return tuple(Corrected(field, value_of(after, field), value_of(before, field)) for field in concerned)


def _place(field: str) -> tuple[str, str]:
    of_letter = field.removeprefix("letter.")
    return ("form", field) if of_letter == field else ("letter", of_letter)


def _same(one: Any, other: Any) -> bool:
    return one == other or (_is_empty(one) and _is_empty(other))


def _is_empty(value: Any) -> bool:
    return not any(value.values()) if isinstance(value, dict) else value in (None, "", [])
