"""What a file is, told by its bytes, never by its name or declared type alone."""

from __future__ import annotations

import base64
import binascii
import io
import re
from enum import StrEnum

import olefile

from parsers.containers import archive
from parsers.errors import UnreadableDocument
from parsers.mail.filenames import extension_of


class FileType(StrEnum):
    """The types that are told apart, because something is done with each.

    ARCHIVE: packed, but in none of the formats that are unpacked here; SPREADSHEET, PRESENTATION: office files that are not
    texts; VCARD, CALENDAR, PGP_SIGNATURE: what mail programs add beside what people attach; PGP_MESSAGE: encrypted.
    UNSUPPORTED is known to be something else (a program, a film); UNKNOWN is like nothing known, maybe damaged.
    """

    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    PDF = "pdf"
    HTML = "html"
    TEXT = "text"
    IMAGE = "image"
    ZIP = "zip"
    GZIP = "gzip"
    ASIC = "asic"
    CDOC = "cdoc"
    CMS = "cms"
    TNEF = "tnef"
    MESSAGE = "message"
    OUTLOOK_MESSAGE = "msg"
    ENCRYPTED_OFFICE = "encrypted-office"
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    ARCHIVE = "archive"
    CALENDAR = "calendar"
    VCARD = "vcard"
    PGP_SIGNATURE = "pgp-signature"
    PGP_MESSAGE = "pgp-message"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"


def identify(content: bytes, filename: str | None = None, media_type: str | None = None) -> FileType:
    """The type of `content`.

    Name and declared type only decide between plain-text types, which have no signature, and tell what a file was before
    it was damaged.
    """
    if not content.strip(b"\x00\t\n\v\f\r "):
        return FileType.EMPTY
    found = _by_signature(content) or _by_words(content, filename, (media_type or "").lower()) or FileType.UNKNOWN
    if found in _REMAINS.get(extension_of(filename), ()):
        return FileType(extension_of(filename))
    return found


# What is left of a document whose beginning or directory is lost.
_REMAINS = {
    "docx": (FileType.ZIP, FileType.UNKNOWN),
    "odt": (FileType.ZIP, FileType.UNKNOWN),
    "pdf": (FileType.UNKNOWN,),
    "doc": (FileType.UNKNOWN,),
}


def _by_signature(content: bytes) -> FileType | None:
    """The type where the bytes say it."""
    if content.startswith(_ZIP_MAGIC):
        return _of_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _of_ole(content)
    if content.startswith(b"\x78\x9f\x3e\x22"):
        return FileType.TNEF
    if _is_image(content):
        return FileType.IMAGE
    if content.startswith(b"\x1f\x8b"):
        return FileType.GZIP
    if content.startswith(_ARCHIVE_MAGIC) or content[257:262] == b"ustar":
        return FileType.ARCHIVE
    if content.startswith(_OTHER_MAGIC) or content[4:8] == b"ftyp":
        return FileType.UNSUPPORTED
    if _is_cms(content):
        return FileType.CMS
    head = content.lstrip(b"\xef\xbb\xbf\r\n\t ")[:16]
    if head.startswith(b"{\\rtf"):
        return FileType.RTF
    # ISO 32000 lets readers find the header within the first 1024 bytes.
    if head.startswith(b"%PDF-") or (b"%PDF-" in content[:1024] and b"endobj" in content):
        return FileType.PDF
    return None


_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04")
_ARCHIVE_MAGIC = (
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"MSCF\x00",
    b"ISc(",
)
# Programs, then sound and film.
_OTHER_MAGIC = (
    *(
        b"MZ",
        b"\x7fELF",
        b"\xca\xfe\xba\xbe",
        b"\xcf\xfa\xed\xfe",
        b"\xce\xfa\xed\xfe",
        b"#!/",
        b"L\x00\x00\x00\x01\x14\x02",
    ),
    *(
        b"ID3",
        b"\xff\xfb",
        b"\xff\xf3",
        b"\xff\xf1",
        b"OggS",
        b"fLaC",
        b"RIFF",
        b"#!AMR",
        b"FLV\x01",
        b"\x1a\x45\xdf\xa3",
    ),
    *(
        b"\x00\x00\x01\xba",
        b"\x00\x00\x01\xb3",
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
        b"FWS",
        b"CWS",
        b"SQLite format 3",
    ),
)


