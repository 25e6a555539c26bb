"""The one door in: the bytes of a message become a `Submission`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from parsers import attachments, mail_kind, references
from parsers.attachments import File
from parsers.body import cloud_links_in
from parsers.choosing import FoundForm, FoundLetter
from parsers.content import ApplicationForm, DelegationLetter
from parsers.finding import Found, find
from parsers.mail_kind import MailKind
from parsers.message import Message, parse
from parsers.opening import Opened, Weight, may_be_a_page, open_file, open_mail
from parsers.rules import ReadingRules
from parsers.words import language


class DocumentKind(StrEnum):
    """What a file is to the call."""

    APPLICATION_FORM = "application_form"
    DELEGATION_LETTER = "delegation_letter"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file that came with a message and what was made of it; `text` is all its text, for search."""

    filename: str | None
    kind: DocumentKind
    media_type: str
    size: int
    sha256: str
    inside: tuple[str, ...] = ()
    text: str = ""
    pages: int | None = None
    partial: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about a file that its sender has to hear: a finding's code, the file's name, and why."""

    finding: str
    filename: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Submission:
    """All that one message says.

    `form_document` and `letter_document` are indexes into `documents` (None: in the body, or none). `references` are the
    call's references found in the subject and the new text. `language` is the team's: of the form, else of the mail.
    """

    message: Message
    kind: MailKind
    documents: tuple[ReadDocument, ...] = ()
    application: ApplicationForm | None = None
    delegation: DelegationLetter | None = None
    form_document: int | None = None
    letter_document: int | None = None
    troubles: tuple[Trouble, ...] = ()
    references: tuple[str, ...] = ()
    language: str = "lv"


def read_envelope(raw: bytes, rules: ReadingRules) -> Submission:
    """Who wrote a message, about what, and of which kind it is; nothing that came with it is opened."""
    mail = parse(raw, rules.limits)
    kind = mail_kind.classify(mail, brings_documents=bool(mail.parts), own_addresses=rules.own_addresses)
    return Submission(mail, kind, references=_references(mail, rules), language=mail.language)


def read(raw: bytes, rules: ReadingRules) -> Submission:
    """Everything that the message in `raw` says. Never raises on what a stranger wrote; what cannot be read is a trouble."""
    mail = open_mail(raw, rules)
    unpacked = attachments.unpack(mail.parts, rules)
    opened = tuple(open_file(file, rules) for file in unpacked.files)
    messages = (mail, *unpacked.messages)
    found = find(opened, messages, rules)
    if found.came < 2:
        shown = tuple(_pages_shown(unpacked.pictures, rules))
        if shown:
            opened = (*opened, *shown)
            found = find(opened, messages, rules)
    form, letter = found.form, found.letter

    troubles = tuple(_of_files(opened, found.came))
    kind = mail_kind.classify(
        mail,
        brings_documents=found.came > 0 or _may_bring(opened, troubles, mail),
        own_addresses=rules.own_addresses,
    )
    links = () if found.came == 2 else tuple(_of_links(messages, rules))
    if kind in _FROM_MACHINES:
        return Submission(mail, kind, references=_references(mail, rules), language=mail.language)
    if kind is MailKind.OTHER:
        form = letter = None
        troubles = links = ()
    return Submission(
        message=mail,
        kind=kind,
        documents=tuple(_described(one, number, found) for number, one in enumerate(opened)),
        application=form.form if form else None,
        delegation=letter.letter if letter else None,
        form_document=form.number if form else None,
        letter_document=letter.number if letter else None,
        troubles=(*troubles, *links),
        references=_references(mail, rules),
        language=_language(form, letter, mail),
    )


def extract_file(raw: bytes, sha256: str, rules: ReadingRules) -> bytes | None:
    """The bytes of one document of the message again, by the digest that `ReadDocument` gives; None where it has none such."""
    files = attachments.walk(open_mail(raw, rules).parts, rules)
    return next((file.content for file in files if hashlib.sha256(file.content).hexdigest() == sha256), None)


# What a machine sends back may hold our own form, or a team's from another day: nothing in it is a new application.
_FROM_MACHINES = frozenset({MailKind.AUTO_REPLY, MailKind.BOUNCE})


def _pages_shown(pictures: Sequence[File], rules: ReadingRules) -> Iterator[Opened]:
    """The pictures in a mail's text that are pages of a form or a letter, as telephones put photos; the rest are none."""
    for picture in pictures:
        if may_be_a_page(picture.content, _NARROWEST_PHOTO):
            opened = open_file(picture, rules)
            if find((opened,), (), rules).came:
                yield opened


_NARROWEST_PHOTO = 700


def _of_files(opened: Sequence[Opened], came: int) -> Iterator[Trouble]:
    """What the sender has to hear about files, where `came` of form and letter did."""
    for one in opened:
        if one.trouble is not None and came <= _TOLD_UP_TO[one.weight]:
            finding, reason = one.trouble
            yield Trouble(finding, one.file.filename, reason)


_TOLD_UP_TO = {Weight.ALWAYS: 2, Weight.WHILE_INCOMPLETE: 1, Weight.WHILE_NOTHING_CAME: 0, Weight.NEVER: -1}


def _of_links(messages: Sequence[Message], rules: ReadingRules) -> Iterator[Trouble]:
    """The first link to a cloud in what was written, where a form or a letter is missing."""
    links = (link for one in messages for link in cloud_links_in(one, rules))
    yield from (Trouble("link_instead_of_attachment", None, link) for link in islice(links, 1))


def _may_bring(opened: Sequence[Opened], troubles: Sequence[Trouble], mail: Message) -> bool:
    """Whether a file that could not be read may be a form or a letter; a picture in a question hardly is."""
    certain = any(one.trouble is not None and one.weight is Weight.ALWAYS for one in opened)
    return certain or (bool(troubles) and not mail_kind.asks(mail))


def _described(opened: Opened, number: int, among: Found) -> ReadDocument:
    file, document = opened.file, opened.document
    if any(number in one.numbers for one in among.forms):
        kind = DocumentKind.APPLICATION_FORM
    elif any(number in one.numbers for one in among.letters):
        kind = DocumentKind.DELEGATION_LETTER
    else:
        kind = DocumentKind.OTHER
    return ReadDocument(
        filename=file.filename,
        kind=kind,
        media_type=file.media_type,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        inside=file.inside,
        text=document.text if document else "",
        pages=document.pages if document else None,
        partial=document.partial if document else "",
    )


def _references(mail: Message, rules: ReadingRules) -> tuple[str, ...]:
    """The call's references in the subject, then in what the sender wrote, each once."""
    return references.find((mail.subject, mail.new_text), rules.reference_prefix)


def _language(form: FoundForm | None, letter: FoundLetter | None, mail: Message) -> str:
    """The team's language: of its form, else of the letter, else of the mail."""
    told = (language.of(found.text) for found in (form, letter) if found is not None)
    return next((each for each in told if each is not None), mail.language)
