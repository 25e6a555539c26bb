"""A mail and the files that came with it, opened: what is under an envelope, and each file's text as a `Document`."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from PIL import Image

from parsers import filetypes, message, readers
from parsers.attachments import File
from parsers.containers.cms import open_cms
from parsers.containers.contents import Budget, Member
from parsers.containers.outlook import as_message
from parsers.document import Document, Origin
from parsers.errors import DocumentError, PictureWithoutText, UnreadableDocument
from parsers.filetypes import FileType
from parsers.mail.filenames import extension_of
from parsers.message import Message
from parsers.rules import ReadingRules
from parsers.signatures import pades


class Weight(Enum):
    """When a file's trouble has to be told.

    ALWAYS; NEVER: of a picture without words that is too small for a page, such as a logo; WHILE_INCOMPLETE: while the form
    or the letter is missing, for a picture without words may be either, or a photo of the team; WHILE_NOTHING_CAME: while
    both are, for a spreadsheet may be the form, and mostly is a budget.
    """

    ALWAYS = auto()
    NEVER = auto()
    WHILE_INCOMPLETE = auto()
    WHILE_NOTHING_CAME = auto()


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with its document, or with the finding and the reason why it has none, and when that matters."""

    file: File
    document: Document | None = None
    trouble: tuple[str, str] | None = None
    weight: Weight = Weight.ALWAYS


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
        return Opened(file, trouble=(error.finding, str(error)), weight=_weight(file, error))
    if document.origin is Origin.OCR and len(_WORD.findall(document.text[:_ENOUGH])) < _FEWEST_RECOGNISED:
        return Opened(file, document, _WITHOUT_TEXT, _weight(file, PictureWithoutText()))
    if not document.text.strip():
        return Opened(file, document, _WITHOUT_TEXT)
    return Opened(file, document)


def _weight(file: File, error: DocumentError) -> Weight:
    if file.type in {FileType.SPREADSHEET, FileType.PRESENTATION}:
        return Weight.WHILE_NOTHING_CAME
    if file.type is FileType.IMAGE and isinstance(error, PictureWithoutText):
        return Weight.WHILE_INCOMPLETE if may_be_a_page(file.content) else Weight.NEVER
    return Weight.ALWAYS


def may_be_a_page(picture: bytes, narrowest: int = 400) -> bool:
    """Whether a picture is large enough, in pixels, to be a scan or a photo of a page, not a logo or an emblem."""
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            return min(opened.size) >= narrowest
    # Pillow lets out what its decoders raise; a picture that was read a moment ago and now is not may be anything.
    except Exception:
        return True


# Recognition makes a few scraps of letters of any picture; a form or a letter has more words than these.
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST_RECOGNISED = 5
_ENOUGH = 10_000
_WITHOUT_TEXT = (
    UnreadableDocument.finding,
    "No text can be read in the file. Please send it as a Word file, a PDF with text, or a sharper scan.",
)


def _read(file: File, rules: ReadingRules) -> Document:
    """The document in a file, with the signatures in it. Raises `DocumentError`."""
    if file.type is FileType.UNKNOWN and extension_of(file.filename) in _DOCUMENT_EXTENSIONS:
        raise UnreadableDocument("The file is damaged and cannot be read. Please save it again and resend it.")
    document = readers.read(file.content, file.type, rules.limits)
    if file.type is FileType.PDF:
        return replace(document, signatures=pades.verify(file.content, rules.trust_anchors))
    return document


_DOCUMENT_EXTENSIONS = frozenset(
    {"docx", "doc", "docm", "dotx", "odt", "ott", "rtf", "pdf", "html", "htm", "txt"}
    | {"jpg", "jpeg", "png", "tif", "tiff", "heic", "heif", "webp", "bmp", "gif"}
    | {"zip", "edoc", "asice", "sce", "bdoc", "asics", "scs", "p7m", "eml", "msg"}
)