def _of_zip(content: bytes) -> FileType:
    """The type of a zip archive by its structure: OpenDocument and ASiC by `mimetype`, Office Open XML by its parts."""
    try:
        found = archive.entries(content)
    except UnreadableDocument:
        return FileType.ZIP
    named = {entry.name: entry for entry in found}
    declared = archive.peek(content, named["mimetype"]).strip() if "mimetype" in named else b""
    if declared.startswith(b"application/vnd.oasis.opendocument."):
        kind = declared.removeprefix(b"application/vnd.oasis.opendocument.").split(b"-")[0]
        return _OPEN_DOCUMENT.get(kind, FileType.UNSUPPORTED)
    if declared.startswith((b"application/vnd.etsi.asic-", b"application/vnd.lt.archyvai.adoc")):
        return FileType.ASIC
    names = [name.lower().lstrip("/") for name in named]
    if "[content_types].xml" in names or "word/document.xml" in names:
        return next(
            (kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names)), FileType.UNKNOWN
        )
    if any(_ASIC_SIGNATURE.match(name) for name in names):
        return FileType.ASIC
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        return FileType.ODT
    if declared or any(_PACKAGE.match(name) for name in names):
        return FileType.UNSUPPORTED
    return FileType.ZIP


_OPEN_DOCUMENT = {b"text": FileType.ODT, b"spreadsheet": FileType.SPREADSHEET, b"presentation": FileType.PRESENTATION}
_OFFICE = {"word/": FileType.DOCX, "xl/": FileType.SPREADSHEET, "ppt/": FileType.PRESENTATION}
# EN 319 162-1: signatures (XAdES, CAdES), time stamps or evidence records in META-INF.
_ASIC_SIGNATURE = re.compile(
    r"meta-inf/(?:[^/]*signature[^/]*\.(?:xml|p7s)|signatures/[^/]+\.xml|[^/]*timestamp[^/]*\.tst|evidencerecord.*)$"
)

# Pages and its like, Java and Android programs: archives by their form, but one file to whoever sends them.
_PACKAGE = re.compile(
    r"index/.*\.iwa$|index\.apxl$|buildversionhistory\.plist$|(?:meta-inf/manifest\.mf|androidmanifest\.xml)$"
)


def _of_ole(content: bytes) -> FileType:
    """The type of an OLE2 compound file by its streams."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            names = {"/".join(path).lower() for path in compound.listdir(streams=True, storages=True)}
            if "worddocument" in names and _is_encrypted_word(compound.openstream("WordDocument").read(12)):
                return FileType.ENCRYPTED_OFFICE
    # olefile lets out whatever a damaged directory causes; the streams' names still stand in the bytes.
    except Exception:
        names = {name for name in _OLE_STREAMS if name.encode("utf-16-le") in content.lower()}
    return next((kind for name, kind in _OLE_STREAMS.items() if name in names), FileType.UNSUPPORTED)


_OLE_STREAMS = {
    "encryptedpackage": FileType.ENCRYPTED_OFFICE,
    "encryptioninfo": FileType.ENCRYPTED_OFFICE,
    "__properties_version1.0": FileType.OUTLOOK_MESSAGE,
    "worddocument": FileType.DOC,
    "workbook": FileType.SPREADSHEET,
    "book": FileType.SPREADSHEET,
    "powerpoint document": FileType.PRESENTATION,
}


def _is_encrypted_word(head: bytes) -> bool:
    """Bit fEncrypted of the File Information Block ([MS-DOC] 2.5.2)."""
    return len(head) == 12 and bool(head[11] & 0x01)


def _is_image(content: bytes) -> bool:
    if content.startswith(
        (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
    ):
        return True
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return True
    if content[4:8] == b"ftyp" and content[8:12] in _IMAGE_BRANDS:
        return True
    return content[:2] == b"BM" and content[14:18] in _BITMAP_HEADERS


_IMAGE_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_BITMAP_HEADERS = frozenset(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))

_PKCS7 = bytes.fromhex("06092a864886f70d0107")
_CMS_ARMOUR = re.compile(rb"\A\s*-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----")


def _is_cms(content: bytes) -> bool:
    """CMS (RFC 5652) in DER, BER, PEM, or base64 without armour: a SEQUENCE that begins with a content type of PKCS #7."""
    if content[:1] == b"\x30":
        return _PKCS7 in content[:24]
    if _CMS_ARMOUR.match(content[:200]):
        return True
    if content[:2] != b"MI":
        return False
    try:
        return _PKCS7 in base64.b64decode(content[:32].split()[0][:32])[:24]
    except (binascii.Error, IndexError):
        return False


