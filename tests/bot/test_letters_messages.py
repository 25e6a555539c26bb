"""A letter as a message: headers that strangers cannot break, and the same bytes for the same letter."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from bot.letters.samples import samples
from bot.letters.writer import Letter, LetterWriter, compose, is_addressable, with_attachments
from bot.programme import Programme
from parsers.addresses import Address

DATE = dt.datetime(2023, 4, 3, 9, 30, tzinfo=dt.UTC)
SENDER = Address("Izglītības inovāciju programma", "innovationeducation@rbs.lv")
ANNA = Address("Anna Ozola", "anna.ozola@lu.lv")
OWN_ID = "<ack.1f2e@rbs.lv>"


@pytest.fixture
def letter(programme: Programme) -> Letter:
    return LetterWriter(programme).write("ack_incomplete", "lv", samples(programme, "ack_incomplete", "lv")[0])


def read_back(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def send(letter: Letter, recipient: Address = ANNA, **more: Any) -> EmailMessage:
    return read_back(compose(letter, sender=SENDER, recipient=recipient, message_id=OWN_ID, date=DATE, **more))


def test_a_letter_is_text_and_html_and_says_that_it_is_automatic(letter: Letter) -> None:
    """A reader shows either; machines do not answer it (RFC 3834)."""
    message = send(letter)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Precedence"] is None
    assert message["Message-ID"] == OWN_ID
    assert message["Subject"] == letter.subject
    assert message["From"].addresses[0].display_name == "Izglītības inovāciju programma"
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == letter.text


def test_the_same_letter_is_the_same_bytes(letter: Letter) -> None:
    """A delivery that has to be repeated is one mail to the reader, down to the boundaries."""
    letter = with_attachments(letter, ("IIP-2023-0007.docx", "application/octet-stream", b"\x00\x01"))
    first, second = (compose(letter, sender=SENDER, recipient=ANNA, message_id=OWN_ID, date=DATE) for _ in range(2))
    assert first == second
    assert b"\r\n" in first
    assert b"\n" not in first.replace(b"\r\n", b"")
    assert all(len(line) <= 998 for line in first.split(b"\r\n"))


def test_line_breaks_in_strangers_words_make_no_header(letter: Letter) -> None:
    """A name, an identifier or a subject with CR LF neither raises nor adds a Bcc."""
    evil = Address("Anna\r\nBcc: evil@x.example", "anna.ozola@lu.lv")
    message = send(
        Letter("ack_complete", "lv", "Hi\r\nBcc: evil@x.example\x00\u202e", "text\n", "<p>text</p>"),
        recipient=evil,
        in_reply_to="<a@b>\r\nBcc: evil@x.example",
        references=("<x@y>\r\nBcc: evil@x.example", "rubbish", "<c@d>"),
        reply_to=evil,
    )
    assert message["Bcc"] is None
    assert message["In-Reply-To"] == "<a@b>"
    assert message["References"].split() == ["<x@y>", "<c@d>", "<a@b>"]
    assert "\n" not in message["Subject"]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "a",
        "a@",
        "@b",
        "a b@c.lv",
        "a@b@c.lv",
        "ā@lu.lv",
        "a\r\nb@lu.lv",
        "a<b>@lu.lv",
        "a@[",
        "a@" + "x" * 300 + ".lv",
        '"a@lu.lv',
        "a@lu..lv",
        "a,b@lu.lv",
    ],
)
def test_an_address_that_no_header_can_hold_does_not_raise(letter: Letter, email: str) -> None:
    """It is left out, so that one stranger's address cannot block the queue."""
    message = send(letter, recipient=Address("Anna", email), reply_to=Address("Anna", email))
    assert message["To"] is not None
    assert message["Bcc"] is None
    if not is_addressable(email):
        assert message["Reply-To"] is None


def test_long_identifiers_are_not_encoded(letter: Letter) -> None:
    """Outlook's are longer than a line; encoded as words they would break the thread."""
    parent = f"<{'A1b2' * 30}@EURPR01MB1234.eurprd01.prod.exchangelabs.example>"
    raw = compose(
        letter,
        sender=SENDER,
        recipient=ANNA,
        message_id=OWN_ID,
        date=DATE,
        in_reply_to=parent,
        references=(parent,) * 2,
    )
    assert f"In-Reply-To: {parent}\r\nReferences: {parent}\r\n".encode() in raw


def test_an_international_domain_is_written_in_ascii(letter: Letter) -> None:
    """Servers without SMTPUTF8 take it as well."""
    assert (
        send(letter, recipient=Address("Anna", "anna@universitāte.example"))["To"]
        .addresses[0]
        .domain.startswith("xn--")
    )


def test_an_own_identifier_that_is_none_is_a_mistake(letter: Letter) -> None:
    """The Message-ID is the bot's own: a wrong one is a fault of the program."""
    with pytest.raises(ValueError, match="no Message-ID"):
        compose(letter, sender=SENDER, recipient=ANNA, message_id="rubbish", date=DATE)


def test_attachments_pictures_and_an_invitation_travel_along(letter: Letter) -> None:
    """Pictures stand beside the HTML (RFC 2387), an invitation is an alternative, files come after."""
    full = replace(
        letter,
        attachments=(("anketa „jaunā”.docx", "application/octet-stream", b"PK"),),
        pictures=(("chart", "image/png", b"\x89PNG"),),
        invitation=("REQUEST", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    )
    message = send(full)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "text/calendar",
        "application/octet-stream",
    ]
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert [part.get_filename() for part in message.iter_attachments()] == ["anketa „jaunā”.docx"]
    boundaries = [part.get_boundary() for part in message.walk() if part.is_multipart()]
    assert len(set(boundaries)) == 3
