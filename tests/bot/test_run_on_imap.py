"""`run` on a real IMAP server that goes away and comes back: mail is answered as soon as it arrives, nothing needs a hand."""

from __future__ import annotations

import imaplib
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.demonstration.mails import mails
from bot.programme import Programme
from tests.bot.installation import Installation
from tests.servers import dovecot as dovecot_server
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.ports import HOST


def receive(server: Dovecot, raw: bytes) -> None:
    with imaplib.IMAP4(HOST, server.port, timeout=10) as client:
        client.login("anna", PASSWORD)
        client.append("INBOX", "", None, raw)


def await_answers(bot: Installation, count: int, running: subprocess.Popen[str], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while len(bot.sent()) < count:
        assert running.poll() is None, "the bot ended"
        assert time.monotonic() < end, "no answer came"
        time.sleep(0.2)


def test_run_answers_at_once_and_outlives_a_restart_of_the_server(
    tmp_path: Path, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_BOT__MAILBOX__PASSWORD", PASSWORD)
    monkeypatch.setenv("INTAKE_BOT__MAILBOX__POLL_SECONDS", "600")
    first, second, third, *_ = mails(programme)
    with dovecot_server.running() as server:
        bot = Installation.build(tmp_path, mailbox=f"imap://anna@{HOST}:{server.port}/INBOX")
        receive(server, first)
        line = [sys.executable, "-m", "bot", "--config", str(bot.config), "run"]
        with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
            try:
                await_answers(bot, 1, running)
                receive(server, second)  # told by IDLE: the next poll is ten minutes away
                await_answers(bot, 2, running)
                server.stop()
                time.sleep(2)
                server.start()
                receive(server, third)
                await_answers(bot, 3, running)
                running.send_signal(signal.SIGTERM)
                said, _ = running.communicate(timeout=60)
            finally:
                running.kill()
    assert running.returncode == 0, said
    assert "Traceback" not in said
