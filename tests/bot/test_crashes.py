"""kill -9 between any two commits, and a restart: one record, one acknowledgement."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.demonstration.mails import mails
from bot.programme import Programme
from tests.bot.installation import Installation


def poll_until_killed(bot: Installation, boundary: int) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "tests.bot.killing", str(bot.config), str(boundary)]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=300)


def told(bot: Installation) -> tuple[Any, Any, list[str]]:
    """What must be the same whatever happened: applications, mails, and what was delivered."""
    outbox = [(m["key"], m["template"], m["to"], m["message_id"], m["state"]) for m in bot.outbox()]
    return bot.applications(), outbox, sorted(str(m["Message-ID"]) for m in bot.sent())


def test_a_kill_at_any_boundary_and_a_restart_end_as_if_nothing_had_happened(
    tmp_path: Path, programme: Programme
) -> None:
    came = list(mails(programme))[2:4]
    calm = Installation.build(tmp_path / "calm")
    calm.deliver(*came)
    boundaries = int(poll_until_killed(calm, 10_000).stdout)
    expected = told(calm)
    assert boundaries >= 12
    assert [a["status"] for a in expected[0]] == ["incomplete", "incomplete"]
    assert len(expected[2]) == 2
    for boundary in range(1, boundaries + 1):
        bot = Installation.build(tmp_path / f"killed-{boundary}")
        bot.deliver(*came)
        killed = poll_until_killed(bot, boundary)
        assert killed.returncode == -9, killed.stderr
        bot.run("poll")
        assert told(bot) == expected, f"after a kill at boundary {boundary} of {boundaries}"
