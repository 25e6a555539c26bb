"""Mail that goes out: a letter is composed and enters the outbox under its key; those of the bot's own accord start here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import outbox
from bot.backups import after_restoring
from bot.clock import Clock
from bot.letters import telling
from bot.letters.mail_composition import compose, is_addressable
from bot.letters.writer import Letter, LetterWriter
from bot.outbox import Caps
from bot.programme import Programme
from parsers.addresses import Address
from parsers.mail_kind import MailKind
from storage.models import Application, Message, OutboxState, OutgoingMail


@dataclass(frozen=True, slots=True)
class Terms:
    """Who writes, who is written to besides the teams, and how much; `largest_megabytes` is the largest mail that is fetched."""

    mailbox: Address
    director: Address | None
    director_language: str
    caps: Caps
    largest_megabytes: int


class Post:
    """Queues letters, in the transaction of what they tell."""

    def __init__(self, writer: LetterWriter, programme: Programme, terms: Terms, clock: Clock) -> None:
        self.terms = terms
        self._writer = writer
        self._programme = programme
        self._clock = clock

    def tell(
        self,
        session: Session,
        application: Application,
        key: str,
        template: str,
        *,
        recipient: Address | None = None,
        enclose: Callable[[Letter], Letter] | None = None,
        **more: Any,
    ) -> bool:
        """A letter about an application to `recipient`, else to the team's representative; whether there was anybody to write to.

        `more` is what the letter tells besides how the application stands (fields of `LetterContext`).
        """
        to = recipient or representative(application)
        if to is None or not is_addressable(to.email):
            return False
        context = replace(telling.about(application, self._programme, self._clock()), **more)
        letter = self._writer.write(template, application.language, context)
        self.queue(session, key, enclose(letter) if enclose else letter, to, application=application)
        return True

    def to_director(self, session: Session, key: str, letter: Letter) -> None:
        """Queues a letter to the director, if there is one."""
        if self.terms.director is not None:
            self.queue(session, key, letter, self.terms.director)

    def can_reach(self, session: Session, application: Application) -> bool:
        """Whether there is anybody to write to about an application, whom mail about it reached so far."""
        to = representative(application)
        return to is not None and is_addressable(to.email) and to.email.lower() not in bounced(session, application)

    def has_had_enough(self, session: Session, application: Application) -> bool:
        """Whether the team's representative was written to as often within a day as one address may be."""
        to = representative(application)
        if to is None:
            return False
        since = self._clock() - dt.timedelta(days=1)
        letters = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.created_at > since)
        count = session.scalar(letters.where(OutgoingMail.recipient == to.email)) or 0
        return count >= self.terms.caps.per_address

    def queue(
        self,
        session: Session,
        key: str,
        letter: Letter,
        recipient: Address,
        *,
        application: Application | None = None,
        answers: Message | None = None,
        held: bool = False,
        reply_to: Address | None = None,
    ) -> None:
        """Puts a letter into the outbox, unless its key is there already."""
        if outbox.is_queued(session, key):
            return
        mailbox = self.terms.mailbox
        message_id = outbox.message_id_of(key, mailbox.email.rpartition("@")[2])
        parent = answers.message_id if answers else None
        content = compose(
            letter,
            sender=mailbox,
            recipient=recipient,
            message_id=message_id,
            date=self._clock(),
            in_reply_to=parent,
            references=(parent,) if parent else (),
            reply_to=reply_to,
            auto_submitted="auto-replied" if answers else "auto-generated",
        )
        outbox.queue(
            session,
            key=key,
            template=letter.template,
            recipient=recipient.email,
            subject=letter.subject,
            message_id=message_id,
            content=content,
            now=self._clock(),
            in_reply_to=parent,
            application=application,
            answers=answers,
            held=answers.hold_replies if answers else held or self._may_be_said(session),
        )

    def _may_be_said(self, session: Session) -> bool:
        """Whether the store was put back today, so that what it does not know of may have been said already."""
        return after_restoring.may_be_said(session, self._clock(), self._programme.zone)


def representative(application: Application) -> Address | None:
    """Who speaks for the team: the contact, else whoever wrote first."""
    if application.contact_email:
        return Address(application.contact_name or "", application.contact_email)
    writers = [m for m in application.messages if m.kind == MailKind.SUBMISSION and m.sender_address]
    return Address(writers[0].sender_name, writers[0].sender_address) if writers else None


def bounced(session: Session, application: Application) -> frozenset[str]:
    """The addresses, in lower case, to which mail about an application could not be delivered."""
    query = select(OutgoingMail.recipient).where(
        OutgoingMail.application_id == application.id, OutgoingMail.state == OutboxState.BOUNCED
    )
    return frozenset(address.lower() for address in session.scalars(query))
