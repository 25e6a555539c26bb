"""What is kept, as typed SQLAlchemy models."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, Float, ForeignKey, Index, LargeBinary, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from storage.types import Moment, words


class Base(DeclarativeBase):
    """Constraints have names, so that a migration can change them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: Moment,
        str: Text,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }


class MessageStatus(StrEnum):
    """The life of a message.

    ::

        received ──read and decided──▶ filed        it belongs to an application and changed or confirmed it
           │                      ├──▶ noted        nothing to file: a question, thanks, a machine's mail, older than `since`
           │                      ├──▶ duplicate    the same message came before
           │                      └──▶ waiting      it may only be filed once an organiser confirms it
           │                              └──confirm──▶ filed      └──reject──▶ noted
           └──could not be read in so many attempts──▶ set_aside ──replay──▶ received

    The attempt is counted and committed before reading starts, so that a message that kills its reader is set aside too.
    """

    RECEIVED = "received"
    FILED = "filed"
    NOTED = "noted"
    DUPLICATE = "duplicate"
    WAITING = "waiting"
    SET_ASIDE = "set_aside"


class ApplicationStatus(StrEnum):
    """Where an application stands.

    ::

        incomplete ──last gap closed in time──▶ complete
             └─────────last gap closed after the deadline──▶ late
        any of them ──withdrawal──▶ withdrawn
        any of them ──merge──▶ merged           its messages are another application's now; its reference leads there
    """

    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Decision(StrEnum):
    """What the programme decided about an application."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WAITING = "waiting"


class OutboxState(StrEnum):
    """The life of an outgoing mail.

    ::

        held ──release──▶ queued ──accepted by the server──▶ sent ──bounce──▶ bounced
                            ├──4xx, no answer──▶ queued (later, the same bytes)
                            ├──5xx, or given up──▶ failed
                            └──the reason for it is gone──▶ cancelled
    """

    HELD = "held"
    QUEUED = "queued"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RawMessage(Base):
    """The bytes of a message, as they came; written once, before anything looks inside.

    `erased_at` is when they were erased for somebody's privacy: `content` is empty then, and the hash stays, so that the
    same mail fetched again does not bring back what was erased.
    """

    __tablename__ = "raw_messages"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    erased_at: Mapped[datetime | None]


class Message(Base):
    """A message and what was made of it.

    `arrived_at` is when the programme's server received it: what is in time is judged by it; what it received before
    `since` is not answered. `content` is what form and
    letter in it say, with the places where they say it; an application is the sum of its messages' contents in the order
    of their arrival. `troubles` are the files that could not be read.
    """

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("raw_messages.sha256"), unique=True)
    status: Mapped[MessageStatus] = mapped_column(words(MessageStatus), default=MessageStatus.RECEIVED, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    size: Mapped[int]
    whole: Mapped[bool] = mapped_column(default=True)
    imported: Mapped[bool] = mapped_column(default=False)
    hold_replies: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime | None]
    stored_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None] = mapped_column(index=True)
    kind: Mapped[str | None]
    message_id: Mapped[str | None] = mapped_column(index=True)
    fingerprint: Mapped[str | None] = mapped_column(index=True)
    date: Mapped[datetime | None]
    sender_name: Mapped[str] = mapped_column(default="")
    sender_address: Mapped[str] = mapped_column(default="", index=True)
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="lv")
    content: Mapped[dict[str, Any] | None]
    troubles: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("stored_applications.id"), index=True)

    __table_args__ = (Index("ix_messages_application_id_status_arrived_at", "application_id", "status", "arrived_at"),)

    raw: Mapped[RawMessage] = relationship()
    application: Mapped[Application | None] = relationship(back_populates="messages")
    documents: Mapped[list[StoredDocument]] = relationship(back_populates="message", order_by="StoredDocument.id")


class Arrival(Base):
    """One delivery of a message into a mailbox; the same message may be delivered many times.

    `tidied_at` is when the mailbox was told that the message is filed, where it is to be told at all.
    """

    __tablename__ = "arrivals"

    mailbox: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    at: Mapped[datetime]
    tidied_at: Mapped[datetime | None]

    message: Mapped[Message] = relationship()


class MailboxPosition(Base):
    """How far a mailbox has been read (`cursor`, in the mailbox's own terms), since when it is read, and how it went."""

    __tablename__ = "mailbox_positions"

    mailbox: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    cursor: Mapped[str | None]
    fetched_at: Mapped[datetime | None]
    failed_since: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(default="")


class StoredDocument(Base):
    """A file that came with a message; its bytes are in the message's raw bytes. `inside` names the containers around it."""

    __tablename__ = "stored_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("stored_applications.id"), index=True)
    filename: Mapped[str | None]
    kind: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    inside: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    trouble: Mapped[str] = mapped_column(default="")

    message: Mapped[Message] = relationship(back_populates="documents")


class Application(Base):
    """An application as it stands now, derived from its messages: the latest non-empty value of every field.

    `completed_at` is the arrival of the message that left nothing open; `withdrawn_at` that of a withdrawal. `extended_to` is
    the last day to apply for this application alone, where it was given one. `decision` is what the programme decided;
    `announced_at` when the team was told of it. `assignee` is the organiser who looks after it.
    """

    __tablename__ = "stored_applications"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    status: Mapped[ApplicationStatus] = mapped_column(words(ApplicationStatus), index=True)
    language: Mapped[str]
    institution: Mapped[str | None] = mapped_column(index=True)
    institution_text: Mapped[str | None]
    title: Mapped[str | None]
    themes: Mapped[list[str]] = mapped_column(default=list)
    contact_name: Mapped[str | None]
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]
    visitors: Mapped[list[str]] = mapped_column(default=list)
    idea: Mapped[str | None]
    problem: Mapped[str | None]
    results: Mapped[str | None]
    activities: Mapped[str | None]
    costs: Mapped[str | None]
    costs_eur: Mapped[float | None] = mapped_column(Float)
    partners: Mapped[str | None]
    strategy_fit: Mapped[str | None]
    letter_institution: Mapped[str | None]
    letter_date: Mapped[date | None]
    letter_number: Mapped[str | None]
    letter_project_title: Mapped[str | None]
    letter_signatory: Mapped[str | None]
    letter_signatory_position: Mapped[str | None]
    letter_signed: Mapped[str | None]
    delegates: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    extended_to: Mapped[date | None]
    decision: Mapped[Decision | None] = mapped_column(words(Decision), index=True)
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")
    announced_at: Mapped[datetime | None]
    assignee: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("stored_applications.id"))
    anonymised_at: Mapped[datetime | None]

    corrections: Mapped[list[Correction]] = relationship(cascade="all, delete-orphan", order_by="Correction.id")
    deliveries: Mapped[list[Delivery]] = relationship(cascade="all, delete-orphan", order_by="Delivery.id")
    invitations: Mapped[list[Invitation]] = relationship(cascade="all, delete-orphan", order_by="Invitation.id")
    members: Mapped[list[TeamMember]] = relationship(cascade="all, delete-orphan", order_by="TeamMember.number")
    findings: Mapped[list[Finding]] = relationship(cascade="all, delete-orphan", order_by="Finding.id")
    evidence: Mapped[list[Evidence]] = relationship(cascade="all, delete-orphan", order_by="Evidence.id")
    revisions: Mapped[list[Revision]] = relationship(cascade="all, delete-orphan", order_by="Revision.number")
    messages: Mapped[list[Message]] = relationship(
        back_populates="application", order_by="Message.arrived_at, Message.id"
    )

    @property
    def standing(self) -> str:
        """In one word where the application stands: once something was decided the decision, else its status."""
        closed = self.status in (ApplicationStatus.WITHDRAWN, ApplicationStatus.MERGED)
        return self.decision.value if self.decision and not closed else self.status.value

    # Named as they were when the table was called otherwise: SQLite cannot rename a constraint.
    __table_args__ = (
        UniqueConstraint("reference", name="uq_applications_reference"),
        UniqueConstraint("year", "number", name="uq_applications_year_number"),
    )


