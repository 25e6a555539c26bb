"""What becomes of a message that was read: told apart by its kind, filed with its application, and answered."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import application_record, journal, matching, message_record, register, trust
from bot.application import Content, merge
from bot.clock import Clock
from bot.correspondence import Correspondence
from bot.errors import NotFoundError
from bot.journal import Action
from bot.privacy import blanking
from bot.programme import Programme
from bot.year import audience, deliverables
from parsers import authentication, mail_kind
from parsers.mail_kind import MailKind
from parsers.submission import Submission
from storage.models import Application, ApplicationStatus, Message, MessageStatus

MEGABYTE = 1024 * 1024
_OF_MACHINES = (MailKind.AUTO_REPLY, MailKind.BOUNCE)


class Filing:
    """Decides about messages, one at a time, within the caller's transaction."""

    def __init__(
        self, programme: Programme, correspondence: Correspondence, clock: Clock, *, authserv_id: str | None
    ) -> None:
        self._programme = programme
        self._correspondence = correspondence
        self._clock = clock
        self._authserv_id = authserv_id

    def file(self, session: Session, message: Message, submission: Submission) -> None:
        """Decides about `message`; what the server received before mail is answered is noted only."""
        message_record.write(session, message, submission)
        message.reason = ""
        if self._is_duplicate(session, message):
            return
        if not message.whole:
            self._too_large(session, message, submission)
            return
        if _is_older(message):
            self._note(session, message, "older than the day from which mail is answered")
            return
        if self._hands_in(session, message, submission):
            return
        match submission.kind:
            case MailKind.SUBMISSION:
                self._submission(session, message, submission)
            case MailKind.WITHDRAWAL:
                self._withdrawal(session, message, submission)
            case MailKind.QUESTION:
                self._question(session, message, submission)
            case MailKind.BOUNCE:
                self._correspondence.bounced(session, message, submission.message)
                self._note(session, message, "a delivery status")
            case _:
                self._remark(session, message, submission)

    def set_aside(self, session: Session, message: Message, envelope: Submission | None) -> None:
        """A message that could not be read waits for a person; its sender is told so, where the header names one."""
        message.status = MessageStatus.SET_ASIDE
        journal.note(session, self._clock(), Action.SET_ASIDE, message=message, details=message.reason)
        if envelope is not None:
            message_record.describe(message, envelope)
            if not _is_older(message):
                self._correspondence.unreadable(session, message, envelope)

    def confirm(
        self, session: Session, message: Message, submission: Submission, application: Application, actor: str
    ) -> None:
        """A person vouches for a message that waits: it has the effect that it would have had from a member of the team."""
        if message.status is not MessageStatus.WAITING:
            raise NotFoundError(
                f"Message {message.id} does not wait for a confirmation. `intake-bot waiting` shows which do."
            )
        message.reason = ""
        journal.note(session, self._clock(), Action.CONFIRMED, actor=actor, application=application, message=message)
        if submission.kind is MailKind.WITHDRAWAL:
            self._withdraw(session, application, message, submission)
        elif audience.takes_part(application) and deliverables.brings_documents(submission):
            self._receive(session, application, message, submission)
        else:
            self._add(session, application, message, submission, belongs=True)

    def reject(self, session: Session, message: Message, actor: str) -> None:
        """A person decides that a message that waits shall have no effect."""
        if message.status is not MessageStatus.WAITING:
            raise NotFoundError(
                f"Message {message.id} does not wait for a confirmation. `intake-bot waiting` shows which do."
            )
        message.status, message.reason = MessageStatus.NOTED, "rejected"
        journal.note(
            session, self._clock(), Action.REJECTED, actor=actor, application=message.application, message=message
        )

    def _is_duplicate(self, session: Session, message: Message) -> bool:
        """The same message by another way: it has had its effect."""
        query = select(Message).where(
            Message.fingerprint == message.fingerprint,
            Message.id != message.id,
            Message.status.not_in((MessageStatus.RECEIVED, MessageStatus.SET_ASIDE, MessageStatus.DUPLICATE)),
        )
        first = session.scalars(query).first()
        if first is None:
            return False
        message.status, message.application_id = MessageStatus.DUPLICATE, first.application_id
        if first.raw.erased_at is not None:  # what was erased does not come back by another way
            blanking.erase_files(message, self._clock())
            blanking.erase_words(message)
        journal.note(session, self._clock(), Action.DUPLICATE, message=message, details=f"of message {first.id}")
        return True

    def _note(self, session: Session, message: Message, why: str) -> None:
        message.status, message.reason = MessageStatus.NOTED, why
        journal.note(session, self._clock(), Action.NOTED, message=message, details=why)

    def _submission(self, session: Session, message: Message, submission: Submission) -> None:
        content = Content(submission.application, submission.delegation)
        message_record.write_content(message, submission)
        found = matching.find(session, submission, message.sender_address)
        application = found.application
        if application is None and found.ambiguous:
            message.status, message.reason = MessageStatus.WAITING, "it may belong to several applications"
            journal.note(session, self._clock(), Action.WAITING, message=message, details=message.reason)
        elif application is None:
            application = register.open_application(session, self._programme, submission.language, self._clock())
            self._add(session, application, message, submission, belongs=True)
        elif self._belongs(application, message, submission):
            self._add(session, application, message, submission, belongs=True)
        elif _only_adds(application, content, named=found.named):
            self._add(session, application, message, submission, belongs=False)
        else:
            self._wait(session, application, message, "a change by somebody who does not belong to the application")
            self._correspondence.waits(session, message, submission, application)

    def _hands_in(self, session: Session, message: Message, submission: Submission) -> bool:
        """Whether this was an accepted team's mail with documents of the year that follows, and is dealt with."""
        if not deliverables.brings_documents(submission) or submission.kind in _OF_MACHINES:
            return False
        application = matching.find(session, submission, message.sender_address).application
        if application is None or not audience.takes_part(application):
            return False
        # Of an accepted team every mail with documents hands something in, whatever else its words are.
        submission = replace(submission, kind=MailKind.SUBMISSION)
        message.kind = submission.kind.value
        if not self._belongs(application, message, submission):
            self._wait(session, application, message, "documents from somebody who does not belong to the application")
        elif deliverables.recognised(submission, self._programme.deliverables):
            self._receive(session, application, message, submission)
        else:
            self._wait(
                session, application, message, "documents of an accepted team that are called none of the deliverables"
            )
            self._correspondence.handed_in(session, message, submission, application, ())
        return True

    def _receive(self, session: Session, application: Application, message: Message, submission: Submission) -> None:
        message.application, message.status = application, MessageStatus.FILED
        for document in message.documents:
            document.application_id = application.id
        brought = deliverables.recognised(submission, self._programme.deliverables)
        deliverables.note_delivery(session, application, brought, message.arrived_at or self._clock(), message=message)
        self._correspondence.handed_in(session, message, submission, application, brought)
        if mail_kind.asks(submission.message):
            self._correspondence.ask_director(session, message, submission)

    def _add(
        self, session: Session, application: Application, message: Message, submission: Submission, *, belongs: bool
    ) -> None:
        change = register.file_message(session, application, message, self._programme, self._clock())
        if submission.application is not None:
            application.language = submission.language
        self._journal_change(session, application, message, change)
        self._correspondence.acknowledge(session, message, submission, application, change, belongs=belongs)
        if mail_kind.asks(submission.message):
            self._correspondence.ask_director(session, message, submission)

    def _journal_change(
        self, session: Session, application: Application, message: Message, change: application_record.Change
    ) -> None:
        opened, changed = change.status_before is None, bool(change.fields)
        action = Action.OPENED if opened else Action.CHANGED if changed else Action.FILED
        details = ", ".join(change.fields) if not opened else ""  # all that it says is new
        journal.note(session, self._clock(), action, application=application, message=message, details=details)
        register.note_completion(session, application, change, self._clock(), message=message)

    def _wait(self, session: Session, application: Application, message: Message, why: str) -> None:
        message.status, message.reason, message.application = MessageStatus.WAITING, why, application
        journal.note(session, self._clock(), Action.WAITING, application=application, message=message, details=why)

    def _belongs(self, application: Application, message: Message, submission: Submission) -> bool:
        verdict = authentication.results(submission.message, self._authserv_id)
        domains = self._programme.domains_of(application.institution)
        people = matching.people_on(application)
        return trust.standing(message.sender_address, people, domains, verdict) is trust.Standing.BELONGS

    def _withdrawal(self, session: Session, message: Message, submission: Submission) -> None:
        application = matching.find(session, submission, message.sender_address).application
        if application is None:
            self._question(session, message, submission)  # whose it is only a person can tell
        elif not self._belongs(application, message, submission):
            self._wait(session, application, message, "a withdrawal by somebody who does not belong to the application")
            self._correspondence.waits(session, message, submission, application)
        else:
            self._withdraw(session, application, message, submission)

    def _withdraw(self, session: Session, application: Application, message: Message, submission: Submission) -> None:
        message.application, message.status = application, MessageStatus.FILED
        application.status, application.withdrawn_at = ApplicationStatus.WITHDRAWN, message.arrived_at
        journal.note(session, self._clock(), Action.WITHDRAWN, application=application, message=message)
        self._correspondence.withdrawn(session, message, submission, application)

    def _too_large(self, session: Session, message: Message, submission: Submission) -> None:
        message.status, message.reason = (
            MessageStatus.SET_ASIDE,
            f"larger than is fetched ({message.size // MEGABYTE} MB)",
        )
        journal.note(session, self._clock(), Action.SET_ASIDE, message=message, details=message.reason)
        self._correspondence.too_large(session, message, submission)

    def _question(self, session: Session, message: Message, submission: Submission) -> None:
        found = matching.find(session, submission, message.sender_address)
        if found.application is not None and self._belongs(found.application, message, submission):
            message.application = found.application
        self._note(session, message, "a question")
        self._correspondence.pass_on(session, message, submission)

    def _remark(self, session: Session, message: Message, submission: Submission) -> None:
        """Thanks, automatic mail, newsletters: kept, tied to the thread it belongs to, and not answered."""
        if submission.kind is MailKind.OTHER:
            found = matching.find(session, submission, message.sender_address)
            if found.application is not None and self._belongs(found.application, message, submission):
                message.application = found.application
        self._note(session, message, f"{submission.kind}: nothing to file or answer")


def _only_adds(application: Application, content: Content, *, named: bool) -> bool:
    """Whether a stranger's mail brings no more than a piece that is missing, and says itself whose it is; what organisers
    put right changes nothing about what came."""
    known = application_record.read_of(application)
    missing = {"letter."} if known.letter is None else set()
    missing |= {""} if known.form is None else set()
    changed = merge(known, content).changed
    return named and all(("letter." if key.startswith("letter.") else "") in missing for key in changed)


def _is_older(message: Message) -> bool:
    """Whether the server received it before the day from which mail is answered."""
    return message.since is not None and message.arrived_at is not None and message.arrived_at < message.since
