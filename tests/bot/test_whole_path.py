"""The main job as users have it: mails lie in a mailbox, `poll` runs, records and answers are there, once."""

from __future__ import annotations

import imaplib
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.demonstration.mails import mails
from bot.programme import Programme
from tests.bot.installation import Installation
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer

ANSWERS = Counter(
    {
        "ack_complete": 4,
        "ack_incomplete": 4,
        "ack_updated": 1,
        "ack_withdrawn": 1,
        "question_forwarded": 1,
        "question_to_director": 1,
    }
)


def told(bot: Installation) -> tuple[object, object]:
    return bot.applications(), [(m["key"], m["state"]) for m in bot.outbox()]


def test_a_maildir_of_mails_becomes_records_and_answers(tmp_path: Path, programme: Programme) -> None:
    bot = Installation.build(tmp_path)
    bot.deliver(*mails(programme))
    bot.run("poll")
    statuses = {a["title"]: a["status"] for a in bot.applications()}
    assert statuses == {
        "Vakara rakstu darbnīca": "complete",
        "Uzņēmumu izaicinājumi pirmkursniekiem": "complete",
        "Pacienti māca sarunu": "complete",
        "Viens logs studentam Jelgavā": "incomplete",
        "A Summer Before Riga": "withdrawn",
        "Laboratorija somā": "incomplete",
        "Klase bez sienām": "incomplete",
    }
    assert Counter(mail["template"] for mail in bot.outbox()) == ANSWERS
    assert {mail["state"] for mail in bot.outbox()} == {"sent"}
    before = told(bot)
    bot.run("poll")
    assert told(bot) == before
    assert len(bot.sent()) == ANSWERS.total()
    for mail in bot.sent():
        assert mail["Auto-Submitted"].startswith("auto-")
        assert mail["Message-ID"]
        assert mail.get_body(("plain",)) is not None
        assert mail.get_body(("html",)) is not None


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_real_servers_carry_the_sample_cases_once(
    tmp_path: Path,
    samples: Path,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    database: str,
) -> None:
    smtp_server.forget()
    user = f"whole-{database}"
    store = None
    if database == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        store = server.new_database()
    monkeypatch.setenv("INTAKE_BOT__MAILBOX__PASSWORD", PASSWORD)
    bot = Installation.build(
        tmp_path,
        mailbox=f"imap://{user}@127.0.0.1:{dovecot.port}/INBOX",
        outgoing=f"smtp://127.0.0.1:{smtp_server.port}",
        store=store,
    )
    cases = sorted(samples.glob("A/*/message.eml"))
    with imaplib.IMAP4("127.0.0.1", dovecot.port) as client:
        client.login(user, PASSWORD)
        for case in cases:
            client.append("INBOX", None, None, case.read_bytes())
        assert "✓ mailbox" in bot.run("check").stdout
        bot.run("poll")
        applications = bot.applications()
        assert len(applications) == len(cases)
        assert [len(a["messages"]) for a in applications] == [1] * len(cases)
        assert sorted(m["state"] for m in bot.outbox()) == ["sent"] * len(cases)
        before = told(bot)
        bot.run("poll")
        assert told(bot) == before
        assert len(smtp_server.taken()) == len(cases)
        client.select("INBOX", readonly=True)
        assert client.search(None, "SEEN")[1] == [b""]


def test_run_answers_what_arrives_and_stops_on_sigterm(tmp_path: Path, programme: Programme) -> None:
    bot = Installation.build(tmp_path)
    first, second, *_ = mails(programme)
    bot.deliver(first)
    line = [sys.executable, "-m", "bot", "--config", str(bot.config), "run"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            await_mails(bot, 1, running)
            bot.deliver(second)
            await_mails(bot, 2, running)
            running.send_signal(signal.SIGTERM)
            said, _ = running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == 0, said
    assert len(bot.applications()) == 2


def await_mails(bot: Installation, count: int, running: subprocess.Popen[str], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while len(bot.sent()) < count:
        assert running.poll() is None, "the bot ended"
        assert time.monotonic() < end, "no answer came"
        time.sleep(0.2)


def test_mail_from_before_the_first_start_is_noted_and_not_answered(tmp_path: Path, programme: Programme) -> None:
    bot = Installation.build(tmp_path)
    text = bot.config.read_text("utf-8")
    bot.config.write_text(text.replace("since = 2023-01-01\n", ""), "utf-8")
    bot.deliver(*list(mails(programme))[:2])
    assert "2 fetched, 2 processed, 0 sent" in bot.run("poll").stdout
    assert (bot.applications(), bot.outbox()) == ([], [])


@pytest.mark.parametrize(
    ("mailbox", "outgoing", "code", "said"),
    [
        ("imap://somebody@127.0.0.1:1/INBOX", None, 3, "127.0.0.1"),
        (None, "smtp://127.0.0.1:1", 0, ""),
        ("imap://mail.example.org/INBOX", None, 2, "unencrypted"),
    ],
)
def test_a_server_that_is_not_there_is_named_and_nothing_is_lost(
    tmp_path: Path,
    programme: Programme,
    monkeypatch: pytest.MonkeyPatch,
    mailbox: str | None,
    outgoing: str | None,
    code: int,
    said: str,
) -> None:
    monkeypatch.setenv("INTAKE_BOT__MAILBOX__PASSWORD", PASSWORD)
    bot = Installation.build(tmp_path, mailbox=mailbox, outgoing=outgoing)
    if mailbox is None:
        bot.deliver(next(iter(mails(programme))))
    done = bot.run("poll", check=False)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    if outgoing is not None:
        [mail] = bot.outbox()
        assert mail["state"] == "queued"
        assert "127.0.0.1" in mail["error"]


def test_a_wrong_password_is_named_with_its_remedy(
    tmp_path: Path, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_BOT__MAILBOX__PASSWORD", "not the password")
    bot = Installation.build(tmp_path, mailbox=f"imap://wrong@127.0.0.1:{dovecot.port}/INBOX")
    done = bot.run("poll", check=False)
    assert done.returncode == 3
    assert "password" in done.stderr
    assert "not the password" not in done.stderr


def test_two_bots_on_one_mailbox_and_store_do_each_thing_once(tmp_path: Path, programme: Programme) -> None:
    bot = Installation.build(tmp_path)
    bot.deliver(*list(mails(programme))[:4])
    bot.run("list")
    line = [sys.executable, "-m", "bot", "--config", str(bot.config), "poll"]
    both = [subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(2)]
    said = [process.communicate(timeout=300)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    bot.run("poll")
    assert len(bot.applications()) == 4
    assert sorted(mail["state"] for mail in bot.outbox()) == ["sent"] * 4
    assert len(bot.sent()) == 4


def test_check_names_what_works_less_well_than_it_could(tmp_path: Path) -> None:
    bot = Installation.build(tmp_path)
    text = bot.config.read_text("utf-8").partition("[director]")[0]
    bot.config.write_text(text, "utf-8")
    done = bot.run("check")
    assert "director.address is not set" in done.stdout
    assert "✓ store" in done.stdout
