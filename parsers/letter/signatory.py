"""Who signs a letter and as what: the name at its end, with the position before or after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.letter.flow import Line
from parsers.words.names import tidy
from parsers.words.people import CAPITAL, find_people
from parsers.words.positions import names_chief, names_position, names_signing_position
from parsers.words.titles import without_titles

# Lines after a signature that name other people or say how it was signed.
_NOT_SIGNATURE = re.compile(
    r"sagatav|izpild[iī]t[aā]j\w?\b|kontakt|t[aā]lr|\bt[aā]l\.|\bmob\b|phone|e-?pasts|e-?mail|@"
    r"|prepared by|contact|executed by|drafted by|elektronisk|electronic"
    r"|\d{6,}|parakst[iī]t|\bsatur\b|dro[sš]u\b|dokument|\bdocument\b|z[iī]mog|stamp|digital|pielikum|enclos|annex|attach|copy|kopij|\bcc\b|www\.|lpp\b|\blapa",
    re.IGNORECASE,
)
_ACTING = re.compile(
    r"p\.\s?i\.|v\.\s?i\.|pienākumu izpildītāj|\bacting\b|uz pilnvaras pamata|\bv\.\s?p\.|\bp/p\b", re.IGNORECASE
)
_SIGNED_MARK = re.compile(
    r"\(\s*(?:personiskais\s+|personīgais\s+)?(?:paraksts|parakst\w*|signature|signed|z\.\s?v\.)\s*\)"
    r"|/\s*paraksts\s*/|\bz\.\s?v\.|_{2,}|\.{4,}|…{2,}|/s/|(?<!\w)/|/(?!\w)",
    re.IGNORECASE,
)
_INITIAL_NAME = re.compile(
    rf"(?<![\w.])(?:{CAPITAL}\.\s?(?:-\s?)?){{1,2}}{CAPITAL}[^\W\d_]+(?:\s?-\s?{CAPITAL}[^\W\d_]+)?(?!\w)"
)
_CLOSING = re.compile(
    r"^\W*(?:ar (?:patiesu )?cie[nņ]u|cie[nņ][aā]|sincerely|yours|kind regards|best regards|with (?:best "
    r"|kind )?regards|respectfully)\b[\s,.]*",
    re.IGNORECASE,
)
_SIGNER_LABEL = re.compile(
    r"^\W*(?:approved(?: by)?|signed(?: by)?|signatory|on behalf of[^:]{0,60}"
    r"|parakst(?:a|īja|ītājs|s)|apstiprin(?:a|āja)|saskaņo(?:ts|ja))\s*:\s*",
    re.IGNORECASE,
)
_STRAY_MARK = re.compile(r"^[„“”\"«»]\s+")  # what a pen or a stamp leaves before a line
_POSITION_CHARACTERS = re.compile(r"[^\w\s.,()„”\"“«»/&'’–-]+")
# For whom somebody signs ("Rektora vietā – studiju prorektore"), which is not what that person is.
_FOR_ANOTHER = re.compile(
    r"^\W*(?:\w+(?:a|es|as)\s+){1,3}(?:vietā|vārdā|uzdevumā)\b[\s,:–—-]*|[\s,(]*\b(?:on behalf of|for and on behalf of)\b.*$",
    re.IGNORECASE,
)
_LONGEST_POSITION = 120
_SHORT, _UNKNOWN_WORDS = 12, 6
_A_LIST = 3  # names under each other


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs (None where the name cannot be read), as what, and the lines that say so."""

    name: str | None
    position: str | None
    lines: tuple[int, ...]


def find_signatory(lines: Sequence[Line], first: int) -> Signatory | None:
    """The signatory among the lines from `first` on: the last name with a position of one who signs, else the last name alone."""
    candidates = [
        candidate for number in range(len(lines) - 1, first - 1, -1) for candidate in _on_line(lines, number, first)
    ]
    for is_likely in (names_signing_position, names_position, bool):
        for candidate in candidates:
            if candidate.position and is_likely(candidate.position):
                return candidate
    return candidates[0] if candidates else _position_alone(lines, first)


def _position_alone(lines: Sequence[Line], first: int) -> Signatory | None:
    """A chief's position under a letter whose name cannot be read."""
    for number in range(len(lines) - 1, first - 1, -1):
        text = _SIGNED_MARK.sub(" ", _CLOSING.sub("", lines[number].text))
        fits = len(text.split()) <= _UNKNOWN_WORDS and _may_be_position(text) and not lines[number].listed
        if fits and names_chief(text):
            position, used = _continued(lines, number, _without_rest_of_name(_position_text(text)), first)
            return Signatory(None, position, used)
    return None


def _without_rest_of_name(position: str) -> str:
    """A position before which a part of the name is left that a pen did not cross ("ale, Vice-Rector")."""
    rest, comma, after = position.partition(", ")
    return after if comma and names_chief(after) and not names_position(rest) and len(rest.split()) <= 2 else position


