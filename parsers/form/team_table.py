"""The team's table: persons in rows or in columns, with or without headings, over several pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from parsers.document import Cell, Table
from parsers.form import phones
from parsers.form.captions import is_captioned, read_lines
from parsers.form.labels import Labels
from parsers.form.persons import (
    Person,
    emails,
    first_email,
    is_name,
    read_cells,
    read_person,
    strip_numbering,
    strip_titles,
)
from parsers.form.team_heads import column_keys, heads_team, is_transposed
from parsers.text import fold

_ORDINAL = re.compile(r"\W*(?:\d{1,2}|[IVX]{1,4})?\W*")
_NOTHING = re.compile(r"[\s\W_]*|n/?a", re.IGNORECASE)
_CAPTION = re.compile(r"^\s*[^\W\d][^:\d+@]{0,25}:\s*(?=[+\d(])")
_SURNAME_FIRST = re.compile(
    r"(?:uzvards|surname|last name|family name)\W+(?:un|and)?\s*(?:vards|name|first name|given name)"
)

Columns = dict[int, frozenset[str]]


@dataclass(slots=True)
class TeamReader:
    """Reads the tables of one team, one after another: what one page's table begins, the next page's goes on with."""

    columns: Labels
    persons: list[Person] = field(default_factory=list)
    heads: Columns = field(default_factory=dict)
    surname_first: bool = False

    def read(self, table: Table) -> None:
        """Adds the table's persons."""
        if is_transposed(table, self.columns):
            self.persons += self._from_columns(table)
            return
        for row in self._rows(table):
            texts = [cell.text for cell in row]
            if heads_team(texts, self.columns):
                self.surname_first = any(_SURNAME_FIRST.match(fold(text)) for text in texts)
                self.heads = {}
                self._add_heads(row)
            elif self.heads and self._is_second_heading(row):
                self._add_heads(row)
            else:
                self._add_row(row)

    def _rows(self, table: Table) -> Iterator[tuple[Cell, ...]]:
        """The table's rows; one that has the headings over its own values is two."""
        for row in table.rows:
            heads = tuple(replace(cell, blocks=cell.blocks[:1]) for cell in row)
            values = tuple(replace(cell, blocks=cell.blocks[1:]) for cell in row)
            parted = heads_team([c.text for c in heads], self.columns) and not heads_team(
                [c.text for c in row], self.columns
            )
            yield from (heads, values) if parted else (row,)

    def _is_second_heading(self, row: tuple[Cell, ...]) -> bool:
        written = [cell.text for cell in row if cell.text.strip()]
        return bool(written) and not self.persons and all(column_keys(text, self.columns) for text in written)

    def _add_heads(self, row: tuple[Cell, ...]) -> None:
        for cell in row:
            keys = column_keys(cell.text, self.columns)
            for column in range(cell.column, cell.column + cell.column_span):
                if keys or column not in self.heads:
                    self.heads[column] = keys

    def _add_row(self, row: tuple[Cell, ...]) -> None:
        written = [cell for cell in row if not _NOTHING.fullmatch(cell.text)]
        content = [cell for cell in written if not _ORDINAL.fullmatch(cell.text)]
        if not content:
            return
        if not self.heads or (len(content) == 1 and len(row) <= 2 and len(self.heads) > 2):
            person = read_cells([cell.text for cell in content])
        else:
            person = self._by_heads(content)
        numbered = len(written) > len(content) or bool(re.match(r"\s*\d{1,2}[.)]", content[0].text))
        if self.persons and not numbered and self._goes_on(person):
            self.persons[-1] = _joined(self.persons[-1], person)
        elif person.name or person.email:
            self.persons.append(person)

    def _goes_on(self, person: Person) -> bool:
        """Whether a row without a number only goes on with the row before it."""
        if person.name is None:
            return True
        has_numbers = any("number" in keys for keys in self.heads.values())
        return has_numbers and " " not in person.name and not person.email

    def _by_heads(self, cells: list[Cell]) -> Person:
        person, names = Person(), list[str]()
        loose: list[str] = []
        for cell in cells:
            keys = self.heads.get(cell.column, frozenset())
            if keys == {"name"}:
                names.append(cell.text)
            elif len(keys) == 1:
                person = _filled(person, _single(next(iter(keys)), cell.text))
            else:
                loose.append(cell.text)
        if names:
            person = _filled(person, self._name(names))
        for text in loose:
            found = read_person(text)
            by_heads = any(len(keys) > 1 for keys in self.heads.values())
            person = _filled(person, found if by_heads else Person(email=found.email, phone=found.phone))
        return person

    def _name(self, cells: list[str]) -> Person:
        if any(is_captioned(cell, self.columns) for cell in cells):
            return read_lines("\n".join(cells).split("\n"), self.columns)
        flat = " ".join(" ".join(strip_numbering(cell) for cell in cells).split())
        bare = strip_titles(flat)
        if self.surname_first and len(cells) == 1:
            surname, _, given = bare.partition(", ") if ", " in bare else bare.partition(" ")
            return Person(name=f"{given} {surname}".strip())
        if is_name(flat) or not re.search(r"[\n,;(–]|\s-\s|@", " ".join(cells).strip()):
            found = (
                read_person(flat) if not is_name(flat) and re.search(r"\s[a-zāčēģīķļņšūž]|^[a-z]", bare) else Person()
            )
            return Person(name=found.name or bare or None, position=found.position)
        found = read_person("\n".join(cells))
        return found if found.name else Person(name=bare)

    def _from_columns(self, table: Table) -> Iterator[Person]:
        width = max(cell.column + cell.column_span for row in table.rows for cell in row)
        for column in range(1, width):
            person = Person()
            for row in table.rows:
                keys = column_keys(row[0].text, self.columns) if row else frozenset()
                for cell in row[1:]:
                    if cell.column == column and not _NOTHING.fullmatch(cell.text):
                        if keys == {"name"}:
                            person = _filled(person, self._name([cell.text]))
                        elif len(keys) == 1:
                            person = _filled(person, _single(next(iter(keys)), cell.text))
                        elif keys:
                            person = _filled(person, read_person(cell.text))
            if person.name:
                yield person


