"""What is written to whom: a decision becomes a letter in the outbox, where etiquette and caps allow one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import etiquette, journal, outbox, register
from bot.application import Content
from bot.backups import after_restoring
from bot.clock import Clock
from bot.forms import blank_form
from bot.forms.blank_form import FormFile
from bot.letters import telling
from bot.letters.mail_composition import is_addressable
from bot.letters.writer import Letter, LetterContext, LetterWriter, Question, compose, with_attachments
from bot.outbox import Caps
from bot.programme import Programme
from parsers import bounces
from parsers.mail_kind import MailKind
from parsers.message import Address
from parsers.message import Message as ParsedMessage
from parsers.submission import Submission
from storage.models import Application, ApplicationStatus, Message, OutboxState, OutgoingMail

# Findings that a team mends in the form.
ABOUT_THE_FORM = frozenset(
    {"missing_application_form", "team_too_small", "team_too_large", "visitors_not_in_team", "invalid_email"}
)
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
        """What arrived, what was understood, and what is still missing.

        Where a stranger or a machine (a records office's document system) sent it, the team, if it is known, hears of it.
        """
        context = telling.about(
            application, self._clock(), message, telling.changes(change, self._programme, submission.language)
        )
        arrived_late = message.arrived_at is not None and self._programme.is_late(message.arrived_at)
        template = _template(application, change, arrived_late=arrived_late)
        attached: tuple[tuple[str, str, bytes], ...] = ()
        if template == "ack_incomplete" and (form := self._form_to_mend(application, change.now, submission.language)):
            context, attached = (
                replace(context, prefilled_form=form.filename),
                ((form.filename, form.media_type, form.content),),
            )
        known_team = change.status_before is not None
        to_team = known_team and (not belongs or self._refusal(submission) is not None)
        recipient = _representative(application) if to_team else None
        self._answer(
            session,
            message,
            submission,
            template,
            context,
            application=application,
            recipient=recipient,
            attached=attached,
        )

    def withdrawn(self, session: Session, message: Message, submission: Submission, application: Application) -> None:
        """The team hears that its withdrawal was understood."""
        context = telling.about(application, self._clock(), message)
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
        context = LetterContext(now=self._clock(), reference=_reference(message), received=message.arrived_at)
        self._answer(session, message, submission, "question_forwarded", context, application=application)
        self.ask_director(session, message, submission)

    def ask_director(self, session: Session, message: Message, submission: Submission) -> None:
        """What a mail asks, also beside the documents that it brings, reaches the director, who can answer the asker."""
        asker = etiquette.reply_recipient(submission.message)
        if self._terms.director is None or asker is None or self._refused(session, message, submission, asker):
            return
        question = Question(message.sender_name, asker.email, message.subject, message.text)
        letter = self._writer.write(
            "question_to_director",
            self._terms.director_language,
            LetterContext(
                now=self._clock(), reference=_reference(message), received=message.arrived_at, question=question
            ),
        )
        self._queue(
            session,
            f"question:{message.sha256[:24]}",
            letter,
            self._terms.director,
            application=message.application,
            held=message.hold_replies,
            reply_to=asker,
        )

    def remind(self, session: Session, application: Application, key: str, template: str) -> None:
        """The team's representative is told what is still missing."""
        recipient = _representative(application)
        if recipient is not None and is_addressable(recipient.email):
            context = telling.about(application, self._clock())
            letter = self._writer.write(template, application.language, context)
            self._queue(session, key, letter, recipient, application=application)

    def can_reach(self, application: Application) -> bool:
        """Whether there is anybody to write to about an application."""
        recipient = _representative(application)
        return recipient is not None and is_addressable(recipient.email)

    def to_director(self, session: Session, key: str, letter: Letter) -> None:
        """Queues a letter to the director, if there is one."""
        if self._terms.director is not None:
            self._queue(session, key, letter, self._terms.director)

    def bounced(self, session: Session, message: Message, parsed: ParsedMessage) -> None:
        """A delivery status about one of our mails marks it; no mail is started by it."""
        bounce = bounces.read(parsed)
        if bounce is None or not bounce.permanent:
            return
        if bounce.original_message_id is not None:
            query = select(OutgoingMail).where(OutgoingMail.message_id == bounce.original_message_id)
        else:  # many free-form reports name only whom they could not reach
            sent = OutgoingMail.state == OutboxState.SENT
            query = select(OutgoingMail).where(OutgoingMail.recipient.in_(bounce.recipients), sent)
        mail = session.scalars(query.order_by(OutgoingMail.id.desc())).first()
        if mail is None:
            return
        mail.state, mail.error, mail.failed_at = OutboxState.BOUNCED, bounce.diagnostic, self._clock()
        message.application_id = mail.application_id
        journal.note(session, self._clock(), "bounced", message=message, details=f"{mail.template} {mail.key}")

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
        attached: Sequence[tuple[str, str, bytes]] = (),
    ) -> None:
        to = recipient or etiquette.reply_recipient(submission.message)
        if self._refused(session, message, submission, to) or to is None:
            return
        letter = with_attachments(self._writer.write(template, submission.language, context), *attached)
        self._queue(session, f"ack:{message.sha256[:24]}", letter, to, application=application, answers=message)

    def _form_to_mend(self, application: Application, content: Content, language: str) -> FormFile | None:
        """The form with what was understood and its gaps marked, where something about the form is open."""
        codes = [finding.code for finding in application.findings]
        gaps = [code.removeprefix("missing_field:") for code in codes if code.startswith("missing_field:")]
        if not gaps and not ABOUT_THE_FORM.intersection(codes):
            return None
        return blank_form.write(self._programme, language, "docx", content.form, gaps)

    def _refusal(self, submission: Submission) -> etiquette.Refusal | None:
        return etiquette.may_answer(submission.message, submission.kind, (self._terms.mailbox.email,))

    def _refused(self, session: Session, message: Message, submission: Submission, to: Address | None) -> bool:
        """RFC 3834 and the caps; why nothing is answered is in the journal."""
        refusal: object = None
        if to == etiquette.reply_recipient(submission.message):
            refusal = self._refusal(submission)
        if refusal is None and (to is None or not is_addressable(to.email)):
            refusal = "nobody to answer to"
        if refusal is None and to is not None and not outbox.within_caps(session, to.email, message, self._terms.caps):
            refusal = "too many answers to this address, about this application, or in all, within a day"
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
            held=answers.hold_replies if answers else held or self._may_be_said(session),
        )

    def _may_be_said(self, session: Session) -> bool:
        return after_restoring.may_be_said(session, self._clock(), self._programme.zone)


def _reference(message: Message) -> str | None:
    return message.application.reference if message.application else None


def _template(application: Application, change: register.Change, *, arrived_late: bool) -> str:
    """Which acknowledgement fits what a message changed, and how the application stands now."""
    if arrived_late and (change.fields or change.status_before is None):
        return "ack_late"
    match application.status:
        case ApplicationStatus.INCOMPLETE:
            return "ack_incomplete"
        case ApplicationStatus.LATE:
            return "ack_late"
        case _:
            was_complete = change.status_before is ApplicationStatus.COMPLETE
            return "ack_updated" if was_complete and change.fields else "ack_complete"


def _representative(application: Application) -> Address | None:
    """Who speaks for the team: the contact, else whoever of it wrote last."""
    if application.contact_email:
        return Address(application.contact_name or "", application.contact_email)
    writers = [m for m in application.messages if m.kind == MailKind.SUBMISSION and m.sender_address]
    return Address(writers[0].sender_name, writers[0].sender_address) if writers else None
