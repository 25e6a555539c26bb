"""The people on a form: the team, its contact and the visitors, from tables, lists and single lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from parsers.document import Table
from parsers.form import phones
from parsers.form.captions import begins_person, caption_list, captioned_lines, is_caption_list, read_lines
from parsers.form.labels import Labels
from parsers.form.numbers import members_numbered
from parsers.form.persons import (
    Person,
    emails,
    is_name,
    read_person,
    strip_numbering,
    strip_titles,
)
from parsers.form.team_table import TeamReader
from parsers.text import fold
from parsers.words.names import same_person

_BULLET = re.compile(r"^\s*(?:\(?\d{1,2}\s*[.)]|[-–—•*▪◦·●○]|[a-f]\))\s*")
_AND = re.compile(
    r"\s*[;,\n\t|/]\s*|\s+(?:un|and|&|kā arī)\s+|\s+[-–—]\s+|[()]|\s*[–—]\s*|\s+(?=\d\s?[.)]\s)|(?<=\w)\.\s+(?=\d\))"
)
_SURNAME_INITIAL = re.compile(r"(?:[A-ZĀČĒĢĪĶĻŅŠŪŽ][a-zāčēģīķļņšūž]?\.\s?)+(?P<surname>[\w-]{2,})$")


def read_team(tables_and_lines: Sequence[Table | str], columns: Labels) -> list[Person]:
    """The team's members in their order."""
    reader = TeamReader(columns)
    lines: list[str] = []
    for part in tables_and_lines:
        if isinstance(part, str):
            lines.append(part)
        elif is_caption_list(part, columns):
            lines += caption_list(part)
        else:
            reader.persons += _from_lines(lines, columns)
            lines = []
            reader.read(part)
    if reader.persons and not any(_BULLET.match(line) or emails(line) for line in lines):
        lines = []  # a remark below the table
    return reader.persons + _from_lines(lines, columns)


def _from_lines(lines: list[str], columns: Labels) -> list[Person]:
    blocks: list[list[str]] = []
    for line in lines:
        for text in _one_person_each(line):
            begins = _begins_person(text, columns)
            if begins or not blocks:
                blocks.append([text])
            else:
                blocks[-1].append(text)
    found = [read_lines(block, columns) for block in blocks]
    return [person for person in found if person.name]


def _begins_person(text: str, columns: Labels) -> bool:
    by_caption = begins_person(text, columns)
    if by_caption is not None:
        return by_caption
    person = read_person(text)
    if person.name is None:
        return False
    return bool(_BULLET.match(text)) or strip_titles(strip_numbering(text)).startswith(person.name.split()[0])


def _one_person_each(line: str) -> list[str]:
    """A line that lists several people, cut before each of them."""
    starts = [
        m.start()
        for m in re.finditer(r"(?:^|(?<=[;,\t|])\s*|(?<=\bun)\s+|(?<=\band)\s+|(?<=\d{3})\s+)(?=[^\s;,\t|])", line)
    ]
    begins = [
        at for at in starts if is_name(re.split(r"[;,(\t|–]|\s-\s|\s+(?:un|and)\s", line[at:].strip(), maxsplit=1)[0])
    ]
    if len(begins) < 2:
        return [line]
    bounds = [0, *begins[1:], len(line)]
    pieces = [line[a:b].strip() for a, b in pairwise(bounds)]
    return [re.sub(r"[\s,;|]+(?:un|and)?$|\s+(?:un|and)$", "", piece) for piece in pieces]


def read_contact(tables_and_lines: Sequence[Table | str], team: Sequence[Person], columns: Labels) -> Person:
    """The contact person, completed from the team where only the name or only the e-mail is given."""
    lines: list[str] = []
    for part in tables_and_lines:
        if isinstance(part, str):
            lines.append(part)
        else:
            lines += captioned_lines(part, columns)
    person = read_lines(lines, columns)
    text = "\n".join(lines)
    member = next(iter(members_numbered(text, team)), None) or _member(person, team)
    if member is None and person.name is None:
        member = next(iter(named_in(text, team)), None)
    return Person(
        name=member.name if member else person.name,
        email=person.email or (member.email if member else None),
        phone=person.phone or phones.first(text) or (member.phone if member else None),
    )


