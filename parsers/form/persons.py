"""One person as a line of text tells it: name, position, unit, e-mail, phone, in any order and with any separators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from parsers.form import phones

_DEGREE = (
    r"(?:Dr|Mg|Mag|Bc|Bac|Bak|Ing|Prof|Asoc|Assoc|Asst|Ass|Doc|Lekt|Akad|Dipl|PhD|Ph\.\s?D|MSc|M\.\s?Sc|BSc|B\.\s?Sc|"
    r"DSc|D\.\s?Sc|MBA|MPH|MD|M\.\s?D|EdD|Ed\.\s?D|LL\.\s?M|MA|Mr|Mrs|Ms|Habil)"
)
_FIELD = r"(?:[a-zāčēģīķļņšūž]{2,9}\.)"  # "sc.", "ing.", "habil."
_TITLES = rf"(?:{_DEGREE}(?:\.\s*|(?=[\s,)]|$)){_FIELD}?(?:\s*{_FIELD})*)"
_LEADING_TITLES = re.compile(rf"^(?:{_TITLES}[\s,]*)+(?=[A-ZĀČĒĢĪĶĻŅŠŪŽ(])", re.IGNORECASE)
_TRAILING_TITLES = re.compile(rf"(?:[\s,(]+{_TITLES}\)?)+\s*$", re.IGNORECASE)
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}\s*[.)]+\s*|\d{1,2}\s+(?=\D)|[-–—•*▪◦·●○]\s*|[a-f]\)\s*)+")

_EMAIL = re.compile(r"[^\s,;|()<>\[\]:]+ ?(?:@+|\((?:at|et)\)|\[at\]) ?[^\s;|()<>\[\]]+", re.IGNORECASE)
_EMAIL_WITHOUT_AT = re.compile(
    r"(?<![\w.@/])(?!www\.)[a-z][\w-]*(?:\.[a-z][\w-]*)+\.[a-z]{2,}\.(?:lv|com|eu|edu|org)(?![\w@])"
)
_EMAIL_CAPTION = re.compile(
    r"\b(?:e[-\s‑]?past\w*(?:\s+adrese)?|e[-\s‑]?mail(?:\s+address)?|mailto)\s*[.:]*\s*$", re.IGNORECASE
)
_PHONE_CAPTION = re.compile(
    r"\b(?:t[āa]lru\w*|t[āa]lr|tel(?:efon\w*|ephone)?|mob(?:il\w*)?|phone|cell|ph)\b\.?(?:\s+(?:nr|numurs|number|no))?\s*[.:]*\s*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[;,|\t\n/]|\s[-–—]+\s|[()\[\]]|\s*[–—]\s*")
_NAME_WORD = r"(?:[A-ZĀČĒĢĪĶĻŅŠŪŽÀ-ÖØ-ÞА-Я][\w'’]*(?:[-–][A-ZĀČĒĢĪĶĻŅŠŪŽ]?[\w'’]+)*\.?)"
_PARTICLE = r"(?:de|van|von|der|den|da|di|la|le|del|al|el|bin|ibn|dos)"
_NAME = re.compile(rf"{_NAME_WORD}(?:\s+(?:{_PARTICLE}\s+)*{_NAME_WORD}){{1,3}}")
_UNIT = re.compile(
    r"\b(?:fakult[āa]te|katedra|instit[ūu]ts|noda[ļl]a|departaments|centrs|laboratorija|kl[īi]nika|bibliot[ēe]ka|da[ļl]a|"
    r"arh[īi]vs|universit[āa]te|augstskola|skola|p[āa]rvalde|dienests|sektors|akad[ēe]mija|grupa|birojs|fonds|muzejs|"
    r"virziens|studija|rektor[āa]ts|dekan[āa]ts|pa[šs]p[āa]rvalde|asoci[āa]cija|b[āa]ze|aģent[ūu]ra|observatorija|koled[žz]a|"
    r"slimn[īi]ca|inkubators|vienība|SIA|AS|VAS|faculty|department|dept|institute|school|cent(?:re|er)|office|unit|library|"
    r"laboratory|division|clinic|hospital|university|archive|academy|college|group|team|directorate|ltd|museum)\b",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"\b(?:(?:docent|lektor|profesor|asoci[ēe]t\w+ prof|p[ēe]tni[ec]|vad[īi]t[āa]j|direktor|dek[āa]n|prodek[āa]n|prorektor|"
    r"rektor|asistent|laborant|doktorant|student|speci[āa]list|koordinator|metodi[ķk]|in[žz]enier|ekspert|konsultant|bibliotek[āa]r|"
    r"mened[žz]er|administrator|anal[īi]ti[ķk]|program+[ēe]t[āa]j|dizainer|pasniedz[ēe]j|skolot[āa]j|tehni[ķk]|rezident|"
    r"sekret[āa]r|lietved|jurist|ekonomist|gr[āa]matved|psiholog|p[āa]rst[āa]v|padomnie)\w*|[āa]rst[es]?\b|"
    r"(?:associate|assistant|visiting|full|professor|director|assistant|coordinator|engineer|expert|consultant|librarian|lecturer|"
    r"researcher|instructor|representative|manager|head|dean|vice|chair|analyst|programmer|developer|designer|teacher|technician|physician|resident|"
    r"ph\.?d|candidate|secretary|lawyer|member|officer|advisor|senior|junior)\b)",
    re.IGNORECASE,
)

# "Inženierekonomikas fakultāte", "Doktorantūras nodaļa": a Latvian unit stands last, and what it is named after in the genitive.
_IS = re.compile(r"^(?:ir|is)\s+(?:(?:an?|the)\s+)?")  # "Anna Ozola ir docente"
_ENDS_IN_UNIT = re.compile(rf"{_UNIT.pattern}\W*$", re.IGNORECASE)
_GENITIVE = re.compile(r"(?:u|as|es)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """What is told of one person; None where it is not told."""

    name: str | None = None
    position: str | None = None
    unit: str | None = None
    email: str | None = None
    phone: str | None = None

    def values(self) -> tuple[str | None, ...]:
        """All that is told, in the order of the fields."""
        return (self.name, self.position, self.unit, self.email, self.phone)


def strip_numbering(text: str) -> str:
    """`text` without the number or bullet before it."""
    return _NUMBERING.sub("", text).strip()


def strip_titles(name: str) -> str:
    """`name` without academic and courtesy titles before and behind it."""
    name = " ".join(name.split()).strip(" ,;–-")
    name = _LEADING_TITLES.sub("", name)
    shorter = _TRAILING_TITLES.sub("", name)
    return (shorter if " " in shorter.strip() else name).strip(" ,;–-")


def is_name(text: str) -> bool:
    """Whether `text` is a person's full name and nothing else."""
    name = strip_titles(text)
    return _NAME.fullmatch(name) is not None and not _UNIT.search(name) and not _POSITION.search(name)


