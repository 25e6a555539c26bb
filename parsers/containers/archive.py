"""Zip archives as bytes: the entries, whatever state the archive is in, and their content under limits (APPNOTE 6.3.10).

Nothing is written anywhere; declared sizes are not believed; an archive without a readable directory is searched for its
local headers, so that what is whole in a damaged one can still be read.
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.containers.contents import Budget
from parsers.errors import EncryptedDocument, UnreadableDocument
from parsers.limits import Limits

_LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED = 0x1
_SIZES_FOLLOW = 0x8
_UTF8 = 0x800
_STRONG_ENCRYPTION = 0x40
_AES = 99
_UNICODE_PATH = 0x7075
_NEWEST_VERSION = 63
_LONGEST_NAME = 4096
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an archive; `name` is its path as the archive has it, decoded."""

    name: str
    method: int
    encrypted: bool
    header: int
    packed: int | None
    crc: int | None
    symlink: bool = False

    @property
    def is_directory(self) -> bool:
        return self.name.endswith(("/", "\\"))


def entries(content: bytes, most: int = 10_000) -> tuple[Entry, ...]:
    """The entries of an archive, at most `most`, in the order of its directory.

    Raises `UnreadableDocument` where there is none.
    """
    found = tuple(_first(_listed(content), most)) or tuple(_first(_salvaged(content), most))
    if not found and not content.startswith(b"PK\x05\x06"):
        raise UnreadableDocument(
            "The archive is damaged and nothing in it can be read. Please send the documents themselves."
        )
    return found


def read(content: bytes, entry: Entry, budget: Budget) -> bytes:
    """The unpacked bytes of an entry, counted against `budget` while they are unpacked.

    Raises `EncryptedDocument` or `UnreadableDocument`.
    """
    if entry.encrypted:
        raise EncryptedDocument("The file is protected by a password. Please send it without one.")
    start = _data_start(content, entry)
    end = len(content) if entry.packed is None else start + entry.packed
    return _inflate(memoryview(content)[start:end], entry, budget)


def peek(content: bytes, entry: Entry, length: int = 4096) -> bytes:
    """The first bytes of an entry, or nothing where they cannot be read."""
    small = Limits(unpacked_total=length * 64, unpacked_member=length * 64)
    try:
        return read(content, entry, Budget(small))[:length]
    except (EncryptedDocument, UnreadableDocument):
        return b""


def _first(found: Iterator[Entry], most: int) -> Iterator[Entry]:
    for number, entry in enumerate(found):
        if number >= most:
            return
        yield entry


