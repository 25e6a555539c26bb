"""Backups are made once a night whatever restarts, taken while mail is filed, and put back without answering anybody twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot import rounds, settings
from bot.app import App
from bot.backups import after_restoring
from bot.backups.nightly import Backups
from bot.backups.rotation import Keep, backups_in, last_night, name_at, superfluous
from bot.demonstration.mails import mails
from bot.errors import ConfigurationError
from bot.journal import Action
from bot.programme import Programme
from bot.settings import BackupSettings
from storage import Store
from storage.copying import Copy, copy, examine
from storage.models import Application, JournalEntry, Message, MessageStatus, OutboxState, OutgoingMail, Restoration
from tests.bot.installation import Installation

RIGA = ZoneInfo("Europe/Riga")


def riga(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=RIGA)  # type: ignore[misc, arg-type] # year, month, day, hour, minute


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'intake.sqlite'}")
    yield opened
    opened.close()


def made_at(store: Store, folder: Path, *moments: datetime, **chosen: int) -> list[bool]:
    """Whether a bot that is started anew at each moment makes a backup."""
    configured = BackupSettings(folder=folder, **chosen)  # type: ignore[arg-type] # numbers of what is kept
    return [Backups(store, configured, RIGA, lambda now=now: now).make_if_due() is not None for now in moments]  # type: ignore[misc] # a clock


def test_a_night_has_one_backup_however_often_the_bot_looks(store: Store, tmp_path: Path) -> None:
    moments = [
        riga(2023, 3, 20, 23),
        riga(2023, 3, 21, 1, 59),
        riga(2023, 3, 21, 2),
        riga(2023, 3, 21, 2, 1),
        riga(2023, 3, 21, 20),
    ]
    assert made_at(store, tmp_path / "b", *moments) == [True, False, True, False, False]
    after_a_pause = [riga(2023, 3, 30, 12), riga(2023, 3, 30, 12, 1), riga(2023, 3, 31, 2)]
    assert made_at(store, tmp_path / "b", *after_a_pause) == [True, False, True]


@pytest.mark.parametrize("day", [(2023, 3, 26), (2023, 10, 29)], ids=["an hour less", "an hour more"])
def test_a_night_in_which_the_clocks_change_has_one_backup_too(
    store: Store, tmp_path: Path, day: tuple[int, ...]
) -> None:
    start = riga(*day) - timedelta(hours=6)
    hours = [start.astimezone(UTC) + timedelta(minutes=20 * number) for number in range(72)]
    assert sum(made_at(store, tmp_path / "b", *hours)) == 2  # the first, for the night before, and that night's


def test_the_hour_that_some_nights_lack_is_refused() -> None:
    with pytest.raises(ValueError, match="does not exist"):
        BackupSettings(at="03:30")  # type: ignore[arg-type] # as TOML has it


def test_what_is_kept_are_days_weeks_and_months_and_no_other_file_is_touched(tmp_path: Path) -> None:
    start = riga(2023, 1, 1, 2)
    backups = {
        Path(name_at(Path("intake.sqlite"), now)): now for now in (start + timedelta(days=n) for n in range(200))
    }
    gone = set(superfluous(backups, Keep(daily=7, weekly=4, monthly=3), RIGA))
    kept = sorted(backups[path].astimezone(RIGA).date().isoformat() for path in backups if path not in gone)
    assert kept == [
        "2023-05-31", "2023-06-30", "2023-07-02", "2023-07-09", "2023-07-13", "2023-07-14", "2023-07-15", "2023-07-16",
        "2023-07-17", "2023-07-18", "2023-07-19",
    ]  # fmt: skip
    for name in ("notes.sqlite", "intake.sqlite", "intake-2023.sqlite", "intake-20230401T000000Z.sqlite.partial"):
        (tmp_path / name).touch()
    assert backups_in(tmp_path) == {}


def test_old_backups_go_when_a_new_one_is_there(store: Store, tmp_path: Path) -> None:
    nights = [riga(2023, 5, day, 2) for day in range(1, 8)]
    assert all(made_at(store, tmp_path / "b", *nights, keep_daily=2, keep_weekly=0, keep_monthly=0))
    days = [moment.astimezone(RIGA).day for moment in backups_in(tmp_path / "b").values()]
    assert days == [6, 7]
    assert last_night(riga(2023, 5, 7, 1), settings.BackupSettings().at, RIGA) == riga(2023, 5, 6, 2)


def test_a_failure_is_in_the_journal_and_tried_again_after_an_hour(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.write_text("no folder")
    evening = riga(2023, 5, 1, 20)
    assert (
        made_at(store, folder, evening, evening + timedelta(minutes=2), evening + timedelta(minutes=59)) == [False] * 3
    )
    assert told(store) == {Action.BACKUP_FAILED: 1}
    assert made_at(store, folder, evening + timedelta(minutes=61)) == [False]
    folder.unlink()
    assert made_at(store, folder, evening + timedelta(minutes=130), evening + timedelta(minutes=131)) == [True, False]
    assert told(store) == {Action.BACKUP_FAILED: 2, Action.BACKED_UP: 1}


def told(store: Store) -> Counter[str]:
    with store.reading() as session:
        return Counter(session.scalars(select(JournalEntry.action)))


def test_what_a_killed_backup_left_is_removed_by_the_next(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / ".intake-20230401T000000Z.sqlite.partial").write_bytes(b"half of it")
    assert made_at(store, folder, riga(2023, 5, 1, 2)) == [True]
    assert [path.name for path in folder.iterdir()] == ["intake-20230430T230000Z.sqlite"]


FILER = '''
import hashlib, sys
from bot.letters.writer import LetterWriter
from bot.programme import load
from tests.bot.desk import FORM, LETTER, open_desk, other_project, person
programme = load()
def word(number):
    """Unlike the word of any other number, as people's names are unlike each other."""
    digest = hashlib.sha256(str(number).encode()).digest()
    return "".join("bdgklmnprstvz"[one % 13] + "aeiou"[one % 5] for one in digest[:4]).capitalize()
