"""A store of the first schema comes to the newest with all its rows; a migration that is killed is as if never begun."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, select

from storage import Store
from storage.copying import examine
from storage.engine import connect
from storage.migrate import _config
from storage.models import Application, Message, MessageStatus, Restoration, StoredDocument
from storage.restoring import restore

MARCH = "2023-03-20 10:00:00"
# Rows as the first schema had them: an application with a member, its mail, file, evidence, finding, revision and answer.
ROWS: dict[str, dict[str, object]] = {
    "raw_messages": {"sha256": "a" * 64, "content": b"From: x\n\nY"},
    "applications": {
        "id": 1, "reference": "IIP-2023-0001", "year": 2023, "number": 1, "status": "complete", "language": "lv",
        "institution": "LU", "title": "Vakara rakstu darbnīca", "themes": '["student_experience"]', "visitors": "[]",
        "delegates": "[]", "created_at": MARCH, "updated_at": MARCH,
    },
    "messages": {
        "id": 1, "sha256": "a" * 64, "status": "filed", "attempts": 1, "reason": "", "size": 10, "whole": 1, "imported": 0,
        "hold_replies": 0, "stored_at": MARCH, "sender_name": "", "sender_address": "elina@lu.lv", "subject": "Pieteikums",
        "text": "", "language": "lv", "content": '{"form": null, "letter": null}', "troubles": "[]", "application_id": 1,
    },
    "documents": {
        "id": 1, "message_id": 1, "application_id": 1, "filename": "Anketa.docx", "kind": "application_form",
        "media_type": "x/y", "size": 5, "sha256": "b" * 64, "inside": "", "text": "Vakara", "trouble": "",
    },
    "members": {"id": 1, "application_id": 1, "number": 1, "name": "Elīna Smildziņa", "email": "elina@lu.lv"},
    "findings": {"id": 1, "application_id": 1, "code": "letter_unsigned"},
    "evidence": {"id": 1, "application_id": 1, "document_id": 1, "field": "title", "path": "paragraph 1"},
    "revisions": {
        "id": 1, "application_id": 1, "number": 1, "message_id": 1, "at": MARCH, "content": '{"form": null, "letter": null}',
        "findings": "[]",
    },
    "outbox": {
        "id": 1, "key": "ack:a", "template": "ack_complete", "recipient": "elina@lu.lv", "subject": "S", "message_id": "<m>",
        "application_id": 1, "answers_id": 1, "content": b"To: x", "state": "sent", "attempts": 1, "created_at": MARCH,
        "due_at": MARCH, "error": "",
    },
    "journal": {"id": 1, "at": MARCH, "actor": "bot", "action": "opened", "application_id": 1, "details": "title"},
    "mailbox_positions": {"mailbox": "maildir:x", "since": MARCH, "failure": ""},
    "arrivals": {"mailbox": "maildir:x", "key": "1", "message_id": 1, "at": MARCH},
}  # fmt: skip


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of schema 0001 with a row in every table."""
    path = tmp_path / "intake.sqlite"
    engine = connect(f"sqlite:///{path}")
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        for table, row in ROWS.items():
            marks = ", ".join("?" for _ in row)
            connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
        connection.commit()
    return path


def test_every_row_of_the_first_schema_is_there_after_the_upgrade_and_in_the_copy_beside(old: Path) -> None:
    store = Store.open(f"sqlite:///{old}")
    with store.reading() as session:
        application = session.scalars(select(Application)).one()
        assert (application.title, application.themes) == ("Vakara rakstu darbnīca", ["student_experience"])
        assert application.created_at == datetime(2023, 3, 20, 10, tzinfo=UTC)
        assert (application.decision, application.decision_note, application.anonymised_at) == (None, "", None)
        assert [member.name for member in application.members] == ["Elīna Smildziņa"]
        assert [found.code for found in application.findings] == ["letter_unsigned"]
        assert [place.document_id for place in application.evidence] == [1]
        assert [revision.findings for revision in application.revisions] == [[]]
        message = session.scalars(select(Message)).one()
        assert (message.status, message.raw.content, message.application) == (
            MessageStatus.FILED,
            b"From: x\n\nY",
            application,
        )
        assert session.scalars(select(StoredDocument.text)).all() == ["Vakara"]
    store.close()
    renamed = {"applications": "stored_applications", "documents": "stored_documents"}
    after = examine(old).rows
    assert {renamed.get(table, table): 1 for table in ROWS}.items() <= after.items()
    copied = examine(old.with_name("intake.sqlite.before-0001"))
    assert copied.revision == "0001"
    assert copied.path.stat().st_mode & 0o777 == 0o600
    assert dict.fromkeys(ROWS, 1).items() <= copied.rows.items()


def test_a_backup_of_the_first_schema_can_be_put_back(old: Path, tmp_path: Path) -> None:
    place = tmp_path / "place" / "intake.sqlite"
    place.parent.mkdir()
    assert restore(old, place, datetime(2023, 4, 1, tzinfo=UTC)) is None
    store = Store.open(f"sqlite:///{place}")
    with store.reading() as session:
        [restoration] = session.scalars(select(Restoration))
        assert restoration.as_of == datetime(2023, 3, 20, 10, tzinfo=UTC)
        assert session.scalars(select(Application.title)).all() == ["Vakara rakstu darbnīca"]
    store.close()
    assert sorted(path.name for path in place.parent.iterdir()) == ["intake.sqlite", "intake.sqlite-claims"]
    assert examine(old).revision == "0001"


KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
from storage import Store
left = int(sys.argv[2])
@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    global left
    if statement.split()[0] in ("ALTER", "CREATE", "DROP", "UPDATE", "INSERT", "DELETE"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
Store.open(sys.argv[1])
print(int(sys.argv[2]) - left)
"""


def upgrade_until_killed(path: Path, statement: int) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-c", KILLED, f"sqlite:///{path}", str(statement)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def schema(path: Path) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        yield from rows.fetchall()


def test_a_migration_killed_at_any_statement_leaves_the_old_store_and_is_done_by_the_next_start(
    old: Path, tmp_path: Path
) -> None:
    before = old.read_bytes()
    calm = tmp_path / "calm.sqlite"
    calm.write_bytes(before)
    statements = int(upgrade_until_killed(calm, 10_000).stdout)
    assert statements > 20
    expected, rows = list(schema(calm)), examine(calm).rows
    for statement in sorted({1, 2, statements // 3, statements // 2, statements - 1, statements}):
        path = tmp_path / f"killed-{statement}.sqlite"
        path.write_bytes(before)
        assert upgrade_until_killed(path, statement).returncode == -signal.SIGKILL
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            assert MigrationContext.configure(connection).get_current_revision() == "0001"
        engine.dispose()
        Store.open(f"sqlite:///{path}").close()
        assert list(schema(path)) == expected, f"killed at statement {statement} of {statements}"
        assert examine(path).rows == rows
