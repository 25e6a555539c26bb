"""Whom a letter delegates: the people of the delegating sentence and of the list, table or sentences that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.letter.flow import Passage
from parsers.letter.statement import Statement, sentence_around
from parsers.words.names import Gender, difference, likely_case, nominatives, tidy
from parsers.words.people import Person, find_people, is_known_given
from parsers.words.positions import gender_told

# People who are named for another reason than that they are sent.
_OTHERS = re.compile(
    r"^\W*(?:kontakt|contact|sagatav|izpild[iī]t[aā]j|prepared|drafted|inform[aā]cij|papildu|god[aā]t"
    r"|cien[iī]j|dear\b|ar cie|sincerely|t[aā]lr|phone|e-?pasts"
    r"|pielikum|koordin[eē]|par dal[iī]bas organiz|jaut[aā]jum|saska[nņ]|pamatojoties|for further|for any|questions)",
    re.IGNORECASE,
)
_SPEAKS_FOR = re.compile(
    r"(?:person[aā]|v[aā]rd[aā]|represented by|kuru p[aā]rst[aā]v|kur[uo] p[aā]rst[aā]v|on behalf of|acting)\b",
    re.IGNORECASE,
)
_TEAM = re.compile(
    r"komand|sast[aā]v|dal[iī]bnie|p[aā]rst[aā]v|dele[gģ]|team|member|follow|consist|compris|represent"
    r"|person|v[aā]rds|name|participant|vi[nņ]i|also|ar[iī]\b|vad[iī]t[aā]j",
    re.IGNORECASE,
)
_END = re.compile(
    r"^\W*(?:apliecin|atbalst|instit[uū]cija|universit[aā]te (?:apliecina|atbalsta|nodro)|ar cie"
    r"|cie[nņ][aā]|sincerely|yours|kind regards|dokuments|this document|the (?:institution|university)"
    r"|we (?:confirm|support)"
    r"|kontakt|contact|sagatav|izpild|pielikum)",
    re.IGNORECASE,
)
_PHRASES_FAR = 12


@dataclass(frozen=True, slots=True)
class Delegate:
    """A person delegated: the nominative, the name as written, and the passage it stands in."""

    name: str
    as_written: str
    passage: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a passage and the gender that the position beside it tells."""

    person: Person
    passage: int
    told: Gender | None


def find_delegates(
    passages: Sequence[Passage],
    masked: Sequence[str],
    statement: Statement,
    end: int,
    *,
    team: Sequence[str],
    signatory: str | None,
    declines: bool = True,
) -> tuple[Delegate, ...]:
    """The delegates in the order of the letter.

    `masked` are the passages' texts with titles and names of institutions blanked out; `end` is the passage at which the
    signature begins; `team` are the names on the form, which only decide how a name in the letter is spelt. `declines` is whether
    the letter's language does that to names.
    """
    mentions = _of_sentence(masked, statement, signatory)
    mentions += _after(passages, masked, statement, end, already=bool(mentions))
    if not mentions:
        mentions = _anywhere(passages, masked, statement, end)
    return _as_delegates(_once(mentions), team, declines=declines)


def _of_sentence(masked: Sequence[str], statement: Statement, signatory: str | None) -> list[Mention]:
    text = masked[statement.passage]
    mentions = _mentions(text, statement.passage, statement.start, statement.end)
    kept = []
    for mention in mentions:
        before, after = text[statement.start : mention.person.start], text[mention.person.end : statement.end]
        speaks = mention.person.start < statement.verb_start and (
            _SPEAKS_FOR.match(after.strip(" ,"))
            or _SPEAKS_FOR.search(before[-40:])
            or (signatory is not None and difference(mention.person.text, signatory) == 0)
        )
        if not speaks:
            kept.append(mention)
    return kept


def _after(
    passages: Sequence[Passage], masked: Sequence[str], statement: Statement, end: int, *, already: bool
) -> list[Mention]:
    """People in what follows the delegating sentence: the rest of its passage, its list or table, sentences on the team."""
    rest = masked[statement.passage][statement.end :]
    found = [
        mention
        for mention in _mentions(
            masked[statement.passage], statement.passage, statement.end, len(masked[statement.passage])
        )
        if _about_team(rest, mention.person.start - statement.end)
    ]
    listing = not already
    for number in range(statement.passage + 1, end):
        passage, text = passages[number], masked[number]
        if passage.listed or passage.row is not None:
            found += [] if _is_about_others(text) else _of_item(passages, masked, number)
        elif _is_about_others(text) or (_END.match(text) and (already or found)):
            continue
        elif listing and not found and len(text.split()) <= _PHRASES_FAR * 3 and _mentions(text, number, 0, len(text)):
            found += _mentions(text, number, 0, len(text))
        elif _is_bare_item(text, number) or _TEAM.search(text):
            found += [m for m in _mentions(text, number, 0, len(text)) if _about_team(text, m.person.start)]
    return found


