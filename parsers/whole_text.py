"""Everything a message says outside its files: headers, bodies with what they quote, names of files, what machines report.

To search in, not to read: what `parsers.submission.read` leaves out as somebody else's words is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers import attachments
from parsers.message import Message
from parsers.opening import open_mail
from parsers.rules import ReadingRules

_LONGEST_PART = 1024 * 1024


def whole_text(raw: bytes, rules: ReadingRules) -> str:
    """The text, a line for each header and name. Never raises on what a stranger wrote."""
    mail = open_mail(raw, rules)
    unpacked = attachments.unpack(mail.parts, rules)
    lines = [line for one in (mail, *unpacked.messages) for line in _said(one)]
    lines += [name for file in unpacked.files for name in (file.filename, *file.inside) if name]
    return "\n".join(lines)


def whole_texts(raws: Sequence[bytes], rules: ReadingRules) -> list[str]:
    """`whole_text` of each."""
    return [whole_text(raw, rules) for raw in raws]


def _said(mail: Message) -> Iterator[str]:
    yield from (value for _, value in mail.fields)
    for people in (mail.from_, mail.sender, mail.reply_to, mail.to, mail.cc):
        yield from (f"{person.name} {person.email}" for person in people)
    yield mail.subject
    yield mail.text
    yield mail.html
    for part in (*mail.reports, *(part for part in mail.parts if part.media_type.startswith("text/"))):
        yield part.content[:_LONGEST_PART].decode("utf-8", "replace")
