"""Results as an organiser types them: more time, decisions, their announcement, and what is handed in on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import settings
from bot.app import App
from bot.filing import Filing
from tests.bot.desk import FORM, LETTER, Desk
from tests.bot.installation import Installation

ONE, TWO = "IIP-2023-0001", "IIP-2023-0002"


@pytest.fixture
def bot(tmp_path: Path) -> Installation:
    """One complete application, and one that lacks its letter."""
    made = Installation.build(tmp_path)
    with App(settings.load(made.config)) as app, app.store.begin() as session:
        filing = Filing(app.programme, app.correspondence, app.clock, authserv_id="mx.rbs.example")
        desk = Desk(session, filing, now=datetime(2023, 4, 10, 10, tzinfo=UTC))
        desk.receive(form=FORM, letter=LETTER)
        desk.receive("viens@rtu.lv", form=FORM.__class__(institution="RTU", title="Cits [projekts]"))
        session.commit()
    return made


def templates(bot: Installation) -> list[str]:
    return [mail["template"] for mail in bot.outbox()]


def test_results_are_decided_one_by_one_and_told_to_all_at_once(bot: Installation) -> None:
    bot.run("decide", ONE, "accepted", "--note", "Priecājamies!")
    refused = bot.run("decide", TWO, "declined", check=False)
    assert refused.returncode == 1
    assert "--anyway decides all the same" in refused.stderr
    bot.run("decide", TWO, "declined", "--anyway")
    before = templates(bot)
    shown = bot.run("announce", "--dry-run").stdout
    assert "To be told: 2 (1 accepted, 1 declined, 0 waiting)." in shown
    assert "Cits [projekts]" in shown
    assert templates(bot) == before
    wrong = bot.run("announce", typed="1\n", check=False)
    assert (wrong.returncode, templates(bot)) == (1, before)
    bot.run("announce", typed="2\n")
    assert templates(bot) == [*before, "result_accepted", "result_declined"]
    assert {a["reference"]: a["decision"] for a in bot.applications()} == {ONE: "accepted", TWO: "declined"}
    bot.run("receive", ONE, "implementation_plan")
    assert bot.run("receive", TWO, "implementation_plan", check=False).returncode == 1


def test_a_day_that_is_over_is_no_more_time(bot: Installation) -> None:
    refused = bot.run("extend", TWO, "2023-04-25", check=False)
    assert refused.returncode == 1
    assert "Name a later day, and one that is not over." in refused.stderr
    bot.run("extend", TWO, "2099-04-25", "--note", "Rektors ir komandējumā.")
    assert templates(bot)[-1] == "deadline_extended"