def _is_about_others(text: str) -> bool:
    """Whether a line names people for another reason: whom to ask, who drew the letter up."""
    return bool(_OTHERS.match(text) or re.search(r"\d{6,}|@|______@", text))


def _about_team(text: str, position: int) -> bool:
    start, end = sentence_around(text, max(0, position))
    sentence = text[start:end]
    return not _OTHERS.match(sentence) and (bool(_TEAM.search(sentence)) or _is_bare_item(sentence, 0))


def _is_bare_item(text: str, number: int) -> bool:
    """Whether a line begins with a name, as an item of a list without marks does."""
    found = _mentions(text, number, 0, len(text))
    return bool(found) and len(text[: found[0].person.start].split()) <= 3 and len(text.split()) <= _PHRASES_FAR


def _of_item(passages: Sequence[Passage], masked: Sequence[str], number: int) -> list[Mention]:
    """The person of a list item or cell; several where it lists several known ones.

    Where a table has given name and surname in cells of their own, the first of the two stands for the person.
    """
    text = masked[number]
    found = _mentions(text, number, 0, len(text))
    if not found and number + 1 < len(passages) and passages[number].row is not None:
        beside = passages[number + 1]
        if beside.row == passages[number].row and len(text.split()) <= 2 and len(beside.text.split()) <= 2:
            both = f"{text} {masked[number + 1]}"
            found = [mention for mention in _mentions(both, number, 0, len(both)) if mention.person.known]
    known = [mention for mention in found if mention.person.known]
    return known if len(known) > 1 else (known or found)[:1]


def _anywhere(passages: Sequence[Passage], masked: Sequence[str], statement: Statement, end: int) -> list[Mention]:
    """Names before the delegating sentence, where it only points back at a list of them."""
    found: list[Mention] = []
    for number in range(statement.passage):
        if not _OTHERS.match(masked[number]) and (passages[number].listed or _TEAM.search(masked[number])):
            found += _mentions(masked[number], number, 0, len(masked[number]))
    return found


def _mentions(text: str, passage: int, start: int, end: int) -> list[Mention]:
    people = [person for person in find_people(text[:end]) if person.start >= start]
    mentions = []
    for index, person in enumerate(people):
        since = people[index - 1].end if index else start
        before = re.split(r"[,;:]|\bun\b|\band\b", text[since : person.start])[-1]
        until = people[index + 1].start if index + 1 < len(people) else end
        after = (
            re.split(r"[;.]", text[person.end : until])[0] if re.match(r"\s*[,(–—-]", text[person.end : until]) else ""
        )
        mentions.append(Mention(person, passage, gender_told(before) or gender_told(" ".join(after.split()[:4]))))
    return mentions


def _once(mentions: Sequence[Mention]) -> list[Mention]:
    """Each person once, where the letter first names them; a surname in a cell of its own is no further person."""
    kept: list[Mention] = []
    for mention in mentions:
        nominative = nominatives(mention.person.text)[0]
        words = tidy(mention.person.text).split()
        seen = any(
            difference(other.person.text, nominative) == 0
            or (other.passage == mention.passage - 1 and tidy(other.person.text).split()[1:] == words)
            for other in kept
        )
        if not seen:
            kept.append(mention)
    return kept


def _as_delegates(mentions: Sequence[Mention], team: Sequence[str], *, declines: bool) -> tuple[Delegate, ...]:
    mentions = _given_names_first(mentions)
    spelt = _matched([mention.person.text for mention in mentions], team)
    case = likely_case(mention.person.text for mention in mentions)
    delegates = []
    for index, mention in enumerate(mentions):
        written = mention.person.text
        likely = nominatives(written, gender=mention.told, case=case if len(mentions) > 1 else None)
        if not declines:
            likely = (tidy(written),)
        delegates.append(Delegate(spelt.get(index) or likely[0], written, mention.passage))
    return tuple(delegates)


def _given_names_first(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions with names in the order of speech, where the letter lists its people by surname."""
    by_surname = [
        m for m in mentions if (words := m.person.text.split()) and is_known_given(words[-1]) and len(words) == 2
    ]
    by_surname = [m for m in by_surname if not is_known_given(m.person.text.split()[0])]
    if len(by_surname) < 2 or len(by_surname) * 2 <= len(mentions):
        return mentions
    return [
        replace(m, person=replace(m.person, text=" ".join(reversed(m.person.text.split()))))
        if len(m.person.text.split()) == 2 and not is_known_given(m.person.text.split()[0])
        else m
        for m in mentions
    ]


def _matched(written: Sequence[str], team: Sequence[str]) -> dict[int, str]:
    """Which of the team each written name is, the closest pairs first; nobody is two people."""
    pairs = sorted(
        (slips, index, member)
        for index, name in enumerate(written)
        for member in team
        if (slips := difference(name, member)) is not None and slips <= 2
    )
    matched: dict[int, str] = {}
    for _, index, member in pairs:
        if index not in matched and member not in matched.values():
            matched[index] = member
    return matched
