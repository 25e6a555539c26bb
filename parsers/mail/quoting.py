"""A mail's text taken apart: what its writer says now, and what is quoted, forwarded, signature, or small print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsers.addresses import Address
from parsers.mail.headers import address

# What a person writes fits into this many characters; beyond them nothing is looked for.
TEXT_LENGTH = 200_000
LINE_LENGTH = 1000
_BLOCK_LINES = 12
_SIGNATURE_LINES = 15
_BLANKS = re.compile(r"\n{3,}")
_MARKS = (">", " >", "|>")
_RULED = re.compile(r"[>\s]{0,10}[-_=]{2}|[>\s]{0,10}\w{3,12} \w")
_KINDS = {
    "from": ("from", "no", "von", "от", "nuo", "saatja", "de"),
    "sent": ("sent", "date", "nosūtīts", "datums", "nosūtīja", "sūtīts", "gesendet", "datum", "отправлено", "дата"),
    "to": ("to", "kam", "an", "кому", "cc", "kopija", "копия", "reply-to", "atbildēt"),
    "subject": ("subject", "temats", "tēma", "betreff", "тема"),
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_HEADER_LINE = re.compile(r"^[>\s*_]{0,10}([^\W\d_][\w-]{1,12})\s?[*_]{0,2}:[*_]{0,2}(?:\s+(.{0,600}))?$")
_WROTE = re.compile(
    r"(?:\bwrote|\bwrites|rakstīja|\braksta|\bschrieb(?:\s.{0,60})?|написал(?:а|\(а\))?|пишет|rašė|kirjutas)\s*(?:\([^)]{0,80}\)\s*)?:?\s*$",
    re.IGNORECASE,
)
# In whatever language: a time, a mailbox, and a colon that ends the line.
_TOLD = re.compile(
    r"(?:\b(?:19|20)\d\d\b|\b\d{1,2}[.:]\d\d\b).{0,300}<[^<>\s]{1,64}@[^<>\s]{1,255}>\)?\s*(?:[^\W\d_]{1,20}\s*){0,3}:\s*$"
)
_WHEN = re.compile(r"\d|@|<", re.IGNORECASE)
_OPENING = re.compile(
    r"^[>\s]{0,10}(?:on|am|le|\d{1,4}[.:/-]|(?:pirm|otr|treš|ceturt|piekt|sest|svēt)d|(?:p|o|t|c|pk|s|sv)\.,|[^\W\d_]{2,4},)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"^[>\s]{0,10}[-_=]{2,20}\s*(?:(?P<forward>forwarded (?:message|by.{0,100})|"
    r"p[āa]rs[ūu]t[īi]t[^\W\d_]{1,4}\s+(?:zi[ņn][^\W\d_]{1,8}|v[ēe]stul\w{1,3}|e-past\w{0,3})|"
    r"weitergeleitete nachricht|(?:пересылаемое|пересланное) сообщение)"
    r"|original (?:message|appointment)"
    r"|(?:oriģināl|sākotnēj)\w{1,4} (?:ziņ|vēstul)\w{1,8}|ursprüngliche nachricht|исходное сообщение)"
    r"\s*[-_=]{0,20}\s*$",
    re.IGNORECASE,
)
_APPLE_FORWARD = re.compile(
    r"^[>\s]{0,10}(?:begin forwarded message|(?:sāk(?:as|ums)\W+)?pārsūtīt\w{1,4} (?:ziņ|vēstul)\w{1,8}(?: sākums)?|"
    r"anfang der weitergeleiteten nachricht|начало переадресованного сообщения)\s*:?\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*[_-]{8,200}\s*$")
_FORWARD_SUBJECT = re.compile(r"^\s*(?:fwd?|pārs\.?|pārsūtīt[sa]?|wg|tr|пересл|fs|vs|pd)\s*:", re.IGNORECASE)
_REPLY_SUBJECT = re.compile(r"^\s*(?:re|atb\.?|atbilde|aw|sv|odp|ha|ответ)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?P<before>^|[.!?,;)]\s{1,3})"
    r"(?:ar\s+(?:patiesu\s+|vis\w+\s+|dziļu\s+)?cie[ņn]u|cie[ņn][āa]|ar\s+(?:labiem\s+|sirsnīgiem\s+)?(?:novēlējumiem|sveicieniem)|"
    r"sirsnīgi|(?:with\s+)?(?:best|kind|kindest|warm|warmest)\s+(?:regards|wishes)|(?:best\s+)?regards|"
    r"(?:yours\s+)?(?:sincerely|faithfully|truly)(?:\s+yours)?|cheers|с\s+уважением|mit\s+freundlichen\s+grü(?:ß|ss)en|viele\s+grü(?:ß|ss)e)"
    r"(?:\s+no\s+\w+)?(?=\s*(?:[,!./–-]|$|(?-i:[A-ZĀČĒĢĪĶĻŅŠŪŽА-Я])))",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^\s*p\.?\s?s\.?[\s:.]", re.IGNORECASE)
_DEVICE = re.compile(
    r"^\s*(?:sent (?:from|via|using)|get outlook for|(?:no)?sūtīts (?:no|ar|izmantojot)|iegūstiet outlook|отправлено (?:с|из)|"
    r"gesendet (?:von|mit)|von meinem iphone)\b.{0,80}$",
    re.IGNORECASE,
)
_SMALL_PRINT = re.compile(
    r"konfidenciāl|\bconfidential|privileged|vertraulich|конфиденциальн|konfidencial|intended (?:solely|only) for|"
    r"padomājiet par vidi|saudzējiet (?:vidi|dabu)|consider the environment|think before you print|"
    r"(?:šis|šī) (?:e-pasts?|e-pasta|ziņa|vēstule)[^.]{0,80}(?:adresāt|paredzēt)|"
    r"(?:kļūdas|pārpratuma) (?:dēļ|pēc)|received (?:it|this)[^.]{0,40} in error|vīrus|virus-free|scanned for viruses|"
    r"personas dat\w+ (?:apstrād|aizsardz)",
    re.IGNORECASE,
)
_MAIL_WORD = re.compile(r"e-?past|e-?mail|message|ziņa|ziņoj|vēstul|nachricht|сообщени|письм|print|druk", re.IGNORECASE)
_BANNER = re.compile(
    r"^\W*(?:caution|external(?: e-?mail)?|warning|uzmanību|brīdinājums|ārējs (?:e-pasts|sūtītājs))\W.{0,40}"
    r"(?:extern|outside|ārēj|ārpus|originat)",
    re.IGNORECASE,
)
_DISCLAIMER_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted or forwarded message in a text: the line at which it begins, and its header lines where it has them."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    forward: bool = False


def new_text(text: str) -> str:
    """What the writer of a mail says in it: no quotes, no forwarded message, no signature, no small print."""
    lines = text[:TEXT_LENGTH].split("\n")
    first = next(_quoted(lines), None)
    kept = lines[: first.line] if first else lines
    own = [line for line in _without_attributions(kept) if not line.startswith(_MARKS)]
    said = "\n".join(_without_small_print(_without_signature(own)))
    return _BLANKS.sub("\n\n", said).strip()


def forwarded_text(text: str) -> str:
    """What the newest message quoted or forwarded in a text says; nothing where none is."""
    lines = text[:TEXT_LENGTH].split("\n")
    first = next(_quoted(lines), None)
    if not first:
        return ""
    rest = lines[first.line :]
    body = next((i for i, line in enumerate(rest) if i and not line.strip() and i >= len(first.fields)), len(rest))
    return new_text("\n".join(line.lstrip("> ") if line.startswith(">") else line for line in rest[body:]))


def forwarded_author(text: str, subject: str) -> Address | None:
    """The author of the message that was forwarded in a text, down through messages that were forwarded again."""
    found: Address | None = None
    # What stands in a mail that is neither marked as a forward nor as a reply was forwarded under a subject of its own.
    forward = not is_reply(subject)
    for quoted in _quoted(text[:TEXT_LENGTH].split("\n")):
        if not (forward or quoted.forward):
            break
        found = address(re.sub(r"\[?mailto:([^\]\s>]{1,200})[\]>]?", r"<\1>", quoted.fields.get("from", ""))) or found
        forward = is_forward(quoted.fields.get("subject", ""))
    return found


def is_forward(subject: str) -> bool:
    return bool(_FORWARD_SUBJECT.match(subject[:100]))


def is_reply(subject: str) -> bool:
    return bool(_REPLY_SUBJECT.match(subject[:100]))


def _quoted(lines: Sequence[str]) -> Iterator[Quoted]:
    """Every message quoted below a separator, a header block, or an attribution that is not followed by quote marks."""
    position = 0
    while position < len(lines):
        line = lines[position][:LINE_LENGTH]
        end = position + 1
        if ":" in line or _RULED.match(line) or _WROTE.search(line[-60:]):
            quoted, end = _quoted_at(lines, position, line)
            if quoted:
                yield quoted
        position = end


def _quoted_at(lines: Sequence[str], position: int, line: str) -> tuple[Quoted | None, int]:
    """The message that is quoted from a line on, and where to go on reading."""
    separator = _SEPARATOR.match(line) or _APPLE_FORWARD.match(line)
    if separator:
        fields, end = _header_block(lines, position + 1)
        forward = separator.re is _APPLE_FORWARD or bool(separator.groupdict().get("forward"))
        return Quoted(position, fields, forward), max(end, position + 1)
    fields, end = _header_block(lines, position)
    if fields:
        return Quoted(_rule_before(lines, position), fields), end
    attribution = _attribution(lines, position)
    if attribution is not None and not _marks_follow(lines, position + 1):
        return Quoted(attribution), position + 1
    return None, position + 1


def _rule_before(lines: Sequence[str], position: int) -> int:
    """The line of the rule that stands above a line, perhaps with a blank one between; the line itself where none does."""
    for above in (position - 1, position - 2):
        if above >= 0 and _RULE.match(lines[above][:LINE_LENGTH]):
            return above
        if above < 0 or lines[above].strip():
            break
    return position


def _header_block(lines: Sequence[str], start: int) -> tuple[dict[str, str], int]:
    """The header fields that stand in a block at `start` (blank lines before it allowed), and where the block ends.

    It counts only with an author and at least one more field, since "No:" and "From:" also begin ordinary lines.
    """
    fields: dict[str, str] = {}
    position = next((i for i in range(start, min(start + 3, len(lines))) if lines[i].strip()), start)
    strays = 0
    for line in lines[position : position + _BLOCK_LINES]:
        match = _HEADER_LINE.match(line[:LINE_LENGTH])
        kind = _KIND_OF.get(match[1].lower()) if match else None
        if match and kind == "from" and "from" in fields:
            break
        if match and kind:
            fields.setdefault(kind, (match[2] or "").strip(" *_"))
            strays = 0
        elif not fields or not line.strip() or strays:
            break
        else:
            strays += 1  # a long list of recipients goes on in a second line
        if "from" not in fields:
            break
        position += 1
    return (fields, position) if "from" in fields and len(fields) > 1 else ({}, start)


def _attribution(lines: Sequence[str], end: int) -> int | None:
    """The line at which an attribution ("On ..., Anna wrote:") that ends in line `end` begins; mailers wrap it."""
    last = lines[end].rstrip()[-200:]
    if not _WROTE.search(last) and not (last.endswith(":") and (">" in last or "@" in last)):
        return None
    told: int | None = None
    text = ""
    for start in range(end, max(-1, end - 4), -1):
        line = lines[start][:LINE_LENGTH]
        if not line.strip() or len(text) > LINE_LENGTH:
            break
        text = f"{line} {text}".rstrip()
        if _WHEN.search(text) and (_WROTE.search(last) or _TOLD.search(text)):
            if _OPENING.match(line):
                return start
            told = start if told is None else told
    return told


def _marks_follow(lines: Sequence[str], start: int) -> bool:
    following = next((line for line in lines[start : start + 4] if line.strip()), "")
    return following.startswith(_MARKS)


def _without_attributions(lines: Sequence[str]) -> list[str]:
    """The lines without the attributions of quotes that are told by their marks, so that answers between them stay."""
    left = list(lines)
    for end in range(len(lines)):
        start = _attribution(lines, end)
        if start is not None and _marks_follow(lines, end + 1):
            left[start : end + 1] = [""] * (end + 1 - start)
    return left


def _without_signature(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    written = False
    for position, line in enumerate(lines):
        if line.rstrip() == "--" and written:
            return [*kept, *_after_signature(lines[position + 1 :])]
        written = written or bool(line.strip())
        closing = _CLOSING.search(line[:LINE_LENGTH])
        if closing:
            before = line[: closing.end("before")].rstrip(" ,;")
            return [*kept, before, *_after_signature(lines[position + 1 :])]
        kept.append(line)
    return kept


def _after_signature(lines: Sequence[str]) -> list[str]:
    """What stands below a signature and is no part of it: a postscript, or more than anybody signs with, such as a form."""
    written = [line for line in lines if line.strip() and not _is_small_print(line[:LINE_LENGTH])]
    if len(written) > _SIGNATURE_LINES:
        begin = next((i for i, line in enumerate(lines) if i and not line.strip()), len(lines))
        return list(lines[begin:])
    begin = next((i for i, line in enumerate(lines) if _POSTSCRIPT.match(line)), len(lines))
    end = next((i for i in range(begin, len(lines)) if not lines[i].strip()), len(lines))
    return list(lines[begin:end])


def _without_small_print(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if not _is_small_print(line[:LINE_LENGTH])]


def _is_small_print(line: str) -> bool:
    if _DEVICE.match(line) or _BANNER.match(line):
        return True
    return len(line) > _DISCLAIMER_LENGTH and bool(_SMALL_PRINT.search(line)) and bool(_MAIL_WORD.search(line))
