"""A letter becomes an RFC 5322 message: the same bytes for the same letter, whatever strangers put into its words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage, MIMEPart
from email.utils import format_datetime
from typing import Literal

from bot.letters.context import Letter
from bot.letters.markup import CONTENT_ID_DOMAIN
from parsers.addresses import Address
from parsers.text import one_line

AutoSubmitted = Literal["auto-replied", "auto-generated"]
# RFC 5322, 3.6.4, as far as it is needed to thread: printable ASCII between angle brackets.
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,300}>")
_REFERENCES_KEPT = 20
# A dot-atom and a host name (RFC 5322, 3.4.1; RFC 5321, 4.5.3.1). The standard library's own reading can raise anything here.
_LOCAL_PART = re.compile(r"(?=.{1,64}$)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.ASCII | re.IGNORECASE
)


def compose(
    letter: Letter,
    *,
    sender: Address,
    recipient: Address,
    message_id: str,
    date: datetime,
    in_reply_to: str | None = None,
    references: tuple[str, ...] = (),
    reply_to: Address | None = None,
    auto_submitted: AutoSubmitted = "auto-replied",
) -> bytes:
    """The message, ready to be sent.

    Never raises on words, names, identifiers or addresses of strangers: what a header cannot hold is cleaned, or left out.
    `message_id` is the bot's own and must be one (`<left@right>`).
    """
    message = EmailMessage(policy.SMTP)
    message["From"] = _mailbox(sender) or "undisclosed-sender:;"
    message["To"] = _mailbox(recipient) or "undisclosed-recipients:;"
    if reply_to is not None and (mailbox := _mailbox(reply_to)):
        message["Reply-To"] = mailbox
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(date)
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = auto_submitted
    message["X-Auto-Response-Suppress"] = "All"
    _fill(message, letter)
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(_boundary(message_id, number))
    return _identification(message_id, in_reply_to, references) + message.as_bytes()


def is_addressable(email: str) -> bool:
    """Whether a message can be addressed to `email` at all (RFC 5322 addr-spec in ASCII, or with an internationalised domain)."""
    return _mailbox(Address("", email)) is not None


def _identification(message_id: str, in_reply_to: str | None, references: tuple[str, ...]) -> bytes:
    """The identification fields. The standard library would encode long identifiers as words, which breaks threads."""
    own = _identifiers((message_id,))
    if not own:
        raise ValueError(f"{message_id!r} is no Message-ID")
    fields = [f"Message-ID: {own[0]}"]
    parent = _identifiers((in_reply_to or "",))[:1]
    if parent:
        fields.append(f"In-Reply-To: {parent[0]}")
    line = [i for i in _identifiers(references) if i not in parent]
    line = [*line[:1], *line[1:][-_REFERENCES_KEPT:], *parent]
    if line:
        fields.append("References: " + "\r\n ".join(dict.fromkeys(line)))
    return "".join(f"{field}\r\n" for field in fields).encode("ascii")


def _identifiers(values: tuple[str, ...]) -> list[str]:
    return [found for value in values for found in _MESSAGE_ID.findall(value)]


def _mailbox(address: Address) -> MailAddress | None:
    """The address as a header holds it; None for one that no header can hold."""
    local, _, domain = address.email.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if not (_LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(ascii_domain)):
        return None
    return MailAddress(one_line(address.name, 100), username=local, domain=ascii_domain)


def _fill(message: EmailMessage, letter: Letter) -> None:
    """text and HTML as alternatives, pictures beside the HTML, an invitation as third alternative, attachments after all."""
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    html = _html_part(message)
    for content_id, media_type, content in letter.pictures:
        main, _, sub = media_type.partition("/")
        html.add_related(
            content,
            main,
            sub,
            cid=f"<{content_id}@{CONTENT_ID_DOMAIN}>",
            disposition="inline",
            filename=f"{content_id}.{sub}",
        )
    if letter.invitation:
        method, calendar = letter.invitation
        message.add_alternative(
            calendar.decode("utf-8"), subtype="calendar", charset="utf-8", cte="base64", params={"method": method}
        )
    for filename, media_type, content in letter.attachments:
        main, _, sub = media_type.partition("/")
        message.add_attachment(content, main, sub, filename=one_line(filename, 150))


def _html_part(message: EmailMessage) -> MIMEPart:
    return next(part for part in _leaves(message) if part.get_content_type() == "text/html")


def _leaves(message: EmailMessage) -> Iterator[MIMEPart]:
    return (part for part in message.walk() if isinstance(part, MIMEPart) and not part.is_multipart())


def _boundary(message_id: str, number: int) -> str:
    # "=_" can stand in no quoted-printable or base64 line (RFC 2045, 6.7).
    return "=_" + hashlib.sha256(f"{message_id} {number}".encode()).hexdigest()[:40]
