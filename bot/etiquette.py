"""Whether a message may be answered, and whom to (pure): RFC 3834, and what hosts understand beside it."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from parsers.addresses import Address
from parsers.mail_kind import MailKind
from parsers.message import Message

_BULK = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_SUPPRESS = frozenset({"all", "oof", "autoreply"})
_ROBOT = re.compile(
    r"(?:(?:.+[._+-])?(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|ne-?_?atbild\w*)|(?:.*[._+-])?mailer-?daemon|mail-?daemon|post[-_]?master|"
    r"bounces?|listserv|majordomo|mdaemon|nobody|daemon|owner|autoresponder|auto-?reply|autoatbilde)(?:[._+=-].*)?"
    r"|owner-.+|.+-(?:request|owner|bounces?|noreply)",
    re.IGNORECASE,
)
_REPORT_TYPES = ("multipart/report", "message/delivery-status", "message/disposition-notification")


class Refusal(StrEnum):
    """Why nothing is answered."""

    NOT_A_PERSON = "an automatic answer, a bounce, a newsletter, or nothing to answer"
    NO_AUTHOR = "it names no author to answer to"
    SEVERAL_AUTHORS = "it names several authors"
    OWN_ADDRESS = "it comes from this mailbox itself"
    ROBOT = "its sender is a machine"
    AUTO_SUBMITTED = "it was sent automatically (Auto-Submitted)"
    BULK = "it went to many (Precedence)"
    LIST = "it came through a mailing list (List-*)"
    SUPPRESSED = "its sender wants no automatic answers (X-Auto-Response-Suppress)"
    NULL_SENDER = "its envelope names no sender (Return-Path)"
    REPORT = "it is a report of a mail system"


def may_answer(message: Message, kind: MailKind, own_addresses: Collection[str]) -> Refusal | None:
    """Why `message` must not be answered; None where it may be."""
    if kind in (MailKind.AUTO_REPLY, MailKind.BOUNCE, MailKind.OTHER):
        return Refusal.NOT_A_PERSON
    return _refusal_by_author(message, {address.lower() for address in own_addresses}) or _refusal_by_fields(message)


def reply_recipient(message: Message) -> Address | None:
    """Whom an answer goes to: the author, at the Reply-To address only if it is of the author's own domain.

    What we answer tells of an application; a Reply-To elsewhere would let anybody who writes in a team's name have it.
    """
    if len(message.from_) != 1:
        return None
    author = message.from_[0]
    if len(message.reply_to) == 1 and _domain(message.reply_to[0]) == _domain(author):
        return message.reply_to[0]
    return author


def _refusal_by_author(message: Message, own: Collection[str]) -> Refusal | None:
    if not message.from_:
        return Refusal.NO_AUTHOR
    if len(message.from_) > 1:
        return Refusal.SEVERAL_AUTHORS
    recipient = reply_recipient(message)
    named = [address.email for address in (*message.from_, *message.sender, recipient) if address]
    if any(address in own for address in named):
        return Refusal.OWN_ADDRESS
    local_parts = [address.partition("@")[0] for address in (*named, message.return_path or "") if address]
    return Refusal.ROBOT if any(_ROBOT.fullmatch(local) for local in local_parts) else None


def _refusal_by_fields(message: Message) -> Refusal | None:
    submitted = message.header("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    suppressed = {word.strip().lower() for word in message.header("x-auto-response-suppress").split(",")}
    if submitted not in ("", "no"):
        return Refusal.AUTO_SUBMITTED
    if message.header("precedence").strip().lower() in _BULK:
        return Refusal.BULK
    if any(name.startswith("list-") for name in message.headers):
        return Refusal.LIST
    if suppressed & _SUPPRESS:
        return Refusal.SUPPRESSED
    if message.return_path == "":
        return Refusal.NULL_SENDER
    return Refusal.REPORT if message.content_type in _REPORT_TYPES else None


def _domain(address: Address) -> str:
    return address.email.rpartition("@")[2]
