"""What a mail is: a submission, a withdrawal, a question, or something no person waits for an answer to."""

from __future__ import annotations

from enum import StrEnum

from parsers.message import Message


class MailKind(StrEnum):
    """The kinds that are treated differently.

    AUTO_REPLY: out-of-office and other automatic answers (RFC 3834); BOUNCE: a delivery status (RFC 3464 or free-form);
    OTHER: newsletters, read receipts, thanks, the bot's own mail come back.
    """

    SUBMISSION = "submission"
    WITHDRAWAL = "withdrawal"
    QUESTION = "question"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    OTHER = "other"


def classify(message: Message, *, brings_documents: bool, own_addresses: tuple[str, ...]) -> MailKind:
    """The kind of `message`; `brings_documents` is whether a form, a letter, or a file that may be one came with it."""
    raise NotImplementedError
