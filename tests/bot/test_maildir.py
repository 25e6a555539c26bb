"""What is particular to Maildirs: files that people move, links, and writing that never shows half a message."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import MailboxError, SendingPostponed
from bot.mailboxes.maildir import MaildirMailbox
from bot.senders.maildir import MaildirSender
from bot.transport import maildir
from tests.bot.mails import mail

LONG_AGO = datetime(2023, 1, 1, tzinfo=UTC)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    maildir.create(tmp_path / "box")
    return tmp_path / "box"


def read(box: Path, known: set[str] | None = None) -> list[tuple[str, bytes]]:
    mailbox = MaildirMailbox(box, maximum=1_000_000)
    return [(a.key, a.raw) for a in mailbox.arrivals(None, (known or set()).__contains__, LONG_AGO)]


def test_a_message_that_a_person_has_read_and_flagged_keeps_its_key(box: Path) -> None:
    (box / "cur" / "1679300000.M1.host:2,FS").write_bytes(mail(1))
    assert read(box) == [("1679300000.M1.host", mail(1))]
    assert read(box, known={"1679300000.M1.host"}) == []


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    assert read(tmp_path / "not" / "yet") == []
    assert (tmp_path / "not" / "yet" / "cur").is_dir()


def test_links_hidden_files_and_folders_are_no_messages(box: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"root:x:0:0")
    (box / "new" / "link").symlink_to(tmp_path / "secret")
    (box / "new" / ".hidden").write_bytes(mail(1))
    (box / "new" / "folder").mkdir()
    assert read(box) == []


def test_a_path_that_is_no_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MailboxError, match=r"cannot be used .*Mend mailbox\.url"):
        read(tmp_path / "file")


def test_a_reply_delivered_twice_is_one_message_even_after_it_was_read(box: Path) -> None:
    sender = MaildirSender(box)
    sender.send(mail(1), envelope_from="bots@skola.example", recipient="anna@lu.example")
    [delivered] = maildir.entries(box)
    delivered.rename(box / "cur" / f"{delivered.name}:2,S")
    sender.send(mail(1), envelope_from="bots@skola.example", recipient="anna@lu.example")
    assert [entry.name for entry in maildir.entries(box)] == [f"{delivered.name}:2,S"]


def test_a_folder_that_cannot_be_written_postpones_the_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SendingPostponed, match="cannot be written"):
        MaildirSender(tmp_path / "file").send(mail(1), envelope_from="a@b.lv", recipient="c@d.lv")