with open_desk(programme, LetterWriter(programme), url=sys.argv[1]) as desk:
    for number in range(40):
        # Every mail is its own transaction: message, documents, application, team, revision and answer.
        team = tuple(person(f"{word((number, k))} {word((k, number))}", f"p{number}.{k}@lu.lv") for k in range(3))
        desk.receive(f"p{number}.0@lu.lv", form=other_project(f"{word(number)} {word(-number)}", team=team))
        desk.session.commit()
        print(number, flush=True)
'''


def test_while_mails_are_filed_every_copy_is_of_whole_applications(store: Store, tmp_path: Path) -> None:
    url = f"sqlite:///{store.file}"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    copies: list[Copy] = []
    with subprocess.Popen(
        [sys.executable, "-c", FILER, url], stdout=subprocess.PIPE, text=True, env=environment
    ) as filing:
        assert filing.stdout
        filing.stdout.readline()
        assert store.file
        while filing.poll() is None and len(copies) < 12:
            copies.append(copy(store.file, tmp_path / f"copy-{len(copies)}.sqlite"))
            filing.stdout.readline()
        said = filing.stdout.read()
    assert filing.returncode == 0, said
    counts = [made.rows["stored_applications"] for made in copies]
    assert len(set(counts)) >= 6, "the copies were not made while mails were filed"
    for made in copies[::2]:
        copied = Store.open(f"sqlite:///{made.path}")
        with copied.reading() as session:
            for application in session.scalars(select(Application)):
                [message] = application.messages
                assert (len(application.members), len(application.revisions)) == (3, 1)
                assert message.status is MessageStatus.FILED
                answer = select(OutgoingMail).where(OutgoingMail.answers_id == message.id)
                assert session.scalars(answer).one().application_id == application.id
            assert len(session.scalars(select(Message)).all()) == made.rows["stored_applications"]
        copied.close()
    assert told(store)["opened"] == 40


def test_after_a_restore_nobody_is_answered_twice_and_the_operator_is_told(
    tmp_path: Path, programme: Programme
) -> None:
    bot = Installation.build(tmp_path)
    came = list(mails(programme))
    bot.deliver(came[0])
    bot.run("poll")
    bot.run("backup", "--to", str(tmp_path / "backups"))
    bot.deliver(*came[1:3])
    bot.run("poll")
    assert len(bot.sent()) == 3
    [backup] = (tmp_path / "backups").iterdir()
    said = " ".join(bot.run("restore", str(backup), typed="restore\n").stdout.split())
    assert "1 application, 1 message," in said
    assert "release --restored" in said
    assert "before-restore-" in said
    assert [mail["state"] for mail in bot.outbox()] == ["sent"]

    time.sleep(1.1)  # a Maildir's times have seconds
    bot.deliver(came[3])
    assert "3 fetched, 3 processed, 1 sent" in bot.run("poll").stdout
    assert len(bot.applications()) == 4
    assert sorted(mail["state"] for mail in bot.outbox()) == ["held", "held", "sent", "sent"]
    assert "4 fetched" not in bot.run("poll").stdout
    assert len(bot.sent()) == 4
    assert "2 queued" in bot.run("release", "--restored").stdout
    bot.run("poll")
    assert {mail["state"] for mail in bot.outbox()} == {"sent"}


def test_what_the_bot_writes_of_itself_waits_on_the_day_of_a_restore(store: Store) -> None:
    with store.begin() as session:
        assert not after_restoring.may_be_said(session, riga(2023, 5, 1, 12), RIGA)
        session.add(Restoration(at=riga(2023, 5, 1, 9), as_of=None))
        session.flush()
        assert after_restoring.may_be_said(session, riga(2023, 5, 1, 23, 59), RIGA)
        assert not after_restoring.may_be_said(session, riga(2023, 5, 2), RIGA)


def test_what_a_person_held_is_not_released_with_what_a_restore_held(store: Store) -> None:
    with store.begin() as session:
        session.add(Restoration(at=riga(2023, 5, 1, 9), as_of=None))
        for key in ("by hand", "by restore"):
            session.add(
                OutgoingMail(
                    key=key, template="digest", recipient="a@b.example", subject="", message_id=f"<{key}>", content=b"x",
                    state=OutboxState.HELD, created_at=riga(2023, 5, 1), due_at=riga(2023, 5, 1),
                )
            )  # fmt: skip
        session.add(JournalEntry(at=riga(2023, 5, 1), actor="anna", action="held", details="by hand"))
        session.flush()
        assert [mail.key for mail in after_restoring.held(session)] == ["by restore"]


def test_a_running_bot_keeps_its_store(tmp_path: Path, programme: Programme) -> None:
    bot = Installation.build(tmp_path)
    bot.deliver(next(iter(mails(programme))))
    bot.run("list")
    bot.run("backup", "--to", str(tmp_path / "backups"))
    [backup] = (tmp_path / "backups").iterdir()
    line = [sys.executable, "-m", "bot", "--config", str(bot.config), "run"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        end = time.monotonic() + 120
        while not bot.sent() and time.monotonic() < end:
            time.sleep(0.2)
        refused = bot.run("restore", str(backup), "--yes", check=False)
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=60)
    assert (refused.returncode, "Stop it, then restore" in refused.stderr) == (5, True), refused.stderr
    assert len(bot.applications()) == 1
    bot.run("restore", str(backup), "--yes")
    assert bot.applications() == []


def test_the_round_makes_the_backup_of_the_night(tmp_path: Path) -> None:
    bot = Installation.build(tmp_path)
    with bot.config.open("a", encoding="utf-8") as config:
        config.write('[backup]\nfolder = "{}"\n'.format(tmp_path / "backups"))
    for _ in range(2):
        with App(settings.load(bot.config)) as app:
            rounds.run(app)
    [path] = backups_in(tmp_path / "backups")
    assert examine(path).rows["journal"] == 0
    assert path.stat().st_mode & 0o777 == 0o600


def test_postgresql_is_told_its_own_tools(tmp_path: Path) -> None:
    bot = Installation.build(tmp_path, store="postgresql+psycopg://nobody@127.0.0.1:1/none")
    refused = bot.run("restore", str(tmp_path / "x"), check=False)
    assert (refused.returncode, "pg_dump" in refused.stderr) == (5, True)
    with bot.config.open("a", encoding="utf-8") as config:
        config.write('[backup]\nfolder = "backups"\n')
    with pytest.raises(ConfigurationError, match="pg_dump"):
        settings.load(bot.config)
