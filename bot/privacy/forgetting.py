"""Forgets a person: every mail that names them loses its bytes, every text their name; what others said stays.

A mail of a team of five holds all five and cannot be blanked in part. Its bytes go; the record made of it stays, with
`ERASED` where the person was named: the team keeps its size, the application its standing.
"""

from __future__ import annotations

import email
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from email import policy

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot import application_record, journal
from bot.clock import Clock
from bot.errors import NotFoundError
from bot.journal import Action
from bot.privacy import blanking, identity, sweeping
from bot.privacy.identity import Person
from bot.workers import Workers
from parsers.mail_kind import MailKind
from parsers.rules import ReadingRules
from parsers.whole_text import whole_texts
from parsers.words.traces import Traces, share_forms, words_of
from storage import Store
from storage.models import Application, Message, OutgoingMail, RawMessage

_MAILS_A_CALL = 20
_FROM_MACHINES = (MailKind.AUTO_REPLY.value, MailKind.BOUNCE.value)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is, or would be, removed.

    `counts` are records by kind. `references` are the applications that name the person; those in `without_contact` have
    nobody any more to whom the bot could write. `unsearched` are mails whose bytes could not be searched.
    """

    person: Person
    counts: Mapping[str, int]
    references: tuple[str, ...]
    without_contact: tuple[str, ...]
    unsearched: tuple[int, ...]

    @property
    def is_nothing(self) -> bool:
        return not any(self.counts.values())


@dataclass(slots=True)
class _Search:
    """What was found.

    `places` are the rows that name the person; `lone` has the applications that do, each with the words that mean the person
    there also alone; `messages` the mails that do; `spared` the applications to leave alone. `searched` tells how far was
    looked, `unsearched` where in vain.
    """

    person: Person
    traces: Traces
    spared: frozenset[int]
    places: list[sweeping.Place] = field(default_factory=list)
    lone: dict[int, frozenset[str]] = field(default_factory=dict)
    messages: set[int] = field(default_factory=set)
    searched: set[str] = field(default_factory=set)
    unsearched: set[int] = field(default_factory=set)


class Forgetting:
    """Finds a person in the store and forgets them."""

    def __init__(self, store: Store, workers: Workers, rules: ReadingRules, clock: Clock) -> None:
        self._store = store
        self._workers = workers
        self._rules = rules
        self._clock = clock

    def preview(self, told: str, also: Collection[int] = (), but: Collection[str] = ()) -> Forgotten:
        """What `forget` would do: all of it is done, and taken back."""
        return self._run(told, also, but, actor=None)

    def forget(self, told: str, also: Collection[int] = (), but: Collection[str] = (), *, actor: str) -> Forgotten:
        """Forgets who `told`, a name or an address, means.

        `also` are mails to erase although no text in them names the person (a picture may); `but` are references of
        applications to leave alone, where somebody else bears the same name. Raises `NotFoundError`.
        """
        return self._run(told, also, but, actor=actor)

    def _run(self, told: str, also: Collection[int], but: Collection[str], actor: str | None) -> Forgotten:
        """All looking is done beforehand, so that nobody has to wait for more than the writing."""
        with self._store.reading() as session:
            found = _look(session, identity.find(session, told), but)
        while True:
            self._search_mails(found)
            with self._store.begin() as session:
                if any(one.sha256 not in found.searched for one in _with_bytes(session, found.spared)):
                    continue  # a mail came meanwhile
                done = self._erase(session, found, also)
                if actor is not None:
                    details = ", ".join(f"{count} {kind}" for kind, count in done.counts.items() if count)
                    journal.note(session, self._clock(), Action.FORGOTTEN, actor=actor, details=details)
                    session.commit()
            if actor is not None:
                self._erase_what_came_since(found, but)
            return done

    def _erase_what_came_since(self, done: _Search, but: Collection[str]) -> None:
        """What a bot wrote about the person between looking and erasing."""
        with self._store.reading() as session:
            found = _look(session, done.person, but)
        if found.places:
            found.lone |= done.lone
            with self._store.begin() as session:
                self._erase(session, found, ())
                session.commit()

    def _search_mails(self, found: _Search) -> None:
        """Opens, in workers, every mail whose bytes are here and were not searched yet."""
        with self._store.reading() as session:
            waiting = [one for one in _with_bytes(session, found.spared) if one.sha256 not in found.searched]
        found.searched |= {one.sha256 for one in waiting}
        waiting = [one for one in waiting if one.message not in found.messages]
        for start in range(0, len(waiting), _MAILS_A_CALL):
            self._search_some(found, waiting[start : start + _MAILS_A_CALL])

    def _search_some(self, found: _Search, some: Sequence[_Bytes]) -> None:
        """Searches several mails in one call of a worker; where it does not end well, each in one of its own."""
        with self._store.reading() as session:
            raws = [session.get_one(RawMessage, one.sha256).content for one in some]
        try:
            texts = self._workers.call(whole_texts, raws, self._rules)
        except Exception:  # whatever it is: what cannot be searched is told, and the rest goes on
            if len(some) == 1:
                found.unsearched.add(some[0].message)
                return
            for one in some:
                self._search_some(found, [one])
            return
        for one, text in zip(some, texts, strict=True):
            if found.traces.found(text, found.lone.get(one.application or 0, ())):
                found.messages.add(one.message)

    def _erase(self, session: Session, found: _Search, also: Collection[int]) -> Forgotten:
        now, counts = self._clock(), Counter[str]()
        chosen = {*found.messages, *also, *_with_files(session, found.lone)}
        for message_id in sorted(chosen):
            message = session.get(Message, message_id)
            if message is None:
                raise NotFoundError(f"There is no message {message_id}. Leave it out of --mail.")
            if message.raw.erased_at is None:
                blanking.erase_files(message, now)
                counts["mails"] += 1
                counts["documents"] += len(message.documents)
            if found.traces.is_address(message.sender_address) or found.traces.found(message.sender_name):
                blanking.erase_words(message)
        counts["outgoing mails"] = _erase_outgoing(session, found)
        session.flush()
        for table, count in sweeping.replace(session, found.traces, found.places, found.lone).items():
            counts[f"rows of {table}"] = count
        query = select(Application).where(Application.id.in_(found.lone)).order_by(Application.id)
        touched = list(session.scalars(query))
        return Forgotten(
            person=found.person,
            counts=dict(counts),
            references=tuple(application.reference for application in touched),
            without_contact=tuple(a.reference for a in touched if a.contact_email is None),
            unsearched=tuple(sorted(found.unsearched - chosen)),
        )


def _look(session: Session, person: Person, but: Collection[str]) -> _Search:
    """Finds the person in all that the store says, apart from the bytes of mails."""
    traces = person.traces()
    found = _Search(
        person, traces, spared=frozenset(application_record.find(session, reference).id for reference in but)
    )
    for place in sweeping.places(session, traces, found.spared):
        found.places.append(place)
        if place.application is not None:
            found.lone.setdefault(place.application, frozenset())
        if place.message is not None:
            found.messages.add(place.message)
    for application in found.lone:
        found.lone[application] = _lone_words(session.get_one(Application, application), traces)
    return found


def _lone_words(application: Application, traces: Traces) -> frozenset[str]:
    """The words of the name that mean the person also where they stand alone: no one else of the team bears them, nor the
    project's title."""
    people = (*(member.name for member in application.members), *application.delegates, application.contact_name or "")
    others = [name for name in people if not traces.found(name)]
    title = [word for title in (application.title, application.letter_project_title) for word in (title or "").split()]
    taken = [*(word for name in others for word in words_of(name)), *title]
    return frozenset(word for word in traces.words if not any(share_forms(word, other) for other in taken))