def _single(key: str, text: str) -> Person:
    """What a cell under one heading tells; an e-mail cell may hold the phone too, and the other way round."""
    flat = " ".join(text.split())
    if key == "email":
        return _email(text)
    if key == "phone":
        email = first_email(flat)
        number = _CAPTION.sub("", flat.replace(email, " ") if email else flat).strip(" ,;")
        return Person(phone=number or None, email=email)
    if key in ("position", "unit"):
        return Person(position=flat) if key == "position" else Person(unit=flat)
    return Person()


def _email(text: str) -> Person:
    """An e-mail cell: one address, wrapped maybe, with a gap in it maybe, a phone behind it maybe; anything else as written."""
    unwrapped = "".join(text.split("\n"))
    whole = unwrapped if len(emails(unwrapped)) == 1 else " ".join(text.split())
    if len(emails(whole)) != 1:
        return Person(email=whole)
    start, end = emails(whole)[0]
    gap = re.fullmatch(r"(?:[\w.-]+ )+", whole[:start])
    email = whole[0 if gap else start : end]
    return Person(email=email, phone=phones.first(whole[:start] + " " + whole[end:]))


def _filled(person: Person, found: Person) -> Person:
    """`person` with the gaps filled from `found`."""
    return Person(*(one or other for one, other in zip(person.values(), found.values(), strict=True)))


def _joined(person: Person, more: Person) -> Person:
    """`person` with what the next row goes on with."""

    def both(one: str | None, other: str | None, glue: str = " ") -> str | None:
        return f"{one}{glue}{other}" if one and other else one or other

    return Person(
        both(person.name, more.name),
        both(person.position, more.position),
        both(person.unit, more.unit),
        both(person.email, more.email, ""),
        both(person.phone, more.phone),
    )
