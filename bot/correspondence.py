"""What is written to whom: a decision becomes a letter in the outbox, where etiquette and caps allow one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import application_record, etiquette, journal, outbox
from bot.application import Content
from bot.clock import Clock
from bot.errors import NotAllowedError
from bot.forms import blank_form
from bot.forms.blank_form import FormFile
from bot.journal import Action
from bot.letters import telling
from bot.letters.mail_composition import is_addressable
from bot.letters.writer import LetterContext, LetterWriter, Question, with_attachments
from bot.post import Post, Terms, representative
from bot.programme import Deliverable, Programme
from bot.year import deliverables
from parsers import bounces
from parsers.addresses import Address
from parsers.message import Message as ParsedMessage
from parsers.submission import Submission
from storage.models import Application, ApplicationStatus, Message, OutboxState, OutgoingMail

# Findings that a team mends in the form.
ABOUT_THE_FORM = frozenset(
    {"missing_application_form", "team_too_small", "team_too_large", "visitors_not_in_team", "invalid_email"}
)
MEGABYTE = 1024 * 1024


class Correspondence:
    """Queues the answers to messages, in the transaction of what was decided about them."""

    def __init__(self, writer: LetterWriter, programme: Programme, terms: Terms, clock: Clock) -> None:
        self.post = Post(writer, programme, terms, clock)
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
        change: application_record.Change,
        *,
        belongs: bool,
    ) -> None:
        """What arrived, what was understood, and what is still missing.

        Where a stranger or a machine (a records office's document system) sent it, the team, if it is known, hears of it.
        """
        context = telling.about(
            application,
            self._programme,
            self._clock(),
            message,
            telling.changes(change, self._programme, submission.language),
        )
        deadline = self._programme.deadline_with(application.extended_to)
        arrived_late = message.arrived_at is not None and message.arrived_at >= deadline
        template = _template(application, change, arrived_late=arrived_late)
        if template == "ack_late" and change.status_before is None and _results_are_out(session, application.year):
            template = "applications_closed"
        attached: tuple[tuple[str, str, bytes], ...] = ()
        if template == "ack_incomplete" and (form := self._form_to_mend(application, change.now, submission.language)):
            context, attached = replace(context, prefilled_form=form.filename), _attached(form)
        known_team = change.status_before is not None
        to_team = known_team and (not belongs or self._refusal(submission) is not None)
        recipient = representative(application) if to_team else None
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

    def corrected(self, session: Session, application: Application, change: application_record.Change) -> None:
        """The team hears how it stands after an organiser put right what had been misread.

        Raises `NotAllowedError` where there is nobody to tell it, or the team withdrew.
        """
        reference, language = application.reference, application.language
        if application.status is ApplicationStatus.WITHDRAWN:
            raise NotAllowedError(f"The team of {reference} withdrew; leave out --tell.")
        template = _template(application, change, arrived_late=False)
        form = self._form_to_mend(application, change.now, language) if template == "ack_incomplete" else None
        told = self.post.tell(
            session,
            application,
            f"correction:{reference}:{len(application.revisions)}",
            template,
            enclose=(lambda letter: with_attachments(letter, *_attached(form))) if form else None,
            changes=tuple(telling.changes(change, self._programme, language)),
            prefilled_form=form.filename if form else None,
        )
        if not told:
            raise NotAllowedError(f"Nobody of {reference} can be written to; leave out --tell.")

    def withdrawn(self, session: Session, message: Message, submission: Submission, application: Application) -> None:
        """The team hears that its withdrawal was understood."""
        context = telling.about(application, self._programme, self._clock(), message)
        self._answer(session, message, submission, "ack_withdrawn", context, application=application)

    def handed_in(
        self,
        session: Session,
        message: Message,
        submission: Submission,
        application: Application,
        brought: Sequence[Deliverable],
    ) -> None:
        """An accepted team hears what of the deliverables arrived, and what is still to come."""
        left = deliverables.outstanding(application, self._programme)
        context = replace(
            telling.about(application, self._programme, self._clock(), message),
            handed_in=tuple(deliverable.name.in_language(submission.language) for deliverable in brought),
            outstanding=tuple(deliverable.name.in_language(submission.language) for deliverable in left),
            due=min((deliverable.due for deliverable in left), default=None),
        )
        self._answer(session, message, submission, "ack_deliverable", context, application=application)

    def waits(self, session: Session, message: Message, submission: Submission, application: Application) -> None:
        """The team hears that somebody whom it may not know wants to change its application."""
        to, sender = representative(application), etiquette.reply_recipient(submission.message)
        if to is None or sender is None or to.email == message.sender_address:
            return
        if self._refused(session, message, submission, to):
            return
        context = replace(
            telling.about(application, self._programme, self._clock(), message),
            question=Question("", message.sender_address, "", ""),
        )
        letter = self._writer.write("waiting_for_organiser", application.language, context)
        key = f"waiting:{message.sha256[:24]}"
        self.post.queue(session, key, letter, to, application=application, held=message.hold_replies)

    def unreadable(self, session: Session, message: Message, envelope: Submission) -> None:
        """Whoever sent what could not be read hears that a person will look at it; once it is read, it is answered as usual."""
        context = LetterContext(now=self._clock(), received=message.arrived_at)
        self._answer(session, message, envelope, "unreadable", context, reason="unreadable")

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
        self.post.queue(
            session,
            f"question:{message.sha256[:24]}",
            letter,
            self._terms.director,
            application=message.application,
            held=message.hold_replies,
            reply_to=asker,
        )

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
        message.application = application_record.surviving(session, mail.application) if mail.application else None
        journal.note(session, self._clock(), Action.BOUNCED, message=message, details=f"{mail.template} {mail.key}")

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
        reason: str = "ack",
    ) -> None:
        to = recipient or etiquette.reply_recipient(submission.message)
        if self._refused(session, message, submission, to) or to is None:
            return
        letter = with_attachments(self._writer.write(template, submission.language, context), *attached)
        key = f"{reason}:{message.sha256[:24]}"
        self.post.queue(session, key, letter, to, application=application, answers=message)

    def _form_to_mend(self, application: Application, content: Content, language: str) -> FormFile | None:
        """The form with what was understood and its gaps marked, where something about the form is open."""
        codes = [finding.code for finding in application.findings]
        gaps = [code.removeprefix("missing_field:") for code in codes if code.startswith("missing_field:")]
        if "institution_not_eligible" in codes or not (gaps or ABOUT_THE_FORM.intersection(codes)):
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
            journal.note(session, self._clock(), Action.NOT_ANSWERED, message=message, details=str(refusal))
        return refusal is not None


def _attached(form: FormFile) -> tuple[tuple[str, str, bytes], ...]:
    return ((form.filename, form.media_type, form.content),)


def _reference(message: Message) -> str | None:
    return message.application.reference if message.application else None


def _results_are_out(session: Session, year: int) -> bool:
    """Whether any team was told what was decided: then the call is closed for good."""
    query = select(Application.id).where(Application.year == year, Application.announced_at.is_not(None))
    return session.scalars(query).first() is not None


def _template(application: Application, change: application_record.Change, *, arrived_late: bool) -> str:
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
