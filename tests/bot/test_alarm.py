"""The alarm: one alert by another road when mail has not come in, or gone out, for too long, and one when it is well."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import load
from bot.transport import maildir
from storage.models import OutboxState, OutgoingMail
from tests.bot.clocked import ClockedBot, at
from tests.bot.desk import FORM

ROAD = """
[alarm]
after_minutes = 60
address = "admins@rbs.example"
url = "maildir:{folder}/alerts"
"""


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[ClockedBot]:
    opened = ClockedBot(tmp_path, more=ROAD.format(folder=tmp_path), now=at(4, 3))
    opened.look()
    yield opened
    opened.app.close()


def alerts(bot: ClockedBot) -> list[EmailMessage]:
    folder = bot.folder / "alerts"
    found = sorted(maildir.entries(folder)) if folder.exists() else []
    return [message_from_bytes(path.read_bytes(), policy=default) for path in found]


def break_mailbox(bot: ClockedBot) -> None:
    (bot.folder / "mailbox").rename(bot.folder / "away")
    (bot.folder / "mailbox").write_text("no folder")


def mend_mailbox(bot: ClockedBot) -> None:
    (bot.folder / "mailbox").unlink()
    (bot.folder / "away").rename(bot.folder / "mailbox")


def test_one_alert_when_fetching_has_failed_for_too_long_and_one_when_it_is_well(bot: ClockedBot) -> None:
    break_mailbox(bot)
    for minute in (0, 30, 59):
        bot.look(at(4, 3, 13, minute))
    assert alerts(bot) == []
    for minute in (0, 20, 40):
        bot.look(at(4, 3, 14, minute))
    (alert,) = alerts(bot)
    assert alert["To"] == "admins@rbs.example"
    assert alert["Subject"] == "Nepieciešama rīcība: neizdodas saņemt jaunus e-pastus"
    mend_mailbox(bot)
    for minute in (0, 20):
        bot.look(at(4, 3, 15, minute))
    assert [a["Subject"] for a in alerts(bot)][1:] == ["Kļūme novērsta: jauni e-pasti atkal tiek saņemti"]


def test_each_outage_is_told_of(bot: ClockedBot) -> None:
    for day in (3, 5):
        break_mailbox(bot)
        bot.look(at(4, day, 13))
        bot.look(at(4, day, 15))
        mend_mailbox(bot)
        bot.look(at(4, day, 16))
    assert len(alerts(bot)) == 4


def test_a_short_outage_is_nobodys_business(bot: ClockedBot) -> None:
    break_mailbox(bot)
    bot.look(at(4, 3, 13))
    mend_mailbox(bot)
    bot.look(at(4, 3, 15))
    assert alerts(bot) == []


def test_mail_that_cannot_leave_raises_the_alarm_too(bot: ClockedBot) -> None:
    with bot.desk() as desk:
        desk.receive(form=FORM)
    outgoing = bot.folder / "outgoing"
    shutil.rmtree(outgoing, ignore_errors=True)
    outgoing.write_text("no folder")
    bot.look(at(4, 3, 13))
    bot.look(at(4, 3, 15))
    assert [a["Subject"] for a in alerts(bot)] == ["Nepieciešama rīcība: neizdodas nosūtīt e-pastus"]
    outgoing.unlink()
    bot.look(at(4, 4, 15))
    assert alerts(bot)[-1]["Subject"] == "Kļūme novērsta: e-pasti atkal tiek nosūtīti"


def test_one_recipients_trouble_is_not_the_bots(bot: ClockedBot) -> None:
    with bot.desk() as desk:
        desk.receive(form=FORM)
    with bot.app.store.begin() as session:
        mail = session.query(OutgoingMail).one()
        mail.state, mail.attempts, mail.error = OutboxState.QUEUED, 3, "451 greylisted"
        mail.due_at = at(4, 9).astimezone(dt.UTC)
        session.commit()
    bot.now = at(4, 3, 14)
    with bot.desk() as desk:
        desk.receive("cita@rtu.lv", form=FORM.__class__(institution="RTU", title="Cits"))
    bot.look(at(4, 3, 15))
    bot.look(at(4, 4, 15))
    assert alerts(bot) == []


def test_a_command_of_the_operators_gets_the_letter_and_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_BOT__MAILBOX__PASSWORD", "noslepums")
    told = tmp_path / "told.txt"
    script = f"cat > {told}; env >> {told}"
    bot = ClockedBot(tmp_path, more=f'[alarm]\ncommand = ["sh", "-c", "{script}"]', now=at(4, 3))
    bot.look()
    break_mailbox(bot)
    bot.look(at(4, 3, 13))
    bot.look(at(4, 3, 15))
    assert told.read_text("utf-8").startswith("Nepieciešama rīcība: neizdodas saņemt jaunus e-pastus\n\n")
    assert "noslepums" not in told.read_text("utf-8")
    bot.app.close()


def test_an_alert_that_cannot_be_sent_is_logged_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    flag = tmp_path / "road-is-open"
    bot = ClockedBot(tmp_path, more=f'[alarm]\ncommand = ["test", "-e", "{flag}"]', now=at(4, 3))
    bot.look()
    break_mailbox(bot)
    bot.look(at(4, 3, 13))
    with caplog.at_level(logging.ERROR):
        bot.look(at(4, 3, 15))
    assert "alarm.command ended with code 1" in caplog.text
    caplog.clear()
    flag.touch()
    with caplog.at_level(logging.ERROR):
        bot.look(at(4, 3, 15, 10))
    assert caplog.text == ""
    bot.app.close()


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ('url = "smtps://alerts@other.example:465"', "go together"),
        ('url = "smtps://other.example"\naddress = "a@b.lv"\ncommand = ["true"]', "keep one"),
    ],
)
def test_half_a_road_is_refused(tmp_path: Path, section: str, said: str) -> None:
    config = tmp_path / "config.toml"
    whole = '[mailbox]\nurl = "maildir:m"\naddress = "a@b.lv"\n[outgoing]\nurl = "maildir:o"\n[alarm]\n'
    config.write_text(whole + section, "utf-8")
    with pytest.raises(ConfigurationError, match=said):
        load(config)
