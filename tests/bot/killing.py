"""Runs `poll` in this process and kills it, as kill -9 would, right after a given commit or a given delivery."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from bot import rounds, settings
from bot.app import App


def main(config: str, boundary: int) -> None:
    """Dies at the boundary of that number; with none so high, ends well and prints how many there were."""
    passed = 0

    def at_boundary(*_arguments: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == boundary:
            os.kill(os.getpid(), signal.SIGKILL)

    with App(settings.load(Path(config))) as app:
        event.listen(Session, "after_commit", at_boundary)
        deliver = app.sender.send

        def send(raw: bytes, *, envelope_from: str, recipient: str) -> None:
            deliver(raw, envelope_from=envelope_from, recipient=recipient)
            at_boundary()

        app.sender.send = send  # type: ignore[method-assign] # the boundary between delivery and its mark is to be hit too
        rounds.run(app)
    sys.stdout.write(f"{passed}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