def _member(person: Person, team: Sequence[Person]) -> Person | None:
    if person.name:
        return match_name(person.name, team)
    if person.email:
        return next((m for m in team if m.email and fold(m.email) == fold(person.email)), None)
    return None


def match_name(name: str, team: Sequence[Person]) -> Person | None:
    """The member whom `name` means, written in full, in another case, with an initial, or as a surname alone."""
    folded = fold(name)
    for member in team:
        if member.name and fold(member.name) == folded:
            return member
    initial = _SURNAME_INITIAL.match(name)
    if initial or " " not in name.strip():
        wanted = initial["surname"] if initial else name
        fitting = [m for m in team if m.name and _same_word(fold(m.name.split()[-1]), fold(wanted))]
        if initial:
            fitting = [m for m in fitting if m.name and fold(m.name)[0] == folded[0]]
        elif not fitting:
            fitting = [m for m in team if m.name and _same_word(fold(m.name.split()[0]), folded)]
    else:
        fitting = [m for m in team if m.name and same_person(name, m.name)]
    return fitting[0] if len(fitting) == 1 else None


def _same_word(one: str, other: str) -> bool:
    """Whether two folded names are forms of one ("ozola", "ozolu"), but for a slip."""
    if one == other:
        return True
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return (shared >= 3 and max(len(one), len(other)) - shared <= 2) or fuzz.ratio(one, other) >= 90


def named_in(text: str, team: Sequence[Person]) -> list[Person]:
    """The members whose names stand in `text` in any case, in the order of the text."""
    words = fold(text).split()
    found: list[tuple[int, Person]] = []
    for member in team:
        parts = fold(member.name or "").split()
        for at in range(len(words) - len(parts) + 1):
            if parts and all(_same_word(p, w) for p, w in zip(parts, words[at : at + len(parts)], strict=True)):
                found.append((at, member))
                break
    return [member for _, member in sorted(found, key=lambda pair: pair[0])]


def read_visitors(tables_and_lines: Sequence[Table | str], team: Sequence[Person], columns: Labels) -> list[str]:
    """The names of those who go, as the team table spells them where they are in it."""
    names: list[str] = []
    for part in tables_and_lines:
        if isinstance(part, str):
            names += _names_in_line(part, team)
        else:
            reader = TeamReader(columns)
            reader.read(part)
            names += [_spelled(p.name, team) for p in reader.persons if p.name]
    return list(dict.fromkeys(names))


def _names_in_line(line: str, team: Sequence[Person]) -> list[str]:
    names = [member.name for member in members_numbered(line, team) if member.name]
    if names:
        return names
    for piece in _AND.split(strip_numbering(line)):
        part = strip_titles(strip_numbering(re.sub(r"(?<=\w{3})\.\s*$", "", piece)))
        member = match_name(part, team) if part else None
        if member and member.name:
            names.append(member.name)
        elif is_name(part):
            names += _each_of(part, team) or [part]
        elif part and not emails(part):
            inside = [m.name for m in named_in(part, team) if m.name]
            other = read_person(part).name if not inside and re.search(r"\s", part) else None
            names += inside or ([other] if other else [])
    return names


def _each_of(names: str, team: Sequence[Person]) -> list[str]:
    """The members whose names follow each other with nothing between; none where another word stands there."""
    inside = [member.name for member in named_in(names, team) if member.name]
    return inside if sum(len(name.split()) for name in inside) == len(names.split()) else []


def _spelled(name: str, team: Sequence[Person]) -> str:
    member = match_name(name, team)
    return member.name if member and member.name else name
