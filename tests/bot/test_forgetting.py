"""Whoever is forgotten is nowhere in the store, its files, and what is made of it afterwards; their team stays."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import application_record, register, rounds, settings
from bot.app import App
from bot.demonstration.mails import mails
from bot.errors import NotFoundError
from bot.privacy import ERASED
from bot.programme import Programme
from storage.models import Application, JournalEntry, Message, MessageStatus, OutboxState, OutgoingMail
from tests.bot.bytes_of_people import found_in, signs_of
from tests.bot.installation import Installation
from tests.servers.postgresql import PostgreSQL

MEMBER = ("Gatis Purmalis", "gatis.purmalis@lu.lv", "20000102")
CONTACT = ("Elīna Smildziņa", "elina.smildzina@lu.lv", "20000101")
SIGNATORY = ("Austra Zeltkalne",)
WORKSHOP = "IIP-2023-0001"


def beside() -> Iterator[bytes]:
    """Mails that name people of the workshop's team: in a question, in a quotation, in a header, in an unread file."""
    asks = EmailMessage()
    asks["From"], asks["To"] = "Ilze Kalēja <ilze.kaleja@rtu.lv>", "innovationeducation@rbs.lv"
    asks["Subject"], asks["Message-ID"] = "Jautājums par Gata Purmaļa komandu", "<jautajums@rtu.lv>"
    asks.set_content("Labdien!\n\nVai Gatis Purmalis un Elīnas Smildziņas kolēģi drīkst pieteikties vēlreiz?\n")
    yield asks.as_bytes()
    quotes = EmailMessage()
    quotes["From"], quotes["To"] = "Maija Rudzroga <maija.rudzroga@lu.lv>", "innovationeducation@rbs.lv"
    quotes["Cc"] = "Gatis <gatis.purmalis@lu.lv>, E. Smildziņa <elina.smildzina@lu.lv>"
    quotes["Subject"], quotes["Message-ID"] = "Paldies", "<paldies@lu.lv>"
    quotes.set_content("Liels paldies!\n\n> Ar cieņu\n> Elīna Smildziņa, Gatis\n> Purmalis, tālr. 20000102\n")
    yield quotes.as_bytes()


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Installation:
    """A bot that has filed a dozen applications' mails, and two that are about their people."""
    bot = Installation.build(tmp_path_factory.mktemp("filed"))
    bot.deliver(*mails(programme), *beside())
    with App(settings.load(bot.config)) as app:
        rounds.run(app)
    return bot


@pytest.fixture
def bot(filed: Installation, tmp_path: Path) -> Installation:
    """A bot of one's own that has filed the same."""
    own = Installation.build(tmp_path / "bot")
    shutil.copy(filed.folder / "intake.sqlite", own.folder)
    return own


def forget(bot: Installation, person: str, **chosen: Any) -> None:
    with App(settings.load(bot.config)) as app:
        app.forgetting.forget(person, actor="test", **chosen)
        assert app.store.erase_traces()


def files_of(bot: Installation) -> list[Path]:
    """The store, all beside it, a backup, and what commands write about it."""
    exports = bot.folder / "exports"
    exports.mkdir()
    (exports / "list.json").write_text(bot.run("list", "--json").stdout, "utf-8")
    (exports / "outbox.json").write_text(bot.run("outbox", "--json").stdout, "utf-8")
    (exports / "show.txt").write_text(bot.run("show", WORKSHOP).stdout, "utf-8")
    bot.run("backup", "--to", str(bot.folder / "backups"))
    return [path for path in bot.folder.rglob("*") if path.is_file() and "outgoing" not in path.parts]


@pytest.mark.parametrize("signs", [MEMBER, CONTACT, SIGNATORY], ids=["member", "contact", "signatory"])
def test_no_byte_of_any_file_tells_of_a_person_who_was_forgotten(bot: Installation, signs: tuple[str, ...]) -> None:
    before = [bot.folder / "intake.sqlite"]
    assert list(found_in(before, signs_of(*signs)))
    forget(bot, signs[0])
    assert list(found_in(files_of(bot), signs_of(*signs))) == []


def test_the_team_and_its_standing_stay(bot: Installation) -> None:
    forget(bot, CONTACT[1])
    with App(settings.load(bot.config)) as app, app.store.begin() as session:
        application = application_record.find(session, WORKSHOP)
        assert application.status.value == "complete"
        assert [member.name for member in application.members] == [ERASED, "Gatis Purmalis", "Maija Rudzroga"]
        assert application.members[1].phone == "+371 20000102"
        assert (application.contact_name, application.contact_email, application.contact_phone) == (ERASED, None, None)
        assert application.visitors == [ERASED, "Gatis Purmalis"]
        assert application.delegates == [ERASED, "Gatis Purmalis", "Maija Rudzroga"]
        assert application.title == "Vakara rakstu darbnīca"
        assert application.idea
        assert application.idea.startswith("Divreiz nedēļā")
        number = len(application.revisions)
        assert register.derive(session, application, app.programme, app.clock()) == ()
        assert [member.name for member in application.members] == [ERASED, "Gatis Purmalis", "Maija Rudzroga"]
        assert (application.status.value, len(application.revisions), application.findings) == ("complete", number, [])


