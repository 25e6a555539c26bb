"""Real and hostile files go through the whole reading, in limited workers: an outcome for each, no crash, no hang.

A part is read each time, another one each day; INTAKE_BOT_ALL_CORPORA=1 reads everything.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from bot.programme import Programme
from bot.settings import ParsingSettings
from bot.workers import WorkerFailure, Workers
from parsers.rules import ReadingRules
from parsers.submission import Submission, read

PARTS = 60
SECONDS = 120


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    pool = Workers(ParsingSettings(workers=2, seconds=SECONDS))
    yield pool
    pool.close()


def chosen(corpora: Path) -> list[Path]:
    files = sorted(path for path in corpora.rglob("*") if path.is_file() and path.parent != corpora)
    if os.environ.get("INTAKE_BOT_ALL_CORPORA"):
        return files
    return files[datetime.now(UTC).timetuple().tm_yday % PARTS :: PARTS]


def as_mail(path: Path) -> bytes:
    """The file as it is where it is a mail, else attached to one."""
    if "mail" in path.parts:
        return path.read_bytes()
    message = EmailMessage(SMTP)
    message["From"] = "Anna Ozola <anna.ozola@lu.lv>"
    message["To"] = "innovationeducation@rbs.lv"
    message["Subject"] = "Pieteikums"
    message.set_content("Labdien! Pielikumā pieteikums.")
    message.add_attachment(path.read_bytes(), "application", "octet-stream", filename=path.name)
    return message.as_bytes()


def test_every_file_has_an_outcome(corpora: Path, workers: Workers, rules: ReadingRules, programme: Programme) -> None:
    files = chosen(corpora)
    assert files
    tasks = [(path, workers.start(read, as_mail(path), rules)) for path in files]
    failed = []
    for path, task in tasks:
        try:
            submission = task.result()
        except WorkerFailure as failure:
            failed.append(f"{path.relative_to(corpora)}: {failure}")
            continue
        assert isinstance(submission, Submission)
    assert failed == []
