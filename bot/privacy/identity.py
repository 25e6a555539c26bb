"""Who is meant: a name or an address that was typed becomes the names, addresses and numbers that the store has of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotFoundError
from bot.privacy import ERASED
from parsers.text import fold
from parsers.words.names import nominatives
from parsers.words.traces import Traces, national, same_bearer, words_of
from storage.models import Application, Correction, Message, Revision, TeamMember


@dataclass(frozen=True, slots=True)
class Mention:
    """A person as one record has them: as a member, a contact, or the sender of a mail."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Person:
    """All that is known to mean one person.

    `shared` are addresses and numbers that others of the store have too: they stay. `others` are people of the store whose
    names could be taken for a form of this one.
    """

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    phones: tuple[str, ...]
    shared: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def traces(self) -> Traces:
        return Traces(self.names, self.addresses, self.phones, self.others)


def find(session: Session, told: str) -> Person:
    """The person that `told`, an address or a full name in any case and spelling, means.

    Raises `NotFoundError` where it is neither, or an address that several people share.
    """
    mentions = frozenset(_mentions(session))
    told = told.strip()
    if "@" in told:
        return _gathered(_names_at(told.lower(), mentions), {told.lower()}, mentions)
    if len(words_of(told)) < 2:
        raise NotFoundError(f"{told!r} may mean many people. Give the whole name, or an e-mail address.")
    names = {mention.name for mention in mentions if _same(told, mention.name)}
    names = names or {mention.name for mention in mentions if same_bearer(told, mention.name)}
    return _gathered(names or {nominatives(told)[0]}, set(), mentions)


def _names_at(address: str, mentions: Iterable[Mention]) -> set[str]:
    names = {mention.name for mention in mentions if mention.email == address and len(words_of(mention.name)) > 1}
    first = min(names, default="")
    if others := [name for name in names if not _same(name, first)]:
        people = ", ".join(sorted({first, *others}))
        raise NotFoundError(f"{address} is an address of several people: {people}. Give the name of one of them.")
    return names


def _gathered(names: set[str], addresses: set[str], mentions: Iterable[Mention]) -> Person:
    """What stands beside the names, without what stands beside other people's names too."""
    addresses, phones, others = set(addresses), set[str](), set[str]()
    theirs: list[Mention] = []
    foreign: list[Mention] = []
    for mention in mentions:
        named = len(words_of(mention.name)) > 1
        mine = any(_same(mention.name, name) for name in names) if named else mention.email in addresses
        (theirs if mine else foreign).append(mention)
    for mention in foreign:
        if len(words_of(mention.name)) > 1:
            others |= {mention.email, national(mention.phone)}
    addresses |= {mention.email for mention in theirs}
    phones |= {mention.phone for mention in theirs}
    shared = {address for address in addresses if address in others}
    shared |= {phone for phone in phones if national(phone) in others}
    every_name = names | {mention.name for mention in theirs if len(words_of(mention.name)) > 1}
    alone = Traces(every_name, (), ())
    return Person(
        tuple(sorted(every_name)),
        tuple(sorted(addresses - shared - {""})),
        tuple(sorted(phones - shared - {""})),
        tuple(sorted(shared - {""})),
        tuple(sorted({mention.name for mention in foreign if alone.found(mention.name)})),
    )


def _same(one: str, other: str) -> bool:
    """Whether two names in the nominative are one, whatever the order of their words, hyphens and diacritics."""
    return sorted(fold(one).split()) == sorted(fold(other).split())


def _mentions(session: Session) -> Iterator[Mention]:
    for member in session.execute(select(TeamMember.name, TeamMember.email, TeamMember.phone).distinct()):
        yield from _mention(*member)
    contact = select(Application.contact_name, Application.contact_email, Application.contact_phone).distinct()
    for row in session.execute(contact):
        yield from _mention(*row)
    for name, address in session.execute(select(Message.sender_name, Message.sender_address).distinct()):
        yield from _mention(name, address, None)
    for column in (Message.content, Revision.content, Correction.value, Correction.read):
        for value in session.scalars(select(column).execution_options(yield_per=500)):
            yield from _in_json(value)


def _in_json(value: Any) -> Iterator[Mention]:
    if isinstance(value, dict):
        if is_person(value):
            yield from _mention(value.get("name"), value.get("email"), value.get("phone"))
        for inner in value.values():
            yield from _in_json(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_json(inner)


def is_person(value: dict[str, Any]) -> bool:
    """Whether a part of a stored content is a person: a member of the team, or the contact."""
    return "name" in value and "email" in value


def _mention(name: str | None, email: str | None, phone: str | None) -> Iterator[Mention]:
    known = (name or "", (email or "").lower(), phone or "")
    if any(known) and ERASED not in known:
        yield Mention(*known)
