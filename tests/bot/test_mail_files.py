"""Mail out of files: each message once and whole, however the file holds it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.errors import NotFoundError
from bot.mailboxes import Arrival
from bot.mailboxes.files import arrivals, find
from bot.transport import maildir
from tests.bot.mails import mail

SEPARATOR = b"From anna.ozola@lu.example Mon Mar 20 10:15:00 2023\r\n"
MEGABYTE = 1024 * 1024


def read(*paths: Path, maximum: int = MEGABYTE) -> list[Arrival]:
    return [arrival for file in find(paths) for arrival in arrivals(file, maximum)]


def test_an_eml_file_is_one_message_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "pieteikums.eml"
    file.write_bytes(mail(1))
    [arrival] = read(file)
    assert (arrival.raw, arrival.size, arrival.whole) == (mail(1), len(mail(1)), True)


def test_an_eml_file_is_one_message_even_if_lines_in_it_look_like_an_mbox(tmp_path: Path) -> None:
    content = SEPARATOR + mail(1, body="Labdien!\r\n\r\n" + SEPARATOR.decode())
    (tmp_path / "saved.eml").write_bytes(content)
    assert [arrival.raw for arrival in read(tmp_path / "saved.eml")] == [content]


@pytest.mark.parametrize(
    "separator",
    [
        SEPARATOR,
        b"From - Mon Mar 20 10:15:00 2023\r\n",
        b"From MAILER-DAEMON Mon Mar  6 08:05:00 2023\r\n",
        b"From 1762222@xxx Mon Mar 20 08:15:00 +0000 2023\r\n",
    ],
    ids=["classic", "thunderbird", "daemon", "takeout"],
)
def test_an_mbox_is_taken_apart_at_its_separators(tmp_path: Path, separator: bytes) -> None:
    file = tmp_path / "inbox.mbox"
    file.write_bytes(b"".join(separator + mail(number) + b"\r\n" for number in range(3)))
    assert [arrival.raw for arrival in read(file)] == [mail(number) for number in range(3)]


def test_a_sentence_that_begins_with_from_does_not_end_a_message(tmp_path: Path) -> None:
    body = "Hello,\r\n\r\nFrom 2023 on we work with RTU.\r\n\r\nFrom\r\n"
    (tmp_path / "inbox").write_bytes(SEPARATOR + mail(1, body) + b"\r\n" + SEPARATOR + mail(2))
    assert [arrival.raw for arrival in read(tmp_path / "inbox")] == [mail(1, body), mail(2)]


def test_quoted_from_lines_are_unquoted_by_one_mark(tmp_path: Path) -> None:
    body = "Labdien!\r\n>From Mon\r\n>>From Tue\r\n> From here"
    (tmp_path / "inbox.mbox").write_bytes(SEPARATOR + mail(1, body))
    [arrival] = read(tmp_path / "inbox.mbox")
    assert arrival.raw == mail(1, "Labdien!\r\nFrom Mon\r\n>From Tue\r\n> From here")


def test_blank_lines_inside_and_at_the_end_of_messages_stay(tmp_path: Path) -> None:
    body = "a\r\n\r\n\r\n\r\nb\r\n"
    (tmp_path / "inbox.mbox").write_bytes(SEPARATOR + mail(1, body) + b"\r\n" + SEPARATOR + mail(2, body) + b"\r\n")
    assert [arrival.raw for arrival in read(tmp_path / "inbox.mbox")] == [mail(1, body), mail(2, body)]


def test_a_folder_gives_its_mail_files_in_order_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "02").mkdir()
    (tmp_path / "01.EML").write_bytes(mail(1))
    (tmp_path / "02" / "in.eml").write_bytes(mail(2))
    (tmp_path / "truth.json").write_text("{}")
    assert [arrival.raw for arrival in read(tmp_path)] == [mail(1), mail(2)]


def test_a_maildir_gives_its_messages(tmp_path: Path) -> None:
    maildir.deliver(tmp_path, "1679300000.M1.host", mail(1))
    maildir.deliver(tmp_path, "1679300001.M2.host", mail(2), flags="S")
    assert [arrival.raw for arrival in read(tmp_path)] == [mail(1), mail(2)]


def test_the_key_is_the_content_so_that_a_copy_is_the_same_delivery(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(1))
    (tmp_path / "b.mbox").write_bytes(SEPARATOR + mail(1))
    one, other = read(tmp_path)
    assert one.key == other.key


@pytest.mark.parametrize("file_name", ["a.eml", "a.mbox"])
def test_of_a_message_above_the_limit_only_the_header_is_kept(tmp_path: Path, file_name: str) -> None:
    large = mail(1, body="x\r\n" * 2000)
    (tmp_path / file_name).write_bytes(SEPARATOR + large + b"\r\n" if file_name == "a.mbox" else large)
    [arrival] = read(tmp_path / file_name, maximum=1000)
    assert (arrival.whole, arrival.size) == (False, len(large))
    assert arrival.raw == large[: large.index(b"\r\n\r\n") + 4]


def test_a_message_arrived_when_the_last_server_says(tmp_path: Path) -> None:
    received = (
        b"Received: from mx1.example by imap.example;\r\n Mon, 20 Mar 2023 10:20:00 +0200 (EET)\r\n"
        b"Received: from lu.example by mx1.example; Mon, 20 Mar 2023 10:10:00 +0200\r\n"
    )
    (tmp_path / "a.eml").write_bytes(received + mail(1))
    assert read(tmp_path)[0].delivered_at == datetime(2023, 3, 20, 10, 20, tzinfo=timezone(timedelta(hours=2)))


def test_without_received_headers_the_date_counts_and_without_that_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(1))
    (tmp_path / "b.eml").write_bytes(mail(1).replace(b"Mon, 20 Mar 2023 10:15:00 +0200", b"vakar"))
    at = datetime(2023, 4, 1, tzinfo=UTC)
    os.utime(tmp_path / "b.eml", (at.timestamp(), at.timestamp()))
    assert [arrival.delivered_at for arrival in read(tmp_path)] == [datetime(2023, 3, 20, 8, 15, tzinfo=UTC), at]


def test_a_name_that_is_not_there_stops_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(1))
    with pytest.raises(NotFoundError, match=r"no file or folder .*missing\.eml"):
        find([tmp_path / "a.eml", tmp_path / "missing.eml"])


@pytest.mark.parametrize(
    ("name", "messages"), [("mimekit/mbox/content-length-summary.txt", 29), ("sisimai/mailbox/mbox-1", 1)]
)
def test_real_mboxes_give_as_many_messages_as_they_hold(corpora: Path, name: str, messages: int) -> None:
    assert len(read(corpora / "mail" / name)) == messages