def is_unit(text: str) -> bool:
    """Whether `text` names a part of an organisation, not a post in one ("studiju daļas vadītāja")."""
    if not _UNIT.search(text):
        return False
    posts = [match.group() for match in _POSITION.finditer(text)]
    named_after_them = _ENDS_IN_UNIT.search(text) is not None and all(_GENITIVE.search(post) for post in posts)
    return not posts or named_after_them


def emails(text: str) -> list[tuple[int, int]]:
    """Where e-mail addresses stand in `text`, malformed ones too."""
    places = []
    for match in _EMAIL.finditer(text):
        found = match.group()
        cut = re.search(r",(?=[\d+(])|,$", found)
        if cut is None and re.search(r"\.\w{2,6},", found):
            cut = re.search(r"(?<=\w),", found)
        found = (found[: cut.start()] if cut else found).rstrip(".,;:")
        places.append((match.start(), match.start() + len(found)))
    return places or [match.span() for match in _EMAIL_WITHOUT_AT.finditer(text)]


def first_email(text: str) -> str | None:
    """The first e-mail address in `text` as it is written, None where there is none."""
    places = emails(text)
    return text[places[0][0] : places[0][1]] if places else None


def read_person(text: str) -> Person:
    """The person that `text` tells of; the name is the first part that looks like one."""
    text = strip_numbering(text)
    email, phone = first_email(text), None
    text = _without(text, emails(text), _EMAIL_CAPTION)
    places = phones.find(text)
    if places:
        phone = text[places[0][0] : places[-1][1]] if _same_run(text, places) else text[places[0][0] : places[0][1]]
    text = _without(text, places, _PHONE_CAPTION)
    name, rest = _split_name(_parts(text))
    position, unit = split_position(rest)
    return Person(name, position, unit, email, phone.strip() if phone else None)