class TeamMember(Base):
    """One person of a team, as the form has it."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("stored_applications.id"), index=True)
    number: Mapped[int]
    name: Mapped[str]
    position: Mapped[str | None]
    unit: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None]


class Finding(Base):
    """Something still open about an application: a gap, a contradiction, a fault."""

    __tablename__ = "findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("stored_applications.id"), index=True)
    code: Mapped[str] = mapped_column(index=True)
    document: Mapped[str | None]
    detail: Mapped[str | None]


class Evidence(Base):
    """Where a value was read: the document and the place in it (page and region in fractions, or a path)."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("stored_applications.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("stored_documents.id"))
    field: Mapped[str]
    page: Mapped[int | None]
    left: Mapped[float | None] = mapped_column(Float)
    top: Mapped[float | None] = mapped_column(Float)
    right: Mapped[float | None] = mapped_column(Float)
    bottom: Mapped[float | None] = mapped_column(Float)
    path: Mapped[str] = mapped_column(default="")


class Revision(Base):
    """An application's whole content after a message changed it, kept for ever; the last one is how it stands."""

    __tablename__ = "revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("stored_applications.id"), index=True)
    number: Mapped[int]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    findings: Mapped[list[str]]

    __table_args__ = (UniqueConstraint("application_id", "number"),)


