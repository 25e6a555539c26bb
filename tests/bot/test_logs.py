"""Nothing personal is logged, at any level, by us or by a library, in a worker or here, whatever happens to a mail."""

from __future__ import annotations

import imaplib
import io
import logging
import warnings
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot import logs, rounds, settings
from bot.app import App
from bot.demonstration.mails import mails
from bot.errors import SendingError, SendingPostponed
from bot.programme import Programme
from bot.workers import Workers
from tests.bot.installation import Installation
from tests.servers.dovecot import PASSWORD, Dovecot

MARKS = ("Zvaigzne", "zvaigzne@", "Kokneses", "slepenais", "29555777")
SECRET = "Ludmila Zvaigzne, zvaigzne@lu.lv, 29555777, slepenais teikums par Kokneses ielu"


def broken_files() -> Iterator[tuple[str, bytes]]:
    """Files that make readers complain, each with the secret inside and in its name."""
    secret = SECRET.encode()
    yield (
        "pdf",
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages ("
        + secret
        + b") >>\nendobj\nxref\n0 1\ntrailer << /Root 1 0 R >>",
    )
    yield "docx", zipped({"[Content_Types].xml": b"<Types>" + secret, "word/document.xml": b"<w:document>" + secret})
    yield (
        "odt",
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<!DOCTYPE x>" + secret}),
    )
    yield "html", b"<html><body><p>" + secret + b"<table><tr><td colspan='x'>" + secret
    yield "png", b"\x89PNG\r\n\x1a\n" + secret
    yield "edoc", zipped({"mimetype": b"application/vnd.etsi.asic-e+zip", "META-INF/signatures0.xml": b"<x>" + secret})
    yield "doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + secret * 20
    yield "eml", b"From: " + secret + b"\nContent-Type: multipart/mixed\n\n" + secret
    yield "zip", b"PK\x03\x04" + secret


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def hostile() -> Iterator[bytes]:
    for kind, content in broken_files():
        mail = EmailMessage()
        mail["From"], mail["To"] = "Ludmila Zvaigzne <zvaigzne@lu.lv>", "innovationeducation@rbs.lv"
        mail["Subject"], mail["Message-ID"] = f"Zvaigznes pieteikums {kind}", f"<zvaigzne@{kind}.lu.lv>"
        mail.set_content(f"Labdien!\n\nSūtu pieteikumu. {SECRET}\n")
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"Zvaigzne_CV.{kind}")
        yield mail.as_bytes()
    yield b"From: zvaigzne@lu.lv\nSubject: =?utf-8?q?hi=0d=0aBcc:_slepenais?=\nDate: slepenais\n\n" + SECRET.encode()
    yield (
        b"From: Zvaigzne <zvaigzne@lu.lv>, other <slepenais@lu.lv>\nContent-Type: text/html\n\n<base href='Kokneses'>"
        + SECRET.encode()
    )
    yield (
        b"Content-Type: multipart/mixed; boundary=slepenais\n\n--slepenais\nContent-Type: text/plain; charset=slepenais\n\n"
        + b"\xff"
        + SECRET.encode()
    )


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is logged at the level of debugging, as far as the bot lets it be."""
    logs.configure(verbose=True)
    with caplog.at_level(logging.DEBUG):
        yield caplog


def assert_silent(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    written = caplog.text + "".join(capfd.readouterr())
    assert [line for line in written.splitlines() if any(mark.lower() in line.lower() for mark in MARKS)] == []


def test_files_that_break_readers_leave_no_trace_of_people_in_logs(
    tmp_path: Path, everything: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], programme: Programme
) -> None:
    bot = Installation.build(tmp_path)
    bot.deliver(*hostile(), next(iter(mails(programme))).replace(b"Pieteikums", b"Zvaigznes pieteikums"))
    with App(settings.load(bot.config)) as app:
        done = rounds.run(app)
        assert done.processed == done.fetched == 13
        app.forgetting.forget("zvaigzne@lu.lv", actor="test")
    assert_silent(everything, capfd)


def complain(words: str) -> None:
    logging.getLogger("some.library").error("cannot read %s", words)
    warnings.warn(words, stacklevel=1)


def test_what_complains_in_a_worker_is_not_heard(
    everything: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    workers = Workers(settings.ParsingSettings())
    workers.call(complain, SECRET)
    workers.close()
    assert_silent(everything, capfd)


def test_a_failure_is_logged_with_its_place_and_not_with_its_words(
    tmp_path: Path,
    everything: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bot = Installation.build(tmp_path)
    bot.deliver(*list(hostile())[:1])
    with App(settings.load(bot.config)) as app:

        def fail(*_arguments: object) -> None:
            raise ValueError(SECRET)

        monkeypatch.setattr(app.workers, "call", fail)
        for _ in range(4):
            rounds.run(app)
    assert "ValueError" in everything.text
    assert "set aside" in everything.text
    assert_silent(everything, capfd)


@pytest.mark.parametrize("error", [SendingError, SendingPostponed])
def test_a_server_that_quotes_the_address_is_not_quoted(
    tmp_path: Path,
    programme: Programme,
    everything: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: type[SendingError],
) -> None:
    bot = Installation.build(tmp_path)
    bot.deliver(next(iter(mails(programme))))
    with App(settings.load(bot.config)) as app:

        def refuse(_raw: bytes, **_envelope: str) -> None:
            raise error(f"550 5.1.1 <zvaigzne@lu.lv>: {SECRET}")

        monkeypatch.setattr(app.sender, "send", refuse)
        rounds.run(app)
    assert "Outgoing mail 1" in everything.text
    assert_silent(everything, capfd)
    assert "zvaigzne@lu.lv" in bot.outbox()[0]["error"]


def test_an_error_of_the_database_tells_the_statement_and_not_its_values(tmp_path: Path) -> None:
    bot = Installation.build(tmp_path)
    with App(settings.load(bot.config)) as app, app.store.begin() as session:
        with pytest.raises(Exception, match="programme_words") as told:
            session.connection().exec_driver_sql("INSERT INTO programme_words (kind, key) VALUES (?, ?)", (SECRET, "x"))
        assert "Zvaigzne" not in str(told.value)


def test_fetching_from_a_server_logs_nothing_that_was_fetched(
    tmp_path: Path,
    dovecot: Dovecot,
    everything: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INTAKE_BOT__MAILBOX__PASSWORD", PASSWORD)
    bot = Installation.build(tmp_path, mailbox=f"imap://logs@127.0.0.1:{dovecot.port}/INBOX")
    with App(settings.load(bot.config)) as app:
        with imaplib.IMAP4("127.0.0.1", dovecot.port) as person:
            person.login("logs", PASSWORD)
            person.append("INBOX", None, None, next(iter(hostile())))
        assert rounds.run(app).fetched == 1
    assert_silent(everything, capfd)
    assert PASSWORD not in everything.text