def _listed(content: bytes) -> Iterator[Entry]:
    """The entries that the archive's directory names."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
    # zipfile raises whatever the bytes it stumbles on make it raise; an unreadable directory is no loss, see `_salvaged`.
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError, EOFError, IndexError):
        return
    for info in listed:
        raw = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace")
        yield Entry(
            name=decode_name(raw, info.extra, utf8=bool(info.flag_bits & _UTF8)),
            method=info.compress_type,
            encrypted=bool(info.flag_bits & (_ENCRYPTED | _STRONG_ENCRYPTION)) or info.compress_type == _AES,
            header=info.header_offset,
            packed=info.compress_size,
            crc=info.CRC,
            symlink=stat.S_ISLNK(info.external_attr >> 16),
        )


def _salvaged(content: bytes) -> Iterator[Entry]:
    """The entries whose local headers are found in an archive without a readable directory."""
    position = content.find(_LOCAL_SIGNATURE)
    while position >= 0:
        header = content[position : position + _LOCAL_HEADER.size]
        if _is_plausible(header):
            _, _, flags, method, _, _, crc, packed, _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
            name_start = position + _LOCAL_HEADER.size
            raw = content[name_start : name_start + name_length]
            extra = content[name_start + name_length : name_start + name_length + extra_length]
            unknown = bool(flags & _SIZES_FOLLOW)
            yield Entry(
                name=decode_name(raw, extra, utf8=bool(flags & _UTF8)),
                method=method,
                encrypted=bool(flags & (_ENCRYPTED | _STRONG_ENCRYPTION)) or method == _AES,
                header=position,
                packed=None if unknown else packed,
                crc=None if unknown else crc,
            )
            if not unknown:
                position = name_start + name_length + extra_length + packed - 1
        position = content.find(_LOCAL_SIGNATURE, position + 1)


def _is_plausible(header: bytes) -> bool:
    """Whether these bytes are a local header, not the same four letters in the middle of something else."""
    if len(header) < _LOCAL_HEADER.size:
        return False
    _, version, _, method, _, _, _, _, _, name_length, _ = _LOCAL_HEADER.unpack(header)
    return bool(version & 0xFF <= _NEWEST_VERSION and method <= _AES and 0 < name_length <= _LONGEST_NAME)


def _data_start(content: bytes, entry: Entry) -> int:
    header = content[entry.header : entry.header + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(_LOCAL_SIGNATURE):
        raise UnreadableDocument("The archive is damaged at this file. Please send the file itself.")
    name_length, extra_length = _LOCAL_HEADER.unpack(header)[-2:]
    return entry.header + _LOCAL_HEADER.size + int(name_length) + int(extra_length)


def _inflate(packed: memoryview, entry: Entry, budget: Budget) -> bytes:
    output = bytearray()
    for piece in _pieces(packed, entry):
        output += piece
        budget.take_bytes(len(piece))
        if len(output) > budget.limits.unpacked_member:
            raise UnreadableDocument(f"The file unpacks to more than {budget.limits.unpacked_member // 2**20} MB.")
        # A limit on the ratio alone refuses valid documents that repeat themselves (up to 1000:1 in signed containers).
        if len(output) > budget.limits.ratio_counts_from and len(output) > budget.limits.ratio * max(len(packed), 1):
            raise UnreadableDocument("The file unpacks to far more than any document would.")
    if entry.crc is not None and zlib.crc32(output) != entry.crc:
        raise UnreadableDocument("The archive is damaged at this file. Please send the file itself.")
    return bytes(output)


def _pieces(packed: memoryview, entry: Entry) -> Iterator[bytes]:
    """The content in pieces of bounded size; raises `UnreadableDocument` where it breaks off."""
    try:
        match entry.method:
            case zipfile.ZIP_STORED:
                if entry.packed is None or entry.packed > len(packed):
                    raise UnreadableDocument("The archive breaks off at this file. Please send the file itself.")
                yield bytes(packed)
            case zipfile.ZIP_DEFLATED:
                yield from _deflated(packed)
            case zipfile.ZIP_BZIP2:
                yield from _by_chunks(bz2.BZ2Decompressor(), packed)
            case zipfile.ZIP_LZMA:
                yield from _by_chunks(_zip_lzma(bytes(packed[:64])), packed[4 + _lzma_properties(packed) :])
            case _:
                raise UnreadableDocument(
                    f"The file is packed in a way that is not read here (method {entry.method}). Please send it as it is."
                )
    except (zlib.error, OSError, lzma.LZMAError, struct.error, EOFError) as error:
        raise UnreadableDocument("The archive is damaged at this file. Please send the file itself.") from error


def _deflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes | memoryview = packed
    while not inflater.eof:
        piece = inflater.decompress(waiting, _CHUNK)
        waiting = inflater.unconsumed_tail
        if not piece and not waiting and not inflater.eof:
            raise UnreadableDocument("The archive breaks off at this file. Please send the file itself.")
        yield piece


def _by_chunks(decompressor: bz2.BZ2Decompressor | lzma.LZMADecompressor, packed: memoryview) -> Iterator[bytes]:
    waiting = bytes(packed)
    while not decompressor.eof:
        piece = decompressor.decompress(waiting, _CHUNK)
        waiting = b""
        if not piece and decompressor.needs_input:
            raise UnreadableDocument("The archive breaks off at this file. Please send the file itself.")
        yield piece


def _lzma_properties(packed: memoryview) -> int:
    return int(struct.unpack("<H", packed[2:4])[0])


def _zip_lzma(head: bytes) -> lzma.LZMADecompressor:
    """A decompressor set up from the properties that stand before the data (APPNOTE 5.8.8)."""
    properties = head[4:9]
    rest, dictionary = divmod(properties[0] if properties else 0, 9), struct.unpack("<I", properties[1:5])[0]
    position_bits, literal_position_bits = divmod(rest[0], 5)
    filters = [
        {
            "id": lzma.FILTER_LZMA1,
            "dict_size": min(dictionary, 2**26),
            "lc": rest[1],
            "lp": literal_position_bits,
            "pb": position_bits,
        }
    ]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)


def decode_name(raw: bytes, extra: bytes, *, utf8: bool) -> str:
    """An entry's name: by its Unicode field or flag where it has one, else by what reads like a name.

    Windows before 2019 and many document systems write names in the machine's code page (cp775 in Latvia) without a word.
    """
    told = _unicode_path(raw, extra)
    if told is not None:
        return told
    if utf8 or raw.isascii():
        return raw.decode("utf-8", "replace")
    readings = [raw.decode(encoding, "replace") for encoding in _CODE_PAGES]
    # Two letters of a code page may happen to be one of UTF-8 ("žī" in cp775 is an Arabic comma); four hardly ever are two.
    if "\ufffd" not in readings[0] and len(raw) - len(readings[0]) > 1:
        return readings[0]
    return max(readings, key=_plausibility)


def _unicode_path(raw: bytes, extra: bytes) -> str | None:
    """The name in the Info-ZIP Unicode Path field, if it is about this very name."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        body = extra[position + 4 : position + 4 + length]
        if kind == _UNICODE_PATH and len(body) > 5 and struct.unpack_from("<I", body, 1)[0] == zlib.crc32(raw):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
        position += 4 + length
    return None


# In order of how likely each is among the senders; the first of equally plausible readings wins.
_CODE_PAGES = ("utf-8", "cp775", "cp1257", "cp437", "cp866", "iso-8859-13", "cp850")
_LATVIAN = frozenset("āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ")
_NEIGHBOURS = frozenset("ōŗŌŖäöüõåéąęėįųøßÄÖÜÕÅÉĄĘĖĮŲ")
_ORDINARY = frozenset("–—„“”’«»€№°§")
_CYRILLIC = re.compile("[\u0410-\u044f\u0401\u0451]")


def _plausibility(name: str) -> int:
    """How much `name` looks like one that a person in Latvia gives a file."""
    return sum(
        _likely(before, character, after)
        for before, character, after in zip(" " + name, name, name[1:] + " ", strict=False)
        if not character.isascii()
    )


def _likely(before: str, character: str, after: str) -> int:
    """How likely a letter outside ASCII is between its neighbours; a capital inside a word is a sign of a wrong reading."""
    if character.isupper() and (before.islower() or (before.isupper() and after.islower())):
        return -2
    if character in _LATVIAN:
        return 3
    if character in _NEIGHBOURS or _CYRILLIC.match(character):
        return 1
    if character in _ORDINARY:
        return 0
    return -2 if character.isalpha() else -4
