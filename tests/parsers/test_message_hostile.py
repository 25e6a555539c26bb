"""Whatever the bytes, a message comes out, soon, and with nothing in it that could break a header or a line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.etiquette import may_answer
from parsers.authentication import results
from parsers.limits import Limits
from parsers.mail_kind import classify
from parsers.message import Message, parse

LIMITS = Limits()
OWN = ("innovationeducation@rbs.lv",)
HEADER = b"From: Anna <anna@lu.lv>\nSubject: Pieteikums\nMIME-Version: 1.0\n"
MEGABYTE = 1_000_000
# Far above what any of these takes on a busy machine, far below what a square of the length would.
SECONDS_PER_MEGABYTE = 5.0


def _read(raw: bytes) -> Message:
    message = parse(raw, LIMITS)
    kind = classify(message, brings_documents=False, own_addresses=OWN)
    may_answer(message, kind, OWN)
    results(message, "mx1.rbs.lv")
    return message


def _is_clean(message: Message) -> bool:
    """What goes into headers, logs and tables is on one line each and can be encoded."""
    addresses = (*message.from_, *message.sender, *message.reply_to, *message.to, *message.cc)
    lines = [
        message.subject, message.message_id or "", *message.in_reply_to, *message.references, *message.defects,
        *(value for field in message.fields for value in field),
        *(text for address in addresses for text in (address.name, address.email)),
        *(part.filename or "" for part in message.parts),
    ]  # fmt: skip
    "".join((*lines, message.text, message.new_text)).encode()
    return all(not any(ord(character) < 32 or ord(character) == 127 for character in line) for line in lines)


def _nested(depth: int) -> bytes:
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth))
    closed = b"".join(b"\n--b%d--" % i for i in reversed(range(depth)))
    return HEADER + opened + b"Content-Type: text/plain\n\nlabdien" + closed


@pytest.mark.parametrize("depth", [1000, 5000])
def test_depth_is_no_danger(depth: int) -> None:
    message = _read(_nested(depth))
    assert message.defects == ("parts nested deeper than 30 were left out",)
    assert _read(b"Content-Type: message/rfc822\n\n" * depth).parts[0].media_type == "message/rfc822"


def test_what_is_within_the_depth_is_read() -> None:
    assert _read(_nested(30)).text == "labdien"


@pytest.mark.parametrize(
    "part",
    [
        b"\nx\n",
        b"Content-Type: multipart/mixed; boundary=c\n\n",
        b"Content-Disposition: attachment; filename=a.pdf\n\nx\n",
    ],
)
def test_a_hundred_thousand_parts_are_cut_and_said_to_be(part: bytes) -> None:
    raw = HEADER + b"Content-Type: multipart/mixed; boundary=b\n\n" + (b"--b\n" + part) * 100_000
    message = _read(raw)
    assert len(message.parts) <= LIMITS.mime_parts
    assert any("left out" in defect for defect in message.defects)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        *(
            ("", unit)
            for unit in (
                "a",
                " ",
                "\n",
                "<",
                ">",
                "<\n",
                ">\n",
                "> \n",
                "?",
                "a? ",
                "vai ",
                "ludzu ",
                "a@",
                "--\n",
                "_\n",
            )
        ),
        *(
            ("", unit)
            for unit in (
                "wrote:\n",
                "On 1 wrote:\n",
                "From: a@b.c\n",
                "From: a\nTo: b\n",
                "ar cieņu ",
                "https://",
                "begin 644 a\n",
            )
        ),
        *(("Content-Type: text/plain; format=flowed\n", unit) for unit in ("a \n", ">", "> \n")),
        *(("Content-Type: text/html\n", unit) for unit in ("<", "&", "<!--", "<div class='gmail_quote'>", "<a b='")),
        ("Content-Transfer-Encoding: base64\n", "A="),
        ("Content-Transfer-Encoding: quoted-printable\n", "="),
        ("Content-Type: multipart/mixed; boundary=b\n\n--b\n", "--b "),
    ],
)
def test_repetition_costs_no_more_than_its_length(header: str, unit: str) -> None:
    raw = HEADER + header.encode() + b"\n" + unit.encode() * (MEGABYTE // len(unit.encode()))
    start = time.process_time()
    message = _read(raw)
    assert time.process_time() - start < SECONDS_PER_MEGABYTE
    assert _is_clean(message)


@pytest.mark.parametrize(
    "field",
    [
        "Subject: " + "a" * MEGABYTE,
        "Subject: " + "=?utf-8?q?" * 1000,
        "From: " + "(" * 9000,
        "From: " + '"' * 9000,
        "From: " + "<a@b " * 2000,
        "To: " + "a@b.lv," * 100_000,
        "Date: " + "(" * 9000,
        "Received: from " + "(a by b " * 1200,
        "References: " + "<a@b>" * 100_000,
        "Content-Type: text/plain" + ";" * 9000,
        "Content-Type: text/plain; name=" + '"a' * 4000,
        "Content-Type: text/plain" + "".join(f"; name*{i}=a" for i in range(900)),
        "\n".join(f"X-A{i}: b" for i in range(100_000)),
        "Received: from a by b; Mon, 3 Apr 2023 10:00:00 +0300\n" * 20_000,
    ],
)
def test_a_header_of_any_size_is_read_in_time(field: str) -> None:
    start = time.process_time()
    message = _read(f"{field}\n\ntext".encode())
    assert time.process_time() - start < SECONDS_PER_MEGABYTE
    assert _is_clean(message)


CONTROL = st.sampled_from(
    ["\r", "\n", "\r\n", "\0", "\x1b[31m", "\u202e", "\ud800", "\x85", "\u2028", "=0d=0aBcc: x@y", "=?utf-8?q?=0a?="]
)
VALUE = st.lists(st.one_of(st.text(max_size=20), CONTROL), max_size=6).map("".join)
NAMES = (
    "From",
    "Sender",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "References",
    "Content-Type",
    "Content-Disposition",
    "Received",
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), VALUE), max_size=8), st.binary(max_size=200))
def test_no_header_value_can_break_a_line(fields: list[tuple[str, str]], body: bytes) -> None:
    header = "".join(f"{name}: {value}\n" for name, value in fields).encode("utf-8", "surrogatepass")
    assert _is_clean(_read(header + b"\n" + body))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_message(raw: bytes) -> None:
    assert _is_clean(_read(raw))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_sample_is_still_a_message(samples: Path, data: st.DataObject) -> None:
    """Cut off, with flipped bits, with a header twice: the kinds of damage that mail takes on its way."""
    paths = sorted(path for path in samples.glob("*/*/*.eml") if path.stat().st_size < 200_000)
    raw = bytearray(data.draw(st.sampled_from(paths)).read_bytes()[:30_000])
    for _ in range(data.draw(st.integers(0, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    if data.draw(st.booleans()):
        head, separator, rest = bytes(raw).partition(b"\nFrom:")
        raw = bytearray(head + b"\nFrom: x@y.lv\nMessage-ID: <1@2>\nContent-Type: text/plain" + separator + rest)
    del raw[data.draw(st.integers(0, len(raw))) :]
    assert _is_clean(_read(bytes(raw)))


@pytest.mark.parametrize("folder", ["mail", "tnef"])
def test_every_real_and_hostile_mail_is_read(corpora: Path, folder: str) -> None:
    """None raises, and none takes longer than its size explains."""
    for path in sorted(path for path in (corpora / folder).rglob("*") if path.is_file()):
        raw = path.read_bytes()
        start = time.process_time()
        message = _read(raw)
        assert time.process_time() - start < 1.0 + SECONDS_PER_MEGABYTE * len(raw) / MEGABYTE, path
        assert _is_clean(message), path
