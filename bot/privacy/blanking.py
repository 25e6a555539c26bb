"""How single records lose what they say and keep that they were: mails that came, and mails that went out."""

from __future__ import annotations

from datetime import datetime

from bot.privacy import ERASED
from storage.models import Message, MessageStatus, OutboxState, OutgoingMail

_OPEN = (MessageStatus.RECEIVED, MessageStatus.WAITING, MessageStatus.SET_ASIDE)
_NOT_SENT = (OutboxState.HELD, OutboxState.QUEUED)


def erase_files(message: Message, now: datetime) -> None:
    """Takes a mail's bytes and the text of its files; its hash stays, so that the same mail does not come back.

    What waited for a reader or a person can be decided no more.
    """
    message.raw.content, message.raw.erased_at = b"", now
    for document in message.documents:
        document.text = ""
    if message.status in _OPEN:
        message.status, message.reason = MessageStatus.NOTED, "its content was erased before it was decided"


def erase_words(message: Message) -> None:
    """Takes who wrote a mail, and what its author put into words; names of files too, and what is said of unread ones."""
    message.sender_name, message.sender_address, message.subject, message.text = ERASED, "", ERASED, ""
    message.message_id, message.troubles = None, []
    for document in message.documents:
        document.filename = ERASED
        document.inside = document.trouble = ""


def erase_outgoing(mail: OutgoingMail) -> None:
    """Takes what a mail said; one that has not left stays here."""
    mail.content = b""
    if mail.state in _NOT_SENT:
        mail.state, mail.error = OutboxState.CANCELLED, "its content was erased before it went out"


def erase_recipient(mail: OutgoingMail) -> None:
    """Takes whom a mail was for, and its subject."""
    mail.recipient, mail.subject = ERASED, ERASED
    mail.in_reply_to, mail.error = None, ""
