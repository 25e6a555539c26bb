"""A copy of a store is whole, of one moment, and its owner's alone; what cannot be copied leaves nothing behind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import Store, StoreProblem
from storage.copying import copy, examine
from storage.models import JournalEntry
from storage.restoring import restore

NOON = datetime(2023, 4, 1, 12, tzinfo=UTC)
ROWS = 2000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of some megabytes, with the last rows still in its log."""
    opened = Store.open(f"sqlite:///{tmp_path / 'intake.sqlite'}")
    with opened.begin() as session:
        session.add_all(JournalEntry(at=NOON, actor="test", action="x", details="x" * 1000) for _ in range(ROWS))
        session.commit()
    yield opened
    opened.close()


def file(store: Store) -> Path:
    assert store.file
    return store.file


def test_a_copy_is_one_file_with_every_row_for_its_owner_alone(store: Store, tmp_path: Path) -> None:
    made = copy(file(store), tmp_path / "copy.sqlite")
    assert made.rows["journal"] == ROWS
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if "copy" in path.name) == ["copy.sqlite"]
    assert examine(made.path) == made


def test_a_copy_never_takes_a_place_that_is_taken(store: Store, tmp_path: Path) -> None:
    taken = tmp_path / "copy.sqlite"
    taken.write_text("somebody's")
    with pytest.raises(StoreProblem, match="there already"):
        copy(file(store), taken)
    assert taken.read_text() == "somebody's"


def test_a_copy_holds_nobody_back_and_sees_one_moment(store: Store, tmp_path: Path) -> None:
    """Every commit adds two rows: a copy with an odd number of them would be torn."""
    writer = """
import sys, sqlite3
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)
print("ready", flush=True)
while True:
    connection.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        connection.execute("INSERT INTO journal (at, actor, action, details) VALUES ('2023-04-01', 'w', 'x', ?)", ("y" * 5000,))
    connection.execute("COMMIT")
"""
    with subprocess.Popen([sys.executable, "-c", writer, file(store)], stdout=subprocess.PIPE, text=True) as writing:
        assert writing.stdout
        writing.stdout.readline()
        counts = [copy(file(store), tmp_path / f"copy-{number}.sqlite").rows["journal"] for number in range(8)]
        assert writing.poll() is None, "a copy kept the writer waiting"
        writing.kill()
    assert all(count % 2 == 0 for count in counts)
    assert counts == sorted(counts)
    assert counts[-1] > counts[0] >= ROWS


FULL = """
import resource, sys
from pathlib import Path
from storage import StoreProblem
from storage.copying import copy
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    copy(Path(sys.argv[1]), Path(sys.argv[2]))
except StoreProblem as problem:
    print(problem)
"""


@pytest.mark.parametrize("kilobytes", [0, 64, 1024])
def test_a_full_disk_is_told_and_nothing_is_left(store: Store, tmp_path: Path, kilobytes: int) -> None:
    target = tmp_path / "elsewhere" / "copy.sqlite"
    target.parent.mkdir()
    line = [sys.executable, "-c", FULL, str(file(store)), str(target), str(kilobytes * 1024)]
    said = subprocess.run(line, capture_output=True, text=True, check=True)
    assert "cannot be copied" in said.stdout, said.stderr
    assert list(target.parent.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreProblem, match="cannot be written"):
        copy(file(store), tmp_path / "file" / "copy.sqlite")


def test_what_is_no_whole_store_of_ours_is_refused(store: Store, tmp_path: Path) -> None:
    made = copy(file(store), tmp_path / "copy.sqlite")
    damaged = tmp_path / "damaged.sqlite"
    content = bytearray(made.path.read_bytes())
    content[8192:40000] = os.urandom(40000 - 8192)
    damaged.write_bytes(content)
    cut = tmp_path / "cut.sqlite"
    cut.write_bytes(made.path.read_bytes()[:100_000])
    foreign = tmp_path / "foreign.sqlite"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE messages (id)")
    newer = copy(file(store), tmp_path / "newer.sqlite").path
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    (tmp_path / "text").write_text("not a database at all")
    for path, said in (
        (damaged, "damaged"),
        (cut, "damaged"),
        (foreign, "not a store of this bot"),
        (newer, "does not know"),
        (tmp_path / "text", "not an SQLite file"),
        (tmp_path / "nowhere", "cannot be read"),
    ):
        with pytest.raises(StoreProblem, match=said):
            examine(path)
        with pytest.raises(StoreProblem, match=said):
            restore(path, file(store), NOON)
    assert examine(copy(file(store), tmp_path / "after.sqlite").path).rows["journal"] == ROWS


def test_restoring_keeps_what_was_there_whole_and_leaves_no_other_files(store: Store, tmp_path: Path) -> None:
    made = copy(file(store), tmp_path / "copy.sqlite")
    with store.begin() as session:
        session.add(JournalEntry(at=NOON, actor="test", action="later"))
        session.commit()
    store.close()
    aside = restore(made.path, file(store), NOON)
    assert aside == tmp_path / "intake.sqlite.before-restore-20230401T120000Z"
    assert examine(aside).rows["journal"] == ROWS + 1
    assert examine(file(store)).rows["journal"] == ROWS
    assert examine(file(store)).rows["restorations"] == 1
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"intake.sqlite", "intake.sqlite-claims", "copy.sqlite", aside.name}


def test_a_damaged_store_is_replaced_and_kept_with_its_log(store: Store, tmp_path: Path) -> None:
    made = copy(file(store), tmp_path / "copy.sqlite")
    store.close()
    with file(store).open("r+b") as content:
        content.write(b"\xff" * 5000)
    (tmp_path / "intake.sqlite-wal").write_bytes(b"the rest")
    aside = restore(made.path, file(store), NOON)
    assert aside
    assert aside.read_bytes().startswith(b"\xff")
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"the rest"
    again = Store.open(f"sqlite:///{file(store)}")
    again.close()


def test_a_store_that_another_program_has_open_is_not_replaced(store: Store, tmp_path: Path) -> None:
    made = copy(file(store), tmp_path / "copy.sqlite")
    holder = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM journal").fetchone()
print("open", flush=True)
time.sleep(60)
"""
    store.close()
    with subprocess.Popen([sys.executable, "-c", holder, file(store)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(StoreProblem, match="Another program has"):
            restore(made.path, file(store), NOON)
        other.kill()
    assert examine(file(store)).rows["restorations"] == 0
    assert list(tmp_path.glob("*.restoring*")) == []


def test_a_store_at_work_is_not_replaced(store: Store, tmp_path: Path) -> None:
    made = copy(file(store), tmp_path / "copy.sqlite")
    worker = """
import sys
from storage import Store
store = Store.open(sys.argv[1])
with store.at_work():
    print("at work", flush=True)
    sys.stdin.readline()
"""
    line = [sys.executable, "-c", worker, f"sqlite:///{file(store)}"]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as working:
        assert working.stdout
        working.stdout.readline()
        with pytest.raises(StoreProblem, match="at work"):
            restore(made.path, file(store), NOON)
        working.communicate("\n")
    store.close()
    assert restore(made.path, file(store), NOON)