def test_a_mail_of_the_team_after_it_changes_what_it_says_and_brings_nobody_back(
    bot: Installation, programme: Programme
) -> None:
    forget(bot, CONTACT[0])
    correction = list(mails(programme))[8].replace(b"Message-ID: <", b"Message-ID: <again.")
    assert b"elina" in correction
    bot.deliver(correction.replace(b"elina.smildzina@lu.lv", b"gatis.purmalis@lu.lv"))
    with App(settings.load(bot.config)) as app:
        rounds.run(app)
        with app.store.reading() as session:
            application = application_record.find(session, WORKSHOP)
            # It came with the form, in which the team names its people anew.
            assert application.members[0].name == CONTACT[0]
            assert len(list(session.scalars(select(Application)))) == 7


def test_the_same_mail_does_not_bring_back_what_was_erased(bot: Installation, filed: Installation) -> None:
    forget(bot, CONTACT[0])
    first = (filed.folder / "mailbox" / "new" / "0000.test").read_bytes()
    bot.deliver(first, b"Received: from elsewhere by here; Sat, 01 Apr 2023 10:31:00 +0300\r\n" + first)
    with App(settings.load(bot.config)) as app:
        assert rounds.run(app).fetched == 2
        with app.store.reading() as session:
            again, by_another_way = session.get_one(Message, 1), list(session.scalars(select(Message)))[-1]
            assert again.raw.content == b""
            assert (by_another_way.status, by_another_way.raw.content) == (MessageStatus.DUPLICATE, b"")
            assert (by_another_way.sender_address, by_another_way.text) == ("", "")
        app.store.erase_traces()
    assert list(found_in([bot.folder / "intake.sqlite"], signs_of(*CONTACT))) == []


def test_what_waits_to_go_out_about_somebody_forgotten_stays_here(bot: Installation) -> None:
    with App(settings.load(bot.config)) as app:
        with app.store.begin() as session:
            for mail in session.scalars(select(OutgoingMail)):
                mail.state = OutboxState.HELD
            session.commit()
        done = app.forgetting.forget(CONTACT[0], actor="test")
        with app.store.reading() as session:
            states = [mail.state for mail in session.scalars(select(OutgoingMail)) if not mail.content]
        assert len(states) == done.counts["outgoing mails"] >= 2
        assert set(states) == {OutboxState.CANCELLED}
        assert done.without_contact == (WORKSHOP,)


def test_a_preview_counts_what_would_be_done_and_changes_nothing(bot: Installation) -> None:
    with App(settings.load(bot.config)) as app:
        preview = app.forgetting.preview("purmalim gatim")
        assert preview.person.names == ("Gatis Purmalis",)
        assert (preview.person.addresses, preview.person.phones) == ((MEMBER[1],), ("+371 20000102",))
        assert preview.references == (WORKSHOP,)
        assert preview.counts["mails"] == 4
        assert preview == app.forgetting.preview("Gatis Purmalis")
        assert app.forgetting.forget("gatis purmalis", actor="test").counts == preview.counts
        assert app.forgetting.preview("Gatis Purmalis").is_nothing


def test_the_journal_counts_and_names_nobody(bot: Installation) -> None:
    forget(bot, MEMBER[0])
    with App(settings.load(bot.config)) as app, app.store.reading() as session:
        [entry] = session.scalars(select(JournalEntry).where(JournalEntry.action == "forgotten"))
        assert entry.actor == "test"
        assert entry.details.startswith("4 mails, 3 documents")


def test_a_namesake_in_another_application_can_be_left_alone(bot: Installation) -> None:
    forget(bot, MEMBER[0], but=[WORKSHOP])
    with App(settings.load(bot.config)) as app, app.store.reading() as session:
        assert application_record.find(session, WORKSHOP).members[1].name == MEMBER[0]
        asked = session.scalars(select(Message).where(Message.message_id == "<jautajums@rtu.lv>")).one()
        assert asked.subject == f"Jautājums par {ERASED} komandu"
        assert asked.raw.content == b""


@pytest.mark.parametrize("vague", ["Gatis", "Purmalis"])
def test_half_a_name_is_refused(bot: Installation, vague: str) -> None:
    with App(settings.load(bot.config)) as app, pytest.raises(NotFoundError, match="many people"):
        app.forgetting.preview(vague)


def test_a_mail_whose_picture_alone_names_the_person_can_be_chosen(bot: Installation) -> None:
    with App(settings.load(bot.config)) as app:
        done = app.forgetting.forget("nobody@nowhere.example", also=[7], actor="test")
        assert done.counts["mails"] == 1
        with app.store.reading() as session:
            assert session.get_one(Message, 7).raw.content == b""
        with pytest.raises(NotFoundError, match="no message 4711"):
            app.forgetting.preview(MEMBER[0], also=[4711])


