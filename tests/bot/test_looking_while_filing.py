"""While the bot files two hundred mails, people look, export and back up: nobody waits for a lock, nobody sees half a change."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.programme import Programme
from tests.bot import written_mails
from tests.bot.installation import Installation
from tests.bot.site import Site, browsing

MAILS = 200
# One statement each, so that each sees one moment: what must hold at every moment.
TORN = {
    "applications without their mail": "SELECT count(*) AS torn FROM stored_applications a WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE m.application_id = a.id)",
    "filed mails without an answer": "SELECT count(*) AS torn FROM messages m WHERE m.status = 'filed' AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.answers_id = m.id)",
    "teams that are not whole": "SELECT count(*) AS torn FROM applications WHERE team_size <> 3",
    "applications that search does not know": "SELECT count(*) AS torn FROM stored_applications a WHERE NOT EXISTS (SELECT 1 FROM search_applications s WHERE s.rowid = a.id)",
}


def _look(_bot: Installation, site: Site, _round: int) -> None:
    for path in (
        "/",
        "/intake/applications",
        "/intake/missing_letter",
        "/intake/search?words=anketa",
        "/intake/timeline",
    ):
        assert site.get(path).status == 200, path
    for what, sql in TORN.items():
        answer = site.get("/intake.json", sql=sql, _shape="array")
        assert json.loads(answer.body) == [{"torn": 0}], what


def _export(bot: Installation, _site: Site, number: int) -> None:
    """The views of one export are of one moment: they name the same applications."""
    path = bot.folder / f"export-{number}.json"
    bot.run("export", "--json", "--to", str(path))
    content: dict[str, list[dict[str, Any]]] = json.loads(path.read_bytes())
    references = {row["reference"] for row in content["applications"]}
    for view, each in (("team_members", 3), ("documents", 1), ("correspondence", 2)):
        named = [row["reference"] for row in content[view] if row["reference"] is not None]
        assert (set(named), len(named)) == (references, each * len(references)), view
    opened = [row["reference"] for row in content["timeline"] if row["action"] == "opened"]
    assert sorted(opened) == sorted(references)


def _back_up(bot: Installation, _site: Site, number: int) -> None:
    """A copy is of one moment too, and whole."""
    folder = bot.folder / f"backup-{number}"
    bot.run("backup", "--to", str(folder))
    (copy,) = folder.glob("*.sqlite")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for what, sql in TORN.items():
            assert connection.execute(sql).fetchone() == (0,), what


# Whoever else works beside the bot belongs here: each is called again and again, with the number of its round.
BESIDE: tuple[Callable[[Installation, Site, int], None], ...] = (_look, _export, _back_up)


def test_two_hundred_mails_are_filed_while_people_look(tmp_path: Path, programme: Programme) -> None:
    bot = Installation.build(tmp_path)
    bot.deliver(*(written_mails.mail(programme, number) for number in range(MAILS)))
    with browsing(bot) as site, ThreadPoolExecutor(len(BESIDE)) as people:
        command = [sys.executable, "-m", "bot", "--config", str(bot.config), "poll"]
        filing = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

        def work(act: Callable[[Installation, Site, int], None]) -> int:
            rounds = 0
            while filing.poll() is None:
                act(bot, site, rounds)
                rounds += 1
                time.sleep(0.5)  # people look again and again, but machines have other work too
            act(bot, site, rounds)
            return rounds

        done = list(people.map(work, BESIDE))
        _, said = filing.communicate()
        assert (filing.returncode, said) == (0, "")
        assert min(done) >= 3
        assert len(site.rows("applications", _size="max")) == MAILS
        assert {row["status"] for row in site.rows("applications", _size="max")} == {"incomplete"}