@dataclass(frozen=True, slots=True)
class _Bytes:
    """A mail whose bytes are still here."""

    sha256: str
    message: int
    application: int | None


def _with_bytes(session: Session, spared: Collection[int]) -> list[_Bytes]:
    query = select(Message.sha256, Message.id, Message.application_id).join(RawMessage)
    rows = session.execute(query.where(RawMessage.erased_at.is_(None)).order_by(Message.id))
    return [found for row in rows if (found := _Bytes(*row)).application not in spared]


def _with_files(session: Session, applications: Collection[int]) -> set[int]:
    """The mails to the person's applications that brought files, whose pictures no text tells; machines return files too."""
    brought = or_(Message.documents.any(), Message.kind.in_(_FROM_MACHINES))
    return set(session.scalars(select(Message.id).where(Message.application_id.in_(applications), brought)))


def _erase_outgoing(session: Session, found: _Search) -> int:
    count = 0
    for mail_id in list(session.scalars(select(OutgoingMail.id).where(OutgoingMail.content != b""))):
        mail = session.get_one(OutgoingMail, mail_id)
        if mail.application_id in found.spared:
            continue
        theirs = found.traces.is_address(mail.recipient)
        if theirs or _tells_of(mail, found):
            blanking.erase_outgoing(mail)
            count += 1
        if theirs:
            blanking.erase_recipient(mail)
    return count


def _tells_of(mail: OutgoingMail, found: _Search) -> bool:
    """Whether a mail of the bot's names the person, or brings a file to an application of theirs, such as the form filled in."""
    lone = found.lone.get(mail.application_id or 0, ())
    parsed = email.message_from_bytes(mail.content, policy=policy.default)
    for part in parsed.walk():
        if part.get_content_maintype() == "text" and found.traces.found(str(part.get_content()), lone):
            return True
        if part.get_content_maintype() == "application" and mail.application_id in found.lone:
            return True
    return any(found.traces.found(str(value), lone) for value in parsed.values())