def _on_line(lines: Sequence[Line], number: int, first: int) -> list[Signatory]:
    line = lines[number]
    text = _SIGNED_MARK.sub(" ", _SIGNER_LABEL.sub("", _CLOSING.sub("", line.text)))
    if (_NOT_SIGNATURE.search(text) and not _ACTING.search(text)) or len(text) > _LONGEST_POSITION + 60 or line.listed:
        return []
    name = _name_in(text)
    if name is None:
        return []
    if _names_in_column(lines, number) >= _A_LIST:
        return []
    written, start, end = name
    around = _around(text[:start], text[end:])
    if around and names_position(around):
        if _is_in_list(lines, number, around):
            return []
        position, used = _continued(lines, number, around, first)
        return [Signatory(_person(written), position, used)]
    if len(around) > _SHORT and any(c.islower() for c in around):
        unknown = _may_be_position(around) and len(around.split()) <= _UNKNOWN_WORDS and not re.search(r"\d", around)
        return [Signatory(_person(written), around, (number,))] if unknown else []
    beside = _position_beside(lines, number, first)
    if beside is None:
        return [Signatory(_person(written), None, (number,))]
    position, used = _continued(lines, beside, _position_text(_SIGNED_MARK.sub(" ", lines[beside].text)), first)
    return [Signatory(_person(written), position, tuple(sorted({*used, number})))]


def _around(before: str, after: str) -> str:
    """What stands beside a name and may be its position; titles are none."""
    if without_titles(before).strip() and after.strip():
        return _position_text(before)
    return _position_text(after if after.strip() and names_position(after) else f"{before} {after}")


def _position_beside(lines: Sequence[Line], number: int, first: int) -> int | None:
    """The line before or after a name that holds its position, a chief's first."""
    found = []
    for step in (-1, 1):
        neighbour = number + step
        while first <= neighbour < len(lines) and _is_noise(_SIGNED_MARK.sub(" ", lines[neighbour].text)):
            neighbour += step
        if not first <= neighbour < len(lines):
            continue
        text = _SIGNED_MARK.sub(" ", lines[neighbour].text)
        if names_position(text) and len(text) <= _LONGEST_POSITION and _may_be_position(text):
            found.append(neighbour)
    return min(found, key=lambda neighbour: not names_chief(lines[neighbour].text), default=None)


def _is_noise(text: str) -> bool:
    """Whether a line holds no word: the strokes of a signature as OCR reads them, or a rule to sign on."""
    return not re.search(r"[^\W\d_]{3}", text)


def _may_be_position(text: str) -> bool:
    return (
        not re.search(r"[:„“”\"«»]", _STRAY_MARK.sub("", text))
        and not _is_prose(text)
        and _name_in(text) is None
        and not (_NOT_SIGNATURE.search(text) and not _ACTING.search(text))
        and not _CLOSING.match(text)
    )


def _is_in_list(lines: Sequence[Line], number: int, position: str) -> bool:
    """Whether the line is one of several that each name a person, and not one of who alone may sign."""
    if names_chief(position):
        return False
    if all(_is_listed(lines, number - step) for step in (1, 2)):
        return True
    after = lines[number + 1].text if number + 1 < len(lines) else ""
    goes_on = _name_in(after) is not None and not _NOT_SIGNATURE.search(after)
    return goes_on or lines[number].text.endswith((";", ","))


def _names_in_column(lines: Sequence[Line], number: int) -> int:
    """How many rows of the line's table have a name in the same place; 0 outside tables."""
    own = lines[number]
    if own.row is None:
        return 0
    count = 1
    for step in (-1, 1):
        at, row = number + step, own.row
        while 0 <= at < len(lines) and lines[at].row in (row, row + step):
            if lines[at].row != row and lines[at].cell == own.cell:
                if _name_in(lines[at].text) is None:
                    break
                count, row = count + 1, row + step
            at += step
    return count


def _is_listed(lines: Sequence[Line], number: int) -> bool:
    """Whether the line is a name with a position, as in a list that is not numbered."""
    if number < 0:
        return False
    text = lines[number].text
    name = _name_in(text)
    return name is not None and not text[: name[1]].strip() and names_position(text[name[2] :])


def _continued(lines: Sequence[Line], number: int, position: str, first: int) -> tuple[str, tuple[int, ...]]:
    """The position with the line before it where that begins it ("Zinātņu un inovāciju" / "prorektors")."""
    before = number - 1
    if before >= first and lines[before].row == lines[number].row and lines[before].cell == lines[number].cell:
        text = lines[before].text
        begins = position[:1].islower() and (names_position(text) or text[:1].isupper())
        if (
            begins
            and len(text) <= 60
            and not re.search(r"[.!?;]$", text)
            and not lines[before].listed
            and _may_be_position(text)
        ):
            return f"{_position_text(text)} {position}".strip(), (before, number)
    return position, (number,)


def _name_in(text: str) -> tuple[str, int, int] | None:
    people = find_people(text)
    known = [person for person in people if person.known] or list(people)
    initial = _INITIAL_NAME.search(text)
    if known:
        person = known[-1]
        return person.text, person.start, person.end
    return (initial[0], initial.start(), initial.end()) if initial else None


def _person(written: str) -> str:
    return tidy(written)


def _position_text(text: str) -> str:
    """A position without the titles, marks and noise around it."""
    bare = _POSITION_CHARACTERS.sub(" ", _FOR_ANOTHER.sub("", without_titles_only(text)))
    words = bare.split()
    while words and not re.search(r"[^\W\d_]{2}", words[-1]) and not re.search(r"\.$", words[-1]):
        words.pop()
    while words and not re.search(r"[^\W\d_]{2}", words[0]) and not re.search(r"^[pv]\.", words[0]):
        words.pop(0)
    return " ".join(words).strip(" ,;:/-–—'’")


def without_titles_only(text: str) -> str:
    """`text` without degrees; a professor who signs is one by position."""
    return text if re.search(r"profesor|professor", text, re.IGNORECASE) else without_titles(text)


def _is_prose(text: str) -> bool:
    return len(text.split()) > 9 or bool(re.search(r"[.!?]$", text) and len(text.split()) > 5)
