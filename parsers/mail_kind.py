"""What a mail is: a submission, a withdrawal, a question, or something no person waits for an answer to."""

from __future__ import annotations

from enum import StrEnum

from parsers import bounces, cloud_links
from parsers.mail import automatic, intent, quoting, sentences
from parsers.mail.sentences import Sentence
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
    return _kind_of_machine(message, brings_documents, own_addresses) or _kind_of_person(message, brings_documents)


def asks(message: Message) -> bool:
    """Whether the writer also wants to know something, whatever else the mail is."""
    subject, text = _said(message)
    return intent.asks((*subject, *text))


def is_in_trouble(message: Message) -> bool:
    """Whether the writer cannot open, fill in or send a file."""
    return intent.is_in_trouble(_said(message)[1])


def withdraws(message: Message) -> bool:
    """Whether the writer takes an application back."""
    return _withdraws(*_said(message))


def _kind_of_machine(message: Message, brings_documents: bool, own_addresses: tuple[str, ...]) -> MailKind | None:
    """The kind of what no person wrote for this mailbox; None for what a person may have written."""
    own = {address.lower() for address in own_addresses}
    if any(author.email in own for author in message.from_):
        return MailKind.OTHER
    if automatic.is_receipt(message):
        return MailKind.OTHER
    if bounces.read(message):
        return MailKind.BOUNCE
    if automatic.is_report(message):
        return MailKind.OTHER
    files = brings_documents and any(not part.inline for part in message.parts)
    # A records office's document system sends letters by itself; what it brings counts, though nobody there reads an answer.
    if automatic.is_answer(message) and not (files and automatic.is_generated(message)):
        return MailKind.AUTO_REPLY
    if automatic.reads_like_answer(message) and not brings_documents:
        return MailKind.AUTO_REPLY
    if automatic.is_from_list(message) and not files:
        return MailKind.OTHER
    # A cloud's own mail, by which somebody shares a file, is as good as that person's.
    if automatic.is_unattended(message) and not (files or cloud_links.find(message.text)):
        return MailKind.OTHER
    if automatic.is_invitation(message) and not brings_documents:
        return MailKind.OTHER
    return None


def _kind_of_person(message: Message, brings_documents: bool) -> MailKind:
    if brings_documents:
        return MailKind.SUBMISSION
    subject, text = _said(message)
    said = (*subject, *text)
    if _withdraws(subject, text):
        return MailKind.WITHDRAWAL
    if intent.only_acknowledges(said):
        return MailKind.OTHER
    if intent.advertises(said):
        return MailKind.OTHER
    if intent.announces(said) or cloud_links.find(message.new_text):
        return MailKind.SUBMISSION
    if intent.asks_anything(said) or intent.needs_help(said):
        return MailKind.QUESTION
    if intent.applies(said) or (intent.names_documents(subject) and not intent.promises(text)):
        return MailKind.SUBMISSION
    begins = not (message.in_reply_to or quoting.is_reply(message.subject))
    return MailKind.QUESTION if begins and intent.speaks_of_call(said) else MailKind.OTHER


def _withdraws(subject: tuple[Sentence, ...], text: tuple[Sentence, ...]) -> bool:
    return intent.withdraws(text) or (intent.withdraws(subject) and not intent.speaks_of_withdrawal(text))


def _said(message: Message) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """What the writer says: in the subject of a new mail, and in its text, or in what is forwarded without a word."""
    forwards = quoting.is_forward(message.subject)
    text = message.new_text or (quoting.forwarded_text(message.text) if forwards else "")
    subject = "" if quoting.is_reply(message.subject) else message.subject
    return sentences.split(subject), sentences.split(text)
