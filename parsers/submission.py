"""The one door in: the bytes of a message become a `Submission`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parsers.application_form import ApplicationForm
from parsers.delegation_letter import DelegationLetter
from parsers.mail_kind import MailKind
from parsers.message import Message
from parsers.rules import ReadingRules


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


def read(raw: bytes, rules: ReadingRules) -> Submission:
    """Everything that the message in `raw` says. Never raises on what a stranger wrote; what cannot be read is a trouble."""
    raise NotImplementedError