def test_the_search_forgets_too(bot: Installation) -> None:
    count = "SELECT count(*) FROM search_{0} WHERE search_{0} MATCH 'Purmalis'"
    with closing(sqlite3.connect(bot.folder / "intake.sqlite")) as connection:
        assert all(connection.execute(count.format(index)).fetchone()[0] for index in ("documents", "applications"))
    forget(bot, MEMBER[0])
    with closing(sqlite3.connect(bot.folder / "intake.sqlite")) as connection:
        assert not any(connection.execute(count.format(index)).fetchone()[0] for index in ("documents", "applications"))
    assert list(found_in([bot.folder / "intake.sqlite"], signs_of(*MEMBER))) == []


def test_an_open_view_of_the_store_is_waited_for_and_then_told(bot: Installation) -> None:
    path = bot.folder / "intake.sqlite"
    with App(settings.load(bot.config)) as app, closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM messages").fetchone()
        app.forgetting.forget(MEMBER[0], actor="test")
        assert not app.store.erase_traces(patience=0)
        reader.execute("COMMIT")
        assert app.store.erase_traces()
    files = list(bot.folder.glob("intake.sqlite*"))
    assert list(found_in(files, signs_of(*MEMBER))) == []


def test_the_command_shows_asks_and_removes(bot: Installation) -> None:
    shown = bot.run("forget", "Gata Purmaļa", "--dry-run").stdout
    assert "Gatis Purmalis" in shown
    assert WORKSHOP in shown
    refused = bot.run("forget", MEMBER[0], check=False, typed="yes\n")
    assert refused.returncode != 0
    assert "Nothing was changed" in refused.stderr
    bot.run("backup", "--to", str(bot.folder))
    copy = bot.folder / "intake.sqlite.before-0002"
    shutil.copy(bot.folder / "intake.sqlite", copy)
    done = bot.run("forget", MEMBER[0], typed=f"{MEMBER[0]}\n").stdout.replace("\n", "")
    assert str(copy) in done
    gone = bot.run("forget", MEMBER[0], "--yes", check=False)
    assert (gone.returncode, "Nothing in the store names this person" in gone.stderr) == (6, True)


def test_postgresql_forgets_the_same_rows(tmp_path: Path, programme: Programme, postgresql: PostgreSQL) -> None:
    bot = Installation.build(tmp_path, store=postgresql.new_database())
    bot.deliver(*list(mails(programme))[:1], *beside())
    with App(settings.load(bot.config)) as app:
        rounds.run(app)
        app.forgetting.forget(MEMBER[0], actor="test")
        assert app.store.erase_traces()
        with app.store.reading() as session:
            application = application_record.find(session, WORKSHOP)
            kept = json.dumps([revision.content for revision in application.revisions], ensure_ascii=False)
            assert "Purmal" not in kept
            assert "Maija Rudzroga" in kept
            assert [bytes(message.raw.content) for message in application.messages] == [b"", b""]


def test_what_is_known_of_a_person_is_written_for_them_alone(
    bot: Installation, filed: Installation, tmp_path: Path
) -> None:
    file, folder = tmp_path / "person.json", tmp_path / "mails"
    bot.run("person", "Elīnas Smildziņas", "--to", str(file), "--mails", str(folder))
    known = json.loads(file.read_text("utf-8"))
    assert known["person"]["addresses"] == [CONTACT[1]]
    assert known["applications"][0]["member"]["phone"] == "+371 20000101"
    assert known["applications"][0]["visitor"] is True
    assert [mail["written_by_them"] for mail in known["mails"]] == [True, True, False]
    assert known["mails_sent_to_them"][0]["text"]
    original = (filed.folder / "mailbox" / "new" / "0000.test").read_bytes()
    assert sorted(folder.iterdir())[0].read_bytes() == original
    assert {path.stat().st_mode & 0o777 for path in (file, *folder.iterdir())} == {0o600}
    again = bot.run("person", CONTACT[1], "--to", str(file), check=False)
    assert "there already" in again.stderr
    bot.run("person", MEMBER[0], "--to", str(tmp_path / "colleague.json"))
    assert "rudzroga" not in (tmp_path / "colleague.json").read_text("utf-8").lower()


def test_what_was_erased_can_still_be_shown_and_anonymised(bot: Installation, tmp_path: Path) -> None:
    forget(bot, MEMBER[0])
    page = tmp_path / "evidence.html"
    bot.run("show", WORKSHOP, "--evidence", "--to", str(page))
    assert "Vakara rakstu darbnīca" in page.read_text("utf-8")
    assert "Purmal" not in page.read_text("utf-8")
    assert WORKSHOP in bot.run("anonymise", "--all", "--before", "2099-01-01", "--dry-run").stdout
    refused = bot.run("anonymise", WORKSHOP, check=False, typed="no\n")
    assert "Nothing was changed" in refused.stderr
    assert "1 anonymised" in bot.run("anonymise", WORKSHOP, "--yes").stdout
    assert "Vakara" not in bot.run("show", WORKSHOP).stdout
    assert "0 applications, 0 mails" in bot.run("retention", "--dry-run").stdout