class Correction(Base):
    """A value that an organiser put right: `value` counts instead of `read`, what had been read then.

    It counts for as long as what is read is `read`: a team that writes something else later has the last word. `field` is a
    key of the form, or "letter." and a key of the letter; both values are as in a revision's content.
    """

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("stored_applications.id"), index=True)
    field: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON)
    read: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime]
    actor: Mapped[str]

    __table_args__ = (UniqueConstraint("application_id", "field"),)


class Delivery(Base):
    """A deliverable (its key in the programme file) that an accepted team handed in, and the message that brought it."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("stored_applications.id"), index=True)
    deliverable: Mapped[str]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("application_id", "deliverable"),)


class Invitation(Base):
    """The last calendar invitation that a team was sent of an event: the event as it was then, and its sequence (RFC 5545)."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("stored_applications.id"), index=True)
    event: Mapped[str]
    sequence: Mapped[int]
    cancelled: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("application_id", "event"),)


class ProgrammeDay(Base):
    """A day of the call's calendar as the programme file has it: the last day to apply, results, events, deliverables."""

    __tablename__ = "programme_days"

    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name_lv: Mapped[str]
    name_en: Mapped[str]
    day: Mapped[date]
    until: Mapped[date | None]


class ProgrammeWord(Base):
    """What people call a key of the programme file: `kind` is call, institution, theme, or field."""

    __tablename__ = "programme_words"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    lv: Mapped[str]
    en: Mapped[str]


class OutgoingMail(Base):
    """A mail to send: the transactional outbox. `key` names the reason for it; a reason never writes twice.

    `copied_at` is when a copy was put into the mailbox's folder for sent mail, where one is wanted.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    template: Mapped[str]
    recipient: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    in_reply_to: Mapped[str | None]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("stored_applications.id"), index=True)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[OutboxState] = mapped_column(words(OutboxState), default=OutboxState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    copied_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")

    application: Mapped[Application | None] = relationship()

    __table_args__ = (Index("ix_outbox_state_due_at", "state", "due_at"),)


class Restoration(Base):
    """The store was put back from a backup: `at` is when, `as_of` the last moment that the backup knew of.

    What was done in between is unknown here: mail that the server took before `at` may have been answered already.
    """

    __tablename__ = "restorations"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    as_of: Mapped[datetime | None]


class JournalEntry(Base):
    """Who did what, when, to what: every act of the bot and of a person."""

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    action: Mapped[str]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("stored_applications.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    details: Mapped[str] = mapped_column(default="")
