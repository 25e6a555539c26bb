"""How an application stands at a moment, and in what two moments differ, for a person to look at before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot import application_record
from bot.application import Content, differences
from bot.desk import corrections
from parsers.text import one_line
from storage.models import Application

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """What an application says and where it stands."""

    reference: str
    status: str
    open: tuple[str, ...]
    content: Content


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about an application, or about a message ("message 12"), that is not as it was; both values as short texts."""

    about: str
    what: str
    before: str
    after: str


def of(application: Application) -> Standing:
    """How `application` stands now."""
    codes = tuple(sorted(finding.code for finding in application.findings))
    return Standing(application.reference, application.status.value, codes, application_record.content_of(application))


def between(before: Standing | None, after: Standing) -> tuple[Difference, ...]:
    """What is different in `after`; before it was opened an application said nothing."""
    known = before or Standing(after.reference, "", (), Content())
    told = [
        ("status", known.status, after.status),
        ("open", ", ".join(known.open), ", ".join(after.open)),
        *fields(known.content, after.content),
    ]
    return tuple(Difference(after.reference, *line) for line in told if line[1] != line[2])


def fields(before: Content, after: Content) -> Iterator[tuple[str, str, str]]:
    """The fields whose values differ, each with both as short texts."""
    for field in differences(before, after):
        yield field, short(corrections.value_of(before, field)), short(corrections.value_of(after, field))


def short(value: Any) -> str:
    """A field's value, as it is in a revision's content, on one line."""
    if isinstance(value, dict):
        return one_line(", ".join(str(part) for part in value.values() if part not in (None, "", [])), LONGEST)
    if isinstance(value, list):
        return one_line("; ".join(short(each) for each in value), LONGEST)
    return "" if value is None else one_line(str(value), LONGEST)
