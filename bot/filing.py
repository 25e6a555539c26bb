"""What becomes of a message that was read: told apart by its kind, filed with its application, and answered."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import journal, matching, register, trust
from bot.application import Content, merge, to_json
from bot.clock import Clock
from bot.correspondence import Correspondence
from bot.errors import NotFoundError
from bot.privacy import blanking
from bot.programme import Programme
from parsers import authentication, mail_kind
from parsers.mail_kind import MailKind
from parsers.submission import ReadDocument, Submission
from storage.models import Application, ApplicationStatus, Message, MessageStatus, StoredDocument

MEGABYTE = 1024 * 1024


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
        _describe(message, submission)
        message.documents = [_document(document, submission) for document in submission.documents]
        message.reason = ""
        if self._is_duplicate(session, message):
            return
        if not message.whole:
            self._too_large(session, message, submission)
            return
        if message.since is not None and message.arrived_at is not None and message.arrived_at < message.since:
            self._note(session, message, "older than the day from which mail is answered")
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

    def confirm(
        self, session: Session, message: Message, submission: Submission, application: Application, actor: str
    ) -> None:
        """A person vouches for a message that waits: it has the effect that it would have had from a member of the team."""
        if message.status is not MessageStatus.WAITING:
            raise NotFoundError(
                f"Message {message.id} does not wait for a confirmation. `intake-bot waiting` shows which do."
            )
        journal.note(session, self._clock(), "confirmed", actor=actor, application=application, message=message)
        if submission.kind is MailKind.WITHDRAWAL:
            self._withdraw(session, application, message, submission)
        else:
            self._add(session, application, message, submission, belongs=True)

    def reject(self, session: Session, message: Message, actor: str) -> None:
        """A person decides that a message that waits shall have no effect."""
        if message.status is not MessageStatus.WAITING:
            raise NotFoundError(
                f"Message {message.id} does not wait for a confirmation. `intake-bot waiting` shows which do."
            )
        message.status, message.reason = MessageStatus.NOTED, "rejected"
        journal.note(session, self._clock(), "rejected", actor=actor, application=message.application, message=message)

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
        journal.note(session, self._clock(), "duplicate", message=message, details=f"of message {first.id}")
        return True

    def _note(self, session: Session, message: Message, why: str) -> None:
        message.status, message.reason = MessageStatus.NOTED, why
        journal.note(session, self._clock(), "noted", message=message, details=why)

    def _submission(self, session: Session, message: Message, submission: Submission) -> None:
        content = Content(submission.application, submission.delegation)
        message.content = to_json(content, with_evidence=True)
        message.troubles = [asdict(trouble) for trouble in submission.troubles]
        found = matching.find(session, submission, message.sender_address)
        application = found.application
        if application is None and found.ambiguous:
            message.status, message.reason = MessageStatus.WAITING, "it may belong to several applications"
            journal.note(session, self._clock(), "waiting", message=message, details=message.reason)
        elif application is None:
            application = register.open_application(session, self._programme, submission.language, self._clock())
            self._add(session, application, message, submission, belongs=True)
        elif self._belongs(application, message, submission):
            self._add(session, application, message, submission, belongs=True)
        elif _only_adds(application, content, named=found.named):
            self._add(session, application, message, submission, belongs=False)
        else:
            self._wait(session, application, message, "a change by somebody who does not belong to the application")

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
        self, session: Session, application: Application, message: Message, change: register.Change
    ) -> None:
        details = ", ".join(change.fields)
        action = "opened" if change.status_before is None else "changed" if details else "filed"
        journal.note(session, self._clock(), action, application=application, message=message, details=details)
        done = (ApplicationStatus.COMPLETE, ApplicationStatus.LATE)
        if application.status in done and change.status_before not in done:
            journal.note(session, self._clock(), "completed", application=application, message=message)

    def _wait(self, session: Session, application: Application, message: Message, why: str) -> None:
        message.status, message.reason, message.application = MessageStatus.WAITING, why, application
        journal.note(session, self._clock(), "waiting", application=application, message=message, details=why)

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
        else:
            self._withdraw(session, application, message, submission)

    def _withdraw(self, session: Session, application: Application, message: Message, submission: Submission) -> None:
        message.application, message.status = application, MessageStatus.FILED
        application.status, application.withdrawn_at = ApplicationStatus.WITHDRAWN, message.arrived_at
        journal.note(session, self._clock(), "withdrawn", application=application, message=message)
        self._correspondence.withdrawn(session, message, submission, application)

    def _too_large(self, session: Session, message: Message, submission: Submission) -> None:
        message.status, message.reason = (
            MessageStatus.SET_ASIDE,
            f"larger than is fetched ({message.size // MEGABYTE} MB)",
        )
        journal.note(session, self._clock(), "set_aside", message=message, details=message.reason)
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
    """Whether a stranger's mail brings no more than a piece that is missing, and says itself whose it is."""
    known = register.content_of(application)
    missing = {"letter."} if known.letter is None else set()
    missing |= {""} if known.form is None else set()
    changed = merge(known, content).changed
    return named and all(("letter." if key.startswith("letter.") else "") in missing for key in changed)


def _describe(message: Message, submission: Submission) -> None:
    """What the list of messages shows."""
    parsed = submission.message
    # A message with several authors (RFC 5322, 3.6.2) is nobody's in particular.
    author = parsed.from_[0] if len(parsed.from_) == 1 else None
    message.kind = submission.kind.value
    message.message_id, message.fingerprint = parsed.message_id, parsed.fingerprint
    message.date = parsed.date
    message.arrived_at = parsed.received or (parsed.date if message.imported else None) or message.delivered_at
    message.sender_name, message.sender_address = (author.name, author.email) if author else ("", "")
    message.subject, message.text, message.language = parsed.subject, parsed.new_text, submission.language


def _document(document: ReadDocument, submission: Submission) -> StoredDocument:
    trouble = next((t.reason for t in submission.troubles if t.filename == document.filename), "")
    return StoredDocument(
        filename=document.filename,
        kind=document.kind.value,
        media_type=document.media_type,
        size=document.size,
        sha256=document.sha256,
        inside=" / ".join(document.inside),
        text=document.text,
        trouble=trouble,
    )
