"""A mail and the files that came with it, opened: what is under an envelope, and each file's text as a `Document`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers import filetypes, message, readers
from parsers.attachments import File
from parsers.containers.cms import open_cms
from parsers.containers.contents import Budget, Member
from parsers.containers.outlook import as_message
from parsers.document import Document
from parsers.errors import DocumentError, UnreadableDocument
from parsers.filenames import extension_of
from parsers.filetypes import FileType
from parsers.message import Message
from parsers.rules import ReadingRules
from parsers.signatures import pades


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with its document, or with the finding and the reason why it has none.

    `doubtful` is true where the trouble matters only while a form or a letter is missing: a spreadsheet, or a picture
    without words, may be what somebody sent in its place, or something quite different.
    """

    file: File
    document: Document | None = None
    trouble: tuple[str, str] | None = None
    doubtful: bool = False


def open_mail(raw: bytes, rules: ReadingRules) -> Message:
    """The message in `raw`, an Outlook message file too; where it is one opaque S/MIME envelope, what was put into it."""
    if filetypes.identify(raw) is FileType.OUTLOOK_MESSAGE:
        try:
            raw = as_message(raw)
        except UnreadableDocument:
            return message.parse(b"", rules.limits)
    mail = message.parse(raw, rules.limits)
    if mail.content_type not in _OPAQUE or len(mail.parts) != 1:
        return mail
    envelope = Member(mail.parts[0].filename, mail.parts[0].content)
    try:
        inner = open_cms(envelope, Budget(rules.limits), rules.trust_anchors)
    except DocumentError:
        return mail  # the envelope stays an attachment, which `open_file` finds encrypted or damaged
    return message.with_content(mail, inner[0].content, rules.limits) if inner else mail


_OPAQUE = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


def open_file(file: File, rules: ReadingRules) -> Opened:
    """`file` with what it says. Never raises on its bytes."""
    if file.trouble is not None:
        return Opened(file, trouble=file.trouble)
    try:
        document = _read(file, rules)
    except DocumentError as error:
        return Opened(file, trouble=(error.finding, str(error)), doubtful=file.type in _MAY_BE_ANYTHING)
    if not document.text.strip():
        without_text = (
            UnreadableDocument.finding,
            "No text can be read in the file. Please send it as a Word file, a PDF with text, or a sharper scan.",
        )
        return Opened(file, document, without_text, doubtful=file.type is FileType.IMAGE)
    return Opened(file, document)


def _read(file: File, rules: ReadingRules) -> Document:
    """The document in a file, with the signatures in it. Raises `DocumentError`."""
    if file.type is FileType.UNKNOWN and extension_of(file.filename) in _DOCUMENT_EXTENSIONS:
        raise UnreadableDocument("The file is damaged and cannot be read. Please save it again and resend it.")
    document = readers.read(file.content, file.type, rules.limits)
    if file.type is FileType.PDF:
        return replace(document, signatures=pades.verify(file.content, rules.trust_anchors))
    return document


_MAY_BE_ANYTHING = frozenset({FileType.SPREADSHEET, FileType.PRESENTATION})
_DOCUMENT_EXTENSIONS = frozenset(
    {"docx", "doc", "docm", "dotx", "odt", "ott", "rtf", "pdf", "html", "htm", "txt"}
    | {"jpg", "jpeg", "png", "tif", "tiff", "heic", "heif", "webp", "bmp", "gif"}
    | {"zip", "edoc", "asice", "sce", "bdoc", "asics", "scs", "p7m", "eml", "msg"}
)
