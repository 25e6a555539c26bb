"""Bounces: what a mail system says about mail that it could not deliver, in RFC 3464's words or in its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers import charsets
from parsers.mail import phrases
from parsers.mail.headers import address
from parsers.message import Message, Part
from parsers.text import fold, one_line

_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_FAILED_ACTIONS = {"failed", "failure", "delayed"}
_SYSTEM_LOCAL_PARTS = re.compile(
    r"(?:mailer-?daemon|post[-_]?master|mail-?daemon|mail-?er|mmdf|mdaemon|bounces?|mail-?delivery-?(?:subsystem|system)|"
    r"microsoftexchange\w+|maildelivery\w*|mail-?system|smtp-?gateway|abuse|noreply-?daemon)(?:[+=._-].*)?",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\w.])(?P<class>[245])(?:\.\d{1,2}\.\d{1,3}|[0-5]\d)(?![\w.]|\s*(?:bytes|kb))", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"^[ \t>]*Message-I[dD]:[ \t]*\n?[ \t]*(<[^<>\s]{1,500}>)", re.MULTILINE | re.IGNORECASE)
_STATUS_FIELD = re.compile(r"^([A-Za-z-]{1,40}):[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_BODY_RECIPIENT = re.compile(
    r"^[ \t>]*(?:to\s+)?<?([^\s<>@:;,\"'()\[\]]{1,64}@[^\s<>@:;,\"'()\[\]]{1,255})>?(?:[:;,.\s]|$)",
    re.MULTILINE | re.IGNORECASE,
)
_ANY_ADDRESS = re.compile(r"(?<![^\s<>:;,\"'()\[\]])[^\s<>@:;,\"'()\[\]]{1,64}@[^\s<>@:;,\"'()\[\]]{1,255}")
_RETURNED_TO = re.compile(r"^[ \t>]*To:[ \t]*(.{1,500})$", re.MULTILINE | re.IGNORECASE)
_DIAGNOSTIC = re.compile(r"^.*(?:\b[45]\d\d[ -]|\b[45]\.\d\.\d).*$", re.MULTILINE)
_LOOKED_AT = 20_000
_RECIPIENTS = 20


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail system says of a message that it did not deliver.

    `original_message_id` is the Message-ID of that message, `recipients` whom it did not reach (each None or empty where
    not told). `permanent` is false where the system goes on trying, `diagnostic` its reason on one line.
    """

    original_message_id: str | None = None
    recipients: tuple[str, ...] = ()
    permanent: bool = True
    diagnostic: str = ""


def read(message: Message) -> Bounce | None:
    """What `message` reports as not delivered; None where it is no bounce."""
    statuses = [status for part in _status_parts(message) for status in _fields(part.content)]
    actions = {status.get("action", "").split(" ")[0].lower() for status in statuses} - {""}
    if actions and not actions & _FAILED_ACTIONS:
        return None
    if actions:
        return _from_statuses(message, statuses)
    if _is_free_form(message):
        return _from_text(message, statuses)
    return None


def is_from_mail_system(message: Message) -> bool:
    """Whether a mail system, no person, is named as author."""
    return any(_SYSTEM_LOCAL_PARTS.fullmatch(author.email.partition("@")[0]) for author in message.from_)


def _status_parts(message: Message) -> Iterator[Part]:
    yield from (part for part in (*message.reports, *message.parts) if part.media_type in _STATUS_TYPES)


def _fields(content: bytes) -> list[dict[str, str]]:
    """The groups of fields of a delivery status: one about the message, then one a recipient (RFC 3464, 2.1)."""
    text = charsets.decode(content[:_LOOKED_AT], None).replace("\r\n", "\n").replace("\r", "\n")
    groups = (
        dict(_unfolded(match) for match in _STATUS_FIELD.finditer(group)) for group in re.split(r"\n[ \t]*\n", text)
    )
    return [group for group in groups if group]


def _unfolded(match: re.Match[str]) -> tuple[str, str]:
    return match[1].lower(), " ".join(match[2].split())


def _from_statuses(message: Message, statuses: list[dict[str, str]]) -> Bounce:
    failed = [s for s in statuses if s.get("action", "").split(" ")[0].lower() in _FAILED_ACTIONS]
    recipients = [
        _recipient(s.get("original-recipient", "")) or _recipient(s.get("final-recipient", "")) for s in failed
    ]
    temporary = all(
        s.get("action", "").lower().startswith("delayed") or s.get("status", "").startswith("4") for s in failed
    )
    return Bounce(
        original_message_id=_original_message_id(message),
        recipients=tuple(dict.fromkeys(r for r in recipients if r)),
        permanent=not temporary,
        diagnostic=one_line(next((t for s in failed for t in (s.get("diagnostic-code"), s.get("status")) if t), "")),
    )


