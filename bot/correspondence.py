"""What is written to whom: a decision becomes a letter in the outbox, where etiquette and caps allow one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import etiquette, journal, outbox, register
from bot.application import Content
from bot.clock import Clock
from bot.letters import Change, Gap, Letter, LetterContext, LetterWriter, Question, Received, Understood, compose
from bot.mail_composition import is_addressable
from bot.outbox import Caps
from bot.programme import Programme
from parsers import bounces
from parsers.mail_kind import MailKind
from parsers.message import Address
from parsers.message import Message as ParsedMessage
from parsers.submission import Submission
from storage.models import Application, ApplicationStatus, Finding, Message, OutboxState, OutgoingMail

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Terms:
    """Who writes, who is written to besides the teams, and how much; `largest_megabytes` is the largest mail that is fetched."""

    mailbox: Address
    director: Address | None
    director_language: str
    caps: Caps
    largest_megabytes: int


class Correspondence:
    """Queues the answers to messages, in the transaction of what was decided about them."""

    def __init__(self, writer: LetterWriter, programme: Programme, terms: Terms, clock: Clock) -> None:
        self._writer = writer
        self._programme = programme
        self._terms = terms
        self._clock = clock

    def acknowledge(
        self,
        session: Session,
        message: Message,
        submission: Submission,
        application: Application,
        change: register.Change,
        *,
        belongs: bool,
    ) -> None:
        """What arrived, what was understood, and what is still missing. A stranger's piece is answered to the team."""
        context = self._about(application, message, changes=self._changes(change, submission.language))
        template = _template(application, change)
        recipient = None if belongs else _representative(application)
        self._answer(session, message, submission, template, context, application=application, recipient=recipient)

    def withdrawn(self, session: Session, message: Message, submission: Submission, application: Application) -> None:
        """The team hears that its withdrawal was understood."""
        context = self._about(application, message)
        self._answer(session, message, submission, "ack_withdrawn", context, application=application)

    def too_large(self, session: Session, message: Message, submission: Submission) -> None:
        """Whoever sent more than is fetched hears how to send less."""
        context = LetterContext(
            now=self._clock(),
            received=message.arrived_at,
            size_megabytes=message.size // MEGABYTE,
            limit_megabytes=self._terms.largest_megabytes,
        )
        self._answer(session, message, submission, "too_large", context)

    def pass_on(self, session: Session, message: Message, submission: Submission) -> None:
        """A question goes to the director, and its asker is told so."""
        asker = etiquette.reply_recipient(submission.message)
        if self._refused(session, message, submission, asker):
            return
        application = message.application
        reference = application.reference if application else None
        context = LetterContext(now=self._clock(), reference=reference, received=message.arrived_at)
        self._answer(session, message, submission, "question_forwarded", context, application=application)
        if self._terms.director is None or asker is None:
            return
        question = Question(message.sender_name, asker.email, message.subject, message.text)
        letter = self._writer.write(
            "question_to_director",
            self._terms.director_language,
            LetterContext(now=self._clock(), reference=reference, received=message.arrived_at, question=question),
        )
        self._queue(
            session,
            f"question:{message.sha256[:24]}",
            letter,
            self._terms.director,
            application=application,
            held=message.hold_replies,
            reply_to=asker,
        )

    def to_director(self, session: Session, key: str, letter: Letter) -> None:
        """Queues a letter to the director, if there is one."""
        if self._terms.director is not None:
            self._queue(session, key, letter, self._terms.director)

    def bounced(self, session: Session, message: Message, parsed: ParsedMessage) -> None:
        """A delivery status about one of our mails marks it; no mail is started by it."""
        bounce = bounces.read(parsed)
        if bounce is None or bounce.original_message_id is None or not bounce.permanent:
            return
        query = select(OutgoingMail).where(OutgoingMail.message_id == bounce.original_message_id)
        mail = session.scalars(query).first()
        if mail is None:
            return
        mail.state, mail.error, mail.failed_at = OutboxState.BOUNCED, bounce.diagnostic, self._clock()
        message.application_id = mail.application_id
        journal.note(session, self._clock(), "bounced", message=message, details=f"{mail.template} {mail.key}")

    def _changes(self, change: register.Change, language: str) -> list[Change]:
        """What a correction changed, the form's fields one by one, the letter as one piece."""
        told = [
            Change(
                field.key, *(self._answer_in(content, field.key, language) for content in (change.before, change.now))
            )
            for field in self._programme.fields
            if field.key in change.fields or (field.key == "institution" and "institution_text" in change.fields)
        ]
        if any(key.startswith("letter.") for key in change.fields):
            told.append(Change("delegation_letter"))
        return told

    def _answer_in(self, content: Content, field: str, language: str) -> str | None:
        """A field's answer as a line of text."""
        form = content.form
        if form is None:
            return None
        match field:
            case "institution":
                key = form.institution
                return self._programme.institution_name(key, language) if key else form.institution_text
            case "themes":
                return ", ".join(self._programme.theme_label(key, language) for key in form.themes)
            case "members":
                return ", ".join(member.name for member in form.members)
            case "contact":
                return ", ".join(filter(None, (form.contact.name, form.contact.email, form.contact.phone)))
            case "visitors":
                return ", ".join(form.visitors)
            case _:
                value: str | None = getattr(form, field)
                return value

    def _about(self, application: Application, message: Message, changes: Sequence[Change] = ()) -> LetterContext:
        arrived = tuple(Received(document.filename, document.kind) for document in message.documents)
        return LetterContext(
            now=self._clock(),
            reference=application.reference,
            received=message.arrived_at,
            understood=Understood(
                institution=application.institution,
                institution_text=application.institution_text,
                title=application.title,
                members=tuple(member.name for member in application.members) or tuple(application.delegates),
                documents=arrived,
            ),
            gaps=tuple(gap(finding) for finding in application.findings),
            changes=tuple(changes),
        )

    def _answer(
        self,
        session: Session,
        message: Message,
        submission: Submission,
        template: str,
        context: LetterContext,
        *,
        application: Application | None = None,
        recipient: Address | None = None,
    ) -> None:
        to = recipient or etiquette.reply_recipient(submission.message)
        if self._refused(session, message, submission, to) or to is None:
            return
        letter = self._writer.write(template, submission.language, context)
        self._queue(session, f"ack:{message.sha256[:24]}", letter, to, application=application, answers=message)

    def _refused(self, session: Session, message: Message, submission: Submission, to: Address | None) -> bool:
        """RFC 3834 and the caps; why nothing is answered is in the journal."""
        refusal: object = None
        if to == etiquette.reply_recipient(submission.message):
            refusal = etiquette.may_answer(submission.message, submission.kind, (self._terms.mailbox.email,))
        if refusal is None and (to is None or not is_addressable(to.email)):
            refusal = "nobody to answer to"
        if refusal is None and to is not None and not outbox.within_caps(session, to.email, message, self._terms.caps):
            refusal = "too many answers to this address, or in all, within a day"
        if refusal is not None:
            journal.note(session, self._clock(), "not_answered", message=message, details=str(refusal))
        return refusal is not None

    def _queue(
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
        if outbox.is_queued(session, key):
            return
        mailbox = self._terms.mailbox
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
            held=answers.hold_replies if answers else held,
        )


def _template(application: Application, change: register.Change) -> str:
    """Which acknowledgement fits how the application stands now."""
    is_late = any(finding.code == "late" for finding in application.findings)
    if is_late and (change.fields or change.status_before is None):
        return "ack_late"
    match application.status:
        case ApplicationStatus.INCOMPLETE:
            return "ack_incomplete"
        case ApplicationStatus.LATE:
            return "ack_late"
        case _:
            was_complete = change.status_before is ApplicationStatus.COMPLETE
            return "ack_updated" if was_complete and change.fields else "ack_complete"


def gap(finding: Finding) -> Gap:
    """A finding as the letters tell it."""
    field = finding.code.partition(":")[2] or None
    return Gap(code=finding.code, field=field, document=finding.document, detail=finding.detail)


def _representative(application: Application) -> Address | None:
    """Who speaks for the team: the contact, else whoever of it wrote last."""
    if application.contact_email:
        return Address(application.contact_name or "", application.contact_email)
    writers = [m for m in application.messages if m.kind == MailKind.SUBMISSION]
    return Address(writers[0].sender_name, writers[0].sender_address) if writers else None