def read_cells(cells: list[str]) -> Person:
    """The person that a table row without headings tells of, a value a cell."""
    email = phone = None
    parts: list[str] = []
    for cell in cells:
        flat = " ".join(cell.split())
        if emails(cell) or phones.find(cell):
            inner = read_person(flat)
            email, phone = email or inner.email, phone or inner.phone
            parts += [part for part in (inner.name, inner.position, inner.unit) if part]
        elif is_name(first := cell.strip().partition("\n")[0].strip()) and first != flat:
            parts += [line.strip() for line in cell.split("\n") if line.strip()]
        elif re.search(r"[^\W\d]{2}", flat):
            parts.append(strip_numbering(flat))
    name, rest = _split_name(parts)
    position, unit = split_position(rest)
    return Person(name, position, unit, email, phone)


def _same_run(text: str, places: list[tuple[int, int]]) -> bool:
    """Whether the numbers stand together, parted by a comma or slash only."""
    return all(re.fullmatch(r"\s*[,;/]\s*", text[a[1] : b[0]]) for a, b in pairwise(places))


def _without(text: str, places: list[tuple[int, int]], caption: re.Pattern[str]) -> str:
    """`text` with the places, and the captions before them, made into separators."""
    for start, end in reversed(places):
        before = caption.sub("", text[:start])
        text = f"{before};{text[end:]}"
    return text


def _parts(text: str) -> list[str]:
    parts = [
        part.strip(" .:;,-–—") if not re.search(r"\w\.$", part.strip()) else part.strip()
        for part in _SEPARATOR.split(text)
    ]
    return [part for part in parts if re.search(r"\w", part)]


def _split_name(parts: list[str]) -> tuple[str | None, list[str]]:
    """The name among `parts`, and the parts that are left, titles dropped."""
    parts = [part for part in parts if not re.fullmatch(rf"(?:{_TITLES}\s*)+", part, re.IGNORECASE)]
    for index, part in enumerate(parts):
        if is_name(part):
            return strip_titles(part), parts[:index] + parts[index + 1 :]
    for index, part in enumerate(parts):
        bare = strip_titles(part)
        match = _NAME.search(bare)
        unlikely = match is None or is_unit(bare) or _UNIT.search(match.group()) or _POSITION.search(match.group())
        if match and not unlikely and not bare[: match.start()].endswith(" of "):
            around = [bare[: match.start()].strip(), bare[match.end() :].strip()]
            return match.group(), [p for p in [*parts[:index], *around, *parts[index + 1 :]] if p]
    return None, parts


def split_position(parts: list[str]) -> tuple[str | None, str | None]:
    """Position and unit out of what is told of a person besides the name, in this order where the words do not tell."""
    parts = [_IS.sub("", part) for part in parts]
    if not parts:
        return None, None
    start = next((i for i, part in enumerate(parts) if is_unit(part)), None)
    if start is None:
        positions = [p for p in parts if _POSITION.search(p)]
        if len(parts) >= 2 and not all(_POSITION.search(p) or p[:1].islower() for p in parts[1:]):
            return parts[0], ", ".join(parts[1:])
        return ", ".join(positions or parts), None
    while start > 1 and parts[start - 1][:1].isupper() and not _POSITION.search(parts[start - 1]):
        start -= 1  # "Fizikas, matemātikas un optometrijas fakultāte" is one unit
    if start == 1 and parts[0][:1].isupper() and not _POSITION.search(parts[0]) and parts[1][:1].islower():
        start = 0
    after = [p for p in parts[start:] if not (_POSITION.search(p) and not _UNIT.search(p))]
    posts = parts[:start] + [p for p in parts[start:] if p not in after]
    return ", ".join(posts) or None, ", ".join(after) or None
