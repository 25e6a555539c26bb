"""The digest after the deadline: what was decided, handed in, moved, and what does not work, each told once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.models import Decision
from tests.bot import teams_2023 as mails
from tests.bot.clocked import ClockedBot, at
from tests.bot.desk import FORM, LETTER

ONE = "IIP-2023-0001"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[ClockedBot]:
    opened = ClockedBot(tmp_path, now=at(4, 19), digest_days=(1, 2, 3, 4, 5, 6, 7))
    opened.look()
    with opened.desk() as desk:
        desk.receive(form=FORM, letter=LETTER)
    opened.now = at(4, 19, 13)
    yield opened
    opened.app.close()


def digest(bot: ClockedBot) -> str:
    return " ".join(bot.app.digest.preview().text.split())


def test_a_decision_is_told_and_counted(bot: ClockedBot) -> None:
    assert "Uzņemti programmā" not in digest(bot)
    bot.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    assert f"Lēmumi ====== - {ONE}: „Vakara rakstu darbnīca” – uzņemts" in digest(bot)
    assert "Uzņemti programmā: 1" in digest(bot)
    bot.look(at(4, 20, 8))
    bot.now = at(4, 20, 9)
    assert "Lēmumi" not in digest(bot)
    assert "Uzņemti programmā: 1" in digest(bot)


def test_a_moved_deadline_and_what_was_handed_in_are_told(bot: ClockedBot) -> None:
    bot.app.decisions.decide(ONE, Decision.ACCEPTED, "", "anna")
    bot.app.decisions.announce(bot.app.decisions.results().to_tell, "anna")
    bot.edit("extended = 2023-04-20", "extended = 2023-04-27")
    bot.arrives(
        mails.mail(
            at(4, 19, 13), ("Elīna", "elina@lu.lv"), "Plāns", "Labdien!", mails.document("Ieviešanas plāns.docx")
        )
    )
    bot.look(at(4, 19, 14))
    said = digest(bot)
    assert "iepriekš 2023. gada 20. aprīlis, tagad 2023. gada 27. aprīlis" in said
    assert f"{ONE}: universitātes padomes un senāta apstiprināts ieviešanas plāns" in said


def test_a_mailbox_that_cannot_be_read_is_told_until_it_is_mended(bot: ClockedBot) -> None:
    (bot.folder / "mailbox").rename(bot.folder / "away")
    (bot.folder / "mailbox").write_text("no folder")
    bot.look(at(4, 19, 14))
    assert "neizdodas saņemt jaunus e-pastus kopš 2023. gada 19. aprīļa plkst. 14.00" in digest(bot)
    (bot.folder / "mailbox").unlink()
    (bot.folder / "away").rename(bot.folder / "mailbox")
    bot.look(at(4, 19, 15))
    assert "Kas nedarbojas" not in digest(bot)


def test_last_years_applications_are_not_this_calls(bot: ClockedBot) -> None:
    bot.edit("year = 2023", "year = 2024")
    bot.look(at(4, 20, 7))
    assert ONE not in digest(bot)