def _by_words(content: bytes, filename: str | None, media_type: str) -> FileType | None:
    """The type of a text by what it begins with; None where it is no text."""
    text = _decoded(content[:8192])
    if text is None:
        return None
    start = text.lstrip("\ufeff \t\r\n")
    for beginning, kind in _BEGINNINGS:
        if beginning.match(start):
            return kind
    if start.startswith("<") and not _is_markup_of_text(start):
        return FileType.UNSUPPORTED
    headers = {name.lower() for name in _HEADER_LINE.findall(start.split("\n\n")[0])}
    if len(headers) >= 3 or (headers and media_type.startswith("message/")):
        return FileType.DOC if extension_of(filename) in {"doc", "docx", "mht", "mhtml"} else FileType.MESSAGE
    if _HTML_TAG.search(start) or "html" in media_type or extension_of(filename) in {"html", "htm"}:
        return FileType.HTML
    return FileType.TEXT


def _decoded(head: bytes) -> str | None:
    """The beginning of a text, or None where the bytes are not one."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").replace("\r\n", "\n")
    controls = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in head)
    if controls > len(head) // 100:
        return None
    return head.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _is_markup_of_text(start: str) -> bool:
    """Whether something in angle brackets is meant to be read by people, not by programs."""
    return not start.startswith("<?xml") or bool(_XHTML.search(start))


_XHTML = re.compile(r"<(?:!doctype\s+)?html", re.IGNORECASE)
_HTML_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|table|div|p|br|meta|span|h1)\b[^>]*>", re.IGNORECASE)
_HEADER_LINE = re.compile(
    r"^(from|to|cc|subject|date|received|return-path|message-id|mime-version|content-type|content-transfer-encoding"
    r"|reply-to|x-mailer|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINNINGS = (
    (re.compile(r"BEGIN:VCALENDAR", re.IGNORECASE), FileType.CALENDAR),
    (re.compile(r"BEGIN:VCARD", re.IGNORECASE), FileType.VCARD),
    (re.compile(r"-----BEGIN PGP (?:SIGNATURE|PUBLIC KEY BLOCK)-----"), FileType.PGP_SIGNATURE),
    (re.compile(r"-----BEGIN PGP MESSAGE-----"), FileType.PGP_MESSAGE),
    (re.compile(r"(?:<\?xml[^>]*>\s*)?<svg\b", re.IGNORECASE), FileType.UNSUPPORTED),
    # Word's own XML of 2003 and flat OpenDocument, which LibreOffice opens like any old Word file.
    (
        re.compile(r"<\?xml[^>]*>\s*(?:<\?mso-application progid=\"Word|<office:document\b|<w:wordDocument)"),
        FileType.DOC,
    ),
    (re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:\w+:)?EncryptedData\b", re.DOTALL), FileType.CDOC),
)


def media_type(content: bytes, file_type: FileType) -> str:
    """The media type of a file of `file_type`."""
    if file_type is FileType.IMAGE:
        return next((kind for magic, kind in _IMAGE_TYPES if magic in content[:16]), "application/octet-stream")
    return _MEDIA_TYPES.get(file_type, "application/octet-stream")


_IMAGE_TYPES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"II", "image/tiff"),
    (b"MM", "image/tiff"),
    (b"WEBP", "image/webp"),
    (b"avif", "image/avif"),
    (b"ftyp", "image/heic"),
    (b"BM", "image/bmp"),
)
_MEDIA_TYPES = {
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.DOC: "application/msword",
    FileType.ODT: "application/vnd.oasis.opendocument.text",
    FileType.RTF: "application/rtf",
    FileType.PDF: "application/pdf",
    FileType.HTML: "text/html",
    FileType.TEXT: "text/plain",
    FileType.ZIP: "application/zip",
    FileType.GZIP: "application/gzip",
    FileType.ASIC: "application/vnd.etsi.asic-e+zip",
    FileType.CMS: "application/pkcs7-mime",
    FileType.TNEF: "application/vnd.ms-tnef",
    FileType.MESSAGE: "message/rfc822",
    FileType.OUTLOOK_MESSAGE: "application/vnd.ms-outlook",
    FileType.CALENDAR: "text/calendar",
}