def _recipient(field: str) -> str:
    found = address(field.rpartition(";")[2].strip().strip("<>"))
    return found.email if found else ""


def _is_free_form(message: Message) -> bool:
    if message.headers.get("x-failed-recipients"):
        return True
    text = message.text[:_LOOKED_AT]
    title = fold(message.subject)
    subject = bool(phrases.pattern("bounce_subject").search(title))
    body = bool(phrases.pattern("bounce_text").search(fold(text)))
    if message.content_type == "multipart/report" and "delivery-status" in message.header("content-type").lower():
        return subject or body or not message.text.strip()
    if is_from_mail_system(message):
        return (subject or body) and not _is_automatic_answer(message)
    nobody = message.return_path == "" or not message.from_
    return subject and body and (nobody or bool(phrases.pattern("begins_bounce_subject").match(title)))


def _is_automatic_answer(message: Message) -> bool:
    return message.header("auto-submitted").lower().startswith("auto-replied") and not phrases.pattern(
        "bounce_subject"
    ).search(fold(message.subject))


def _from_text(message: Message, statuses: list[dict[str, str]]) -> Bounce:
    report = _before_returned(message.text[:_LOOKED_AT])
    diagnostic = _DIAGNOSTIC.search(report)
    return Bounce(
        original_message_id=_original_message_id(message),
        recipients=_recipients(message, statuses, report),
        permanent=_is_permanent(message.subject, report),
        diagnostic=one_line(diagnostic[0] if diagnostic else ""),
    )


def _recipients(message: Message, statuses: list[dict[str, str]], report: str) -> tuple[str, ...]:
    """Whom the message did not reach, from the first of these that tells it: fields, lines of the report, what came back."""
    named = ",".join(message.headers.get("x-failed-recipients", ())).split(",")
    others = {one.email for one in (*message.from_, *message.to)}
    returned = _RETURNED_TO.search(message.text) or next(
        (found for part in message.reports if (found := _RETURNED_TO.search(_text(part)))), None
    )
    sources = (
        [found.email for found in map(address, named) if found],
        [_recipient(status.get("final-recipient", "")) for status in statuses],
        [found[1] for found in _BODY_RECIPIENT.finditer(report)],
        [found[0] for found in _ANY_ADDRESS.finditer(report)],
        [found[0] for found in _ANY_ADDRESS.finditer(returned[1])] if returned else [],
    )
    for source in sources:
        told = dict.fromkeys(one.rstrip(".").lower() for one in source if one)
        recipients = [
            one for one in told if one not in others and not _SYSTEM_LOCAL_PARTS.fullmatch(one.partition("@")[0])
        ]
        if recipients:
            return tuple(recipients[:_RECIPIENTS])
    return ()


def _is_permanent(subject: str, report: str) -> bool:
    """Whether the system has given up: told by its status code, else by its words."""
    codes = {found["class"] for found in _CODE.finditer(report)}
    if "5" in codes or phrases.pattern("permanent_text").search(fold(report)):
        return True
    return not ("4" in codes or phrases.pattern("temporary_text").search(fold(f"{subject} {report}")))


def _before_returned(text: str) -> str:
    """The report's own words, before the returned message's header section."""
    returned = re.search(r"^(?:received|return-path|message-id|from|date):\s", text, re.MULTILINE | re.IGNORECASE)
    return text[: returned.start()] if returned else text


def _original_message_id(message: Message) -> str | None:
    """The Message-ID of the message that came back: from what was returned of it, else from the text, else by reference."""
    for part in (*message.reports, *message.parts):
        if part.media_type in (*_RETURNED, "application/octet-stream") or part.media_type.startswith("text/"):
            found = _MESSAGE_ID.search(_text(part))
            if found:
                return found[1]
    found = _MESSAGE_ID.search(message.text)
    if found:
        return found[1]
    return next(iter((*message.in_reply_to, *reversed(message.references))), None)


def _text(part: Part) -> str:
    return charsets.decode(part.content[:_LOOKED_AT], None).replace("\r\n", "\n")
