"""The organisers' commands as they are typed: what they print, what they ask, and what they refuse."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.demonstration.mails import mails
from bot.programme import Programme
from bot.transport import maildir
from tests.bot.installation import Installation
from tests.servers.postgresql import PostgreSQL

WHOLE, UNSIGNED, PAIR, FOREIGN = (f"IIP-2023-000{number}" for number in range(1, 5))


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Path:
    """A store with four applications: a whole one, one with an unsigned letter and a gap, a pair, and an association's."""
    folder = tmp_path_factory.mktemp("filed")
    came = list(mails(programme))
    bot = Installation.build(folder)
    bot.deliver(came[0], came[3], came[5], came[12])
    bot.run("poll")
    return folder / "intake.sqlite"


@pytest.fixture
def bot(filed: Path, tmp_path: Path) -> Installation:
    shutil.copy(filed, tmp_path / "intake.sqlite")
    return Installation.build(tmp_path)


def listed(bot: Installation, *options: str) -> list[str]:
    return [row["reference"] for row in json.loads(bot.type("list", "--json", *options).stdout)]


def applications(bot: Installation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(bot.type("list", "--json").stdout)
    return found


def outbox(bot: Installation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(bot.type("outbox", "--json").stdout)
    return found


def codes(row: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in row["findings"]]


def test_list_finds_by_what_is_asked_and_keeps_its_contract(bot: Installation) -> None:
    first = applications(bot)[0]
    assert list(first)[:6] == ["reference", "institution", "title", "status", "messages", "findings"]
    assert first["messages"] == ["<demonstration-1@lu.lv>"]
    assert listed(bot) == [WHOLE, UNSIGNED, PAIR, FOREIGN]
    assert listed(bot, "--status", "complete") == [WHOLE]
    assert listed(bot, "--institution", "lu", "--title", "LABORATORIJA soma") == [PAIR]
    assert listed(bot, "--finding", "missing_field") == [UNSIGNED]
    assert listed(bot, "--finding", "missing_field:strategy_fit", "--assignee", "nobody") == [UNSIGNED]
    assert listed(bot, "--theme", "strategic_goals", "--decision", "none") == [UNSIGNED]
    assert listed(bot, "--since", "2023-04-04", "--until", "06.04.2023") == [UNSIGNED, PAIR]
    assert listed(bot, "--sort", "-arrived") == [FOREIGN, PAIR, UNSIGNED, WHOLE]


def test_a_table_shows_the_columns_that_are_asked_for(bot: Installation) -> None:
    shown = bot.type("list", "--columns", "reference,contact,team,arrived", "--sort", "contact").stdout
    assert next(line.split()[0] for line in shown.splitlines() if "IIP-" in line) == UNSIGNED
    assert "01.04.2023 10:30" in " ".join(shown.split())
    assert "complete" not in shown
    assert "4 applications." in shown


@pytest.mark.parametrize(("sort", "first"), [("-title", None), ("-arrived", FOREIGN), ("reference", WHOLE)])
def test_a_long_list_shows_its_beginning_and_says_so(bot: Installation, sort: str, first: str | None) -> None:
    shown = bot.type("list", "--sort", sort, "--most", "1").stdout
    rows = [line.split()[0] for line in shown.splitlines() if line.strip().startswith("IIP-")]
    assert rows == [first or listed(bot, "--sort", sort)[0]]
    assert "4 applications; the first 1 are shown, and --most shows more." in shown


def test_the_last_mails_are_shown_and_how_many_there_are(bot: Installation) -> None:
    mails = outbox(bot)
    shown = bot.type("outbox", "--most", "1").stdout
    assert f"{len(mails)} mails; the last 1 are shown" in shown
    templates = {mail["template"] for mail in mails}
    begun = [words[0] for words in map(str.split, shown.splitlines()) if words and words[0] in templates]
    assert begun == [mails[-1]["template"]]
    assert len(mails) > 1


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("list", "--institution", "XX"), "LU, RTU, RSU, LBTU"),
        (("list", "--theme", "magic"), "student_experience"),
        (("list", "--decision", "perhaps"), "accepted"),
        (("list", "--columns", "colour"), "reference"),
        (("list", "--status", "done"), "incomplete"),
        (("correct", WHOLE, "title"), "--undo"),
        (("correct", WHOLE, "titel", "X"), "There is no field titel"),
        (("assign", WHOLE), "--nobody"),
        (("replay",), "--set-aside"),
        (("replay", WHOLE, "--anew"), "--message"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(bot: Installation, command: tuple[str, ...], told: str) -> None:
    done = bot.type(*command)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_an_assistant_puts_right_what_was_misread_and_the_team_hears_only_when_told(bot: Installation) -> None:
    mails_before = len(outbox(bot))
    bot.type("correct", UNSIGNED, "strategy_fit", "Atbilst stratēģijas 2. mērķim.")
    assert codes(applications(bot)[1]) == ["letter_unsigned"]
    assert len(outbox(bot)) == mails_before
    done = bot.type("correct", UNSIGNED, "letter.signed", "handwritten", "--tell").stdout
    assert "A letter to the team is queued." in done
    last = outbox(bot)[-1]
    assert (last["template"], last["state"], last["application"]) == ("ack_complete", "queued", UNSIGNED)
    shown = bot.type("show", UNSIGNED.lower()).stdout
    assert f"{UNSIGNED}  complete" in shown
    assert f"Next: decide: `intake-bot decide {UNSIGNED} accepted`" in shown
    assert "Revision 3 of" in shown
    assert "letter.signed: none → handwritten" in shown
    bot.type("correct", UNSIGNED, "letter.signed", "--undo")
    assert outbox(bot)[-1]["state"] == "cancelled"
    page = bot.folder / "page.html"
    bot.type("show", UNSIGNED, "--evidence", "--to", str(page))
    assert "Irēna Skujiņa" in page.read_text("utf-8")


def test_a_letter_about_a_correction_brings_the_form_to_mend_what_is_still_open(bot: Installation) -> None:
    bot.type("correct", PAIR, "members.1.email", "jogita.krukle@rtu.lv", "--tell")
    bot.run("poll")
    last = bot.sent()[-1]
    assert "[IIP-2023-0003]" in last["Subject"]
    assert last["To"].addresses[0].addr_spec == "jogita.krukle@lu.lv"
    assert len([part for part in last.iter_attachments() if part.get_filename()]) == 1


def test_show_tells_what_is_open_in_words_and_who_looks_after_it(bot: Installation) -> None:
    bot.type("assign", UNSIGNED, "Marta")
    bot.type("note", UNSIGNED, "Zvanīju 12.04., atsūtīs [rīt].")
    shown = " ".join(bot.type("show", UNSIGNED).stdout.split())
    assert "Looked after by Marta" in shown
    assert "Zvanīju 12.04., atsūtīs [rīt]." in shown
    assert "Open: letter_unsigned The letter is not signed. Please send it signed electronically" in shown
    assert "ack_incomplete" in shown
    assert listed(bot, "--assignee", "Marta") == [UNSIGNED]
    assert json.loads(bot.type("journal", UNSIGNED, "--json").stdout)[-1]["action"] == "note"


def test_a_merge_is_shown_and_asked_for_before_it_is_done(bot: Installation) -> None:
    asked = bot.type("merge", WHOLE, PAIR)
    assert (asked.returncode, "Merge IIP-2023-0003 into IIP-2023-0001?" in asked.stdout) == (1, True)
    assert "Laboratorija" in asked.stdout
    before = applications(bot)
    assert [row["status"] for row in before] == ["complete", "incomplete", "incomplete", "incomplete"]
    bot.type("merge", WHOLE, PAIR, "--yes")
    assert listed(bot) == [WHOLE, UNSIGNED, FOREIGN]
    shown = bot.type("show", PAIR).stdout
    assert f"{PAIR} was merged into {WHOLE}." in shown
    done = bot.type("split", WHOLE, "3", "--yes").stdout
    assert f"They are {PAIR} now." in done
    assert applications(bot) == before


def test_a_change_that_waits_names_the_commands_that_decide_it(bot: Installation, programme: Programme) -> None:
    assert "Nothing waits." in bot.type("waiting").stdout
    revised = list(mails(programme))[8].replace(b"elina.smildzina@lu.lv", b"kads@citur.example")
    maildir.deliver(bot.folder / "mailbox", "new.test", revised)
    bot.type("poll")
    waits = bot.type("waiting").stdout
    number = waits.split()[1]
    assert "From kads@citur.example: Precizēta anketa" in waits
    assert f"Next: `intake-bot confirm {number}` or `intake-bot reject {number}`" in waits
    shown = bot.type("show", WHOLE).stdout
    assert f"message {number} waits for you: `intake-bot confirm {number}` or `intake-bot reject {number}`" in shown
    bot.type("reject", number)
    assert "Nothing waits." in bot.type("waiting").stdout


def test_commands_and_a_bot_that_is_filing_do_not_disturb_each_other(bot: Installation, programme: Programme) -> None:
    came = list(mails(programme))
    for number in (1, 2, 4):
        maildir.deliver(bot.folder / "mailbox", f"new-{number}.test", came[number])
    line = [sys.executable, "-m", "bot", "--config", str(bot.config), "poll"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as working:
        rounds = 0
        while working.poll() is None or rounds == 0:
            rounds += 1
            for command in (
                ("note", UNSIGNED, f"Piezīme {rounds}."),
                ("correct", UNSIGNED, "strategy_fit", f"Mērķis {rounds}."),
                ("merge", WHOLE, PAIR, "--yes"),
                ("split", WHOLE, "3", "--yes"),
                ("list",),
            ):
                done = bot.type(*command)
                assert done.returncode == 0, done.stderr
        said = working.communicate()[0]
    assert "3 fetched, 3 processed, 3 sent." in said
    assert len(applications(bot)) == 7
    assert bot.type("journal", UNSIGNED).stdout.count(" note: Piezīme") == rounds


def test_the_desk_works_on_postgresql_too(tmp_path: Path, programme: Programme, postgresql: PostgreSQL) -> None:
    came = list(mails(programme))
    bot = Installation.build(tmp_path, store=postgresql.new_database())
    bot.deliver(came[0], came[5])
    bot.run("poll")
    before = bot.applications()
    for command in (
        ("correct", WHOLE, "title", "Rakstu nams"),
        ("merge", WHOLE, "IIP-2023-0002", "--yes"),
        ("replay", "--all", "--diff"),
        ("split", WHOLE, "2", "--yes"),
        ("correct", WHOLE, "title", "--undo"),
        ("show", WHOLE),
    ):
        bot.run(*command)
    assert bot.applications() == before
